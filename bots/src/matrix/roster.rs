//! The names of the people in a room, by which what is said there is masked.
//!
//! The member list of a room is asked for once; after that the stream adds what people are called
//! anew. The names must never be written down: they are in memory only. And the list must not be read
//! through the SDK, which changes the room's key with every list that it reads: a post that is on its
//! way at that moment could not be decrypted.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use hearback_anonymise::{Anonymiser, Roster};
use matrix_sdk::config::RequestConfig;
use matrix_sdk::ruma::api::client::membership::get_member_events;
use matrix_sdk::ruma::events::room::member::MembershipState;
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::ruma::{OwnedRoomId, OwnedUserId, RoomId, UserId};
use matrix_sdk::sync::{JoinedRoomUpdate, State, SyncResponse};
use matrix_sdk::{Room, RoomMemberships};
use serde::Deserialize;

use super::{LOOK_UP, Matrix, status};
use crate::chat::{Platform, Unheard};
use crate::vault::VaultError;
use crate::vault::chat::Role;

/// People in a room up to which the whole list of members is asked for. In a larger room the names
/// are those of people who did something there since the bot came: the server tells them by itself.
const MOST_MEMBERS: u64 = 5_000;
/// Names of one room that are kept. Somebody who takes one name after another brings it to this; then
/// the list is asked for again.
const MOST_NAMES: usize = 20_000;

/// The names that are known just now.
#[derive(Default)]
pub(super) struct Rosters(Mutex<Known>);

#[derive(Default)]
struct Known {
    rooms: BTreeMap<OwnedRoomId, Names>,
    /// How often something changed, so that what was read before a change is not kept after it.
    changes: u64,
}

/// The names of one room: of those who left too, because people still speak of them.
#[derive(Default)]
struct Names {
    all: BTreeSet<String>,
    /// Who is there now.
    members: BTreeSet<OwnedUserId>,
    /// Made of the names when it is first needed.
    roster: Option<Arc<Roster>>,
}

/// What is asked about a room.
struct Found {
    roster: Arc<Roster>,
    /// Whether the person is there.
    has: bool,
}

/// A state event, as far as it names somebody or the room.
#[derive(Deserialize)]
struct Naming {
    #[serde(rename = "type")]
    kind: String,
    state_key: String,
    #[serde(default)]
    content: Named,
}

#[derive(Default, Deserialize)]
struct Named {
    #[serde(default)]
    membership: Option<String>,
    #[serde(default)]
    displayname: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    alias: Option<String>,
}

impl Rosters {
    /// Takes in what people and rooms are called anew.
    pub(super) fn follow(&self, response: &SyncResponse, own: &UserId) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (id, update) in &response.rooms.joined {
            let new = naming(update);
            // The answer does not tell who came or took a new name in what it left out.
            if update.timeline.limited {
                known.change(|rooms| drop(rooms.remove(id)));
            } else if !new.is_empty() {
                known.change(|rooms| add(rooms, id, new, own));
            }
        }
        for id in response.rooms.left.keys() {
            known.change(|rooms| drop(rooms.remove(id)));
        }
    }

    fn get(&self, id: &RoomId, person: &str, anonymiser: &Anonymiser) -> (Option<Found>, u64) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let changes = known.changes;
        let names = known.rooms.get_mut(id);
        (names.map(|names| names.found(person, anonymiser)), changes)
    }

    /// Keeps what was read, unless something changed meanwhile.
    fn keep(&self, id: &RoomId, names: Names, changes: u64) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.changes == changes {
            known.rooms.insert(id.to_owned(), names);
        }
    }
}

impl Known {
    fn change(&mut self, how: impl FnOnce(&mut BTreeMap<OwnedRoomId, Names>)) {
        how(&mut self.rooms);
        self.changes += 1;
    }
}

impl Names {
    fn found(&mut self, person: &str, anonymiser: &Anonymiser) -> Found {
        let roster = || Arc::new(anonymiser.roster(&self.all));
        Found {
            roster: Arc::clone(self.roster.get_or_insert_with(roster)),
            has: self.members.iter().any(|member| member == person),
        }
    }

    /// Takes in what a state event calls somebody or the room. The bot's own name is not for masking.
    fn take(&mut self, event: Naming, own: &UserId) {
        let before = self.all.len();
        let named = event.content;
        match event.kind.as_str() {
            "m.room.member" => {
                let user = UserId::parse(&event.state_key);
                if let Some(user) = user.ok().filter(|user| user != own) {
                    let joined = named.membership.as_deref() == Some("join");
                    self.take_person(user, named.displayname, joined);
                }
            }
            "m.room.name" => self.all.extend(named.name),
            "m.room.canonical_alias" => self.all.extend(named.alias),
            _ => {}
        }
        if self.all.len() > before {
            self.roster = None;
        }
    }

    fn take_person(&mut self, user: OwnedUserId, display: Option<String>, joined: bool) {
        self.all.insert(user.localpart().to_owned());
        self.all.insert(user.server_name().to_string());
        self.all.extend(display);
        if joined {
            self.members.insert(user);
        } else {
            self.members.remove(&user);
        }
    }
}

fn add(rooms: &mut BTreeMap<OwnedRoomId, Names>, id: &RoomId, new: Vec<Naming>, own: &UserId) {
    let Some(names) = rooms.get_mut(id) else {
        return;
    };
    for event in new {
        names.take(event, own);
    }
    if names.all.len() > MOST_NAMES {
        rooms.remove(id);
    }
}

/// The state events of an answer that name somebody or the room.
fn naming(update: &JoinedRoomUpdate) -> Vec<Naming> {
    const KINDS: [&str; 3] = ["m.room.member", "m.room.name", "m.room.canonical_alias"];
    let timeline = update.timeline.events.iter();
    let timeline = timeline.filter_map(|event| event.raw().deserialize_as_unchecked().ok());
    let (State::Before(state) | State::After(state)) = &update.state;
    let state = state.iter();
    let state = state.filter_map(|event| event.deserialize_as_unchecked().ok());
    state
        .chain(timeline)
        .filter(|event: &Naming| KINDS.contains(&event.kind.as_str()))
        .collect()
}

/// The names for what `person` says in a room. Alone with the bot they may speak of anybody whom they
/// share a room with.
pub(super) async fn names(
    matrix: &Matrix,
    room: &str,
    person: &str,
) -> Result<Arc<Roster>, Unheard> {
    let own = &matrix.bots.roster;
    let Some(here) = matrix.room(room) else {
        return Ok(Arc::clone(own));
    };
    let here = of_room(matrix, &here, person).await?;
    let mut all = vec![Arc::clone(own), here.roster];
    if is_direct(matrix, room).await.map_err(|_| Unheard)? {
        all.extend(of_shared(matrix, person).await);
    }
    Ok(Arc::new(Roster::union(all.iter().map(AsRef::as_ref))))
}

async fn is_direct(matrix: &Matrix, room: &str) -> Result<bool, VaultError> {
    let vault = &matrix.bots.vault;
    let known = vault.chat_room(Platform::Matrix, room).await?;
    Ok(known.is_some_and(|known| known.role == Role::Direct))
}

/// The rosters of the rooms that a person shares with the bot. A room that does not answer must not
/// keep them from being heard.
async fn of_shared(matrix: &Matrix, person: &str) -> Vec<Arc<Roster>> {
    let mut all = Vec::new();
    for room in matrix.client.joined_rooms() {
        match of_room(matrix, &room, person).await {
            Ok(found) if found.has => all.push(found.roster),
            Ok(_) | Err(Unheard) => {}
        }
    }
    all
}

async fn of_room(matrix: &Matrix, room: &Room, person: &str) -> Result<Found, Unheard> {
    let anonymiser = &matrix.bots.anonymiser;
    let (known, changes) = matrix.rosters.get(room.room_id(), person, anonymiser);
    if let Some(known) = known {
        return Ok(known);
    }
    let mut names = read(matrix, room).await?;
    let found = names.found(person, anonymiser);
    matrix.rosters.keep(room.room_id(), names, changes);
    Ok(found)
}

/// What people and the room itself are called.
async fn read(matrix: &Matrix, room: &Room) -> Result<Names, Unheard> {
    let mut names = Names::default();
    names.all.extend(room.name());
    let alias = room.canonical_alias().map(|alias| alias.to_string());
    names.all.extend(alias);
    if room.active_members_count() <= MOST_MEMBERS {
        for event in members(matrix, room).await? {
            names.take(event, &matrix.own);
        }
        return Ok(names);
    }
    let known = room.members_no_sync(RoomMemberships::empty()).await;
    for member in known.map_err(|_| Unheard)? {
        let user = member.user_id().to_owned();
        if user != matrix.own {
            let joined = *member.membership() == MembershipState::Join;
            let display = member.display_name().map(str::to_owned);
            names.take_person(user, display, joined);
        }
    }
    Ok(names)
}

/// The list of members, from the server; none of a room that the bot may not read any more.
async fn members(matrix: &Matrix, room: &Room) -> Result<Vec<Naming>, Unheard> {
    let request = get_member_events::v3::Request::new(room.room_id().to_owned());
    let once = RequestConfig::new().disable_retry().timeout(LOOK_UP);
    let found = match matrix.client.send(request).with_request_config(once).await {
        Ok(found) => found.chunk,
        Err(error) if status(&error) == Some(403) => Vec::new(),
        Err(_) => return Err(Unheard),
    };
    let read = |raw: &Raw<_>| raw.deserialize_as_unchecked().ok();
    Ok(found.iter().filter_map(read).collect())
}

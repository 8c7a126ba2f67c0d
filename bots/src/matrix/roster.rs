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
struct Names {
    all: BTreeSet<String>,
    /// Made of them when it is first needed.
    roster: Option<Arc<Roster>>,
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
            let new = new_names(update, own);
            // The answer does not tell who came or took a new name in what it left out.
            if update.timeline.limited {
                known.change(|rooms| drop(rooms.remove(id)));
            } else if !new.is_empty() {
                known.change(|rooms| add(rooms, id, new));
            }
        }
        for id in response.rooms.left.keys() {
            known.change(|rooms| drop(rooms.remove(id)));
        }
    }

    fn get(&self, id: &RoomId, anonymiser: &Anonymiser) -> (Option<Arc<Roster>>, u64) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let changes = known.changes;
        let names = known.rooms.get_mut(id);
        (names.map(|names| names.roster(anonymiser)), changes)
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
    fn new(all: impl IntoIterator<Item = String>) -> Self {
        Self {
            all: all.into_iter().collect(),
            roster: None,
        }
    }

    fn roster(&mut self, anonymiser: &Anonymiser) -> Arc<Roster> {
        let roster = || Arc::new(anonymiser.roster(&self.all));
        Arc::clone(self.roster.get_or_insert_with(roster))
    }
}

fn add(rooms: &mut BTreeMap<OwnedRoomId, Names>, id: &RoomId, new: Vec<String>) {
    let Some(names) = rooms.get_mut(id) else {
        return;
    };
    let before = names.all.len();
    names.all.extend(new);
    if names.all.len() > before {
        names.roster = None;
    }
    if names.all.len() > MOST_NAMES {
        rooms.remove(id);
    }
}

fn new_names(update: &JoinedRoomUpdate, own: &UserId) -> Vec<String> {
    let timeline = update.timeline.events.iter();
    let timeline = timeline.filter_map(|event| event.raw().deserialize_as_unchecked().ok());
    let (State::Before(state) | State::After(state)) = &update.state;
    let state = state.iter();
    let state = state.filter_map(|event| event.deserialize_as_unchecked().ok());
    timeline
        .chain(state)
        .flat_map(|event: Naming| event.names(own))
        .collect()
}

impl Naming {
    /// What a state event calls somebody or the room. The bot's own name is not for masking.
    fn names(self, own: &UserId) -> Vec<String> {
        let Named {
            displayname,
            name,
            alias,
        } = self.content;
        match self.kind.as_str() {
            "m.room.member" => match UserId::parse(&self.state_key) {
                Ok(user) if user != own => of_user(&user, displayname),
                _ => Vec::new(),
            },
            "m.room.name" => name.into_iter().collect(),
            "m.room.canonical_alias" => alias.into_iter().collect(),
            _ => Vec::new(),
        }
    }
}

fn of_user(user: &OwnedUserId, display: Option<String>) -> Vec<String> {
    let id = [user.localpart(), user.server_name().as_str()];
    let id = id.map(str::to_owned).into_iter();
    id.chain(display).collect()
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
    let mut all = vec![Arc::clone(own), of_room(matrix, &here).await?];
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
    let Ok(user) = <&UserId>::try_from(person) else {
        return all;
    };
    for room in matrix.client.joined_rooms() {
        let Ok(roster) = of_room(matrix, &room).await else {
            continue;
        };
        let member = room.get_member_no_sync(user).await.ok().flatten();
        if member.is_some_and(|member| *member.membership() == MembershipState::Join) {
            all.push(roster);
        }
    }
    all
}

async fn of_room(matrix: &Matrix, room: &Room) -> Result<Arc<Roster>, Unheard> {
    let anonymiser = &matrix.bots.anonymiser;
    let (known, changes) = matrix.rosters.get(room.room_id(), anonymiser);
    if let Some(known) = known {
        return Ok(known);
    }
    let mut names = Names::new(read(matrix, room).await?);
    let roster = names.roster(anonymiser);
    matrix.rosters.keep(room.room_id(), names, changes);
    Ok(roster)
}

/// What people and the room itself are called.
async fn read(matrix: &Matrix, room: &Room) -> Result<Vec<String>, Unheard> {
    let mut names: Vec<String> = room.name().into_iter().collect();
    names.extend(room.canonical_alias().map(|alias| alias.to_string()));
    if room.active_members_count() <= MOST_MEMBERS {
        names.extend(members(matrix, room).await?);
        return Ok(names);
    }
    let known = room.members_no_sync(RoomMemberships::empty()).await;
    for member in known.map_err(|_| Unheard)? {
        if member.user_id() != matrix.own {
            let display = member.display_name().map(str::to_owned);
            names.extend(of_user(&member.user_id().to_owned(), display));
        }
    }
    Ok(names)
}

/// The list of members, from the server; none of a room that the bot may not read any more.
async fn members(matrix: &Matrix, room: &Room) -> Result<Vec<String>, Unheard> {
    let request = get_member_events::v3::Request::new(room.room_id().to_owned());
    let once = RequestConfig::new().disable_retry().timeout(LOOK_UP);
    let asked = matrix.client.send(request).with_request_config(once);
    let found = match asked.await {
        Ok(found) => found.chunk,
        Err(error) if status(&error) == Some(403) => Vec::new(),
        Err(_) => return Err(Unheard),
    };
    let read = |raw: &Raw<_>| raw.deserialize_as_unchecked().ok();
    let events = found.iter().filter_map(read);
    let names = events.flat_map(|event: Naming| event.names(&matrix.own));
    Ok(names.collect())
}

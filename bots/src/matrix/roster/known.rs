//! The names that are known just now, kept true by the stream.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hearback_anonymise::{Anonymiser, Roster};
use matrix_sdk::ruma::{OwnedRoomId, OwnedUserId, RoomId, UserId};
use matrix_sdk::sync::{JoinedRoomUpdate, State, SyncResponse};
use serde::Deserialize;

/// Names of one room that are kept. Somebody who takes one name after another brings it to this; then
/// the list is asked for again.
const MOST_NAMES: usize = 20_000;

/// The names that are known just now.
pub(in crate::matrix) struct Rosters {
    known: Mutex<Known>,
    /// People in a room up to which the whole list of members is asked for.
    pub(super) most_members: u64,
}

#[derive(Default)]
struct Known {
    rooms: BTreeMap<OwnedRoomId, Names>,
    /// How often something changed, so that what was read before a change is not kept after it.
    changes: u64,
}

/// The names of one room: of those who left since they were read too, because people still speak of
/// them.
#[derive(Default)]
pub(super) struct Names {
    pub(super) all: BTreeSet<String>,
    /// Who is there now.
    members: BTreeSet<OwnedUserId>,
    /// Made of the names when it is first needed.
    roster: Option<Arc<Roster>>,
}

/// What is asked about a room.
pub(super) struct Found {
    pub(super) roster: Arc<Roster>,
    /// Whether the person is there.
    pub(super) has: bool,
    /// How many are there.
    pub(super) people: usize,
}

/// A state event, as far as it names somebody or the room.
#[derive(Deserialize)]
pub(super) struct Naming {
    #[serde(rename = "type")]
    kind: String,
    state_key: String,
    #[serde(default)]
    content: Named,
}

impl Naming {
    /// Who is in the room or asked to come, where it says that of somebody.
    pub(super) fn is_there(&self) -> Option<OwnedUserId> {
        let there = matches!(self.content.membership.as_deref(), Some("join" | "invite"));
        let user = there.then(|| UserId::parse(&self.state_key).ok());
        user.flatten()
    }
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

impl Default for Rosters {
    fn default() -> Self {
        Self::up_to(super::MOST_MEMBERS)
    }
}

impl Rosters {
    /// Nothing is known yet; whole lists are asked for of rooms of up to so many people.
    pub(in crate::matrix) fn up_to(most_members: u64) -> Self {
        Self {
            known: Mutex::default(),
            most_members,
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes in what people and rooms are called anew.
    pub(in crate::matrix) fn follow(&self, response: &SyncResponse, own: &UserId) {
        let mut known = self.known();
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

    /// What is known of a room, and how often anything has changed.
    pub(super) fn get(
        &self,
        id: &RoomId,
        person: &str,
        anonymiser: &Anonymiser,
    ) -> (Option<Found>, u64) {
        let mut known = self.known();
        let changes = known.changes;
        let names = known.rooms.get_mut(id);
        (names.map(|names| names.found(person, anonymiser)), changes)
    }

    /// Keeps what was read, unless something changed meanwhile.
    pub(super) fn keep(&self, id: &RoomId, names: Names, changes: u64) {
        let mut known = self.known();
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
    pub(super) fn found(&mut self, person: &str, anonymiser: &Anonymiser) -> Found {
        let roster = || Arc::new(anonymiser.roster(&self.all));
        Found {
            roster: Arc::clone(self.roster.get_or_insert_with(roster)),
            has: self.members.iter().any(|member| member == person),
            people: self.members.len(),
        }
    }

    /// Takes in what a state event calls somebody or the room. The bot's own name is not for masking.
    pub(super) fn take(&mut self, event: Naming, own: &UserId) {
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

    pub(super) fn take_person(&mut self, user: OwnedUserId, display: Option<String>, joined: bool) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use matrix_sdk::ruma::{room_id, user_id};

    fn named(name: &str) -> Naming {
        let event = serde_json::json!({
            "type": "m.room.member",
            "state_key": "@eve:example.org",
            "content": {"membership": "join", "displayname": name},
        });
        serde_json::from_value(event).unwrap()
    }

    #[test]
    fn somebody_who_takes_name_after_name_fills_nothing() {
        let (room, own) = (room_id!("!room"), user_id!("@bot:example.org"));
        let mut rooms = BTreeMap::from([(room.to_owned(), Names::default())]);
        for n in 0..=MOST_NAMES {
            add(&mut rooms, room, vec![named(&format!("name{n}"))], own);
        }
        assert!(rooms.is_empty(), "the list is asked for again");
    }
}

//! The names of the people in a room, by which what is said there is masked.
//!
//! The member list of a room is asked for once; after that the stream keeps it fresh. The names must
//! never be written down here: they stand in the SDK's locked store, and in memory as long as they
//! are true.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use hearback_anonymise::Roster;
use matrix_sdk::ruma::events::room::member::MembershipState;
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::ruma::{OwnedRoomId, RoomId, UserId};
use matrix_sdk::sync::{JoinedRoomUpdate, State, SyncResponse};
use matrix_sdk::{Room, RoomMemberships};

use super::{Matrix, is_gone};
use crate::chat::{Platform, Unheard};
use crate::vault::VaultError;
use crate::vault::chat::Role;

/// People in a room up to which the whole list of members is asked for. In a larger room the names
/// are those of people who did something there since the bot came: the server tells them by itself.
const MOST_MEMBERS: u64 = 5_000;

/// State events that change a room's names.
const NAMING: [&str; 3] = ["m.room.member", "m.room.name", "m.room.canonical_alias"];

/// The rosters that are true just now.
#[derive(Default)]
pub(super) struct Rosters(Mutex<Known>);

#[derive(Default)]
struct Known {
    rooms: BTreeMap<OwnedRoomId, Arc<Roster>>,
    /// How often something changed, so that what was read before a change is not kept after it.
    changes: u64,
}

impl Rosters {
    /// Forgets the roster of every room whose names changed.
    pub(super) fn follow(&self, response: &SyncResponse) {
        for (id, update) in &response.rooms.joined {
            if names_change(update) {
                self.forget(id);
            }
        }
        response.rooms.left.keys().for_each(|id| self.forget(id));
    }

    fn forget(&self, id: &RoomId) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.rooms.remove(id);
        known.changes += 1;
    }

    fn get(&self, id: &RoomId) -> (Option<Arc<Roster>>, u64) {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (known.rooms.get(id).cloned(), known.changes)
    }

    /// Keeps what was read while nothing changed.
    fn keep(&self, id: &RoomId, roster: &Arc<Roster>, changes: u64) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.changes == changes {
            known.rooms.insert(id.to_owned(), Arc::clone(roster));
        }
    }
}

fn names_change(update: &JoinedRoomUpdate) -> bool {
    let timeline = update.timeline.events.iter().map(|event| kind(event.raw()));
    let (State::Before(state) | State::After(state)) = &update.state;
    let state = state.iter().map(kind);
    timeline
        .chain(state)
        .flatten()
        .any(|kind| NAMING.contains(&kind.as_str()))
}

fn kind<T>(event: &Raw<T>) -> Option<String> {
    event.get_field("type").ok().flatten()
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
    let (known, changes) = matrix.rosters.get(room.room_id());
    if let Some(known) = known {
        return Ok(known);
    }
    let names = match read(matrix, room).await {
        Ok(names) => names,
        Err(error) if is_gone(&error) => Vec::new(),
        Err(_) => return Err(Unheard),
    };
    let roster = Arc::new(matrix.bots.anonymiser.roster(names));
    matrix.rosters.keep(room.room_id(), &roster, changes);
    Ok(roster)
}

/// What people and the room itself are called, those who left too. The bot is not among them.
async fn read(matrix: &Matrix, room: &Room) -> matrix_sdk::Result<Vec<String>> {
    let everybody = RoomMemberships::empty();
    let members = if room.active_members_count() <= MOST_MEMBERS {
        room.members(everybody).await?
    } else {
        room.members_no_sync(everybody).await?
    };
    let mut names: Vec<String> = room.name().into_iter().collect();
    names.extend(room.canonical_alias().map(|alias| alias.to_string()));
    for member in members {
        let user = member.user_id();
        if user == matrix.own {
            continue;
        }
        names.extend(member.display_name().map(str::to_owned));
        names.push(user.localpart().to_owned());
        names.push(user.server_name().to_string());
    }
    Ok(names)
}

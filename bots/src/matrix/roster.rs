//! The names of the people in a room, by which what is said there is masked.
//!
//! The member list of a room is asked for once; after that the stream adds what people are called
//! anew. The names must never be written down: they are in memory only. And the list must not be read
//! through the SDK, which changes the room's key with every list that it reads: a post that is on its
//! way at that moment could not be decrypted.

mod known;

use std::sync::Arc;

use futures_util::{StreamExt, stream};
use hearback_anonymise::Roster;
use matrix_sdk::config::RequestConfig;
use matrix_sdk::ruma::OwnedUserId;
use matrix_sdk::ruma::api::client::membership::get_member_events;
use matrix_sdk::ruma::events::room::member::MembershipState;
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::{Room, RoomMemberships};

pub(super) use self::known::Rosters;
use self::known::{Found, Names, Naming};
use super::{LOOK_UP, Matrix, status};
use crate::chat::{Platform, Unheard};
use crate::vault::VaultError;
use crate::vault::chat::Role;

/// People in a room up to which the whole list of members is asked for. In a larger room the names
/// are those of people who did something there since the bot came: the server tells them by itself.
const MOST_MEMBERS: u64 = 5_000;

/// Rooms looked up at the same time.
const AT_ONCE: usize = 8;

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

/// How many people are in a room beside the bot: in one of very many, those who did something there. None
/// if the server does not say.
pub(super) async fn count(matrix: &Matrix, room: &str) -> Option<usize> {
    let room = matrix.room(room)?;
    let found = of_room(matrix, &room, "").await.ok()?;
    Some(found.people)
}

async fn is_direct(matrix: &Matrix, room: &str) -> Result<bool, VaultError> {
    let vault = &matrix.bots.vault;
    let known = vault.chat_room(Platform::Matrix, room).await?;
    Ok(known.is_some_and(|known| known.role == Role::Direct))
}

/// The rosters of the rooms that a person shares with the bot. A room that does not answer must not
/// keep them from being heard.
async fn of_shared(matrix: &Matrix, person: &str) -> Vec<Arc<Roster>> {
    let rooms = matrix.client.joined_rooms();
    // Whoever speaks waits meanwhile.
    let over = tokio::time::sleep(LOOK_UP / 2);
    let found: Vec<_> = stream::iter(rooms)
        .map(|room| async move { of_room(matrix, &room, person).await })
        .buffer_unordered(AT_ONCE)
        .take_until(std::pin::pin!(over))
        .collect()
        .await;
    let found = found.into_iter().flatten().filter(|found| found.has);
    found.map(|found| found.roster).collect()
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
    if room.active_members_count() <= matrix.rosters.most_members {
        for event in members(matrix, room).await? {
            names.take(event, &matrix.own);
        }
        return Ok(names);
    }
    let known = room.members_no_sync(RoomMemberships::ACTIVE).await;
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

/// Who is in a room or asked to come, the bot too; nobody where it may not read that.
pub(super) async fn people(matrix: &Matrix, room: &Room) -> Result<Vec<OwnedUserId>, Unheard> {
    let members = members(matrix, room).await?;
    Ok(members.iter().filter_map(Naming::is_there).collect())
}

/// The list of members, from the server; none of a room that the bot may not read any more.
async fn members(matrix: &Matrix, room: &Room) -> Result<Vec<Naming>, Unheard> {
    let mut request = get_member_events::v3::Request::new(room.room_id().to_owned());
    request.not_membership = Some(MembershipState::Leave);
    let once = RequestConfig::new().disable_retry().timeout(LOOK_UP);
    let found = match matrix.client.send(request).with_request_config(once).await {
        Ok(found) => found.chunk,
        Err(error) if status(&error) == Some(403) => Vec::new(),
        Err(_) => return Err(Unheard),
    };
    let read = |raw: &Raw<_>| raw.deserialize_as_unchecked().ok();
    Ok(found.iter().filter_map(read).collect())
}

//! The rooms in which the bot is alone with somebody: found again, or made.

use matrix_sdk::ruma::events::room::member::MembershipState;
use matrix_sdk::ruma::{OwnedUserId, UserId};
use matrix_sdk::{Room, RoomMemberships};

use super::PostError;
use super::send::joined;
use crate::chat::Platform;
use crate::matrix::Matrix;
use crate::vault::VaultError;
use crate::vault::chat::{ChatRoom, Role};

/// The room with a person alone: the one that is there, or a new one.
pub(super) async fn direct(matrix: &Matrix, person: &str) -> Result<Option<Room>, PostError> {
    let Ok(user) = <&UserId>::try_from(person) else {
        return Ok(None);
    };
    let vault = &matrix.bots.vault;
    let known = vault.direct_room(Platform::Matrix, person).await?;
    if let Some(room) = known.and_then(|known| joined(matrix, &known.info.address)) {
        return Ok(Some(room));
    }
    let room = match made_before(matrix, user).await? {
        Some(room) => room,
        None => matrix.client.create_dm(user).await?,
    };
    remember_direct(matrix, &room, person).await?;
    Ok(Some(room))
}

/// A room that was made for a person but not remembered.
async fn made_before(matrix: &Matrix, user: &UserId) -> Result<Option<Room>, matrix_sdk::Error> {
    for room in matrix.client.joined_rooms() {
        if is_own(matrix, &room) && made_for(matrix, &room).await?.as_deref() == Some(user) {
            return Ok(Some(room));
        }
    }
    Ok(None)
}

/// Whether the account made a room: then nobody else could say what it is for.
pub(in crate::matrix) fn is_own(matrix: &Matrix, room: &Room) -> bool {
    room.creators().is_some_and(|all| all.contains(&matrix.own))
}

/// For whom a room of the account's own making is: whom its list of direct rooms names, or the one
/// other person there, where it fell before it wrote the list. None for a room of several, which
/// somebody made by hand with this account.
async fn made_for(matrix: &Matrix, room: &Room) -> Result<Option<OwnedUserId>, matrix_sdk::Error> {
    // Not asked of the server: see `roster`. Whom the account asked in when it made the room is known.
    let members = room.members_no_sync(RoomMemberships::ACTIVE).await?;
    if room.active_members_count() > 2 {
        return Ok(None);
    }
    let mut others = members
        .iter()
        .map(|member| member.user_id())
        .filter(|user| *user != matrix.own);
    let (Some(other), None) = (others.next(), others.next()) else {
        return Ok(None);
    };
    let targets = room.direct_targets();
    let named = targets
        .iter()
        .any(|target| target.as_str() == other.as_str());
    Ok((named || targets.is_empty()).then(|| other.to_owned()))
}

/// Remembers a room that the account made for somebody and fell before it wrote that down.
pub(in crate::matrix) async fn recognise(matrix: &Matrix, room: &Room) -> Result<(), PostError> {
    match made_for(matrix, room).await? {
        Some(person) => Ok(remember_direct(matrix, room, person.as_str()).await?),
        None => Ok(()),
    }
}

async fn remember_direct(matrix: &Matrix, room: &Room, person: &str) -> Result<(), VaultError> {
    let mut known = ChatRoom::new(Platform::Matrix, room.room_id().as_str());
    known.role = Role::Direct;
    known.info.with = Some(person.to_owned());
    known.info.introduced = true;
    let mut tx = matrix.bots.vault.begin().await?;
    matrix.bots.vault.save_room(&mut tx, &known).await?;
    Ok(tx.commit().await?)
}

/// Whether somebody is in a room, or in this other relation to it.
pub(super) async fn is_there(
    room: &Room,
    user: &UserId,
    or: MembershipState,
) -> Result<bool, matrix_sdk::Error> {
    let member = room.get_member(user).await?;
    Ok(member.is_some_and(|member| {
        *member.membership() == MembershipState::Join || *member.membership() == or
    }))
}

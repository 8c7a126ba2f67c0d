//! Looks after the rooms that the account is in: invitations, the first words, rooms that move, and
//! rooms where nobody is left.
//!
//! Everything here looks at how things are and brings them one step on, so that it may run twice or
//! stop half-way. It must never go where nobody who may invite asked it to.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use matrix_sdk::deserialized_responses::SyncOrStrippedState;
use matrix_sdk::ruma::events::SyncStateEvent;
use matrix_sdk::ruma::events::room::history_visibility::HistoryVisibility;
use matrix_sdk::ruma::events::room::join_rules::JoinRule;
use matrix_sdk::ruma::events::room::tombstone::RoomTombstoneEventContent;
use matrix_sdk::ruma::{OwnedRoomId, OwnedUserId, RoomId, RoomOrAliasId, UserId};
use matrix_sdk::{Room, RoomMemberships, RoomState};

use super::Matrix;
use super::timeline::said_before;
use crate::chat::{self, Platform};
use crate::vault::VaultError;
use crate::vault::chat::{ChatRoom, Place, Role, To};

/// Looked at again at least this often, for what failed.
const LONGEST_NAP: Duration = Duration::from_secs(30);
/// Rooms looked after at the same time: a join may take long.
const AT_ONCE: usize = 8;

/// Why a room could not be looked after.
#[derive(Debug, thiserror::Error)]
enum RoomError {
    #[error("the homeserver did not do this")]
    Matrix(#[from] matrix_sdk::Error),
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// Looks after the rooms for ever.
pub(super) async fn run(matrix: &Matrix) -> Infallible {
    loop {
        let rooms = matrix.client.rooms();
        let goals = goals(&rooms);
        stream::iter(rooms)
            .for_each_concurrent(AT_ONCE, |room| look(matrix, &goals, room))
            .await;
        tokio::select! {
            () = matrix.rooms_changed.notified() => {}
            () = tokio::time::sleep(LONGEST_NAP) => {}
        }
    }
}

/// The rooms to which rooms of the bot move.
fn goals(rooms: &[Room]) -> BTreeSet<OwnedRoomId> {
    let joined = rooms.iter().filter(|r| r.state() == RoomState::Joined);
    joined
        .filter_map(|room| room.successor_room().map(|next| next.room_id))
        .collect()
}

async fn look(matrix: &Matrix, goals: &BTreeSet<OwnedRoomId>, room: Room) {
    let result = match is_awaited(matrix, goals, &room).await {
        Ok(true) => return,
        Ok(false) => tend(matrix, &room).await,
        Err(error) => Err(error.into()),
    };
    if let Err(error) = result {
        tracing::warn!(%error, "a Matrix room could not be looked after yet");
    }
}

/// A room that another moves to is left to that one, unless it is known already.
async fn is_awaited(
    matrix: &Matrix,
    goals: &BTreeSet<OwnedRoomId>,
    room: &Room,
) -> Result<bool, VaultError> {
    Ok(goals.contains(room.room_id()) && !is_known(matrix, room.room_id()).await?)
}

/// Whether the bot is in a room for a reason of its own.
async fn is_known(matrix: &Matrix, id: &RoomId) -> Result<bool, VaultError> {
    let vault = &matrix.bots.vault;
    let known = vault.chat_room(Platform::Matrix, id.as_str()).await?;
    Ok(known.is_some_and(|known| known.role != Role::Left))
}

async fn tend(matrix: &Matrix, room: &Room) -> Result<(), RoomError> {
    match room.state() {
        RoomState::Invited => invited(matrix, room).await,
        RoomState::Joined => joined(matrix, room).await,
        RoomState::Left | RoomState::Banned => gone(matrix, room).await,
        RoomState::Knocked => Ok(()),
    }
}

/// Joins where somebody who may invite asked; otherwise says no.
async fn invited(matrix: &Matrix, room: &Room) -> Result<(), RoomError> {
    let invite = room.invite_details().await?;
    let inviter = invite.inviter.map(|member| member.user_id().to_owned());
    let allowed = inviter.filter(|who| is_allowed(&matrix.settings.allow, who));
    let Some(inviter) = allowed else {
        tracing::info!("an invitation from somebody who is not on the list was turned down");
        room.leave().await?;
        room.forget().await?;
        return Ok(());
    };
    if room.is_direct().await.map_err(matrix_sdk::Error::from)? {
        expect_direct(matrix, room, inviter).await?;
    }
    welcome_back(matrix, room.room_id()).await?;
    room.join().await?;
    Ok(())
}

/// Only the invitation says that a room is for two; the account's own list of such rooms follows late.
async fn expect_direct(matrix: &Matrix, room: &Room, with: OwnedUserId) -> Result<(), RoomError> {
    let mut seen = ChatRoom::new(Platform::Matrix, room.room_id().as_str());
    if is_moderators(matrix, room) {
        return Ok(());
    }
    seen.role = Role::Direct;
    seen.info.with = Some(with.to_string());
    let vault = &matrix.bots.vault;
    let mut tx = vault.begin().await?;
    vault.save_room(&mut tx, &seen).await?;
    Ok(tx.commit().await.map_err(VaultError::from)?)
}

/// A room that was left begins anew before the bot is in it, so that nothing said there is missed.
async fn welcome_back(matrix: &Matrix, id: &RoomId) -> Result<(), VaultError> {
    let vault = &matrix.bots.vault;
    let known = vault.chat_room(Platform::Matrix, id.as_str()).await?;
    if known.is_none_or(|known| known.role != Role::Left) {
        return Ok(());
    }
    let mut tx = vault.begin().await?;
    let anew = ChatRoom::new(Platform::Matrix, id.as_str());
    vault.save_room(&mut tx, &anew).await?;
    Ok(tx.commit().await?)
}

/// Whether somebody may invite: a whole id, or everybody of a server as `*:example.org`.
fn is_allowed(allow: &[String], who: &UserId) -> bool {
    allow
        .iter()
        .any(|pattern| match pattern.strip_prefix("*:") {
            Some(server) => who.server_name().as_str() == server,
            None => pattern == who.as_str(),
        })
}

async fn joined(matrix: &Matrix, room: &Room) -> Result<(), RoomError> {
    let id = room.room_id().as_str();
    let vault = &matrix.bots.vault;
    let known = vault.chat_room(Platform::Matrix, id).await?;
    let mut chat_room = match &known {
        // Somebody asked it back into a room that it had left.
        Some(known) if known.role == Role::Left && !known.info.introduced => {
            first_look(matrix, room).await
        }
        // It was switched on before it was looked at.
        Some(known) if known.role == Role::Off && !known.info.introduced => {
            first_look(matrix, room).await
        }
        Some(known) => known.clone(),
        // It was made for somebody, and whoever made it knows for whom.
        None if room.creators().is_some_and(|all| all.contains(&matrix.own)) => return Ok(()),
        None => first_look(matrix, room).await,
    };
    if chat_room.role == Role::Left {
        return leave(matrix, room).await;
    }
    if let Some(tombstone) = tombstone(room).await {
        return follow(matrix, room, chat_room, tombstone).await;
    }
    if is_alone(room).await? {
        return leave(matrix, room).await;
    }
    if chat_room.role == Role::Direct && room.active_members_count() > 2 {
        // Others came: what is said here is not for the bot alone any more.
        chat_room = ChatRoom::new(Platform::Matrix, id);
    }
    chat_room.info.open = is_open(room);
    introduce(matrix, room, known.as_ref(), chat_room).await
}

/// Whether nobody else is there or asked to come.
async fn is_alone(room: &Room) -> Result<bool, matrix_sdk::Error> {
    if room.active_members_count() > 1 {
        return Ok(false);
    }
    // The count alone may be old, or not come yet.
    let members = room.members(RoomMemberships::ACTIVE).await?;
    Ok(members.len() == 1)
}

/// Writes down what changed about a room, with the first words where they were not said yet.
async fn introduce(
    matrix: &Matrix,
    at: &Room,
    known: Option<&ChatRoom>,
    mut room: ChatRoom,
) -> Result<(), RoomError> {
    let bots = &matrix.bots;
    let refused = room.info.open && !matrix.settings.open_rooms;
    let first = !room.info.introduced;
    room.info.introduced = true;
    if refused {
        room.role = Role::Left;
    }
    if known == Some(&room) {
        return Ok(());
    }
    let before = if first && room.role == Role::Direct {
        said_before(matrix, at).await?
    } else {
        Vec::new()
    };
    let mut tx = bots.vault.begin().await?;
    let address = &room.info.address;
    if bots
        .vault
        .chat_room(Platform::Matrix, address)
        .await?
        .as_ref()
        != known
    {
        // Somebody changed it meanwhile: it is looked at again.
        matrix.rooms_changed.notify_one();
        return Ok(());
    }
    bots.vault.save_room(&mut tx, &room).await?;
    for heard in &before {
        bots.vault.hear(&mut tx, heard, bots.clock.now()).await?;
    }
    let to = To::Room {
        room: room.info.address.clone(),
        root: None,
    };
    if refused {
        chat::refuse_open(bots, &mut tx, Platform::Matrix, to).await?;
    } else if first {
        chat::introduce(bots, &mut tx, &room, to).await?;
    }
    tx.commit().await.map_err(VaultError::from)?;
    bots.posts.notify_one();
    bots.heard.notify_one();
    Ok(())
}

/// What a room is for when the bot comes to it.
async fn first_look(matrix: &Matrix, room: &Room) -> ChatRoom {
    let mut seen = ChatRoom::new(Platform::Matrix, room.room_id().as_str());
    if is_moderators(matrix, room) {
        seen.role = Role::Moderators;
    } else if let Some(person) = alone_with(matrix, room).await {
        seen.role = Role::Direct;
        seen.info.with = Some(person.to_string());
    }
    seen
}

fn is_moderators(matrix: &Matrix, room: &Room) -> bool {
    let id = room.room_id().as_str();
    let alias = room.canonical_alias().map(|alias| alias.to_string());
    let named = matrix.settings.moderators_room.as_ref();
    named.is_some_and(|name| name == id || Some(name) == alias.as_ref())
}

/// The other person of a room of two that was meant for two.
async fn alone_with(matrix: &Matrix, room: &Room) -> Option<OwnedUserId> {
    if room.active_members_count() != 2 || !room.is_direct().await.ok()? {
        return None;
    }
    let members = room.members(RoomMemberships::ACTIVE).await.ok()?;
    let mut others = members
        .iter()
        .map(|member| member.user_id())
        .filter(|user| *user != matrix.own);
    others.next().map(ToOwned::to_owned)
}

/// Whether anybody can come in or read.
fn is_open(room: &Room) -> bool {
    let anybody_joins = matches!(room.join_rule(), Some(JoinRule::Public));
    let anybody_reads = room.history_visibility() == Some(HistoryVisibility::WorldReadable);
    anybody_joins || anybody_reads
}

/// Leaves once the last words stand in the room.
async fn leave(matrix: &Matrix, room: &Room) -> Result<(), RoomError> {
    let id = room.room_id().as_str();
    let bots = &matrix.bots;
    if bots.vault.posts_wait(Platform::Matrix, id).await? && !is_alone(room).await? {
        return Ok(());
    }
    room.leave().await?;
    forget(matrix, id).await
}

/// The bot is not there any more: whatever is to be said there finds nobody.
async fn gone(matrix: &Matrix, room: &Room) -> Result<(), RoomError> {
    forget(matrix, room.room_id().as_str()).await
}

/// A room that was left counts as new if the bot is asked back.
async fn forget(matrix: &Matrix, id: &str) -> Result<(), RoomError> {
    let vault = &matrix.bots.vault;
    let Some(mut known) = vault.chat_room(Platform::Matrix, id).await? else {
        return Ok(());
    };
    if known.role == Role::Left && !known.info.introduced {
        return Ok(());
    }
    known.role = Role::Left;
    known.info.introduced = false;
    let mut tx = vault.begin().await?;
    vault.save_room(&mut tx, &known).await?;
    Ok(tx.commit().await.map_err(VaultError::from)?)
}

/// A room that says that it goes on elsewhere, and who said so.
async fn tombstone(room: &Room) -> Option<(OwnedUserId, RoomTombstoneEventContent)> {
    let raw = room
        .get_state_event_static::<RoomTombstoneEventContent>()
        .await
        .ok()??;
    match raw.deserialize().ok()? {
        SyncOrStrippedState::Sync(SyncStateEvent::Original(event)) => {
            Some((event.sender, event.content))
        }
        _ => None,
    }
}

/// Goes on in the new room, if it says that it follows the old one and whoever closed the old one may
/// invite there: otherwise anybody could lead the bot and its threads away, or out of a room of others.
async fn follow(
    matrix: &Matrix,
    old: &Room,
    known: ChatRoom,
    (sender, content): (OwnedUserId, RoomTombstoneEventContent),
) -> Result<(), RoomError> {
    let new = content.replacement_room;
    let was_there = is_known(matrix, &new).await?;
    let room = match matrix.client.get_room(&new) {
        Some(room) if room.state() == RoomState::Joined => room,
        _ => {
            let (id, server) = (<&RoomOrAliasId>::from(&*new), sender.server_name());
            let servers = [server.to_owned()];
            matrix.client.join_room_by_id_or_alias(id, &servers).await?
        }
    };
    let Ok(levels) = room.power_levels().await else {
        // The new room's state has not come yet; the next look finds it.
        return Ok(());
    };
    let goes_on = match room.predecessor_room() {
        Some(before) => before.room_id == old.room_id(),
        None => !was_there,
    };
    if !goes_on || !levels.user_can_invite(&sender) {
        tracing::warn!("a Matrix room pointed to another that its sender has no say in");
        if !was_there {
            room.leave().await?;
        }
        return leave_behind(matrix, old, None).await;
    }
    let moved = ChatRoom {
        platform: Platform::Matrix,
        role: known.role,
        info: crate::vault::chat::RoomInfo {
            address: new.to_string(),
            open: is_open(&room),
            introduced: true,
            ..known.info
        },
    };
    leave_behind(matrix, old, Some(moved)).await
}

/// Takes the threads of a room along, and leaves it.
async fn leave_behind(
    matrix: &Matrix,
    old: &Room,
    moved: Option<ChatRoom>,
) -> Result<(), RoomError> {
    let vault = &matrix.bots.vault;
    let id = old.room_id().as_str();
    let threads = vault.in_room(Platform::Matrix, id).await?;
    let mut tx = vault.begin().await?;
    if let Some(moved) = &moved {
        for placed in threads {
            let place = Place {
                room: moved.info.address.clone(),
                rootless: true,
                last: None,
                ..placed.place
            };
            vault.save_place(&mut tx, &placed.thread, &place).await?;
        }
        vault
            .move_posts(&mut tx, Platform::Matrix, id, &moved.info.address)
            .await?;
        vault.save_room(&mut tx, moved).await?;
    }
    let mut left = ChatRoom::new(Platform::Matrix, id);
    left.role = Role::Left;
    vault.save_room(&mut tx, &left).await?;
    tx.commit().await.map_err(VaultError::from)?;
    matrix.bots.posts.notify_one();
    old.leave().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use matrix_sdk::ruma::user_id;

    #[test]
    fn only_those_on_the_list_may_invite() {
        let allow = ["@ann:a.org".to_owned(), "*:b.org".to_owned()];
        for (who, may) in [
            (user_id!("@ann:a.org"), true),
            (user_id!("@bob:a.org"), false),
            (user_id!("@bob:b.org"), true),
            (user_id!("@bob:xb.org"), false),
            (user_id!("@ann:a.org.evil"), false),
        ] {
            assert_eq!(is_allowed(&allow, who), may, "{who}");
        }
        assert!(!is_allowed(&[], user_id!("@ann:a.org")));
    }
}

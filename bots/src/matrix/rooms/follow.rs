//! A room that moves: followed where that is honest, with all its threads.

use matrix_sdk::deserialized_responses::SyncOrStrippedState;
use matrix_sdk::ruma::events::SyncStateEvent;
use matrix_sdk::ruma::events::room::tombstone::RoomTombstoneEventContent;
use matrix_sdk::ruma::{OwnedUserId, RoomOrAliasId};
use matrix_sdk::{Room, RoomState};

use super::{RoomError, is_known, is_open};
use crate::chat::Platform;
use crate::matrix::Matrix;
use crate::vault::VaultError;
use crate::vault::chat::{ChatRoom, Place, Role, RoomInfo};

/// A room that says that it goes on elsewhere, and who said so.
pub(super) async fn tombstone(room: &Room) -> Option<(OwnedUserId, RoomTombstoneEventContent)> {
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
pub(super) async fn follow(
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
        info: RoomInfo {
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

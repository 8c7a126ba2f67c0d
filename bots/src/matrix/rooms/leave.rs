//! Going out of a room, and having been put out.

use matrix_sdk::Room;

use super::{RoomError, is_alone};
use crate::chat::Platform;
use crate::matrix::Matrix;
use crate::vault::VaultError;
use crate::vault::chat::Role;

/// Leaves once the last words stand in the room.
pub(super) async fn leave(matrix: &Matrix, room: &Room) -> Result<(), RoomError> {
    let id = room.room_id().as_str();
    let bots = &matrix.bots;
    if bots.vault.posts_wait(Platform::Matrix, id).await? && !is_alone(matrix, room).await? {
        return Ok(());
    }
    room.leave().await?;
    forget(matrix, id).await
}

/// The bot is not there any more: whatever is to be said there finds nobody.
pub(super) async fn gone(matrix: &Matrix, room: &Room) -> Result<(), RoomError> {
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
    vault.forget_room(&mut tx, Platform::Matrix, id).await?;
    Ok(tx.commit().await.map_err(VaultError::from)?)
}

//! Invitations: taken where somebody asks who may, and turned down otherwise.

use matrix_sdk::Room;
use matrix_sdk::ruma::{OwnedUserId, RoomId, UserId};

use super::{RoomError, is_moderators};
use crate::chat::Platform;
use crate::matrix::Matrix;
use crate::vault::VaultError;
use crate::vault::chat::{ChatRoom, Role};

/// Joins where somebody who may invite asked; otherwise says no.
pub(super) async fn invited(matrix: &Matrix, room: &Room) -> Result<(), RoomError> {
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

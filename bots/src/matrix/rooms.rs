//! Looks after the rooms that the account is in: invitations, the first words, rooms that move, and
//! rooms where nobody is left.
//!
//! Everything here looks at how things are and brings them one step on, so that it may run twice or
//! stop half-way. It must never go where nobody who may invite asked it to.

mod follow;
mod invite;
mod leave;

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use matrix_sdk::ruma::events::room::history_visibility::HistoryVisibility;
use matrix_sdk::ruma::events::room::join_rules::JoinRule;
use matrix_sdk::ruma::{OwnedRoomId, OwnedUserId, RoomId};
use matrix_sdk::{Room, RoomState};

use self::follow::{follow, tombstone};
use self::invite::invited;
use self::leave::{gone, leave};
use super::Matrix;
use super::post::{PostError, is_own, recognise};
use super::roster;
use super::timeline::said_before;
use crate::chat::{self, Platform, Unheard};
use crate::vault::VaultError;
use crate::vault::chat::{ChatRoom, Role, To};

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
    Unheard(#[from] Unheard),
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl From<PostError> for RoomError {
    fn from(error: PostError) -> Self {
        match error {
            PostError::Matrix(error) => Self::Matrix(error),
            PostError::Vault(error) => Self::Vault(error),
        }
    }
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
        None if is_own(matrix, room) => return Ok(recognise(matrix, room).await?),
        None => first_look(matrix, room).await,
    };
    if chat_room.role == Role::Left {
        return leave(matrix, room).await;
    }
    if let Some(tombstone) = tombstone(room).await {
        return follow(matrix, room, chat_room, tombstone).await;
    }
    if is_alone(matrix, room).await? {
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
async fn is_alone(matrix: &Matrix, room: &Room) -> Result<bool, Unheard> {
    // The count alone may be old, or not come yet.
    Ok(room.active_members_count() <= 1 && roster::people(matrix, room).await?.len() == 1)
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
    let people = roster::people(matrix, room).await.ok()?;
    people.into_iter().find(|user| *user != matrix.own)
}

/// Whether anybody can come in or read.
fn is_open(room: &Room) -> bool {
    let anybody_joins = matches!(room.join_rule(), Some(JoinRule::Public));
    let anybody_reads = room.history_visibility() == Some(HistoryVisibility::WorldReadable);
    anybody_joins || anybody_reads
}

//! Moderation in a chat room: one card for each need that waits, decided by reactions and orders,
//! kept in step with what is done elsewhere, and a digest once a day.
//!
//! It must never let anybody decide about words that the card does not show, and never name a
//! moderator outside the moderators' room.

mod card;
mod decide;
mod deed;
mod digest;
mod follow;
mod forget;
mod settle;
mod stage;
mod words;

#[cfg(test)]
pub(crate) mod tests;

pub(super) use card::stands;
pub(super) use decide::{conditions_of, hand_on, ordered, reacted, spoken};
pub(crate) use deed::Decided;
pub(crate) use forget::{decided_by, forget_moderator};
pub(crate) use settle::decided;

use std::convert::Infallible;

use super::Platform;
use crate::bots::Bots;
use crate::node::Undone;
use crate::vault::VaultError;
use crate::vault::chat::Role;

/// Keeps the moderators' room of a platform in step with the node, for ever.
pub(crate) async fn run(bots: &Bots, platform: Platform) -> Infallible {
    tokio::select! {
        never = follow::run(bots, platform) => never,
        never = digest::run(bots, platform) => never,
    }
}

/// Why the room could not be brought in step.
#[derive(Debug, thiserror::Error)]
enum NotYet {
    #[error("the node does not let this bot moderate")]
    NotAllowed(String),
    #[error("the node did not answer: {0}")]
    Node(&'static str),
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl From<Undone> for NotYet {
    fn from(undone: Undone) -> Self {
        match undone {
            Undone::NotAllowed(detail) => Self::NotAllowed(detail),
            Undone::Later(code) => Self::Node(code),
            Undone::Before | Undone::Refused(_) => Self::Node("not_understood"),
        }
    }
}

/// The address of the moderators' room, once there is one.
pub(crate) async fn desk(bots: &Bots, platform: Platform) -> Result<Option<String>, VaultError> {
    let rooms = bots.vault.chat_rooms(platform).await?;
    let desks = rooms
        .into_iter()
        .filter(|room| room.role == Role::Moderators);
    Ok(desks.map(|room| room.info.address).min())
}

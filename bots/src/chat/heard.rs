//! Something that happened in a chat room, in words that no platform owns.

use std::sync::Arc;

use hearback_anonymise::Roster;
use serde::{Deserialize, Serialize};

use super::{Ask, Platform, Private};

/// Something that happened in a room. Personal: it stands sealed in the vault until it is dealt with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Heard {
    pub(crate) platform: Platform,
    /// The room's id.
    pub(crate) room: String,
    /// The id of what happened.
    pub(crate) event: String,
    /// The account that did it.
    pub(crate) by: String,
    /// What that account may do in the room, when it happened.
    pub(crate) rank: Rank,
    pub(crate) what: HeardWhat,
}

impl Heard {
    /// The message on which answers hang, in a room with threads.
    pub(super) fn root(&self) -> &str {
        match &self.what {
            HeardWhat::Words {
                root: Some(root), ..
            } => root,
            _ => &self.event,
        }
    }
}

/// What an account may do in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Rank {
    /// Speak.
    Member,
    /// Keep order.
    Moderator,
    /// Change the room itself.
    Admin,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum HeardWhat {
    /// Somebody wrote.
    Words {
        text: String,
        /// The thread's root, where it was said in a thread.
        root: Option<String>,
        /// The message it replies to.
        replies_to: Option<String>,
        /// Whether it was said to the bot by name.
        calls_us: bool,
    },
    /// Somebody put other words in the place of a message.
    Edited { what: String, text: String },
    /// Somebody reacted to a message.
    Reacted { to: String, key: String },
    /// Somebody deleted a message or took back a reaction.
    Deleted { what: String },
    /// Somebody wrote something that could not be decrypted.
    Unreadable { root: Option<String> },
    /// Somebody used a command, a button or a form, and waits for an answer that only they see.
    Asked {
        ask: Box<Ask>,
        way: Private,
        /// The server that the room belongs to.
        server: String,
        /// The thread it was done in, if the bot can post there.
        thread: Option<String>,
    },
}

/// A message that was looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Original {
    /// It can be read.
    Readable {
        by: String,
        text: String,
        root: Option<String>,
        replies_to: Option<String>,
        calls_us: bool,
    },
    /// It is there but could not be decrypted.
    Sealed,
    /// It is not there, or holds no words.
    Gone,
}

/// The platform does not answer just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the platform does not answer just now")]
pub(crate) struct Unheard;

/// What the platform's adapter can look up.
pub(crate) trait Ear: Send + Sync {
    /// A message of a room.
    fn message(
        &self,
        room: &str,
        event: &str,
    ) -> impl Future<Output = Result<Original, Unheard>> + Send;

    /// The names to mask in what a person says in a room: of its people, of the room itself, and those
    /// from the settings.
    fn names(
        &self,
        room: &str,
        person: &str,
    ) -> impl Future<Output = Result<Arc<Roster>, Unheard>> + Send;

    /// How many people, beside the bot, are where something was heard; none if that cannot be known.
    fn people(&self, heard: &Heard) -> impl Future<Output = Option<usize>> + Send;

    /// The name by which people call the bot, such as `@hearback:example.org`.
    fn name(&self) -> &str;
}

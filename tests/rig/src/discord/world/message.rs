//! One message as it is stored.

use serde_json::Value;

use crate::discord::id::Id;

/// Only one person sees it, and it is gone when they close their client.
pub(in crate::discord) const EPHEMERAL: u64 = 1 << 6;
/// The bot is thinking.
pub(in crate::discord) const LOADING: u64 = 1 << 7;
/// A thread was started from it.
pub(in crate::discord) const HAS_THREAD: u64 = 1 << 5;
/// Links show no preview.
pub(in crate::discord) const SUPPRESS_EMBEDS: u64 = 1 << 2;
/// Nobody's device rings.
pub(in crate::discord) const SILENT: u64 = 1 << 12;

/// A message.
#[derive(Clone, Debug)]
pub(in crate::discord) struct Message {
    pub(in crate::discord) id: Id,
    pub(in crate::discord) channel: Id,
    pub(in crate::discord) author: Id,
    /// Discord's number: 0 plain, 19 a reply, 20 an answer to a command, 21 what a thread starts with.
    pub(in crate::discord) kind: u8,
    pub(in crate::discord) content: String,
    pub(in crate::discord) embeds: Vec<Value>,
    pub(in crate::discord) components: Vec<Value>,
    pub(in crate::discord) flags: u64,
    pub(in crate::discord) sent_ms: i64,
    pub(in crate::discord) edited_ms: Option<i64>,
    /// Contents that it had before, oldest first.
    pub(in crate::discord) was: Vec<String>,
    pub(in crate::discord) nonce: Option<Value>,
    /// The message that it replies to: channel and message.
    pub(in crate::discord) replies_to: Option<(Id, Id)>,
    /// The only person who sees it.
    pub(in crate::discord) only_for: Option<Id>,
    /// The interaction that it answers.
    pub(in crate::discord) interaction: Option<Id>,
    /// Whose device rang.
    pub(in crate::discord) pinged: Vec<Id>,
    pub(in crate::discord) pinged_roles: Vec<Id>,
    pub(in crate::discord) pinged_everyone: bool,
    pub(in crate::discord) pinned: bool,
}

//! A Matrix event, as far as it matters to the bot. What is of the wrong kind is read as nothing.

use matrix_sdk::ruma::{OwnedEventId, OwnedUserId};
use serde::Deserialize;

/// The parts of an event that matter. Everything else is left unread.
#[derive(Deserialize)]
pub(super) struct Event {
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(rename = "event_id")]
    pub(super) id: OwnedEventId,
    pub(super) sender: OwnedUserId,
    #[serde(default)]
    pub(super) state_key: Option<String>,
    #[serde(default)]
    pub(super) content: Content,
    /// The target of a deletion in older rooms.
    #[serde(default)]
    pub(super) redacts: Option<OwnedEventId>,
    #[serde(default)]
    pub(super) unsigned: Unsigned,
}

/// What the homeserver adds to an event.
#[derive(Default, Deserialize)]
pub(super) struct Unsigned {
    /// Its newest correction.
    #[serde(default, rename = "m.relations")]
    pub(super) relations: Relations,
    #[serde(default)]
    pub(super) prev_content: Option<Before>,
}

#[derive(Default, Deserialize)]
pub(super) struct Relations {
    #[serde(default, rename = "m.replace")]
    pub(super) replace: Option<Replacement>,
}

#[derive(Deserialize)]
pub(super) struct Replacement {
    #[serde(default)]
    pub(super) content: Content,
}

/// What a state event took the place of.
#[derive(Deserialize)]
pub(super) struct Before {
    #[serde(default)]
    pub(super) membership: Option<String>,
}

#[derive(Default, Deserialize)]
pub(super) struct Content {
    #[serde(default)]
    pub(super) msgtype: Option<String>,
    #[serde(default)]
    pub(super) body: Option<String>,
    /// The words of a correction.
    #[serde(default, rename = "m.new_content")]
    pub(super) new: Option<Box<Content>>,
    #[serde(default, rename = "m.mentions")]
    pub(super) mentions: Option<Mentions>,
    #[serde(default, rename = "m.relates_to")]
    pub(super) relates_to: Option<Relation>,
    #[serde(default)]
    pub(super) redacts: Option<OwnedEventId>,
    #[serde(default)]
    pub(super) membership: Option<String>,
}

#[derive(Default, Deserialize)]
pub(super) struct Mentions {
    #[serde(default)]
    pub(super) user_ids: Vec<String>,
}

#[derive(Default, Deserialize)]
pub(super) struct Relation {
    #[serde(default)]
    pub(super) rel_type: Option<String>,
    #[serde(default)]
    pub(super) event_id: Option<OwnedEventId>,
    #[serde(default)]
    pub(super) key: Option<String>,
    #[serde(default)]
    pub(super) is_falling_back: bool,
    #[serde(default, rename = "m.in_reply_to")]
    pub(super) in_reply_to: Option<InReplyTo>,
}

#[derive(Deserialize)]
pub(super) struct InReplyTo {
    pub(super) event_id: OwnedEventId,
}

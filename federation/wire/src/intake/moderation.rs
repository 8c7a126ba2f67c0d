//! Moderation over the intake API, for a bot that was allowed to moderate: what waits at the door,
//! what is decided about it, and what changed.
//!
//! It has no field for who decided, and none for whose need it is: a bot that moderates must not
//! be able to tell whose words it shows.

use serde::{Deserialize, Serialize};

use super::{Refusal, Similar};
use crate::content::Content;
use crate::day::Day;
use crate::id::Hash;
use crate::reference::NeedRef;
use crate::status::Status;
use crate::text::Words;
use crate::vocabulary::Removed;

/// A need at the door, approved by its person and not yet by a moderator: one line of
/// `GET /moderation/needs`, and the answer to `GET /moderation/needs/{ref}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// The reference.
    #[serde(rename = "ref")]
    pub reference: NeedRef,
    /// The words and facets as they stand.
    pub content: Content,
    /// The hash that a moderator must name to act on exactly these.
    pub hash: Hash,
    /// Logged or clarifying.
    pub status: Status,
    /// The words before a moderator's edit that the person has not answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Content>,
    /// What the person said to the moderator or in appeal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
    /// Whether this stands here because the person appealed.
    pub appealed: bool,
    /// The day by which it is expected to be read.
    pub read_by: Day,
    /// The day it came.
    pub said_on: Day,
    /// Whether it waits for a moderator. If not, it waits for its person, and nothing can be decided.
    pub waits: bool,
    /// What was taken out before it came, each kind once.
    pub removed: Vec<Removed>,
    /// Needs that may be alike; none in a list of needs.
    pub similar: Vec<Similar>,
}

/// `POST /moderation/needs/{ref}/approve`: these exact words may leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApproveHeld {
    /// The hash of the words that the moderator read.
    pub hash: Hash,
}

/// `POST /moderation/needs/{ref}/edit`: a moderator would have other words, and the person is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditHeld {
    /// The hash of the words that the moderator read.
    pub hash: Hash,
    /// The words and facets as they would be.
    pub content: Content,
    /// Why, to the person.
    pub words: Words,
}

/// `POST /moderation/needs/{ref}/ask`: a moderator asks the person something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskHeld {
    /// The hash of the words that the moderator read.
    pub hash: Hash,
    /// The question.
    pub words: Words,
}

/// `POST /moderation/needs/{ref}/refuse`: it may not leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefuseHeld {
    /// The hash of the words that the moderator read.
    pub hash: Hash,
    /// The reason code.
    pub reason: Refusal,
    /// In words, to the person.
    pub words: Words,
}

/// `GET /moderation/changes?after=&wait=`: what became of needs at the door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changes {
    /// In the order they were made, at most 100.
    pub changes: Vec<Change>,
    /// What to pass as `after` next time.
    pub cursor: u64,
}

/// One change. It says that something happened; `GET /moderation/needs/{ref}` says how it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The need.
    #[serde(rename = "ref")]
    pub reference: NeedRef,
    /// What was done.
    pub did: Did,
    /// From where.
    pub by: By,
    /// Only a refusal: the reason that was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Refusal>,
}

crate::macros::closed_list! {
    /// What was done to a need at the door.
    Did ("thing done at the door") {
        Arrived = "arrived" => "A new need waits to be read",
        Edited = "edited" => "Other words were proposed to the person",
        Asked = "asked" => "The person was asked something",
        Replied = "replied" => "The person answered: it waits again, or it left if they agreed to other words",
        Approved = "approved" => "It may leave",
        Refused = "refused" => "It may not leave",
        Appealed = "appealed" => "The person asks to look at it again",
        Withdrawn = "withdrawn" => "The person took it back",
    }
}

crate::macros::closed_list! {
    /// From where a change came: never who made it.
    By ("place a change came from") {
        Person = "person" => "The person who asked",
        Console = "console" => "A moderator in the console",
        Chat = "chat" => "A moderator in chat",
    }
}

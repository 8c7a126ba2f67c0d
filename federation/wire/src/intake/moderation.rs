//! Moderation over the intake API, for a bot that was allowed to moderate: what waits at the door,
//! what is decided about it, and what changed.
//!
//! It has no field for who decided but a key that only tells two moderators apart, and none for whose
//! need it is: a bot that moderates must not be able to tell whose words it shows.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Refusal, Similar};
use crate::content::Content;
use crate::day::Day;
use crate::id::{Hash, PersonKey};
use crate::reference::NeedRef;
use crate::status::Status;
use crate::text::Words;
use crate::vocabulary::{Audience, Removed, Waived};

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
    /// When it leaves, once both keys let it: until then it can be taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaves: Option<Leaves>,
    /// What holds the words back until somebody answers for it, or the words are other ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unmet: Vec<Unmet>,
    /// Why a second moderator must approve it; empty where one is enough.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub second: Vec<String>,
    /// Why a second moderator must approve it before everybody may read it, where one is enough for the
    /// organisations that the node is connected with; empty where one is enough for everybody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub public: Vec<String>,
    /// Whether a first moderator approved these words, and a second is waited for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub first: bool,
}

/// A rule of the gate that the words do not meet, and that a moderator can answer for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unmet {
    /// The rule.
    pub rule: Waived,
    /// What was found, and what would meet the rule.
    pub words: String,
    /// The hash of a word that is on no list; name it in [`Waives`] to answer for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Hash>,
}

/// What a moderator answers for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waives {
    /// Rules, whatever they found.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub rules: BTreeSet<Waived>,
    /// Words that are names of public bodies, publications or data, by the hash of each.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub names: BTreeSet<Hash>,
}

impl Waives {
    /// Whether it answers for what was found.
    pub fn cover(&self, unmet: &Unmet) -> bool {
        match &unmet.name {
            Some(name) => self.names.contains(name),
            None => self.rules.contains(&unmet.rule),
        }
    }

    /// Whether it answers for nothing.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.names.is_empty()
    }

    /// Together with what was answered for before.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.rules.extend(&other.rules);
        self.names.extend(&other.names);
        self
    }
}

/// When a need leaves that both keys let go, and what it still waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leaves {
    /// The day of its next window.
    pub on: Day,
    /// The same for people: the day, the time from which on, and what is missing.
    pub words: String,
    /// Needs that must come before those beside it are enough to leave.
    pub needs_missing: u32,
    /// People whose needs must come before they are enough to leave.
    pub authors_missing: u32,
    /// Windows that passed without it.
    pub waited: u32,
    /// Whether it waited as long as it may, so that a moderator can let it leave among fewer.
    pub overdue: bool,
}

/// `POST /moderation/needs/{ref}/approve`: these exact words may leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApproveHeld {
    /// The hash of the words that the moderator read.
    pub hash: Hash,
    /// What the moderator answers for.
    #[serde(default, skip_serializing_if = "Waives::is_empty")]
    pub waives: Waives,
    /// Which moderator it is, without saying who: two of them must be two people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moderator: Option<PersonKey>,
    /// Who may read these words.
    #[serde(default, skip_serializing_if = "Audience::is_public")]
    pub audience: Audience,
}

impl ApproveHeld {
    /// Approves these words for everybody, and answers for nothing.
    pub fn of(hash: Hash) -> Self {
        Self {
            hash,
            waives: Waives::default(),
            moderator: None,
            audience: Audience::Public,
        }
    }
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
    /// What the moderator answers for.
    #[serde(default, skip_serializing_if = "Waives::is_empty")]
    pub waives: Waives,
    /// Which moderator it is, without saying who.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moderator: Option<PersonKey>,
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

/// `POST /moderation/needs/{ref}/merge`: it asks for the same as a need that has left. Its person gives
/// that one their voice and hears its answers, and may say once that theirs is another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MergeHeld {
    /// The hash of the words that the moderator read.
    pub hash: Hash,
    /// The need that goes on.
    pub into: NeedRef,
    /// Why, to the person.
    pub words: Words,
}

/// `POST /moderation/needs/{ref}/undo`: it may not leave yet after all, and is read once more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UndoHeld {
    /// The hash of the words that the moderator read.
    pub hash: Hash,
}

/// `POST /moderation/needs/{ref}/alone`: it waited as long as it may, and leaves at its next window
/// however few leave with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AloneHeld {
    /// The hash of the words that the moderator read.
    pub hash: Hash,
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
        FirstKey = "first_key" => "A first of two moderators approved it",
        Undone = "undone" => "That it may leave was taken back",
        LetAlone = "let_alone" => "It may leave among fewer",
        Merged = "merged" => "It was joined with a need that has left",
        Overdue = "overdue" => "It waited as long as it may, and found too few others",
        Left = "left" => "It left, with others",
    }
}

crate::macros::closed_list! {
    /// From where a change came: never who made it.
    By ("place a change came from") {
        Person = "person" => "The person who asked",
        Console = "console" => "A moderator in the console",
        Chat = "chat" => "A moderator in chat",
        Schedule = "schedule" => "The node, by its release schedule",
    }
}

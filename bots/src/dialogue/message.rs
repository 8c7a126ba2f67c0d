//! One message of a thread.

use hearback_wire::intake::What;
use hearback_wire::reference::NeedRef;

use crate::tongue::Tongue;
use crate::words;

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    /// The person whose thread it is.
    Person,
    /// This program.
    Hearback,
    /// A moderator of the intermediary.
    Moderator,
    /// A statistics producer.
    Producer,
}

impl Speaker {
    /// The code in the vault.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Hearback => "hearback",
            Self::Moderator => "moderator",
            Self::Producer => "producer",
        }
    }
}

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the names are the codes, and words.rs holds what they say"
)]
pub enum Kind {
    Sent,
    Voiced,
    Taken,
    NotTaken,
    Cancelled,
    Lapsed,
    Released,
    Accepted,
    HeldBack,
    Edited,
    ModeratorAsks,
    Refused,
    Merged,
    Answered,
    PassedOn,
    Joined,
    NeedWithdrawn,
    Retracted,
    Question,
    Approval,
    Reply,
    Appeal,
    Verdict,
    Withdrawn,
}

impl Kind {
    /// The code in the vault and in the thread's JSON form.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Voiced => "voiced",
            Self::Taken => "taken",
            Self::NotTaken => "not_taken",
            Self::Cancelled => "cancelled",
            Self::Lapsed => "lapsed",
            Self::Released => "released",
            Self::Accepted => "accepted",
            Self::HeldBack => "held_back",
            Self::Edited => "edited",
            Self::ModeratorAsks => "moderator_asks",
            Self::Refused => "refused",
            Self::Merged => "merged",
            Self::Answered => "answered",
            Self::PassedOn => "passed_on",
            Self::Joined => "joined",
            Self::NeedWithdrawn => "need_withdrawn",
            Self::Retracted => "retracted",
            Self::Question => "question",
            Self::Approval => "approval",
            Self::Reply => "reply",
            Self::Appeal => "appeal",
            Self::Verdict => "verdict",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// What stands in a thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Who speaks.
    pub from: Speaker,
    /// About what.
    pub kind: Kind,
    /// The words.
    pub text: String,
}

impl Message {
    /// What the person did.
    pub(super) const fn by_person(kind: Kind, text: String) -> Self {
        Self {
            from: Speaker::Person,
            kind,
            text,
        }
    }

    /// What this program tells.
    pub(super) const fn by_hearback(kind: Kind, text: String) -> Self {
        Self {
            from: Speaker::Hearback,
            kind,
            text,
        }
    }

    /// What the node brought.
    pub(super) fn update(t: Tongue, reference: NeedRef, what: &What) -> Self {
        let (from, kind) = match what {
            What::Released {} => (Speaker::Hearback, Kind::Released),
            What::Accepted { .. } | What::Named { .. } => (Speaker::Hearback, Kind::Accepted),
            What::HeldBack {} => (Speaker::Moderator, Kind::HeldBack),
            What::Edited { .. } => (Speaker::Moderator, Kind::Edited),
            What::ModeratorAsks { .. } => (Speaker::Moderator, Kind::ModeratorAsks),
            What::Refused { .. } => (Speaker::Moderator, Kind::Refused),
            What::Merged { .. } => (Speaker::Moderator, Kind::Merged),
            What::Answered { .. } => (Speaker::Producer, Kind::Answered),
            What::PassedOn { .. } => (Speaker::Producer, Kind::PassedOn),
            What::Joined { .. } => (Speaker::Producer, Kind::Joined),
            What::Retracted { .. } => (Speaker::Moderator, Kind::Retracted),
            What::Withdrawn { .. } => (Speaker::Hearback, Kind::NeedWithdrawn),
            What::Question { .. } => (Speaker::Producer, Kind::Question),
        };
        Self {
            from,
            kind,
            text: words::update(t, reference, what),
        }
    }
}

//! A producer's answer on a referral, in a shape that cannot hold a refusal without its reasons.

use serde::{Deserialize, Serialize};

use crate::day::{Day, Review, When};
use crate::id::{NodeId, RecordKey};
use crate::reason::Reasons;
use crate::status::Status;
use crate::text::{Lang, Link, Words};
use crate::vocabulary::{Confidence, Priority};

/// An answer: a status with everything that status must carry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case", deny_unknown_fields)]
pub enum Answer {
    /// Acknowledged and being assessed; for a need passed on, also the acceptance.
    UnderConsideration {
        /// The day by which a reply is promised.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_by: Option<Day>,
    },
    /// A question is open; its words travel in the private log between the two nodes.
    Clarifying {},
    /// An existing or scheduled output is offered.
    AlreadyAvailable {
        /// Why nothing new is made.
        reasons: Reasons,
        /// To the people who asked.
        words: Words,
        /// Where to find it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        link: Option<Link>,
    },
    /// A real unmet need that is not taken forward yet.
    Waiting {
        /// Why not yet.
        reasons: Reasons,
        /// To the people who asked.
        words: Words,
        /// How much it presses.
        priority: Priority,
        /// When it is looked at again.
        review: Review,
    },
    /// Decided to act.
    Planned {
        /// When it is expected.
        when: When,
        /// How sure that is.
        confidence: Confidence,
        /// To the people who asked.
        words: Words,
    },
    /// Being designed, built or tested.
    InDevelopment {
        /// To the people who asked.
        words: Words,
    },
    /// Released.
    Delivered {
        /// The release.
        link: Link,
        /// To the people who asked.
        words: Words,
    },
    /// Some of it is met.
    PartlyMet {
        /// Why not all.
        reasons: Reasons,
        /// To the people who asked: what is met and what is not.
        words: Words,
        /// The part that is there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        link: Option<Link>,
    },
    /// Decided not to act.
    NotAdopted {
        /// Why.
        reasons: Reasons,
        /// To the people who asked.
        words: Words,
        /// What would change the answer.
        would_change: Words,
        /// When it is looked at again, or an explicit `none`.
        review: Review,
    },
    /// Not a need for official statistics.
    OutOfScope {
        /// Why.
        reasons: Reasons,
        /// To the people who asked: where to turn instead.
        words: Words,
    },
    /// Repeats another need, which it follows from now on.
    Merged {
        /// The need that goes on.
        into: RecordKey,
        /// To the people who asked.
        words: Words,
    },
    /// Handed to another producer, which must accept.
    PassedOn {
        /// The next producer.
        to: NodeId,
        /// Why it is theirs.
        reasons: Reasons,
        /// To the people who asked.
        words: Words,
    },
    /// Refuses a need that was passed on; it is back with the producer before.
    PassDeclined {
        /// Why.
        reasons: Reasons,
        /// To the producer that passed it on, and the intermediary.
        words: Words,
    },
}

impl Answer {
    /// The status that the referral takes.
    pub const fn status(&self) -> Status {
        match self {
            Self::UnderConsideration { .. } => Status::UnderConsideration,
            Self::Clarifying {} => Status::Clarifying,
            Self::AlreadyAvailable { .. } => Status::AlreadyAvailable,
            Self::Waiting { .. } => Status::Waiting,
            Self::Planned { .. } => Status::Planned,
            Self::InDevelopment { .. } => Status::InDevelopment,
            Self::Delivered { .. } => Status::Delivered,
            Self::PartlyMet { .. } => Status::PartlyMet,
            Self::NotAdopted { .. } => Status::NotAdopted,
            Self::OutOfScope { .. } => Status::OutOfScope,
            Self::Merged { .. } => Status::Merged,
            Self::PassedOn { .. } | Self::PassDeclined { .. } => Status::Referred,
        }
    }

    /// The words to the people who asked, where the answer has any.
    pub const fn words(&self) -> Option<&Words> {
        match self {
            Self::UnderConsideration { .. } | Self::Clarifying {} => None,
            Self::AlreadyAvailable { words, .. }
            | Self::Waiting { words, .. }
            | Self::Planned { words, .. }
            | Self::InDevelopment { words }
            | Self::Delivered { words, .. }
            | Self::PartlyMet { words, .. }
            | Self::NotAdopted { words, .. }
            | Self::OutOfScope { words, .. }
            | Self::Merged { words, .. }
            | Self::PassedOn { words, .. }
            | Self::PassDeclined { words, .. } => Some(words),
        }
    }

    /// The reasons, where the answer has any.
    pub const fn reasons(&self) -> Option<&Reasons> {
        match self {
            Self::AlreadyAvailable { reasons, .. }
            | Self::Waiting { reasons, .. }
            | Self::PartlyMet { reasons, .. }
            | Self::NotAdopted { reasons, .. }
            | Self::OutOfScope { reasons, .. }
            | Self::PassedOn { reasons, .. }
            | Self::PassDeclined { reasons, .. } => Some(reasons),
            _ => None,
        }
    }

    /// The link, where the answer has one.
    pub const fn link(&self) -> Option<&Link> {
        match self {
            Self::AlreadyAvailable { link, .. } | Self::PartlyMet { link, .. } => link.as_ref(),
            Self::Delivered { link, .. } => Some(link),
            _ => None,
        }
    }

    /// Whether the people who asked are told in their thread. An acknowledgement is not: they can
    /// look it up, and a message for every step is why people mute bots. A refused pass-on is
    /// between organisations.
    pub const fn is_pushed(&self) -> bool {
        self.words().is_some() && !matches!(self, Self::PassDeclined { .. })
    }
}

/// The body of a `response` event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Response {
    /// The referral that is answered.
    pub referral: RecordKey,
    /// The need it is about.
    pub need: RecordKey,
    /// The answer.
    pub answer: Answer,
    /// The language of the words.
    pub lang: Lang,
}

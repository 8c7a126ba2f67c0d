//! What a responder can choose, and which fields of the form each choice asks for.

use std::str::FromStr;

use hearback_wire::id::NodeId;
use hearback_wire::status::{Actor, Status};

use crate::view::ReferralView;

/// What a responder can choose: a status, or one side of passing a need on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    /// Moves the referral to this status.
    To(Status),
    /// Hands it to another producer.
    PassedOn,
    /// Refuses what another producer handed over.
    PassDeclined,
}

impl Choice {
    /// What may be chosen for a referral by the node `own`: nothing while the next producer has not
    /// said whether it accepts.
    pub(super) fn allowed(referral: &ReferralView, own: &NodeId) -> Vec<Self> {
        let next = referral.status.next(Actor::Producer).iter();
        let statuses = next
            .clone()
            .filter(|s| **s != Status::Referred)
            .map(|s| Self::To(*s));
        match &referral.offered_to {
            Some(to) if to == own => statuses.chain([Self::PassDeclined]).collect(),
            Some(_) => Vec::new(),
            None => {
                let passes = next
                    .clone()
                    .filter(|s| **s == Status::Referred)
                    .map(|_| Self::PassedOn);
                statuses.chain(passes).collect()
            }
        }
    }

    /// The code in the form.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::To(status) => status.code(),
            Self::PassedOn => "passed_on",
            Self::PassDeclined => "pass_declined",
        }
    }

    /// What the page calls it.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::To(status) => status.label(),
            Self::PassedOn => "Pass it on to another producer",
            Self::PassDeclined => "Not ours: hand it back",
        }
    }

    /// The fields that the page shows for it, in order.
    pub(super) const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::To(Status::UnderConsideration) => &["when"],
            Self::To(Status::Clarifying) => &["question"],
            Self::To(Status::AlreadyAvailable | Status::PartlyMet) => &["words", "link", "reasons"],
            Self::To(Status::Waiting) => &["words", "reasons", "priority", "review"],
            Self::To(Status::Planned) => &["words", "when", "confidence"],
            Self::To(Status::InDevelopment) => &["words"],
            Self::To(Status::Delivered) => &["words", "link"],
            Self::To(Status::NotAdopted) => &["words", "reasons", "would_change", "review"],
            Self::To(Status::Merged) => &["words", "into"],
            Self::PassedOn => &["words", "to", "reasons"],
            Self::To(_) | Self::PassDeclined => &["words", "reasons"],
        }
    }
}

impl FromStr for Choice {
    type Err = hearback_wire::vocabulary::UnknownCode;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        match code {
            "passed_on" => Ok(Self::PassedOn),
            "pass_declined" => Ok(Self::PassDeclined),
            _ => code.parse().map(Self::To),
        }
    }
}

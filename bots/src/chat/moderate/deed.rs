//! A decision on its way to the node.

use hearback_wire::content::Content;
use hearback_wire::id::{Hash, PersonKey};
use hearback_wire::intake::{
    AloneHeld, ApproveHeld, AskHeld, Did, EditHeld, Held, MergeHeld, Refusal, RefuseHeld, UndoHeld,
    Waives,
};
use hearback_wire::reference::NeedRef;
use hearback_wire::text::Words;
use hearback_wire::vocabulary::Audience;
use serde::{Deserialize, Serialize};

use super::card::Shown;
use super::stage::{Stage, Who};
use crate::chat::Platform;
use crate::chat::order::Approving;
use crate::vault::chat::To;

/// A decision on its way to the node. Personal: it stands sealed in the vault.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Decided {
    pub(super) platform: Platform,
    pub(super) reference: NeedRef,
    /// The words that the moderator read.
    pub(super) hash: Hash,
    /// The turn of the card in which it was decided.
    pub(super) turn: u32,
    /// The moderator's account.
    pub(super) who: String,
    /// Where the moderator is answered.
    pub(super) to: To,
    pub(super) deed: Deed,
    /// The key by which the node tells two moderators apart, made when it is handed on.
    #[serde(default)]
    pub(super) moderator: Option<PersonKey>,
    /// Whether it was the first of two keys when it was handed on: the need goes on waiting.
    #[serde(default)]
    pub(super) first_of_two: bool,
}

/// What is decided.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Deed {
    Approve,
    ApproveAs(Approval),
    Undo,
    Alone,
    Edit(Box<Content>, Words),
    Ask(Words),
    Decline(Refusal, Words),
    Merge(NeedRef, Words),
}

/// For whom a need is approved, and what its moderator answers for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Approval {
    pub(super) audience: Audience,
    pub(super) waives: Waives,
}

impl Approval {
    /// As a moderator ordered it, about what a card shows.
    pub(super) fn of(how: Approving, held: &Held) -> Self {
        let mut waives = Waives::default();
        for unmet in held.unmet.iter().filter(|_| how.answering) {
            match unmet.name {
                Some(name) => waives.names.insert(name),
                None => waives.rules.insert(unmet.rule),
            };
        }
        let audience = if how.named {
            Audience::Named
        } else {
            Audience::Public
        };
        Self { audience, waives }
    }
}

impl Deed {
    /// For whom it approves, if it does.
    pub(super) const fn approves_for(&self) -> Option<Audience> {
        match self {
            Self::Approve => Some(Audience::Public),
            Self::ApproveAs(approval) => Some(approval.audience),
            _ => None,
        }
    }

    /// Whether it can be done to a need as its card shows it.
    pub(super) fn fits(&self, shown: &Shown) -> bool {
        match self {
            Self::Undo | Self::Alone => shown.held.leaves.is_some(),
            _ => shown.stage == Stage::Waits,
        }
    }

    /// What was typed for it, which takes time to type again.
    pub(super) fn typed(&self) -> Vec<String> {
        match self {
            Self::Approve | Self::ApproveAs(_) | Self::Undo | Self::Alone => Vec::new(),
            Self::Edit(content, why) => vec![content.statement.to_string(), why.to_string()],
            Self::Ask(words) | Self::Decline(_, words) | Self::Merge(_, words) => {
                vec![words.to_string()]
            }
        }
    }

    /// Whether another moderator has to approve after this.
    pub(super) fn is_first_of_two(&self, held: &Held) -> bool {
        let two = match self.approves_for() {
            Some(Audience::Public) => !(held.second.is_empty() && held.public.is_empty()),
            Some(Audience::Named) => !held.second.is_empty(),
            None => false,
        };
        two && !held.first
    }
}

impl Decided {
    /// Where it goes, below `/intake/v1`.
    pub(crate) fn path(&self) -> String {
        let verb = match &self.deed {
            Deed::Approve | Deed::ApproveAs(_) => "approve",
            Deed::Undo => "undo",
            Deed::Alone => "alone",
            Deed::Edit(..) => "edit",
            Deed::Ask(_) => "ask",
            Deed::Decline(..) => "refuse",
            Deed::Merge(..) => "merge",
        };
        format!("/moderation/needs/{}/{verb}", self.reference)
    }

    /// The body, as the intake API wants it.
    pub(crate) fn payload(self) -> serde_json::Result<String> {
        let (hash, moderator) = (self.hash, self.moderator);
        match self.deed {
            Deed::Approve => serde_json::to_string(&ApproveHeld {
                moderator,
                ..ApproveHeld::of(hash)
            }),
            Deed::ApproveAs(Approval { audience, waives }) => serde_json::to_string(&ApproveHeld {
                hash,
                waives,
                moderator,
                audience,
            }),
            Deed::Undo => serde_json::to_string(&UndoHeld { hash }),
            Deed::Alone => serde_json::to_string(&AloneHeld { hash }),
            Deed::Edit(content, words) => serde_json::to_string(&EditHeld {
                hash,
                content: *content,
                words,
                waives: Waives::default(),
                moderator,
            }),
            Deed::Ask(words) => serde_json::to_string(&AskHeld { hash, words }),
            Deed::Merge(into, words) => serde_json::to_string(&MergeHeld { hash, into, words }),
            Deed::Decline(reason, words) => serde_json::to_string(&RefuseHeld {
                hash,
                reason,
                words,
            }),
        }
    }

    /// Whether this account decided it.
    pub(super) fn is_by(&self, platform: Platform, account: &str) -> bool {
        self.platform == platform && self.who == account
    }

    /// Where the need stands once the node took it; none where the node says so itself.
    pub(super) fn stage(&self) -> Option<Stage> {
        let who = Who::Named(self.who.clone());
        Some(match &self.deed {
            Deed::Approve | Deed::ApproveAs(_) => Stage::Approved { who },
            Deed::Decline(reason, _) => Stage::Declined {
                reason: Some(*reason),
                who,
            },
            Deed::Merge(into, _) => Stage::Merged {
                into: Some(*into),
                who,
            },
            Deed::Edit(..) | Deed::Ask(_) => Stage::Person {
                did: self.did(),
                who,
            },
            Deed::Undo | Deed::Alone => return None,
        })
    }

    pub(super) const fn did(&self) -> Did {
        match &self.deed {
            Deed::Approve | Deed::ApproveAs(_) => Did::Approved,
            Deed::Undo => Did::Undone,
            Deed::Alone => Did::LetAlone,
            Deed::Edit(..) => Did::Edited,
            Deed::Ask(_) => Did::Asked,
            Deed::Decline(..) => Did::Refused,
            Deed::Merge(..) => Did::Merged,
        }
    }
}

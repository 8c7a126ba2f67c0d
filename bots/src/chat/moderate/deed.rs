//! A decision on its way to the node.

use hearback_wire::content::Content;
use hearback_wire::id::{Hash, PersonKey};
use hearback_wire::intake::{ApproveHeld, AskHeld, Did, EditHeld, Refusal, RefuseHeld, Waives};
use hearback_wire::reference::NeedRef;
use hearback_wire::text::Words;
use serde::{Deserialize, Serialize};

use super::stage::{Stage, Who};
use crate::chat::Platform;
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
    Edit(Box<Content>, Words),
    Ask(Words),
    Decline(Refusal, Words),
}

impl Decided {
    /// Where it goes, below `/intake/v1`.
    pub(crate) fn path(&self) -> String {
        let verb = match &self.deed {
            Deed::Approve => "approve",
            Deed::Edit(..) => "edit",
            Deed::Ask(_) => "ask",
            Deed::Decline(..) => "refuse",
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
            Deed::Edit(content, words) => serde_json::to_string(&EditHeld {
                hash,
                content: *content,
                words,
                waives: Waives::default(),
                moderator,
            }),
            Deed::Ask(words) => serde_json::to_string(&AskHeld { hash, words }),
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

    /// Where the need stands once the node took it.
    pub(super) fn stage(&self) -> Stage {
        let who = Who::Named(self.who.clone());
        match &self.deed {
            Deed::Approve => Stage::Approved { who },
            Deed::Decline(reason, _) => Stage::Declined {
                reason: Some(*reason),
                who,
            },
            Deed::Edit(..) | Deed::Ask(_) => Stage::Person {
                did: self.did(),
                who,
            },
        }
    }

    pub(super) const fn did(&self) -> Did {
        match &self.deed {
            Deed::Approve => Did::Approved,
            Deed::Edit(..) => Did::Edited,
            Deed::Ask(_) => Did::Asked,
            Deed::Decline(..) => Did::Refused,
        }
    }
}

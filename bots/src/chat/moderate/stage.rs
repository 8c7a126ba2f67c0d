//! Where a need stands, and who brought it there. Pure.

use hearback_wire::intake::{By, Change, Did, Held, Refusal};
use hearback_wire::reference::NeedRef;
use serde::{Deserialize, Serialize};

/// Where a need stands, as its card says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Stage {
    /// A moderator can decide.
    Waits,
    /// Its person was asked something, or whether other words are right.
    Person { did: Did, who: Who },
    /// It may leave.
    Approved { who: Who },
    /// It may not leave. An older node does not say why.
    Declined { reason: Option<Refusal>, who: Who },
    /// It was joined with a need that has left; the node does not say which.
    Merged { into: Option<NeedRef>, who: Who },
    /// Its person took it back.
    Withdrawn,
}

/// Who brought it there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Who {
    /// Somebody in the console.
    Console,
    /// Somebody in chat; the node does not say who.
    Chat,
    /// The person themselves.
    Person,
    /// The node, by its release schedule.
    Schedule,
    /// This account, in the moderators' room.
    Named(String),
}

impl Stage {
    /// Whether nothing can be decided any more, unless the person comes back.
    pub(super) const fn is_closed(&self) -> bool {
        matches!(
            self,
            Self::Approved { .. } | Self::Declined { .. } | Self::Merged { .. } | Self::Withdrawn
        )
    }

    /// Whether it was brought there in chat, and nobody said by whom.
    pub(super) fn is_by_chat(&self) -> bool {
        self.who() == Some(&Who::Chat)
    }

    /// Where the changes brought a need that does not wait for a moderator; none if they do not say.
    pub(super) fn after(&self, changes: &[Change], held: Option<&Held>) -> Option<Self> {
        let found = if held.is_some_and(|held| held.leaves.is_none()) {
            let mut back = changes.iter().rev();
            let change = back.find(|change| matches!(change.did, Did::Edited | Did::Asked))?;
            Self::Person {
                did: change.did,
                who: change.by.into(),
            }
        } else {
            self.left(changes.last()?)?
        };
        // The node only says that it was done in chat; the card may know by whom.
        (!self.names(&found)).then_some(found)
    }

    fn left(&self, change: &Change) -> Option<Self> {
        let who = change.by.into();
        match change.did {
            Did::Approved => Some(Self::Approved { who }),
            Did::Refused => Some(Self::Declined {
                reason: change.reason,
                who,
            }),
            Did::Merged => Some(Self::Merged { into: None, who }),
            Did::Withdrawn => Some(Self::Withdrawn),
            // The person agreed to other words, which is the second key.
            Did::Replied if self.was_edited() => Some(Self::Approved { who: Who::Person }),
            _ => None,
        }
    }

    const fn was_edited(&self) -> bool {
        matches!(
            self,
            Self::Person {
                did: Did::Edited,
                ..
            }
        )
    }

    /// Whether this says the same as `other`, which was done in chat, and says by whom.
    fn names(&self, other: &Self) -> bool {
        let same = match (self, other) {
            (Self::Person { did, .. }, Self::Person { did: then, .. }) => did == then,
            (Self::Approved { .. }, Self::Approved { .. })
            | (Self::Declined { .. }, Self::Declined { .. })
            | (Self::Merged { .. }, Self::Merged { .. }) => true,
            _ => false,
        };
        same && matches!(self.who(), Some(Who::Named(_))) && other.who() == Some(&Who::Chat)
    }

    /// Whether this account brought it there.
    pub(super) fn is_by(&self, account: &str) -> bool {
        matches!(self.who(), Some(Who::Named(named)) if named == account)
    }

    /// Of this account it only says that it was somebody in chat.
    pub(super) fn unname(&mut self, account: &str) {
        if self.is_by(account)
            && let Self::Person { who, .. } | Self::Approved { who } | Self::Declined { who, .. } =
                self
        {
            *who = Who::Chat;
        }
    }

    const fn who(&self) -> Option<&Who> {
        match self {
            Self::Person { who, .. }
            | Self::Approved { who }
            | Self::Declined { who, .. }
            | Self::Merged { who, .. } => Some(who),
            Self::Waits | Self::Withdrawn => None,
        }
    }
}

impl From<By> for Who {
    fn from(by: By) -> Self {
        match by {
            By::Person => Self::Person,
            By::Console => Self::Console,
            By::Chat => Self::Chat,
            By::Schedule => Self::Schedule,
        }
    }
}

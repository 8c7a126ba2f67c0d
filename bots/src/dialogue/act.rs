//! What a thread sends to its node.

use hearback_wire::content::Content;
use hearback_wire::id::Hash;
use hearback_wire::intake::ReplyTo;
use hearback_wire::reference::NeedRef;
use hearback_wire::text::Words;
use hearback_wire::vocabulary::{Removed, Verdict, Voice, Wording};
use serde::{Deserialize, Serialize};

/// Something for the node, without the handle that the delivery adds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outgoing {
    /// The approved words.
    Need {
        /// The words.
        content: Box<Content>,
        /// What was taken out of them, each kind once.
        #[serde(default)]
        removed: Vec<Removed>,
        /// How near they are to those first written.
        #[serde(default = "own")]
        wording: Wording,
    },
    /// One voice.
    Voice {
        /// For which need.
        reference: NeedRef,
        /// How the person stands to it.
        voice: Voice,
    },
    /// The need or voice is taken back.
    Withdraw {},
    /// The answer to an edit.
    Approve {
        /// The hash of the edited words that were shown.
        content: Hash,
        /// Whether they are approved.
        yes: bool,
    },
    /// The answer to a question, or an appeal.
    Reply {
        /// To what.
        to: ReplyTo,
        /// The masked words.
        words: Words,
    },
    /// Whether an answer met the need.
    Verdict {
        /// What the person says.
        verdict: Verdict,
        /// Whether they felt heard, 1 to 5.
        felt_heard: Option<u8>,
    },
}

/// What a need of before was not known to be.
const fn own() -> Wording {
    Wording::Own
}

/// What the node refused, as far as the thread must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusable {
    /// The need itself: the thread goes back to its preview.
    Need,
    /// The voice: the thread has nothing to carry.
    Voice,
    /// Something else.
    Other,
}

impl Outgoing {
    /// What a refusal of this means to the thread.
    pub const fn refusable(&self) -> Refusable {
        match self {
            Self::Need { .. } => Refusable::Need,
            Self::Voice { .. } => Refusable::Voice,
            _ => Refusable::Other,
        }
    }
}

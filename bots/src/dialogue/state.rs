//! What a thread can be, what can happen to it, and what can follow.

use hearback_anonymise::is_paraphrase;
use hearback_wire::content::Content;
use hearback_wire::day::Day;
use hearback_wire::id::RecId;
use hearback_wire::intake::{Similar, What};
use hearback_wire::reference::NeedRef;
use hearback_wire::text::{Statement, Text, Words};
use hearback_wire::vocabulary::{Removed, Verdict, Voice, Wording};
use serde::{Deserialize, Serialize};

use super::{Concerns, Message, Outgoing, Refusable};

/// Words that could leave, before anybody but their author has seen them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The masked words.
    pub content: Content,
    /// What was taken out: each kind, and how often.
    #[serde(deserialize_with = "super::removed::read")]
    pub removed: Vec<(Removed, usize)>,
    /// The same kinds for the moderator, each once, with those of drafts before this one.
    #[serde(default)]
    pub kinds: Vec<Removed>,
    /// Needs that are already there and look alike.
    pub similar: Vec<Similar>,
    /// The masked words of the first draft; empty while they are these.
    #[serde(default)]
    pub first: String,
    /// What in the words still points at few people.
    #[serde(default, skip_serializing_if = "Concerns::is_empty")]
    pub concerns: Concerns,
}

impl Draft {
    /// How near these words are to those that the person first wrote.
    pub fn wording(&self) -> Wording {
        if !self.first.is_empty() && is_paraphrase(&self.first, &self.all_words()) {
            Wording::Changed
        } else {
            Wording::Own
        }
    }

    /// The words that a later draft is compared with.
    pub(super) fn first_words(self) -> String {
        if self.first.is_empty() {
            self.all_words()
        } else {
            self.first
        }
    }

    fn all_words(&self) -> String {
        let use_ = self.content.use_.as_ref().map_or("", Text::as_str);
        format!("{} {use_}", self.content.statement)
    }
}

/// What the person approved, and what is known of it since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The words that were approved last.
    pub content: Box<Content>,
    /// The public reference, once the node gave it.
    pub reference: Option<NeedRef>,
    /// What the person made of an answer.
    #[serde(default)]
    pub answer: Answer,
    /// What was taken out, as in a [`Draft`], until the node has taken the need: it may come back.
    #[serde(
        default,
        deserialize_with = "super::removed::read",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub removed: Vec<(Removed, usize)>,
    /// The same kinds for the moderator, as long.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<Removed>,
    /// The words first written, as in a [`Draft`], as long.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub first: String,
    /// What in the words still points at few people, as long.
    #[serde(default, skip_serializing_if = "Concerns::is_empty")]
    pub concerns: Concerns,
}

/// What a person made of an answer to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// None came.
    #[default]
    None,
    /// It waits for a verdict.
    Waits,
    /// They said whether it meets the need, and may say otherwise.
    Judged(Verdict),
}

impl Answer {
    /// Whether a verdict would be news.
    pub(super) fn can_be_judged(self, verdict: Verdict) -> bool {
        match self {
            Self::None => false,
            Self::Waits => true,
            Self::Judged(before) => before != verdict,
        }
    }
}

/// Something that waits for the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Question {
    /// A moderator's edit waits for a yes or a no.
    Edit {
        /// The words as approved.
        before: Box<Content>,
        /// The words as the moderator would have them.
        after: Box<Content>,
        /// Why.
        words: Words,
    },
    /// A moderator's question.
    Moderator {
        /// The question.
        words: Words,
    },
    /// A producer's question.
    Producer {
        /// What the reply must name.
        question: RecId,
        /// Who asks.
        producer: String,
        /// The question.
        words: Words,
    },
}

/// Where a thread stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", content = "of", rename_all = "snake_case")]
pub enum State {
    /// The person looks at the exact words; nothing was sent.
    Preview(Box<Draft>),
    /// Sent; nothing waits for the person.
    Sent(Said),
    /// Sent; something waits for the person.
    Asked {
        /// What was sent.
        said: Said,
        /// What waits, the first first; never empty.
        open: Vec<Question>,
    },
    /// A moderator did not let it leave.
    Refused {
        /// What was sent.
        said: Said,
        /// Whether a second look can be asked for.
        appeal: bool,
    },
    /// A moderator joined it with a need that asks for the same, whose answers come here.
    Merged {
        /// What was sent.
        said: Said,
        /// The need that goes on.
        into: NeedRef,
        /// Whether the person can still say that theirs is another.
        appeal: bool,
    },
    /// The thread carries one voice for a need of somebody else.
    Voiced {
        /// The need.
        reference: NeedRef,
        /// How the person stands to it.
        voice: Voice,
        /// What the person made of an answer.
        answer: Answer,
    },
    /// Taken back. Final.
    Withdrawn {
        /// What it was, where it had a reference.
        reference: Option<NeedRef>,
    },
    /// Stopped before anything was sent. Final.
    Cancelled,
}

impl State {
    /// The code that programs read.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Preview(_) => "preview",
            Self::Sent(_) => "sent",
            Self::Asked { .. } => "asked",
            Self::Refused { .. } => "refused",
            Self::Merged { .. } => "merged",
            Self::Voiced { .. } => "voiced",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether nothing can happen here any more.
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Withdrawn { .. } | Self::Cancelled)
    }

    /// The need's reference, where there is one.
    pub const fn reference(&self) -> Option<NeedRef> {
        match self {
            Self::Sent(said) | Self::Asked { said, .. } | Self::Refused { said, .. } => {
                said.reference
            }
            Self::Voiced { reference, .. } => Some(*reference),
            Self::Merged { into, .. } => Some(*into),
            Self::Withdrawn { reference } => *reference,
            Self::Preview(_) | Self::Cancelled => None,
        }
    }

    /// The words that wait or were sent.
    pub fn statement(&self) -> Option<&Statement> {
        match self {
            Self::Preview(draft) => Some(&draft.content.statement),
            Self::Sent(said)
            | Self::Asked { said, .. }
            | Self::Refused { said, .. }
            | Self::Merged { said, .. } => Some(&said.content.statement),
            Self::Voiced { .. } | Self::Withdrawn { .. } | Self::Cancelled => None,
        }
    }

    /// Whether an answer waits for a verdict.
    pub const fn wants_verdict(&self) -> bool {
        matches!(self.answer(), Answer::Waits)
    }

    /// Whether the person can ask a moderator to look again, once.
    pub const fn can_appeal(&self) -> bool {
        matches!(
            self,
            Self::Refused { appeal: true, .. } | Self::Merged { appeal: true, .. }
        )
    }

    /// What the person made of an answer.
    pub const fn answer(&self) -> Answer {
        match self {
            Self::Sent(said) | Self::Asked { said, .. } | Self::Merged { said, .. } => said.answer,
            Self::Voiced { answer, .. } => *answer,
            _ => Answer::None,
        }
    }
}

/// What happened to a thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The person changed the words.
    Revised(Box<Draft>),
    /// The person takes all the coarser words that they were offered.
    Coarsened,
    /// The person approved the exact words that they saw.
    Approved,
    /// The person would rather support a need that is there.
    AddedVoice {
        /// Which.
        reference: NeedRef,
        /// How they stand to it.
        voice: Voice,
    },
    /// The person stopped.
    Stopped,
    /// The person did not answer in time.
    Lapsed,
    /// The node took the need.
    Taken {
        /// Its reference.
        reference: NeedRef,
        /// When a moderator is expected to have read it.
        read_by: Day,
    },
    /// The node will never take what was sent.
    NotTaken {
        /// What it was.
        what: Refusable,
        /// What the node said.
        detail: String,
    },
    /// The node brings something.
    Came {
        /// The need it is about.
        reference: NeedRef,
        /// What it is.
        what: What,
    },
    /// The person answered a moderator's edit.
    Decided {
        /// Whether they approve it.
        yes: bool,
    },
    /// The person replied to the first open question.
    Replied(Words),
    /// The person asked for a second look.
    Appealed(Words),
    /// The person said whether an answer meets the need.
    Judged {
        /// What they say.
        verdict: Verdict,
        /// Whether they felt heard, 1 to 5.
        felt_heard: Option<u8>,
    },
    /// The person takes it back.
    TookBack,
}

/// What must happen because of an event, all of it or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// A message stands in the thread.
    Say(Message),
    /// Something goes to the node.
    Send(Outgoing),
}

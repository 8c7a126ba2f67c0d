//! The intake API, `/intake/v1`: how a bot speaks with its own node.
//!
//! It carries approved words, facets and reply handles. It has no field for who spoke, where, or
//! what they first wrote.

mod moderation;

use serde::{Deserialize, Serialize};

pub use moderation::{
    AloneHeld, ApproveHeld, AskHeld, By, Change, Changes, Did, EditHeld, Held, Leaves, MergeHeld,
    RefuseHeld, UndoHeld, Unmet, Waives,
};

use crate::content::Content;
use crate::day::Day;
use crate::id::{Handle, Hash, PersonKey, RecId};
use crate::reason::Reason;
use crate::reference::NeedRef;
use crate::status::Status;
use crate::text::{Lang, Statement, Words};
use crate::vocabulary::{Band, Relation, Removed, Verdict, Voice, Wording};

/// Where the API is served.
pub const BASE: &str = "/intake/v1";
/// How many needs one answer of `GET /needs` holds; an answer with fewer is the last.
pub const NEEDS_AT_ONCE: usize = 50;

/// `POST /needs`: the person approved these exact words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PutNeed {
    /// Whom to reach.
    pub handle: Handle,
    /// The words and facets.
    pub content: Content,
    /// The person's key: the hash of the content they approved. Refused if it is another's.
    pub approved: Hash,
    /// What was taken out of the words before the person approved them, each kind once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<Removed>,
    /// By whom, without saying who: so that needs leave only among those of several people. Forgotten
    /// when the need leaves. Needs without it count as those of one person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<PersonKey>,
    /// How near the words are to those first written. Where it is not said, a moderator answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wording: Option<Wording>,
}

/// The answer to [`PutNeed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeedPut {
    /// The reference to quote.
    #[serde(rename = "ref")]
    pub reference: NeedRef,
    /// Where it stands.
    pub status: Status,
    /// The day by which a moderator is expected to have read it.
    pub read_by: Day,
}

/// `POST /needs/{ref}/voices`: one person adds their voice. The bot makes sure that it is one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PutVoice {
    /// Whom to reach.
    pub handle: Handle,
    /// How they stand to the need.
    pub voice: Voice,
}

/// `POST /similar`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindSimilar {
    /// The words to compare, already masked.
    pub statement: Statement,
    /// How many at the most, 1 to 10.
    pub top: u8,
}

/// A need as anyone may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeedSummary {
    /// The reference.
    #[serde(rename = "ref")]
    pub reference: NeedRef,
    /// The approved words.
    pub statement: String,
    /// Where it stands.
    pub status: Status,
    /// How many it speaks for.
    pub voices: Band,
    /// The latest words of a producer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest: Option<String>,
}

/// The answer to [`FindSimilar`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Similar {
    /// The need.
    pub need: NeedSummary,
    /// How alike: a suggestion, never a decision.
    pub relation: Relation,
    /// The words they share: the reason shown.
    pub shared: Vec<String>,
}

/// One line of `GET /who?q=`: which body answers for something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Who {
    /// The body's id in the directory.
    pub body: String,
    /// Its name.
    pub name: String,
    /// Why it is suggested, in a sentence.
    pub because: String,
    /// Whether a node that answers for it is connected.
    pub connected: bool,
}

/// `POST /withdraw`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdraw {
    /// Whose need or voice.
    pub handle: Handle,
    /// Whether a need that has left stays, without this person: they are forgotten, and their words are
    /// not taken back. A voice, and a need that has not left, are taken back either way.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub keep_released: bool,
}

impl Withdraw {
    /// All of it is taken back.
    pub const fn of(handle: Handle) -> Self {
        Self {
            handle,
            keep_released: false,
        }
    }
}

/// `POST /approvals`: the person's answer to a moderator's edit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approve {
    /// Whose need.
    pub handle: Handle,
    /// The hash of the edited content that was shown.
    pub content: Hash,
    /// Whether the person approves it.
    pub yes: bool,
}

/// `POST /replies`: what the person says to a moderator's or a producer's question, or in appeal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PutReply {
    /// Whose need.
    pub handle: Handle,
    /// To what.
    pub to: ReplyTo,
    /// The approved words.
    pub words: Words,
}

/// What a [`PutReply`] replies to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ReplyTo {
    /// A moderator's question.
    Moderator {},
    /// A producer's question.
    Question {
        /// The question's id, from the update.
        question: RecId,
    },
    /// A moderator's refusal; once.
    Refusal {},
}

/// `POST /verdicts`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PutVerdict {
    /// Whose need or voice.
    pub handle: Handle,
    /// What they say.
    pub verdict: Verdict,
    /// Whether they felt heard, 1 (not at all) to 5 (fully).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub felt_heard: Option<u8>,
}

/// `GET /updates?after=&wait=`: what the node asks the bot to bring to threads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Updates {
    /// In order; each is given again until its outcome is acknowledged or the cursor passes it.
    pub updates: Vec<Update>,
    /// What to pass as `after` next time.
    pub cursor: u64,
}

/// One thing to bring to one thread, exactly once: `id` is the same however often it is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Update {
    /// Remember this id with the message that was posted for it.
    pub id: Hash,
    /// The same for everyone who is told of one thing that happened: a bot may tell several people
    /// who read in one place once.
    pub cause: Hash,
    /// Whom to reach.
    pub handle: Handle,
    /// The need it is about.
    #[serde(rename = "ref")]
    pub reference: NeedRef,
    /// What happened.
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum What {
    /// Accepted for release: it has left, anonymous. A push of nodes that release at once.
    Released {},
    /// Accepted for release: it leaves among others, not before a day. A push; nothing more is told
    /// until it is answered.
    Accepted {
        /// The first day on which it can leave.
        leaves: Day,
    },
    /// Accepted for connected organisations only: it stands on no public page, and nobody else may be
    /// shown its words. A push, as the two before.
    Named {
        /// The first day on which it can leave; none where it has left.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        leaves: Option<Day>,
    },
    /// A moderator took back that it may leave: it is read once more.
    HeldBack {},
    /// A moderator changed the words; the person is asked again, by diff.
    Edited {
        /// The words as the person approved them.
        before: Box<Content>,
        /// The words as the moderator would have them.
        after: Box<Content>,
        /// Why, in the moderator's words.
        words: Words,
    },
    /// A moderator asks something before it can leave.
    ModeratorAsks {
        /// The question.
        words: Words,
    },
    /// A moderator will not let it leave.
    Refused {
        /// The reason code.
        reason: Refusal,
        /// In words.
        words: Words,
        /// Whether it can still be appealed.
        appeal: bool,
    },
    /// A moderator found that a need which has left asks for the same. The person's voice goes to that
    /// one, and its answers come here.
    Merged {
        /// The need that goes on.
        into: NeedRef,
        /// Its words.
        statement: String,
        /// Why, in the moderator's words.
        words: Words,
        /// Whether the person can still say that theirs is another.
        appeal: bool,
    },
    /// A producer answered. A push.
    Answered {
        /// The producer's name: the body, never a person.
        producer: String,
        /// The status it gave.
        status: Status,
        /// Its words.
        words: Words,
        /// Its reasons.
        reasons: Vec<Reason>,
        /// A link, where there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        link: Option<String>,
        /// What would change the answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        would_change: Option<String>,
        /// When it is expected or looked at again, in words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        when: Option<String>,
        /// The language of the words.
        lang: Lang,
    },
    /// A producer named another one, which must accept. A push.
    PassedOn {
        /// The producer that passed it on.
        producer: String,
        /// The next producer.
        to: String,
        /// Words of the one that passed it on.
        words: Words,
        /// Why it is the next one's.
        reasons: Vec<Reason>,
        /// The language of the words.
        lang: Lang,
    },
    /// A producer joined the need with another, and answers to that one come from now on. A push.
    Joined {
        /// The producer's name.
        producer: String,
        /// The need that goes on, where it is known here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        into: Option<NeedRef>,
        /// Its words.
        words: Words,
        /// The language of the words.
        lang: Lang,
    },
    /// A moderator took back what had been released by mistake. Nothing of it is heard any more. A push.
    Retracted {
        /// Why, in the moderator's words.
        words: Words,
    },
    /// The people who asked, or their community, took the need back, and this thread only supported it. A closing push.
    Withdrawn {
        /// Whether the thread's own need was joined with the one that was taken back.
        joined: bool,
    },
    /// A producer asks. A push.
    Question {
        /// Name it in the reply.
        question: RecId,
        /// The producer's name.
        producer: String,
        /// The question.
        words: Words,
        /// Its language.
        lang: Lang,
    },
}

crate::macros::closed_list! {
    /// Why a moderator will not let a need leave.
    Refusal ("reason to refuse") {
        IdentifiesSomeone = "identifies_someone" => "It could still identify somebody",
        PersonalCase = "personal_case" => "It is about one person's own affairs",
        InformationRequest = "information_request" => "It asks for documents, not statistics",
        NotStatistics = "not_statistics" => "It is not about official statistics",
        OutsideRemit = "outside_remit" => "It is outside what this community works on",
        Unclear = "unclear" => "It is not clear enough to pass on",
        Harmful = "harmful" => "It attacks or could harm people",
        Repeats = "repeats" => "It repeats a need that is already there",
    }
}

/// `POST /updates/{id}/outcome`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PutOutcome {
    /// What became of it.
    pub outcome: Outcome,
}

crate::macros::closed_list! {
    /// What became of a delivery; later rungs are for when the thread is gone.
    Outcome ("outcome") {
        Thread = "thread" => "Reached the thread",
        Elsewhere = "elsewhere" => "The thread was gone; reached another place",
        Gone = "gone" => "Could not be reached: the thread is gone",
    }
}

//! What an event says: one type per kind, each with its schema.

use serde::{Deserialize, Serialize};

use crate::content::Content;
use crate::day::{Day, Week};
use crate::dsse::Envelope;
use crate::event::LogName;
use crate::id::{Hash, NodeId, RecordKey};
use crate::macros::closed_list;
use crate::reference::NeedRef;
use crate::response::Response;
use crate::text::{Lang, Name, Words};
use crate::vocabulary::{Approver, Audience, Band, ReferralRole, Relation, Verdict, Waived};

closed_list! {
    /// The kinds of event this version understands. Others are stored and relayed unread.
    Kind ("kind of event") {
        Manifest = "manifest" => "A node about itself",
        Grant = "grant" => "Who may read or relay a log",
        Directory = "directory" => "Nodes that a hub vouches for",
        Epoch = "epoch" => "A log starts again",
        Need = "need" => "A need",
        Voices = "voices" => "How many at another intermediary support a need",
        Link = "link" => "Two needs are alike",
        Referral = "referral" => "A need sent to a producer",
        Response = "response" => "A producer's answer",
        Erase = "erase" => "A record is erased",
        Question = "question" => "A producer asks",
        Answered = "answer" => "The people who asked answer",
        Verdict = "verdict" => "What the people who asked say of an answer",
    }
}

/// A need as it leaves its intermediary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// The public reference.
    #[serde(rename = "ref")]
    pub reference: NeedRef,
    /// The approved words and facets.
    pub content: Content,
    /// How many people at the author's intermediary it speaks for.
    pub voices: Band,
    /// The week of release.
    pub released: Week,
    /// How it was checked.
    pub checks: Checks,
    /// Who may read it. Organisations that take it in must show it to nobody else.
    #[serde(default, skip_serializing_if = "Audience::is_public")]
    pub audience: Audience,
}

/// How a need was checked before it left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checks {
    /// The version of the rules.
    pub rules: u16,
    /// Who approved the exact words.
    pub approved_by: Vec<Approver>,
    /// Rules that somebody who approved answered for, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waived: Vec<Waived>,
}

/// Another intermediary's band for a need it received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Voices {
    /// The need.
    pub need: RecordKey,
    /// How many there support it.
    pub band: Band,
}

/// Two needs are alike. A person decided so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// One need.
    pub a: RecordKey,
    /// The other.
    pub b: RecordKey,
    /// How.
    pub relation: Relation,
}

/// A need sent to one producer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Referral {
    /// The need; its author is the referral's author.
    pub need: RecordKey,
    /// The producer.
    pub producer: NodeId,
    /// Lead or contributor.
    pub role: ReferralRole,
    /// Why this producer, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<Words>,
}

/// A record of the author's is erased: every holder deletes its body and salt, and whoever comes
/// later never gets them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erase {
    /// Why.
    pub reason: EraseReason,
    /// The public reference of an erased need, so that whoever never got its words can still say
    /// what became of it. Absent in events of nodes that did not say it, and for other records.
    #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<NeedRef>,
    /// Who could read it, and may read that it was taken back.
    #[serde(default, skip_serializing_if = "Audience::is_public")]
    pub audience: Audience,
}

closed_list! {
    /// Why a record is erased.
    EraseReason ("reason to erase") {
        Withdrawn = "withdrawn" => "withdrawn by the people who asked or their intermediary",
        Mistake = "mistake" => "released by mistake",
    }
}

/// A producer's question, in the private log to the need's intermediary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The referral it is about.
    pub referral: RecordKey,
    /// The question.
    pub words: Words,
    /// Its language.
    pub lang: Lang,
}

/// The approved answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// The question.
    pub question: RecordKey,
    /// The answer.
    pub words: Words,
    /// Its language.
    pub lang: Lang,
}

/// What the people who asked say of the present answer on a referral.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerdictGiven {
    /// The referral.
    pub referral: RecordKey,
    /// What they say.
    pub verdict: Verdict,
}

/// Who may read a log, or pass it on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// The log of the author's that is granted, whole.
    pub log: LogName,
    /// To whom.
    pub to: NodeId,
    /// Whether they may pass it on.
    pub relay: bool,
}

/// Nodes that the author vouches for until a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Directory {
    /// The nodes.
    pub nodes: Vec<DirectoryNode>,
    /// The last day on which this list may be used.
    pub expires: Day,
}

/// One node of a [`Directory`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DirectoryNode {
    /// The node.
    pub node: NodeId,
    /// Its name.
    pub name: Name,
}

/// A log of the author's starts again after a restore, naming the last event both sides agree on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Epoch {
    /// The log.
    pub log: LogName,
    /// The epoch that ends.
    pub ends: u32,
    /// The last agreed sequence number in it.
    pub seq: u64,
    /// The hash of that event's header.
    pub head: Hash,
    /// The epoch that begins.
    pub begins: u32,
}

/// An event's body, by kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// The manifest's own envelope, so that it verifies by itself.
    Manifest(Box<Envelope>),
    /// See [`Grant`].
    Grant(Grant),
    /// See [`Directory`].
    Directory(Directory),
    /// See [`Epoch`].
    Epoch(Epoch),
    /// See [`Need`].
    Need(Box<Need>),
    /// See [`Voices`].
    Voices(Voices),
    /// See [`Link`].
    Link(Link),
    /// See [`Referral`].
    Referral(Referral),
    /// See [`Response`].
    Response(Box<Response>),
    /// See [`Erase`].
    Erase(Erase),
    /// See [`Question`].
    Question(Question),
    /// See [`Answered`].
    Answered(Answered),
    /// See [`VerdictGiven`].
    Verdict(VerdictGiven),
}

impl Body {
    /// The kind that the header names.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Manifest(_) => Kind::Manifest,
            Self::Grant(_) => Kind::Grant,
            Self::Directory(_) => Kind::Directory,
            Self::Epoch(_) => Kind::Epoch,
            Self::Need(_) => Kind::Need,
            Self::Voices(_) => Kind::Voices,
            Self::Link(_) => Kind::Link,
            Self::Referral(_) => Kind::Referral,
            Self::Response(_) => Kind::Response,
            Self::Erase(_) => Kind::Erase,
            Self::Question(_) => Kind::Question,
            Self::Answered(_) => Kind::Answered,
            Self::Verdict(_) => Kind::Verdict,
        }
    }

    /// Reads a body of a known kind; unknown fields and values outside the schema are refused.
    ///
    /// # Errors
    /// The parser's error, or the limit that a need's content breaks.
    pub fn parse(kind: Kind, bytes: &[u8]) -> Result<Self, BodyError> {
        fn read<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, BodyError> {
            serde_json::from_slice(bytes).map_err(BodyError::Schema)
        }
        Ok(match kind {
            Kind::Manifest => Self::Manifest(read(bytes)?),
            Kind::Grant => Self::Grant(read(bytes)?),
            Kind::Directory => Self::Directory(read(bytes)?),
            Kind::Epoch => Self::Epoch(read(bytes)?),
            Kind::Need => {
                let need: Need = read(bytes)?;
                need.content.check()?;
                Self::Need(Box::new(need))
            }
            Kind::Voices => Self::Voices(read(bytes)?),
            Kind::Link => Self::Link(read(bytes)?),
            Kind::Referral => Self::Referral(read(bytes)?),
            Kind::Response => Self::Response(read(bytes)?),
            Kind::Erase => Self::Erase(read(bytes)?),
            Kind::Question => Self::Question(read(bytes)?),
            Kind::Answered => Self::Answered(read(bytes)?),
            Kind::Verdict => Self::Verdict(read(bytes)?),
        })
    }

    /// The bytes that are salted, hashed and sent.
    ///
    /// # Errors
    /// The serialiser's, which no value of these types causes.
    pub fn to_bytes(&self) -> Result<Vec<u8>, BodyError> {
        let written = match self {
            Self::Manifest(body) => serde_json::to_vec(body),
            Self::Grant(body) => serde_json::to_vec(body),
            Self::Directory(body) => serde_json::to_vec(body),
            Self::Epoch(body) => serde_json::to_vec(body),
            Self::Need(body) => serde_json::to_vec(body),
            Self::Voices(body) => serde_json::to_vec(body),
            Self::Link(body) => serde_json::to_vec(body),
            Self::Referral(body) => serde_json::to_vec(body),
            Self::Response(body) => serde_json::to_vec(body),
            Self::Erase(body) => serde_json::to_vec(body),
            Self::Question(body) => serde_json::to_vec(body),
            Self::Answered(body) => serde_json::to_vec(body),
            Self::Verdict(body) => serde_json::to_vec(body),
        };
        written.map_err(BodyError::Schema)
    }
}

/// Why a body was refused.
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    /// It does not fit the schema of its kind.
    #[error("the body does not fit its schema: {0}")]
    Schema(serde_json::Error),
    /// A need that breaks a limit.
    #[error(transparent)]
    Content(#[from] crate::content::ContentError),
}

//! What pages, the console and the intake API read: needs and referrals with everything derived.

use hearback_wire::content::Content;
use hearback_wire::day::{Day, Week};
use hearback_wire::id::{NodeId, RecId, RecordKey};
use hearback_wire::reference::NeedRef;
use hearback_wire::response::Answer;
use hearback_wire::status::Status;
use hearback_wire::vocabulary::{Audience, Band, ReferralRole, Relation};
use serde::Serialize;

/// A released need, ours or another's.
#[derive(Debug, Clone, Serialize)]
pub struct NeedView {
    /// Author and record.
    pub key: RecordKey,
    /// The reference.
    #[serde(rename = "ref")]
    pub reference: NeedRef,
    /// The approved words and facets; absent once withdrawn.
    pub content: Option<Content>,
    /// Derived from the referrals.
    pub status: Status,
    /// How many it speaks for, all intermediaries together as far as bands can say.
    pub voices: Band,
    /// The week it left.
    pub released: Week,
    /// Who may read it.
    pub audience: Audience,
    /// Whether this node is its author.
    pub ours: bool,
    /// Whom it was sent to.
    pub referrals: Vec<ReferralView>,
    /// Needs that a person found to be alike: the other need's reference and how.
    pub links: Vec<(NeedRef, Relation)>,
    /// What happened, oldest first.
    pub timeline: Vec<Happening>,
}

/// A referral with where it stands.
#[derive(Debug, Clone, Serialize)]
pub struct ReferralView {
    /// Author and record.
    pub key: RecordKey,
    /// The producer that holds it now.
    pub holder: NodeId,
    /// Its name.
    pub producer: String,
    /// The producer it was passed to and that has not accepted yet.
    pub offered_to: Option<NodeId>,
    /// Who handed it back when it was passed on to them, if that is where it stands.
    pub handed_back: Option<HandedBack>,
    /// The need that this one goes on as here, where the producer joined them.
    pub joined_into: Option<NeedRef>,
    /// Lead or contributor.
    pub role: ReferralRole,
    /// Where it stands.
    pub status: Status,
    /// The latest answer, if any.
    pub latest: Option<Answer>,
    /// The day by which a reply is due.
    pub due: Day,
    /// Whether that day has passed without one.
    pub overdue: bool,
    /// Whether the people who asked say that the answer does not meet the need.
    pub disputed: bool,
    /// Questions asked privately and their answers, oldest first.
    pub questions: Vec<QuestionView>,
}

impl ReferralView {
    /// Whether a first real answer, or the next step, is still owed by the day that is due.
    pub fn awaits_reply(&self) -> bool {
        matches!(
            self.status,
            Status::Referred | Status::UnderConsideration | Status::Clarifying
        )
    }
}

/// A producer's answer that what was passed on is not theirs: for the producer that passed it on,
/// and the intermediary.
#[derive(Debug, Clone, Serialize)]
pub struct HandedBack {
    /// Who handed it back.
    pub producer: String,
    /// Why, as an answer.
    pub answer: Answer,
}

/// A producer's question.
#[derive(Debug, Clone, Serialize)]
pub struct QuestionView {
    /// The question's record.
    pub question: RecId,
    /// Its words.
    pub words: String,
    /// The approved answer.
    pub answer: Option<String>,
}

/// One change, as anyone may see it.
#[derive(Debug, Clone, Serialize)]
pub struct Happening {
    /// The day.
    pub day: Day,
    /// The organisation.
    pub who: String,
    /// The status it gave.
    pub status: Status,
    /// A sentence.
    pub what: String,
    /// The answer, where it was one.
    pub answer: Option<Answer>,
}

/// An answer to a producer's question that waits for a moderator.
#[derive(Debug, Clone, Serialize)]
pub struct HeldReply {
    /// Names the reply.
    pub id: RecId,
    /// The need.
    #[serde(rename = "ref")]
    pub reference: NeedRef,
    /// What was asked.
    pub question: String,
    /// What would be answered.
    pub words: String,
}

/// Another node, as this one knows it.
#[derive(Debug, Clone, Serialize)]
pub struct PeerRow {
    /// The node.
    pub node: NodeId,
    /// Its organisation's name.
    pub name: String,
    /// What it does.
    pub roles: Vec<hearback_wire::vocabulary::NodeRole>,
    /// The eight words to read out.
    pub words: Vec<&'static str>,
    /// Whether a person here confirmed the words.
    pub confirmed: bool,
    /// Whether this side has paused it.
    pub paused: bool,
    /// When it was last heard.
    pub last_heard: Option<hearback_wire::clock::Millis>,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
}

/// How deliveries of a need's updates to threads stand. Counts of this node's own threads, for its moderators.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Deliveries {
    /// Handed to the bots, outcome not known yet.
    pub waiting: i64,
    /// Reached the thread.
    pub thread: i64,
    /// Reached another place.
    pub elsewhere: i64,
    /// Could not be reached.
    pub gone: i64,
}

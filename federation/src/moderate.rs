//! What a moderator decides about a need at the door, from the console or through a bot.
//!
//! Each decision names the hash of the words it is about, so that nobody decides about words they
//! have not read; and of two moderators at once, one wins.

mod keys;
mod merge;

use hearback_store::Tx;
use hearback_wire::id::{Hash, PersonKey};
use hearback_wire::intake::{
    AloneHeld, ApproveHeld, AskHeld, By, Did, EditHeld, MergeHeld, Refusal, RefuseHeld, UndoHeld,
    What,
};
use hearback_wire::reference::NeedRef;
use hearback_wire::status::Status;
use hearback_wire::vocabulary::Wording;

use self::keys::Mark;
use crate::audit::{Act, Via};
use crate::changes::note_change;
use crate::door::{Change, change_held, seen};
use crate::error::NodeError;
use crate::intake::Once;
use crate::node::Node;
use crate::release::{forget_author, leaving};
use crate::rows::HeldRow;

/// What a moderator decides.
#[derive(Debug, Clone)]
pub enum Decision {
    /// The moderator's key: these exact words may leave.
    Approve(ApproveHeld),
    /// Other words would be better: the person is asked, by diff.
    Edit(Box<EditHeld>),
    /// The person is asked something.
    Ask(AskHeld),
    /// It may not leave. The person may appeal once.
    Refuse(RefuseHeld),
    /// It asks for the same as a need that has left.
    Merge(MergeHeld),
    /// It may not leave yet after all, and is read once more.
    Undo(UndoHeld),
    /// It waited as long as it may, and leaves among fewer.
    Alone(AloneHeld),
}

/// From where a moderator decides.
#[derive(Debug, Clone, Copy)]
pub enum Desk<'a> {
    /// In the console, by somebody of this name: a form that is sent twice meets what it did the
    /// first time.
    Console(&'a str),
    /// In chat: a write that the bot may repeat.
    Chat(Once<'a>),
}

impl From<ApproveHeld> for Decision {
    fn from(put: ApproveHeld) -> Self {
        Self::Approve(put)
    }
}

impl From<EditHeld> for Decision {
    fn from(put: EditHeld) -> Self {
        Self::Edit(Box::new(put))
    }
}

impl From<AskHeld> for Decision {
    fn from(put: AskHeld) -> Self {
        Self::Ask(put)
    }
}

impl From<RefuseHeld> for Decision {
    fn from(put: RefuseHeld) -> Self {
        Self::Refuse(put)
    }
}

impl From<MergeHeld> for Decision {
    fn from(put: MergeHeld) -> Self {
        Self::Merge(put)
    }
}

impl From<UndoHeld> for Decision {
    fn from(put: UndoHeld) -> Self {
        Self::Undo(put)
    }
}

impl From<AloneHeld> for Decision {
    fn from(put: AloneHeld) -> Self {
        Self::Alone(put)
    }
}

impl Decision {
    /// The words that the moderator read.
    const fn hash(&self) -> Hash {
        match self {
            Self::Approve(put) => put.hash,
            Self::Edit(put) => put.hash,
            Self::Ask(put) => put.hash,
            Self::Refuse(put) => put.hash,
            Self::Merge(put) => put.hash,
            Self::Undo(put) => put.hash,
            Self::Alone(put) => put.hash,
        }
    }

    /// By which key its bot tells moderators apart, where it says so.
    const fn moderator(&self) -> Option<PersonKey> {
        match self {
            Self::Approve(put) => put.moderator,
            Self::Edit(put) => put.moderator,
            _ => None,
        }
    }

    /// The reason of a refusal.
    const fn reason(&self) -> Option<Refusal> {
        match self {
            Self::Refuse(put) => Some(put.reason),
            _ => None,
        }
    }

    /// The kind of write, under which a repeat of it is known.
    const fn code(&self) -> &'static str {
        match self {
            Self::Approve(_) => "approved",
            other => other.did().0.code(),
        }
    }

    /// For the bots that moderate, and to look back on. An approval can also be a first of two.
    const fn did(&self) -> (Did, Act) {
        match self {
            Self::Approve(_) => (Did::Approved, Act::Approve),
            Self::Edit(_) => (Did::Edited, Act::Edit),
            Self::Ask(_) => (Did::Asked, Act::Ask),
            Self::Refuse(_) => (Did::Refused, Act::Refuse),
            Self::Merge(_) => (Did::Merged, Act::Merge),
            Self::Undo(_) => (Did::Undone, Act::Undo),
            Self::Alone(_) => (Did::LetAlone, Act::Alone),
        }
    }
}

impl<'a> Desk<'a> {
    const fn by(self) -> By {
        match self {
            Self::Console(_) => By::Console,
            Self::Chat(_) => By::Chat,
        }
    }

    const fn via(self) -> Via {
        match self {
            Self::Console(_) => Via::Console,
            Self::Chat(_) => Via::Chat,
        }
    }

    const fn once(self) -> Option<Once<'a>> {
        match self {
            Self::Console(_) => None,
            Self::Chat(once) => Some(once),
        }
    }
}

impl Node {
    /// Carries out a moderator's decision, and notes that it was made and from where.
    ///
    /// # Errors
    /// [`NodeError::Conflict`] when the words or the status are no longer those that the moderator
    /// saw; [`NodeError::Invalid`] when words do not pass the gate.
    pub async fn moderate(
        &self,
        reference: NeedRef,
        decision: impl Into<Decision>,
        desk: Desk<'_>,
    ) -> Result<(), NodeError> {
        let (decision, by) = (decision.into(), desk.by());
        let reason = decision.reason();
        self.gate_decision(&decision)?;
        let mut tx = self.pool().begin().await?;
        if let Some(once) = desk.once() {
            if once.before::<()>(&mut tx, decision.code()).await?.is_some() {
                return Ok(());
            }
            once.remember(&mut tx, decision.code(), &()).await?;
        }
        let held = match &decision {
            Decision::Undo(_) | Decision::Alone(_) => {
                leaving(&mut tx, reference, decision.hash()).await?
            }
            _ => seen(&mut tx, reference, decision.hash()).await?,
        };
        let mark = Mark::of(self, desk, decision.moderator(), &held);
        let (did, act) = self.carry_out(&mut tx, &held, decision, &mark).await?;
        note_change(&mut tx, reference, did, by, reason).await?;
        self.audit(&mut tx, act, desk.via(), Some(reference))
            .await?;
        self.commit(tx).await
    }

    /// What a moderator writes passes the same gate as what people write.
    fn gate_decision(&self, decision: &Decision) -> Result<(), NodeError> {
        match decision {
            Decision::Approve(_) | Decision::Undo(_) | Decision::Alone(_) => Ok(()),
            Decision::Edit(put) => {
                self.gate_strictly(&put.content, Some(Wording::Changed), &put.waives)?;
                self.gate_words(put.words.as_str())
            }
            Decision::Ask(put) => self.gate_words(put.words.as_str()),
            Decision::Refuse(put) => self.gate_words(put.words.as_str()),
            Decision::Merge(put) => self.gate_words(put.words.as_str()),
        }
    }

    async fn carry_out(
        &self,
        tx: &mut Tx,
        held: &HeldRow,
        decision: Decision,
        mark: &Mark,
    ) -> Result<(Did, Act), NodeError> {
        let done = decision.did();
        match decision {
            Decision::Approve(put) => return self.approve(tx, held, &put, mark).await,
            Decision::Edit(put) => self.propose(tx, held, *put, mark).await?,
            Decision::Ask(AskHeld { words, .. }) => {
                let what = What::ModeratorAsks { words };
                self.hand_back(tx, held, Status::Clarifying, &what).await?;
            }
            Decision::Refuse(RefuseHeld { reason, words, .. }) => {
                let what = What::Refused {
                    reason,
                    words,
                    appeal: !held.appealed,
                };
                forget_author(tx, &held.reference).await?;
                self.hand_back(tx, held, Status::OutOfScope, &what).await?;
            }
            Decision::Merge(put) => self.merge(tx, held, put).await?,
            Decision::Undo(_) => self.hold_back(tx, held).await?,
            Decision::Alone(_) => self.let_leave_alone(tx, held).await?,
        }
        Ok(done)
    }

    /// Other words are proposed: the moderator's key stands for them, and the person is asked.
    async fn propose(
        &self,
        tx: &mut Tx,
        held: &HeldRow,
        put: EditHeld,
        mark: &Mark,
    ) -> Result<(), NodeError> {
        let EditHeld {
            hash,
            content: after,
            words,
            waives,
            ..
        } = put;
        if after.hash() == hash {
            return Err(NodeError::Invalid(
                "nothing was changed; approve it as it is".to_owned(),
            ));
        }
        let before = held.content()?;
        let change = Change {
            before: Some(&before),
            said: held.said.as_deref(),
            waives,
            first_by: Some(mark.as_str()),
            ..Change::of(held, Status::Clarifying, &after)
        };
        change_held(tx, held, &change).await?;
        let what = What::Edited {
            before: Box::new(before),
            after: Box::new(after),
            words,
        };
        self.tell_asker(tx, held, &what).await
    }

    /// Gives a need back to its person, its words as they were.
    async fn hand_back(
        &self,
        tx: &mut Tx,
        held: &HeldRow,
        status: Status,
        what: &What,
    ) -> Result<(), NodeError> {
        let content = held.content()?;
        change_held(tx, held, &Change::of(held, status, &content)).await?;
        self.tell_asker(tx, held, what).await
    }
}

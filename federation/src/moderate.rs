//! What a moderator decides about a need at the door, from the console or through a bot.
//!
//! Each decision names the hash of the words it is about, so that nobody decides about words they
//! have not read; and of two moderators at once, one wins.

use hearback_store::Tx;
use hearback_wire::content::Content;
use hearback_wire::id::Hash;
use hearback_wire::intake::{ApproveHeld, AskHeld, By, Did, EditHeld, Refusal, RefuseHeld, What};
use hearback_wire::reference::NeedRef;
use hearback_wire::status::Status;

use crate::audit::{Act, Via};
use crate::changes::note_change;
use crate::door::{Change, change_held, seen};
use crate::error::NodeError;
use crate::intake::Once;
use crate::node::Node;
use crate::rows::{HeldRow, read};

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
}

/// From where a moderator decides.
#[derive(Debug, Clone, Copy)]
pub enum Desk<'a> {
    /// In the console: a form that is sent twice meets what it did the first time.
    Console,
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

impl Decision {
    /// The words that the moderator read.
    const fn hash(&self) -> Hash {
        match self {
            Self::Approve(put) => put.hash,
            Self::Edit(put) => put.hash,
            Self::Ask(put) => put.hash,
            Self::Refuse(put) => put.hash,
        }
    }

    /// The reason of a refusal.
    const fn reason(&self) -> Option<Refusal> {
        match self {
            Self::Refuse(put) => Some(put.reason),
            Self::Approve(_) | Self::Edit(_) | Self::Ask(_) => None,
        }
    }

    /// For the bots that moderate, and to look back on.
    const fn did(&self) -> (Did, Act) {
        match self {
            Self::Approve(_) => (Did::Approved, Act::Approve),
            Self::Edit(_) => (Did::Edited, Act::Edit),
            Self::Ask(_) => (Did::Asked, Act::Ask),
            Self::Refuse(_) => (Did::Refused, Act::Refuse),
        }
    }
}

impl<'a> Desk<'a> {
    const fn by(self) -> By {
        match self {
            Self::Console => By::Console,
            Self::Chat(_) => By::Chat,
        }
    }

    const fn via(self) -> Via {
        match self {
            Self::Console => Via::Console,
            Self::Chat(_) => Via::Chat,
        }
    }

    const fn once(self) -> Option<Once<'a>> {
        match self {
            Self::Console => None,
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
        let (did, act) = decision.did();
        let reason = decision.reason();
        self.gate_decision(&decision)?;
        let mut tx = self.pool().begin().await?;
        if let Some(once) = desk.once() {
            if once.before::<()>(&mut tx, did.code()).await?.is_some() {
                return Ok(());
            }
            once.remember(&mut tx, did.code(), &()).await?;
        }
        let held = seen(&mut tx, reference, decision.hash()).await?;
        self.carry_out(&mut tx, &held, decision).await?;
        note_change(&mut tx, reference, did, by, reason).await?;
        self.audit(&mut tx, act, desk.via(), Some(reference))
            .await?;
        self.commit(tx).await
    }

    /// What a moderator writes passes the same gate as what people write.
    fn gate_decision(&self, decision: &Decision) -> Result<(), NodeError> {
        match decision {
            Decision::Approve(_) => Ok(()),
            Decision::Edit(put) => {
                self.gate(&put.content)?;
                self.gate_words(put.words.as_str())
            }
            Decision::Ask(put) => self.gate_words(put.words.as_str()),
            Decision::Refuse(put) => self.gate_words(put.words.as_str()),
        }
    }

    async fn carry_out(
        &self,
        tx: &mut Tx,
        held: &HeldRow,
        decision: Decision,
    ) -> Result<(), NodeError> {
        match decision {
            Decision::Approve(_) => self.let_leave(tx, held).await,
            Decision::Edit(put) => self.propose(tx, held, *put).await,
            Decision::Ask(AskHeld { words, .. }) => {
                let what = What::ModeratorAsks { words };
                self.hand_back(tx, held, Status::Clarifying, &what).await
            }
            Decision::Refuse(RefuseHeld { reason, words, .. }) => {
                let what = What::Refused {
                    reason,
                    words,
                    appeal: !held.appealed,
                };
                self.hand_back(tx, held, Status::OutOfScope, &what).await
            }
        }
    }

    async fn let_leave(&self, tx: &mut Tx, held: &HeldRow) -> Result<(), NodeError> {
        if held.approved != held.hash {
            return Err(NodeError::Conflict(
                "the person has not approved these words yet".to_owned(),
            ));
        }
        self.release(tx, held).await
    }

    async fn propose(&self, tx: &mut Tx, held: &HeldRow, put: EditHeld) -> Result<(), NodeError> {
        let EditHeld {
            hash,
            content: after,
            words,
        } = put;
        if after.hash() == hash {
            return Err(NodeError::Invalid(
                "nothing was changed; approve it as it is".to_owned(),
            ));
        }
        let before: Content = read("held.content", &held.content)?;
        let change = Change {
            status: Status::Clarifying,
            content: &after,
            before: Some(&before),
            said: held.said.as_deref(),
            appealed: held.appealed,
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
        let content = read("held.content", &held.content)?;
        let change = Change {
            status,
            content: &content,
            before: None,
            said: None,
            appealed: held.appealed,
        };
        change_held(tx, held, &change).await?;
        self.tell_asker(tx, held, what).await
    }
}

//! What a person answers: to an edit of their words, to a question, to a refusal.

use hearback_anonymise::is_paraphrase;
use hearback_store::{Tx, with_tx};
use hearback_wire::content::Content;
use hearback_wire::id::{Handle, RecId};
use hearback_wire::intake::{Approve, By, Did, PutReply, ReplyTo};
use hearback_wire::status::{Actor, Status};
use hearback_wire::vocabulary::Wording;

use super::{Once, held_by_handle, listener};
use crate::changes::note_change;
use crate::door::{Change, change_held, changed_before};
use crate::error::NodeError;
use crate::gate::texts;
use crate::node::Node;
use crate::notify::reference_of;
use crate::rows::{HeldRow, parse, read};

impl Node {
    /// The person's answer to a moderator's edit. Yes is the second key, unless two moderators must
    /// approve the words; no puts the person's own words back before the moderator.
    ///
    /// # Errors
    /// [`NodeError::Conflict`] when the edit is no longer the one that was shown.
    pub async fn answer_edit(&self, bot: &str, put: Approve, token: &str) -> Result<(), NodeError> {
        const KEY: &str = "UPDATE held SET approved = hash, before = NULL, status = 'logged', \
            wording = $3 WHERE reference = $1 AND hash = $2 AND status = 'clarifying' AND released = FALSE";
        let once = Once { bot, token };
        let mut tx = self.pool().begin().await?;
        if once.before::<()>(&mut tx, "approval").await?.is_some() {
            return Ok(());
        }
        let held = held_by_handle(&mut tx, bot, put.handle).await?;
        let before = held.before.as_deref().ok_or_else(changed_before)?;
        if held.hash != put.content.to_string() || held.status != Status::Clarifying.code() {
            return Err(changed_before());
        }
        if put.yes {
            let wording = wording_after(&held, before)?;
            let rows = with_tx!(&mut tx, |t| sqlx::query(KEY)
                .bind(&held.reference)
                .bind(&held.hash)
                .bind(wording.map(Wording::code))
                .execute(t)
                .await
                .map(|r| r.rows_affected()))?;
            hearback_store::expect_rows("the person's key", rows, 1)?;
            self.second_key(&mut tx, &held.reference).await?;
        } else {
            let own: Content = read("held.before", before)?;
            let change = Change {
                said: Some("The person would rather keep their own words."),
                ..Change::of(&held, Status::Logged, &own)
            };
            change_held(&mut tx, &held, &change).await?;
        }
        let reference = parse("held.reference", &held.reference)?;
        note_change(&mut tx, reference, Did::Replied, By::Person, None).await?;
        once.remember(&mut tx, "approval", &()).await?;
        self.commit(tx).await
    }

    /// What the person says to a moderator, to a producer, or in appeal.
    ///
    /// # Errors
    /// [`NodeError::Conflict`] when nothing was asked, or the one appeal is spent.
    pub async fn put_reply(&self, bot: &str, put: PutReply, token: &str) -> Result<(), NodeError> {
        self.gate_words(put.words.as_str())?;
        if matches!(put.to, ReplyTo::Question { .. }) {
            self.gate_names(put.words.as_str())?;
        }
        let once = Once { bot, token };
        let mut tx = self.pool().begin().await?;
        if once.before::<()>(&mut tx, "reply").await?.is_some() {
            return Ok(());
        }
        match put.to {
            ReplyTo::Question { question } => {
                self.hold_reply(&mut tx, bot, put.handle, question, put.words.as_str())
                    .await?;
            }
            ReplyTo::Moderator {} => {
                let held = held_by_handle(&mut tx, bot, put.handle).await?;
                back_to_queue(
                    &mut tx,
                    &held,
                    Status::Clarifying,
                    put.words.as_str(),
                    held.appealed,
                )
                .await?;
            }
            ReplyTo::Refusal {} => {
                let held = held_by_handle(&mut tx, bot, put.handle).await?;
                if held.appealed {
                    return Err(NodeError::Conflict(
                        "the one appeal has been used".to_owned(),
                    ));
                }
                let merged = held.status == Status::Merged.code();
                let from = if merged {
                    self.part(&mut tx, &held).await?;
                    Status::Merged
                } else {
                    Status::OutOfScope
                };
                back_to_queue(&mut tx, &held, from, put.words.as_str(), true).await?;
            }
        }
        once.remember(&mut tx, "reply", &()).await?;
        self.commit(tx).await
    }

    async fn hold_reply(
        &self,
        tx: &mut Tx,
        bot: &str,
        handle: Handle,
        question: RecId,
        words: &str,
    ) -> Result<(), NodeError> {
        const SQL: &str = "INSERT INTO held_reply (id, question, reference, words, approved) \
            VALUES ($1, $2, $3, $4, FALSE)";
        // Known again by its words: whoever sends it once more after the key of the write has ended says it
        // once all the same.
        const SAID: &str = "SELECT (SELECT COUNT(*) FROM held_reply WHERE question = $1 AND words = $2) \
            + (SELECT COUNT(*) FROM answered WHERE question = $1 AND words = $2)";
        const ASKED: &str = "SELECT q.node || '/' || q.rec FROM question q JOIN referral r \
            ON q.referral = r.node || '/' || r.rec WHERE q.rec = $1 AND r.need = $2";
        let listening = listener(tx, bot, handle).await?.filter(|l| l.asker);
        let listening = listening.ok_or(NodeError::NotFound("this thread was asked nothing"))?;
        let asked: Option<(String,)> = with_tx!(&mut *tx, |t| sqlx::query_as(ASKED)
            .bind(question.to_string())
            .bind(&listening.need)
            .fetch_optional(t)
            .await)?;
        let (question,) = asked.ok_or(NodeError::NotFound("there is no such question"))?;
        let (said,): (i64,) = with_tx!(&mut *tx, |t| sqlx::query_as(SAID)
            .bind(&question)
            .bind(words)
            .fetch_one(t)
            .await)?;
        if said > 0 {
            return Ok(());
        }
        let reference = reference_of(tx, &parse("listener.need", &listening.need)?).await?;
        with_tx!(tx, |t| sqlx::query(SQL)
            .bind(RecId::draw(self.chance()).to_string())
            .bind(question)
            .bind(reference.map(|r| r.to_string()).unwrap_or_default())
            .bind(words)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }
}

/// Puts a need back before the moderators with what the person said.
async fn back_to_queue(
    tx: &mut Tx,
    held: &HeldRow,
    from: Status,
    said: &str,
    appealed: bool,
) -> Result<(), NodeError> {
    const SQL: &str = "UPDATE held SET status = 'logged', said = $2, appealed = $3, \
        first_by = NULL, settled_day = NULL \
        WHERE reference = $1 AND status = $4 AND before IS NULL AND released = FALSE";
    // An appeal is allowed by the table as out_of_scope or merged → confirmed; the moderators' second
    // look comes first, so the need waits as logged until they have taken it.
    if from == Status::Clarifying {
        from.check(Status::Logged, Actor::Intermediary)?;
    }
    let rows = with_tx!(tx, |t| sqlx::query(SQL)
        .bind(&held.reference)
        .bind(said)
        .bind(appealed)
        .bind(from.code())
        .execute(t)
        .await
        .map(|r| r.rows_affected()))?;
    if rows != 1 {
        return Err(changed_before());
    }
    let did = if from == Status::Clarifying {
        Did::Replied
    } else {
        Did::Appealed
    };
    let reference = parse("held.reference", &held.reference)?;
    note_change(tx, reference, did, By::Person, None).await
}

/// How near the words are to those first written, after a moderator put others in the place of
/// `before`: a comma more does not make them other words.
fn wording_after(held: &HeldRow, before: &str) -> Result<Option<Wording>, NodeError> {
    let said = |content: &Content| texts(content).collect::<Vec<_>>().join(" ");
    let before: Content = read("held.before", before)?;
    if is_paraphrase(&said(&before), &said(&held.content()?)) {
        Ok(Some(Wording::Changed))
    } else {
        Ok(held.wording()?)
    }
}

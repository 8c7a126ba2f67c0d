//! The door: needs that a person approved and a moderator has not yet. Both keys name the hash of
//! the same words; any change to the words asks the person again.

use hearback_matching::{Calendar, add_working_days};
use hearback_store::{Tx, with_pool, with_tx};
use hearback_wire::body::{Body, Checks, Need};
use hearback_wire::content::Content;
use hearback_wire::day::{Day, Week};
use hearback_wire::event::LogName;
use hearback_wire::id::{Hash, RecId, RecordKey};
use hearback_wire::intake::{FindSimilar, Refusal, What};
use hearback_wire::reference::NeedRef;
use hearback_wire::status::{Actor, Status};
use hearback_wire::text::Words;
use hearback_wire::vocabulary::{Approver, Band};

use crate::error::NodeError;
use crate::node::Node;
use crate::rows::{HeldRow, parse, read};
use crate::updates::{Target, tell};
use crate::view::HeldNeed;

/// The version of the rules that needs are checked by before they leave.
const RULES: u16 = 1;
/// Working days in which a moderator should have read a need.
const READ_DAYS: u16 = 5;

const ALL: &str = "SELECT reference, rec, bot, handle, status, content, hash, approved, before, said, \
    appealed, released, created_day FROM held WHERE released = FALSE AND status IN ('logged', 'clarifying') \
    ORDER BY created_day, reference";
const ONE: &str = "SELECT reference, rec, bot, handle, status, content, hash, approved, before, said, \
    appealed, released, created_day FROM held WHERE reference = $1";

/// The day by which a moderator should have read what was said on a day.
pub(crate) fn read_by(said: Day) -> Day {
    add_working_days(said.date(), READ_DAYS, Calendar::EnglandAndWales)
        .date
        .into()
}

impl Node {
    /// Needs that wait for a moderator or for their person, the oldest first.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn queue(&self) -> Result<Vec<HeldNeed>, NodeError> {
        let rows: Vec<HeldRow> =
            with_pool!(self.pool(), |p| sqlx::query_as(ALL).fetch_all(p).await)?;
        rows.iter().map(held_view).collect()
    }

    /// One need at the door, with those that are alike.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn held(&self, reference: NeedRef) -> Result<Option<HeldNeed>, NodeError> {
        let row: Option<HeldRow> = with_pool!(self.pool(), |p| sqlx::query_as(ONE)
            .bind(reference.to_string())
            .fetch_optional(p)
            .await)?;
        let Some(row) = row.filter(|row| !row.released) else {
            return Ok(None);
        };
        let mut held = held_view(&row)?;
        let find = FindSimilar {
            statement: held.content.statement.clone(),
            top: 5,
        };
        held.similar = self.similar(&find).await?;
        Ok(Some(held))
    }

    /// The moderator's key: these exact words may leave.
    ///
    /// # Errors
    /// [`NodeError::Conflict`] when the words or the status are no longer those the moderator saw.
    pub async fn approve(&self, reference: NeedRef, hash: Hash) -> Result<(), NodeError> {
        let mut tx = self.pool().begin().await?;
        let held = seen(&mut tx, reference, hash).await?;
        if held.approved != held.hash {
            return Err(NodeError::Conflict(
                "the person has not approved these words yet".to_owned(),
            ));
        }
        self.release(&mut tx, &held).await?;
        self.audit(&mut tx, "approve", Some(reference)).await?;
        self.commit(tx).await
    }

    /// A moderator would have other words: the person is asked, by diff.
    ///
    /// # Errors
    /// As [`Self::approve`]; [`NodeError::Invalid`] when the new words do not pass the gate.
    pub async fn edit(
        &self,
        reference: NeedRef,
        hash: Hash,
        after: Content,
        words: Words,
    ) -> Result<(), NodeError> {
        self.gate(&after)?;
        self.gate_words(words.as_str())?;
        let mut tx = self.pool().begin().await?;
        let held = seen(&mut tx, reference, hash).await?;
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
        change_held(&mut tx, &held, &change).await?;
        let what = What::Edited {
            before: Box::new(before),
            after: Box::new(after),
            words,
        };
        self.tell_asker(&mut tx, &held, &what).await?;
        self.audit(&mut tx, "edit", Some(reference)).await?;
        self.commit(tx).await
    }

    /// A moderator asks the person something.
    ///
    /// # Errors
    /// As [`Self::edit`].
    pub async fn ask(&self, reference: NeedRef, hash: Hash, words: Words) -> Result<(), NodeError> {
        self.gate_words(words.as_str())?;
        self.decide(reference, hash, Status::Clarifying, "ask", |_| {
            What::ModeratorAsks { words }
        })
        .await
    }

    /// A moderator will not let it leave, and says why. The person may appeal once.
    ///
    /// # Errors
    /// As [`Self::edit`].
    pub async fn refuse(
        &self,
        reference: NeedRef,
        hash: Hash,
        reason: Refusal,
        words: Words,
    ) -> Result<(), NodeError> {
        self.gate_words(words.as_str())?;
        let what = |held: &HeldRow| What::Refused {
            reason,
            words,
            appeal: !held.appealed,
        };
        self.decide(reference, hash, Status::OutOfScope, "refuse", what)
            .await
    }

    async fn decide(
        &self,
        reference: NeedRef,
        hash: Hash,
        status: Status,
        action: &str,
        what: impl FnOnce(&HeldRow) -> What,
    ) -> Result<(), NodeError> {
        let mut tx = self.pool().begin().await?;
        let held = seen(&mut tx, reference, hash).await?;
        let content = read("held.content", &held.content)?;
        let change = Change {
            status,
            content: &content,
            before: None,
            said: None,
            appealed: held.appealed,
        };
        change_held(&mut tx, &held, &change).await?;
        let what = what(&held);
        self.tell_asker(&mut tx, &held, &what).await?;
        self.audit(&mut tx, action, Some(reference)).await?;
        self.commit(tx).await
    }

    /// Lets a need leave. Both keys were checked by the caller.
    pub(crate) async fn release(&self, tx: &mut Tx, held: &HeldRow) -> Result<(), NodeError> {
        const DONE: &str = "UPDATE held SET released = TRUE, status = 'confirmed' \
            WHERE reference = $1 AND released = FALSE";
        const LISTEN: &str =
            "INSERT INTO listener (handle, bot, need, asker) VALUES ($1, $2, $3, TRUE)";
        let reference = parse("held.reference", &held.reference)?;
        let key = RecordKey {
            node: self.id().clone(),
            rec: parse("held.rec", &held.rec)?,
        };
        let content: Content = read("held.content", &held.content)?;
        self.gate(&content)?;
        let rows = with_tx!(&mut *tx, |t| sqlx::query(DONE)
            .bind(&held.reference)
            .execute(t)
            .await
            .map(|r| r.rows_affected()))?;
        hearback_store::expect_rows("releasing a need", rows, 1)?;
        let need = Need {
            reference,
            content,
            voices: Band::Under10,
            released: Week::of(self.today()),
            checks: Checks {
                rules: RULES,
                approved_by: vec![Approver::Person, Approver::Moderator],
            },
        };
        self.append(tx, LogName::Shared, key.rec, &Body::Need(Box::new(need)))
            .await?;
        with_tx!(&mut *tx, |t| sqlx::query(LISTEN)
            .bind(&held.handle)
            .bind(&held.bot)
            .bind(key.to_string())
            .execute(t)
            .await
            .map(|_| ()))?;
        self.tell_asker(tx, held, &What::Released {}).await
    }

    /// Tells the person behind a need at the door. What is told depends on where the need stands,
    /// so each step has an id of its own.
    pub(crate) async fn tell_asker(
        &self,
        tx: &mut Tx,
        held: &HeldRow,
        what: &What,
    ) -> Result<(), NodeError> {
        let target = Target {
            bot: &held.bot,
            handle: parse("held.handle", &held.handle)?,
            reference: parse("held.reference", &held.reference)?,
        };
        let happened = Hash::of(&[b"door", RecId::draw(self.chance()).to_string().as_bytes()]);
        tell(tx, &target, &happened, what).await
    }
}

/// What a need at the door becomes.
pub(crate) struct Change<'a> {
    pub(crate) status: Status,
    pub(crate) content: &'a Content,
    pub(crate) before: Option<&'a Content>,
    pub(crate) said: Option<&'a str>,
    pub(crate) appealed: bool,
}

/// Changes a need at the door if it still is as it was read: of two at once, one wins.
pub(crate) async fn change_held(
    tx: &mut Tx,
    held: &HeldRow,
    change: &Change<'_>,
) -> Result<(), NodeError> {
    const SQL: &str = "UPDATE held SET status = $2, content = $3, hash = $4, before = $5, said = $6, \
        appealed = $7 WHERE reference = $1 AND status = $8 AND hash = $9 AND released = FALSE";
    let from: Status = parse("held.status", &held.status)?;
    if from != change.status {
        from.check(change.status, Actor::Intermediary)?;
    }
    let rows = with_tx!(tx, |t| sqlx::query(SQL)
        .bind(&held.reference)
        .bind(change.status.code())
        .bind(change.content.canonical())
        .bind(change.content.hash().to_string())
        .bind(change.before.map(Content::canonical))
        .bind(change.said)
        .bind(change.appealed)
        .bind(&held.status)
        .bind(&held.hash)
        .execute(t)
        .await
        .map(|r| r.rows_affected()))?;
    if rows == 1 {
        Ok(())
    } else {
        Err(changed_before())
    }
}

pub(crate) fn changed_before() -> NodeError {
    NodeError::Conflict(
        "somebody changed or decided this before you; please look at it again".to_owned(),
    )
}

/// The need that a moderator acts on, if it waits for one and is what they saw.
async fn seen(tx: &mut Tx, reference: NeedRef, hash: Hash) -> Result<HeldRow, NodeError> {
    let held = held_row(tx, reference).await?;
    let waits = held.status == Status::Logged.code() && !held.released;
    if waits && held.hash == hash.to_string() {
        Ok(held)
    } else {
        Err(changed_before())
    }
}

pub(crate) async fn held_row(tx: &mut Tx, reference: NeedRef) -> Result<HeldRow, NodeError> {
    let row: Option<HeldRow> = with_tx!(tx, |t| sqlx::query_as(ONE)
        .bind(reference.to_string())
        .fetch_optional(t)
        .await)?;
    row.ok_or(NodeError::NotFound(
        "there is no need with this reference at the door",
    ))
}

fn held_view(row: &HeldRow) -> Result<HeldNeed, NodeError> {
    let created: Day = parse("held.created_day", &row.created_day)?;
    Ok(HeldNeed {
        reference: parse("held.reference", &row.reference)?,
        content: read("held.content", &row.content)?,
        hash: parse("held.hash", &row.hash)?,
        status: parse("held.status", &row.status)?,
        before: row
            .before
            .as_deref()
            .map(|json| read("held.before", json))
            .transpose()?,
        said: row.said.clone(),
        appealed: row.appealed,
        read_by: read_by(created),
        similar: Vec::new(),
    })
}

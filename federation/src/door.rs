//! The door: needs that a person approved and that have not left. Both keys name the hash of the same
//! words; any change to the words asks the person again.

use hearback_matching::{Calendar, add_working_days};
use hearback_store::{Tx, with_pool, with_tx};
use hearback_wire::content::Content;
use hearback_wire::day::Day;
use hearback_wire::id::{Hash, RecId};
use hearback_wire::intake::{FindSimilar, Held, Waives, What};
use hearback_wire::reference::NeedRef;
use hearback_wire::status::{Actor, Status};
use hearback_wire::vocabulary::Audience;

use crate::error::NodeError;
use crate::node::Node;
use crate::release::Crowds;
use crate::rows::{HeldRow, parse, read, select_held};
use crate::updates::{Target, tell};

/// Working days in which a moderator should have read a need.
const READ_DAYS: u16 = 5;

const ALL: &str = select_held!(
    "WHERE released = FALSE AND status IN ('logged', 'clarifying', 'confirmed') \
     ORDER BY created_day, reference"
);
const ONE: &str = select_held!("WHERE reference = $1");

/// The day by which a moderator should have read what was said on a day.
pub(crate) fn read_by(said: Day) -> Day {
    add_working_days(said.date(), READ_DAYS, Calendar::EnglandAndWales)
        .date
        .into()
}

impl Node {
    /// Needs that wait for a moderator, for their person or to leave, the oldest first.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn queue(&self) -> Result<Vec<Held>, NodeError> {
        let rows = self.at_the_door().await?;
        let crowds = self.crowds(&rows)?;
        rows.iter()
            .map(|row| self.held_view(row, &crowds))
            .collect()
    }

    async fn at_the_door(&self) -> Result<Vec<HeldRow>, NodeError> {
        Ok(with_pool!(self.pool(), |p| sqlx::query_as(ALL)
            .fetch_all(p)
            .await)?)
    }

    /// One need at the door, with those that are alike; none once it was decided or taken back.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn held(&self, reference: NeedRef) -> Result<Option<Held>, NodeError> {
        let row: Option<HeldRow> = with_pool!(self.pool(), |p| sqlx::query_as(ONE)
            .bind(reference.to_string())
            .fetch_optional(p)
            .await)?;
        let Some(row) = row.filter(is_at_the_door) else {
            return Ok(None);
        };
        let crowds = self.crowds(&self.at_the_door().await?)?;
        let mut held = self.held_view(&row, &crowds)?;
        let find = FindSimilar {
            statement: held.content.statement.clone(),
            top: 5,
        };
        held.similar = self.similar(&find, Audience::Named).await?;
        Ok(Some(held))
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
    /// What was answered for about the words as they become.
    pub(crate) waives: Waives,
    /// The moderator whose key stands for the words as they become.
    pub(crate) first_by: Option<&'a str>,
}

impl<'a> Change<'a> {
    /// Another status with the words as they are; nobody's key stands.
    pub(crate) fn of(held: &HeldRow, status: Status, content: &'a Content) -> Self {
        Self {
            status,
            content,
            before: None,
            said: None,
            appealed: held.appealed,
            waives: Waives::default(),
            first_by: None,
        }
    }
}

/// Changes a need at the door if it still is as it was read: of two at once, one wins.
pub(crate) async fn change_held(
    tx: &mut Tx,
    held: &HeldRow,
    change: &Change<'_>,
) -> Result<(), NodeError> {
    const SQL: &str = "UPDATE held SET status = $2, content = $3, hash = $4, before = $5, said = $6, \
        appealed = $7, waived = $10, first_by = $11, two = FALSE, audience = 'public', leaves = NULL \
        WHERE reference = $1 AND status = $8 AND hash = $9 AND released = FALSE";
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
        .bind(serde_json::to_string(&change.waives)?)
        .bind(change.first_by)
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

/// Whether a need has neither left nor been refused or taken back.
fn is_at_the_door(held: &HeldRow) -> bool {
    let open = [Status::Logged, Status::Clarifying, Status::Confirmed].map(Status::code);
    !held.released && open.contains(&held.status.as_str())
}

/// Whether a need waits for a moderator, and not for its person.
fn waits(held: &HeldRow) -> bool {
    held.status == Status::Logged.code() && !held.released
}

/// The need that a moderator acts on, if it waits for one and is what they saw.
pub(crate) async fn seen(
    tx: &mut Tx,
    reference: NeedRef,
    hash: Hash,
) -> Result<HeldRow, NodeError> {
    let held = held_row(tx, reference).await?;
    if waits(&held) && held.hash == hash.to_string() {
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

impl Node {
    /// A need at the door as moderators see it.
    fn held_view(&self, row: &HeldRow, crowds: &Crowds) -> Result<Held, NodeError> {
        let created: Day = parse("held.created_day", &row.created_day)?;
        let content = row.content()?;
        // Only where a moderator can do something about it: this reads every word.
        let (unmet, second, public) = if waits(row) {
            let waives = row.waives()?;
            let unmet = self.unmet(&content, row.wording()?, &waives);
            // Whoever lets it leave answers for what is not met.
            let answered = !(unmet.is_empty() && waives.is_empty());
            let public = self.public_reasons(&content, answered);
            (unmet, self.second_reasons(&content), public)
        } else {
            Default::default()
        };
        Ok(Held {
            reference: parse("held.reference", &row.reference)?,
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
            said_on: created,
            waits: waits(row),
            removed: read("held.removed", &row.removed)?,
            similar: Vec::new(),
            leaves: self.leaves(row, crowds)?,
            unmet,
            public: if second.is_empty() {
                public
            } else {
                Vec::new()
            },
            second,
            first: row.first_by.is_some(),
            content,
        })
    }
}

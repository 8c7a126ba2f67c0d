//! A window is carried out: who leaves is chosen, shuffled and appended, all in one transaction, so
//! that a crash leaves all of it done or none.

use hearback_store::{Tx, with_pool, with_tx};
use hearback_wire::body::{Body, Checks, Need};
use hearback_wire::chance::{Chance, draw};
use hearback_wire::clock::Millis;
use hearback_wire::content::{Content, Origin};
use hearback_wire::day::{Day, Week};
use hearback_wire::event::LogName;
use hearback_wire::id::RecordKey;
use hearback_wire::intake::{By, Did};
use hearback_wire::vocabulary::{Approver, Band, Waived, Wording};
use jiff::civil::Date;

use super::choose::{Fate, Waiting};
use super::departure::Leaving;
use super::{Schedule, Windows};
use crate::changes::note_change;
use crate::door::changed_before;
use crate::error::NodeError;
use crate::node::Node;
use crate::rows::{HeldRow, parse, select_held};

/// The version of the rules that needs are checked by before they leave.
const RULES: u16 = 2;
/// Seconds until the next look where nothing waits for a window.
const IDLE_SECONDS: i64 = 3600;

impl Node {
    /// Carries out what is due. Returns the moment of the next window, or of its opening where its
    /// moment has not been drawn.
    ///
    /// # Errors
    /// [`NodeError::Store`]: nothing has left, and it can be tried again.
    pub async fn release_due(&self) -> Result<Millis, NodeError> {
        match &self.0.settings.release {
            Schedule::AtOnce => self.release_all().await,
            Schedule::Windows(windows) => {
                let needs = self.depart(windows, Leaving::Needs).await?;
                let later = self.depart(&windows.daily(), Leaving::Later).await?;
                Ok(needs.min(later))
            }
        }
    }

    /// What still waits from a time when this node had windows.
    async fn release_all(&self) -> Result<Millis, NodeError> {
        let next = self.now().plus_seconds(IDLE_SECONDS);
        if !self.something_waits().await? && !self.later_waits().await? {
            return Ok(next);
        }
        let mut tx = self.pool().begin().await?;
        for held in lock_leaving(&mut tx, Day::from(Date::MAX)).await? {
            self.let_go(&mut tx, &held, Fate::Leaves).await?;
        }
        self.let_later_go(&mut tx, Day::from(Date::MAX)).await?;
        self.commit(tx).await?;
        Ok(next)
    }

    /// Lets those needs go that find enough others.
    pub(super) async fn let_needs_go(
        &self,
        tx: &mut Tx,
        windows: &Windows,
        (day, next): (Day, Day),
    ) -> Result<(), NodeError> {
        // First, so that a need that leaves now spends nothing on a count of one.
        self.say_counts(tx).await?;
        let waiting = lock_leaving(tx, day).await?;
        let known: Vec<Waiting> = waiting
            .iter()
            .map(HeldRow::waiting)
            .collect::<Result<_, _>>()?;
        let mut all: Vec<(HeldRow, Fate)> =
            waiting.into_iter().zip(windows.fates(&known)).collect();
        shuffle(self.chance(), &mut all);
        for (held, fate) in &all {
            match fate {
                Fate::Stays => self.stay(tx, windows, held, next).await?,
                fate => self.let_go(tx, held, *fate).await?,
            }
        }
        let left = all.iter().filter(|(_, fate)| *fate != Fate::Stays).count();
        tracing::info!(
            left,
            stayed = all.len() - left,
            "a release window was carried out"
        );
        Ok(())
    }

    /// Lets a need leave that was confirmed; one that the gate no longer lets pass is read again.
    async fn let_go(&self, tx: &mut Tx, held: &HeldRow, fate: Fate) -> Result<(), NodeError> {
        let mut content = held.content()?;
        if fate == Fate::LeavesUnspecified {
            content.origin = Origin::Unspecified;
        }
        let (wording, waives) = (held.wording()?, held.waives()?);
        if self.gate_strictly(&content, wording, &waives).is_err() {
            // Which words, only those who read it again may know.
            tracing::warn!(
                reference = held.reference,
                "a need does not pass the gate any more and is read again before it leaves"
            );
            self.hold_back(tx, held).await?;
            let reference = parse("held.reference", &held.reference)?;
            return note_change(tx, reference, Did::Undone, By::Schedule, None).await;
        }
        self.leave(tx, held, &content).await?;
        let reference = parse("held.reference", &held.reference)?;
        note_change(tx, reference, Did::Left, By::Schedule, None).await
    }

    /// Appends a need that was confirmed, forgets who wrote it, and has its thread listen to it.
    pub(super) async fn leave(
        &self,
        tx: &mut Tx,
        held: &HeldRow,
        content: &Content,
    ) -> Result<(), NodeError> {
        const DONE: &str = "UPDATE held SET released = TRUE, author = NULL, leaves = NULL \
            WHERE reference = $1 AND status = 'confirmed' AND hash = $2 AND released = FALSE";
        const LISTEN: &str =
            "INSERT INTO listener (handle, bot, need, asker) VALUES ($1, $2, $3, TRUE)";
        let rows = with_tx!(&mut *tx, |t| sqlx::query(DONE)
            .bind(&held.reference)
            .bind(&held.hash)
            .execute(t)
            .await
            .map(|r| r.rows_affected()))?;
        if rows != 1 {
            return Err(changed_before());
        }
        let key = RecordKey {
            node: self.id().clone(),
            rec: parse("held.rec", &held.rec)?,
        };
        let need = self.need_of(held, content)?;
        self.append(tx, LogName::Shared, key.rec, &Body::Need(Box::new(need)))
            .await?;
        with_tx!(tx, |t| sqlx::query(LISTEN)
            .bind(&held.handle)
            .bind(&held.bot)
            .bind(key.to_string())
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    fn need_of(&self, held: &HeldRow, content: &Content) -> Result<Need, NodeError> {
        Ok(Need {
            reference: parse("held.reference", &held.reference)?,
            content: content.clone(),
            voices: Band::Under10,
            released: Week::of(self.today()),
            checks: checks(held)?,
            audience: self.audience_of(held, content)?,
        })
    }

    /// A need waits for one window more. Its moderators are told when it has waited as long as it may.
    async fn stay(
        &self,
        tx: &mut Tx,
        windows: &Windows,
        held: &HeldRow,
        next: Day,
    ) -> Result<(), NodeError> {
        const SQL: &str = "UPDATE held SET waited = waited + 1, leaves = $2 WHERE reference = $1";
        with_tx!(&mut *tx, |t| sqlx::query(SQL)
            .bind(&held.reference)
            .bind(next.to_string())
            .execute(t)
            .await
            .map(|_| ()))?;
        if held.waited + 1 != i64::from(windows.hold) {
            return Ok(());
        }
        let reference = parse("held.reference", &held.reference)?;
        note_change(tx, reference, Did::Overdue, By::Schedule, None).await
    }

    async fn something_waits(&self) -> Result<bool, NodeError> {
        const SQL: &str =
            "SELECT COUNT(*) FROM held WHERE status = 'confirmed' AND released = FALSE";
        let (count,): (i64,) = with_pool!(self.pool(), |p| sqlx::query_as(SQL).fetch_one(p).await)?;
        Ok(count > 0)
    }
}

/// How a need was checked: which roles approved it, and which rules somebody answered for.
fn checks(held: &HeldRow) -> Result<Checks, NodeError> {
    let mut approved_by = vec![Approver::Person, Approver::Moderator];
    if held.two {
        approved_by.push(Approver::SecondModerator);
    }
    let answered = held.waives()?;
    let mut waived = answered.rules;
    if held.wording()? == Some(Wording::Own) {
        waived.insert(Waived::OwnWords);
    }
    if !answered.names.is_empty() {
        waived.insert(Waived::Names);
    }
    Ok(Checks {
        rules: RULES,
        approved_by,
        waived: waived.into_iter().collect(),
    })
}

/// What may leave by a day, each row held until the commit: nothing of it is taken back meanwhile.
async fn lock_leaving(tx: &mut Tx, day: Day) -> Result<Vec<HeldRow>, NodeError> {
    const LOCK: &str = "UPDATE held SET status = status \
        WHERE status = 'confirmed' AND released = FALSE AND leaves <= $1";
    const READ: &str = select_held!(
        "WHERE status = 'confirmed' AND released = FALSE AND leaves <= $1 ORDER BY reference"
    );
    with_tx!(&mut *tx, |t| sqlx::query(LOCK)
        .bind(day.to_string())
        .execute(t)
        .await
        .map(|_| ()))?;
    Ok(with_tx!(tx, |t| sqlx::query_as(READ)
        .bind(day.to_string())
        .fetch_all(t)
        .await)?)
}

/// Puts things in an order that says nothing of how they came.
pub(super) fn shuffle<T>(chance: &dyn Chance, all: &mut [T]) {
    for last in (1..all.len()).rev() {
        let bound = u64::try_from(last).unwrap_or(u64::MAX).saturating_add(1);
        let drawn = u64::from_be_bytes(draw(chance)) % bound;
        all.swap(last, usize::try_from(drawn).unwrap_or(last));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearback_wire::chance::SeededChance;

    #[test]
    fn every_order_of_three_comes_about_as_often() {
        let chance = SeededChance::new(7);
        let mut seen = std::collections::BTreeMap::new();
        for _ in 0..6000 {
            let mut all = [1, 2, 3];
            shuffle(&chance, &mut all);
            *seen.entry(all).or_insert(0) += 1;
        }
        assert_eq!(seen.len(), 6);
        assert!(seen.values().all(|n| (850..1150).contains(n)), "{seen:?}");
    }
}

//! From both keys to the window: a need is confirmed, waits, and can be taken back until it leaves.

use hearback_store::{Tx, with_tx};
use hearback_wire::id::Hash;
use hearback_wire::intake::What;
use hearback_wire::reference::NeedRef;
use hearback_wire::status::{Actor, Status};
use hearback_wire::vocabulary::Audience;

use super::Schedule;
use crate::door::{changed_before, held_row};
use crate::error::NodeError;
use crate::node::Node;
use crate::rows::{HeldRow, parse};

impl Node {
    /// Both keys let a need go, and were checked by the caller: it waits for its window, and its
    /// person is told when that is. Where needs leave at once, it leaves.
    pub(crate) async fn confirm(&self, tx: &mut Tx, held: &HeldRow) -> Result<(), NodeError> {
        const SQL: &str = "UPDATE held SET status = 'confirmed', leaves = $3, waited = 0, \
            alone = FALSE, first_by = NULL WHERE reference = $1 AND hash = $2 AND status = 'logged' \
            AND released = FALSE";
        let content = held.content()?;
        self.gate_strictly(&content, held.wording()?, &held.waives()?)?;
        let from: Status = parse("held.status", &held.status)?;
        from.check(Status::Confirmed, Actor::Intermediary)?;
        let leaves = match &self.0.settings.release {
            Schedule::AtOnce => self.today(),
            Schedule::Windows(windows) => windows.next(self.now()),
        };
        let rows = with_tx!(&mut *tx, |t| sqlx::query(SQL)
            .bind(&held.reference)
            .bind(&held.hash)
            .bind(leaves.to_string())
            .execute(t)
            .await
            .map(|r| r.rows_affected()))?;
        if rows != 1 {
            return Err(changed_before());
        }
        let at_once = self.0.settings.release == Schedule::AtOnce;
        if at_once {
            self.leave(tx, held, &content).await?;
        }
        let what = match (self.audience_of(held, &content)?, at_once) {
            (Audience::Public, true) => What::Released {},
            (Audience::Public, false) => What::Accepted { leaves },
            (Audience::Named, at_once) => What::Named {
                leaves: (!at_once).then_some(leaves),
            },
        };
        self.tell_asker(tx, held, &what).await
    }

    /// A moderator takes back that a need may leave: it waits to be read again, and its person is
    /// told so.
    pub(crate) async fn hold_back(&self, tx: &mut Tx, held: &HeldRow) -> Result<(), NodeError> {
        // No step of the table of statuses, which is about what others see: nobody saw this need yet.
        const SQL: &str = "UPDATE held SET status = 'logged', leaves = NULL, waited = 0, \
            alone = FALSE, waived = '{}', first_by = NULL, two = FALSE, audience = 'public' \
            WHERE reference = $1 AND status = 'confirmed' AND released = FALSE";
        let rows = with_tx!(&mut *tx, |t| sqlx::query(SQL)
            .bind(&held.reference)
            .execute(t)
            .await
            .map(|r| r.rows_affected()))?;
        hearback_store::expect_rows("holding a need back", rows, 1)?;
        self.tell_asker(tx, held, &What::HeldBack {}).await
    }

    /// A moderator lets a need that waited as long as it may leave among fewer.
    pub(crate) async fn let_leave_alone(
        &self,
        tx: &mut Tx,
        held: &HeldRow,
    ) -> Result<(), NodeError> {
        const SQL: &str = "UPDATE held SET alone = TRUE WHERE reference = $1";
        if !self.is_overdue(held) {
            return Err(NodeError::Conflict(
                "it can still find others to leave with; it may leave among fewer once it has \
                 waited as long as your node lets it wait"
                    .to_owned(),
            ));
        }
        with_tx!(tx, |t| sqlx::query(SQL)
            .bind(&held.reference)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }
}

/// The need that a moderator acts on, if it waits to leave and is what they saw.
pub(crate) async fn leaving(
    tx: &mut Tx,
    reference: NeedRef,
    hash: Hash,
) -> Result<HeldRow, NodeError> {
    // Held until the commit, so that it does not leave meanwhile.
    const LOCK: &str = "UPDATE held SET status = status WHERE reference = $1";
    with_tx!(&mut *tx, |t| sqlx::query(LOCK)
        .bind(reference.to_string())
        .execute(t)
        .await
        .map(|_| ()))?;
    let held = held_row(tx, reference).await?;
    if held.is_leaving() && held.hash == hash.to_string() {
        Ok(held)
    } else {
        Err(changed_before())
    }
}

/// Forgets who wrote a need that will not leave: nobody needs to be counted for it any more.
pub(crate) async fn forget_author(tx: &mut Tx, reference: &str) -> Result<(), NodeError> {
    const SQL: &str = "UPDATE held SET author = NULL WHERE reference = $1";
    with_tx!(tx, |t| sqlx::query(SQL)
        .bind(reference)
        .execute(t)
        .await
        .map(|_| ()))?;
    Ok(())
}

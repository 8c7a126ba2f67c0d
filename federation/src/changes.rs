//! What became of needs at the door, in order, for the bots that moderate.
//!
//! Must never hold who decided, or any words: only that something was done, from where, and for a
//! refusal the reason of the list.

use hearback_store::{Tx, with_pool, with_tx};
use hearback_wire::intake::{By, Change, Changes, Did, Refusal};
use hearback_wire::reference::NeedRef;

use crate::append::{big, small};
use crate::error::NodeError;
use crate::node::Node;
use crate::rows::parse;

#[derive(sqlx::FromRow)]
struct ChangeRow {
    pos: i64,
    reference: String,
    did: String,
    come_by: String,
    reason: Option<String>,
}

/// Writes one change, in the transaction that makes it. The head's row stays locked until that
/// ends, so that on PostgreSQL no reader skips a change that commits late.
pub(crate) async fn note_change(
    tx: &mut Tx,
    reference: NeedRef,
    did: Did,
    by: By,
    reason: Option<Refusal>,
) -> Result<(), NodeError> {
    const HEAD: &str = "INSERT INTO moderation_head (one, pos) VALUES (1, 1) \
        ON CONFLICT (one) DO UPDATE SET pos = moderation_head.pos + 1 RETURNING pos";
    const SQL: &str = "INSERT INTO moderation_change (pos, reference, did, come_by, reason) \
        VALUES ($1, $2, $3, $4, $5)";
    let (pos,): (i64,) = with_tx!(&mut *tx, |t| sqlx::query_as(HEAD).fetch_one(t).await)?;
    with_tx!(tx, |t| sqlx::query(SQL)
        .bind(pos)
        .bind(reference.to_string())
        .bind(did.code())
        .bind(by.code())
        .bind(reason.map(Refusal::code))
        .execute(t)
        .await
        .map(|_| ()))?;
    Ok(())
}

impl Node {
    /// The changes after a cursor; waits up to `wait` seconds (at most 25) for the first.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn changes(&self, after: u64, wait: u64) -> Result<Changes, NodeError> {
        let look = || self.changes_now(after);
        self.look_until(wait, look, |found| !found.changes.is_empty())
            .await
    }

    async fn changes_now(&self, after: u64) -> Result<Changes, NodeError> {
        const SQL: &str = "SELECT pos, reference, did, come_by, reason FROM moderation_change \
            WHERE pos > $1 ORDER BY pos LIMIT 100";
        let rows: Vec<ChangeRow> = with_pool!(self.pool(), |p| sqlx::query_as(SQL)
            .bind(big(after))
            .fetch_all(p)
            .await)?;
        let cursor = rows.last().map_or(after, |row| small(row.pos));
        let changes = rows
            .iter()
            .map(read_change)
            .collect::<Result<_, NodeError>>()?;
        Ok(Changes { changes, cursor })
    }
}

fn read_change(row: &ChangeRow) -> Result<Change, NodeError> {
    let reason = row.reason.as_deref();
    let reason = reason.map(|code| parse("moderation_change.reason", code));
    Ok(Change {
        reference: parse("moderation_change.reference", &row.reference)?,
        did: parse("moderation_change.did", &row.did)?,
        by: parse("moderation_change.come_by", &row.come_by)?,
        reason: reason.transpose()?,
    })
}

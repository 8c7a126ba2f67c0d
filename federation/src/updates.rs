//! What the bots are asked to bring to threads, in order, each once, until they say what became of it.

use std::time::Duration;

use hearback_store::{Tx, expect_rows, with_pool, with_tx};
use hearback_wire::id::{Handle, Hash};
use hearback_wire::intake::{PutOutcome, Update, Updates, What};
use hearback_wire::reference::NeedRef;

use crate::append::{big, small};
use crate::error::NodeError;
use crate::node::Node;
use crate::rows::{parse, read};
use crate::view::Deliveries;

/// Longest that an empty answer is held back, in seconds: shorter than the usual proxy's patience.
const LONGEST_WAIT: u64 = 25;

/// Whom to reach, through which bot.
pub(crate) struct Target<'a> {
    pub(crate) bot: &'a str,
    pub(crate) handle: Handle,
    pub(crate) reference: NeedRef,
}

#[derive(sqlx::FromRow)]
struct UpdateRow {
    id: String,
    pos: i64,
    cause: String,
    handle: String,
    reference: String,
    what: String,
}

/// Writes one update. The id is made of what happened and whom it is for, so that the same thing
/// is told once however often this runs.
pub(crate) async fn tell(
    tx: &mut Tx,
    target: &Target<'_>,
    happened: &Hash,
    what: &What,
) -> Result<(), NodeError> {
    const HEAD: &str = "INSERT INTO update_head (bot, pos) VALUES ($1, 1) \
        ON CONFLICT (bot) DO UPDATE SET pos = update_head.pos + 1 RETURNING pos";
    const SQL: &str = "INSERT INTO update_out (id, bot, pos, handle, reference, what, cause) \
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING";
    let handle = target.handle.to_string();
    let id = Hash::of(&[b"update", happened.bytes(), handle.as_bytes()]);
    let (pos,): (i64,) = with_tx!(&mut *tx, |t| sqlx::query_as(HEAD)
        .bind(target.bot)
        .fetch_one(t)
        .await)?;
    with_tx!(tx, |t| sqlx::query(SQL)
        .bind(id.to_string())
        .bind(target.bot)
        .bind(pos)
        .bind(&handle)
        .bind(target.reference.to_string())
        .bind(serde_json::to_string(what)?)
        .bind(happened.to_string())
        .execute(t)
        .await
        .map(|_| ()))?;
    Ok(())
}

impl Node {
    /// The updates of a bot after a cursor; waits up to `wait` seconds (at most 25) for the first.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn updates(&self, bot: &str, after: u64, wait: u64) -> Result<Updates, NodeError> {
        let look = || self.updates_now(bot, after);
        self.look_until(wait, look, |found| !found.updates.is_empty())
            .await
    }

    /// Looks until there is what is looked for, or `wait` seconds (at most 25) have passed.
    pub(crate) async fn look_until<T, F>(
        &self,
        wait: u64,
        look: impl Fn() -> F,
        is_enough: impl Fn(&T) -> bool,
    ) -> Result<T, NodeError>
    where
        F: Future<Output = Result<T, NodeError>>,
    {
        let deadline = tokio::time::Instant::now() + Duration::from_secs(wait.min(LONGEST_WAIT));
        loop {
            let told = self.0.told.notified();
            let found = look().await?;
            let left = deadline.saturating_duration_since(tokio::time::Instant::now());
            if is_enough(&found) || left.is_zero() {
                return Ok(found);
            }
            // Another copy of the program may have written to the same database: look again each second.
            let nap = left.min(Duration::from_secs(1));
            let _ = tokio::time::timeout(nap, told).await;
        }
    }

    async fn updates_now(&self, bot: &str, after: u64) -> Result<Updates, NodeError> {
        const SQL: &str = "SELECT id, pos, cause, handle, reference, what FROM update_out \
            WHERE bot = $1 AND pos > $2 AND what <> '' ORDER BY pos LIMIT 100";
        let rows: Vec<UpdateRow> = with_pool!(self.pool(), |p| sqlx::query_as(SQL)
            .bind(bot)
            .bind(big(after))
            .fetch_all(p)
            .await)?;
        let cursor = rows.last().map_or(after, |row| small(row.pos));
        let updates = rows
            .iter()
            .map(|row| {
                Ok(Update {
                    id: parse("update_out.id", &row.id)?,
                    cause: parse("update_out.cause", &row.cause)?,
                    handle: parse("update_out.handle", &row.handle)?,
                    reference: parse("update_out.reference", &row.reference)?,
                    what: read("update_out.what", &row.what)?,
                })
            })
            .collect::<Result<_, NodeError>>()?;
        Ok(Updates { updates, cursor })
    }

    /// A bot says what became of an update. Saying it again changes nothing.
    ///
    /// # Errors
    /// [`NodeError::NotFound`] for an update that is not that bot's.
    pub async fn outcome(&self, bot: &str, id: Hash, put: PutOutcome) -> Result<(), NodeError> {
        // From the day on which it was first told, its words are kept for a while.
        const SQL: &str = "UPDATE update_out SET outcome = $3, \
            day = CASE WHEN outcome IS NULL THEN $4 ELSE day END WHERE id = $1 AND bot = $2";
        let mut tx = self.pool().begin().await?;
        let rows = with_tx!(&mut tx, |t| sqlx::query(SQL)
            .bind(id.to_string())
            .bind(bot)
            .bind(put.outcome.code())
            .bind(self.today().to_string())
            .execute(t)
            .await
            .map(|r| r.rows_affected()))?;
        if rows == 0 {
            return Err(NodeError::NotFound("there is no such update for this bot"));
        }
        expect_rows("noting an outcome", rows, 1)?;
        Ok(tx.commit().await?)
    }

    /// How the deliveries of a need's updates stand, for this node's moderators.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn deliveries(&self, reference: NeedRef) -> Result<Deliveries, NodeError> {
        const SQL: &str = "SELECT COALESCE(outcome, ''), COUNT(*) FROM update_out \
            WHERE reference = $1 GROUP BY outcome";
        let rows: Vec<(String, i64)> = with_pool!(self.pool(), |p| sqlx::query_as(SQL)
            .bind(reference.to_string())
            .fetch_all(p)
            .await)?;
        let mut all = Deliveries::default();
        for (outcome, count) in rows {
            match outcome.as_str() {
                "thread" => all.thread += count,
                "elsewhere" => all.elsewhere += count,
                "gone" => all.gone += count,
                _ => all.waiting += count,
            }
        }
        Ok(all)
    }
}

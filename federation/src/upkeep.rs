//! The end of what is kept for a while: carried out here each hour, and looked at here by whoever must
//! know that it is.
//!
//! Must never end what somebody still waits for, nor let anything be told or written twice that was
//! told or written once.

mod ends;

use std::time::Duration;

use hearback_store::{Pool, StoreError, with_pool, with_tx};
use hearback_wire::clock::Millis;
use tokio_util::sync::CancellationToken;

pub use self::ends::Kept;
use self::ends::{ENDS, End, UNSEEN};
use crate::error::NodeError;
use crate::node::Node;

/// From one run to the next.
const EACH: Duration = Duration::from_hours(1);

/// Rows that one transaction ends: on SQLite nobody else writes meanwhile.
const AT_ONCE: u64 = 1000;

/// It runs each hour, and whoever looks gives it a day.
const GRACE_SECONDS: i64 = 24 * 3600;
const GRACE_DAYS: i32 = 1;

/// A run, of all that ends together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ran {
    /// When what ran longest ago did, in milliseconds since 1970.
    pub ran_at: i64,
    /// What the last run ended.
    pub ended: i64,
    /// What all runs ended.
    pub total: i64,
}

/// How it stands with what must end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upkeep {
    /// The last run; none if it never ran.
    pub last: Option<Ran>,
    /// What should have ended a day ago or earlier: how many of which.
    pub overdue: Vec<(&'static str, u64)>,
}

/// Ends what is old enough, each hour, until `stop`. What is cut off is rolled back.
pub async fn run(node: Node, kept: Kept, stop: CancellationToken) {
    let work = async {
        loop {
            match node.end_what_is_old(&kept).await {
                Ok(0) => {}
                Ok(ended) => tracing::info!(ended, "what was kept for a while has ended"),
                Err(error) => {
                    tracing::error!(%error, "what is too old could not be ended; it is tried again");
                }
            }
            tokio::time::sleep(EACH).await;
        }
    };
    tokio::select! {
        () = stop.cancelled() => {}
        () = work => {}
    }
}

impl Node {
    /// Ends what is older than it may be, and notes that it did. Returns how much that was.
    ///
    /// # Errors
    /// [`NodeError::Store`]; what was ended before stays so.
    pub async fn end_what_is_old(&self, kept: &Kept) -> Result<u64, NodeError> {
        let today = self.today().to_string();
        for unseen in &UNSEEN {
            self.in_parts(&unseen.date(AT_ONCE), &today).await?;
        }
        let mut all = 0;
        for end in &ENDS {
            let before = end.before(kept, self.now(), 0);
            let ended = self.in_parts(&end.carry_out(AT_ONCE), &before).await?;
            self.note_run(end, ended).await?;
            all += ended;
        }
        Ok(all)
    }

    /// Does something to so many rows at a time that others can write in between.
    async fn in_parts(&self, sql: &str, day: &str) -> Result<u64, NodeError> {
        let mut all = 0;
        loop {
            let mut tx = self.pool().begin().await?;
            let rows = with_tx!(&mut tx, |t| sqlx::query(sqlx::AssertSqlSafe(sql))
                .bind(day)
                .execute(t)
                .await
                .map(|done| done.rows_affected()))?;
            tx.commit().await?;
            all += rows;
            if rows < AT_ONCE {
                return Ok(all);
            }
        }
    }

    async fn note_run(&self, end: &End, ended: u64) -> Result<(), NodeError> {
        const SQL: &str = "INSERT INTO upkeep (name, ran_at, ended, total) VALUES ($1, $2, $3, $3) \
            ON CONFLICT (name) DO UPDATE SET ran_at = excluded.ran_at, ended = excluded.ended, \
            total = upkeep.total + excluded.total";
        let ended = i64::try_from(ended).unwrap_or(i64::MAX);
        with_pool!(self.pool(), |p| sqlx::query(SQL)
            .bind(end.name)
            .bind(self.now().0)
            .bind(ended)
            .execute(p)
            .await
            .map(|_| ()))?;
        Ok(())
    }
}

impl Upkeep {
    /// Looks at a node's database.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer, or is of an older version.
    pub async fn of(pool: &Pool, kept: &Kept, now: Millis) -> Result<Self, StoreError> {
        const LAST: &str = "SELECT MIN(ran_at), CAST(SUM(ended) AS BIGINT), \
            CAST(SUM(total) AS BIGINT) FROM upkeep";
        let (ran_at, ended, total): (Option<i64>, Option<i64>, Option<i64>) =
            with_pool!(pool, |p| sqlx::query_as(LAST).fetch_one(p).await)?;
        let mut overdue = Vec::new();
        for end in &ENDS {
            let before = end.before(kept, now, GRACE_DAYS);
            let count: i64 = with_pool!(pool, |p| sqlx::query_scalar(sqlx::AssertSqlSafe(
                end.count()
            ))
            .bind(before)
            .fetch_one(p)
            .await)?;
            if let Some(count) = u64::try_from(count).ok().filter(|count| *count > 0) {
                overdue.push((end.name, count));
            }
        }
        let last = ran_at.map(|ran_at| Ran {
            ran_at,
            ended: ended.unwrap_or(0),
            total: total.unwrap_or(0),
        });
        Ok(Self { last, overdue })
    }

    /// Whether something is too old, or nobody has looked for a day.
    pub fn is_late(&self, now: Millis) -> bool {
        let late = |ran: Ran| Millis(ran.ran_at).plus_seconds(GRACE_SECONDS) < now;
        !self.overdue.is_empty() || self.last.is_some_and(late)
    }
}

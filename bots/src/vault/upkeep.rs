//! The place up to which updates were read, and the deletion that the notice promises: done here, and
//! looked at here by whoever must know that it is done.

use hearback_store::{Pool, StoreError, Tx, with_pool, with_tx};
use hearback_wire::clock::Millis;

use super::{Vault, VaultError};
use crate::kept::Kept;

const CURSOR: &str = "SELECT value FROM cursor WHERE name = 'updates'";
const MOVE_CURSOR: &str = "INSERT INTO cursor (name, value) VALUES ('updates', $1)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE cursor.value < excluded.value";

/// Something that ends: what follows `FROM`, and how many days it is kept.
struct End {
    what: &'static str,
    days: fn(Kept) -> u16,
}

/// A card is redrawn as long as its need is looked at, so its post stays as long.
const ENDS: [End; 7] = [
    End {
        what: "card WHERE settled_at < $1",
        days: |kept| kept.cards,
    },
    End {
        what: "outbox WHERE done_at < $1",
        days: |kept| kept.sent,
    },
    End {
        what: "inbound WHERE done_at < $1",
        days: |kept| kept.sent,
    },
    End {
        what: "post WHERE done_at < $1
            AND NOT EXISTS (SELECT 1 FROM card c WHERE c.post = post.id)",
        days: |kept| kept.sent,
    },
    End {
        what: "thread WHERE stage = 'draft' AND updated_at < $1",
        days: |kept| kept.drafts,
    },
    End {
        what: "thread WHERE stage = 'closed' AND updated_at < $1",
        days: |kept| kept.closed,
    },
    End {
        what: "thread WHERE updated_at < $1",
        days: |kept| kept.threads,
    },
];

const RAN: &str = "INSERT INTO upkeep (name, ran_at, threads, total) VALUES ('forget', $1, $2, $2)
    ON CONFLICT (name) DO UPDATE SET ran_at = excluded.ran_at, threads = excluded.threads,
        total = upkeep.total + excluded.total";
const LAST: &str = "SELECT ran_at, threads, total FROM upkeep WHERE name = 'forget'";

/// Seconds in a day: the deletion runs each hour, and whoever looks gives it a day.
const DAY: i64 = 24 * 3600;

/// A run of the deletion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Ran {
    /// When, in milliseconds since 1970.
    pub ran_at: i64,
    /// Threads that it deleted.
    pub threads: i64,
    /// Threads that all runs deleted.
    pub total: i64,
}

/// How the deletion stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upkeep {
    /// Its last run; none if it never ran.
    pub last: Option<Ran>,
    /// Things that should have been deleted a day ago or earlier.
    pub overdue: u64,
}

impl Upkeep {
    /// Looks at a vault's database. Needs no key: nothing that is sealed is opened.
    ///
    /// # Errors
    /// [`VaultError`] when the database does not answer, or is of an older version.
    pub async fn of(pool: &Pool, kept: Kept, now: Millis) -> Result<Self, VaultError> {
        let last = with_pool!(pool, |p| sqlx::query_as(LAST).fetch_optional(p).await)?;
        let mut overdue = 0;
        for End { what, days } in ENDS {
            let sql = format!("SELECT COUNT(*) FROM {what}");
            let before = end(now, days(kept)).plus_seconds(-DAY);
            let count: i64 = with_pool!(pool, |p| sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
                .bind(before.0)
                .fetch_one(p)
                .await)?;
            overdue += u64::try_from(count).unwrap_or(0);
        }
        Ok(Self { last, overdue })
    }

    /// Whether the notice's promise is not kept: something is too old, or nobody has looked for a day.
    pub fn is_late(&self, now: Millis) -> bool {
        let late = |ran: Ran| Millis(ran.ran_at).plus_seconds(DAY) < now;
        self.overdue > 0 || self.last.is_some_and(late)
    }
}

/// The moment before which things of so many days end.
const fn end(now: Millis, days: u16) -> Millis {
    now.plus_seconds(-DAY * days as i64)
}

impl Vault {
    /// Up to where updates were read.
    pub(crate) async fn cursor(&self) -> Result<u64, VaultError> {
        let value: Option<i64> = with_pool!(&self.pool, |p| sqlx::query_scalar(CURSOR)
            .fetch_optional(p)
            .await)?;
        let value = u64::try_from(value.unwrap_or(0));
        Ok(value.map_err(|_| StoreError::Inconsistent("cursor.value"))?)
    }

    /// Moves the cursor forward; never back.
    pub(crate) async fn move_cursor(&self, tx: &mut Tx, to: u64) -> Result<(), VaultError> {
        let to = i64::try_from(to).map_err(|_| StoreError::Inconsistent("updates.cursor"))?;
        with_tx!(tx, |t| sqlx::query(MOVE_CURSOR)
            .bind(to)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Deletes what is older than it may be, and notes that it did. Returns how many threads went.
    pub(crate) async fn forget(&self, kept: Kept, now: Millis) -> Result<u64, VaultError> {
        let mut threads = 0;
        for End { what, days } in ENDS {
            let sql = format!("DELETE FROM {what}");
            let gone = with_pool!(&self.pool, |p| sqlx::query(sqlx::AssertSqlSafe(sql))
                .bind(end(now, days(kept)).0)
                .execute(p)
                .await
                .map(|done| done.rows_affected()))?;
            if what.starts_with("thread ") {
                threads += gone;
            }
        }
        let count = i64::try_from(threads).unwrap_or(i64::MAX);
        with_pool!(&self.pool, |p| sqlx::query(RAN)
            .bind(now.0)
            .bind(count)
            .execute(p)
            .await
            .map(|_| ()))?;
        Ok(threads)
    }
}

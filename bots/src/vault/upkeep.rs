//! The place up to which updates were read, and the deletion that the notice promises.

use hearback_store::{StoreError, Tx, with_pool, with_tx};
use hearback_wire::clock::Millis;

use super::{Vault, VaultError};

const CURSOR: &str = "SELECT value FROM cursor WHERE name = 'updates'";
const MOVE_CURSOR: &str = "INSERT INTO cursor (name, value) VALUES ('updates', $1)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE cursor.value < excluded.value";
const FORGET_THREADS: &str = "DELETE FROM thread WHERE updated_at < $1";
const FORGET_SENT: &str = "DELETE FROM outbox WHERE done_at < $1";
const FORGET_HEARD: &str = "DELETE FROM inbound WHERE done_at < $1";
const FORGET_CARDS: &str = "DELETE FROM card WHERE settled_at < $1";
/// A card is redrawn as long as its need is looked at.
const FORGET_POSTED: &str = "DELETE FROM post WHERE done_at < $1
    AND NOT EXISTS (SELECT 1 FROM card c WHERE c.post = post.id)";

/// Up to when things are forgotten.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Before {
    /// Threads that were last touched before.
    pub(crate) threads: Millis,
    /// Cards that were settled before.
    pub(crate) cards: Millis,
    /// What was sent, heard or posted before.
    pub(crate) sent: Millis,
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

    /// Deletes threads that were last touched before one moment, cards that were settled before another,
    /// and what was sent, heard or posted before a third: it names people and rooms.
    /// Returns how many threads.
    pub(crate) async fn forget(&self, before: Before) -> Result<u64, VaultError> {
        for (done, before) in [
            (FORGET_CARDS, before.cards),
            (FORGET_SENT, before.sent),
            (FORGET_HEARD, before.sent),
            (FORGET_POSTED, before.sent),
        ] {
            with_pool!(&self.pool, |p| sqlx::query(done)
                .bind(before.0)
                .execute(p)
                .await
                .map(|_| ()))?;
        }
        Ok(with_pool!(&self.pool, |p| sqlx::query(FORGET_THREADS)
            .bind(before.threads.0)
            .execute(p)
            .await
            .map(|done| done.rows_affected()))?)
    }
}

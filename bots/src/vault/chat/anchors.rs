//! Messages that mean something when somebody reacts to them, replies to them or deletes them.

use hearback_store::{Tx, with_pool, with_tx};

use super::Named;
use crate::chat::Platform;
use crate::vault::{Vault, VaultError};

/// What a message is to a thread.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct Anchor {
    pub(crate) thread: String,
    pub(crate) kind: String,
}

/// A post may stand after its thread was deleted.
const ADD: &str = "INSERT INTO anchor (event_hash, thread, kind)
    SELECT $1, t.id, $3 FROM thread t WHERE t.id = $2
    ON CONFLICT (event_hash, thread) DO NOTHING";
const READ: &str = "SELECT a.thread, a.kind FROM anchor a JOIN thread t ON t.id = a.thread
    WHERE a.event_hash = $1 ORDER BY t.created_at DESC, a.thread";

const LIFT: &str = "DELETE FROM anchor WHERE event_hash = $1 AND thread = $2";
const HAS: &str = "SELECT COUNT(*) FROM anchor WHERE thread = $1 AND kind = $2";

impl Vault {
    /// Remembers what a message is to a thread.
    pub(crate) async fn anchor(
        &self,
        tx: &mut Tx,
        at: (Platform, &str, &str),
        thread: &str,
        kind: &str,
    ) -> Result<(), VaultError> {
        let hash = self.event_hash(at);
        with_tx!(tx, |t| sqlx::query(ADD)
            .bind(hash)
            .bind(thread)
            .bind(kind)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Forgets what a message is to a thread. Says whether another of this kind still stands for it.
    pub(crate) async fn lift_anchor(
        &self,
        tx: &mut Tx,
        at: (Platform, &str, &str),
        thread: &str,
        kind: &str,
    ) -> Result<bool, VaultError> {
        let hash = self.event_hash(at);
        with_tx!(&mut *tx, |t| sqlx::query(LIFT)
            .bind(hash)
            .bind(thread)
            .execute(t)
            .await
            .map(|_| ()))?;
        let left: i64 = with_tx!(tx, |t| sqlx::query_scalar(HAS)
            .bind(thread)
            .bind(kind)
            .fetch_one(t)
            .await)?;
        Ok(left > 0)
    }

    /// The threads for which a message means something, the newest first.
    pub(crate) async fn anchors(
        &self,
        at: (Platform, &str, &str),
    ) -> Result<Vec<Anchor>, VaultError> {
        let hash = self.event_hash(at);
        Ok(with_pool!(&self.pool, |p| sqlx::query_as::<_, Anchor>(
            READ
        )
        .bind(hash)
        .fetch_all(p)
        .await)?)
    }

    /// Whether a message of this kind stands in a room for a thread.
    pub(crate) async fn stands(&self, thread: &str, kind: &str) -> Result<bool, VaultError> {
        let count: i64 = with_pool!(&self.pool, |p| sqlx::query_scalar(HAS)
            .bind(thread)
            .bind(kind)
            .fetch_one(p)
            .await)?;
        Ok(count > 0)
    }

    /// The hash of a message: platform, room and id. Where ids of messages are the same everywhere, the
    /// room is left out, so that a thread and its room are one.
    pub(crate) fn event_hash(&self, (platform, room, event): (Platform, &str, &str)) -> String {
        let room = if platform.presses() { "" } else { room };
        self.hash(Named::Event, &[platform.code(), room, event])
    }
}

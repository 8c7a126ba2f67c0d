//! The messages of a thread, in order, at most one for each update.

use hearback_store::{Tx, with_pool, with_tx};
use hearback_wire::clock::Millis;
use hearback_wire::id::Hash;

use super::{Vault, VaultError};
use crate::dialogue::Message;

/// A message as it is shown.
pub(crate) struct StoredMessage {
    pub(crate) from: String,
    pub(crate) kind: String,
    pub(crate) text: String,
    pub(crate) update: Option<String>,
    pub(crate) at: Millis,
}

#[derive(sqlx::FromRow)]
struct Row {
    pos: i64,
    from_whom: String,
    kind: String,
    text: String,
    update_id: Option<String>,
    created_at: i64,
}

const LAST: &str = "SELECT COALESCE(MAX(pos), 0) FROM message WHERE thread = $1";
const INSERT: &str =
    "INSERT INTO message (thread, pos, from_whom, kind, text, update_id, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const READ: &str = "SELECT pos, from_whom, kind, text, update_id, created_at
    FROM message WHERE thread = $1 ORDER BY pos";
const SEEN: &str = "SELECT COUNT(*) FROM message WHERE update_id = $1";

impl Vault {
    /// Adds a message at the end of a thread that the transaction holds.
    pub(crate) async fn say(
        &self,
        tx: &mut Tx,
        thread: &str,
        message: &Message,
        update: Option<Hash>,
        now: Millis,
    ) -> Result<(), VaultError> {
        let last: i64 = with_tx!(tx, |t| sqlx::query_scalar(LAST)
            .bind(thread)
            .fetch_one(t)
            .await)?;
        let pos = last + 1;
        let sealed = self
            .seal
            .close("message", &row_name(thread, pos), &message.text)?;
        with_tx!(tx, |t| sqlx::query(INSERT)
            .bind(thread)
            .bind(pos)
            .bind(message.from.code())
            .bind(message.kind.code())
            .bind(sealed)
            .bind(update.map(|u| u.to_string()))
            .bind(now.0)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Whether an update already has its message. Ask while holding the update's thread.
    pub(crate) async fn was_said(&self, tx: &mut Tx, update: Hash) -> Result<bool, VaultError> {
        let count: i64 = with_tx!(tx, |t| sqlx::query_scalar(SEEN)
            .bind(update.to_string())
            .fetch_one(t)
            .await)?;
        Ok(count > 0)
    }

    /// All messages of a thread, the first first.
    pub(crate) async fn messages(&self, thread: &str) -> Result<Vec<StoredMessage>, VaultError> {
        let rows = with_pool!(&self.pool, |p| sqlx::query_as::<_, Row>(READ)
            .bind(thread)
            .fetch_all(p)
            .await)?;
        rows.into_iter()
            .map(|row| self.message(thread, row))
            .collect()
    }

    fn message(&self, thread: &str, row: Row) -> Result<StoredMessage, VaultError> {
        Ok(StoredMessage {
            text: self
                .seal
                .open("message", &row_name(thread, row.pos), &row.text)?,
            from: row.from_whom,
            kind: row.kind,
            update: row.update_id,
            at: Millis(row.created_at),
        })
    }
}

fn row_name(thread: &str, pos: i64) -> String {
    format!("{thread}/{pos}")
}

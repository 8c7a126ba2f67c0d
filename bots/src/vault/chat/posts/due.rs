//! What becomes of a post: due, tried again, done.

use hearback_store::{StoreError, Tx, with_pool, with_tx};
use hearback_wire::clock::Millis;
use hearback_wire::intake::Outcome;

use super::Post;
use crate::chat::Platform;
use crate::vault::{Vault, VaultError};

/// A post that is due.
pub(crate) struct DuePost {
    /// Also what keeps the platform from posting it twice.
    pub(crate) id: String,
    pub(crate) post: Post,
    /// How often it was tried.
    pub(crate) attempts: u32,
    /// When it was written, or put off to.
    pub(crate) at: Millis,
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) body: String,
    attempts: i64,
    next_at: i64,
}

const DUE: &str = "SELECT o.id, o.body, o.attempts, o.next_at FROM post o
    WHERE o.platform = $1 AND o.done_at IS NULL AND o.next_at <= $2 AND NOT EXISTS (
        SELECT 1 FROM post e WHERE e.lane = o.lane AND e.platform = o.platform
            AND e.done_at IS NULL AND e.pos < o.pos)
    ORDER BY o.next_at, o.pos LIMIT 64";
const ONE: &str = "SELECT id, body, attempts, next_at FROM post WHERE id = $1 AND done_at IS NULL";
const NEXT: &str = "SELECT MIN(o.next_at) FROM post o
    WHERE o.platform = $1 AND o.done_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM post e WHERE e.lane = o.lane AND e.platform = o.platform
            AND e.done_at IS NULL AND e.pos < o.pos)";
const DONE: &str = "UPDATE post SET done_at = $2, event = $3 WHERE id = $1 AND done_at IS NULL";
const SPOKEN: &str = "DELETE FROM post WHERE id = $1 AND last_words";
const AGAIN: &str =
    "UPDATE post SET attempts = attempts + 1, next_at = $2 WHERE id = $1 AND done_at IS NULL";
const AT: &str = "UPDATE post SET next_at = $2 WHERE id = $1 AND done_at IS NULL";
const IS_UNDONE: &str = "SELECT COUNT(*) FROM post WHERE id = $1 AND done_at IS NULL";
const EVENT: &str = "SELECT event FROM post WHERE id = $1";
const TAKE_UPDATES: &str = "DELETE FROM post_update WHERE post = $1 RETURNING update_id";

impl Vault {
    /// What can be posted now: the first undone post of each room, if its time has come.
    pub(crate) async fn posts_due(
        &self,
        platform: Platform,
        now: Millis,
    ) -> Result<Vec<DuePost>, VaultError> {
        let rows = with_pool!(&self.pool, |p| sqlx::query_as::<_, Row>(DUE)
            .bind(platform.code())
            .bind(now.0)
            .fetch_all(p)
            .await)?;
        rows.into_iter().map(|row| self.due_post(row)).collect()
    }

    /// A post as it is now; none once it is done.
    pub(crate) async fn waiting_post(
        &self,
        tx: &mut Tx,
        id: &str,
    ) -> Result<Option<DuePost>, VaultError> {
        let row = with_tx!(tx, |t| sqlx::query_as::<_, Row>(ONE)
            .bind(id)
            .fetch_optional(t)
            .await)?;
        row.map(|row| self.due_post(row)).transpose()
    }

    fn due_post(&self, row: Row) -> Result<DuePost, VaultError> {
        Ok(DuePost {
            post: self.seal.open("post", &row.id, &row.body)?,
            id: row.id,
            attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
            at: Millis(row.next_at),
        })
    }

    /// When something can next be posted.
    pub(crate) async fn next_post(&self, platform: Platform) -> Result<Option<Millis>, VaultError> {
        let at: Option<i64> = with_pool!(&self.pool, |p| sqlx::query_scalar(NEXT)
            .bind(platform.code())
            .fetch_one(p)
            .await)?;
        Ok(at.map(Millis))
    }

    /// Marks a post done, with the message it became if it became one, and tells the node what
    /// became of its updates. False when another worker was first.
    pub(crate) async fn post_done(
        &self,
        tx: &mut Tx,
        id: &str,
        event: Option<&str>,
        outcome: Outcome,
        now: Millis,
    ) -> Result<bool, VaultError> {
        let sealed = event
            .map(|event| self.seal.close("post event", id, &event))
            .transpose()?;
        let rows = with_tx!(&mut *tx, |t| sqlx::query(DONE)
            .bind(id)
            .bind(now.0)
            .bind(sealed)
            .execute(t)
            .await
            .map(|done| done.rows_affected()))?;
        if rows != 1 {
            return Ok(false);
        }
        let updates: Vec<String> = with_tx!(&mut *tx, |t| sqlx::query_scalar(TAKE_UPDATES)
            .bind(id)
            .fetch_all(t)
            .await)?;
        for update in updates {
            let wrong = StoreError::Inconsistent("post_update.update_id");
            let update = update.parse().map_err(|_| wrong)?;
            self.tell_outcome(tx, update, outcome, now).await?;
        }
        with_tx!(tx, |t| sqlx::query(SPOKEN)
            .bind(id)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(true)
    }

    /// Leaves a post for later.
    pub(crate) async fn post_again(&self, id: &str, at: Millis) -> Result<(), VaultError> {
        with_pool!(&self.pool, |p| sqlx::query(AGAIN)
            .bind(id)
            .bind(at.0)
            .execute(p)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Lets a post that was put off go at once.
    pub(crate) async fn post_now(
        &self,
        tx: &mut Tx,
        id: &str,
        now: Millis,
    ) -> Result<(), VaultError> {
        with_tx!(tx, |t| sqlx::query(AT)
            .bind(id)
            .bind(now.0)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// The message that a post became.
    pub(crate) async fn post_event(&self, id: &str) -> Result<Option<String>, VaultError> {
        let event: Option<Option<String>> = with_pool!(&self.pool, |p| sqlx::query_scalar(EVENT)
            .bind(id)
            .fetch_optional(p)
            .await)?;
        self.open_event(id, event.flatten().as_deref())
    }

    /// Whether a post is still to be posted.
    pub(crate) async fn post_waits(&self, id: &str) -> Result<bool, VaultError> {
        let count: i64 = with_pool!(&self.pool, |p| sqlx::query_scalar(IS_UNDONE)
            .bind(id)
            .fetch_one(p)
            .await)?;
        Ok(count > 0)
    }
}

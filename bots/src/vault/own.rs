//! Everything of one person: which threads are theirs, what is known of each, and its deletion.
//!
//! It must never find more than one person's, nor leave behind what leads back to them.

use hearback_store::{Tx, with_pool, with_tx};
use hearback_wire::id::{Hash, PersonKey};
use hearback_wire::reference::NeedRef;

use super::{Vault, VaultError};

/// When a thread began and was last touched, and what kind of end awaits it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(crate) struct Dates {
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    /// `draft`, `open` or `closed`; none for a thread of an older version.
    pub(crate) stage: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Authored {
    id: String,
    author: String,
}

#[derive(sqlx::FromRow)]
struct Voice {
    thread: String,
    person_mark: String,
    reference: String,
}

const AUTHORED: &str = "SELECT id, author FROM thread WHERE author IS NOT NULL";
/// Voices of the web room: a thread in a chat room has a place.
const VOICES: &str = "SELECT v.thread, v.person_mark, v.reference FROM voice v
    WHERE NOT EXISTS (SELECT 1 FROM place p WHERE p.thread = v.thread)";
const DATES: &str = "SELECT created_at, updated_at, stage FROM thread WHERE id = $1";
const UPDATES: &str = "SELECT update_id FROM message WHERE thread = $1 AND update_id IS NOT NULL";
const UNDONE: &str = "SELECT COUNT(*) FROM outbox WHERE thread = $1 AND done_at IS NULL";
const DELETE: &str = "DELETE FROM thread WHERE id = $1";

impl Vault {
    /// The threads of the web room that the holder of a cookie began, or added a voice in. Whose a
    /// thread is stands sealed, so each is looked at.
    pub(crate) async fn threads_of_browser(&self, cookie: &str) -> Result<Vec<String>, VaultError> {
        let me = self.person_key("author", &["room", cookie]);
        let rows = with_pool!(&self.pool, |p| sqlx::query_as::<_, Authored>(AUTHORED)
            .fetch_all(p)
            .await)?;
        let mut found = Vec::new();
        for Authored { id, author } in rows {
            let author: PersonKey = self.seal.open("thread.author", &id, &author)?;
            if author == me {
                found.push(id);
            }
        }
        let rows = with_pool!(&self.pool, |p| sqlx::query_as::<_, Voice>(VOICES)
            .fetch_all(p)
            .await)?;
        for voice in rows {
            let mine = voice
                .reference
                .parse::<NeedRef>()
                .is_ok_and(|reference| self.mark(cookie, reference).is(&voice.person_mark));
            if mine && !found.contains(&voice.thread) {
                found.push(voice.thread);
            }
        }
        Ok(found)
    }

    /// When a thread began and was last touched.
    pub(crate) async fn dates(&self, thread: &str) -> Result<Option<Dates>, VaultError> {
        Ok(with_pool!(&self.pool, |p| sqlx::query_as(DATES)
            .bind(thread)
            .fetch_optional(p)
            .await)?)
    }

    /// The updates that a thread was told of.
    pub(crate) async fn updates_of(
        &self,
        tx: &mut Tx,
        thread: &str,
    ) -> Result<Vec<Hash>, VaultError> {
        let rows: Vec<String> = with_tx!(tx, |t| sqlx::query_scalar(UPDATES)
            .bind(thread)
            .fetch_all(t)
            .await)?;
        Ok(rows.iter().filter_map(|id| id.parse().ok()).collect())
    }

    /// Whether something of a thread has not reached the node, as far as is known.
    pub(crate) async fn is_on_its_way(
        &self,
        tx: &mut Tx,
        thread: &str,
    ) -> Result<bool, VaultError> {
        let count: i64 = with_tx!(tx, |t| sqlx::query_scalar(UNDONE)
            .bind(thread)
            .fetch_one(t)
            .await)?;
        Ok(count > 0)
    }

    /// Deletes a thread with its messages, its place, its voice, its receipts, and what of it waits.
    pub(crate) async fn delete_thread(&self, tx: &mut Tx, thread: &str) -> Result<(), VaultError> {
        with_tx!(tx, |t| sqlx::query(DELETE)
            .bind(thread)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }
}

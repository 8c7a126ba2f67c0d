//! Threads: the dialogue's state, found by the secret address, the reply handle or the id.
//!
//! It must never keep the secret of an address, only its hash.

use data_encoding::HEXLOWER;
use hearback_store::{StoreError, Tx, expect_rows, with_pool, with_tx};
use hearback_wire::chance::draw;
use hearback_wire::clock::Millis;
use hearback_wire::id::{Handle, Hash};

use super::{Vault, VaultError};
use crate::dialogue::State;

/// A thread as the dialogue sees it.
pub(crate) struct Thread {
    pub(crate) id: String,
    pub(crate) handle: Handle,
    pub(crate) state: State,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    handle: String,
    state: String,
}

const LOCK_BY_TOKEN: &str =
    "UPDATE thread SET updated_at = $2 WHERE token_hash = $1 RETURNING id, handle, state";
const LOCK_BY_HANDLE: &str =
    "UPDATE thread SET updated_at = $2 WHERE handle = $1 RETURNING id, handle, state";
const LOCK_BY_ID: &str =
    "UPDATE thread SET updated_at = $2 WHERE id = $1 RETURNING id, handle, state";
const READ: &str = "SELECT id, handle, state FROM thread WHERE token_hash = $1";
const READ_BY_ID: &str = "SELECT id, handle, state FROM thread WHERE id = $1";
const INSERT: &str = "INSERT INTO thread
    (id, token_hash, room, state, handle, reference, created_at, updated_at, stage)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)";
const SAVE: &str = "UPDATE thread SET state = $2, reference = COALESCE($3, reference), stage = $4
    WHERE id = $1";
const CLOSE: &str = "UPDATE thread SET stage = 'closed' WHERE id = $1";

/// How long a thread is kept depends on this.
const fn stage(state: &State) -> &'static str {
    match state {
        State::Preview(_) => "draft",
        state if state.is_final() => "closed",
        _ => "open",
    }
}

impl Vault {
    /// Makes a thread that is reached by the secret whose hash is `token`.
    pub(crate) async fn add_thread(
        &self,
        tx: &mut Tx,
        token: Hash,
        room: &str,
        state: State,
        now: Millis,
    ) -> Result<Thread, VaultError> {
        let id = HEXLOWER.encode(&draw::<16>(self.chance.as_ref()));
        let handle = Handle::draw(self.chance.as_ref());
        let sealed = self.seal.close("thread", &id, &state)?;
        let reference = state.reference().map(|r| r.to_string());
        with_tx!(tx, |t| sqlx::query(INSERT)
            .bind(&id)
            .bind(token.to_string())
            .bind(room)
            .bind(sealed)
            .bind(handle.to_string())
            .bind(reference)
            .bind(now.0)
            .bind(stage(&state))
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(Thread { id, handle, state })
    }

    /// The thread of a secret, held against other changes until the commit.
    pub(crate) async fn lock_by_token(
        &self,
        tx: &mut Tx,
        token: Hash,
        now: Millis,
    ) -> Result<Option<Thread>, VaultError> {
        self.lock(tx, LOCK_BY_TOKEN, &token.to_string(), now).await
    }

    /// The thread of a reply handle, held until the commit.
    pub(crate) async fn lock_by_handle(
        &self,
        tx: &mut Tx,
        handle: Handle,
        now: Millis,
    ) -> Result<Option<Thread>, VaultError> {
        self.lock(tx, LOCK_BY_HANDLE, &handle.to_string(), now)
            .await
    }

    /// The thread of an id, held until the commit.
    pub(crate) async fn lock_by_id(
        &self,
        tx: &mut Tx,
        id: &str,
        now: Millis,
    ) -> Result<Option<Thread>, VaultError> {
        self.lock(tx, LOCK_BY_ID, id, now).await
    }

    /// The thread of a secret, to look at.
    pub(crate) async fn read_thread(&self, token: Hash) -> Result<Option<Thread>, VaultError> {
        let row = with_pool!(&self.pool, |p| sqlx::query_as::<_, Row>(READ)
            .bind(token.to_string())
            .fetch_optional(p)
            .await)?;
        row.map(|row| self.thread(row)).transpose()
    }

    /// The thread of an id, to look at.
    pub(crate) async fn thread_by_id(&self, id: &str) -> Result<Option<Thread>, VaultError> {
        let row = with_pool!(&self.pool, |p| sqlx::query_as::<_, Row>(READ_BY_ID)
            .bind(id)
            .fetch_optional(p)
            .await)?;
        row.map(|row| self.thread(row)).transpose()
    }

    /// Writes the state back.
    pub(crate) async fn save_thread(&self, tx: &mut Tx, thread: &Thread) -> Result<(), VaultError> {
        let sealed = self.seal.close("thread", &thread.id, &thread.state)?;
        let reference = thread.state.reference().map(|r| r.to_string());
        let rows = with_tx!(tx, |t| sqlx::query(SAVE)
            .bind(&thread.id)
            .bind(sealed)
            .bind(reference)
            .bind(stage(&thread.state))
            .execute(t)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(expect_rows("save a thread", rows, 1)?)
    }

    /// Nothing can come to a thread any more, whatever its state says.
    pub(crate) async fn close_thread(&self, tx: &mut Tx, id: &str) -> Result<(), VaultError> {
        with_tx!(tx, |t| sqlx::query(CLOSE)
            .bind(id)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    async fn lock(
        &self,
        tx: &mut Tx,
        sql: &'static str,
        key: &str,
        now: Millis,
    ) -> Result<Option<Thread>, VaultError> {
        let row = with_tx!(tx, |t| sqlx::query_as::<_, Row>(sql)
            .bind(key)
            .bind(now.0)
            .fetch_optional(t)
            .await)?;
        row.map(|row| self.thread(row)).transpose()
    }

    fn thread(&self, row: Row) -> Result<Thread, VaultError> {
        let handle = row
            .handle
            .parse()
            .map_err(|_| StoreError::Inconsistent("thread.handle"))?;
        let state = self.seal.open("thread", &row.id, &row.state)?;
        Ok(Thread {
            id: row.id,
            handle,
            state,
        })
    }
}

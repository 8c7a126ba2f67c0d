//! What waits to be sent to the node. A row is written with the change that caused it, and is sent
//! in the order of its thread, under one idempotency key however often it is tried.

use data_encoding::HEXLOWER;
use hearback_store::{Tx, with_pool, with_tx};
use hearback_wire::chance::draw;
use hearback_wire::clock::Millis;
use hearback_wire::id::{Handle, Hash, PersonKey};
use hearback_wire::intake::{
    Approve, Outcome, PutNeed, PutOutcome, PutReply, PutVerdict, PutVoice, Withdraw,
};
use serde::{Deserialize, Serialize};

use super::{Vault, VaultError};
use crate::chat::Decided;
use crate::dialogue::Outgoing;

/// Rows that are taken in one go.
const BATCH: i64 = 32;

/// Something for the node, complete.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Parcel {
    /// From a thread.
    Thread {
        handle: Handle,
        what: Outgoing,
        /// Whose need it is, where one is put.
        #[serde(default)]
        author: Option<PersonKey>,
    },
    /// A thread is deleted, and its person wants to be forgotten.
    Ended {
        handle: Handle,
        /// Whether a need that has left stays.
        keep_released: bool,
    },
    /// What became of an update.
    Outcome { update: Hash, outcome: Outcome },
    /// What a moderator decided in chat.
    Decided(Box<Decided>),
}

impl Parcel {
    /// Where it goes, below `/intake/v1`.
    pub(crate) fn path(&self) -> String {
        match self {
            Self::Outcome { update, .. } => format!("/updates/{update}/outcome"),
            Self::Decided(decided) => decided.path(),
            Self::Ended { .. } => "/withdraw".to_owned(),
            Self::Thread { what, .. } => match what {
                Outgoing::Need { .. } => "/needs".to_owned(),
                Outgoing::Voice { reference, .. } => format!("/needs/{reference}/voices"),
                Outgoing::Withdraw {} => "/withdraw".to_owned(),
                Outgoing::Approve { .. } => "/approvals".to_owned(),
                Outgoing::Reply { .. } => "/replies".to_owned(),
                Outgoing::Verdict { .. } => "/verdicts".to_owned(),
            },
        }
    }

    /// The body, as the intake API wants it.
    pub(crate) fn payload(self) -> serde_json::Result<String> {
        let (handle, what, author) = match self {
            Self::Outcome { outcome, .. } => return serde_json::to_string(&PutOutcome { outcome }),
            Self::Decided(decided) => return decided.payload(),
            Self::Ended {
                handle,
                keep_released,
            } => {
                return serde_json::to_string(&Withdraw {
                    handle,
                    keep_released,
                });
            }
            Self::Thread {
                handle,
                what,
                author,
            } => (handle, what, author),
        };
        match what {
            Outgoing::Need {
                content,
                removed,
                wording,
            } => {
                let approved = content.hash();
                serde_json::to_string(&PutNeed {
                    handle,
                    content: *content,
                    approved,
                    removed,
                    author,
                    wording: Some(wording),
                })
            }
            Outgoing::Voice { voice, .. } => serde_json::to_string(&PutVoice { handle, voice }),
            Outgoing::Withdraw {} => serde_json::to_string(&Withdraw::of(handle)),
            Outgoing::Approve { content, yes } => serde_json::to_string(&Approve {
                handle,
                content,
                yes,
            }),
            Outgoing::Reply { to, words } => serde_json::to_string(&PutReply { handle, to, words }),
            Outgoing::Verdict {
                verdict,
                felt_heard,
            } => serde_json::to_string(&PutVerdict {
                handle,
                verdict,
                felt_heard,
            }),
        }
    }

    /// A repeat of the same outcome must be the same row; everything else is its own.
    fn key(&self, vault: &Vault) -> String {
        match self {
            Self::Outcome { update, .. } => update.to_string(),
            Self::Thread { .. } | Self::Ended { .. } | Self::Decided(_) => {
                HEXLOWER.encode(&draw::<16>(vault.chance.as_ref()))
            }
        }
    }
}

/// A row that is due.
pub(crate) struct Due {
    pub(crate) id: String,
    pub(crate) thread: Option<String>,
    pub(crate) path: String,
    pub(crate) parcel: Parcel,
    /// How often it was tried.
    pub(crate) attempts: u32,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    thread: Option<String>,
    path: String,
    body: String,
    attempts: i64,
}

const LAST: &str = "SELECT COALESCE(MAX(pos), 0) FROM outbox WHERE thread = $1";
const INSERT: &str = "INSERT INTO outbox (id, thread, pos, path, body, attempts, next_at)
    VALUES ($1, $2, $3, $4, $5, 0, $6) ON CONFLICT (id) DO NOTHING";
const DUE: &str = "SELECT o.id, o.thread, o.path, o.body, o.attempts FROM outbox o
    WHERE o.done_at IS NULL AND o.next_at <= $1 AND NOT EXISTS (
        SELECT 1 FROM outbox e WHERE e.thread = o.thread AND e.done_at IS NULL AND e.pos < o.pos)
    ORDER BY o.next_at LIMIT $2";
const NEXT: &str = "SELECT MIN(o.next_at) FROM outbox o
    WHERE o.done_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM outbox e WHERE e.thread = o.thread AND e.done_at IS NULL AND e.pos < o.pos)";
const DONE: &str = "UPDATE outbox SET done_at = $2 WHERE id = $1 AND done_at IS NULL";
const IS_UNDONE: &str = "SELECT COUNT(*) FROM outbox WHERE id = $1 AND done_at IS NULL";
const DECIDED: &str = "SELECT id, thread, path, body, attempts FROM outbox
    WHERE done_at IS NOT NULL AND path LIKE '/moderation/%'";
const DELETE: &str = "DELETE FROM outbox WHERE id = $1";
const AGAIN: &str =
    "UPDATE outbox SET attempts = attempts + 1, next_at = $2 WHERE id = $1 AND done_at IS NULL";

impl Vault {
    /// Puts a parcel behind those of the same thread, which the transaction holds.
    pub(crate) async fn enqueue(
        &self,
        tx: &mut Tx,
        thread: Option<&str>,
        parcel: &Parcel,
        now: Millis,
    ) -> Result<(), VaultError> {
        let last: i64 = with_tx!(tx, |t| sqlx::query_scalar(LAST)
            .bind(thread)
            .fetch_one(t)
            .await)?;
        let id = parcel.key(self);
        let sealed = self.seal.close("outbox", &id, parcel)?;
        with_tx!(tx, |t| sqlx::query(INSERT)
            .bind(&id)
            .bind(thread)
            .bind(last + 1)
            .bind(parcel.path())
            .bind(sealed)
            .bind(now.0)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// What can be sent now: the first undone row of each thread, if its time has come.
    pub(crate) async fn due(&self, now: Millis) -> Result<Vec<Due>, VaultError> {
        let rows = with_pool!(&self.pool, |p| sqlx::query_as::<_, Row>(DUE)
            .bind(now.0)
            .bind(BATCH)
            .fetch_all(p)
            .await)?;
        rows.into_iter().map(|row| self.parcel(row)).collect()
    }

    /// When something can next be sent, if anything waits.
    pub(crate) async fn next_due(&self) -> Result<Option<Millis>, VaultError> {
        let at: Option<i64> =
            with_pool!(&self.pool, |p| sqlx::query_scalar(NEXT).fetch_one(p).await)?;
        Ok(at.map(Millis))
    }

    /// Marks a row done; false when another worker was first.
    pub(crate) async fn finish(
        &self,
        tx: &mut Tx,
        id: &str,
        now: Millis,
    ) -> Result<bool, VaultError> {
        let rows = with_tx!(tx, |t| sqlx::query(DONE)
            .bind(id)
            .bind(now.0)
            .execute(t)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(rows == 1)
    }

    /// Whether a row still waits: its person may have been forgotten since it was looked up.
    pub(crate) async fn waits(&self, id: &str) -> Result<bool, VaultError> {
        let count: i64 = with_pool!(&self.pool, |p| sqlx::query_scalar(IS_UNDONE)
            .bind(id)
            .fetch_one(p)
            .await)?;
        Ok(count > 0)
    }

    /// Forgets the decisions of a moderator that have reached the node.
    pub(crate) async fn forget_decisions(
        &self,
        tx: &mut Tx,
        is_theirs: impl Fn(&Decided) -> bool,
    ) -> Result<(), VaultError> {
        let rows = with_tx!(&mut *tx, |t| sqlx::query_as::<_, Row>(DECIDED)
            .fetch_all(t)
            .await)?;
        for row in rows {
            let due = self.parcel(row)?;
            if matches!(&due.parcel, Parcel::Decided(decided) if is_theirs(decided)) {
                with_tx!(&mut *tx, |t| sqlx::query(DELETE)
                    .bind(&due.id)
                    .execute(t)
                    .await
                    .map(|_| ()))?;
            }
        }
        Ok(())
    }

    /// Leaves a row for later.
    pub(crate) async fn try_again(&self, id: &str, at: Millis) -> Result<(), VaultError> {
        with_pool!(&self.pool, |p| sqlx::query(AGAIN)
            .bind(id)
            .bind(at.0)
            .execute(p)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    fn parcel(&self, row: Row) -> Result<Due, VaultError> {
        Ok(Due {
            parcel: self.seal.open("outbox", &row.id, &row.body)?,
            id: row.id,
            thread: row.thread,
            path: row.path,
            attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
        })
    }
}

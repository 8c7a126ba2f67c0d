//! The one place that knows there are two databases.
//!
//! Every query is one SQL text that both engines read: portable types only (`TEXT`, `BIGINT`,
//! `BOOLEAN`), `$1` parameters, `ON CONFLICT` and `RETURNING`. Knows nothing of needs or rooms.

mod error;

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Connection, Postgres, Sqlite, SqliteConnection, Transaction};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub use error::StoreError;

/// Checks the number of rows that a statement touched.
///
/// # Errors
/// [`StoreError::Rows`] when it is another.
pub const fn expect_rows(what: &'static str, got: u64, want: u64) -> Result<(), StoreError> {
    if got == want {
        Ok(())
    } else {
        Err(StoreError::Rows { what, got, want })
    }
}

/// Rows of [`Pool::try_writing`], each of [`TRIED_BYTES`]: together more than either engine keeps in
/// memory, so that they are written in earnest.
const TRIED_ROWS: usize = 4;
const TRIED_BYTES: usize = 1024 * 1024;

/// How long a transaction waits for those before it.
const TURN_WITHIN: Duration = Duration::from_secs(10);

/// A pool of connections to either engine.
#[derive(Debug, Clone)]
pub enum Pool {
    /// A file of this machine.
    Sqlite(SqlitePool, Turns),
    /// A server that several copies of the program may share.
    Postgres(PgPool, Turns),
}

/// How many transactions there may be at once. Whoever holds one may need a second connection to look
/// something up, so transactions never take all of them: they would wait for each other.
#[derive(Debug, Clone)]
pub struct Turns {
    writing: Arc<Semaphore>,
    reading: Arc<Semaphore>,
}

impl Turns {
    fn new(writing: usize, reading: usize) -> Self {
        Self {
            writing: Arc::new(Semaphore::new(writing)),
            reading: Arc::new(Semaphore::new(reading)),
        }
    }
}

/// Waits for a place among the transactions, first come first served.
async fn turn(turns: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, StoreError> {
    let turn = tokio::time::timeout(TURN_WITHIN, turns.clone().acquire_owned()).await;
    let turn = turn.map_err(|_| StoreError::Busy(sqlx::Error::PoolTimedOut))?;
    turn.map_err(|_| StoreError::Away(sqlx::Error::PoolClosed))
}

/// A write transaction on either engine, with its place among the transactions.
#[derive(Debug)]
pub enum Tx {
    /// On SQLite: begun `IMMEDIATE`, because a read that turns into a write fails at once there.
    Sqlite(Transaction<'static, Sqlite>, OwnedSemaphorePermit),
    /// On PostgreSQL.
    Postgres(Transaction<'static, Postgres>, OwnedSemaphorePermit),
}

/// Runs `$body` with `$p` bound to the executor of whichever pool this is.
#[macro_export]
macro_rules! with_pool {
    ($pool:expr, |$p:ident| $body:expr) => {
        match $pool {
            $crate::Pool::Sqlite($p, _) => $body,
            $crate::Pool::Postgres($p, _) => $body,
        }
    };
}

/// Runs `$body` with `$t` bound to the connection of whichever transaction this is.
#[macro_export]
macro_rules! with_tx {
    ($tx:expr, |$t:ident| $body:expr) => {
        match $tx {
            $crate::Tx::Sqlite(tx, _) => {
                let $t = &mut **tx;
                $body
            }
            $crate::Tx::Postgres(tx, _) => {
                let $t = &mut **tx;
                $body
            }
        }
    };
}

impl Pool {
    /// Opens `sqlite:PATH` (made if absent) or `postgres://…`.
    ///
    /// # Errors
    /// [`StoreError::Address`] or [`StoreError`].
    pub async fn open(address: &str) -> Result<Self, StoreError> {
        if address.starts_with("sqlite:") {
            return Self::open_sqlite(address).await;
        }
        if address.starts_with("postgres:") || address.starts_with("postgresql:") {
            let options = PgPoolOptions::new()
                .max_connections(10)
                .acquire_timeout(Duration::from_secs(10));
            let turns = Turns::new(4, 3);
            return Ok(Self::Postgres(options.connect(address).await?, turns));
        }
        Err(StoreError::Address)
    }

    async fn open_sqlite(address: &str) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::from_str(address)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .pragma("secure_delete", "ON");
        let pool = SqlitePoolOptions::new()
            .max_connections(6)
            .after_release(|connection, _| Box::pin(is_at_rest(connection)))
            .connect_with(options)
            .await?;
        // One writes at a time anyway: here they stand in line, and none is passed over.
        Ok(Self::Sqlite(pool, Turns::new(1, 3)))
    }

    /// Brings the tables up to date.
    ///
    /// # Errors
    /// [`StoreError::Migrate`].
    pub async fn migrate(&self, set: &Migrator) -> Result<(), StoreError> {
        with_pool!(self, |p| set.run(p).await)?;
        Ok(())
    }

    /// Begins a write transaction.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite(pool, turns) => {
                let turn = turn(&turns.writing).await?;
                Tx::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?, turn)
            }
            Self::Postgres(pool, turns) => {
                let turn = turn(&turns.writing).await?;
                Tx::Postgres(pool.begin().await?, turn)
            }
        })
    }

    /// Begins a transaction that only reads: one consistent view, and no lock against writers.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn read(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite(pool, turns) => {
                let turn = turn(&turns.reading).await?;
                Tx::Sqlite(pool.begin().await?, turn)
            }
            Self::Postgres(pool, turns) => {
                let turn = turn(&turns.reading).await?;
                Tx::Postgres(pool.begin().await?, turn)
            }
        })
    }

    /// Answers when the database does.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn ping(&self) -> Result<(), StoreError> {
        with_pool!(self, |p| sqlx::query("SELECT 1")
            .execute(p)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Tells whether the database takes writes: makes a table, fills it with four megabytes, and takes
    /// all of it back.
    ///
    /// # Errors
    /// [`StoreError::Busy`], [`StoreError::ReadOnly`], [`StoreError::Full`] or whatever stops it.
    pub async fn try_writing(&self) -> Result<(), StoreError> {
        const MAKE: &str = "CREATE TABLE hearback_check (held TEXT NOT NULL)";
        const FILL: &str = "INSERT INTO hearback_check (held) VALUES ($1)";
        let mut tx = self.begin().await?;
        with_tx!(&mut tx, |t| sqlx::query(MAKE).execute(t).await.map(|_| ()))?;
        for _ in 0..TRIED_ROWS {
            with_tx!(&mut tx, |t| sqlx::query(FILL)
                .bind("x".repeat(TRIED_BYTES))
                .execute(t)
                .await
                .map(|_| ()))?;
        }
        tx.roll_back().await
    }

    /// Closes every connection, so that a file can be moved.
    pub async fn close(&self) {
        with_pool!(self, |p| p.close().await);
    }
}

/// Whether a connection may serve again. When a disk is full, SQLite itself ends the transaction; sqlx
/// does not learn of it and would refuse every later one on this connection, so it is closed.
async fn is_at_rest(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    // Answered after the roll-back that a dropped transaction leaves behind.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

impl Tx {
    /// Makes everything since [`Pool::begin`] durable.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx, _turn) => tx.commit().await?,
            Self::Postgres(tx, _turn) => tx.commit().await?,
        }
        Ok(())
    }

    /// Takes back everything since [`Pool::begin`].
    ///
    /// # Errors
    /// [`StoreError::Away`] and the like.
    pub async fn roll_back(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx, _turn) => tx.rollback().await?,
            Self::Postgres(tx, _turn) => tx.rollback().await?,
        }
        Ok(())
    }
}

//! The vault: threads, messages, what waits to be sent, voices and consents of one community.
//!
//! Why it exists: this is the only place that may hold a person's words with a way back to them.
//! It must never hand out a row in the clear to anything but these bots, nor put text in an error.

pub(crate) mod chat;
mod messages;
mod outbox;
mod own;
mod people;
mod receipts;
mod seal;
mod thread;
mod upkeep;

use std::sync::Arc;

use hearback_store::{Pool, StoreError, Tx};
use hearback_wire::chance::Chance;
use zeroize::Zeroizing;

pub(crate) use messages::StoredMessage;
pub(crate) use outbox::{Due, Parcel};
pub(crate) use own::Dates;
pub(crate) use receipts::{Detail, Purpose, Receipt, Way};
pub(crate) use thread::Thread;
pub use upkeep::{Ran, Upkeep};

use people::Marker;
use seal::Seal;

/// The 32 bytes that lock one vault. Whoever has them and the database can read everything.
pub struct VaultKey(Zeroizing<[u8; 32]>);

impl VaultKey {
    /// Takes the key's bytes; the caller's copy is the caller's to wipe.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// What locks the Matrix store: drawn from this key, so that there is one key to keep.
    pub fn matrix_store(&self) -> Zeroizing<String> {
        let key = seal::derive(self, b"hearback matrix store");
        Zeroizing::new(data_encoding::HEXLOWER.encode(key.as_slice()))
    }
}

impl std::fmt::Debug for VaultKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("VaultKey(..)")
    }
}

/// Why the vault could not do something. Names a place, never what stands there.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A sealed value does not open: another key, or it was changed from outside.
    #[error("{0} does not open with this vault key; check that the key belongs to this database")]
    Sealed(&'static str),
}

impl From<sqlx::Error> for VaultError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(StoreError::from(error))
    }
}

/// One vault. Times are milliseconds since 1970.
pub(crate) struct Vault {
    pool: Pool,
    seal: Seal,
    marker: Marker,
    chance: Arc<dyn Chance>,
}

impl Vault {
    /// Brings the tables up to date.
    pub(crate) async fn open(
        pool: Pool,
        key: &VaultKey,
        chance: Arc<dyn Chance>,
    ) -> Result<Self, VaultError> {
        pool.migrate(&sqlx::migrate!("../migrations/vault")).await?;
        Ok(Self {
            seal: Seal::new(
                &seal::derive(key, b"hearback vault seal"),
                Arc::clone(&chance),
            ),
            marker: Marker::new(seal::derive(key, b"hearback vault mark")),
            pool,
            chance,
        })
    }

    /// Begins a change; nothing of it stands before its commit.
    pub(crate) async fn begin(&self) -> Result<Tx, VaultError> {
        Ok(self.pool.begin().await?)
    }

    /// Begins a look at one moment.
    pub(crate) async fn read(&self) -> Result<Tx, VaultError> {
        Ok(self.pool.read().await?)
    }
}

#[cfg(test)]
mod tests;

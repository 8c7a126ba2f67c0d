//! Small things under a name: a platform's session, the place up to which its stream was read.

use hearback_store::{Tx, with_pool, with_tx};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::vault::{Vault, VaultError};

const READ: &str = "SELECT value FROM kept WHERE name = $1";
const WRITE: &str = "INSERT INTO kept (name, value) VALUES ($1, $2)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value";

impl Vault {
    /// What is kept under a name.
    pub(crate) async fn kept<T: DeserializeOwned>(
        &self,
        name: &str,
    ) -> Result<Option<T>, VaultError> {
        let sealed: Option<String> = with_pool!(&self.pool, |p| sqlx::query_scalar(READ)
            .bind(name)
            .fetch_optional(p)
            .await)?;
        sealed
            .map(|sealed| self.seal.open("kept", name, &sealed))
            .transpose()
    }

    /// Keeps something under a name, in the place of what was there.
    pub(crate) async fn keep<T: Serialize>(
        &self,
        tx: &mut Tx,
        name: &str,
        value: &T,
    ) -> Result<(), VaultError> {
        let sealed = self.seal.close("kept", name, value)?;
        with_tx!(tx, |t| sqlx::query(WRITE)
            .bind(name)
            .bind(sealed)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }
}

//! Small things under a name: the place up to which a platform's stream was read, and whether a
//! person wants to be mentioned.

use hearback_store::{Tx, with_pool, with_tx};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Named;
use crate::chat::Platform;
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

    /// What is kept under a name, as the transaction sees it.
    pub(crate) async fn kept_in<T: DeserializeOwned>(
        &self,
        tx: &mut Tx,
        name: &str,
    ) -> Result<Option<T>, VaultError> {
        let sealed: Option<String> = with_tx!(tx, |t| sqlx::query_scalar(READ)
            .bind(name)
            .fetch_optional(t)
            .await)?;
        sealed
            .map(|sealed| self.seal.open("kept", name, &sealed))
            .transpose()
    }

    /// Whether a person asked not to be mentioned.
    pub(crate) async fn is_quiet(
        &self,
        tx: &mut Tx,
        platform: Platform,
        person: &str,
    ) -> Result<bool, VaultError> {
        let name = self.quiet_name(platform, person);
        Ok(self.kept_in(tx, &name).await?.unwrap_or(false))
    }

    /// Whether a person asked not to be mentioned, to look at.
    pub(crate) async fn quiet(&self, platform: Platform, person: &str) -> Result<bool, VaultError> {
        let name = self.quiet_name(platform, person);
        Ok(self.kept(&name).await?.unwrap_or(false))
    }

    /// Remembers whether a person wants to be mentioned, in threads that do not exist yet too.
    pub(crate) async fn set_quiet(
        &self,
        tx: &mut Tx,
        platform: Platform,
        person: &str,
        quiet: bool,
    ) -> Result<(), VaultError> {
        let name = self.quiet_name(platform, person);
        self.keep(tx, &name, &quiet).await
    }

    pub(super) fn quiet_name(&self, platform: Platform, person: &str) -> String {
        let person = self.hash(Named::Person, &[platform.code(), person]);
        format!("quiet {person}")
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

//! Brings encryption up: the account's identity, its recovery, and this device signed by both.
//!
//! It must never reset an identity. A wrong or missing key is told; a person decides.

use std::time::Duration;

use matrix_sdk::Client;
use matrix_sdk::config::{SyncSettings, SyncToken};
use matrix_sdk::encryption::recovery::{Recovery, RecoveryError, RecoveryState};
use matrix_sdk::encryption::secret_storage::SecretStorageError;
use matrix_sdk::ruma::api::client::filter::{FilterDefinition, RoomFilter};

use super::Tell;
use super::error::MatrixError;
use super::files::{SavedKey, SecretFiles};
use super::sdk;
use crate::matrix::settings::MatrixSettings;

/// Leaves this device verified, or says why not.
pub(crate) async fn bring_up(
    client: &Client,
    settings: &MatrixSettings,
    secrets: &SecretFiles,
    tell: &dyn Tell,
) -> Result<(), MatrixError> {
    let encryption = client.encryption();
    encryption.wait_for_e2ee_initialization_tasks().await;
    let recovery = encryption.recovery();
    let said = |error| words(error, &settings.homeserver);
    match recovery.state() {
        RecoveryState::Disabled => begin(client, &recovery, settings, secrets, tell).await?,
        RecoveryState::Incomplete => {
            let key = known_key(settings, secrets)?;
            announce(client, &settings.homeserver).await?;
            recovery.recover(key.trim()).await.map_err(said)?;
        }
        RecoveryState::Enabled => {
            if let SavedKey::BeingMade = secrets.recovery()? {
                let key = recovery.reset_key().await.map_err(said)?;
                keep(&key, secrets, tell)?;
            }
        }
        RecoveryState::Unknown => {
            return Err(MatrixError::Encryption("the account's recovery"));
        }
    }
    is_verified(client, &settings.homeserver).await
}

/// Makes the device's own keys known to the server, which takes no signature for keys that it has not
/// seen. A sync is the only way to it that the SDK has; this one asks for nothing of any room, and the signing that follows moves the server past its token.
async fn announce(client: &Client, address: &str) -> Result<(), MatrixError> {
    let mut filter = FilterDefinition::empty();
    filter.room = RoomFilter::ignore_all();
    let settings = SyncSettings::new()
        .timeout(Duration::ZERO)
        .token(SyncToken::NoToken)
        .filter(filter.into());
    let synced = client.sync_once(settings).await;
    synced.map(drop).map_err(|error| sdk::any(&error, address))
}

/// The account's first recovery.
async fn begin(
    client: &Client,
    recovery: &Recovery,
    settings: &MatrixSettings,
    secrets: &SecretFiles,
    tell: &dyn Tell,
) -> Result<(), MatrixError> {
    let identity = client.encryption().cross_signing_status().await;
    if !identity.is_some_and(|keys| keys.is_complete()) {
        return Err(MatrixError::IdentityElsewhere);
    }
    // An empty file first: should the program stop between the server's yes and the saving of the
    // key, the next start knows that nobody has that key, and makes another.
    secrets.save_recovery("")?;
    let enabled = recovery.enable().wait_for_backups_to_upload().await;
    let key = enabled.map_err(|error| words(error, &settings.homeserver))?;
    keep(&key, secrets, tell)
}

fn keep(key: &str, secrets: &SecretFiles, tell: &dyn Tell) -> Result<(), MatrixError> {
    secrets.save_recovery(key)?;
    tell.recovery_key(key);
    Ok(())
}

/// The key from the settings, or else from its file.
pub(crate) fn known_key(
    settings: &MatrixSettings,
    secrets: &SecretFiles,
) -> Result<zeroize::Zeroizing<String>, MatrixError> {
    if let Some(key) = &settings.recovery {
        return Ok(key.clone());
    }
    match secrets.recovery()? {
        SavedKey::Key(key) => Ok(key),
        SavedKey::None | SavedKey::BeingMade => {
            Err(MatrixError::RecoveryKeyMissing(secrets.recovery_path()))
        }
    }
}

async fn is_verified(client: &Client, address: &str) -> Result<(), MatrixError> {
    let encryption = client.encryption();
    if let Some(user) = client.user_id() {
        // The store learns of a fresh signature only by asking the server.
        let asked = encryption.request_user_identity(user).await;
        asked.map_err(|error| sdk::any(&error, address))?;
    }
    let device = encryption.get_own_device().await;
    let device = device.map_err(|_| MatrixError::Encryption("the device's own keys"))?;
    if device.is_some_and(|device| device.is_cross_signed_by_owner()) {
        return Ok(());
    }
    Err(MatrixError::NotVerified)
}

fn words(error: RecoveryError, address: &str) -> MatrixError {
    match error {
        RecoveryError::BackupExistsOnServer => MatrixError::IdentityElsewhere,
        RecoveryError::Sdk(error)
        | RecoveryError::SecretStorage(SecretStorageError::Sdk(error)) => sdk::any(&error, address),
        RecoveryError::SecretStorage(SecretStorageError::SecretStorageKey(_)) => {
            MatrixError::RecoveryKeyWrong
        }
        RecoveryError::SecretStorage(_) => MatrixError::Encryption("the account's secret storage"),
    }
}

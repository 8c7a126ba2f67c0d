//! Brings encryption up: the account's identity, its recovery, and this device signed by both.
//!
//! It must never reset an identity. A wrong or missing key is told; a person decides.

use matrix_sdk::Client;
use matrix_sdk::encryption::recovery::{Recovery, RecoveryError, RecoveryState};
use matrix_sdk::encryption::secret_storage::SecretStorageError;

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
            recovery.recover(key.trim()).await.map_err(said)?;
        }
        RecoveryState::Enabled => {
            if let SavedKey::BeingMade = secrets.recovery()? {
                let key = recovery.reset_key().await.map_err(said)?;
                keep(&key, secrets, tell)?;
            }
        }
        RecoveryState::Unknown => {
            return Err(MatrixError::Encryption(
                "the account's recovery could not be read".to_owned(),
            ));
        }
    }
    is_verified(client).await
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

async fn is_verified(client: &Client) -> Result<(), MatrixError> {
    let unknown = |error: &dyn std::error::Error| MatrixError::Encryption(error.to_string());
    let device = client.encryption().get_own_device().await;
    let device = device.map_err(|error| unknown(&error))?;
    if device.is_some_and(|device| device.is_cross_signed_by_owner()) {
        return Ok(());
    }
    Err(MatrixError::IdentityElsewhere)
}

fn words(error: RecoveryError, address: &str) -> MatrixError {
    match error {
        RecoveryError::BackupExistsOnServer => MatrixError::IdentityElsewhere,
        RecoveryError::Sdk(error) | RecoveryError::SecretStorage(SecretStorageError::Sdk(error)) => {
            sdk::any(&error, address)
        }
        RecoveryError::SecretStorage(SecretStorageError::SecretStorageKey(_)) => {
            MatrixError::RecoveryKeyWrong
        }
        RecoveryError::SecretStorage(error) => MatrixError::Encryption(error.to_string()),
    }
}

//! The folder of the encryption store: held by one process, with one folder inside for each device,
//! so that the keys of one device can never be opened as those of another.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use matrix_sdk::config::RequestConfig;
use matrix_sdk::cross_process_lock::CrossProcessLockConfig;
use matrix_sdk::encryption::{BackupDownloadStrategy, EncryptionSettings};
use matrix_sdk::{Client, ClientBuildError, ThreadingSupport};

use super::error::MatrixError;
use super::files::make_private_folder;
use super::sdk;
use crate::matrix::settings::MatrixSettings;

/// The store folder while this process holds it.
pub(crate) struct StoreFolder {
    folder: PathBuf,
    /// Closing it lets the next process in.
    _lock: File,
}

impl StoreFolder {
    /// Makes the folder if it is not there, and keeps every other process out of it.
    pub(crate) fn hold(folder: &Path) -> Result<Self, MatrixError> {
        make_private_folder(folder)?;
        let path = folder.join("lock");
        let file = |error| MatrixError::File(path.clone(), error);
        let lock = File::create(&path).map_err(file)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self {
                folder: folder.to_owned(),
                _lock: lock,
            }),
            Err(TryLockError::WouldBlock) => Err(MatrixError::StoreLocked(folder.to_owned())),
            Err(TryLockError::Error(error)) => Err(file(error)),
        }
    }

    /// Whether the keys of this device are here.
    pub(crate) fn has(&self, device: &str) -> bool {
        self.of(device).join("matrix-sdk-crypto.sqlite3").exists()
    }

    /// Forgets the keys of every device but this one.
    pub(crate) fn keep_only(&self, device: &str) -> Result<(), MatrixError> {
        let kept = self.of(device);
        let file = |error| MatrixError::File(self.folder.clone(), error);
        for found in self.folder.read_dir().map_err(file)? {
            let path = found.map_err(file)?.path();
            if path != kept && is_of_a_device(&path) {
                std::fs::remove_dir_all(&path).map_err(file)?;
            }
        }
        Ok(())
    }

    /// Opens the store of one device, making it if it is not there. Not signed in yet.
    pub(crate) async fn client(
        &self,
        settings: &MatrixSettings,
        device: &str,
        http: reqwest::Client,
    ) -> Result<Client, MatrixError> {
        let folder = self.of(device);
        make_private_folder(&folder)?;
        let built = Client::builder()
            .homeserver_url(&settings.homeserver)
            .http_client(http)
            .sqlite_store(&folder, Some(&settings.store_key))
            .with_encryption_settings(encryption())
            // On by default: it would give old messages to whoever the bot invites.
            .with_enable_share_history_on_invite(false)
            .cross_process_store_config(CrossProcessLockConfig::SingleProcess)
            .with_threading_support(ThreadingSupport::Disabled)
            .request_config(requests())
            .handle_refresh_tokens()
            .build()
            .await;
        built.map_err(|error| match error {
            ClientBuildError::SqliteStore(error) => {
                MatrixError::StoreShut(folder, error.to_string())
            }
            ClientBuildError::Http(error) => sdk::http(&error, &settings.homeserver),
            _ => MatrixError::Encryption("the client's own settings"),
        })
    }

    /// A device id may hold any character, and becomes the name of a folder.
    fn of(&self, device: &str) -> PathBuf {
        let name = data_encoding::BASE32HEX_NOPAD.encode(device.as_bytes());
        self.folder.join(format!("device-{name}"))
    }
}

fn is_of_a_device(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.starts_with("device-"))
}

fn encryption() -> EncryptionSettings {
    EncryptionSettings {
        auto_enable_cross_signing: true,
        // `recovery` makes the backup, when it has seen that the account's identity is the bot's own.
        auto_enable_backups: false,
        backup_download_strategy: BackupDownloadStrategy::AfterDecryptionFailure,
    }
}

/// The SDK's own goes on for a quarter of an hour, and then nobody learns that a message waits.
fn requests() -> RequestConfig {
    RequestConfig::new()
        .retry_limit(5)
        .timeout(Duration::from_secs(30))
}

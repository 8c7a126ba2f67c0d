//! The account's two secret files: the session and the recovery key. Readable by one user, written
//! whole or not at all, never printed.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::error::MatrixError;

/// What the server gave at sign-in.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Session {
    pub(crate) user_id: String,
    pub(crate) device_id: String,
    pub(crate) access_token: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) refresh_token: Option<String>,
    /// The token of the device that this one takes the place of, until it is signed out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) replaces: Option<String>,
}

/// The recovery key as its file has it.
pub(crate) enum SavedKey {
    /// No file.
    None,
    /// An empty file: the key was being made when the program stopped, so nobody has it.
    BeingMade,
    /// The key.
    Key(Zeroizing<String>),
}

/// The keys folder.
#[derive(Clone)]
pub(crate) struct SecretFiles(PathBuf);

impl SecretFiles {
    /// Makes the folder if it is not there.
    pub(crate) fn open(folder: &Path) -> Result<Self, MatrixError> {
        make_private_folder(folder)?;
        Ok(Self(folder.to_owned()))
    }

    /// The folder as it is, to look only.
    pub(crate) fn look(folder: &Path) -> Self {
        Self(folder.to_owned())
    }

    pub(crate) fn session_path(&self) -> PathBuf {
        self.0.join("matrix.session")
    }

    pub(crate) fn recovery_path(&self) -> PathBuf {
        self.0.join("matrix.recovery")
    }

    /// The saved session, if there is one.
    pub(crate) fn session(&self) -> Result<Option<Session>, MatrixError> {
        let path = self.session_path();
        let Some(text) = read(&path)? else {
            return Ok(None);
        };
        let session = serde_json::from_str(&text).map_err(|_| MatrixError::NotOurs(path))?;
        Ok(Some(session))
    }

    pub(crate) fn save_session(&self, session: &Session) -> Result<(), MatrixError> {
        let path = self.session_path();
        let text = serde_json::to_string(session)
            .map(Zeroizing::new)
            .map_err(|_| MatrixError::NotOurs(path.clone()))?;
        write(&path, &text)
    }

    pub(crate) fn recovery(&self) -> Result<SavedKey, MatrixError> {
        let Some(text) = read(&self.recovery_path())? else {
            return Ok(SavedKey::None);
        };
        Ok(match text.trim() {
            "" => SavedKey::BeingMade,
            key => SavedKey::Key(Zeroizing::new(key.to_owned())),
        })
    }

    pub(crate) fn save_recovery(&self, key: &str) -> Result<(), MatrixError> {
        write(&self.recovery_path(), key)
    }
}

pub(crate) fn make_private_folder(folder: &Path) -> Result<(), MatrixError> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| MatrixError::File(folder.to_owned(), error))
}

fn read(path: &Path) -> Result<Option<Zeroizing<String>>, MatrixError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(Zeroizing::new(text))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(MatrixError::File(path.to_owned(), error)),
    }
}

/// Writes beside the place and renames, so that a crash leaves the old text or the new one.
fn write(path: &Path, text: &str) -> Result<(), MatrixError> {
    let fresh = path.with_added_extension("new");
    let written = write_beside(&fresh, text).and_then(|()| fs::rename(&fresh, path));
    written.map_err(|error| MatrixError::File(path.to_owned(), error))
}

fn write_beside(fresh: &Path, text: &str) -> std::io::Result<()> {
    // Left over from a crash, perhaps with another mode.
    match fs::remove_file(fresh) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(fresh)?;
    writeln!(file, "{text}")?;
    file.sync_all()
}

//! The secrets of a node: four files in one folder, made at the first start, readable by one user.
//!
//! A secret is never printed, logged or put in a database.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER};
use hearback_wire::chance::{Chance, draw};
use hearback_wire::keys::SecretKey;
use zeroize::Zeroizing;

use crate::fault::{Doing, Fault, Outcome};

/// The folder that holds the key files.
#[derive(Debug)]
pub(crate) struct KeyFolder {
    path: PathBuf,
}

impl KeyFolder {
    /// Names the four files, in the order in which people are told about them.
    pub(crate) const FILES: [&str; 4] = ["identity.key", "signing.key", "vault.key", "bot.token"];

    /// Opens the folder, making it if it is not there.
    pub(crate) fn open(path: &Path) -> Outcome<Self> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(path)
            .doing(format!(
                "the keys folder {} could not be made",
                path.display()
            ))?;
        Ok(Self {
            path: path.to_owned(),
        })
    }

    /// The key that is this node's name.
    pub(crate) fn identity(&self, chance: &dyn Chance) -> Outcome<SecretKey> {
        self.secret_key("identity.key", chance)
    }

    /// The key that signs what leaves.
    pub(crate) fn signing(&self, chance: &dyn Chance) -> Outcome<SecretKey> {
        self.secret_key("signing.key", chance)
    }

    /// The key of the vault.
    pub(crate) fn vault(&self, chance: &dyn Chance) -> Outcome<[u8; 32]> {
        let text = self.read_or_make("vault.key", chance, || BASE64.encode(&draw::<32>(chance)))?;
        let bytes = BASE64.decode(text.as_bytes()).ok();
        bytes
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(|| {
                let path = self.path.join("vault.key");
                Fault::new(format!("{} is not base64 of 32 bytes", path.display()))
            })
    }

    /// The token by which the bots are known to their node.
    pub(crate) fn bot_token(&self, chance: &dyn Chance) -> Outcome<String> {
        self.read_or_make("bot.token", chance, || {
            BASE64URL_NOPAD.encode(&draw::<32>(chance))
        })
    }

    fn secret_key(&self, name: &str, chance: &dyn Chance) -> Outcome<SecretKey> {
        let seed = self.read_or_make(name, chance, || {
            SecretKey::draw(chance).seed().as_str().to_owned()
        })?;
        SecretKey::from_seed(&seed).doing(self.path.join(name).display())
    }

    fn read_or_make(
        &self,
        name: &str,
        chance: &dyn Chance,
        make: impl FnOnce() -> String,
    ) -> Outcome<String> {
        let path = self.path.join(name);
        if !path.exists() {
            let fresh = self
                .path
                .join(format!(".{}.new", HEXLOWER.encode(&draw::<8>(chance))));
            publish(&fresh, &path, &make()).doing(path.display())?;
        }
        check_private(&path)?;
        let text = fs::read_to_string(&path).doing(path.display())?;
        Ok(text.trim().to_owned())
    }
}

/// Writes a whole file beside its place and then links it there. A link never replaces a file, so
/// when two copies of the program start at once, both read the key of the one that came first.
fn publish(fresh: &Path, path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(fresh)?;
    writeln!(file, "{text}")?;
    file.sync_all()?;
    let linked = fs::hard_link(fresh, path);
    fs::remove_file(fresh)?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Refuses a key file that other users of the machine can open.
pub(crate) fn check_private(path: &Path) -> Outcome {
    const OTHERS: u32 = 0o077;
    let mode = fs::metadata(path)
        .doing(path.display())?
        .permissions()
        .mode();
    if mode & OTHERS == 0 {
        return Ok(());
    }
    Err(Fault::new(format!(
        "other users of this machine can open {0}; please run: chmod 600 {0}",
        path.display()
    )))
}

/// The secret of a chat platform's bot, from the environment, or from a file that only one user can
/// read.
pub(crate) fn secret(
    platform: &str,
    name: &str,
    folder: &Path,
    file: &str,
) -> Outcome<Zeroizing<String>> {
    if let Some(secret) = variable(name) {
        return Ok(secret);
    }
    let path = folder.join(file);
    if !path.exists() {
        return Err(Fault::new(format!(
            "the {platform} bot has no secret to sign in with: please put it into {} (readable by you alone), or into the variable {name}",
            path.display()
        )));
    }
    check_private(&path)?;
    let text = Zeroizing::new(fs::read_to_string(&path).doing(path.display())?);
    Ok(Zeroizing::new(text.trim().to_owned()))
}

/// A secret from the environment.
pub(crate) fn variable(name: &str) -> Option<Zeroizing<String>> {
    std::env::var(name).ok().map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::OsChance;

    #[test]
    fn a_key_is_made_once_and_kept_to_one_user() {
        let folder = tempfile::tempdir().unwrap();
        let keys = KeyFolder::open(&folder.path().join("keys")).unwrap();
        let first = keys.identity(&OsChance).unwrap().public();
        assert_eq!(keys.identity(&OsChance).unwrap().public(), first);
        let mode = |name: &str| {
            fs::metadata(folder.path().join(name))
                .unwrap()
                .permissions()
                .mode()
                & 0o777
        };
        assert_eq!((mode("keys"), mode("keys/identity.key")), (0o700, 0o600));
    }

    #[test]
    fn a_key_that_others_can_read_is_refused_with_the_command_that_mends_it() {
        let folder = tempfile::tempdir().unwrap();
        let keys = KeyFolder::open(folder.path()).unwrap();
        keys.vault(&OsChance).unwrap();
        let path = folder.path().join("vault.key");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let fault = keys.vault(&OsChance).unwrap_err();
        assert!(fault.to_string().contains("chmod 600"), "{fault}");
    }

    #[test]
    fn the_key_that_came_first_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bot.token");
        publish(&folder.path().join("a"), &path, "first").unwrap();
        publish(&folder.path().join("b"), &path, "second").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "first\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

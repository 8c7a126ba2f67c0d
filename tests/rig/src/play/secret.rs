//! A secret in the keys folder of a node, as an operator puts it there.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use hearback::fault::{Doing, Outcome};

/// Puts a secret into a file of that name, for the node in `folder`.
pub(crate) fn secret(folder: &Path, name: &str, secret: &str) -> Outcome {
    let keys = folder.join("keys");
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&keys)
        .doing(keys.display())?;
    let path = keys.join(name);
    let mut options = fs::OpenOptions::new();
    let options = options.write(true).create_new(true).mode(0o600);
    let mut file = options.open(&path).doing(path.display())?;
    file.write_all(secret.as_bytes()).doing(path.display())
}

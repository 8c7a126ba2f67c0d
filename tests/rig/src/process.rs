//! Running other programs to their end.

use std::fs;
use std::net::TcpListener;
use std::process::{Command, Stdio};

use crate::error::RigError;

/// Runs a command to its end. Its output goes to a file and not to a pipe: a server that the
/// command leaves behind would hold a pipe open, and reading it would never end.
pub(crate) fn check(name: &str, command: &mut Command) -> Result<(), RigError> {
    let printed = tempfile::NamedTempFile::new()?;
    let status = command
        .stdin(Stdio::null())
        .stdout(printed.reopen()?)
        .stderr(printed.reopen()?)
        .status()
        .map_err(|error| RigError::Run(name.to_owned(), error))?;
    if status.success() {
        return Ok(());
    }
    let words = fs::read_to_string(printed.path())?;
    Err(RigError::Failed(name.to_owned(), words.trim().to_owned()))
}

/// A port that nobody listens on. Another program could take it before the server does; then the
/// start fails and says so.
pub(crate) fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

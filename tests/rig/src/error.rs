//! Why a server of the rig could not be had, in words that say what to do about it.

use std::fmt;

/// Why a server could not be started.
#[derive(thiserror::Error)]
pub enum RigError {
    /// PostgreSQL is nowhere on this machine.
    #[error(
        "PostgreSQL is not installed: please run `apt-get install postgresql`, or put initdb and pg_ctl on the PATH"
    )]
    NoPostgres,
    /// There is no Python, or one that cannot make a virtual environment. Holds what it printed.
    #[error(
        "Python cannot make a virtual environment: please run `apt-get install python3-venv`. It said: {0}"
    )]
    NoPython(String),
    /// A Python package that could not be installed: its name and version, the folder, what pip
    /// printed.
    #[error(
        "{0} could not be installed into {1}: please check that this machine reaches the Python package registry, or set HEARBACK_RIG_CACHE to a folder from a machine where it worked, at the same path. It said: {2}"
    )]
    NoPackage(String, String, String),
    /// The words of `HEARBACK_RIG_SYNAPSE`.
    #[error(
        "HEARBACK_RIG_SYNAPSE is `{0}`: please give the address and the registration secret with a space between them, such as `http://127.0.0.1:8008 secret`"
    )]
    NoSuchSynapse(String),
    /// A server that did not come up: its name and the end of its log.
    #[error("{0} did not start. The end of its log: {1}")]
    NotUp(&'static str, String),
    /// Something that only a server started by this process can do.
    #[error("this server was not started here, so it cannot be stopped or started here")]
    NotOurs,
    /// A program that could not be run.
    #[error("{0} could not be run: {1}")]
    Run(String, #[source] std::io::Error),
    /// A program that ran and failed, with what it printed.
    #[error("{0} failed: {1}")]
    Failed(String, String),
    /// A folder, a file or a port.
    #[error("a place for the server could not be made: {0}")]
    Place(#[from] std::io::Error),
    /// A request to a server that is up.
    #[error(transparent)]
    Asked(#[from] crate::matrix::MatrixError),
    /// Chance that the system did not give.
    #[error("the system gave no random bytes: {0}")]
    Chance(#[from] getrandom::Error),
}

/// A test that unwraps prints this, and whoever reads it needs the words, not the name of a variant.
impl fmt::Debug for RigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_that_unwraps_is_told_what_to_do() {
        let error = RigError::NoPython("ensurepip is not available".to_owned());
        let printed = format!("{error:?}");
        assert!(
            printed.contains("apt-get install python3-venv"),
            "{printed}"
        );
        assert!(printed.contains("ensurepip is not available"), "{printed}");
    }
}

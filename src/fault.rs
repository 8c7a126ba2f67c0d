//! What stops a command: one sentence for the person at the terminal, saying what to do.
//!
//! Never holds chat text or a secret.

use std::fmt;

/// Why a command ended early, in words for whoever typed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault(String);

/// What a command comes to.
pub type Outcome<T = ()> = Result<T, Fault>;

impl Fault {
    /// A fault in words.
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }
}

impl std::error::Error for Fault {}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Puts what was being done in front of an error.
pub trait Doing<T> {
    /// Turns the error into a [`Fault`] that starts with `doing`.
    fn doing(self, doing: impl fmt::Display) -> Outcome<T>;
}

impl<T, E: fmt::Display> Doing<T> for Result<T, E> {
    fn doing(self, doing: impl fmt::Display) -> Outcome<T> {
        self.map_err(|error| Fault(format!("{doing}: {error}")))
    }
}

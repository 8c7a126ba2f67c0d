//! How many people are in each server, as the gateway told when the bot last connected.
//!
//! It must never ask who they are: the bot listens without the right to know.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The sizes of the servers that the bot is in.
#[derive(Default)]
pub(super) struct Sizes(Mutex<BTreeMap<String, u64>>);

impl Sizes {
    fn known(&self) -> MutexGuard<'_, BTreeMap<String, u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A server has so many members, the bot among them.
    pub(super) fn keep(&self, server: &str, members: u64) {
        self.known().insert(server.to_owned(), members);
    }

    /// The bot is not in a server any more.
    pub(super) fn forget(&self, server: &str) {
        self.known().remove(server);
    }

    /// How many members a server has beside the bot; none if that is not known.
    pub(super) fn people(&self, server: &str) -> Option<usize> {
        let members = *self.known().get(server)?;
        usize::try_from(members.saturating_sub(1)).ok()
    }
}

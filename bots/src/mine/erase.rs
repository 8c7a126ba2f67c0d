//! Everything that is kept about a person is deleted, in one transaction with what must be told to the
//! node: that their threads have ended.
//!
//! It must never say done before the commit, and never wait for the node: what it must know is a row of
//! the outbox, which names a random handle and nobody.

use hearback_store::Tx;
use serde::{Deserialize, Serialize};

use super::{Who, words};
use crate::bots::Bots;
use crate::chat::{Platform, forget_moderator};
use crate::dialogue::State;
use crate::vault::chat::Gone;
use crate::vault::{Parcel, Thread, VaultError};

/// Seconds after which whatever was on its way to the node has certainly arrived or failed: longer than
/// the node is given to take all that is sent at once.
const ARRIVES_WITHIN: i64 = 300;

/// What becomes of needs that have left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Released {
    /// They stay on the lists, and nobody can tell any more whose they were.
    Stay,
    /// They are taken off the lists too.
    TakenBack,
}

/// What an erasure is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Toll {
    /// Words that were never sent.
    pub(crate) drafts: usize,
    /// Needs that were sent and not taken back.
    pub(crate) needs: usize,
    /// Voices for needs of others.
    pub(crate) voices: usize,
    /// Threads, those of before too.
    pub(crate) threads: usize,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Erased {
    pub(crate) toll: Toll,
    pub(crate) released: Released,
}

impl Toll {
    fn count(&mut self, state: &State) {
        self.threads += 1;
        match state {
            State::Preview(_) => self.drafts += 1,
            State::Sent(_) | State::Asked { .. } | State::Refused { .. } => self.needs += 1,
            State::Voiced { .. } | State::Merged { .. } => self.voices += 1,
            State::Withdrawn { .. } | State::Cancelled => {}
        }
    }
}

impl Bots {
    /// What there is to erase.
    pub(crate) async fn toll(&self, who: &Who) -> Result<Toll, VaultError> {
        let mut toll = Toll::default();
        for id in self.ids_of(who).await? {
            if let Some(thread) = self.vault.thread_by_id(&id).await? {
                toll.count(&thread.state);
            }
        }
        Ok(toll)
    }

    /// Deletes everything of a person. Returns the threads that are gone, and what was done.
    pub(crate) async fn erase(
        &self,
        tx: &mut Tx,
        who: &Who,
        released: Released,
    ) -> Result<(Vec<String>, Erased), VaultError> {
        let now = self.clock.now();
        let (mut toll, mut threads, mut updates) = (Toll::default(), Vec::new(), Vec::new());
        for id in self.ids_of(who).await? {
            let Some(thread) = self.vault.lock_by_id(tx, &id, now).await? else {
                continue;
            };
            toll.count(&thread.state);
            updates.extend(self.vault.updates_of(tx, &id).await?);
            self.end_at_node(tx, &thread, released).await?;
            threads.push(id);
        }
        self.vault.forget_updates(tx, &updates, now).await?;
        if let Who::Account(platform, person) = who {
            self.forget_account(tx, (*platform, person), &threads)
                .await?;
        }
        for id in &threads {
            self.vault.delete_thread(tx, id).await?;
        }
        Ok((threads, Erased { toll, released }))
    }

    /// Has the node told that a thread is gone. Whatever of it is on its way may arrive first.
    async fn end_at_node(
        &self,
        tx: &mut Tx,
        thread: &Thread,
        released: Released,
    ) -> Result<(), VaultError> {
        let on_its_way = self.vault.is_on_its_way(tx, &thread.id).await?;
        let never_sent = matches!(thread.state, State::Preview(_)) || thread.state.is_final();
        if never_sent && !on_its_way {
            return Ok(());
        }
        let ended = Parcel::Ended {
            handle: thread.handle,
            keep_released: released == Released::Stay && !taken_back(&thread.state),
        };
        let now = self.clock.now();
        let at = if on_its_way {
            now.plus_seconds(ARRIVES_WITHIN)
        } else {
            now
        };
        self.vault.enqueue(tx, None, &ended, at).await
    }

    async fn forget_account(
        &self,
        tx: &mut Tx,
        (platform, person): (Platform, &str),
        threads: &[String],
    ) -> Result<(), VaultError> {
        let direct = self.vault.direct_room(platform, person).await?;
        let gone = Gone {
            platform,
            person,
            threads,
            alone: direct.as_ref().map(|room| room.info.address.as_str()),
            instead: words::SOMEBODY,
        };
        self.vault.forget_posts(tx, &gone).await?;
        self.vault.forget_heard(tx, &gone).await?;
        forget_moderator(self, tx, platform, person).await
    }

    /// After the commit: pages that show a thread learn that it is gone, and the node is told.
    pub(crate) fn announce_end(&self, threads: &[String]) {
        for thread in threads {
            self.announce(thread);
        }
        self.wake.notify_one();
    }
}

/// Whether its person had taken it back already, and the node may not know.
const fn taken_back(state: &State) -> bool {
    matches!(state, State::Withdrawn { .. })
}

#[cfg(test)]
mod tests;

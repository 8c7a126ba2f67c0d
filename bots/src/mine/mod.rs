//! What a person can ask about themselves, on every platform: all that is kept, and its end.
//!
//! It must never show or delete anything of anybody else: whoever asks is known by the cookie of their
//! browser, by their account, or by the secret address of one thread, and by nothing that they write.

mod erase;
mod export;
pub(crate) mod words;

use hearback_wire::clock::Millis;
use hearback_wire::day::Day;

use crate::bots::Bots;
use crate::chat::Platform;
use crate::kept::Kept;
use crate::vault::chat::Place;
use crate::vault::{Dates, Receipt, StoredMessage, Thread, VaultError};

pub(crate) use erase::{Erased, Released, Toll};
pub(crate) use export::{pieces, whole};

/// Who asks.
#[derive(Debug, Clone)]
pub(crate) enum Who {
    /// Whoever uses a browser, by its cookie.
    Browser(String),
    /// An account of a chat platform.
    Account(Platform, String),
    /// Whoever has the address of one thread of the web room.
    Thread(String),
}

/// One thread of theirs, with all that is kept of it.
pub(crate) struct Own {
    pub(crate) thread: Thread,
    pub(crate) dates: Dates,
    pub(crate) place: Option<Place>,
    pub(crate) messages: Vec<StoredMessage>,
    pub(crate) receipts: Vec<Receipt>,
}

impl Own {
    /// The day after which it is deleted if nothing more happens in it.
    pub(crate) fn ends(&self, kept: Kept) -> Day {
        let days = match self.dates.stage.as_deref() {
            Some("draft") => kept.drafts,
            Some("closed") => kept.closed,
            _ => kept.threads,
        };
        Day::of(Millis(self.dates.updated_at)).plus_days(i32::from(days))
    }
}

impl Bots {
    /// The ids of a person's threads.
    pub(crate) async fn ids_of(&self, who: &Who) -> Result<Vec<String>, VaultError> {
        match who {
            Who::Browser(cookie) => self.vault.threads_of_browser(cookie).await,
            Who::Thread(id) => Ok(vec![id.clone()]),
            Who::Account(platform, person) => {
                let placed = self.vault.of_person(*platform, person).await?;
                Ok(placed.into_iter().map(|placed| placed.thread).collect())
            }
        }
    }

    /// A person's threads with all that is kept of each, the one that was touched last first.
    pub(crate) async fn own(&self, who: &Who) -> Result<Vec<Own>, VaultError> {
        let mut all = Vec::new();
        for id in self.ids_of(who).await? {
            all.extend(self.own_thread(&id).await?);
        }
        all.sort_by_key(|own| std::cmp::Reverse(own.dates.updated_at));
        Ok(all)
    }

    async fn own_thread(&self, id: &str) -> Result<Option<Own>, VaultError> {
        let thread = self.vault.thread_by_id(id).await?;
        let (Some(thread), Some(dates)) = (thread, self.vault.dates(id).await?) else {
            return Ok(None);
        };
        let mut tx = self.vault.read().await?;
        let place = self.vault.place(&mut tx, id).await?;
        drop(tx);
        Ok(Some(Own {
            thread,
            dates,
            place,
            messages: self.vault.messages(id).await?,
            receipts: self.vault.receipts(id).await?,
        }))
    }
}

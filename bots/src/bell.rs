//! Wakes the worker of each chat platform: a bell for each, so that no worker takes another's call.

use tokio::sync::Notify;
use tokio::sync::futures::Notified;

use crate::chat::Platform;

/// One bell for each platform. A call that nobody waits for is kept.
#[derive(Debug, Default)]
pub(crate) struct Bell {
    matrix: Notify,
    discord: Notify,
}

impl Bell {
    /// Wakes every platform's worker.
    pub(crate) fn notify_one(&self) {
        self.matrix.notify_one();
        self.discord.notify_one();
    }

    /// Waits for the next call.
    pub(crate) fn notified(&self, platform: Platform) -> Notified<'_> {
        match platform {
            Platform::Matrix => self.matrix.notified(),
            Platform::Discord => self.discord.notified(),
        }
    }
}

//! How a worker waits for what it does next.

use std::time::Duration;

use hearback_wire::clock::Millis;
use tokio::sync::futures::Notified;

use super::backoff;
use crate::bots::Bots;
use crate::vault::VaultError;

/// Looked at again at least this often, for rows that another process wrote.
const LONGEST: Duration = Duration::from_secs(5);

/// Waits until what comes `next` is due or somebody wakes the worker; after failures, for as long as
/// they ask.
pub(crate) async fn nap(
    bots: &Bots,
    failures: u32,
    woken: Notified<'_>,
    next: impl Future<Output = Result<Option<Millis>, VaultError>>,
) {
    if failures > 0 {
        tokio::time::sleep(backoff(failures)).await;
        return;
    }
    let next = next.await.ok().flatten();
    let wait = next.map_or(LONGEST, |at| {
        let millis = at.0.saturating_sub(bots.clock.now().0);
        Duration::from_millis(u64::try_from(millis).unwrap_or(0)).min(LONGEST)
    });
    tokio::select! {
        () = woken => {}
        () = tokio::time::sleep(wait) => {}
    }
}

//! Sends what waits to the node, and brings what the node has for threads. Runs until it is stopped.
//!
//! Everything here may happen twice, or stop half-way: what a person meets happens once. It must
//! never put words or an address of a thread into a log.

mod backoff;
mod nap;
mod receive;
mod send;

use std::time::Duration;

use hearback_wire::clock::Millis;
use tokio_util::sync::CancellationToken;

pub use backoff::backoff;
pub(crate) use nap::nap;
#[cfg(test)]
pub(crate) use send::send_due;

use crate::bots::Bots;
use crate::vault::{Before, VaultError};

/// Days that a thread is kept after its last message: what the notice says.
const KEPT_DAYS: i64 = 2 * 365;
/// Days that the card of a need is kept after nothing can be decided about it: a person who appeals
/// later gets a new one.
const CARDS_KEPT_DAYS: i64 = 30;
/// Days that rows are kept after they were sent.
const SENT_KEPT_DAYS: i64 = 7;

/// Runs both directions until `stop` is cancelled. What was begun is not lost: it is tried again
/// when the bots start next. Open live streams end too, so that a server can come to rest.
pub async fn run(bots: Bots, stop: CancellationToken) {
    tokio::join!(
        until(&stop, send::run(&bots)),
        until(&stop, receive::run(&bots)),
        until(&stop, forget(&bots)),
    );
    bots.closing.cancel();
}

/// Gives up on endless work when told to. A transaction that is cut off is rolled back.
async fn until(stop: &CancellationToken, work: impl Future<Output = std::convert::Infallible>) {
    tokio::select! {
        () = stop.cancelled() => {}
        never = work => match never {},
    }
}

/// Keeps the notice's promise, once an hour.
async fn forget(bots: &Bots) -> std::convert::Infallible {
    loop {
        let before = Before {
            threads: days_ago(bots, KEPT_DAYS),
            cards: days_ago(bots, CARDS_KEPT_DAYS),
            sent: days_ago(bots, SENT_KEPT_DAYS),
        };
        match bots.vault.forget(before).await {
            Ok(0) => {}
            Ok(threads) => tracing::info!(threads, "old threads were deleted"),
            Err(error) => report("forget", &error),
        }
        tokio::time::sleep(Duration::from_hours(1)).await;
    }
}

fn days_ago(bots: &Bots, days: i64) -> Millis {
    bots.clock.now().plus_seconds(-days * 24 * 3600)
}

/// Vault errors name places, never what stands there.
fn report(doing: &'static str, error: &VaultError) {
    tracing::error!(doing, %error, "the vault could not do this");
}

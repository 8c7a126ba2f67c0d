//! Sends what waits to the node, and brings what the node has for threads. Runs until it is stopped.
//!
//! Everything here may happen twice, or stop half-way: what a person meets happens once. It must
//! never put words or an address of a thread into a log.

mod backoff;
mod nap;
mod receive;
mod send;

use std::time::Duration;

use tokio_util::sync::CancellationToken;

pub use backoff::backoff;
pub(crate) use nap::nap;
#[cfg(test)]
pub(crate) use send::send_due;

use crate::bots::Bots;
use crate::vault::VaultError;

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
        forget_once(bots).await;
        tokio::time::sleep(Duration::from_hours(1)).await;
    }
}

/// Deletes what is older than it may be.
pub(crate) async fn forget_once(bots: &Bots) {
    match bots
        .vault
        .forget(bots.settings.kept, bots.clock.now())
        .await
    {
        Ok(0) => {}
        Ok(threads) => tracing::info!(threads, "old threads were deleted"),
        Err(error) => report("forget", &error),
    }
}

/// Vault errors name places, never what stands there.
fn report(doing: &'static str, error: &VaultError) {
    tracing::error!(doing, %error, "the vault could not do this");
}

//! Previews that nobody answered for a day end, and their person is told.

use std::convert::Infallible;

use crate::bots::Bots;
use crate::delivery::nap;
use crate::dialogue::Event;
use crate::vault::VaultError;

/// Ends what lapsed, for ever.
pub(crate) async fn run(bots: &Bots) -> Infallible {
    let mut failures: u32 = 0;
    loop {
        match lapse(bots).await {
            Ok(()) => failures = 0,
            Err(error) => {
                failures = failures.saturating_add(1);
                tracing::error!(%error, "previews could not be ended yet");
            }
        }
        nap(
            bots,
            failures,
            bots.lapses.notified(),
            bots.vault.next_lapse(),
        )
        .await;
    }
}

/// Ends what lapsed, once.
async fn lapse(bots: &Bots) -> Result<(), VaultError> {
    let now = bots.clock.now();
    for id in bots.vault.lapsed(now).await? {
        let mut tx = bots.vault.begin().await?;
        if let Some(mut thread) = bots.vault.lock_by_id(&mut tx, &id, now).await?
            && !bots
                .apply(&mut tx, &mut thread, Event::Lapsed, None)
                .await?
        {
            bots.vault.lapse_at(&mut tx, &thread, None).await?;
        }
        tx.commit().await?;
        bots.posts.notify_one();
    }
    Ok(())
}

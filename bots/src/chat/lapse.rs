//! Previews that nobody answered for a day end, and their person is told.

use std::convert::Infallible;
use std::time::Duration;

use crate::bots::Bots;
use crate::dialogue::Event;
use crate::vault::VaultError;

/// Previews are looked at this often.
const EVERY: Duration = Duration::from_secs(30);

/// Ends what lapsed, for ever.
pub(crate) async fn run(bots: &Bots) -> Infallible {
    loop {
        if let Err(error) = lapse(bots).await {
            tracing::error!(%error, "previews could not be ended yet");
        }
        tokio::time::sleep(EVERY).await;
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

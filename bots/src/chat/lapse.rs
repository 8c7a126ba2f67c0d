//! Previews that nobody answered for a day end, and their person is told.

use std::convert::Infallible;
use std::time::Duration;

use crate::bots::Bots;
use crate::dialogue::Event;
use crate::vault::VaultError;

/// Looked at again at least this often, for previews that another process showed.
const LONGEST_NAP: Duration = Duration::from_mins(5);

/// What failed is tried again after this.
const SHORTEST_NAP: Duration = Duration::from_secs(1);

/// Ends what lapsed, for ever.
pub(crate) async fn run(bots: &Bots) -> Infallible {
    loop {
        if let Err(error) = lapse(bots).await {
            tracing::error!(%error, "previews could not be ended yet");
        }
        nap(bots).await;
    }
}

/// Until the next preview ends, or one was shown.
async fn nap(bots: &Bots) {
    let next = bots.vault.next_lapse().await.ok().flatten();
    let wait = next.map_or(LONGEST_NAP, |at| {
        let millis = at.0.saturating_sub(bots.clock.now().0);
        Duration::from_millis(u64::try_from(millis).unwrap_or(0)).min(LONGEST_NAP)
    });
    tokio::select! {
        () = bots.lapses.notified() => {}
        () = tokio::time::sleep(wait.max(SHORTEST_NAP)) => {}
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

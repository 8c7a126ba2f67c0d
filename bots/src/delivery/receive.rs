//! From the node to the threads: each update once, with its outcome, before the cursor moves on.

use std::convert::Infallible;

use hearback_store::Tx;
use hearback_wire::intake::{Outcome, Update, Updates};

use super::{backoff, report};
use crate::bots::Bots;
use crate::chat::Told;
use crate::dialogue::Event;
use crate::node::Failed;
use crate::vault::{Parcel, VaultError};

/// Receives for ever.
pub(super) async fn run(bots: &Bots) -> Infallible {
    let mut failures: u32 = 0;
    loop {
        if receive(bots).await {
            failures = 0;
        } else {
            failures = failures.saturating_add(1);
            tokio::time::sleep(backoff(failures)).await;
        }
    }
}

/// One long poll. False when it should be tried again after a while.
async fn receive(bots: &Bots) -> bool {
    let result = match bots.vault.cursor().await {
        Ok(after) => match bots.node.updates(after).await {
            Ok(updates) => take_all(bots, after, updates).await,
            Err(Failed::Later(code)) => return refused(code),
            Err(Failed::Never(_)) => return refused("poll_refused"),
        },
        Err(error) => Err(error),
    };
    result.inspect_err(|error| report("receive", error)).is_ok()
}

fn refused(code: &'static str) -> bool {
    tracing::warn!(code, "the node gave no updates; it is asked again");
    false
}

/// All updates of one answer, their outcomes and the cursor: together or not at all.
async fn take_all(bots: &Bots, after: u64, updates: Updates) -> Result<(), VaultError> {
    if updates.updates.is_empty() && updates.cursor <= after {
        return Ok(());
    }
    let mut changed = Vec::new();
    let mut tx = bots.vault.begin().await?;
    for update in updates.updates {
        changed.extend(take(bots, &mut tx, update).await?);
    }
    bots.vault.move_cursor(&mut tx, updates.cursor).await?;
    tx.commit().await?;
    bots.wake.notify_one();
    for thread in &changed {
        bots.announce(thread);
    }
    Ok(())
}

/// Brings one update to its thread. Returns the thread's id where it has a new message.
async fn take(bots: &Bots, tx: &mut Tx, update: Update) -> Result<Option<String>, VaultError> {
    let now = bots.clock.now();
    let Update {
        id,
        cause,
        handle,
        reference,
        what,
        ..
    } = update;
    let Some(mut thread) = bots.vault.lock_by_handle(tx, handle, now).await? else {
        let gone = Parcel::Outcome {
            update: id,
            outcome: Outcome::Gone,
        };
        bots.vault.enqueue(tx, None, &gone, now).await?;
        return Ok(None);
    };
    let said_before = bots.vault.was_said(tx, id).await?;
    let told = Told { update: id, cause };
    let said_now = !said_before
        && bots
            .apply(tx, &mut thread, Event::Came { reference, what }, Some(told))
            .await?;
    let reached = said_before || said_now;
    if reached && bots.vault.place(tx, &thread.id).await?.is_some() {
        // In chat it has reached the thread only once the post stands there; the post tells.
        return Ok(said_now.then_some(thread.id));
    }
    let outcome = if reached {
        Outcome::Thread
    } else {
        Outcome::Gone
    };
    bots.vault
        .enqueue(
            tx,
            None,
            &Parcel::Outcome {
                update: id,
                outcome,
            },
            now,
        )
        .await?;
    Ok(said_now.then_some(thread.id))
}

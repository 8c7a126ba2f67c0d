//! From the outbox to the node: each row until it is taken or refused for good.

use std::convert::Infallible;

use futures_util::{StreamExt, stream};
use hearback_wire::intake::NeedPut;

use super::{backoff, nap, report};
use crate::bots::Bots;
use crate::chat;
use crate::dialogue::{Event, Outgoing, Refusable};
use crate::node::{Failed, Undone};
use crate::vault::{Due, Parcel, VaultError};

/// Threads served at the same time; rows of one thread go one after another.
const AT_ONCE: usize = 8;

/// Sends for ever.
pub(super) async fn run(bots: &Bots) -> Infallible {
    let mut failures = 0;
    loop {
        match send_due(bots).await {
            Ok(0) => failures = 0,
            Ok(_) => {
                failures = 0;
                continue;
            }
            Err(error) => {
                failures += 1;
                report("send", &error);
            }
        }
        nap(bots, failures, bots.wake.notified(), bots.vault.next_due()).await;
    }
}

/// Sends what is due once. Returns how many rows were tried.
pub(crate) async fn send_due(bots: &Bots) -> Result<usize, VaultError> {
    let due = bots.vault.due(bots.clock.now()).await?;
    let tried = due.len();
    let results: Vec<Result<(), VaultError>> = stream::iter(due)
        .map(|row| send(bots, row))
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    results.into_iter().collect::<Result<(), _>>()?;
    Ok(tried)
}

async fn send(bots: &Bots, row: Due) -> Result<(), VaultError> {
    if !bots.vault.waits(&row.id).await? {
        return Ok(());
    }
    let body = row
        .parcel
        .clone()
        .payload()
        .map_err(|_| VaultError::Sealed("outbox"))?;
    if let Parcel::Decided(decided) = &row.parcel {
        return match bots.node.decide(&row.path, &row.id, body).await {
            Err(Undone::Later(code)) => later(bots, &row, code).await,
            answer => chat::decided(bots, &row.id, decided, answer).await,
        };
    }
    match bots.node.put(&row.path, &row.id, body).await {
        Ok(answer) => match taken(&row.parcel, &answer) {
            Ok(event) => settle(bots, &row, event).await,
            Err(code) => later(bots, &row, code).await,
        },
        Err(Failed::Never(detail)) => settle(bots, &row, refused(&row.parcel, detail)).await,
        Err(Failed::Later(code)) => later(bots, &row, code).await,
    }
}

/// What the thread learns when the node took something: only a need brings news.
fn taken(parcel: &Parcel, answer: &[u8]) -> Result<Option<Event>, &'static str> {
    let Parcel::Thread {
        what: Outgoing::Need { .. },
        ..
    } = parcel
    else {
        return Ok(None);
    };
    let put: NeedPut = serde_json::from_slice(answer).map_err(|_| "unreadable_answer")?;
    Ok(Some(Event::Taken {
        reference: put.reference,
        read_by: put.read_by,
    }))
}

fn refused(parcel: &Parcel, detail: String) -> Option<Event> {
    match parcel {
        Parcel::Thread { what, .. } => Some(Event::NotTaken {
            what: what.refusable(),
            detail,
        }),
        Parcel::Outcome { .. } => {
            tracing::warn!(code = "outcome_refused", "the node did not take an outcome");
            None
        }
        Parcel::Ended { .. } | Parcel::Decided(_) => None,
    }
}

/// Marks the row done and tells the thread, together; whoever is second does nothing.
async fn settle(bots: &Bots, row: &Due, event: Option<Event>) -> Result<(), VaultError> {
    let now = bots.clock.now();
    let mut tx = bots.vault.begin().await?;
    if let (Some(event), Some(id)) = (event, &row.thread) {
        let thread = bots.vault.lock_by_id(&mut tx, id, now).await?;
        if !bots.vault.finish(&mut tx, &row.id, now).await? {
            return Ok(());
        }
        if let Some(mut thread) = thread {
            bots.apply(&mut tx, &mut thread, event, None).await?;
        }
    } else {
        bots.vault.finish(&mut tx, &row.id, now).await?;
    }
    tx.commit().await?;
    if let Some(thread) = &row.thread {
        bots.announce(thread);
    }
    Ok(())
}

async fn later(bots: &Bots, row: &Due, code: &'static str) -> Result<(), VaultError> {
    let attempts = row.attempts.saturating_add(1);
    tracing::warn!(
        code,
        attempts,
        "the node did not take this yet; it is tried again"
    );
    let wait = i64::try_from(backoff(attempts).as_millis()).unwrap_or(i64::MAX);
    let at = hearback_wire::clock::Millis(bots.clock.now().0.saturating_add(wait));
    bots.vault.try_again(&row.id, at).await?;
    match (&row.parcel, &row.thread) {
        (Parcel::Thread { what, .. }, Some(thread)) if what.refusable() == Refusable::Need => {
            bots.say_saved(thread).await
        }
        _ => Ok(()),
    }
}

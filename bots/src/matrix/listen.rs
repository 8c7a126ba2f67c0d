//! Reads the homeserver's stream. What is for the bot and the place in the stream are written
//! together, so that whatever happens in between, nothing is lost and nothing is heard twice.
//!
//! It must never deal with what it hears: a slow answer would hold up the stream.

use std::convert::Infallible;
use std::time::Duration;

use futures_util::StreamExt;
use hearback_store::Tx;
use matrix_sdk::config::{SyncSettings, SyncToken};
use matrix_sdk::ruma::api::client::filter::{Filter, FilterDefinition, RoomEventFilter};
use matrix_sdk::ruma::uint;
use matrix_sdk::store::{StateStoreDataKey, StateStoreDataValue};

use super::timeline::{Found, found_between, found_in};
use super::{Matrix, gaps};
use crate::chat::{Heard, HeardWhat, Platform};
use crate::delivery::backoff;
use crate::vault::VaultError;
use crate::vault::chat::{To, Waiting};

/// Where the place in the stream is kept.
pub(super) const SINCE: &str = "matrix since";
/// How long the homeserver holds an empty answer.
const POLL: Duration = Duration::from_secs(30);
/// What may wait of one room. A room that says more than this at once is told that it is not read.
const MOST_WAITING: u64 = 200;
/// What may wait of one person in a room, so that nobody fills it for all others.
const MOST_OF_ONE: u64 = 50;

/// Why the stream could not be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum ListenError {
    #[error("the homeserver gave no answer that can be used")]
    Matrix(#[from] matrix_sdk::Error),
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// Listens for ever.
pub(super) async fn run(matrix: &Matrix) -> Infallible {
    let mut failures: u32 = 0;
    loop {
        match listen(matrix).await {
            Ok(()) => {
                failures = 0;
                matrix.health.synced(matrix.bots.clock.now());
            }
            Err(error) => {
                failures = failures.saturating_add(1);
                tracing::warn!(%error, failures, "the Matrix stream is read again after a while");
                tokio::time::sleep(backoff(failures)).await;
            }
        }
        matrix.rooms_changed.notify_one();
    }
}

/// Tries what could not be decrypted again as soon as its key comes, for ever.
pub(super) async fn run_keys(matrix: &Matrix) -> Infallible {
    let Some(mut keys) = matrix.client.encryption().room_keys_received_stream().await else {
        return std::future::pending().await;
    };
    while let Some(batch) = keys.next().await {
        // An error says that some were missed; what waits is tried again after a while anyway.
        for key in batch.unwrap_or_default() {
            let (room, now) = (key.room_id.as_str(), matrix.bots.clock.now());
            let vault = &matrix.bots.vault;
            if let Err(error) = vault.heard_now(Platform::Matrix, room, now).await {
                tracing::error!(%error, "what waits for a key is tried again later");
            }
        }
        matrix.bots.heard.notify_one();
    }
    std::future::pending().await
}

/// One answer of the stream.
pub(super) async fn listen(matrix: &Matrix) -> Result<(), ListenError> {
    let (found, next) = hear_more(matrix).await?;
    take(matrix, found, &next).await
}

/// What was said since the last time, and the place after it. Writes nothing down.
pub(super) async fn hear_more(matrix: &Matrix) -> Result<(Found, String), ListenError> {
    let since: Option<String> = matrix.bots.vault.kept(SINCE).await?;
    // Posts wait for the first answer: it must not wait for news.
    let is_first = !*matrix.synced.borrow();
    let settings = SyncSettings::new()
        .filter(filter().into())
        .timeout(if is_first { Duration::ZERO } else { POLL })
        .token(match &since {
            Some(since) => SyncToken::Specific(since.clone()),
            None => SyncToken::NoToken,
        });
    let held = held_by_sdk(matrix).await?;
    let response = matrix.client.sync_once(settings).await?;
    matrix.rosters.follow(&response, &matrix.own);
    matrix.synced.send_replace(true);
    let next = response.next_batch.clone();
    let found = match &since {
        None => Found::default(),
        // The SDK drops an answer that it has seen, but it was not written down here.
        Some(since) if *since != next && held.as_ref() == Some(&next) => {
            found_between(matrix, since, &next).await?
        }
        Some(since) => found_in(matrix, &response, since).await?,
    };
    Ok((found, next))
}

/// The place up to which the SDK has taken the stream in.
async fn held_by_sdk(matrix: &Matrix) -> Result<Option<String>, ListenError> {
    let store = matrix.client.state_store();
    let held = store.get_kv_data(StateStoreDataKey::SyncToken).await;
    let held = held.map_err(matrix_sdk::Error::from)?;
    Ok(held.and_then(StateStoreDataValue::into_sync_token))
}

/// Nobody's typing, reading or coming online wakes the bot.
fn filter() -> FilterDefinition {
    let mut filter = FilterDefinition::with_lazy_loading();
    filter.presence = Filter::ignore_all();
    filter.room.ephemeral = RoomEventFilter::ignore_all();
    filter.room.timeline.limit = Some(uint!(100));
    filter
}

/// Writes what was heard, what is still to be read and the new place, together.
async fn take(matrix: &Matrix, found: Found, next: &str) -> Result<(), ListenError> {
    let vault = &matrix.bots.vault;
    let mut tx = vault.begin().await?;
    for one in &found.heard {
        hear(matrix, &mut tx, one).await?;
    }
    let put_off = !found.gaps.is_empty();
    gaps::keep(matrix, &mut tx, found.gaps).await?;
    vault.keep(&mut tx, SINCE, &next).await?;
    tx.commit().await.map_err(VaultError::from)?;
    if put_off {
        matrix.gaps.notify_one();
    }
    if !found.heard.is_empty() {
        matrix.bots.heard.notify_one();
        matrix.bots.posts.notify_one();
    }
    Ok(())
}

/// Writes one thing down, unless its room or its speaker said too much already. What waits for a key
/// is counted for itself, so that it is not in the way of what can be read.
pub(super) async fn hear(matrix: &Matrix, tx: &mut Tx, heard: &Heard) -> Result<(), VaultError> {
    let bots = &matrix.bots;
    let Waiting {
        sealed,
        readable,
        of_person,
    } = bots.vault.heard_waiting(tx, heard).await?;
    let is_sealed = matches!(heard.what, HeardWhat::Unreadable { .. });
    let fits = if is_sealed {
        sealed < MOST_WAITING
    } else {
        readable < MOST_WAITING && of_person < MOST_OF_ONE
    };
    if fits {
        let now = bots.clock.now();
        bots.vault.hear(tx, heard, now).await?;
        return Ok(());
    }
    if is_sealed {
        return Ok(());
    }
    let to = To::Room {
        room: heard.room.clone(),
        root: None,
    };
    crate::chat::too_much(bots, tx, Platform::Matrix, to).await
}

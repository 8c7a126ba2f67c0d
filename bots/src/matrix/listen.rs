//! Reads the homeserver's stream. What is for the bot and the place in the stream are written
//! together, so that whatever happens in between, nothing is lost and nothing is heard twice.
//!
//! It must never deal with what it hears: a slow answer would hold up the stream.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::time::Duration;

use hearback_store::Tx;
use matrix_sdk::config::SyncSettings;
use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::room::MessagesOptions;
use matrix_sdk::ruma::api::client::filter::FilterDefinition;
use matrix_sdk::ruma::{OwnedRoomId, uint};
use matrix_sdk::sync::{SyncResponse, Timeline};
use matrix_sdk::{Room, RoomState};

use super::Matrix;
use super::read::{Reader, heard, is_own_join};
use crate::chat::{Heard, HeardWhat, Platform, is_order};
use crate::delivery::backoff;
use crate::vault::VaultError;
use crate::vault::chat::{ChatRoom, Role, To};

/// Where the place in the stream is kept.
const SINCE: &str = "matrix since";
/// How long the homeserver holds an empty answer.
const POLL: Duration = Duration::from_secs(30);
/// Pages of a hundred that are read back into a gap: more was said than people could have meant.
const MOST_PAGES: usize = 100;
/// What may wait of one room. A room that says more than this at once is told that it is not read.
const MOST_WAITING: u64 = 200;

/// Why the stream could not be read.
#[derive(Debug, thiserror::Error)]
enum ListenError {
    #[error("the homeserver gave no answer that can be used")]
    Matrix(#[from] matrix_sdk::Error),
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// Listens for ever.
pub(super) async fn run(matrix: &Matrix) -> Infallible {
    let mut failures: u32 = 0;
    loop {
        match next(matrix).await {
            Ok((since, response)) => {
                failures = 0;
                matrix.health.synced(matrix.bots.clock.now());
                settle(matrix, since.as_deref(), &response).await;
            }
            Err(error) => {
                failures = failures.saturating_add(1);
                put_off(&error, failures).await;
            }
        }
        matrix.rooms_changed.notify_one();
    }
}

async fn put_off(error: &ListenError, failures: u32) {
    tracing::warn!(%error, failures, "the Matrix stream is read again after a while");
    tokio::time::sleep(backoff(failures)).await;
}

/// One answer of the stream, from the place where the last one that was written down ended.
async fn next(matrix: &Matrix) -> Result<(Option<String>, SyncResponse), ListenError> {
    let since: Option<String> = matrix.bots.vault.kept(SINCE).await?;
    let settings = SyncSettings::new()
        .filter(FilterDefinition::with_lazy_loading().into())
        .timeout(POLL);
    let settings = match &since {
        Some(since) => settings.token(since.clone()),
        None => settings.token(matrix_sdk::config::SyncToken::NoToken),
    };
    let response = matrix.client.sync_once(settings).await?;
    Ok((since, response))
}

/// Writes an answer down, however often that fails: the SDK gives the same answer empty when it is
/// asked for again, so nothing else may be asked for before this one is safe. A restart asks afresh.
async fn settle(matrix: &Matrix, since: Option<&str>, response: &SyncResponse) {
    let mut failures: u32 = 0;
    loop {
        let settled = async {
            let rooms = match since {
                Some(since) => complete(matrix, response, since).await?,
                None => BTreeMap::new(),
            };
            take(matrix, rooms, &response.next_batch).await
        };
        match settled.await {
            Ok(()) => return,
            Err(error) => {
                failures = failures.saturating_add(1);
                put_off(&error, failures).await;
            }
        }
    }
}

/// The events of each room, with what a gap in the answer left out.
async fn complete(
    matrix: &Matrix,
    response: &SyncResponse,
    since: &str,
) -> Result<BTreeMap<OwnedRoomId, Vec<TimelineEvent>>, ListenError> {
    let mut rooms = BTreeMap::new();
    for (id, update) in &response.rooms.joined {
        let Some(room) = matrix.client.get_room(id) else {
            continue;
        };
        let mut events = update.timeline.events.clone();
        let came = position_of_join(matrix, &events);
        if update.timeline.limited && came.is_none() {
            let mut before = gap(&room, &update.timeline, since).await?;
            before.append(&mut events);
            events = before;
        }
        if let Some(at) = position_of_join(matrix, &events) {
            events.drain(..=at);
        }
        rooms.insert(id.clone(), events);
    }
    Ok(rooms)
}

fn position_of_join(matrix: &Matrix, events: &[TimelineEvent]) -> Option<usize> {
    events
        .iter()
        .rposition(|event| is_own_join(&matrix.own, event))
}

/// What was said between `since` and the events of a limited timeline, the oldest first.
async fn gap(
    room: &Room,
    timeline: &Timeline,
    since: &str,
) -> Result<Vec<TimelineEvent>, ListenError> {
    let mut from = timeline.prev_batch.clone();
    let mut found = Vec::new();
    for _ in 0..MOST_PAGES {
        let Some(token) = from else { break };
        let mut options = MessagesOptions::backward().from(token.as_str());
        options.to = Some(since.to_owned());
        options.limit = uint!(100);
        let page = room.messages(options).await?;
        let empty = page.chunk.is_empty();
        found.extend(page.chunk);
        from = if empty { None } else { page.end };
    }
    if from.is_some() {
        tracing::warn!(
            "a Matrix room said more than can be read back; the oldest of it is not read"
        );
    }
    found.reverse();
    Ok(found)
}

/// Writes what was heard and the new place, together.
async fn take(
    matrix: &Matrix,
    rooms: BTreeMap<OwnedRoomId, Vec<TimelineEvent>>,
    next: &str,
) -> Result<(), ListenError> {
    let mut heard = Vec::new();
    for (id, events) in rooms {
        heard.extend(of_room(matrix, id.as_str(), &events).await?);
    }
    let vault = &matrix.bots.vault;
    let mut tx = vault.begin().await?;
    for one in &heard {
        hear(matrix, &mut tx, one).await?;
    }
    vault.keep(&mut tx, SINCE, &next).await?;
    tx.commit().await.map_err(VaultError::from)?;
    if !heard.is_empty() {
        matrix.bots.heard.notify_one();
    }
    Ok(())
}

async fn of_room(
    matrix: &Matrix,
    id: &str,
    events: &[TimelineEvent],
) -> Result<Vec<Heard>, ListenError> {
    let Some(room) = matrix
        .room(id)
        .filter(|room| room.state() == RoomState::Joined)
    else {
        return Ok(Vec::new());
    };
    let vault = &matrix.bots.vault;
    let known = vault.chat_room(Platform::Matrix, id).await?;
    let known = known.unwrap_or_else(|| ChatRoom::new(Platform::Matrix, id));
    let levels = room.power_levels_or_default().await;
    let reader = Reader {
        room: id,
        own: &matrix.own,
        display: &matrix.display,
        listens: matches!(known.role, Role::Direct | Role::Moderators),
        levels: &levels,
    };
    let mut all = Vec::new();
    for one in events.iter().filter_map(|event| heard(&reader, event)) {
        if reader.listens || concerns(matrix, &one).await? {
            all.push(one);
        }
    }
    Ok(all)
}

/// Talk in a thread, a reaction or a deletion concerns the bot only where it knows the thread or the
/// message. The rest is not even written down.
async fn concerns(matrix: &Matrix, heard: &Heard) -> Result<bool, VaultError> {
    let vault = &matrix.bots.vault;
    fn at<'a>(heard: &'a Heard, event: &'a str) -> (Platform, &'a str, &'a str) {
        (Platform::Matrix, &heard.room, event)
    }
    match &heard.what {
        HeardWhat::Words { text, calls_us, .. } if *calls_us || is_order(text) => Ok(true),
        HeardWhat::Words {
            root, replies_to, ..
        } => {
            let home = match root {
                Some(root) => vault.at_home(Platform::Matrix, &heard.room, root).await?,
                None => Vec::new(),
            };
            let anchors = match replies_to {
                Some(event) => vault.anchors(at(heard, event)).await?,
                None => Vec::new(),
            };
            Ok(!home.is_empty() || !anchors.is_empty())
        }
        // What somebody reacted to may be a post of ours that was not marked as done yet.
        HeardWhat::Reacted { .. } if vault.posts_wait(Platform::Matrix, &heard.room).await? => {
            Ok(true)
        }
        HeardWhat::Reacted { to: what, .. } | HeardWhat::Edited { what, .. } => {
            Ok(!vault.anchors(at(heard, what)).await?.is_empty())
        }
        HeardWhat::Deleted { what } => {
            let home = vault.at_home(Platform::Matrix, &heard.room, what).await?;
            Ok(!home.is_empty() || !vault.anchors(at(heard, what)).await?.is_empty())
        }
        HeardWhat::Unreadable { .. } => Ok(true),
    }
}

/// What a person said in a room for two before the bot came in: apps make the room with the first
/// message.
pub(super) async fn said_before(matrix: &Matrix, room: &Room) -> matrix_sdk::Result<Vec<Heard>> {
    let page = room.messages(MessagesOptions::backward()).await?;
    let levels = room.power_levels_or_default().await;
    let reader = Reader {
        room: room.room_id().as_str(),
        own: &matrix.own,
        display: &matrix.display,
        listens: true,
        levels: &levels,
    };
    let found = page.chunk.iter().rev();
    Ok(found.filter_map(|event| heard(&reader, event)).collect())
}

/// Writes one thing down, unless its room said too much already.
async fn hear(matrix: &Matrix, tx: &mut Tx, heard: &Heard) -> Result<(), VaultError> {
    let bots = &matrix.bots;
    let now = bots.clock.now();
    let waiting = bots
        .vault
        .heard_waiting(tx, Platform::Matrix, &heard.room)
        .await?;
    if waiting < MOST_WAITING {
        bots.vault.hear(tx, heard, now).await?;
        return Ok(());
    }
    let to = To::Room {
        room: heard.room.clone(),
        root: None,
    };
    crate::chat::too_much(bots, tx, Platform::Matrix, to).await
}

//! What a room's timeline holds for the bot, with what an answer of the stream left out.
//!
//! It is read backwards and only what concerns the bot is kept, so that a room that says a lot costs
//! little. It must never go back to before the bot's own coming: that was not said to it.

use std::time::Duration;

use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::room::MessagesOptions;
use matrix_sdk::ruma::events::room::power_levels::RoomPowerLevels;
use matrix_sdk::ruma::uint;
use matrix_sdk::sync::{SyncResponse, Timeline};
use matrix_sdk::{Room, RoomState};
use tokio::time::{Instant, timeout_at};

use super::gaps::Gap;
use super::listen::ListenError;
use super::read::{Reader, heard, is_own_join};
use super::{Matrix, is_gone};
use crate::chat::{self, Heard, HeardWhat, Platform};
use crate::vault::VaultError;
use crate::vault::chat::{ChatRoom, Role};

/// How long the stream waits for what one answer left out, of all rooms together.
const GAPS_WITHIN: Duration = Duration::from_secs(5);
/// Pages of a hundred that are read back into a gap: more was said than people could have meant.
const MOST_PAGES: usize = 100;
/// What is kept of one room: more than may wait of it.
const MOST_KEPT: usize = 500;

/// What an answer of the stream brought.
#[derive(Default)]
pub(super) struct Found {
    /// What was said to the bot, in the order of each room.
    pub(super) heard: Vec<Heard>,
    /// What could not be read in time.
    pub(super) gaps: Vec<Gap>,
}

/// What was said to the bot since `since`.
pub(super) async fn found_in(
    matrix: &Matrix,
    response: &SyncResponse,
    since: &str,
) -> Result<Found, ListenError> {
    let mut found = Found::default();
    let end = Instant::now() + GAPS_WITHIN;
    for (id, update) in &response.rooms.joined {
        let room = matrix.client.get_room(id);
        if let Some(room) = room.filter(|room| room.state() == RoomState::Joined) {
            let Timeline {
                events,
                limited,
                prev_batch,
                ..
            } = &update.timeline;
            let gap = prev_batch.clone().filter(|_| *limited);
            found.add(matrix, &room, events, (gap, since), end).await?;
        }
    }
    Ok(found)
}

/// What was said to the bot between two places, read back from every room.
pub(super) async fn found_between(
    matrix: &Matrix,
    since: &str,
    next: &str,
) -> Result<Found, ListenError> {
    let mut found = Found::default();
    let end = Instant::now() + GAPS_WITHIN;
    for room in matrix.client.joined_rooms() {
        let gap = Some(next.to_owned());
        found.add(matrix, &room, &[], (gap, since), end).await?;
    }
    Ok(found)
}

/// What was said to the bot in one room between two places.
pub(super) async fn read_back(
    matrix: &Matrix,
    room: &Room,
    from: String,
    since: &str,
) -> Result<Vec<Heard>, ListenError> {
    let levels = room.power_levels_or_default().await;
    let mut back = Back::new(matrix, room, &levels).await?;
    back.read_gap(room, Some(from), since).await?;
    back.found.reverse();
    Ok(back.found)
}

impl Found {
    /// Takes in one room: the events of the answer, and what it left out. A room that does not answer
    /// in time is put off, whatever was read of it so far.
    async fn add(
        &mut self,
        matrix: &Matrix,
        room: &Room,
        events: &[TimelineEvent],
        (gap, since): (Option<String>, &str),
        end: Instant,
    ) -> Result<(), ListenError> {
        let levels = room.power_levels_or_default().await;
        let mut back = Back::new(matrix, room, &levels).await?;
        back.read(events.iter().rev()).await?;
        let read = timeout_at(end, back.read_gap(room, gap.clone(), since)).await;
        match read {
            Ok(Err(ListenError::Vault(error))) => return Err(ListenError::Vault(error)),
            Ok(Ok(())) => {}
            Ok(Err(ListenError::Matrix(_))) | Err(_) => {
                let gap = gap.map(|from| Gap::new(room.room_id().as_str(), from, since));
                self.gaps.extend(gap);
            }
        }
        back.found.reverse();
        self.heard.append(&mut back.found);
        Ok(())
    }
}

/// Reads a room backwards.
struct Back<'a> {
    matrix: &'a Matrix,
    reader: Reader<'a>,
    /// What concerns the bot, the newest first.
    found: Vec<Heard>,
    /// Nothing before this is for the bot.
    ended: bool,
}

impl<'a> Back<'a> {
    async fn new(
        matrix: &'a Matrix,
        room: &'a Room,
        levels: &'a RoomPowerLevels,
    ) -> Result<Self, VaultError> {
        let id = room.room_id().as_str();
        let known = matrix.bots.vault.chat_room(Platform::Matrix, id).await?;
        let role = known.map_or(ChatRoom::new(Platform::Matrix, id).role, |room| room.role);
        Ok(Self {
            matrix,
            reader: Reader {
                room: id,
                own: &matrix.own,
                display: &matrix.display,
                listens: matches!(role, Role::Direct | Role::Moderators),
                levels,
            },
            found: Vec::new(),
            ended: false,
        })
    }

    /// Takes events in, the newest first.
    async fn read<'e>(
        &mut self,
        events: impl Iterator<Item = &'e TimelineEvent>,
    ) -> Result<(), VaultError> {
        for event in events {
            self.ended |= is_own_join(self.reader.own, event);
            if self.ended {
                break;
            }
            let Some(one) = heard(&self.reader, event) else {
                continue;
            };
            if self.reader.listens || concerns(self.matrix, &one).await? {
                self.found.push(one);
                self.ended = self.found.len() >= MOST_KEPT;
            }
        }
        Ok(())
    }

    /// Takes in what was said between `since` and the events of a limited timeline.
    async fn read_gap(
        &mut self,
        room: &Room,
        mut from: Option<String>,
        since: &str,
    ) -> Result<(), ListenError> {
        for _ in 0..MOST_PAGES {
            let (Some(token), false) = (from, self.ended) else {
                return Ok(());
            };
            let mut options = MessagesOptions::backward().from(token.as_str());
            options.to = Some(since.to_owned());
            options.limit = uint!(100);
            let page = match room.messages(options).await {
                Ok(page) => page,
                // The room is not the bot's to read any more; the other rooms must not wait for it.
                Err(error) if is_gone(&error) => return Ok(()),
                Err(error) => return Err(error.into()),
            };
            self.read(page.chunk.iter()).await?;
            from = page.end.filter(|_| !page.chunk.is_empty());
        }
        tracing::warn!(
            "a Matrix room said more than can be read back; the oldest of it is not read"
        );
        Ok(())
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

/// Talk in a thread, a reaction or a deletion concerns the bot only where it knows the thread or the
/// message. The rest is not even written down.
async fn concerns(matrix: &Matrix, heard: &Heard) -> Result<bool, VaultError> {
    let vault = &matrix.bots.vault;
    let at = heard.room.as_str();
    match &heard.what {
        HeardWhat::Words { text, calls_us, .. } if *calls_us || chat::is_order(text) => Ok(true),
        HeardWhat::Words {
            root, replies_to, ..
        } => {
            let home = match root {
                Some(root) => vault.at_home(Platform::Matrix, &heard.room, root).await?,
                None => Vec::new(),
            };
            let anchors = match replies_to {
                Some(event) => vault.anchors((Platform::Matrix, at, event)).await?,
                None => Vec::new(),
            };
            Ok(!home.is_empty() || !anchors.is_empty())
        }
        // What somebody reacted to may be a post of ours that was not marked as done yet.
        HeardWhat::Reacted { .. } if vault.posts_wait(Platform::Matrix, at).await? => Ok(true),
        HeardWhat::Reacted { to: what, .. } | HeardWhat::Edited { what, .. } => {
            let anchors = vault.anchors((Platform::Matrix, at, what)).await?;
            Ok(!anchors.is_empty())
        }
        HeardWhat::Deleted { what } => {
            let home = vault.at_home(Platform::Matrix, &heard.room, what).await?;
            Ok(!home.is_empty()
                || !vault
                    .anchors((Platform::Matrix, at, what))
                    .await?
                    .is_empty())
        }
        HeardWhat::Unreadable { .. } => Ok(true),
        // Nobody can press anything here.
        HeardWhat::Asked { .. } => Ok(false),
    }
}

//! Brings the cards in step with what was done at the door, from wherever it was done.
//!
//! The place up to which changes were read moves in the transaction that writes their posts.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::time::Duration;

use hearback_store::Tx;
use hearback_wire::intake::{Change, Changes, Did, Held};
use hearback_wire::reference::NeedRef;

use super::card::{self, Shown};
use super::stage::Stage;
use super::{NotYet, desk, words};
use crate::bots::Bots;
use crate::chat::Platform;
use crate::delivery::backoff;
use crate::vault::VaultError;
use crate::vault::chat::Card;

/// How long a bot that may not moderate waits before it asks again.
const NOT_ALLOWED_WAIT: Duration = Duration::from_mins(10);

/// What became of one need, and how it stands at the door; none if it is not there any more.
struct News {
    reference: NeedRef,
    changes: Vec<Change>,
    held: Option<Held>,
}

/// Follows for ever.
pub(super) async fn run(bots: &Bots, platform: Platform) -> Infallible {
    let (mut caught_up, mut failures, mut told) = (None, 0_u32, false);
    loop {
        match Box::pin(look(bots, platform, &mut caught_up)).await {
            Ok(()) => (failures, told) = (0, false),
            Err(NotYet::NotAllowed(detail)) => {
                if !told {
                    tracing::warn!(detail, "needs cannot be moderated in chat");
                }
                told = true;
                tokio::time::sleep(NOT_ALLOWED_WAIT).await;
            }
            Err(error) => {
                failures = failures.saturating_add(1);
                tracing::warn!(%error, "the moderators' room is not up to date; it is tried again");
                tokio::time::sleep(backoff(failures)).await;
            }
        }
    }
}

/// Cards for a room that is new to them, and then one long poll.
pub(super) async fn look(
    bots: &Bots,
    platform: Platform,
    caught_up: &mut Option<String>,
) -> Result<(), NotYet> {
    if let Some(room) = desk(bots, platform).await?
        && caught_up.as_ref() != Some(&room)
    {
        Box::pin(catch_up(bots, platform, &room)).await?;
        *caught_up = Some(room);
    }
    let after = bots.vault.kept(&cursor(platform)).await?.unwrap_or(0);
    let found = bots.node.changes(after).await?;
    Box::pin(take(bots, platform, after, found)).await
}

fn cursor(platform: Platform) -> String {
    format!("moderation of {}", platform.code())
}

/// A card for each need that waits and has none in this room.
async fn catch_up(bots: &Bots, platform: Platform, room: &str) -> Result<(), NotYet> {
    let mut all = Vec::new();
    for held in bots.node.at_the_door().await? {
        if held.waits {
            // The list does not say what is like them.
            all.extend(bots.node.held(held.reference).await?);
        }
    }
    let mut tx = bots.vault.begin().await?;
    for held in all.into_iter().filter(|held| held.waits) {
        let card = bots
            .vault
            .lock_card(&mut tx, platform, held.reference)
            .await?;
        let news = News {
            reference: held.reference,
            changes: Vec::new(),
            held: Some(held),
        };
        show(bots, &mut tx, (platform, Some(room)), card, news).await?;
    }
    commit(bots, tx).await
}

/// All changes of one answer, their posts and the cursor: together or not at all.
async fn take(bots: &Bots, platform: Platform, after: u64, found: Changes) -> Result<(), NotYet> {
    if found.changes.is_empty() && found.cursor <= after {
        return Ok(());
    }
    let room = desk(bots, platform).await?;
    let news = fetch(bots, (platform, room.is_some()), found.changes).await?;
    let mut tx = bots.vault.begin().await?;
    for news in news {
        let card = bots
            .vault
            .lock_card(&mut tx, platform, news.reference)
            .await?;
        show(bots, &mut tx, (platform, room.as_deref()), card, news).await?;
    }
    bots.vault
        .keep(&mut tx, &cursor(platform), &found.cursor)
        .await?;
    commit(bots, tx).await
}

async fn commit(bots: &Bots, tx: Tx) -> Result<(), NotYet> {
    tx.commit().await.map_err(VaultError::from)?;
    bots.posts.notify_one();
    Ok(())
}

/// How the needs stand that have a card, or should get one.
async fn fetch(
    bots: &Bots,
    (platform, has_room): (Platform, bool),
    changes: Vec<Change>,
) -> Result<Vec<News>, NotYet> {
    let mut of_needs: BTreeMap<NeedRef, Vec<Change>> = BTreeMap::new();
    for change in changes {
        of_needs.entry(change.reference).or_default().push(change);
    }
    let mut all = Vec::new();
    for (reference, changes) in of_needs {
        let card = bots.vault.card::<Shown>(platform, reference).await?;
        let has_card = card.is_some();
        if has_card || (has_room && changes.last().is_some_and(may_wait)) {
            all.push(News {
                reference,
                changes,
                held: bots.node.held(reference).await?,
            });
        }
    }
    Ok(all)
}

/// Whether a need may wait for a moderator after this.
const fn may_wait(change: &Change) -> bool {
    matches!(change.did, Did::Arrived) || comes_back(change)
}

const fn comes_back(change: &Change) -> bool {
    matches!(change.did, Did::Replied | Did::Appealed | Did::Undone)
}

async fn show(
    bots: &Bots,
    tx: &mut Tx,
    (platform, room): (Platform, Option<&str>),
    card: Option<Card<Shown>>,
    news: News,
) -> Result<(), VaultError> {
    match (card, news.held) {
        (card, Some(held)) if held.waits => {
            waits(bots, tx, (platform, room), card, (held, &news.changes)).await
        }
        (Some(card), held) => moved_on(bots, tx, platform, card, (held, &news.changes)).await,
        (None, _) => Ok(()),
    }
}

/// A need that does not wait for a moderator.
async fn moved_on(
    bots: &Bots,
    tx: &mut Tx,
    platform: Platform,
    mut card: Card<Shown>,
    (held, changes): (Option<Held>, &[Change]),
) -> Result<(), VaultError> {
    let stage = card.state.stage.after(changes, held.as_ref());
    card::redraw(bots, tx, platform, &mut card, |shown| {
        if changes.iter().any(comes_back) {
            shown.turn = shown.turn.saturating_add(1);
        }
        shown.move_on(stage, held);
    })
    .await
}

/// A need that waits: on the card that it has if that still fits, and otherwise on a new one.
async fn waits(
    bots: &Bots,
    tx: &mut Tx,
    (platform, room): (Platform, Option<&str>),
    card: Option<Card<Shown>>,
    (held, changes): (Held, &[Change]),
) -> Result<(), VaultError> {
    let Some(mut card) = card else {
        return match room {
            Some(room) => card::put(bots, tx, (platform, room), held, 0).await,
            None => Ok(()),
        };
    };
    if fits(bots, room, &card, &held).await? {
        if changes.is_empty() {
            return Ok(());
        }
        return again(bots, tx, platform, card, (held, changes)).await;
    }
    let Some(room) = room else { return Ok(()) };
    if card.state.room == room {
        card::retire(bots, tx, platform, &mut card).await?;
    }
    let turn = card.state.turn.saturating_add(1);
    card::put(bots, tx, (platform, room), held, turn).await
}

/// Whether a card shows these words in this room, or will once it stands.
async fn fits(
    bots: &Bots,
    room: Option<&str>,
    card: &Card<Shown>,
    held: &Held,
) -> Result<bool, VaultError> {
    let here = room.is_none_or(|room| room == card.state.room);
    if card.state.hash != held.hash || card::is_lost(bots, card).await? {
        return Ok(false);
    }
    Ok(here || bots.vault.post_waits(&card.post).await?)
}

/// The same words wait once more. Corrections do not notify, so a quiet line says it too.
async fn again(
    bots: &Bots,
    tx: &mut Tx,
    platform: Platform,
    mut card: Card<Shown>,
    (held, changes): (Held, &[Change]),
) -> Result<(), VaultError> {
    let back = changes.iter().rev().find(|change| comes_back(change));
    card::redraw(bots, tx, platform, &mut card, |shown| {
        shown.stage = Stage::Waits;
        shown.held = held;
        if back.is_some() {
            shown.turn = shown.turn.saturating_add(1);
            shown.pending = None;
            shown.meanwhile = None;
        }
    })
    .await?;
    if let (Some(back), Some(to)) = (back, card::thread(bots, &card).await?) {
        let text = words::waits_again(back.reference, back.did);
        bots.notice(tx, platform, to, text).await?;
    }
    Ok(())
}

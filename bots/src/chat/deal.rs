//! Deals with what was heard, one message of each room at a time, so that a loud room holds up
//! nobody else. What is to be done is decided first, and done in one transaction with the mark that
//! the message was dealt with.

use std::convert::Infallible;

use futures_util::{FutureExt, StreamExt, stream};
use hearback_wire::clock::Millis;

use super::act::{Act, Later, perform};
use super::heard::{Ear, HeardWhat};
use super::scene::Scene;
use super::{Platform, answer, ask, edit, moderate, pressed, react, say, setup, unreadable, words};
use crate::bots::Bots;
use crate::delivery::{backoff, nap};
use crate::vault::VaultError;
use crate::vault::chat::{Inbound, Role};

/// Rooms served at the same time.
const AT_ONCE: usize = 8;
/// Attempts after which a message is given up: with the back-off, about a day.
const MOST_ATTEMPTS: u32 = 300;

/// What one person alone with the bot can say in a while.
const MOST_ALONE: u64 = 20;
/// What one person can say in the threads of one room in a while.
const MOST_IN_THREADS: u64 = 200;
/// How long a while is, in seconds.
const A_WHILE: i64 = 10 * 60;

/// Deals with what is heard, for ever.
pub(crate) async fn run(bots: &Bots, platform: Platform, ear: &impl Ear) -> Infallible {
    let mut failures = 0;
    loop {
        match deal_due(bots, platform, ear).await {
            Ok(0) => failures = 0,
            Ok(_) => {
                failures = 0;
                continue;
            }
            Err(error) => {
                failures += 1;
                tracing::error!(%error, "what was heard in chat could not be dealt with yet");
            }
        }
        let next = bots.vault.heard_next(platform);
        nap(bots, failures, bots.heard.notified(platform), next).await;
    }
}

/// Deals with what is due once. Returns how much that was.
pub(super) async fn deal_due(
    bots: &Bots,
    platform: Platform,
    ear: &impl Ear,
) -> Result<usize, VaultError> {
    let due = bots.vault.heard_due(platform, bots.clock.now()).await?;
    let count = due.len();
    let results: Vec<Result<(), VaultError>> = stream::iter(due)
        .map(|row| deal(bots, ear, row))
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    results.into_iter().collect::<Result<(), _>>()?;
    Ok(count)
}

async fn deal(bots: &Bots, ear: &impl Ear, row: Inbound) -> Result<(), VaultError> {
    let mut decided = decide(bots, ear, &row).await;
    if let Ok(None) | Err(Later::Unheard) = decided {
        if row.attempts >= MOST_ATTEMPTS {
            tracing::warn!("something heard in chat was given up after a day");
            let act = given_up(bots, &row).await?;
            return settle(bots, &row, act).await;
        }
        let wait = backoff(row.attempts.saturating_add(1)).as_millis();
        let wait = i64::try_from(wait).unwrap_or(i64::MAX);
        let at = bots.clock.now().0.saturating_add(wait);
        bots.vault.heard_again(&row.id, Millis(at)).await?;
        // What it waits for may have come between the look and the note that it waits: from now on
        // whatever comes makes it due.
        decided = decide(bots, ear, &row).await;
    }
    match decided {
        Ok(Some(act)) => settle(bots, &row, act).await,
        Ok(None) | Err(Later::Unheard) => Ok(()),
        Err(Later::Vault(error)) => Err(error),
    }
}

/// Whoever wrote is told that nothing came of it.
async fn given_up(bots: &Bots, row: &Inbound) -> Result<Act, VaultError> {
    let heard = &row.heard;
    if !matches!(
        heard.what,
        HeardWhat::Words { .. } | HeardWhat::Edited { .. }
    ) {
        return Ok(Act::Nothing);
    }
    let scene = Scene::of(bots, heard).await?;
    Ok(scene.notice(words::given_up(scene.tongue)))
}

/// What is to be done; none if it cannot be known yet.
async fn decide(bots: &Bots, ear: &impl Ear, row: &Inbound) -> Result<Option<Act>, Later> {
    let heard = &row.heard;
    let scene = Scene::of(bots, heard).await?;
    match &heard.what {
        HeardWhat::Asked { ask, .. } => pressed::asked(&scene, ear, ask).boxed().await.map(Some),
        _ if scene.room.role == Role::Left => Ok(Some(Act::Nothing)),
        HeardWhat::Words { .. } if rattles(&scene).await? => Ok(Some(Act::TooMuch(scene.here()))),
        HeardWhat::Words { .. } => spoken(&scene, ear).await.map(Some),
        HeardWhat::Reacted { to, key } => match moderate::reacted(&scene, to, key).await? {
            Some(act) => Ok(Some(act)),
            None => react::reacted(&scene, to, key).await.map(Some),
        },
        HeardWhat::Edited { what, text } => edit::edited(&scene, ear, what, text).await.map(Some),
        HeardWhat::Deleted { what } => react::deleted(&scene, what).await.map(Some),
        HeardWhat::Unreadable { .. } => unreadable::act(&scene, ear, row).await,
    }
}

/// Whether somebody goes on where the bot answers whatever is said, more than a person does: alone with
/// it, in a thread or in reply. It may be another bot that answers each answer; once it is not
/// answered, it stops.
async fn rattles(scene: &Scene<'_>) -> Result<bool, VaultError> {
    let (bots, heard) = (scene.bots, scene.heard);
    let HeardWhat::Words {
        root, replies_to, ..
    } = &heard.what
    else {
        return Ok(false);
    };
    let most = match scene.room.role {
        Role::Direct => MOST_ALONE,
        _ if root.is_some() || replies_to.is_some() => MOST_IN_THREADS,
        _ => return Ok(false),
    };
    let since = bots.clock.now().plus_seconds(-A_WHILE);
    Ok(bots.vault.heard_since(heard, since).await? >= most)
}

pub(super) async fn spoken(scene: &Scene<'_>, ear: &impl Ear) -> Result<Act, Later> {
    let HeardWhat::Words { text, calls_us, .. } = &scene.heard.what else {
        return Ok(Act::Nothing);
    };
    if let Some(act) = moderate::spoken(scene, text).await? {
        return Ok(act);
    }
    let order = super::order::order(text, *calls_us);
    let order = match (order, scene.room.role) {
        (None, Role::Direct) => super::order::bare(text),
        (order, _) => order,
    };
    if let Some(order) = order {
        if let Some(act) = setup::act(scene, ear, &order).await {
            return Ok(act);
        }
        if scene.room.role == Role::Off && order.begins() {
            return Ok(scene.notice(words::is_off(scene.tongue)));
        }
        return ask::act(scene, ear, order).await;
    }
    match answer::act(scene, ear, text).await? {
        Some(act) => Ok(act),
        None if scene.room.role == Role::Direct => say::begin(scene, ear, text).await,
        None => Ok(Act::Nothing),
    }
}

/// Does it, with the mark that it is done. Whoever is second does nothing.
async fn settle(bots: &Bots, row: &Inbound, act: Act) -> Result<(), VaultError> {
    let mut tx = bots.vault.begin().await?;
    if !bots
        .vault
        .heard_done(&mut tx, &row.id, bots.clock.now())
        .await?
    {
        return Ok(());
    }
    let changed = perform(bots, &mut tx, &row.heard, act).await?;
    tx.commit().await?;
    bots.posts.notify_one();
    bots.wake.notify_one();
    if let Some(thread) = changed {
        bots.announce(&thread);
    }
    Ok(())
}

//! Posts what waits: one worker for the account, several places at a time, in order inside each.
//!
//! The id of a post is its nonce, so that the platform keeps it from standing twice for some minutes;
//! after a crash the last messages are looked at first. It must never post what is not written down.

mod answer;
mod ladder;

use std::convert::Infallible;
use std::time::Duration;

use futures_util::{FutureExt, StreamExt, stream};
use hearback_wire::clock::Millis;
use hearback_wire::intake::Outcome;

use serde_json::Value;

use super::rest::{Call, Code, Refused, id};
use super::{Discord, content};
use crate::chat::{self, Platform, Stands, pressed_words as words};
use crate::delivery::{backoff, nap};
use crate::vault::VaultError;
use crate::vault::chat::{DuePost, Post, Sending, To};

/// Places served at the same time.
const AT_ONCE: usize = 8;
/// A wait for the platform's limit that is sat out; a longer one is written down.
const SHORT_WAIT: Duration = Duration::from_secs(2);
/// How long a message that a filter stopped waits for a moderator before it is tried again.
const FILTER_WAIT: Duration = Duration::from_hours(24);
/// Tries of what a filter stops.
const FILTER_TRIES: u32 = 7;
/// Tries of anything: with the back-off, about a day.
const MOST_TRIES: u32 = 300;

/// What became of a post.
enum Posted {
    /// It stands as a message.
    Stands(Stands),
    /// It was done, and no message came of it.
    Done,
    /// It may work after this.
    Later(Duration),
    /// A filter of the server stopped it.
    Filtered,
    /// The platform wants it slower.
    Slow(Duration),
    /// Nothing may be sent.
    Stopped,
    /// It can never work: nobody is there to read it.
    Gone(&'static str),
}

/// Posts for ever, as long as the token is taken.
pub(super) async fn run(discord: &Discord) -> Infallible {
    let mut failures: u32 = 0;
    loop {
        if discord.health.is_refused() {
            return std::future::pending().await;
        }
        match post_due(discord).await {
            Ok(0) => failures = 0,
            Ok(_) => {
                failures = 0;
                continue;
            }
            Err(error) => {
                failures = failures.saturating_add(1);
                tracing::error!(%error, "posts for Discord could not be looked up");
            }
        }
        let next = discord.bots.vault.next_post(Platform::Discord);
        let woken = discord.bots.posts.notified(Platform::Discord);
        nap(&discord.bots, failures, woken, next).await;
    }
}

/// The first post of each place that has one. Returns how many there were.
async fn post_due(discord: &Discord) -> Result<usize, VaultError> {
    let bots = &discord.bots;
    let now = bots.clock.now();
    let due = bots.vault.posts_due(Platform::Discord, now).await?;
    let count = due.len();
    let results: Vec<Result<(), VaultError>> = stream::iter(due)
        .map(|post| post_one(discord, post.id).boxed())
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    results.into_iter().collect::<Result<(), _>>()?;
    Ok(count)
}

async fn post_one(discord: &Discord, id: String) -> Result<(), VaultError> {
    let vault = &discord.bots.vault;
    loop {
        let mut tx = vault.read().await?;
        let Some(due) = vault.waiting_post(&mut tx, &id).await? else {
            return Ok(());
        };
        drop(tx);
        let posted = send(discord, &due).await?;
        match posted {
            Posted::Slow(wait) if wait <= SHORT_WAIT => tokio::time::sleep(wait).await,
            posted => return settle(discord, &due, posted).await,
        }
    }
}

async fn settle(discord: &Discord, due: &DuePost, posted: Posted) -> Result<(), VaultError> {
    let bots = &discord.bots;
    match posted {
        Posted::Stands(stands) => {
            let mut tx = bots.vault.begin().await?;
            chat::sent(bots, &mut tx, Platform::Discord, due, &stands).await?;
            tx.commit().await?;
            bots.wake.notify_one();
            bots.posts.notify_one();
            bots.heard.notify_one();
            Ok(())
        }
        Posted::Done => finish(discord, due, Outcome::Thread).await,
        Posted::Gone(code) => {
            tracing::warn!(code, "a message for Discord reached nobody");
            finish(discord, due, Outcome::Gone).await
        }
        Posted::Stopped => {
            discord.health.refuse();
            Ok(())
        }
        Posted::Filtered => filtered(discord, due).await,
        Posted::Later(_) if due.attempts >= MOST_TRIES => {
            tracing::warn!("a message for Discord was given up after a day");
            finish(discord, due, Outcome::Gone).await
        }
        Posted::Later(wait) => put_off(discord, due, wait, true).await,
        Posted::Slow(wait) => put_off(discord, due, wait, false).await,
    }
}

async fn finish(discord: &Discord, due: &DuePost, outcome: Outcome) -> Result<(), VaultError> {
    let bots = &discord.bots;
    let now = bots.clock.now();
    let mut tx = bots.vault.begin().await?;
    bots.vault
        .post_done(&mut tx, &due.id, None, outcome, now)
        .await?;
    tx.commit().await?;
    bots.wake.notify_one();
    Ok(())
}

async fn put_off(
    discord: &Discord,
    due: &DuePost,
    wait: Duration,
    tried: bool,
) -> Result<(), VaultError> {
    let bots = &discord.bots;
    let wait = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
    let at = Millis(bots.clock.now().0.saturating_add(wait));
    if tried {
        return bots.vault.post_again(&due.id, at).await;
    }
    let mut tx = bots.vault.begin().await?;
    bots.vault.post_now(&mut tx, &due.id, at).await?;
    Ok(tx.commit().await?)
}

/// A moderator is told once, and the message waits.
async fn filtered(discord: &Discord, due: &DuePost) -> Result<(), VaultError> {
    let desk = discord.desk().await?;
    let at = match &due.post {
        Post::Words(sending) => place_of(&sending.to),
        _ => None,
    };
    let (Some(desk), Some(at)) = (desk, at) else {
        return finish(discord, due, Outcome::Gone).await;
    };
    if desk == at || due.attempts >= FILTER_TRIES {
        return finish(discord, due, Outcome::Gone).await;
    }
    let bots = &discord.bots;
    let reference = reference_of(discord, due).await?;
    let mut tx = bots.vault.begin().await?;
    chat::tell_desk(
        bots,
        &mut tx,
        (Platform::Discord, &desk),
        (&due.id, words::blocked(reference, &at)),
    )
    .await?;
    tx.commit().await?;
    bots.posts.notify_one();
    put_off(discord, due, FILTER_WAIT, true).await
}

fn place_of(to: &To) -> Option<String> {
    match to {
        To::Room { room, root } => Some(root.as_ref().unwrap_or(room).clone()),
        _ => None,
    }
}

async fn reference_of(
    discord: &Discord,
    due: &DuePost,
) -> Result<Option<hearback_wire::reference::NeedRef>, VaultError> {
    let Post::Words(Sending { threads, .. }) = &due.post else {
        return Ok(None);
    };
    let Some(id) = threads.first() else {
        return Ok(None);
    };
    let thread = discord.bots.vault.thread_by_id(id).await?;
    Ok(thread.and_then(|thread| thread.state.reference()))
}

async fn send(discord: &Discord, due: &DuePost) -> Result<Posted, VaultError> {
    if discord.health.is_refused() {
        return Ok(Posted::Stopped);
    }
    match &due.post {
        Post::Words(sending) => match &sending.to {
            To::Room { room, .. } => ladder::climb(discord, due, sending, room).await,
            To::Answer(way) => answer::send(discord, due, sending, way).await,
            To::Direct { .. } => Ok(Posted::Gone("not_here")),
        },
        Post::Redraw {
            to,
            post,
            text,
            controls,
        } => {
            let event = discord.bots.vault.post_event(post).await?;
            let (Some(event), To::Room { room, .. }) = (event, to) else {
                return Ok(Posted::Gone("nothing_to_redraw"));
            };
            let body = content::redrawn(text, controls);
            Ok(plain(discord, due, Call::edit(room, &event, body)).await)
        }
        Post::Pin { room, post } => {
            let Some(event) = discord.bots.vault.post_event(post).await? else {
                return Ok(Posted::Gone("nothing_to_pin"));
            };
            Ok(plain(discord, due, Call::pin(room, &event)).await)
        }
        Post::React { .. } | Post::Unreact { .. } => Ok(Posted::Done),
    }
}

/// A call that no message comes of.
async fn plain(discord: &Discord, due: &DuePost, call: Call) -> Posted {
    match discord.rest.call(call).await {
        Ok(_) => Posted::Done,
        Err(Refused::Never(_)) => Posted::Gone("refused"),
        Err(refused) => later(&refused, due),
    }
}

/// What a refusal means that is not for good.
fn later(refused: &Refused, due: &DuePost) -> Posted {
    match refused {
        Refused::Slow(wait) => Posted::Slow(*wait),
        Refused::Token => Posted::Stopped,
        Refused::Later | Refused::Never(_) => {
            Posted::Later(backoff(due.attempts.saturating_add(1)))
        }
    }
}

/// Posts all parts of a message at one place. Returns the last one's id.
async fn put(
    discord: &Discord,
    due: &DuePost,
    channel: &str,
    bodies: Vec<Value>,
) -> Result<String, Refused> {
    let mut seen = if discord.may_stand(due) {
        look_back(discord, channel).await?
    } else {
        None
    };
    let mut last = None;
    for (part, body) in bodies.into_iter().enumerate() {
        let stands = match &seen {
            Some(seen) => {
                let nonce = content::nonce(&due.id, part);
                standing(discord, channel, discord.alike(seen, &body, &nonce)).await?
            }
            None => None,
        };
        let message = if let Some(message) = stands {
            message
        } else {
            seen = None;
            let body = content::once(body, &due.id, part);
            let made = discord.rest.call(Call::post(channel, body)).await?;
            id(&made).ok_or(Refused::Later)?
        };
        last = Some(message);
    }
    last.ok_or(Refused::Never(Code { status: 0, code: 0 }))
}

/// The first of these messages that no other post became: two posts can look the same.
async fn standing(
    discord: &Discord,
    channel: &str,
    alike: Vec<String>,
) -> Result<Option<String>, Refused> {
    for message in alike {
        let at = (Platform::Discord, channel, message.as_str());
        let of = discord.bots.vault.anchors(at).await;
        if of.map_err(|_| Refused::Later)?.is_empty() {
            return Ok(Some(message));
        }
    }
    Ok(None)
}

/// The last messages of a place. Without the right to look back, or with nothing there, only the platform
/// can tell whether a message stands.
async fn look_back(discord: &Discord, channel: &str) -> Result<Option<Value>, Refused> {
    match discord.rest.call(Call::look_back(channel)).await {
        Ok(seen) => Ok(Some(seen)),
        Err(Refused::Never(_)) => Ok(None),
        Err(refused) => Err(refused),
    }
}

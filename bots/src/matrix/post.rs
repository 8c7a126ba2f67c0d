//! Posts what waits, one post after another for the whole account, in turn between rooms.
//!
//! The id of a post is its transaction id, so that the homeserver itself keeps it from standing
//! twice. It must never post what is not written down first.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::time::Duration;

use hearback_wire::clock::Millis;
use hearback_wire::intake::Outcome;
use matrix_sdk::config::RequestConfig;
use matrix_sdk::room::RoomMember;
use matrix_sdk::ruma::api::error::{ErrorKind, RetryAfter};
use matrix_sdk::ruma::events::room::member::MembershipState;
use matrix_sdk::ruma::{TransactionId, UserId};
use matrix_sdk::{Room, RoomState};
use serde_json::Value;

use super::{Matrix, content, status};
use crate::chat::{self, Platform};
use crate::delivery::backoff;
use crate::vault::VaultError;
use crate::vault::chat::{ChatRoom, DuePost, Post, Role, Sending, To};

/// Looked at again at least this often.
const LONGEST_NAP: Duration = Duration::from_secs(5);
/// How long a call may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// What became of a post.
enum Posted {
    /// It stands in a room as a message.
    Stands { room: String, event: String },
    /// It may work later.
    Later(Duration),
    /// The whole account must wait.
    Slow(Duration),
    /// It can never work: nobody is there to read it.
    Gone(&'static str),
}

/// Posts for ever.
pub(super) async fn run(matrix: &Matrix) -> Infallible {
    let mut failures: u32 = 0;
    loop {
        match post_due(matrix).await {
            Ok(Pass::Nothing) => failures = 0,
            Ok(Pass::Some) => {
                failures = 0;
                continue;
            }
            Ok(Pass::Slow(wait)) => {
                tokio::time::sleep(wait).await;
                continue;
            }
            Err(error) => {
                failures = failures.saturating_add(1);
                tracing::error!(%error, "posts could not be looked up");
            }
        }
        nap(matrix, failures).await;
    }
}

async fn nap(matrix: &Matrix, failures: u32) {
    let bots = &matrix.bots;
    if failures > 0 {
        tokio::time::sleep(backoff(failures)).await;
        return;
    }
    let next = bots.vault.next_post(Platform::Matrix).await.ok().flatten();
    let wait = next.map_or(LONGEST_NAP, |at| {
        let millis = at.0.saturating_sub(bots.clock.now().0);
        Duration::from_millis(u64::try_from(millis).unwrap_or(0)).min(LONGEST_NAP)
    });
    tokio::select! {
        () = bots.posts.notified() => {}
        () = tokio::time::sleep(wait) => {}
    }
}

enum Pass {
    Nothing,
    Some,
    Slow(Duration),
}

/// The first post of each room that has one.
async fn post_due(matrix: &Matrix) -> Result<Pass, VaultError> {
    let bots = &matrix.bots;
    let due = bots
        .vault
        .posts_due(Platform::Matrix, bots.clock.now())
        .await?;
    let mut pass = Pass::Nothing;
    for post in due {
        pass = Pass::Some;
        match send(matrix, &post).await {
            Ok(posted) => {
                if let Posted::Slow(wait) = &posted {
                    pass = Pass::Slow(*wait);
                }
                settle(matrix, &post, posted).await?;
            }
            Err(error) => {
                settle(matrix, &post, refusal(&error, post.attempts)).await?;
            }
        }
        if matches!(pass, Pass::Slow(_)) {
            break;
        }
    }
    Ok(pass)
}

async fn settle(matrix: &Matrix, due: &DuePost, posted: Posted) -> Result<(), VaultError> {
    let bots = &matrix.bots;
    let now = bots.clock.now();
    match posted {
        Posted::Stands { room, event } => {
            let mut tx = bots.vault.begin().await?;
            chat::sent(bots, &mut tx, Platform::Matrix, due, (&room, &event)).await?;
            tx.commit().await?;
            bots.wake.notify_one();
            bots.heard.notify_one();
            Ok(())
        }
        Posted::Gone(code) => {
            tracing::warn!(code, "a Matrix room cannot be reached any more");
            let mut tx = bots.vault.begin().await?;
            bots.vault
                .post_done(&mut tx, &due.id, None, Outcome::Gone, now)
                .await?;
            tx.commit().await?;
            bots.wake.notify_one();
            Ok(())
        }
        Posted::Later(wait) | Posted::Slow(wait) => {
            let wait = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
            let at = Millis(now.0.saturating_add(wait));
            bots.vault.post_again(&due.id, at).await
        }
    }
}

/// What a refusal of the homeserver means.
fn refusal(error: &matrix_sdk::Error, attempts: u32) -> Posted {
    let wait = backoff(attempts.saturating_add(1));
    if let Some(ErrorKind::LimitExceeded(limit)) = error.client_api_error_kind() {
        let asked = match limit.retry_after {
            Some(RetryAfter::Delay(delay)) => delay,
            _ => wait,
        };
        return Posted::Slow(asked.max(Duration::from_millis(100)));
    }
    let code = match error {
        matrix_sdk::Error::Http(error) => status(error),
        _ => None,
    };
    match code {
        Some(403 | 404) => Posted::Gone("refused"),
        Some(413) => Posted::Gone("too_large"),
        _ => {
            tracing::warn!(attempts, "a Matrix post is tried again");
            Posted::Later(wait)
        }
    }
}

async fn send(matrix: &Matrix, due: &DuePost) -> Result<Posted, matrix_sdk::Error> {
    match &due.post {
        Post::Words(sending) => words(matrix, due, sending).await,
        Post::React { room, to, key } => {
            let Some(room) = joined(matrix, room) else {
                return Ok(Posted::Gone("not_there"));
            };
            call(&room, due, "m.reaction", content::reaction(to, key)).await
        }
        Post::Redraw { to, post, text } => {
            let (Some(room), Ok(Some(event))) = (
                target(matrix, to).await?,
                matrix.bots.vault.post_event(post).await,
            ) else {
                return Ok(Posted::Gone("nothing_to_redraw"));
            };
            call(&room, due, "m.room.message", content::redrawn(&event, text)).await
        }
    }
}

async fn words(
    matrix: &Matrix,
    due: &DuePost,
    sending: &Sending,
) -> Result<Posted, matrix_sdk::Error> {
    let Some(room) = target(matrix, &sending.to).await? else {
        return Ok(Posted::Gone("not_there"));
    };
    let root = match &sending.to {
        To::Room { root, .. } => root.as_deref(),
        To::Direct { .. } => None,
    };
    let last = last_in_thread(matrix, sending).await;
    let there = present(&room, &sending.mentions).await;
    let content = content::message(sending, &there, root, last.as_deref());
    call(&room, due, "m.room.message", content).await
}

/// Where apps that know no threads show the message: after the last one of its thread.
async fn last_in_thread(matrix: &Matrix, sending: &Sending) -> Option<String> {
    let thread = sending.threads.first()?;
    let mut tx = matrix.bots.vault.read().await.ok()?;
    let place = matrix.bots.vault.place(&mut tx, thread).await.ok()??;
    place.last
}

/// Whoever left is not mentioned.
async fn present(room: &Room, mentions: &[String]) -> BTreeSet<String> {
    let mut there = BTreeSet::new();
    for name in mentions {
        let Ok(user) = <&UserId>::try_from(name.as_str()) else {
            continue;
        };
        let member: Option<RoomMember> = room.get_member(user).await.ok().flatten();
        if member.is_some_and(|member| *member.membership() == MembershipState::Join) {
            there.insert(name.clone());
        }
    }
    there
}

fn joined(matrix: &Matrix, id: &str) -> Option<Room> {
    matrix
        .room(id)
        .filter(|room| room.state() == RoomState::Joined)
}

async fn target(matrix: &Matrix, to: &To) -> Result<Option<Room>, matrix_sdk::Error> {
    match to {
        To::Room { room, .. } => Ok(joined(matrix, room)),
        To::Direct { person } => direct(matrix, person).await,
    }
}

/// The room with a person alone: the one that is there, or a new one.
async fn direct(matrix: &Matrix, person: &str) -> Result<Option<Room>, matrix_sdk::Error> {
    let Ok(user) = <&UserId>::try_from(person) else {
        return Ok(None);
    };
    let known = matrix
        .bots
        .vault
        .direct_room(Platform::Matrix, person)
        .await;
    if let Ok(Some(known)) = known
        && let Some(room) = joined(matrix, &known.info.address)
    {
        return Ok(Some(room));
    }
    let room = match matrix.client.get_dm_room(user) {
        Some(room) => room,
        None => matrix.client.create_dm(user).await?,
    };
    remember_direct(matrix, &room, person).await;
    Ok(Some(room))
}

async fn remember_direct(matrix: &Matrix, room: &Room, person: &str) {
    let mut known = ChatRoom::new(Platform::Matrix, room.room_id().as_str());
    known.role = Role::Direct;
    known.info.with = Some(person.to_owned());
    known.info.introduced = true;
    let saved = async {
        let mut tx = matrix.bots.vault.begin().await?;
        matrix.bots.vault.save_room(&mut tx, &known).await?;
        tx.commit().await.map_err(VaultError::from)
    };
    if let Err(error) = saved.await {
        tracing::error!(%error, "a direct room could not be remembered yet");
    }
}

async fn call(
    room: &Room,
    due: &DuePost,
    kind: &str,
    content: Value,
) -> Result<Posted, matrix_sdk::Error> {
    let id: &TransactionId = due.id.as_str().into();
    let config = RequestConfig::new().disable_retry().timeout(PATIENCE);
    let sent = room
        .send_raw(kind, content)
        .with_transaction_id(id)
        .with_request_config(config)
        .await?;
    Ok(Posted::Stands {
        room: room.room_id().to_string(),
        event: sent.response.event_id.to_string(),
    })
}

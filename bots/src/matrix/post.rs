//! Posts what waits, one post after another for the whole account, in turn between rooms.
//!
//! The id of a post is its transaction id, so that the homeserver itself keeps it from standing
//! twice. It must never post what is not written down first.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::time::Duration;

use hearback_wire::clock::Millis;
use hearback_wire::intake::Outcome;
use hearback_wire::reference::NeedRef;
use matrix_sdk::config::RequestConfig;
use matrix_sdk::ruma::api::error::{ErrorKind, RetryAfter};
use matrix_sdk::ruma::events::room::member::MembershipState;
use matrix_sdk::ruma::{EventId, OwnedEventId, OwnedTransactionId, TransactionId, UserId};
use matrix_sdk::{Room, RoomState};
use serde_json::Value;

use super::{Matrix, content, status};
use crate::chat::{self, Platform, Stands};
use crate::delivery::backoff;
use crate::vault::VaultError;
use crate::vault::chat::{ChatRoom, DuePost, Post, Role, Sending, To};

/// Looked at again at least this often.
const LONGEST_NAP: Duration = Duration::from_secs(5);
/// How long a call may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Attempts after which a room that moved away is given up: with the back-off, about a day.
const MOST_ATTEMPTS: u32 = 300;

/// What became of a post.
pub(super) enum Posted {
    /// It stands in a room as a message.
    Stands(Stands),
    /// It may work later.
    Later(Duration),
    /// The whole account must wait.
    Slow(Duration),
    /// It can never work: nobody is there to read it.
    Gone(&'static str),
}

/// Why a post could not be tried to its end.
#[derive(Debug, thiserror::Error)]
pub(super) enum PostError {
    #[error("the homeserver did not do this")]
    Matrix(#[from] matrix_sdk::Error),
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// Posts for ever, once it is known which rooms there are.
pub(super) async fn run(matrix: &Matrix) -> Infallible {
    let mut synced = matrix.synced.subscribe();
    drop(synced.wait_for(|synced| *synced).await);
    let mut failures: u32 = 0;
    loop {
        match post_due(matrix).await {
            Ok(0) => failures = 0,
            Ok(_) => {
                failures = 0;
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
        () = bots.posts.notified(Platform::Matrix) => {}
        () = tokio::time::sleep(wait) => {}
    }
}

/// The first post of each room that has one, each to its end. Returns how many there were.
async fn post_due(matrix: &Matrix) -> Result<usize, VaultError> {
    let bots = &matrix.bots;
    let due = bots
        .vault
        .posts_due(Platform::Matrix, bots.clock.now())
        .await?;
    for post in &due {
        post_one(matrix, &post.id).await?;
    }
    Ok(due.len())
}

/// One post, waiting as long as the homeserver asks: nothing else may be posted meanwhile, and the
/// other rooms have their turn before this room has its next.
async fn post_one(matrix: &Matrix, id: &str) -> Result<(), VaultError> {
    let vault = &matrix.bots.vault;
    loop {
        let mut tx = vault.read().await?;
        let Some(due) = vault.waiting_post(&mut tx, id).await? else {
            return Ok(());
        };
        drop(tx);
        let posted = match send(matrix, &due).await {
            Ok(posted) => posted,
            Err(PostError::Matrix(error)) => refusal(&error, due.attempts),
            Err(PostError::Vault(error)) => return Err(error),
        };
        match posted {
            Posted::Slow(wait) => tokio::time::sleep(wait).await,
            posted => return settle(matrix, &due, posted).await,
        }
    }
}

async fn settle(matrix: &Matrix, due: &DuePost, posted: Posted) -> Result<(), VaultError> {
    let bots = &matrix.bots;
    let now = bots.clock.now();
    match posted {
        Posted::Stands(stands) => {
            let mut tx = bots.vault.begin().await?;
            chat::sent(bots, &mut tx, Platform::Matrix, due, &stands).await?;
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
        // The whole account has waited already.
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
    if let matrix_sdk::Error::WrongRoomState(_) = error {
        // The bot was put out between the look at the room and the call.
        return Posted::Gone("not_there");
    }
    match http_status(error) {
        // The same is refused for ever, and would hold up its room.
        Some(400 | 403 | 404) => Posted::Gone("refused"),
        Some(413) => Posted::Gone("too_large"),
        _ => {
            tracing::warn!(attempts, "a Matrix post is tried again");
            Posted::Later(wait)
        }
    }
}

fn http_status(error: &matrix_sdk::Error) -> Option<u16> {
    match error {
        matrix_sdk::Error::Http(error) => status(error),
        _ => None,
    }
}

pub(super) async fn send(matrix: &Matrix, due: &DuePost) -> Result<Posted, PostError> {
    let target = match &due.post {
        Post::Words(sending) => target(matrix, &sending.to).await?,
        Post::React { room, .. } | Post::Unreact { room, .. } | Post::Pin { room, .. } => {
            joined(matrix, room)
        }
        Post::Redraw { to, .. } => target(matrix, to).await?,
    };
    let Some(room) = target else {
        return Ok(Posted::Gone("not_there"));
    };
    if room.is_tombstoned() && due.attempts < MOST_ATTEMPTS {
        // Nobody reads here any more: it goes along once the bot has followed.
        return Ok(Posted::Later(backoff(due.attempts.saturating_add(1))));
    }
    match &due.post {
        Post::Words(sending) => words(matrix, &room, due, sending).await,
        Post::React { to, key, .. } => {
            let content = content::reaction(to, key);
            Ok(call(&room, due, "m.reaction", content).await?)
        }
        Post::Unreact { post, .. } => unreact(matrix, due, &room, post).await,
        Post::Pin { .. } => Ok(Posted::Gone("not_here")),
        Post::Redraw { post, text, .. } => {
            let Some(event) = matrix.bots.vault.post_event(post).await? else {
                return Ok(Posted::Gone("nothing_to_redraw"));
            };
            let content = content::redrawn(&event, text);
            Ok(call(&room, due, "m.room.message", content).await?)
        }
    }
}

/// Takes an own reaction away.
async fn unreact(
    matrix: &Matrix,
    due: &DuePost,
    room: &Room,
    post: &str,
) -> Result<Posted, PostError> {
    let event = matrix.bots.vault.post_event(post).await?;
    let Some(event) = event.and_then(|event| OwnedEventId::try_from(event).ok()) else {
        return Ok(Posted::Gone("nothing_to_take_away"));
    };
    let id: OwnedTransactionId = due.id.as_str().into();
    let gone = room.redact(&event, None, Some(id)).await;
    let gone = gone.map_err(matrix_sdk::Error::from)?;
    Ok(Posted::at(room, &gone.event_id))
}

async fn words(
    matrix: &Matrix,
    room: &Room,
    due: &DuePost,
    sending: &Sending,
) -> Result<Posted, PostError> {
    let there = present(room, &sending.mentions).await;
    let spot = spot(matrix, sending).await?;
    if let Some(root) = &spot.root {
        let content = content::message(sending, &there, Some(root), spot.last.as_deref());
        match call(room, due, "m.room.message", content).await {
            Err(error) if http_status(&error) == Some(400) => {}
            posted => return Ok(posted?),
        }
    }
    let beside = Sending {
        text: if spot.lost || spot.root.is_some() {
            chat::about(spot.reference, &sending.text)
        } else {
            sending.text.clone()
        },
        ..sending.clone()
    };
    let content = content::message(&beside, &there, None, None);
    Ok(call(room, due, "m.room.message", content).await?.beside())
}

/// Where in its room a message goes.
#[derive(Default)]
struct Spot {
    /// The thread's root.
    root: Option<String>,
    /// Where apps that know no threads show it: after the last one of its thread.
    last: Option<String>,
    /// The thread that it is for has no root any more.
    lost: bool,
    reference: Option<NeedRef>,
}

/// A thread may have moved since its message was written.
async fn spot(matrix: &Matrix, sending: &Sending) -> Result<Spot, VaultError> {
    let To::Room { room, root } = &sending.to else {
        return Ok(Spot::default());
    };
    let written = Spot {
        root: root.clone(),
        ..Spot::default()
    };
    let Some(id) = sending.threads.first() else {
        return Ok(written);
    };
    let vault = &matrix.bots.vault;
    let mut tx = vault.read().await?;
    let place = vault.place(&mut tx, id).await?;
    drop(tx);
    let Some(place) = place.filter(|place| place.room == *room) else {
        return Ok(written);
    };
    let thread = vault.thread_by_id(id).await?;
    Ok(Spot {
        root: (place.threaded && !place.rootless).then_some(place.root),
        last: place.last,
        lost: place.rootless,
        reference: thread.and_then(|thread| thread.state.reference()),
    })
}

impl Posted {
    fn at(room: &Room, event: &EventId) -> Self {
        Self::Stands(Stands {
            room: room.room_id().to_string(),
            event: event.to_string(),
            beside: false,
            elsewhere: false,
        })
    }

    fn beside(self) -> Self {
        match self {
            Self::Stands(stands) => Self::Stands(Stands {
                beside: true,
                ..stands
            }),
            other => other,
        }
    }
}

/// Whoever left is not mentioned.
async fn present(room: &Room, mentions: &[String]) -> BTreeSet<String> {
    let mut there = BTreeSet::new();
    for name in mentions {
        let Ok(user) = <&UserId>::try_from(name.as_str()) else {
            continue;
        };
        let here = is_there(room, user, MembershipState::Join).await;
        if here.unwrap_or(false) {
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

async fn target(matrix: &Matrix, to: &To) -> Result<Option<Room>, PostError> {
    match to {
        To::Room { room, .. } => Ok(joined(matrix, room)),
        To::Direct { person } => direct(matrix, person).await,
        To::Answer(_) => Ok(None),
    }
}

/// The room with a person alone: the one that is there, or a new one.
async fn direct(matrix: &Matrix, person: &str) -> Result<Option<Room>, PostError> {
    let Ok(user) = <&UserId>::try_from(person) else {
        return Ok(None);
    };
    let vault = &matrix.bots.vault;
    let known = vault.direct_room(Platform::Matrix, person).await?;
    if let Some(room) = known.and_then(|known| joined(matrix, &known.info.address)) {
        return Ok(Some(room));
    }
    let room = match made_before(matrix, user).await? {
        Some(room) => room,
        None => matrix.client.create_dm(user).await?,
    };
    remember_direct(matrix, &room, person).await?;
    Ok(Some(room))
}

/// A room that was made for a person but not remembered. The bot makes no other rooms, so one of its
/// own making with the person in it is theirs.
async fn made_before(matrix: &Matrix, user: &UserId) -> Result<Option<Room>, matrix_sdk::Error> {
    for room in matrix.client.joined_rooms() {
        let own = room.creators().is_some_and(|all| all.contains(&matrix.own));
        if own && is_there(&room, user, MembershipState::Invite).await? {
            return Ok(Some(room));
        }
    }
    Ok(None)
}

/// Whether somebody is in a room, or in this other relation to it.
async fn is_there(
    room: &Room,
    user: &UserId,
    or: MembershipState,
) -> Result<bool, matrix_sdk::Error> {
    let member = room.get_member(user).await?;
    Ok(member.is_some_and(|member| {
        *member.membership() == MembershipState::Join || *member.membership() == or
    }))
}

async fn remember_direct(matrix: &Matrix, room: &Room, person: &str) -> Result<(), VaultError> {
    let mut known = ChatRoom::new(Platform::Matrix, room.room_id().as_str());
    known.role = Role::Direct;
    known.info.with = Some(person.to_owned());
    known.info.introduced = true;
    let mut tx = matrix.bots.vault.begin().await?;
    matrix.bots.vault.save_room(&mut tx, &known).await?;
    Ok(tx.commit().await?)
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
    Ok(Posted::at(room, &sent.response.event_id))
}

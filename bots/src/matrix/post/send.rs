//! One post becomes one call: where it goes, and what it says there.

use std::collections::BTreeSet;

use hearback_wire::reference::NeedRef;
use matrix_sdk::config::RequestConfig;
use matrix_sdk::ruma::api::client::redact::redact_event;
use matrix_sdk::ruma::events::room::member::MembershipState;
use matrix_sdk::ruma::{EventId, OwnedEventId, OwnedTransactionId, TransactionId, UserId};
use matrix_sdk::{Room, RoomState};
use serde_json::Value;

use super::direct::{direct, is_there};
use super::{MOST_ATTEMPTS, PATIENCE, PostError, Posted, http_status};
use crate::chat::{self, Stands};
use crate::delivery::backoff;
use crate::matrix::{Matrix, content};
use crate::vault::VaultError;
use crate::vault::chat::{DuePost, Post, Sending, To};

pub(in crate::matrix) async fn send(matrix: &Matrix, due: &DuePost) -> Result<Posted, PostError> {
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
    let request = redact_event::v3::Request::new(room.room_id().to_owned(), event, id);
    let gone = matrix.client.send(request).with_request_config(once());
    let gone = gone.await.map_err(matrix_sdk::Error::from)?;
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
            chat::about(sending.tongue, spot.reference, &sending.text)
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

pub(super) fn joined(matrix: &Matrix, id: &str) -> Option<Room> {
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

async fn call(
    room: &Room,
    due: &DuePost,
    kind: &str,
    content: Value,
) -> Result<Posted, matrix_sdk::Error> {
    let id: &TransactionId = due.id.as_str().into();
    let sent = room
        .send_raw(kind, content)
        .with_transaction_id(id)
        .with_request_config(once())
        .await?;
    Ok(Posted::at(room, &sent.response.event_id))
}

/// A call is made once: when the next may be, the worker knows.
fn once() -> RequestConfig {
    RequestConfig::new().disable_retry().timeout(PATIENCE)
}

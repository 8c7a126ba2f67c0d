//! Reactions and deletions: a press of a button, a voice, or something taken back.
//!
//! It must never take one person's reaction for another's: a thread listens to its own person.

use hearback_wire::reference::NeedRef;
use hearback_wire::vocabulary::{Verdict, Voice};

use super::deal::{Act, Later, Scene};
use super::say::{AddVoice, place};
use super::speak::{PREVIEW, SAID};
use super::words;
use crate::dialogue::{Event, Kind, State};
use crate::vault::Thread;
use crate::vault::chat::{Place, Role, To};

/// Keys that say: me too.
const ME_TOO: [&str; 3] = ["👍", "➕", "+1"];

/// Somebody reacted to a message.
pub(super) async fn reacted(scene: &Scene<'_>, to: &str, key: &str) -> Result<Act, Later> {
    if scene.room.role == Role::Off {
        return Ok(Act::Nothing);
    }
    let heard = scene.heard;
    let vault = &scene.bots.vault;
    let anchors = vault.anchors((heard.platform, &heard.room, to)).await?;
    let key = bare_key(key);
    let (mut need, mut root, mut own) = (None, None, false);
    for anchor in anchors {
        let Some(thread) = vault.thread_by_id(&anchor.thread).await? else {
            continue;
        };
        let Some(place) = place_of(scene, &thread.id).await? else {
            continue;
        };
        if place.person == heard.by {
            own = true;
            if let Some(act) = pressed(scene, (&thread, &place), &anchor.kind, key) {
                return Ok(act);
            }
        }
        need = need.or(thread.state.reference());
        root = root.or(Some(place.root));
    }
    match (need, root) {
        (Some(reference), Some(root)) if !own && ME_TOO.contains(&key) => {
            Ok(me_too(scene, reference, &root))
        }
        _ => Ok(Act::Nothing),
    }
}

/// Platforms add signs that choose how an emoji looks, and its skin.
fn bare_key(key: &str) -> &str {
    key.trim_end_matches(['\u{FE0F}', '\u{FE0E}', '🏻', '🏼', '🏽', '🏾', '🏿'])
}

async fn place_of(scene: &Scene<'_>, thread: &str) -> Result<Option<Place>, Later> {
    let mut tx = scene.bots.vault.read().await?;
    Ok(scene.bots.vault.place(&mut tx, thread).await?)
}

/// What a key under one of the bot's messages does for the person of its thread.
fn pressed(
    scene: &Scene<'_>,
    (thread, place): (&Thread, &Place),
    kind: &str,
    key: &str,
) -> Option<Act> {
    let step = |event| Act::Step {
        thread: thread.id.clone(),
        event: Box::new(event),
        otherwise: None,
    };
    if kind == PREVIEW {
        return match key {
            "✅" => Some(step(Event::Approved)),
            "❌" => Some(step(Event::Stopped)),
            "✏" if matches!(thread.state, State::Preview(_)) => {
                Some(Act::Notice(beside(scene, place), words::write_again()))
            }
            _ => None,
        };
    }
    if kind == Kind::Edited.code() {
        return match key {
            "✅" => Some(step(Event::Decided { yes: true })),
            "❌" => Some(step(Event::Decided { yes: false })),
            _ => None,
        };
    }
    let verdict = match key {
        "✅" => Verdict::Met,
        "🔸" => Verdict::Partly,
        "❌" => Verdict::NotMet,
        _ => return None,
    };
    (kind == Kind::Answered.code()).then(|| {
        step(Event::Judged {
            verdict,
            felt_heard: None,
        })
    })
}

/// Where an answer to a reaction goes: beside the message, which stands in a thread already.
fn beside(scene: &Scene<'_>, place: &Place) -> To {
    if place.room == scene.heard.room {
        return place.to();
    }
    To::Room {
        room: scene.heard.room.clone(),
        root: None,
    }
}

fn me_too(scene: &Scene<'_>, reference: NeedRef, root: &str) -> Act {
    let place = place(scene, &scene.heard.by, root, &scene.heard.event);
    Act::Voice(Box::new(AddVoice {
        reference,
        voice: Voice::UsesIt,
        to: To::Room {
            room: scene.heard.room.clone(),
            root: scene.threaded().then(|| root.to_owned()),
        },
        place,
    }))
}

/// Somebody deleted a message or took a reaction back.
pub(super) async fn deleted(scene: &Scene<'_>, what: &str) -> Result<Act, Later> {
    let heard = scene.heard;
    let vault = &scene.bots.vault;
    for anchor in vault.anchors((heard.platform, &heard.room, what)).await? {
        if anchor.kind != SAID {
            continue;
        }
        let (Some(thread), Some(place)) = (
            vault.thread_by_id(&anchor.thread).await?,
            place_of(scene, &anchor.thread).await?,
        ) else {
            continue;
        };
        if place.person == heard.by {
            return Ok(taken_back(thread.id, &thread.state));
        }
    }
    rootless(scene, what).await
}

/// Before it was sent, it is stopped; after that, it is withdrawn.
fn taken_back(thread: String, state: &State) -> Act {
    let event = match state {
        State::Preview(_) => Event::Stopped,
        _ => Event::TookBack,
    };
    Act::Step {
        thread,
        event: Box::new(event),
        otherwise: None,
    }
}

/// Somebody else deleted the message on which threads hang: they go on in the room.
async fn rootless(scene: &Scene<'_>, what: &str) -> Result<Act, Later> {
    let heard = scene.heard;
    let at_home = scene
        .bots
        .vault
        .at_home(heard.platform, &heard.room, what)
        .await?;
    let places: Vec<(String, Place)> = at_home
        .into_iter()
        .map(|placed| {
            let place = Place {
                rootless: true,
                ..placed.place
            };
            (placed.thread, place)
        })
        .collect();
    Ok(if places.is_empty() {
        Act::Nothing
    } else {
        Act::Places(places, None)
    })
}

//! Reactions and deletions: a press of a button, a voice, or something taken back.
//!
//! It must never take one person's reaction for another's: a thread listens to its own person.

use hearback_store::Tx;
use hearback_wire::reference::NeedRef;
use hearback_wire::vocabulary::{Verdict, Voice};

use super::act::{Act, Later, step};
use super::heard::Heard;
use super::reply::Reply;
use super::say::{AddVoice, place};
use super::scene::Scene;
use super::speak::{PREVIEW, REPLY, SAID};
use super::{ask, words};
use crate::bots::Bots;
use crate::dialogue::{Event, Kind, State};
use crate::vault::chat::{Place, Role};
use crate::vault::{Thread, VaultError};

/// Keys that say: me too.
const ME_TOO: [&str; 3] = ["👍", "➕", "+1"];

/// Somebody reacted to a message.
pub(super) async fn reacted(scene: &Scene<'_>, to: &str, key: &str) -> Result<Act, Later> {
    let heard = scene.heard;
    let vault = &scene.bots.vault;
    let at = (heard.platform, heard.room.as_str(), to);
    let mut anchors = vault.anchors(at).await?;
    if anchors.is_empty() {
        if vault.posts_wait(heard.platform, &heard.room).await? {
            // It may be about a post that stands there and is not marked as done yet.
            return Err(Later::Unheard);
        }
        // It may have been marked between the two looks.
        anchors = vault.anchors(at).await?;
    }
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
            if let Some(act) = pressed(scene, &thread, &place, &anchor.kind, key).await? {
                return Ok(act);
            }
        }
        need = need.or(thread.state.reference());
        root = root.or(Some(place.root));
    }
    match (need, root) {
        (Some(reference), Some(root))
            if !own && ME_TOO.contains(&key) && scene.room.role != Role::Off =>
        {
            me_too(scene, reference, &root).await
        }
        _ => Ok(Act::Nothing),
    }
}

/// Platforms add signs that choose how an emoji looks, and its skin.
pub(super) fn bare_key(key: &str) -> &str {
    key.trim_end_matches(['\u{FE0F}', '\u{FE0E}', '🏻', '🏼', '🏽', '🏾', '🏿'])
}

pub(super) async fn place_of(scene: &Scene<'_>, thread: &str) -> Result<Option<Place>, Later> {
    let mut tx = scene.bots.vault.read().await?;
    Ok(scene.bots.vault.place(&mut tx, thread).await?)
}

/// What a key under one of the bot's messages does for the person of its thread.
async fn pressed(
    scene: &Scene<'_>,
    thread: &Thread,
    place: &Place,
    kind: &str,
    key: &str,
) -> Result<Option<Act>, Later> {
    let step = |event| Act::Step {
        thread: thread.id.clone(),
        event: Box::new(event),
    };
    if kind.starts_with(PREVIEW) {
        return under_preview(scene, thread, place, kind, key).await;
    }
    if kind.starts_with(REPLY) {
        return Ok(under_reply(scene, thread, place, kind, key));
    }
    if kind == Kind::Edited.code() {
        let yes = match key {
            "✅" => true,
            "❌" => false,
            _ => return Ok(None),
        };
        return Ok(Some(step(Event::Decided { yes })));
    }
    let verdict = match key {
        "✅" => Verdict::Met,
        "🔸" => Verdict::Partly,
        "❌" => Verdict::NotMet,
        _ => return Ok(None),
    };
    let judged = Event::Judged {
        verdict,
        felt_heard: None,
    };
    Ok((kind == Kind::Answered.code()).then(|| step(judged)))
}

/// Only the words that a preview shows can be approved under it.
async fn under_preview(
    scene: &Scene<'_>,
    thread: &Thread,
    place: &Place,
    kind: &str,
    key: &str,
) -> Result<Option<Act>, Later> {
    let State::Preview(draft) = &thread.state else {
        return Ok(None);
    };
    let step = |event| Act::Step {
        thread: thread.id.clone(),
        event: Box::new(event),
    };
    let newest = kind == scene.bots.shows(PREVIEW, &draft.content.canonical());
    let text = match key {
        "✅" if newest => return Ok(Some(step(Event::Approved))),
        "❌" => return Ok(Some(step(Event::Stopped))),
        words::WIDER if newest => return Ok(Some(step(Event::Coarsened))),
        "✅" | words::WIDER => words::newer_words(scene.tongue),
        "✏" => words::write_again(scene.tongue),
        _ => return Ok(None),
    };
    Ok(Some(Act::Notice(scene.bots.preview_to(place).await?, text)))
}

fn under_reply(
    scene: &Scene<'_>,
    thread: &Thread,
    place: &Place,
    kind: &str,
    key: &str,
) -> Option<Act> {
    let words = place.reply.as_ref()?;
    let newest = kind == scene.bots.shows(REPLY, words.as_str());
    let reply = match key {
        "✅" if newest => Reply::Send,
        "✅" => return Some(Act::Notice(place.to(), words::newer_words(scene.tongue))),
        "❌" => Reply::Drop,
        _ => return None,
    };
    Some(Act::Reply {
        thread: thread.id.clone(),
        reply,
    })
}

/// A voice for a need, or one more sign of the voice that the person has. Their own need has none.
async fn me_too(scene: &Scene<'_>, reference: NeedRef, root: &str) -> Result<Act, Later> {
    if let Some(thread) = ask::speaks_for(scene, reference).await? {
        let voiced = matches!(thread.state, State::Voiced { .. });
        return Ok(if voiced {
            Act::Sign(Sign::Again(thread.id))
        } else {
            Act::Nothing
        });
    }
    let place = place(scene, &scene.heard.by, root, &scene.heard.event);
    Ok(Act::Voice(Box::new(AddVoice {
        reference,
        voice: Voice::UsesIt,
        to: place.to(),
        place,
    })))
}

/// A sign of a voice that is counted already.
pub(super) enum Sign {
    /// One more came.
    Again(String),
    /// One went; with the last goes the voice.
    Gone { thread: String, sign: String },
}

/// Remembers or forgets a sign. Returns the thread that moved on.
pub(super) async fn perform(
    bots: &Bots,
    tx: &mut Tx,
    heard: &Heard,
    sign: Sign,
) -> Result<Option<String>, VaultError> {
    let at = |event| (heard.platform, heard.room.as_str(), event);
    match sign {
        Sign::Again(thread) => {
            let at = at(heard.event.as_str());
            bots.vault.anchor(tx, at, &thread, SAID).await?;
            Ok(None)
        }
        Sign::Gone { thread, sign } => {
            if bots.vault.lift_anchor(tx, at(&sign), &thread, SAID).await? {
                return Ok(None);
            }
            let moved = step(bots, tx, heard, &thread, Event::TookBack).await?;
            Ok(moved.then_some(thread))
        }
    }
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
            let others = rootless(scene, what, Some(&thread.id)).await?;
            let back = taken_back(thread.id, &thread.state, what);
            return Ok(Act::All(vec![back, others]));
        }
    }
    rootless(scene, what, None).await
}

/// Before it was sent, it is stopped; after that, it is withdrawn. A voice stands as long as one sign
/// of it does.
fn taken_back(thread: String, state: &State, what: &str) -> Act {
    let event = match state {
        State::Preview(_) => Event::Stopped,
        State::Voiced { .. } => {
            let sign = what.to_owned();
            return Act::Sign(Sign::Gone { thread, sign });
        }
        _ => Event::TookBack,
    };
    Act::Step {
        thread,
        event: Box::new(event),
    }
}

/// The message on which threads hang is gone: they go on in the room, but for the one that ends.
async fn rootless(scene: &Scene<'_>, what: &str, ends: Option<&str>) -> Result<Act, Later> {
    let heard = scene.heard;
    let at_home = scene
        .bots
        .vault
        .at_home(heard.platform, &heard.room, what)
        .await?;
    let places: Vec<(String, Place)> = at_home
        .into_iter()
        .filter(|placed| Some(placed.thread.as_str()) != ends)
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
        Act::Places(places)
    })
}

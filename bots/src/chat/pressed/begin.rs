//! A need or a voice begins with a press: the words are masked, and come back to their writer where they
//! do not fit.

use hearback_wire::content::Origin;
use hearback_wire::intake::FindSimilar;
use hearback_wire::reference::NeedRef;
use hearback_wire::vocabulary::Voice;

use super::control::Control;
use super::own::{Mine, mine};
use super::{marks, setup, words};
use crate::chat::act::{Act, Later};
use crate::chat::ask::speaks_for;
use crate::chat::heard::Ear;
use crate::chat::origin;
use crate::chat::say::{self, AddVoice, Begin, OFFERED};
use crate::chat::scene::Scene;
use crate::dialogue::{Draft, Event, State};
use crate::draft::{DraftError, Masker, Unfit};

/// Whether needs can begin in this server; if not, what is said.
async fn closed(scene: &Scene<'_>) -> Result<Option<Act>, Later> {
    let server = setup::server(scene).await?;
    let open = server.is_some_and(|server| server.room.is_some());
    Ok((!open).then(|| scene.notice(words::not_set_up(scene.tongue))))
}

/// The two questions were answered, for a new need or for other words in a thread.
pub(super) async fn form(
    scene: &Scene<'_>,
    ear: &impl Ear,
    typed: (&str, &str),
    thread: Option<&str>,
) -> Result<Act, Later> {
    if let Some(id) = thread {
        return revised(scene, typed, id).await;
    }
    if closed(scene).await?.is_some() {
        return Ok(scene.show(
            words::not_set_up_yet(scene.tongue, typed),
            vec![Control::Again],
        ));
    }
    let origin = origin::of(scene, ear).await;
    Ok(match draft(scene, typed, origin).await {
        Ok(draft) => Act::Begin(Box::new(Begin::pressed(scene, draft))),
        Err(error) => again(scene, &error, typed),
    })
}

async fn revised(scene: &Scene<'_>, typed: (&str, &str), id: &str) -> Result<Act, Later> {
    let Some(Mine { thread, .. }) = mine(scene, id).await? else {
        return Ok(again_gone(scene, typed));
    };
    let State::Preview(before) = &thread.state else {
        return Ok(again_gone(scene, typed));
    };
    let origin = scene.bots.still(&before.content.origin);
    Ok(match draft(scene, typed, origin).await {
        Ok(mut draft) => {
            draft.content.themes.clone_from(&before.content.themes);
            step(thread.id, Event::Revised(Box::new(draft)))
        }
        Err(error) => again(scene, &error, typed),
    })
}

/// The masked words, with what is like them.
async fn draft(
    scene: &Scene<'_>,
    (need, use_): (&str, &str),
    origin: Origin,
) -> Result<Draft, DraftError> {
    // Shown between three of these, so that nothing in them is read as a sign.
    let plain = |text: &str| marks::bare(text).replace("```", "'''");
    let mut draft = masker(scene).draft(&plain(need), &plain(use_), origin)?;
    let ask = FindSimilar {
        statement: draft.content.statement.clone(),
        top: OFFERED,
    };
    draft.similar = scene.bots.node.similar(&ask).await;
    Ok(draft)
}

pub(super) fn masker<'a>(scene: &Scene<'a>) -> Masker<'a> {
    Masker {
        anonymiser: &scene.bots.anonymiser,
        roster: &scene.bots.roster,
    }
}

/// Words that do not fit come back to their writer.
fn again(scene: &Scene<'_>, error: &DraftError, typed: (&str, &str)) -> Act {
    if let Unfit::Door(door) = error.error {
        return scene.notice(words::another_door(scene.tongue, door));
    }
    scene.show(
        words::does_not_fit(scene.tongue, error, typed),
        vec![Control::Again],
    )
}

fn again_gone(scene: &Scene<'_>, typed: (&str, &str)) -> Act {
    scene.show(
        words::too_late_to_change(scene.tongue, typed),
        vec![Control::Again],
    )
}

/// Somebody else's message: its author is asked, where they wrote it.
pub(super) async fn suggest(
    scene: &Scene<'_>,
    ear: &impl Ear,
    (message, author): (&str, &str),
    text: &str,
) -> Result<Act, Later> {
    if let Some(closed) = closed(scene).await? {
        return Ok(closed);
    }
    if say::was_asked(scene, message, author).await? {
        return Ok(scene.notice(crate::chat::words::asked_before(scene.tongue)));
    }
    let origin = origin::of(scene, ear).await;
    Ok(match draft(scene, (text, ""), origin).await {
        Ok(draft) => {
            let begin = Begin::suggested(scene, draft, (message, author));
            let thanks = scene.notice(words::asked_author(scene.tongue));
            Act::All(vec![Act::Begin(Box::new(begin)), thanks])
        }
        Err(error) => scene.notice(words::message_does_not_fit(scene.tongue, &error)),
    })
}

/// A voice for a need that is there.
pub(super) async fn voice(scene: &Scene<'_>, reference: NeedRef) -> Result<Act, Later> {
    if let Some(closed) = closed(scene).await? {
        return Ok(closed);
    }
    if speaks_for(scene, reference).await?.is_some() {
        return Ok(scene.notice(crate::chat::words::voiced_before(scene.tongue, reference)));
    }
    Ok(Act::Voice(Box::new(AddVoice {
        reference,
        voice: Voice::UsesIt,
        place: say::pressed_place(scene),
        to: scene.here(),
    })))
}

pub(super) fn step(thread: String, event: Event) -> Act {
    Act::Step {
        thread,
        event: Box::new(event),
    }
}

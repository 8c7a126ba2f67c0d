//! A person corrects the message by which their need began: while its preview waits, the corrected
//! words are shown; after that, they are told what an edit cannot do.

use super::act::{Act, Later};
use super::heard::Ear;
use super::order::{Order, order};
use super::react::place_of;
use super::scene::Scene;
use super::speak::SAID;
use super::words;
use crate::dialogue::{Event, State};
use crate::vault::Thread;
use crate::vault::chat::Place;

/// Somebody put other words in the place of a message.
pub(super) async fn edited(
    scene: &Scene<'_>,
    ear: &impl Ear,
    what: &str,
    text: &str,
) -> Result<Act, Later> {
    let heard = scene.heard;
    let vault = &scene.bots.vault;
    for anchor in vault.anchors((heard.platform, &heard.room, what)).await? {
        if anchor.kind != SAID {
            continue;
        }
        let thread = vault.thread_by_id(&anchor.thread).await?;
        let place = place_of(scene, &anchor.thread).await?;
        if let (Some(thread), Some(place)) = (thread, place)
            && place.person == heard.by
        {
            return corrected(scene, ear, (thread, &place), need_of(text)).await;
        }
    }
    Ok(Act::Nothing)
}

/// The need in the words of a message, which may begin with the order to take it.
pub(super) fn need_of(text: &str) -> &str {
    let text = text.trim();
    match order(text, false) {
        Some(Order::Need(_)) => text.get("!need".len()..).unwrap_or_default().trim(),
        _ => text,
    }
}

async fn corrected(
    scene: &Scene<'_>,
    ear: &impl Ear,
    (thread, place): (Thread, &Place),
    text: &str,
) -> Result<Act, Later> {
    let State::Preview(before) = thread.state else {
        return Ok(match thread.state.reference() {
            Some(reference) if !thread.state.is_final() => {
                Act::Notice(place.to(), words::edited_too_late(scene.tongue, reference))
            }
            _ => Act::Nothing,
        });
    };
    let roster = scene.roster(ear).await?;
    let origin = scene.bots.still(&before.content.origin);
    Ok(match scene.bots.chat_draft(text, &roster, origin).await {
        Ok(draft) if draft.content == before.content => Act::Nothing,
        Ok(draft) => Act::Step {
            thread: thread.id,
            event: Box::new(Event::Revised(Box::new(draft))),
        },
        Err(error) => Act::Notice(
            place.to(),
            words::not_like_this(scene.tongue, &error.error.words(scene.tongue)),
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_not_part_of_the_need() {
        for text in ["!need We need it", " !NEED  We need it", "We need it"] {
            assert_eq!(need_of(text), "We need it", "{text}");
        }
        assert_eq!(need_of("!need status"), "!need status");
    }
}

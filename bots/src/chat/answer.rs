//! What a person writes in a thread of theirs, without an order: a yes, a no, other words, an answer.
//!
//! It must never take a person's talk in a thread for more than it is: only what the thread waits
//! for counts, and only from the person whose thread it is.

use hearback_wire::text::Words;
use hearback_wire::vocabulary::{Verdict, Voice};

use super::deal::{Act, Later, Scene};
use super::heard::HeardWhat;
use super::order::{Order, bare};
use super::words;
use crate::dialogue::{Event, Question, State};
use crate::draft::Masker;
use crate::vault::chat::Placed;

/// What the words do in the thread they were said in; none if they are not for a thread.
pub(super) async fn act(scene: &Scene<'_>, text: &str) -> Result<Option<Act>, Later> {
    for placed in candidates(scene).await? {
        let Some(thread) = scene.bots.vault.thread_by_id(&placed.thread).await? else {
            continue;
        };
        if let Some(said) = read(scene, &thread.state, text).await? {
            return Ok(Some(match said {
                Said::Event(event) => Act::Step {
                    thread: thread.id,
                    event: Box::new(event),
                    otherwise: None,
                },
                Said::Notice(text) => scene.notice(text),
            }));
        }
    }
    Ok(None)
}

/// The person's threads that the words may be for: those of the message they reply to, those of the
/// chat thread, and in a direct room all that they have.
async fn candidates(scene: &Scene<'_>) -> Result<Vec<Placed>, Later> {
    let heard = scene.heard;
    let HeardWhat::Words {
        root, replies_to, ..
    } = &heard.what
    else {
        return Ok(Vec::new());
    };
    let vault = &scene.bots.vault;
    let mine = vault.of_person(heard.platform, &heard.by).await?;
    let replied = match replies_to {
        Some(event) => vault.anchors((heard.platform, &heard.room, event)).await?,
        None => Vec::new(),
    };
    let is_replied = |placed: &Placed| replied.iter().any(|a| a.thread == placed.thread);
    let (mut first, rest): (Vec<_>, Vec<_>) = mine.into_iter().partition(is_replied);
    let direct = !scene.threaded();
    first.extend(rest.into_iter().filter(|placed| {
        let here = placed.place.room == heard.room && Some(&placed.place.root) == root.as_ref();
        here || direct
    }));
    Ok(first)
}

/// What words mean to one thread.
enum Said {
    Event(Event),
    Notice(String),
}

async fn read(scene: &Scene<'_>, state: &State, text: &str) -> Result<Option<Said>, Later> {
    let plain = simple(text);
    match state {
        State::Preview(_) => in_preview(scene, text, &plain).await,
        State::Asked { open, .. } => Ok(to_question(scene, open, text, &plain)),
        State::Refused { appeal: true, .. } => Ok(appeal(scene, text)),
        state if state.wants_verdict() => Ok(verdict(&plain).map(|verdict| {
            Said::Event(Event::Judged {
                verdict,
                felt_heard: None,
            })
        })),
        State::Voiced { .. } if plain == "withdraw" => Ok(Some(Said::Event(Event::TookBack))),
        _ => Ok(None),
    }
}

/// In a direct room other words are another need; in a thread they are the words once more.
async fn in_preview(scene: &Scene<'_>, text: &str, plain: &str) -> Result<Option<Said>, Later> {
    if let Some(yes) = yes_or_no(plain) {
        let event = if yes { Event::Approved } else { Event::Stopped };
        return Ok(Some(Said::Event(event)));
    }
    if let Some(Order::Same(reference)) = bare(text) {
        return Ok(Some(Said::Event(Event::AddedVoice {
            reference,
            voice: Voice::UsesIt,
        })));
    }
    let replied = matches!(
        &scene.heard.what,
        HeardWhat::Words {
            replies_to: Some(_),
            ..
        }
    );
    if !scene.threaded() && !replied {
        return Ok(None);
    }
    Ok(Some(match scene.bots.chat_draft(text).await {
        Ok(draft) => Said::Event(Event::Revised(Box::new(draft))),
        Err(error) => Said::Notice(words::not_like_this(&error.error.to_string())),
    }))
}

fn to_question(scene: &Scene<'_>, open: &[Question], text: &str, plain: &str) -> Option<Said> {
    let edit = open
        .iter()
        .any(|question| matches!(question, Question::Edit { .. }));
    if let (true, Some(yes)) = (edit, yes_or_no(plain)) {
        return Some(Said::Event(Event::Decided { yes }));
    }
    if open
        .iter()
        .all(|question| matches!(question, Question::Edit { .. }))
    {
        return None;
    }
    Some(masked(scene, text, Event::Replied))
}

fn appeal(scene: &Scene<'_>, text: &str) -> Option<Said> {
    let head = text.trim().get(..6)?;
    if !head.eq_ignore_ascii_case("appeal") {
        return None;
    }
    let why = text.trim().get(6..)?.trim_start_matches([':', ',', ' ']);
    Some(masked(scene, why, Event::Appealed))
}

fn masked(scene: &Scene<'_>, text: &str, event: fn(Words) -> Event) -> Said {
    let masker = Masker {
        anonymiser: &scene.bots.anonymiser,
        roster: &scene.bots.roster,
    };
    match masker.words(text) {
        Ok(words) => Said::Event(event(words)),
        Err(error) => Said::Notice(error.to_string()),
    }
}

/// Small letters, without what people put at the end.
fn simple(text: &str) -> String {
    let trimmed = text.trim().trim_end_matches(['.', '!', ',', ' ']);
    trimmed.to_lowercase()
}

fn yes_or_no(plain: &str) -> Option<bool> {
    match plain {
        "yes" | "y" | "yes please" | "send" | "send it" | "ok" | "okay" | "✅" => Some(true),
        "no" | "n" | "no thanks" | "no thank you" | "stop" | "cancel" | "❌" => Some(false),
        _ => None,
    }
}

fn verdict(plain: &str) -> Option<Verdict> {
    match plain {
        "met" | "yes" | "✅" => Some(Verdict::Met),
        "partly" | "🔸" => Some(Verdict::Partly),
        "not met" | "no" | "❌" => Some(Verdict::NotMet),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_clear_yes_or_no_counts() {
        for yes in ["Yes.", " SEND it!", "ok", "✅"] {
            assert_eq!(yes_or_no(&simple(yes)), Some(true), "{yes}");
        }
        for no in ["No", "cancel.", "No, thanks"] {
            let want = (no != "No, thanks").then_some(false);
            assert_eq!(yes_or_no(&simple(no)), want, "{no}");
        }
        for neither in ["yes we talked about this", "", "nobody", "okay then, but"] {
            assert_eq!(yes_or_no(&simple(neither)), None, "{neither}");
        }
    }
}

//! What is said where people press (reading age about 9 to 11); moderators and admins read English.
//!
//! It must never show to a room what is for one person: what goes to a thread is made here from the
//! reference alone, or from words that have left.

mod buttons;
mod desk;
mod setup;

pub(super) use buttons::{answer_here, kind_of, mine_controls, read_controls, verdicts};
pub(crate) use buttons::{label, note, ways};
pub(crate) use desk::{blocked, handed_on};
pub(super) use desk::{choose_reason, confirm, moderators_only, not_the_desk, tried_again};
pub(crate) use setup::not_served;
pub(super) use setup::{admins_only, checked, no_desk_here, not_set_up, panel, set_up, two_rooms};

use hearback_wire::reference::NeedRef;
use hearback_wire::text::Words;
use hearback_wire::vocabulary::Removed;

use super::marks::block;
use crate::chat::words::{line, sentence, summary};
use crate::dialogue::{Draft, Kind, State};
use crate::doors::Door;
use crate::draft::{DraftError, Field};
use crate::mine::{Toll, words as mine_words};
use crate::tongue::{Tongue, say};
use crate::words::{concerns, origin, own_words, stays, took_out};

/// The exact words, what was taken out, and who reads them first.
pub(super) fn preview(
    t: Tongue,
    intermediary: &str,
    draft: &Draft,
    before: Option<String>,
) -> String {
    let mut lines: Vec<String> = before.into_iter().collect();
    lines.push(say!(t, "press-preview"));
    let content = &draft.content;
    lines.push(block(content.statement.as_str()));
    if let Some(use_) = &content.use_ {
        lines.push(say!(t, "press-helps"));
        lines.push(block(use_.as_str()));
    }
    let themes = content.themes.iter();
    let themes: Vec<String> = themes
        .map(|tag| t.label("theme", tag.theme.code()))
        .collect();
    if !themes.is_empty() {
        lines.push(say!(t, "press-topic", themes = themes.join(", ")));
    }
    lines.push(origin(t, content));
    let warnings = took_out(t, &draft.removed).into_iter();
    let warnings = warnings.chain(concerns(t, draft));
    lines.extend(warnings.map(|line| format!("⚠ {line}")));
    if draft.concerns.offer() {
        lines.push(say!(t, "press-wider-offered"));
    }
    lines.extend(own_words(t, draft));
    lines.push(say!(
        t,
        "press-read-first",
        intermediary = intermediary,
        stays = stays(t)
    ));
    lines.join("\n")
}

/// What others have asked for that may be the same.
pub(super) fn similar(t: Tongue, draft: &Draft, before: Option<String>) -> String {
    let mut lines: Vec<String> = before.into_iter().collect();
    lines.push(say!(t, "press-similar"));
    let similar = draft.similar.iter();
    lines.extend(similar.map(|similar| summary(t, &similar.need)));
    lines.push(say!(t, "press-you-wrote"));
    lines.push(block(draft.content.statement.as_str()));
    lines.push(say!(t, "press-similar-choose"));
    lines.join("\n")
}

/// An answer to a question, before it goes.
pub(crate) fn reply_preview(t: Tongue, words: &Words, removed: &[(Removed, usize)]) -> String {
    let mut lines = vec![say!(t, "press-reply-preview"), block(words.as_str())];
    lines.extend(took_out(t, removed).map(|line| format!("⚠ {line}")));
    lines.join("\n")
}

/// Typed words with the two questions, as their writer can have them back.
fn typed_back(t: Tongue, (need, use_): (&str, &str)) -> String {
    let mut lines = vec![say!(t, "press-typed-back"), block(need)];
    if !use_.trim().is_empty() {
        lines.push(block(use_));
    }
    lines.join("\n")
}

/// Words that cannot be a need.
pub(super) fn does_not_fit(t: Tongue, error: &DraftError, typed: (&str, &str)) -> String {
    let words = error.error.words(t);
    let why = match error.field {
        Field::Need => say!(t, "press-first-unfit", error = words),
        Field::Use => say!(t, "press-second-unfit", error = words),
    };
    format!("{why}\n{}", typed_back(t, typed))
}

/// Words that are no need: none of them are given back, because that would keep them.
pub(super) fn another_door(t: Tongue, door: Door) -> String {
    sentence(&format!("{}.", door.words(t)))
}

/// The vault could not take what was typed.
pub(crate) fn not_kept(t: Tongue, typed: &[String]) -> String {
    with_typed(t, say!(t, "press-not-kept"), typed)
}

/// A line, and under it what was typed, if anything was: nobody types it again.
pub(crate) fn with_typed(t: Tongue, text: String, typed: &[String]) -> String {
    let mut lines = vec![text];
    if typed.iter().any(|words| !words.trim().is_empty()) {
        lines.push(say!(t, "press-typed-back"));
        lines.extend(
            typed
                .iter()
                .filter(|w| !w.trim().is_empty())
                .map(|w| block(w)),
        );
    }
    lines.join("\n")
}

/// What could not be read.
pub(crate) fn not_understood(t: Tongue) -> String {
    say!(t, "press-not-understood")
}

/// The words that wait were sent, stopped or ended meanwhile.
pub(super) fn too_late_to_change(t: Tongue, typed: (&str, &str)) -> String {
    let why = say!(t, "press-too-late-to-change");
    format!("{why}\n{}", typed_back(t, typed))
}

/// Nobody set the server up; the words come back.
pub(super) fn not_set_up_yet(t: Tongue, typed: (&str, &str)) -> String {
    format!("{}\n{}", not_set_up(t), typed_back(t, typed))
}

/// A message that cannot be a need.
pub(super) fn message_does_not_fit(t: Tongue, error: &DraftError) -> String {
    say!(t, "press-message-unfit", error = error.error.words(t))
}

/// Whoever suggested somebody else's message.
pub(super) fn asked_author(t: Tongue) -> String {
    say!(t, "press-asked-author")
}

/// What was typed is no reference.
pub(super) fn no_reference(t: Tongue) -> String {
    say!(t, "press-no-reference")
}

/// Nothing was joined, because no other need was named; moderators read it.
pub(super) fn no_other() -> String {
    "Nothing was done: the reference of the other need must look like HB-7K3Q-9M2X. The card names needs \
     that may be like it."
        .to_owned()
}

/// A message without words cannot be a need.
pub(crate) fn no_words_there(t: Tongue) -> String {
    say!(t, "press-no-words-there")
}

/// Somebody approved words that are not the newest.
pub(super) fn newer_words(t: Tongue) -> String {
    say!(t, "press-newer-words")
}

/// A press that is not for whoever pressed.
pub(super) fn not_yours(t: Tongue) -> String {
    say!(t, "press-not-yours")
}

/// The same, with what was typed.
pub(super) fn not_yours_but(t: Tongue, typed: &str) -> String {
    let lines = [not_yours(t), say!(t, "press-you-wrote"), block(typed)];
    lines.join("\n")
}

/// Nobody waits for an answer any more.
pub(super) fn nothing_waits(t: Tongue, typed: &str) -> String {
    format!("{}\n{}", say!(t, "press-nothing-waits"), block(typed))
}

/// An answer that does not fit comes back to its writer.
pub(super) fn answer_does_not_fit(t: Tongue, error: &str, typed: &str) -> String {
    let why = say!(t, "press-answer-unfit", error = error);
    format!("{why}\n{}", block(typed))
}

/// A press that changes nothing any more.
pub(super) fn done_already(t: Tongue, state: &State) -> String {
    let how = match state {
        State::Preview(_) => say!(t, "press-preview-waits"),
        State::Cancelled => say!(t, "press-was-stopped"),
        State::Withdrawn { .. } => say!(t, "press-was-taken-back"),
        live => line(t, live).unwrap_or_default(),
    };
    format!("{} {how}", say!(t, "press-done-already"))
}

/// The person approved the words; the node has not taken them yet.
pub(super) fn on_its_way(t: Tongue, intermediary: &str) -> String {
    say!(t, "press-on-its-way", intermediary = intermediary)
}

/// The node took them.
pub(super) fn thanks(t: Tongue, intermediary: &str, taken: &str) -> String {
    say!(
        t,
        "press-thanks",
        intermediary = intermediary,
        taken = taken
    )
}

/// The line under which a thread begins; anybody may read it.
pub(super) fn home(t: Tongue, reference: NeedRef, intermediary: &str) -> String {
    say!(
        t,
        "press-home",
        intermediary = intermediary,
        reference = reference
    )
}

/// The same, for voices.
pub(super) fn home_of_voices(t: Tongue, reference: NeedRef) -> String {
    say!(t, "press-home-of-voices", reference = reference)
}

/// It left: now everybody may read the words.
pub(super) fn released(state: &State, text: String) -> String {
    match state {
        State::Sent(said) | State::Asked { said, .. } => {
            format!("{text}\n{}", block(said.content.statement.as_str()))
        }
        _ => text,
    }
}

/// An answer, and what it asks for.
pub(super) fn answered(t: Tongue, text: &str) -> String {
    format!("{text}\n{}", say!(t, "press-meets"))
}

/// Something that only the person of the thread may read.
pub(super) fn something_waits(t: Tongue, kind: Kind, reference: Option<NeedRef>) -> String {
    let about = reference.map_or_else(|| "none".to_owned(), |r| r.to_string());
    match kind {
        Kind::Edited => say!(t, "press-waits-edited", reference = about),
        Kind::ModeratorAsks => say!(t, "press-waits-asked", reference = about),
        _ => say!(t, "press-waits-refused", reference = about),
    }
}

/// A person's needs and voices.
pub(super) fn mine(t: Tongue, states: &[(String, State)]) -> String {
    let lines = states.iter().filter_map(|(_, state)| line(t, state));
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return say!(t, "press-mine-none");
    }
    let mut text = say!(t, "press-mine");
    let waits = buttons::waiting(states).and_then(|(_, state)| state.reference());
    if let Some(reference) = waits {
        let waits = say!(t, "press-mine-waits", reference = reference);
        text = format!("{text}\n{waits}");
    }
    let mut left = lines.len();
    for next in lines {
        if text.chars().count() + next.chars().count() > 1500 {
            return format!("{text}\n{}", say!(t, "press-mine-more"; count = left));
        }
        text = format!("{text}\n{next}");
        left -= 1;
    }
    text
}

/// What will happen.
pub(super) fn before_erasing(t: Tongue, found: Toll) -> String {
    let mut lines = mine_words::before(t, found);
    lines.push(say!(t, "press-erasing-discord"));
    lines.join("\n")
}

/// Something is kept for a person whom it could not be shown to.
pub(crate) fn kept_for_you(t: Tongue) -> String {
    say!(t, "press-kept-for-you")
}

/// Something was not done after all, and its person could not be told the reason.
pub(crate) fn not_done(t: Tongue) -> String {
    say!(t, "press-not-done")
}

/// Whether the person is mentioned.
pub(super) fn quieted(t: Tongue, quiet: bool) -> String {
    if quiet {
        say!(t, "press-mentions-off")
    } else {
        say!(t, "press-mentions-on")
    }
}

/// One thread without mentions.
pub(super) fn quiet_here(t: Tongue) -> String {
    say!(t, "press-quiet-here")
}

/// How to use the bot.
pub(super) fn help(t: Tongue, intermediary: &str) -> String {
    say!(t, "press-help", intermediary = intermediary)
}

/// What is kept, and for how long.
pub(super) fn privacy(t: Tongue, notice: &str) -> String {
    format!("{notice}\n{}", say!(t, "press-privacy"))
}

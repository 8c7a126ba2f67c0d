//! What is said where people press, in plain English (reading age about 9 to 11).
//!
//! It must never show to a room what is for one person: what goes to a thread is made here from the
//! reference alone, or from words that have left.

mod buttons;
mod desk;
mod setup;

pub(super) use buttons::{answer_here, kind_of, mine_controls, read_controls, verdicts};
pub(crate) use buttons::{label, note, theme_labels, ways};
pub(crate) use desk::{blocked, handed_on};
pub(super) use desk::{choose_reason, confirm, moderators_only, not_the_desk, tried_again};
pub(crate) use setup::not_served;
pub(super) use setup::{admins_only, checked, no_desk_here, not_set_up, panel, set_up, two_rooms};

use hearback_wire::reference::NeedRef;
use hearback_wire::text::Words;

use super::marks::block;
use crate::chat::words::{line, sentence, summary};
use crate::dialogue::{Draft, Kind, State};
use crate::doors::Door;
use crate::draft::{DraftError, Field};
use crate::mine::{Toll, words as mine_words};
use crate::words::{STAYS, concerns, own_words};

/// The exact words, what was taken out, and who reads them first.
pub(super) fn preview(intermediary: &str, draft: &Draft, before: Option<String>) -> String {
    let mut lines: Vec<String> = before.into_iter().collect();
    lines.push(
        "Here is exactly what would be shared. Your name, this server and this chat are not in it."
            .to_owned(),
    );
    let content = &draft.content;
    lines.push(block(content.statement.as_str()));
    if let Some(use_) = &content.use_ {
        lines.push("It will help with:".to_owned());
        lines.push(block(use_.as_str()));
    }
    let themes: Vec<&str> = content.themes.iter().map(|tag| tag.theme.label()).collect();
    if !themes.is_empty() {
        lines.push(format!("Topic: {}.", themes.join(", ")));
    }
    lines.extend(took_out(&draft.removed));
    lines.extend(concerns(draft).into_iter().map(|line| format!("⚠ {line}")));
    if draft.concerns.offer() {
        lines.push(
            "The button “Use the wider words” takes all of these, and shows you the words again. You \
             may also keep yours."
                .to_owned(),
        );
    }
    lines.extend(own_words(draft).map(str::to_owned));
    lines.push(format!(
        "A moderator of {intermediary} reads it first. After that, statistics producers and the \
         public can read it. {STAYS} If you press nothing, nothing is sent, and this ends after 24 hours."
    ));
    lines.join("\n")
}

/// What others have asked for that may be the same.
pub(super) fn similar(draft: &Draft, before: Option<String>) -> String {
    let mut lines: Vec<String> = before.into_iter().collect();
    lines.push("Others have asked for something like this:".to_owned());
    lines.extend(draft.similar.iter().map(|similar| summary(&similar.need)));
    lines.push("You wrote:".to_owned());
    lines.push(block(draft.content.statement.as_str()));
    lines.push(
        "If it is the same, add your voice to theirs: it counts for more. If yours is different, say \
         so, and you see it before it is sent."
            .to_owned(),
    );
    lines.join("\n")
}

fn took_out(removed: &[String]) -> Option<String> {
    let removed = (!removed.is_empty()).then(|| removed.join(", "))?;
    Some(format!(
        "⚠ I took out: {removed}. Please check that nothing else could point at somebody."
    ))
}

/// An answer to a question, before it goes.
pub(crate) fn reply_preview(words: &Words, removed: &[String]) -> String {
    let mut lines = vec![
        "Here is exactly what would be sent as your answer.".to_owned(),
        block(words.as_str()),
    ];
    lines.extend(took_out(removed));
    lines.join("\n")
}

/// Typed words with the two questions, as their writer can have them back.
fn typed_back((need, use_): (&str, &str)) -> String {
    let mut lines = vec!["Your words, so that you need not type them again:".to_owned()];
    lines.push(block(need));
    if !use_.trim().is_empty() {
        lines.push(block(use_));
    }
    lines.join("\n")
}

/// Words that cannot be a need.
pub(super) fn does_not_fit(error: &DraftError, typed: (&str, &str)) -> String {
    let which = match error.field {
        Field::Need => "About the first question",
        Field::Use => "About the second question",
    };
    format!(
        "{which}: {}. Nothing was shared.\n{}",
        error.error,
        typed_back(typed)
    )
}

/// Words that are no need: none of them are given back, because that would keep them.
pub(super) fn another_door(door: Door) -> String {
    sentence(&format!("{door}."))
}

/// The vault could not take what was typed.
pub(crate) fn not_kept(typed: &[String]) -> String {
    let text = "I could not keep this: the machine I run on has a problem. Nothing was shared. Please \
                try again in an hour.";
    with_typed(text.to_owned(), typed)
}

/// A line, and under it what was typed, if anything was: nobody types it again.
pub(crate) fn with_typed(text: String, typed: &[String]) -> String {
    let mut lines = vec![text];
    if typed.iter().any(|words| !words.trim().is_empty()) {
        lines.push("Your words, so that you need not type them again:".to_owned());
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
pub(crate) fn not_understood() -> String {
    "I could not read what you pressed, and nothing was done. Please use the command /need-help."
        .to_owned()
}

/// The words that wait were sent, stopped or ended meanwhile.
pub(super) fn too_late_to_change(typed: (&str, &str)) -> String {
    format!(
        "The words that you changed do not wait any more. You can begin again with these.\n{}",
        typed_back(typed)
    )
}

/// Nobody set the server up; the words come back.
pub(super) fn not_set_up_yet(typed: (&str, &str)) -> String {
    format!("{}\n{}", not_set_up(), typed_back(typed))
}

/// A message that cannot be a need.
pub(super) fn message_does_not_fit(error: &DraftError) -> String {
    format!(
        "That message cannot be a need as it is: {}. Nobody was asked.",
        error.error
    )
}

/// Whoever suggested somebody else's message.
pub(super) fn asked_author() -> String {
    "I have asked the person who wrote it. Only they can decide whether it is shared.".to_owned()
}

/// What was typed is no reference.
pub(super) fn no_reference() -> String {
    "That is no reference: they look like HB-7K3Q-9M2X. Please choose one from the list that is shown \
     while you type, or use /need-mine."
        .to_owned()
}

/// Nothing was joined, because no other need was named.
pub(super) fn no_other() -> String {
    "Nothing was done: the reference of the other need must look like HB-7K3Q-9M2X. The card names needs \
     that may be like it."
        .to_owned()
}

/// A message without words cannot be a need.
pub(crate) fn no_words_there() -> String {
    "I can only make a need of a person’s message with words. Please use /need".to_owned()
}

/// Somebody approved words that are not the newest.
pub(super) fn newer_words() -> String {
    "There are newer words than these, so nothing was sent. Please look at the newest, or use \
     /need-mine."
        .to_owned()
}

/// A press that is not for whoever pressed.
pub(super) fn not_yours() -> String {
    "This is for the person whose need it is. To see yours, use /need-mine.".to_owned()
}

/// The same, with what was typed.
pub(super) fn not_yours_but(typed: &str) -> String {
    format!("{}\nYou wrote:\n{}", not_yours(), block(typed))
}

/// Nobody waits for an answer any more.
pub(super) fn nothing_waits(typed: &str) -> String {
    format!(
        "I did not send it: nobody waits for an answer here any more. You wrote:\n{}",
        block(typed)
    )
}

/// An answer that does not fit comes back to its writer.
pub(super) fn answer_does_not_fit(error: &str, typed: &str) -> String {
    format!(
        "About your words: {error}. Nothing was sent. You wrote:\n{}",
        block(typed)
    )
}

/// A press that changes nothing any more.
pub(super) fn done_already(state: &State) -> String {
    let how = match state {
        State::Preview(_) => "It waits for you: use /need-mine to see it.".to_owned(),
        State::Cancelled => "It was stopped, and nothing was sent.".to_owned(),
        State::Withdrawn { .. } => "It was taken back.".to_owned(),
        live => line(live).unwrap_or_default(),
    };
    format!("This was done before, so nothing was changed. {how}")
}

/// The person approved the words; the node has not taken them yet.
pub(super) fn on_its_way(intermediary: &str) -> String {
    format!("Thank you. Your words are on their way to {intermediary}. They are safe: you can go.")
}

/// The node took them.
pub(super) fn thanks(intermediary: &str, taken: &str) -> String {
    format!(
        "Thank you. Your need is with {intermediary}. {taken} I write in the thread when it leaves, \
         when it is answered, and when it is closed, and mention you there."
    )
}

/// The line under which a thread begins; anybody may read it.
pub(super) fn home(reference: NeedRef, intermediary: &str) -> String {
    format!(
        "Somebody here said what they need from statistics. {intermediary} reads it now. Its \
         reference is {reference}. News about it comes in this thread."
    )
}

/// The same, for voices.
pub(super) fn home_of_voices(reference: NeedRef) -> String {
    format!(
        "Somebody here added their voice to the need {reference}. News about it comes in this thread."
    )
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
pub(super) fn answered(text: &str) -> String {
    format!("{text}\nDoes this meet your need?")
}

/// Something that only the person of the thread may read.
pub(super) fn something_waits(kind: Kind, reference: Option<NeedRef>) -> String {
    let about = reference.map_or_else(|| "this need".to_owned(), |r| r.to_string());
    match kind {
        Kind::Edited => format!(
            "A moderator would like to change the words of {about}. Whoever wrote it decides."
        ),
        Kind::ModeratorAsks => {
            format!("A moderator has a question about {about}, for whoever wrote it.")
        }
        _ => format!("A moderator did not pass {about} on. Whoever wrote it can read why."),
    }
}

/// A person's needs and voices.
pub(super) fn mine(states: &[(String, State)]) -> String {
    let lines: Vec<String> = states.iter().filter_map(|(_, state)| line(state)).collect();
    if lines.is_empty() {
        return "You have no needs with me. To say one, use /need".to_owned();
    }
    let mut text = "Your needs and voices. Only you can see this.".to_owned();
    let waits = buttons::waiting(states).and_then(|(_, state)| state.reference());
    if let Some(reference) = waits {
        text = format!("{text}\n{reference} waits for you: the buttons below are about it.");
    }
    let mut left = lines.len();
    for next in lines {
        if text.chars().count() + next.chars().count() > 1500 {
            return format!("{text}\nAnd {left} more.");
        }
        text = format!("{text}\n{next}");
        left -= 1;
    }
    text
}

/// What will happen.
pub(super) fn before_erasing(found: Toll) -> String {
    let mut lines = mine_words::before(found);
    lines.push(
        "What stands on Discord stays there: please delete your own messages yourself, and ask an admin \
         of the server about mine. Discord itself keeps what it keeps."
            .to_owned(),
    );
    lines.join("\n")
}

/// Something is kept for a person whom it could not be shown to.
pub(crate) fn kept_for_you() -> String {
    "What you wrote is kept, and nothing of it was shared. To see it and go on, use the command \
     /need-mine"
        .to_owned()
}

/// Something was not done after all, and its person could not be told the reason.
pub(crate) fn not_done() -> String {
    "Something that you pressed here could not be done after all. Please look with the command \
     /need-mine and try it again"
        .to_owned()
}

/// Whether the person is mentioned.
pub(super) fn quieted(quiet: bool) -> String {
    if quiet {
        "I will not mention you anywhere. News still comes to your threads.".to_owned()
    } else {
        "I will mention you when there is news.".to_owned()
    }
}

/// One thread without mentions.
pub(super) fn quiet_here() -> String {
    "I will not mention you in this thread. News still comes there, and /need-mine shows it."
        .to_owned()
}

/// How to use the bot.
pub(super) fn help(intermediary: &str) -> String {
    format!(
        "I bring needs for statistics to those who make them, without your name, and bring the \
         answers back.\n\
         /need: say what you need to know, or need to be better\n\
         Right-click a message, Apps, Turn into a need: the same, with the words of a message\n\
         /need-status: how a need stands\n\
         /need-mine: your needs, seen by you alone\n\
         /need-withdraw: take yours back\n\
         /need-export: all that I keep about you, seen by you alone\n\
         /need-erase: have it deleted; I say first what that does\n\
         /who: which body answers for a subject\n\
         /need-privacy: what is kept, and for how long\n\
         {intermediary} reads your words before they leave."
    )
}

/// What is kept, and for how long.
pub(super) fn privacy(notice: &str) -> String {
    format!(
        "{notice}\nWho you are and which server this is stay with us, locked. What I take out of your \
         words is not kept. Discord itself can read what you type and what I answer, even where only \
         you see it. When I am removed from a server, all of it from there is deleted after 14 days. \
         To take a need back, use /need-withdraw. To see all that is kept about you, use /need-export. \
         To have it deleted, use /need-erase"
    )
}

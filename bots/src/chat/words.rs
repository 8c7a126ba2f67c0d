//! What the bot says in chat rooms, beside the sentences that every thread can hold.
//!
//! Plain text with line breaks: each platform's adapter sets it in its own way. It must never quote
//! a person outside the room where they spoke.

mod shown;

pub(super) use shown::{
    WIDER, answer_like_this, appeal_like_this, asked_before, edited_too_late, look_first,
    newer_words, no_words_there, not_like_this, nothing_waits, preview, preview_seeds,
    reply_dropped, reply_preview, saved, sent_alone, sentence, suggested, write_again,
};

use hearback_wire::intake::{NeedSummary, Who};
use hearback_wire::reference::NeedRef;
use hearback_wire::vocabulary::Band;

use super::Platform;
use crate::dialogue::{Kind, Message, State};
use crate::kept::{Kept, in_words};
use crate::mine::{Toll, words as mine};

/// One need in a line: its reference, words, state and, from ten people on, how many.
pub(super) fn summary(need: &NeedSummary) -> String {
    let voices = match need.voices {
        Band::Under10 => String::new(),
        band => format!(", {} people", band.label()),
    };
    let status = need.status.label();
    format!(
        "{}: “{}” ({status}{voices})",
        need.reference, need.statement
    )
}

/// A message of a thread with what can be done about it.
pub(super) fn with_hint(message: &Message) -> String {
    match hint(message.kind) {
        Some(hint) => format!("{}\n{hint}", message.text),
        None => message.text.clone(),
    }
}

/// Says what a message is about, where it cannot stand in its thread.
pub(crate) fn about(reference: Option<NeedRef>, text: &str) -> String {
    let about = reference.map_or_else(|| "what you said".to_owned(), |r| r.to_string());
    format!("This is about {about}. The message it began with cannot be reached any more.\n{text}")
}

const fn hint(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Taken => {
            Some("I will write here when a moderator has read it, and when somebody answers.")
        }
        Kind::Voiced => Some("To take it back, write: withdraw"),
        Kind::Edited => Some("Is this right? React with ✅ or ❌, or write: yes or no."),
        Kind::ModeratorAsks | Kind::Question => {
            Some("Please write your answer here, without names or places. I show it to you first.")
        }
        Kind::Refused | Kind::Merged => Some("To ask for a second look, write: appeal, and why."),
        Kind::Answered => Some(
            "Does this meet your need? React with ✅ (yes), 🔸 (partly) or ❌ (no), or write: met, \
             partly or not met.",
        ),
        _ => None,
    }
}

/// The reactions that are offered under a message.
pub(super) fn seeds(kind: Kind) -> Vec<String> {
    let keys: &[&str] = match kind {
        Kind::Edited => &["✅", "❌"],
        _ => &[],
    };
    keys.iter().map(|key| (*key).to_owned()).collect()
}

/// To somebody for whom an answer came when it stood in the thread already.
pub(super) const FOR_YOU_TOO: &str =
    "This is for you too: please see what I wrote about it here before.";

/// Said once in a thread where people react.
pub(super) fn voices_here(reference: NeedRef) -> String {
    format!(
        "A 👍 here adds your voice to {reference}: “I use this”. I will mention you when an answer \
         comes. To take your voice back, take your 👍 away."
    )
}

/// Somebody who had reacted took their voice back in words.
pub(super) fn voice_back(reference: NeedRef) -> String {
    format!("Your voice for {reference} is taken back.")
}

/// The person has several and must say which.
pub(super) fn which(states: &[&State]) -> String {
    let lines: Vec<String> = states.iter().filter_map(|state| line(state)).collect();
    format!(
        "You have more than one. Please write: withdraw and the reference, such as withdraw \
         HB-7K3Q-9M2X\n{}",
        lines.join("\n")
    )
}

/// How to use the bot.
pub(super) fn help(intermediary: &str) -> String {
    format!(
        "I bring needs for statistics to those who make them, without your name, and bring the \
         answers back here.\n\
         !need and your words: say what you need to know, or need to be better\n\
         !need as a reply: suggest that somebody’s message is a need; they decide\n\
         👍 on a need, or !need same HB-…: add your voice\n\
         !need status: how a need stands\n\
         !need mine: your needs, in a direct message\n\
         !need withdraw: take yours back\n\
         !need export: all that I keep about you, in a direct message\n\
         !need erase: have it deleted; I say first what that does\n\
         !need who and a subject: which body answers for it\n\
         !need quiet or !need loud: whether I mention you\n\
         !need privacy: what is kept, and for how long\n\
         {intermediary} reads your words before they leave."
    )
}

/// What is kept, and for how long.
pub(super) fn privacy(notice: &str) -> String {
    format!(
        "{notice}\nWho you are and which room this is stay with us, locked. What I take out of your \
         words is not kept. Whoever runs this chat server can read rooms that are not encrypted. To \
         take a need back, delete your message or write: !need withdraw\nTo see all that is kept about \
         you, write: !need export. To have it deleted, write: !need erase"
    )
}

/// Which bodies answer for something.
pub(super) fn who(found: &[Who]) -> String {
    if found.is_empty() {
        return "I do not know which body answers for that. Please try other words, such as: \
                hospital waiting times"
            .to_owned();
    }
    let lines: Vec<String> = found
        .iter()
        .map(|who| {
            let here = if who.connected {
                " Connected here."
            } else {
                ""
            };
            let because = who.because.trim_end_matches('.');
            format!("{}: {because}.{here}", who.name)
        })
        .collect();
    lines.join("\n")
}

/// A person's threads, one line each.
pub(super) fn mine(states: &[&State]) -> String {
    let lines: Vec<String> = states.iter().filter_map(|state| line(state)).collect();
    if lines.is_empty() {
        return "You have no needs with me. To say one, write: !need and your words".to_owned();
    }
    format!("Your needs and voices:\n{}", lines.join("\n"))
}

/// What else can be asked about oneself.
pub(super) fn more_about_me() -> String {
    "For all that I keep about you, write: !need export. To have it deleted, write: !need erase"
        .to_owned()
}

/// What will happen, and the words that make it happen.
pub(super) fn before_erasing(found: Toll) -> String {
    let mut lines = mine::before(found);
    lines.push(
        "What stands in chat rooms stays there: please delete your own messages yourself, and ask an \
         admin of the room about mine. Afterwards I leave our direct room."
            .to_owned(),
    );
    lines.push(
        "To do it, write: !need erase yes\nTo do it and take your needs off the lists, write: !need \
         erase and withdraw yes"
            .to_owned(),
    );
    lines.join("\n")
}

/// Before an export in pieces.
pub(super) fn export(pieces: usize) -> String {
    format!(
        "Here is all that I keep about you, in {pieces} {}. It is in JSON, so that programs can read it \
         too. Whoever can read this chat can read it.",
        if pieces == 1 {
            "message"
        } else {
            "messages, in order"
        }
    )
}

/// How one thread stands.
pub(super) fn line(state: &State) -> Option<String> {
    let named = |said: &crate::dialogue::Said| {
        let reference = said
            .reference
            .map_or_else(|| "not sent yet".to_owned(), |r| r.to_string());
        format!("{reference}: “{}”", said.content.statement)
    };
    Some(match state {
        State::Preview(draft) => {
            format!("Waits for your yes: “{}”", draft.content.statement)
        }
        State::Sent(said) => named(said),
        State::Asked { said, .. } => format!("{} (a question waits for you)", named(said)),
        State::Refused { said, .. } => format!("{} (not passed on)", named(said)),
        State::Merged { said, into, .. } => format!("{} (joined with {into})", named(said)),
        State::Voiced { reference, .. } => format!("{reference}: your voice"),
        State::Withdrawn { .. } | State::Cancelled => return None,
    })
}

/// The bot cannot read a message.
pub(super) fn unreadable() -> String {
    "I could not read that message: your app did not give me its key. Please send it again, or \
     write to me in a direct message. In Element, “Never send encrypted messages to unverified \
     sessions” must be off for me."
        .to_owned()
}

/// What the bot is, when it comes to a room.
pub(super) fn introduction(intermediary: &str, kept: Kept) -> String {
    let kept = in_words(kept.threads);
    format!(
        "I am hearback. People here can tell statistics producers what they need, without their \
         name, and hear back in the same thread. I keep each thread, locked, for at most \
         {kept} after its last message. {intermediary} reads each need before it leaves. I am off until an admin \
         of this room writes: !need on"
    )
}

/// The first words in a direct room.
pub(super) fn hello(intermediary: &str) -> String {
    format!(
        "I am hearback. Tell me here what you need to know from statistics, or need to be better. I \
         show you the exact words before anything is shared, and {intermediary} reads them first. \
         For more, write: help"
    )
}

/// The first words in the moderators' room.
pub(super) fn moderators(intermediary: &str) -> String {
    format!(
        "Needs that wait for {intermediary} come here, one card each. Whoever may delete other \
         people’s messages in this room can decide. For the list, write: !queue"
    )
}

/// Why the bot leaves a room that anybody can read.
pub(super) fn not_in_open_rooms() -> String {
    "Anybody can join or read this room, and I am not set up for such rooms. I leave now. Whoever \
     runs me can allow it with open_rooms = true under [matrix]."
        .to_owned()
}

/// The bot was switched on or off.
pub(super) fn switched(on: bool) -> String {
    if on {
        "I am on. To say a need, write: !need and your words. For more, write: !need help"
            .to_owned()
    } else {
        "I am off in this room. Answers to needs that were said before still come.".to_owned()
    }
}

/// The bot is off and somebody spoke to it.
pub(super) fn is_off() -> String {
    "I am off in this room. An admin of the room can switch me on: !need on".to_owned()
}

/// The platform did not say what was needed to deal with a message, for a day.
pub(super) fn given_up() -> String {
    "I could not find out what I needed about this room for a day, so I did nothing with your message. \
     Please send it again."
        .to_owned()
}

/// Only an admin may do that.
pub(super) fn admins_only() -> String {
    "Only an admin of this room can do that.".to_owned()
}

/// The languages of the bot.
pub(super) fn language(code: &str) -> String {
    match code {
        "en" => "I speak English here.".to_owned(),
        _ => format!("I do not speak “{code}” yet. I speak English (en)."),
    }
}

/// Whether the person is mentioned.
pub(super) fn quieted(quiet: bool) -> String {
    if quiet {
        "I will not mention you. Answers still come to your threads.".to_owned()
    } else {
        "I will mention you when an answer comes.".to_owned()
    }
}

/// A voice that is counted already.
pub(super) fn voiced_before(reference: NeedRef) -> String {
    format!("Your voice for {reference} is counted already.")
}

/// No thread of this person fits.
pub(super) fn nothing_of_yours(platform: Platform) -> String {
    let how = if platform.presses() {
        "use /need-mine"
    } else {
        "write: !need mine"
    };
    format!("I find no need of yours that this fits. To see yours, {how}")
}

/// No need has this reference.
pub(super) fn no_need(reference: NeedRef) -> String {
    format!("I find no need {reference}. Please check the reference.")
}

/// The node does not answer.
pub(super) fn node_away() -> String {
    "I cannot look that up just now. Please try again in a few minutes.".to_owned()
}

/// The bot says good-bye.
pub(super) fn leaving() -> String {
    "I leave this room, as an admin asked. Needs that were said here can no longer be answered here."
        .to_owned()
}

/// One room sends more than can be read.
pub(super) fn too_much() -> String {
    "Too much is written to me here at once. What comes now is not read; please write again in a \
     few minutes."
        .to_owned()
}

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
use hearback_wire::text::Name;
use hearback_wire::vocabulary::Band;

use super::Platform;
use crate::dialogue::{Kind, Message, Said, State};
use crate::kept::{Kept, in_words};
use crate::mine::{Toll, words as mine};
use crate::tongue::{Tongue, say};

/// One need in a line: its reference, words, state and, from ten people on, how many.
pub(super) fn summary(t: Tongue, need: &NeedSummary) -> String {
    let status = t.label("status", need.status.code());
    let (reference, statement) = (need.reference, &need.statement);
    match need.voices {
        Band::Under10 => {
            say!(
                t,
                "chat-need",
                reference = reference,
                statement = statement,
                status = status
            )
        }
        band => say!(
            t,
            "chat-need-of-many",
            reference = reference,
            statement = statement,
            status = status,
            voices = t.label("band", band.code())
        ),
    }
}

/// A message of a thread with what can be done about it.
pub(super) fn with_hint(t: Tongue, message: &Message) -> String {
    match hint(t, message.kind) {
        Some(hint) => format!("{}\n{hint}", message.text),
        None => message.text.clone(),
    }
}

/// Says what a message is about, where it cannot stand in its thread.
pub(crate) fn about(t: Tongue, reference: Option<NeedRef>, text: &str) -> String {
    let about = match reference {
        Some(reference) => say!(t, "chat-about", reference = reference),
        None => say!(t, "chat-about-unsent"),
    };
    format!("{about}\n{text}")
}

fn hint(t: Tongue, kind: Kind) -> Option<String> {
    Some(match kind {
        Kind::Taken => say!(t, "chat-hint-taken"),
        Kind::Voiced => say!(t, "chat-hint-voiced"),
        Kind::Edited => say!(t, "chat-hint-edited"),
        Kind::ModeratorAsks | Kind::Question => say!(t, "chat-hint-asked"),
        Kind::Refused | Kind::Merged => say!(t, "chat-hint-refused"),
        Kind::Answered => say!(t, "chat-hint-answered"),
        _ => return None,
    })
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
pub(super) fn for_you_too(t: Tongue) -> String {
    say!(t, "chat-for-you-too")
}

/// Said once in a thread where people react.
pub(super) fn voices_here(t: Tongue, reference: NeedRef) -> String {
    say!(t, "chat-voices-here", reference = reference)
}

/// Somebody who had reacted took their voice back in words.
pub(super) fn voice_back(t: Tongue, reference: NeedRef) -> String {
    say!(t, "chat-voice-back", reference = reference)
}

/// The person has several and must say which.
pub(super) fn which(t: Tongue, states: &[&State]) -> String {
    let lines: Vec<String> = states.iter().filter_map(|state| line(t, state)).collect();
    format!("{}\n{}", say!(t, "chat-which"), lines.join("\n"))
}

/// How to use the bot.
pub(super) fn help(t: Tongue, intermediary: &str) -> String {
    say!(t, "chat-help", intermediary = intermediary)
}

/// What is kept, and for how long.
pub(super) fn privacy(t: Tongue, notice: &str) -> String {
    say!(t, "chat-privacy", notice = notice)
}

/// Which bodies answer for something.
pub(super) fn who(t: Tongue, found: &[Who]) -> String {
    if found.is_empty() {
        return say!(t, "chat-who-unknown");
    }
    let one = |who: &Who| {
        let because = who.because.trim_end_matches('.');
        if who.connected {
            say!(t, "chat-who-connected", name = who.name, because = because)
        } else {
            say!(t, "chat-who", name = who.name, because = because)
        }
    };
    found.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// A person's threads, one line each.
pub(super) fn mine(t: Tongue, states: &[&State]) -> String {
    let lines: Vec<String> = states.iter().filter_map(|state| line(t, state)).collect();
    if lines.is_empty() {
        return say!(t, "chat-mine-none");
    }
    format!("{}\n{}", say!(t, "chat-mine"), lines.join("\n"))
}

/// What else can be asked about oneself.
pub(super) fn more_about_me(t: Tongue) -> String {
    say!(t, "chat-more-about-me")
}

/// What will happen, and the words that make it happen.
pub(super) fn before_erasing(t: Tongue, found: Toll) -> String {
    let mut lines = mine::before(t, found);
    lines.push(say!(t, "chat-before-erasing"));
    lines.push(say!(t, "chat-erase-how"));
    lines.join("\n")
}

/// Before an export in pieces.
pub(super) fn export(t: Tongue, pieces: usize) -> String {
    say!(t, "chat-export"; count = pieces)
}

/// How one thread stands.
pub(super) fn line(t: Tongue, state: &State) -> Option<String> {
    let named = |said: &Said| {
        let reference = match said.reference {
            Some(reference) => reference.to_string(),
            None => say!(t, "chat-not-sent-yet"),
        };
        let statement = &said.content.statement;
        say!(t, "chat-line", reference = reference, statement = statement)
    };
    Some(match state {
        State::Preview(draft) => {
            say!(t, "chat-line-preview", statement = draft.content.statement)
        }
        State::Sent(said) => named(said),
        State::Asked { said, .. } => say!(t, "chat-line-asked", need = named(said)),
        State::Refused { said, .. } => say!(t, "chat-line-refused", need = named(said)),
        State::Merged { said, into, .. } => {
            say!(t, "chat-line-merged", need = named(said), reference = into)
        }
        State::Voiced { reference, .. } => say!(t, "chat-line-voiced", reference = reference),
        State::Withdrawn { .. } | State::Cancelled => return None,
    })
}

/// The bot cannot read a message.
pub(super) fn unreadable(t: Tongue) -> String {
    say!(t, "chat-unreadable")
}

/// What the bot is, when it comes to a room.
pub(super) fn introduction(t: Tongue, intermediary: &str, kept: Kept) -> String {
    let kept = in_words(t, kept.threads);
    say!(
        t,
        "chat-introduction",
        kept = kept,
        intermediary = intermediary
    )
}

/// The first words in a direct room.
pub(super) fn hello(t: Tongue, intermediary: &str) -> String {
    say!(t, "chat-hello", intermediary = intermediary)
}

/// The first words in the moderators' room.
pub(super) fn moderators(intermediary: &str) -> String {
    format!(
        "Needs that wait for {intermediary} come here, one card each. Whoever may delete other \
         people’s messages in this room can decide. For the list, write: !queue"
    )
}

/// The desk speaks one language.
pub(super) fn cards_are_english() -> String {
    "Cards and decisions are in English. In the rooms where people speak, an admin can choose Welsh."
        .to_owned()
}

/// Why the bot leaves a room that anybody can read.
pub(super) fn not_in_open_rooms(t: Tongue) -> String {
    say!(t, "chat-not-in-open-rooms")
}

/// The bot was switched on or off.
pub(super) fn switched(t: Tongue, on: bool) -> String {
    if on {
        say!(t, "chat-on")
    } else {
        say!(t, "chat-off")
    }
}

/// The bot is off and somebody spoke to it.
pub(super) fn is_off(t: Tongue) -> String {
    say!(t, "chat-is-off")
}

/// The platform did not say what was needed to deal with a message, for a day.
pub(super) fn given_up(t: Tongue) -> String {
    say!(t, "chat-given-up")
}

/// Only an admin may do that.
pub(super) fn admins_only(t: Tongue) -> String {
    say!(t, "chat-admins-only")
}

/// The bot speaks this language here from now on.
pub(super) fn language(t: Tongue) -> String {
    say!(t, "chat-language")
}

/// The bot does not speak that language.
pub(super) fn language_unknown(t: Tongue, code: &str) -> String {
    say!(t, "chat-language-unknown", code = code)
}

/// Needs say from now on where they come from.
pub(super) fn origin_shown(t: Tongue, origin: &Name) -> String {
    say!(t, "chat-origin-shown", origin = origin)
}

/// Needs say nothing from now on of where they come from.
pub(super) fn origin_hidden(t: Tongue) -> String {
    say!(t, "chat-origin-hidden")
}

/// Too few people are there for needs to say where they come from.
pub(super) fn origin_of_few(t: Tongue) -> String {
    say!(t, "chat-origin-small")
}

/// The operator lets needs say nothing of where they come from.
pub(super) fn origin_of_nobody(t: Tongue) -> String {
    say!(t, "chat-origin-none")
}

/// Whether the person is mentioned.
pub(super) fn quieted(t: Tongue, quiet: bool) -> String {
    if quiet {
        say!(t, "chat-quiet")
    } else {
        say!(t, "chat-loud")
    }
}

/// A voice that is counted already.
pub(super) fn voiced_before(t: Tongue, reference: NeedRef) -> String {
    say!(t, "chat-voiced-before", reference = reference)
}

/// No thread of this person fits.
pub(super) fn nothing_of_yours(t: Tongue, platform: Platform) -> String {
    if platform.presses() {
        say!(t, "chat-nothing-of-yours-pressed")
    } else {
        say!(t, "chat-nothing-of-yours")
    }
}

/// No need has this reference.
pub(super) fn no_need(t: Tongue, reference: NeedRef) -> String {
    say!(t, "chat-no-need", reference = reference)
}

/// The node does not answer.
pub(super) fn node_away(t: Tongue) -> String {
    say!(t, "chat-node-away")
}

/// The bot says good-bye.
pub(super) fn leaving(t: Tongue) -> String {
    say!(t, "chat-leaving")
}

/// One room sends more than can be read.
pub(super) fn too_much(t: Tongue) -> String {
    say!(t, "chat-too-much")
}

//! What the bot says about words that could leave: the preview, and what is done with it.
//!
//! It must never show words that were not masked.

use hearback_wire::reference::NeedRef;
use hearback_wire::text::Words;
use hearback_wire::vocabulary::Removed;

use super::summary;
use crate::dialogue::Draft;
use crate::tongue::{Tongue, say};
use crate::words::{concerns, origin, own_words, stays, took_out};

/// Takes all the coarser words that are offered.
pub(in crate::chat) const WIDER: &str = "🌐";

/// Send, change, say it wider where that is offered, stop.
pub(in crate::chat) fn preview_seeds(draft: &Draft) -> Vec<String> {
    let wider = draft.concerns.offer().then_some(WIDER);
    let seeds = ["✅", "✏️"].into_iter().chain(wider).chain(["❌"]);
    seeds.map(str::to_owned).collect()
}

/// The exact words, what was taken out, who reads them first, and how to answer.
pub(in crate::chat) fn preview(
    t: Tongue,
    intermediary: &str,
    draft: &Draft,
    before: Option<String>,
) -> String {
    let content = &draft.content;
    let mut lines: Vec<String> = before.into_iter().collect();
    lines.push(say!(t, "chat-preview"));
    lines.push(say!(t, "chat-statement", words = content.statement));
    let use_ = content.use_.as_ref();
    lines.extend(use_.map(|use_| say!(t, "chat-helps-with", words = use_)));
    lines.push(origin(t, content));
    lines.extend(took_out(t, &draft.removed));
    lines.extend(concerns(t, draft));
    if draft.concerns.offer() {
        lines.push(say!(t, "chat-wider", sign = WIDER));
    }
    lines.extend(own_words(t, draft));
    let reads = say!(t, "chat-reads-first", intermediary = intermediary);
    lines.push(format!("{reads} {}", stays(t)));
    if !draft.similar.is_empty() {
        lines.push(say!(t, "chat-similar"));
        lines.extend(draft.similar.iter().map(|similar| {
            let (need, reference) = (summary(t, &similar.need), similar.need.reference);
            say!(t, "chat-add-voice", need = need, reference = reference)
        }));
    }
    lines.push(say!(t, "chat-decide"));
    lines.join("\n")
}

/// Somebody else thinks that a message is a need. They are named only inside their room.
pub(in crate::chat) fn suggested(t: Tongue, by: Option<&str>) -> String {
    match by {
        Some(by) => say!(t, "chat-suggested", by = by),
        None => say!(t, "chat-suggested-by-somebody"),
    }
}

/// A message that is a need already, or was suggested before.
pub(in crate::chat) fn asked_before(t: Tongue) -> String {
    say!(t, "chat-asked-before")
}

/// A message without words cannot be a need.
pub(in crate::chat) fn no_words_there(t: Tongue) -> String {
    say!(t, "chat-no-words-there")
}

/// Somebody approved words that are not the newest.
pub(in crate::chat) fn newer_words(t: Tongue) -> String {
    say!(t, "chat-newer-words")
}

/// Somebody said yes before they could have seen the words.
pub(in crate::chat) fn look_first(t: Tongue) -> String {
    say!(t, "chat-look-first")
}

/// The first message was edited after the need was sent.
pub(in crate::chat) fn edited_too_late(t: Tongue, reference: NeedRef) -> String {
    say!(t, "chat-edited-too-late", reference = reference)
}

/// An answer to a question, before it goes.
pub(in crate::chat) fn reply_preview(
    t: Tongue,
    words: &Words,
    removed: &[(Removed, usize)],
) -> String {
    let mut lines = vec![
        say!(t, "chat-reply"),
        say!(t, "chat-statement", words = words),
    ];
    lines.extend(took_out(t, removed));
    lines.push(say!(t, "chat-reply-decide"));
    lines.join("\n")
}

/// The person does not want their answer sent.
pub(in crate::chat) fn reply_dropped(t: Tongue) -> String {
    say!(t, "chat-reply-dropped")
}

/// The node does not answer; what the person approved is safe.
pub(in crate::chat) fn saved(t: Tongue) -> String {
    say!(t, "chat-saved")
}

/// The question was settled meanwhile.
pub(in crate::chat) fn nothing_waits(t: Tongue) -> String {
    say!(t, "chat-nothing-waits")
}

/// The preview went to the person alone.
pub(in crate::chat) fn sent_alone(t: Tongue) -> String {
    say!(t, "chat-sent-alone")
}

/// Words that cannot be a need.
pub(in crate::chat) fn not_like_this(t: Tongue, error: &str) -> String {
    say!(t, "chat-not-shared", error = sentence(error))
}

/// Words that cannot be an answer.
pub(in crate::chat) fn answer_like_this(t: Tongue, error: &str) -> String {
    say!(t, "chat-not-sent", error = sentence(error))
}

/// An appeal without a reason that can be read.
pub(in crate::chat) fn appeal_like_this(t: Tongue, error: &str) -> String {
    say!(t, "chat-appeal-how", error = sentence(error))
}

/// With a capital at its head.
pub(in crate::chat) fn sentence(error: &str) -> String {
    let mut rest = error.chars();
    let first = rest.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(rest).collect()
}

/// How to change the words.
pub(in crate::chat) fn write_again(t: Tongue) -> String {
    say!(t, "chat-write-again")
}

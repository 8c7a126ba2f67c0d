//! What the bot says about words that could leave: the preview, and what is done with it.
//!
//! It must never show words that were not masked.

use hearback_wire::reference::NeedRef;
use hearback_wire::text::Words;

use super::summary;
use crate::dialogue::Draft;
use crate::words::{STAYS, concerns, own_words};

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
    intermediary: &str,
    draft: &Draft,
    before: Option<String>,
) -> String {
    let mut lines: Vec<String> = before.into_iter().collect();
    lines.push(
        "Here is what would be shared. Your name, this room and this chat are not in it."
            .to_owned(),
    );
    lines.push(format!("“{}”", draft.content.statement));
    lines.extend(
        draft
            .content
            .use_
            .as_ref()
            .map(|use_| format!("It will help with: “{use_}”")),
    );
    lines.extend(took_out(&draft.removed));
    lines.extend(concerns(draft));
    if draft.concerns.offer() {
        lines.push(format!(
            "To use these wider words, react with {WIDER} or write: wider. I show you the words again \
             then. You may also keep yours."
        ));
    }
    lines.extend(own_words(draft).map(str::to_owned));
    lines.push(format!(
        "A moderator of {intermediary} reads it first. After that, statistics producers and the \
         public can read it. {STAYS}"
    ));
    if !draft.similar.is_empty() {
        lines.push("Others have asked for something like this:".to_owned());
        lines.extend(draft.similar.iter().map(|similar| {
            format!(
                "{} To add your voice to it instead, write: same {}",
                summary(&similar.need),
                similar.need.reference
            )
        }));
    }
    lines.push(
        "To send it, react with ✅ or write: yes. To change it, reply with other words. To stop, react \
         with ❌ or write: no. Without an answer, nothing is sent and this ends after 24 hours."
            .to_owned(),
    );
    lines.join("\n")
}

/// Somebody else thinks that a message is a need. They are named only inside their room.
pub(in crate::chat) fn suggested(by: Option<&str>) -> String {
    let by = by.unwrap_or("Somebody in your room");
    format!(
        "{by} thinks that those who make statistics should hear this. Only you can decide whether it \
         is shared."
    )
}

/// A message that is a need already, or was suggested before.
pub(in crate::chat) fn asked_before() -> String {
    "I have asked about that message before. Whether it is shared is for its writer to say."
        .to_owned()
}

/// A message without words cannot be a need.
pub(in crate::chat) fn no_words_there() -> String {
    "I can only make a need of a message with words, and I cannot find words there. Please write: \
     !need and your words"
        .to_owned()
}

/// Somebody approved words that are not the newest.
pub(in crate::chat) fn newer_words() -> String {
    "There are newer words than these. Nothing was sent. Please look at my last message about it, \
     and react there."
        .to_owned()
}

/// Somebody said yes before they could have seen the words.
pub(in crate::chat) fn look_first() -> String {
    "I was still writing the new words down. Nothing was sent. Please read them, and then write: yes"
        .to_owned()
}

/// The first message was edited after the need was sent.
pub(in crate::chat) fn edited_too_late(reference: NeedRef) -> String {
    format!(
        "You changed your message, but {reference} was sent with the words that you approved. To \
         take it back, write: withdraw. You can then say it again with other words."
    )
}

/// An answer to a question, before it goes.
pub(in crate::chat) fn reply_preview(words: &Words, removed: &[String]) -> String {
    let mut lines = vec![
        "Here is what would be sent as your answer.".to_owned(),
        format!("“{words}”"),
    ];
    lines.extend(took_out(removed));
    lines.push(
        "To send it, react with ✅ or write: yes. To change it, write it again. To leave it, react \
         with ❌ or write: no."
            .to_owned(),
    );
    lines.join("\n")
}

fn took_out(removed: &[String]) -> Option<String> {
    let removed = (!removed.is_empty()).then(|| removed.join(", "))?;
    Some(format!(
        "I took out: {removed}. Please check that nothing else could point at somebody."
    ))
}

/// The person does not want their answer sent.
pub(in crate::chat) fn reply_dropped() -> String {
    "I did not send it. The question stays open: you can write another answer here at any time."
        .to_owned()
}

/// The node does not answer; what the person approved is safe.
pub(in crate::chat) fn saved() -> String {
    "Thank you. Your words are saved, and I pass them on as soon as I can. You need do nothing."
        .to_owned()
}

/// The question was settled meanwhile.
pub(in crate::chat) fn nothing_waits() -> String {
    "I did not send it: nobody waits for an answer here any more.".to_owned()
}

/// The preview went to the person alone.
pub(in crate::chat) fn sent_alone() -> String {
    "Anybody can read this room, so I sent you a direct message.".to_owned()
}

/// Words that cannot be a need.
pub(in crate::chat) fn not_like_this(error: &str) -> String {
    format!("{}. Nothing was shared.", sentence(error))
}

/// Words that cannot be an answer.
pub(in crate::chat) fn answer_like_this(error: &str) -> String {
    format!("{}. Nothing was sent.", sentence(error))
}

/// An appeal without a reason that can be read.
pub(in crate::chat) fn appeal_like_this(error: &str) -> String {
    format!(
        "{}. Please write: appeal, and why, in one message.",
        sentence(error)
    )
}

/// With a capital at its head.
pub(in crate::chat) fn sentence(error: &str) -> String {
    let mut rest = error.chars();
    let first = rest.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(rest).collect()
}

/// How to change the words.
pub(in crate::chat) fn write_again() -> String {
    "Please write your words again here, as a reply to my message. I will show them to you before \
     anything is sent."
        .to_owned()
}

//! The words of a message: without what apps put around them, and whether they call the bot.

use matrix_sdk::ruma::UserId;

use super::event::{Content, Relation};
use crate::chat::HeardWhat;

/// Characters of a message that are read. What is longer cannot be a need, and its writer is told so
/// by the limit of a need.
const MOST_TEXT: usize = 4_000;

/// Notices are never read: two bots could answer each other for ever. Nor are corrections, which
/// stand for a message that was read.
pub(super) fn words(own: &UserId, display: &str, content: &Content) -> Option<HeardWhat> {
    let text_like = matches!(content.msgtype.as_deref(), Some("m.text" | "m.emote"));
    let relation = content.relates_to.as_ref();
    let is_edit = relation.and_then(|r| r.rel_type.as_deref()) == Some("m.replace");
    if !text_like || is_edit {
        return None;
    }
    let body: String = content.body.as_ref()?.chars().take(MOST_TEXT).collect();
    let root = relation.and_then(thread_root);
    let replies_to = relation.and_then(|relation| {
        let falls_back = relation.is_falling_back && root.is_some();
        let reply = relation.in_reply_to.as_ref()?;
        (!falls_back).then(|| reply.event_id.to_string())
    });
    let body = without_quote(&body, replies_to.is_some());
    let mentioned = content
        .mentions
        .as_ref()
        .is_some_and(|mentions| mentions.user_ids.iter().any(|user| user == own.as_str()));
    let (text, named) = without_name(body, own, display, mentioned);
    // A reply to the bot mentions it by itself; only a word outside of that calls it.
    let calls_us = named || (mentioned && root.is_none() && replies_to.is_none());
    Some(HeardWhat::Words {
        text: text.to_owned(),
        root,
        replies_to,
        calls_us,
    })
}

pub(super) fn thread_root(relation: &Relation) -> Option<String> {
    let is_thread = relation.rel_type.as_deref() == Some("m.thread");
    relation
        .event_id
        .as_ref()
        .filter(|_| is_thread)
        .map(ToString::to_string)
}

/// Older apps quote what they reply to at the top of the body.
fn without_quote(body: &str, is_reply: bool) -> &str {
    if !is_reply || !body.starts_with("> ") {
        return body;
    }
    body.split_once("\n\n").map_or(body, |(_, rest)| rest)
}

/// The words without the bot's name at their head or end, and whether it stood at their head. A name
/// that can be a common word counts only before a colon or in a message that mentions the bot.
fn without_name<'a>(
    body: &'a str,
    own: &UserId,
    display: &str,
    mentioned: bool,
) -> (&'a str, bool) {
    let body = body.trim();
    let loose: &[char] = &[':', ',', ' ', '\n'];
    let strict: &[char] = &[':'];
    for (name, whole) in [
        (own.as_str(), true),
        (display, false),
        (own.localpart(), false),
    ] {
        if name.is_empty() {
            continue;
        }
        let ends = if whole || mentioned { loose } else { strict };
        for text in [body, body.trim_start_matches('@')] {
            if let Some(rest) = strip_prefix_ignoring_case(text, name)
                && rest.starts_with(ends)
            {
                return (rest.trim_start_matches(loose), true);
            }
        }
        if mentioned && let Some(rest) = body.strip_suffix(name) {
            return (rest.trim_end_matches(['@', ' ', ',']), false);
        }
    }
    (body, false)
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let head = text.get(..name.len())?;
    head.eq_ignore_ascii_case(name)
        .then(|| text.get(name.len()..))
        .flatten()
}

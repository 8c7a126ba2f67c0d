//! From a Matrix event to what was heard. Pure, but for the room's own state.
//!
//! It must never take in what is not meant for the bot: ordinary talk in a room is dropped here and
//! is written nowhere.

use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::ruma::events::StateEventType;
use matrix_sdk::ruma::events::room::power_levels::RoomPowerLevels;
use matrix_sdk::ruma::{OwnedEventId, OwnedUserId, UserId};
use serde::Deserialize;

use crate::chat::{Heard, HeardWhat, Original, Platform, Rank, is_order};

/// Characters of a message that are read. What is longer cannot be a need, and its writer is told so
/// by the limit of a need.
const MOST_TEXT: usize = 4_000;
/// Characters of a reaction that are read: one sign may be made of several.
const MOST_KEY: usize = 32;

/// What one room is to the bot, as far as reading needs it.
pub(super) struct Reader<'a> {
    pub(super) room: &'a str,
    pub(super) own: &'a UserId,
    /// The name that the bot shows.
    pub(super) display: &'a str,
    /// Whether everything said here is for the bot.
    pub(super) listens: bool,
    pub(super) levels: &'a RoomPowerLevels,
}

/// The parts of an event that matter. Everything else is left unread.
#[derive(Deserialize)]
struct Event {
    #[serde(rename = "type")]
    kind: String,
    #[serde(rename = "event_id")]
    id: OwnedEventId,
    sender: OwnedUserId,
    #[serde(default)]
    state_key: Option<String>,
    #[serde(default)]
    content: Content,
    /// The target of a deletion in older rooms.
    #[serde(default)]
    redacts: Option<OwnedEventId>,
    #[serde(default)]
    unsigned: Unsigned,
}

/// What the homeserver adds to an event.
#[derive(Default, Deserialize)]
struct Unsigned {
    /// Its newest correction.
    #[serde(default, rename = "m.relations")]
    relations: Relations,
    #[serde(default)]
    prev_content: Option<Before>,
}

#[derive(Default, Deserialize)]
struct Relations {
    #[serde(default, rename = "m.replace")]
    replace: Option<Replacement>,
}

#[derive(Deserialize)]
struct Replacement {
    #[serde(default)]
    content: Content,
}

/// What a state event took the place of.
#[derive(Deserialize)]
struct Before {
    #[serde(default)]
    membership: Option<String>,
}

#[derive(Default, Deserialize)]
struct Content {
    #[serde(default)]
    msgtype: Option<String>,
    #[serde(default)]
    body: Option<String>,
    /// The words of a correction.
    #[serde(default, rename = "m.new_content")]
    new: Option<Box<Content>>,
    #[serde(default, rename = "m.mentions")]
    mentions: Option<Mentions>,
    #[serde(default, rename = "m.relates_to")]
    relates_to: Option<Relation>,
    #[serde(default)]
    redacts: Option<OwnedEventId>,
    #[serde(default)]
    membership: Option<String>,
}

#[derive(Default, Deserialize)]
struct Mentions {
    #[serde(default)]
    user_ids: Vec<String>,
}

#[derive(Default, Deserialize)]
struct Relation {
    #[serde(default)]
    rel_type: Option<String>,
    #[serde(default)]
    event_id: Option<OwnedEventId>,
    #[serde(default)]
    key: Option<String>,
    #[serde(default)]
    is_falling_back: bool,
    #[serde(default, rename = "m.in_reply_to")]
    in_reply_to: Option<InReplyTo>,
}

#[derive(Deserialize)]
struct InReplyTo {
    event_id: OwnedEventId,
}

/// Reads an event. None where nobody speaks to the bot.
pub(super) fn heard(reader: &Reader<'_>, event: &TimelineEvent) -> Option<Heard> {
    let read: Event = event.raw().deserialize_as_unchecked().ok()?;
    if read.sender == reader.own || read.state_key.is_some() {
        return None;
    }
    let what = what(reader, event.kind.is_utd(), &read)?;
    Some(Heard {
        platform: Platform::Matrix,
        room: reader.room.to_owned(),
        rank: rank(reader.levels, &read.sender),
        by: read.sender.to_string(),
        event: read.id.to_string(),
        what,
    })
}

/// Whether this is the bot's own coming into the room: what stands before it is not for the bot. A
/// new name or picture comes as a join of somebody who is there already.
pub(super) fn is_own_join(own: &UserId, event: &TimelineEvent) -> bool {
    let read: Option<Event> = event.raw().deserialize_as_unchecked().ok();
    read.is_some_and(|read| {
        read.kind == "m.room.member"
            && read.state_key.as_deref() == Some(own.as_str())
            && read.content.membership.as_deref() == Some("join")
            && read
                .unsigned
                .prev_content
                .and_then(|was| was.membership)
                .as_deref()
                != Some("join")
    })
}

/// A message that was looked up.
pub(super) fn original(own: &UserId, display: &str, event: &TimelineEvent) -> Original {
    if event.kind.is_utd() {
        return Original::Sealed;
    }
    let read: Option<Event> = event.raw().deserialize_as_unchecked().ok();
    match read.and_then(|read| Some((newest(own, display, &read)?, read.sender))) {
        Some((
            HeardWhat::Words {
                text,
                root,
                replies_to,
                calls_us,
            },
            by,
        )) => Original::Readable {
            by: by.to_string(),
            text,
            root,
            replies_to,
            calls_us,
        },
        _ => Original::Gone,
    }
}

/// The words of a message as they stand now; where it stands does not change.
fn newest(own: &UserId, display: &str, event: &Event) -> Option<HeardWhat> {
    let mut first = words(own, display, &event.content)?;
    let replacement = event.unsigned.relations.replace.as_ref();
    if let Some(new) = replacement.and_then(|replacement| replacement.content.new.as_deref())
        && let Some(HeardWhat::Words { text: newer, .. }) = words(own, display, new)
        && let HeardWhat::Words { text, .. } = &mut first
    {
        *text = newer;
    }
    Some(first)
}

/// A correction: which message, and the words in its place.
fn edited(reader: &Reader<'_>, content: &Content) -> Option<HeardWhat> {
    let relation = content.relates_to.as_ref()?;
    if relation.rel_type.as_deref() != Some("m.replace") {
        return None;
    }
    let new = content.new.as_deref()?;
    let HeardWhat::Words { text, .. } = words(reader.own, reader.display, new)? else {
        return None;
    };
    Some(HeardWhat::Edited {
        what: relation.event_id.as_ref()?.to_string(),
        text,
    })
}

fn what(reader: &Reader<'_>, sealed: bool, event: &Event) -> Option<HeardWhat> {
    let relation = event.content.relates_to.as_ref();
    match event.kind.as_str() {
        "m.room.encrypted" if sealed => Some(HeardWhat::Unreadable {
            root: relation.and_then(thread_root),
        }),
        "m.room.message" => {
            if let Some(edited) = edited(reader, &event.content) {
                return Some(edited);
            }
            let words = words(reader.own, reader.display, &event.content)?;
            is_for_us(reader, &words).then_some(words)
        }
        "m.reaction" => {
            let relation = relation?;
            let key = relation.key.as_ref()?;
            (key.chars().take(MOST_KEY + 1).count() <= MOST_KEY).then_some(())?;
            Some(HeardWhat::Reacted {
                to: relation.event_id.as_ref()?.to_string(),
                key: key.clone(),
            })
        }
        "m.room.redaction" => {
            let what = event.content.redacts.as_ref().or(event.redacts.as_ref());
            Some(HeardWhat::Deleted {
                what: what?.to_string(),
            })
        }
        _ => None,
    }
}

/// An order, a word to the bot, a word in a thread or in reply. Everything else is talk.
fn is_for_us(reader: &Reader<'_>, words: &HeardWhat) -> bool {
    let HeardWhat::Words {
        text,
        root,
        replies_to,
        calls_us,
    } = words
    else {
        return false;
    };
    reader.listens || is_order(text) || *calls_us || root.is_some() || replies_to.is_some()
}

/// Notices are never read: two bots could answer each other for ever. Nor are corrections, which
/// stand for a message that was read.
fn words(own: &UserId, display: &str, content: &Content) -> Option<HeardWhat> {
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

fn thread_root(relation: &Relation) -> Option<String> {
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

/// Who may change the room is an admin; who may delete what others wrote is a moderator.
pub(super) fn rank(levels: &RoomPowerLevels, user: &UserId) -> Rank {
    let admin = levels.user_can_send_state(user, StateEventType::RoomPowerLevels);
    if admin {
        return Rank::Admin;
    }
    if levels.user_can_redact_event_of_other(user) {
        Rank::Moderator
    } else {
        Rank::Member
    }
}

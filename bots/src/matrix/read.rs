//! From a Matrix event to what was heard. Pure, but for the room's own state.
//!
//! It must never take in what is not meant for the bot: ordinary talk in a room is dropped here and
//! is written nowhere.

mod event;
mod words;

use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::ruma::UserId;
use matrix_sdk::ruma::events::StateEventType;
use matrix_sdk::ruma::events::room::power_levels::RoomPowerLevels;

use self::event::{Content, Event};
use self::words::{thread_root, words};

use crate::chat::{Heard, HeardWhat, Original, Platform, Rank, is_order};

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

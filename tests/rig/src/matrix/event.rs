//! An event as a client sees it. Parts that are missing or of the wrong kind are `None`; nothing
//! is lost, because the whole is kept beside them.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// An event in a room.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The room's id.
    pub room: String,
    /// Its own id.
    pub id: String,
    /// Who sent it.
    pub sender: String,
    /// Its type, such as `m.room.message`.
    pub kind: String,
    /// Only state events have one; it may be empty.
    pub state_key: Option<String>,
    /// Only messages: the plain words.
    pub body: Option<String>,
    /// Only messages: `m.text`, `m.notice` or another.
    pub msgtype: Option<String>,
    /// Only messages: the words as HTML.
    pub formatted_body: Option<String>,
    /// Who is to be told. `None` is not the same as nobody: clients then search the words.
    pub mentions: Option<Mentions>,
    /// How it stands to another event.
    pub relates_to: Option<Relation>,
    /// The sender's own mark for it, which only the sending device is shown.
    pub transaction_id: Option<String>,
    /// The whole event as the server gave it.
    pub raw: Value,
}

/// Who is to be told of a message: `m.mentions`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Mentions {
    /// Their user ids.
    pub user_ids: Vec<String>,
    /// The whole room.
    pub room: bool,
}

/// How an event stands to another: `m.relates_to`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Relation {
    /// `m.thread`, `m.annotation` or `m.replace`; a plain reply has none.
    pub rel_type: Option<String>,
    /// The event that `rel_type` is about: in a thread, its root.
    pub event_id: Option<String>,
    /// Only reactions: the sign.
    pub key: Option<String>,
    /// In a thread: the reply is only for clients that know no threads.
    pub is_falling_back: bool,
    /// The event that this one answers.
    #[serde(rename = "m.in_reply_to")]
    pub in_reply_to: Option<Target>,
}

/// An event that another names.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Target {
    /// Its id.
    pub event_id: String,
}

impl Event {
    /// Reads an event that the server gave for a room.
    pub fn read(room: &str, raw: Value) -> Self {
        let text = |pointer| part::<String>(&raw, pointer);
        Self {
            room: room.to_owned(),
            id: text("/event_id").unwrap_or_default(),
            sender: text("/sender").unwrap_or_default(),
            kind: text("/type").unwrap_or_default(),
            state_key: text("/state_key"),
            body: text("/content/body"),
            msgtype: text("/content/msgtype"),
            formatted_body: text("/content/formatted_body"),
            mentions: part(&raw, "/content/m.mentions"),
            relates_to: part(&raw, "/content/m.relates_to"),
            transaction_id: text("/unsigned/transaction_id"),
            raw,
        }
    }

    /// The root of the thread that it stands in.
    pub fn thread_root(&self) -> Option<&str> {
        self.related("m.thread")
    }

    /// The event that it answers, which in a thread may be there only for older clients.
    pub fn answers(&self) -> Option<&str> {
        let target = self.relates_to.as_ref()?.in_reply_to.as_ref()?;
        Some(&target.event_id)
    }

    /// The event that it reacts to, and the sign.
    pub fn reaction(&self) -> Option<(&str, &str)> {
        let target = self.related("m.annotation")?;
        Some((target, self.relates_to.as_ref()?.key.as_deref()?))
    }

    /// The event that it takes back. Rooms of version 11 and later have that in the content.
    pub fn takes_back(&self) -> Option<&str> {
        let inside = self.raw.pointer("/content/redacts");
        inside.or_else(|| self.raw.get("redacts"))?.as_str()
    }

    /// Whether somebody took it back.
    pub fn is_taken_back(&self) -> bool {
        self.raw.pointer("/unsigned/redacted_because").is_some()
    }

    fn related(&self, rel_type: &str) -> Option<&str> {
        let relation = self.relates_to.as_ref()?;
        let same = relation.rel_type.as_deref() == Some(rel_type);
        relation.event_id.as_deref().filter(|_| same)
    }
}

fn part<T: DeserializeOwned>(raw: &Value, pointer: &str) -> Option<T> {
    serde_json::from_value(raw.pointer(pointer)?.clone()).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_threaded_notice_is_read_in_all_its_parts() {
        let event = Event::read(
            "!r",
            json!({"event_id": "$e", "sender": "@a:localhost", "type": "m.room.message",
                "unsigned": {"transaction_id": "t"},
                "content": {"msgtype": "m.notice", "body": "hello", "m.mentions": {},
                    "m.relates_to": {"rel_type": "m.thread", "event_id": "$root",
                        "is_falling_back": true, "m.in_reply_to": {"event_id": "$last"}}}}),
        );
        assert_eq!(event.thread_root(), Some("$root"));
        assert_eq!(event.answers(), Some("$last"));
        assert_eq!(event.reaction(), None);
        assert_eq!(event.mentions, Some(Mentions::default()));
        assert_eq!(event.transaction_id.as_deref(), Some("t"));
    }

    #[test]
    fn parts_of_the_wrong_kind_are_left_out_and_the_rest_is_kept() {
        let event = Event::read(
            "!r",
            json!({"event_id": "$e", "content": {"body": 7, "m.relates_to": "x", "msgtype": "m.text"}}),
        );
        assert_eq!(event.body, None);
        assert_eq!(event.relates_to, None);
        assert_eq!(event.msgtype.as_deref(), Some("m.text"));
        assert_eq!(event.raw["content"]["body"], 7);
    }

    #[test]
    fn both_places_of_a_redaction_are_known() {
        let old = Event::read("!r", json!({"redacts": "$a"}));
        let new = Event::read("!r", json!({"content": {"redacts": "$b"}}));
        assert_eq!(
            (old.takes_back(), new.takes_back()),
            (Some("$a"), Some("$b"))
        );
    }
}

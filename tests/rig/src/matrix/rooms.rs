//! Rooms: making them, going in and out, and who may do what.

use std::collections::BTreeMap;

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::error::{MatrixError, answer};
use super::event::Event;
use super::person::{Person, text};

const POWER: &str = "m.room.power_levels";

/// A room that is wanted. All that is left at its default gives a private room with no name.
#[derive(Debug, Clone, Default)]
pub struct RoomSpec<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Anybody may join.
    pub public: bool,
    /// What is said in it is encrypted, or ought to be.
    pub encrypted: bool,
    /// User ids.
    pub invite: &'a [&'a str],
    /// Parts of `m.room.power_levels` that differ from the server's own.
    pub power_levels: Option<Value>,
    /// The room version, such as `"11"`; `None` for the server's own.
    pub version: Option<&'a str>,
}

impl RoomSpec<'_> {
    fn body(&self) -> Value {
        let preset = if self.public {
            "public_chat"
        } else {
            "private_chat"
        };
        let mut body = Map::new();
        body.insert("name".to_owned(), json!(self.name));
        body.insert("preset".to_owned(), json!(preset));
        body.insert("invite".to_owned(), json!(self.invite));
        if self.encrypted {
            body.insert("initial_state".to_owned(), json!([encryption()]));
        }
        if let Some(levels) = &self.power_levels {
            body.insert("power_level_content_override".to_owned(), levels.clone());
        }
        if let Some(version) = self.version {
            body.insert("room_version".to_owned(), json!(version));
        }
        Value::Object(body)
    }
}

#[derive(Deserialize)]
struct Page {
    chunk: Vec<Value>,
    next_batch: Option<String>,
}

#[derive(Deserialize, Serialize)]
struct Levels {
    #[serde(default)]
    users: BTreeMap<String, i64>,
    #[serde(flatten)]
    others: Map<String, Value>,
}

fn encryption() -> Value {
    json!({
        "type": "m.room.encryption",
        "state_key": "",
        "content": {"algorithm": "m.megolm.v1.aes-sha2"},
    })
}

impl Person {
    /// Makes a room and returns its id.
    pub async fn create_room(&self, spec: &RoomSpec<'_>) -> Result<String, MatrixError> {
        let made = self.post(&["v3", "createRoom"], &spec.body()).await?;
        Ok(text(&made, "room_id"))
    }

    /// Invites somebody.
    pub async fn invite(&self, room: &str, user: &str) -> Result<(), MatrixError> {
        self.in_room(room, "invite", &json!({"user_id": user}))
            .await
    }

    /// Goes into a room, named by its id or its alias.
    pub async fn join(&self, room: &str) -> Result<(), MatrixError> {
        self.post(&["v3", "join", room], &json!({})).await?;
        Ok(())
    }

    /// Leaves a room, or turns an invite down.
    pub async fn leave(&self, room: &str) -> Result<(), MatrixError> {
        self.in_room(room, "leave", &json!({})).await
    }

    /// Puts somebody out.
    pub async fn kick(&self, room: &str, user: &str) -> Result<(), MatrixError> {
        self.in_room(room, "kick", &json!({"user_id": user})).await
    }

    async fn in_room(&self, room: &str, verb: &str, body: &Value) -> Result<(), MatrixError> {
        self.post(&["v3", "rooms", room, verb], body).await?;
        Ok(())
    }

    /// Replaces a room by one of another version and returns the new room's id. The old room keeps
    /// a tombstone that names it; nobody but the caller is in the new one.
    pub async fn upgrade(&self, room: &str, version: &str) -> Result<String, MatrixError> {
        let body = json!({"new_version": version});
        let made = self.post(&["v3", "rooms", room, "upgrade"], &body).await?;
        Ok(text(&made, "replacement_room"))
    }

    /// The content of a state event.
    pub async fn state(&self, room: &str, kind: &str, key: &str) -> Result<Value, MatrixError> {
        self.get(&["v3", "rooms", room, "state", kind, key]).await
    }

    /// Sets a state event and returns its id.
    pub async fn set_state(
        &self,
        room: &str,
        kind: &str,
        key: &str,
        content: &Value,
    ) -> Result<String, MatrixError> {
        let path = ["v3", "rooms", room, "state", kind, key];
        Ok(text(&self.put(&path, content).await?, "event_id"))
    }

    /// Gives somebody a power level: 50 for a moderator, 100 for an admin.
    pub async fn set_power(&self, room: &str, user: &str, level: i64) -> Result<(), MatrixError> {
        let path = ["v3", "rooms", room, "state", POWER, ""];
        let mut levels: Levels = answer(self.request(Method::GET, &path)?).await?;
        levels.users.insert(user.to_owned(), level);
        self.set_state(room, POWER, "", &json!(levels)).await?;
        Ok(())
    }

    /// Everybody who has to do with a room: user id to `join`, `invite`, `leave` or `ban`.
    pub async fn members(&self, room: &str) -> Result<BTreeMap<String, String>, MatrixError> {
        let found = self.get(&["v3", "rooms", room, "members"]).await?;
        let chunk = found.get("chunk").and_then(Value::as_array);
        let member = |raw: &Value| {
            let membership = raw.pointer("/content/membership")?.as_str()?;
            Some((text(raw, "state_key"), membership.to_owned()))
        };
        Ok(chunk.into_iter().flatten().filter_map(member).collect())
    }

    /// An event by its id.
    pub async fn event(&self, room: &str, id: &str) -> Result<Event, MatrixError> {
        let raw = self.get(&["v3", "rooms", room, "event", id]).await?;
        Ok(Event::read(room, raw))
    }

    /// What follows the first event of a thread, oldest first.
    pub async fn thread(&self, room: &str, first: &str) -> Result<Vec<Event>, MatrixError> {
        let path = ["v1", "rooms", room, "relations", first, "m.thread"];
        let mut events = Vec::new();
        let mut from: Option<String> = None;
        loop {
            let mut query = vec![("dir", "f".to_owned()), ("limit", "100".to_owned())];
            query.extend(from.map(|token| ("from", token)));
            let page: Page = answer(self.request(Method::GET, &path)?.query(&query)).await?;
            events.extend(page.chunk.into_iter().map(|raw| Event::read(room, raw)));
            from = page.next_batch;
            if from.is_none() {
                return Ok(events);
            }
        }
    }
}

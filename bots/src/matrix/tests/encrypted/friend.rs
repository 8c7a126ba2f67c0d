//! Somebody whose app is a second client of the SDK: it decrypts what plain HTTP cannot read.

use std::sync::Mutex;

use matrix_sdk::config::SyncSettings;
use matrix_sdk::encryption::LocalTrust;
use matrix_sdk::ruma::api::client::room::{get_room_event, upgrade_room};
use matrix_sdk::ruma::{EventId, RoomId, RoomVersionId, UserId};
use matrix_sdk::{Client, Room};
use serde_json::{Value, json};

use super::super::*;
use crate::matrix::sealed;

/// Somebody with an encrypting app.
pub(super) struct Friend {
    pub(super) client: Client,
    seen: Mutex<Vec<Event>>,
}

impl Friend {
    pub(super) async fn new(stem: &str) -> Self {
        let server = synapse::shared().await.unwrap();
        Self {
            client: sealed::sign_up(server, stem, false).await,
            seen: Mutex::default(),
        }
    }

    /// Somebody with an encrypted room where the bot is on.
    pub(super) async fn with_room(stem: &str, world: &World) -> (Self, String) {
        let friend = Self::new(stem).await;
        let room = friend.room_with(&world.bot, true).await;
        friend.hears(&room, "I am hearback").await;
        friend.say(&room, "!need on").await;
        friend.hears(&room, "I am on").await;
        (friend, room)
    }

    pub(super) fn id(&self) -> String {
        self.client.user_id().unwrap().to_string()
    }

    /// A room that the bot is asked into.
    pub(super) async fn room_with(&self, bot: &str, encrypted: bool) -> String {
        let bot = <&UserId>::try_from(bot).unwrap();
        let room = sealed::room_with(&self.client, bot, encrypted).await;
        room.to_string()
    }

    /// Moves a plain room to an encrypted one of a newer version, and asks the bot there.
    pub(super) async fn move_to_encrypted(&self, old: &str, bot: &str) -> String {
        let old = RoomId::parse(old).unwrap();
        let upgrade = upgrade_room::v3::Request::new(old, RoomVersionId::V12);
        let moved = self.client.send(upgrade).await.unwrap();
        let new = moved.replacement_room.to_string();
        while self.client.get_room(&moved.replacement_room).is_none() {
            self.sync().await;
        }
        let room = self.room(&new);
        room.send_state_event_raw("m.room.encryption", "", sealed::encryption())
            .await
            .unwrap();
        self.sync().await;
        let bot = <&UserId>::try_from(bot).unwrap();
        room.invite_user_by_id(bot).await.unwrap();
        new
    }

    /// The type of an event as the server has it.
    pub(super) async fn kind_on_server(&self, room: &str, event: &str) -> String {
        let room = RoomId::parse(room).unwrap();
        let event = EventId::parse(event).unwrap();
        let asked = get_room_event::v3::Request::new(room, event);
        let found = self.client.send(asked).await.unwrap();
        found.event.get_field("type").unwrap().unwrap()
    }

    fn room(&self, id: &str) -> Room {
        self.client
            .get_room(<&RoomId>::try_from(id).unwrap())
            .unwrap()
    }

    /// Joins where somebody asked them to.
    pub(super) async fn accept(&self) -> String {
        let asked = async {
            loop {
                if let Some(room) = self.client.invited_rooms().pop() {
                    room.join().await.unwrap();
                    return room.room_id().to_string();
                }
                self.sync().await;
            }
        };
        tokio::time::timeout(PATIENCE, asked).await.unwrap()
    }

    async fn send(&self, room: &str, kind: &str, content: Value) -> String {
        let sent = self.room(room).send_raw(kind, content).await.unwrap();
        sent.response.event_id.to_string()
    }

    pub(super) async fn say(&self, room: &str, body: &str) -> String {
        let content = json!({"msgtype": "m.text", "body": body, "m.mentions": {}});
        self.send(room, "m.room.message", content).await
    }

    pub(super) async fn reply_in_thread(&self, room: &str, first: &str, body: &str) -> String {
        let content = json!({
            "msgtype": "m.text",
            "body": body,
            "m.relates_to": {
                "rel_type": "m.thread",
                "event_id": first,
                "is_falling_back": true,
                "m.in_reply_to": {"event_id": first},
            },
        });
        self.send(room, "m.room.message", content).await
    }

    /// Puts other words in the place of an earlier message.
    pub(super) async fn edit(&self, room: &str, event: &str, body: &str) -> String {
        let new = json!({"msgtype": "m.text", "body": body, "m.mentions": {}});
        let content = json!({
            "msgtype": "m.text",
            "body": format!("* {body}"),
            "m.new_content": new,
            "m.relates_to": {"rel_type": "m.replace", "event_id": event},
        });
        self.send(room, "m.room.message", content).await
    }

    /// Takes a message back.
    pub(super) async fn redact(&self, room: &str, event: &str) {
        let event = <&EventId>::try_from(event).unwrap();
        self.room(room).redact(event, None, None).await.unwrap();
    }

    pub(super) async fn react(&self, room: &str, event: &str, key: &str) -> String {
        let relation = json!({"rel_type": "m.annotation", "event_id": event, "key": key});
        self.send(room, "m.reaction", json!({"m.relates_to": relation}))
            .await
    }

    /// Gives the bot's devices no keys from now on, as apps do with devices that they do not trust.
    pub(super) async fn withhold_keys(&self, bot: &str) {
        let bot = <&UserId>::try_from(bot).unwrap();
        let devices = self
            .client
            .encryption()
            .get_user_devices(bot)
            .await
            .unwrap();
        for device in devices.devices() {
            device
                .set_local_trust(LocalTrust::BlackListed)
                .await
                .unwrap();
        }
    }

    /// All that was read in a room.
    pub(super) fn timeline(&self, room: &str) -> Vec<Event> {
        let seen = self.seen.lock().unwrap();
        seen.iter()
            .filter(|event| event.room == room)
            .cloned()
            .collect()
    }

    /// Waits until somebody else has said something with these words.
    pub(super) async fn hears(&self, room: &str, words: &str) -> Event {
        let own = self.id();
        let heard = async {
            loop {
                let found = self.timeline(room).into_iter();
                let mut found = found.filter(|event| event.sender != own && has(event, words));
                if let Some(event) = found.next() {
                    return event;
                }
                self.sync().await;
            }
        };
        let late = tokio::time::timeout(PATIENCE, heard).await;
        late.unwrap_or_else(|_| panic!("no {words:?} in {:#?}", self.timeline(room)))
    }

    /// Takes in what is new, waiting a moment for it.
    pub(super) async fn sync(&self) {
        let settings = SyncSettings::new().timeout(Duration::from_secs(1));
        let response = self.client.sync_once(settings).await.unwrap();
        for (room, update) in response.rooms.joined {
            for event in update.timeline.events {
                let raw: Value = event.raw().deserialize_as_unchecked().unwrap();
                self.seen
                    .lock()
                    .unwrap()
                    .push(Event::read(room.as_str(), raw));
            }
        }
    }
}

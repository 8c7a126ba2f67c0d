//! Somebody whose app is a second client of the SDK: it decrypts what plain HTTP cannot read.

use std::sync::Mutex;

use matrix_sdk::config::SyncSettings;
use matrix_sdk::encryption::{EncryptionSettings, LocalTrust};
use matrix_sdk::ruma::api::client::room::create_room;
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::ruma::{RoomId, UserId};
use matrix_sdk::{Client, Room};
use serde_json::{Value, json};

use super::super::*;

/// Somebody with an encrypting app.
pub(super) struct Friend {
    pub(super) client: Client,
    seen: Mutex<Vec<Event>>,
}

impl Friend {
    pub(super) async fn new(stem: &str) -> Self {
        let server = synapse::shared().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let random = folder.path().file_name().unwrap().to_str().unwrap();
        let random: String = random.chars().filter(char::is_ascii_alphanumeric).collect();
        let name = format!("{stem}-{}", random.to_ascii_lowercase());
        server
            .register(&name, "battery staple", false)
            .await
            .unwrap();
        let client = Client::builder()
            .homeserver_url(server.url())
            .http_client(client())
            .with_encryption_settings(EncryptionSettings {
                auto_enable_cross_signing: true,
                ..EncryptionSettings::default()
            })
            .build()
            .await
            .unwrap();
        let login = client.matrix_auth().login_username(&name, "battery staple");
        login.send().await.unwrap();
        let encryption = client.encryption();
        encryption.wait_for_e2ee_initialization_tasks().await;
        Self {
            client,
            seen: Mutex::default(),
        }
    }

    pub(super) fn id(&self) -> String {
        self.client.user_id().unwrap().to_string()
    }

    /// An encrypted room with the bot, once the bot is there.
    pub(super) async fn room_with(&self, bot: &str) -> String {
        let mut wanted = create_room::v3::Request::new();
        wanted.invite = vec![<&UserId>::try_from(bot).unwrap().to_owned()];
        let encryption = json!({
            "type": "m.room.encryption",
            "state_key": "",
            "content": {"algorithm": "m.megolm.v1.aes-sha2"},
        });
        wanted.initial_state = vec![Raw::from_json_string(encryption.to_string()).unwrap()];
        let room = self.client.create_room(wanted).await.unwrap();
        room.room_id().to_string()
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

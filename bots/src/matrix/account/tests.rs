//! The account against a real Synapse, and against a second client that the bot shares no store with.

mod again;
mod check;
mod encrypted;
mod loss;
mod silence;
mod start;
mod words;

use std::sync::Mutex;
use std::time::Duration;

use hearback_rig::matrix::Person;
use hearback_rig::synapse::{Synapse, shared};
use matrix_sdk::config::{SyncSettings, SyncToken};
use matrix_sdk::deserialized_responses::{TimelineEvent, TimelineEventKind};
use matrix_sdk::ruma::events::room::message::RoomMessageEventContent;
use matrix_sdk::ruma::{OwnedEventId, OwnedRoomId, RoomId};
use matrix_sdk::sync::SyncResponse;
use matrix_sdk::{Client, Room};
use serde_json::{Value, json};
use tempfile::TempDir;
use zeroize::Zeroizing;

use super::{Account, MatrixError, Tell, open};
use crate::matrix::sealed;
use crate::matrix::settings::{MatrixLogin, MatrixSettings};
use crate::room::tests::client as http;

/// What the operator was shown.
#[derive(Default)]
struct Told(Mutex<Vec<String>>);

impl Tell for Told {
    fn recovery_key(&self, key: &str) {
        self.0.lock().unwrap().push(key.to_owned());
    }
}

impl Told {
    fn keys(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

/// A bot's account on the server, and its folders on this machine.
struct Bot {
    server: &'static Synapse,
    _folder: TempDir,
    settings: MatrixSettings,
    told: Told,
}

impl Bot {
    /// An account with a password, not signed in yet.
    async fn new() -> Self {
        let server = shared().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let user = sealed::new_name("bot");
        server
            .register(&user, "correct horse", false)
            .await
            .unwrap();
        let settings = MatrixSettings {
            homeserver: server.url().to_owned(),
            login: password(&user, "correct horse"),
            store: folder.path().join("store"),
            secrets: folder.path().join("keys"),
            store_key: Zeroizing::new("the key of the store".to_owned()),
            recovery: None,
            allow: Vec::new(),
            moderators_room: None,
            open_rooms: false,
        };
        Self {
            server,
            _folder: folder,
            settings,
            told: Told::default(),
        }
    }

    async fn open(&self) -> Result<Account, MatrixError> {
        open(&self.settings, http(), &self.told).await
    }

    async fn fails(&self, words: &str) {
        match self.open().await {
            Ok(_) => panic!("it opened"),
            Err(error) => assert!(error.to_string().contains(words), "{error}"),
        }
    }

    fn secret(&self, name: &str) -> String {
        let path = self.settings.secrets.join(name);
        std::fs::read_to_string(path).unwrap().trim().to_owned()
    }

    fn session(&self) -> Value {
        serde_json::from_str(&self.secret("matrix.session")).unwrap()
    }

    /// A token of a device of this account that no program has used yet.
    async fn other_device(&self) -> MatrixLogin {
        let MatrixLogin::Password { user, password } = &self.settings.login else {
            panic!("only while it has a password")
        };
        let person = Person::login(self.server.url(), user, password);
        let account = person.await.unwrap().account().clone();
        token(&account.user_id, &account.device_id, &account.access_token)
    }

    fn lose_the_store(&self) {
        std::fs::remove_dir_all(&self.settings.store).unwrap();
    }
}

fn password(user: &str, password: &str) -> MatrixLogin {
    MatrixLogin::Password {
        user: user.to_owned(),
        password: Zeroizing::new(password.to_owned()),
    }
}

fn token(user_id: &str, device_id: &str, access_token: &str) -> MatrixLogin {
    MatrixLogin::Token {
        user_id: user_id.to_owned(),
        device_id: device_id.to_owned(),
        access_token: Zeroizing::new(access_token.to_owned()),
    }
}

/// Somebody with an app that gives room keys to devices signed by their owner and to no others.
async fn careful_person(server: &Synapse) -> Client {
    sealed::sign_up(server, "friend", true).await
}

/// An encrypted room of both; both know of each other and of the encryption.
async fn room_of(friend: &Client, bot: &Client) -> OwnedRoomId {
    let room = sealed::room_with(friend, bot.user_id().unwrap(), true).await;
    bot.join_room_by_id(&room).await.unwrap();
    sync(bot).await;
    sync(friend).await;
    room
}

async fn sync(client: &Client) -> SyncResponse {
    let settings = SyncSettings::new().timeout(Duration::ZERO);
    client.sync_once(settings).await.unwrap()
}

async fn sync_from(client: &Client, token: &str) -> SyncResponse {
    let settings = SyncSettings::new()
        .timeout(Duration::ZERO)
        .token(SyncToken::Specific(token.to_owned()));
    client.sync_once(settings).await.unwrap()
}

/// As a client that has never synced, whatever its store says.
async fn sync_all(client: &Client) -> SyncResponse {
    let settings = SyncSettings::new()
        .timeout(Duration::ZERO)
        .token(SyncToken::NoToken);
    client.sync_once(settings).await.unwrap()
}

async fn say(client: &Client, room: &RoomId, words: &str) -> OwnedEventId {
    let content = RoomMessageEventContent::text_plain(words);
    let sent = room_in(client, room).send(content).await.unwrap();
    sent.response.event_id
}

fn room_in(client: &Client, room: &RoomId) -> Room {
    client.get_room(room).unwrap()
}

/// The words of one event, or `None` when it could not be decrypted or says nothing.
fn words_of(event: &TimelineEvent) -> Option<String> {
    if matches!(event.kind, TimelineEventKind::UnableToDecrypt { .. }) {
        return None;
    }
    let raw: Value = event.raw().deserialize_as_unchecked().unwrap();
    raw["content"]["body"].as_str().map(str::to_owned)
}

/// What a sync brought in a room, in its order.
fn heard(response: &SyncResponse, room: &RoomId) -> Vec<String> {
    let events = response.rooms.joined.get(room);
    let events = events.into_iter().flat_map(|room| &room.timeline.events);
    events.filter_map(words_of).collect()
}

//! Somebody whose client encrypts: the SDK with keys in memory, as an app on a phone has.

use std::time::Duration;

use hearback::fault::{Doing, Outcome};
use crate::matrix::{Account, Event, Person};
use matrix_sdk::authentication::matrix::MatrixSession;
use matrix_sdk::config::SyncSettings;
use matrix_sdk::ruma::{OwnedDeviceId, RoomId, UserId};
use matrix_sdk::store::RoomLoadSettings;
use matrix_sdk::{Client, SessionMeta, SessionTokens};
use serde_json::{Value, json};
use tokio::sync::Mutex;

/// One person with keys.
pub(crate) struct SealedPerson {
    plain: Person,
    client: Client,
    /// What was read so far: room and event.
    log: Mutex<Log>,
}

#[derive(Default)]
struct Log {
    since: Option<String>,
    events: Vec<Event>,
}

impl SealedPerson {
    /// Takes up an account's session; its device makes its keys now.
    pub(crate) async fn new(url: &str, account: Account) -> Outcome<Self> {
        let client = Client::builder()
            .homeserver_url(url)
            .build()
            .await
            .doing("a client")?;
        let session = MatrixSession {
            meta: SessionMeta {
                user_id: UserId::parse(&account.user_id).doing("a user id")?,
                device_id: OwnedDeviceId::from(account.device_id.as_str()),
            },
            tokens: SessionTokens {
                access_token: account.access_token.clone(),
                refresh_token: None,
            },
        };
        client
            .matrix_auth()
            .restore_session(session, RoomLoadSettings::default())
            .await
            .doing("a session")?;
        let plain = Person::new(url, account).doing("a client")?;
        Ok(Self {
            plain,
            client,
            log: Mutex::default(),
        })
    }

    pub(crate) const fn plain(&self) -> &Person {
        &self.plain
    }

    /// Says something, encrypted where the room is.
    pub(crate) async fn say(&self, room: &str, root: Option<&str>, body: &str) -> Outcome<String> {
        self.read(Duration::ZERO).await?;
        let id = <&RoomId>::try_from(room).doing("a room id")?;
        let room = self.client.get_room(id);
        let room = room.ok_or_else(|| hearback::fault::Fault::new("the room is not there yet"))?;
        let mut content = json!({ "msgtype": "m.text", "body": body, "m.mentions": {} });
        if let (Some(root), Some(content)) = (root, content.as_object_mut()) {
            content.insert("m.relates_to".to_owned(), thread(root));
        }
        let sent = room.send_raw("m.room.message", content).await;
        Ok(sent.doing("saying something")?.response.event_id.to_string())
    }

    /// What was seen of a room.
    pub(crate) async fn seen(&self, room: &str) -> Outcome<Vec<Event>> {
        self.read(Duration::ZERO).await?;
        let log = self.log.lock().await;
        let events = log.events.iter().filter(|event| event.room == room);
        Ok(events.cloned().collect())
    }

    /// Reads on. Nothing is said faster than it is read here, so that no gap is left.
    async fn read(&self, wait: Duration) -> Outcome {
        let mut log = self.log.lock().await;
        let settings = SyncSettings::new().timeout(wait);
        let response = self.client.sync_once(settings).await.doing("reading")?;
        log.since = Some(response.next_batch);
        for (room, update) in response.rooms.joined {
            for event in update.timeline.events {
                let raw: Value = event.raw().deserialize_as_unchecked().doing("an event")?;
                log.events.push(Event::read(room.as_str(), raw));
            }
        }
        Ok(())
    }
}

fn thread(root: &str) -> Value {
    json!({
        "rel_type": "m.thread",
        "event_id": root,
        "is_falling_back": true,
        "m.in_reply_to": { "event_id": root },
    })
}

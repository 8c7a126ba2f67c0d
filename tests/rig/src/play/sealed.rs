//! Somebody whose client encrypts: the SDK with keys in memory, as an app on a phone has.

use std::time::Duration;

use crate::matrix::{Account, Event, Person};
use hearback::fault::{Doing, Outcome};
use matrix_sdk::authentication::matrix::MatrixSession;
use matrix_sdk::config::SyncSettings;
use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::room::MessagesOptions;
use matrix_sdk::ruma::{OwnedDeviceId, RoomId, UserId, uint};
use matrix_sdk::store::RoomLoadSettings;
use matrix_sdk::{Client, Room, SessionMeta, SessionTokens};
use serde_json::{Value, json};
use tokio::sync::Mutex;

/// One person with keys.
pub(crate) struct SealedPerson {
    plain: Person,
    client: Client,
    log: Mutex<Log>,
}

/// What was read so far, and up to where.
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
        let person = Self {
            plain,
            client,
            log: Mutex::default(),
        };
        // Makes the device's keys known: what is said before that can never be read here.
        person.read().await?;
        Ok(person)
    }

    pub(crate) const fn plain(&self) -> &Person {
        &self.plain
    }

    /// Says something, encrypted where the room is.
    pub(crate) async fn say(&self, room: &str, first: Option<&str>, body: &str) -> Outcome<String> {
        self.read().await?;
        let id = <&RoomId>::try_from(room).doing("a room id")?;
        let room = self.client.get_room(id);
        let room = room.ok_or_else(|| hearback::fault::Fault::new("the room is not there yet"))?;
        let mut content = json!({ "msgtype": "m.text", "body": body, "m.mentions": {} });
        if let (Some(first), Some(content)) = (first, content.as_object_mut()) {
            content.insert("m.relates_to".to_owned(), thread(first));
        }
        let sent = room.send_raw("m.room.message", content).await;
        Ok(sent
            .doing("saying something")?
            .response
            .event_id
            .to_string())
    }

    /// What was seen of a room.
    pub(crate) async fn seen(&self, room: &str) -> Outcome<Vec<Event>> {
        self.read().await?;
        let log = self.log.lock().await;
        let events = log.events.iter().filter(|event| event.room == room);
        Ok(events.cloned().collect())
    }

    /// Reads on. What an answer left out is read page by page.
    async fn read(&self) -> Outcome {
        let mut log = self.log.lock().await;
        let settings = SyncSettings::new().timeout(Duration::ZERO);
        let response = self.client.sync_once(settings).await.doing("reading")?;
        let since = log.since.replace(response.next_batch);
        for (id, update) in response.rooms.joined {
            let mut events = Vec::new();
            if let (true, Some(since), Some(room)) =
                (update.timeline.limited, &since, self.client.get_room(&id))
            {
                events = gap(&room, update.timeline.prev_batch, since).await?;
            }
            events.extend(update.timeline.events);
            for event in events {
                let raw: Value = event.raw().deserialize_as_unchecked().doing("an event")?;
                log.events.push(Event::read(id.as_str(), raw));
            }
        }
        Ok(())
    }
}

/// What was said in a room between two answers, the oldest first.
async fn gap(room: &Room, mut from: Option<String>, since: &str) -> Outcome<Vec<TimelineEvent>> {
    let mut found = Vec::new();
    while let Some(token) = from {
        let mut options = MessagesOptions::backward().from(token.as_str());
        options.to = Some(since.to_owned());
        options.limit = uint!(100);
        let page = room.messages(options).await.doing("reading back")?;
        let empty = page.chunk.is_empty();
        found.extend(page.chunk);
        from = if empty { None } else { page.end };
    }
    found.reverse();
    Ok(found)
}

fn thread(root: &str) -> Value {
    json!({
        "rel_type": "m.thread",
        "event_id": root,
        "is_falling_back": true,
        "m.in_reply_to": { "event_id": root },
    })
}

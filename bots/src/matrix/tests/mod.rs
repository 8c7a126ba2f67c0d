//! The bot in rooms of a real Synapse, with people whose client shares no code with it.

mod about_me;
mod asking;
mod downtime;
mod encrypted;
mod hearing;
mod hostile;
mod invites;
mod journeys;
mod ladder;
mod limits;
mod names;
mod once;
mod origin;
mod other_app;
mod reading;
mod saying;
mod setting_up;
mod silence;
mod slow;
mod voices;
mod welsh;

use std::time::Duration;

use hearback_rig::matrix::{Account, Event, Mark, Person, RoomSpec};
use hearback_rig::synapse::{self, Synapse};
use hearback_wire::id::Handle;
use hearback_wire::intake::PutNeed;
use matrix_sdk::Client;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use super::{Matrix, MatrixLogin, MatrixSettings, Tell};
use crate::chat::Platform;
use crate::room::tests::{House, client, house};
use crate::vault::chat::{Post, Role, Sending, To, With};

/// Long enough for a busy machine; nothing waits for it when all is well.
const PATIENCE: Duration = Duration::from_mins(1);
const NEED: &str = "We need waiting times for each hospital in the country";

struct NoOperator;

impl Tell for NoOperator {
    fn recovery_key(&self, _key: &str) {}
}

/// A bot that runs, its node, and the server.
struct World {
    house: House,
    settings: MatrixSettings,
    bot: String,
    /// The running bot's own client.
    client: Option<Client>,
    running: Option<(CancellationToken, JoinHandle<()>)>,
    _folder: tempfile::TempDir,
}

impl World {
    async fn new() -> Self {
        Self::with(false).await
    }

    /// Where the bot may be in rooms that anybody can join, or not.
    async fn with(open_rooms: bool) -> Self {
        let server = synapse::shared().await.unwrap();
        Self::on(server, |settings| settings.open_rooms = open_rooms).await
    }

    /// A world on this server, with other settings.
    async fn on(server: &Synapse, change: impl FnOnce(&mut MatrixSettings)) -> Self {
        let account = server.person("bot").await.unwrap();
        let name = account.user_id().to_owned();
        let folder = tempfile::tempdir().unwrap();
        let account = account.account();
        let mut settings = MatrixSettings {
            homeserver: server.url().to_owned(),
            login: MatrixLogin::Token {
                user_id: name.clone(),
                device_id: account.device_id.clone(),
                access_token: Zeroizing::new(account.access_token.clone()),
            },
            store: folder.path().join("store"),
            secrets: folder.path().join("keys"),
            store_key: Zeroizing::new("key".to_owned()),
            recovery: None,
            allow: vec!["*:localhost".to_owned()],
            moderators_room: None,
            open_rooms: false,
        };
        change(&mut settings);
        let house = house("http://127.0.0.1:9").await;
        house.deliver();
        let mut world = Self {
            house,
            settings,
            bot: name,
            client: None,
            running: None,
            _folder: folder,
        };
        world.start().await;
        world
    }

    /// Starts the bot; it takes up where it was stopped.
    async fn start(&mut self) {
        self.start_with(|_| {}).await;
    }

    /// Starts the bot after a change of it.
    async fn start_with(&mut self, change: impl FnOnce(&mut Matrix)) {
        let mut matrix = self.open().await;
        change(&mut matrix);
        self.client = Some(matrix.client.clone());
        let stop = CancellationToken::new();
        let token = stop.clone();
        let task = tokio::spawn(async move { Box::pin(matrix.run(token)).await });
        self.running = Some((stop, task));
    }

    async fn open(&self) -> Matrix {
        Matrix::open(
            self.house.bots.clone(),
            self.settings.clone(),
            client(),
            &NoOperator,
        )
        .await
        .unwrap()
    }

    /// Stops the bot, and waits until it has let go of its store.
    async fn stop(&mut self) {
        self.client = None;
        let (stop, task) = self.running.take().unwrap();
        stop.cancel();
        task.await.unwrap();
    }

    /// A room of `person` where the bot is on. The bot was told so, and has said so.
    async fn room(&self, person: &Person, others: &[&Person]) -> String {
        let room = self.room_off(person, others).await;
        person.say(&room, "!need on").await.unwrap();
        self.bot_says(person, &room, "I am on").await;
        room
    }

    /// A room where everything is for the bot, and nobody else is.
    fn place(room: &str) -> To {
        To::Room {
            room: room.to_owned(),
            root: None,
        }
    }

    /// A room where the bot has come in, and is off.
    async fn room_off(&self, person: &Person, others: &[&Person]) -> String {
        let room = person
            .create_room(&RoomSpec {
                name: "Needs",
                invite: &[&self.bot],
                ..RoomSpec::default()
            })
            .await
            .unwrap();
        for other in others {
            person.invite(&room, other.user_id()).await.unwrap();
            other.join(&room).await.unwrap();
        }
        self.bot_says(person, &room, "I am hearback").await;
        room
    }

    /// Waits until the bot has said something with these words.
    async fn bot_says(&self, person: &Person, room: &str, words: &str) -> Event {
        let says = |event: &Event| {
            event.sender == self.bot && event.body.as_ref().is_some_and(|b| b.contains(words))
        };
        person.wait_for(Some(room), says, PATIENCE).await.unwrap()
    }

    /// What the bot has said in a room, by the eyes of `person`.
    async fn said(&self, person: &Person, room: &str) -> Vec<Event> {
        person.catch_up().await.unwrap();
        let all = person.timeline(room).await.into_iter();
        all.filter(|event| event.sender == self.bot && event.body.is_some())
            .collect()
    }

    /// How often the bot has said something with these words, once all that waited is said.
    async fn times_said(&self, person: &Person, room: &str, words: &str) -> usize {
        let asked = person.say(room, "!need help").await.unwrap();
        self.in_thread(person, room, &asked, "I bring needs").await;
        let said = self.said(person, room).await;
        said.iter().filter(|event| has(event, words)).count()
    }

    /// Waits until the bot has said something with these words in the thread of `first`.
    async fn in_thread(&self, person: &Person, room: &str, first: &str, words: &str) -> Event {
        let says = |event: &Event| {
            event.sender == self.bot && event.thread_root() == Some(first) && has(event, words)
        };
        person.wait_for(Some(room), says, PATIENCE).await.unwrap()
    }

    /// Waits until somebody is or is not in a room.
    async fn membership(&self, person: &Person, room: &str, wanted: &str) {
        let changes = |event: &Event| {
            let membership = event.raw.pointer("/content/membership");
            event.state_key.as_deref() == Some(&self.bot)
                && membership.is_some_and(|found| found == wanted)
        };
        person
            .wait_for(Some(room), changes, PATIENCE)
            .await
            .unwrap();
    }

    /// Somebody who signs in as the bot, beside it.
    fn twin(&self) -> Person {
        let MatrixLogin::Token {
            user_id,
            device_id,
            access_token,
        } = &self.settings.login
        else {
            panic!("the bot has a token");
        };
        let account = Account {
            user_id: user_id.clone(),
            device_id: device_id.clone(),
            access_token: access_token.to_string(),
        };
        Person::new(&self.settings.homeserver, account).unwrap()
    }

    /// Puts lines in the way of a room, as the dialogue would.
    async fn queue(&self, to: &To, lines: &[String]) {
        let bots = &self.house.bots;
        let mut tx = bots.vault.begin().await.unwrap();
        for line in lines {
            let post = Post::Words(Sending {
                to: to.clone(),
                text: line.clone(),
                push: false,
                mentions: Vec::new(),
                seeds: Vec::new(),
                kind: "notice".to_owned(),
                threads: Vec::new(),
                controls: Vec::new(),
                tongue: crate::tongue::Tongue::English,
            });
            let now = bots.clock.now();
            let with = With::default();
            let put = bots.vault.post(&mut tx, Platform::Matrix, &post, with, now);
            put.await.unwrap();
        }
        tx.commit().await.unwrap();
        bots.posts.notify_one();
    }

    /// Says a need and sends it: its first message, and the handle by which the node knows it.
    async fn need(&self, person: &Person, room: &str) -> (String, Handle) {
        let said = person.say(room, &format!("!need {NEED}")).await.unwrap();
        let preview = self.preview(person, room, &said).await;
        person.react(room, &preview.id, "✅").await.unwrap();
        let put = self.house.first_put("/intake/v1/needs").await;
        let put: PutNeed = serde_json::from_str(&put).unwrap();
        self.bot_says(person, room, "It has the reference").await;
        (said, put.handle)
    }

    /// The room in which a person and the bot are alone, and the bot has said what it is.
    async fn alone(&self, person: &Person) -> String {
        let room = person.dm_with(&self.bot).await.unwrap();
        self.bot_says(person, &room, "Tell me here").await;
        room
    }

    /// What the bot says next with these words, after `mark`.
    async fn then_says(&self, person: &Person, room: &str, mark: Mark, words: &str) -> Event {
        let says = |event: &Event| {
            event.sender == self.bot && event.body.as_ref().is_some_and(|b| b.contains(words))
        };
        let said = person.wait_after(mark, Some(room), says, PATIENCE).await;
        said.unwrap()
    }

    /// Waits until all that was said in a room before has been dealt with.
    async fn settled(&self, person: &Person, room: &str) {
        let mark = person.mark().await;
        person.say(room, "!need help").await.unwrap();
        self.then_says(person, room, mark, "!need who").await;
    }

    /// All that the bot said in a room so far, but for answers to `!need help`.
    async fn heard_in(&self, person: &Person, room: &str) -> Vec<String> {
        let all = person.timeline(room).await.into_iter();
        let said = all.filter(|event| event.sender == self.bot);
        let bodies = said.filter_map(|event| event.body);
        bodies.filter(|body| !body.contains("!need who")).collect()
    }

    /// How many times the bot said something with these words.
    async fn times(&self, person: &Person, room: &str, words: &str) -> usize {
        let heard = self.heard_in(person, room).await;
        heard.iter().filter(|body| body.contains(words)).count()
    }

    async fn preview(&self, person: &Person, room: &str, first: &str) -> Event {
        let is_preview = |event: &Event| {
            event.sender == self.bot
                && event.thread_root() == Some(first)
                && event
                    .body
                    .as_ref()
                    .is_some_and(|body| body.contains("Here is what would be shared"))
        };
        person
            .wait_for(Some(room), is_preview, PATIENCE)
            .await
            .unwrap()
    }
}

fn has(event: &Event, words: &str) -> bool {
    event.body.as_ref().is_some_and(|body| body.contains(words))
}

async fn person(stem: &str) -> Person {
    synapse::shared().await.unwrap().person(stem).await.unwrap()
}

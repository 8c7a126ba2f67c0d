//! The bot on a Discord of ours, with people whose client shares no code with it, through serenity for
//! real. Everything that the bot sends is held against Discord's own OpenAPI document there.

mod about_me;
mod desk;
mod journeys;
mod ladder;
mod pace;
mod private;
mod reading;
mod saying;
mod setting_up;

use std::sync::Arc;
use std::time::Duration;

use hearback_rig::discord::{
    self as fake, Asked, Channel, Message, Permissions, Person, Server, Setup,
};
use hearback_wire::id::Handle;
use hearback_wire::intake::PutNeed;
use serde_json::json;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use super::{Discord, DiscordHealth, DiscordSettings};
use crate::Bots;
use crate::room::tests::{House, PATIENCE, client, house};

const POSTS: &str = "/channels/{channel_id}/messages";
const NEED: &str = "We need waiting times for each hospital in the country";

/// A bot that runs, its node, and the platform.
struct World {
    house: House,
    bots: Bots,
    fake: fake::Discord,
    settings: DiscordSettings,
    server: Server,
    general: Channel,
    ada: Person,
    running: Option<(CancellationToken, JoinHandle<()>)>,
    health: Option<Arc<DiscordHealth>>,
}

impl World {
    /// A world in which the bot is set up in a room.
    async fn new() -> Self {
        let world = Self::bare().await;
        world.set_up(&world.general, &[]).await;
        world
    }

    /// A world in which nobody set the bot up.
    async fn bare() -> Self {
        Self::on(Setup {
            start_pace: Duration::ZERO,
            ..Setup::default()
        })
        .await
    }

    async fn on(setup: Setup) -> Self {
        let house = house("http://127.0.0.1:9").await;
        house.deliver();
        let bots = house.bots.clone();
        Self::with(setup, house, bots).await
    }

    /// A world with bots of another node.
    async fn with(setup: Setup, house: House, bots: Bots) -> Self {
        let fake = fake::Discord::start(setup).await.unwrap();
        let server = fake.add_server("Hospital Friends");
        let general = server.add_channel("general");
        let ada = server.add_person("ada", "en-GB");
        let settings = DiscordSettings {
            api: fake.address().to_owned(),
            gateway: "ws://127.0.0.1:".to_owned(),
            token: Zeroizing::new(fake.token()),
            servers: Vec::new(),
            moderators_server: Some(server.id().to_string()),
        };
        let mut world = Self {
            house,
            bots,
            fake,
            settings,
            server,
            general,
            ada,
            running: None,
            health: None,
        };
        world.start().await;
        world
    }

    /// Starts the bot; it takes up where it was stopped.
    async fn start(&mut self) {
        let bots = self.bots.clone();
        let opened = Discord::open(bots, self.settings.clone(), client()).await;
        let discord = opened.unwrap();
        self.health = Some(discord.health());
        let stop = CancellationToken::new();
        let token = stop.clone();
        let task = tokio::spawn(async move { Box::pin(discord.run(token)).await });
        self.running = Some((stop, task));
        self.fake.gateway().connected().await.unwrap();
    }

    /// Stops the bot in order.
    async fn stop(&mut self) {
        let (stop, task) = self.running.take().unwrap();
        stop.cancel();
        task.await.unwrap();
    }

    /// Cuts the bot off wherever it is.
    async fn kill(&mut self) {
        let (_, task) = self.running.take().unwrap();
        task.abort();
        let _cut = task.await;
    }

    /// Somebody with power, who may set up and moderate.
    fn admin(&self) -> Person {
        let admin = self.server.add_person("root", "en-GB");
        let role = self.server.add_role("staff", Permissions::ADMINISTRATOR);
        self.server.give_role(&admin, role);
        admin
    }

    async fn set_up(&self, room: &Channel, more: &[(&str, &str)]) {
        let id = room.id().to_string();
        let mut options = vec![("channel", json!(id))];
        options.extend(more.iter().map(|(name, value)| (*name, json!(value))));
        let asked = self
            .admin()
            .run_command(room, "hearback setup", &options)
            .unwrap();
        says(&asked, "I am set up.").await;
    }

    /// Fills in the form of a new need. The answer is the preview.
    async fn write(&self, by: &Person, room: &Channel, need: &str, use_: &str) -> Asked {
        let asked = by.run_command(room, "need", &[]).unwrap();
        asked.form().await.unwrap();
        by.submit(&asked, &[("need", need), ("use", use_)]).unwrap()
    }

    /// Says a need and sends it: the handle by which the node knows it.
    async fn need(&self, by: &Person, room: &Channel) -> Handle {
        let written = self.write(by, room, NEED, "").await;
        let preview = says(&written, "exactly what would be shared").await;
        let sent = by.press_labelled(&preview, "Send it").unwrap();
        says(&sent, "It has the reference").await;
        let put = self.house.first_put("/intake/v1/needs").await;
        let put: PutNeed = serde_json::from_str(&put).unwrap();
        put.handle
    }

    /// The thread of the first need in the room, and the bot's line above it.
    async fn home(&self) -> (Channel, Message) {
        let thread = self.general.thread().await.unwrap();
        let line = self
            .general
            .message("the line above the thread", |m| m.id == thread.id())
            .await;
        (thread, line.unwrap())
    }

    /// Waits until the node is told what became of an update.
    async fn comes(&self, outcome: &str, how: &str) {
        let put = self.house.first_put(outcome).await;
        assert!(put.contains(&format!("\"{how}\"")), "{put}");
    }

    /// Nothing that the bot or the fake sent was wrong.
    fn is_clean(&self) {
        assert_eq!(self.fake.findings(), []);
    }
}

/// Waits for an answer with these words.
async fn says(asked: &Asked, words: &str) -> Message {
    asked
        .reply_where(words, |message| message.content.contains(words))
        .await
        .unwrap()
}

/// A need with its thread.
async fn heard() -> (World, Handle, Channel) {
    let world = World::new().await;
    let handle = world.need(&world.ada, &world.general).await;
    let (thread, _) = world.home().await;
    (world, handle, thread)
}

/// Waits until everybody in a room or thread can read these words.
async fn hears(room: &Channel, words: &str) -> Message {
    let found = room.message(words, |m| m.content.contains(words)).await;
    found.unwrap()
}

//! The bot in a runtime of its own, so that it can fall as a process does: at any await, with all that
//! it was doing.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use hearback::fault::{Doing, Fault, Outcome};
use hearback_bots::discord::{Discord, DiscordSettings};
use hearback_bots::{BotSettings, Bots, VaultKey, delivery};
use hearback_store::Pool;
use hearback_wire::chance::SeededChance;
use hearback_wire::clock::{Clock, Millis};
use tokio::runtime::{Builder, Runtime};
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use super::node::TOKEN;
use crate::discord;

/// How long what is running may take to reach its next await.
const FALLING: Duration = Duration::from_secs(5);
/// Tries to start.
const TRIES: u32 = 20;

/// What a bot is made of; the same after every fall.
#[derive(Clone)]
pub(super) struct Spec {
    pub(super) vault: String,
    pub(super) node: String,
    pub(super) server: String,
    pub(super) seed: u64,
    /// How often it started.
    pub(super) starts: u64,
}

/// A running bot.
pub(super) struct Bot(Option<Runtime>);

/// The fake's time, for the bot.
struct Watch(discord::Clock);

impl Clock for Watch {
    fn now(&self) -> Millis {
        Millis(self.0.now_ms())
    }
}

impl Bot {
    /// Starts, and comes back once it listens to the gateway.
    pub(super) async fn start(fake: &discord::Discord, spec: &Spec) -> Outcome<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build();
        let runtime = runtime.doing("a bot")?;
        let (spec, given) = (spec.clone(), fake.clone());
        let begun = runtime
            .spawn(async move { begin(&given, &spec).await })
            .await;
        let bot = Self(Some(runtime));
        begun.doing("a bot")??;
        fake.gateway().connected().await.doing("a bot")?;
        Ok(bot)
    }

    /// Cuts it off wherever it is.
    pub(super) async fn fall(&mut self) {
        if let Some(runtime) = self.0.take() {
            let end = move || runtime.shutdown_timeout(FALLING);
            // An error means that this program ends.
            let _ended = tokio::task::spawn_blocking(end).await;
        }
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// Opens everything anew, as a process does at its start.
async fn begin(fake: &discord::Discord, spec: &Spec) -> Outcome {
    let bots = bots(fake, spec).await?;
    let settings = DiscordSettings {
        api: fake.address().to_owned(),
        gateway: "ws://127.0.0.1:".to_owned(),
        token: Zeroizing::new(fake.token()),
        servers: vec![spec.server.clone()],
        moderators_server: None,
    };
    let mut last = None;
    for _ in 0..TRIES {
        let http = crate::http::client().doing("a client")?;
        match Discord::open(bots.clone(), settings.clone(), http).await {
            Ok(discord) => {
                tokio::spawn(delivery::run(bots, CancellationToken::new()));
                tokio::spawn(async move {
                    Box::pin(discord.run(CancellationToken::new())).await;
                });
                return Ok(());
            }
            Err(error) => last = Some(error),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let words = last.map_or_else(String::new, |error| error.to_string());
    Err(Fault::new(format!("the bot did not start: {words}")))
}

async fn bots(fake: &discord::Discord, spec: &Spec) -> Outcome<Bots> {
    let pool = Pool::open(&spec.vault).await.doing("a vault")?;
    let settings = BotSettings {
        room: "Friends".to_owned(),
        intermediary: "The Society".to_owned(),
        node_url: spec.node.clone(),
        token: TOKEN.to_owned(),
        public_url: "http://127.0.0.1:9".to_owned(),
        roster: Vec::new(),
    };
    let chance = spec.seed.wrapping_mul(1_009).wrapping_add(spec.starts);
    let opened = Bots::open(
        pool,
        VaultKey::new([1; 32]),
        settings,
        Arc::new(Watch(fake.clock().clone())),
        Arc::new(SeededChance::new(chance)),
        crate::http::client().doing("a client")?,
    );
    opened.await.doing("the bots")
}

/// The address of a vault in a folder.
pub(super) fn vault(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("vault.db").display())
}

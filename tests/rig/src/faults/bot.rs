//! The bot in a runtime of its own, so that it can fall as a process does: at any await, with all that
//! it was doing.

use std::time::Duration;

use hearback::fault::{Doing, Fault, Outcome};
use hearback_bots::delivery;
use hearback_bots::discord::{Discord, DiscordSettings};
use tokio::runtime::{Builder, Runtime};
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use crate::bots::{self, Spec};
use crate::discord;

/// How long what is running may take to reach its next await.
const FALLING: Duration = Duration::from_secs(5);
/// Tries to start.
const TRIES: u32 = 20;

/// A running bot.
pub(super) struct Bot(Option<Runtime>);

impl Bot {
    /// Starts, and comes back once it listens to the gateway.
    pub(super) async fn start(fake: &discord::Discord, server: &str, spec: &Spec) -> Outcome<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build();
        let runtime = runtime.doing("a bot")?;
        let (spec, given, server) = (spec.clone(), fake.clone(), server.to_owned());
        let begun = runtime
            .spawn(async move { begin(&given, server, &spec).await })
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
async fn begin(fake: &discord::Discord, server: String, spec: &Spec) -> Outcome {
    let bots = bots::open(spec, fake.clock()).await?;
    let settings = DiscordSettings {
        api: fake.address().to_owned(),
        gateway: "ws://127.0.0.1:".to_owned(),
        token: Zeroizing::new(fake.token()),
        servers: vec![server],
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

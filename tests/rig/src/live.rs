//! A look at the real Discord, for whoever has a bot's token: does what we think of Discord hold? It is
//! never a test, and nothing starts it but a person who wants it.

use std::time::Duration;

use hearback::fault::{Doing, Fault, Outcome};
use hearback_bots::discord::{DISCORD, Discord, DiscordSettings, GATEWAY};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use crate::bots::{self, Spec, Watch, vault};
use crate::discord::{Clock, MORNING_MS};

/// The variable that holds the token.
pub const TOKEN: &str = "HEARBACK_LIVE_DISCORD_TOKEN";
/// How long the gateway may take.
const PATIENCE: Duration = Duration::from_mins(1);
const AGENT: &str = "DiscordBot (https://github.com/hearback/hearback, live)";

/// Where to look, and as whom.
pub struct Live {
    /// The address of the API.
    pub api: String,
    /// How the address of the gateway begins.
    pub gateway: String,
    /// The bot's token.
    pub token: Zeroizing<String>,
    /// A channel that the bot may write in, by id.
    pub channel: String,
}

impl Live {
    /// The real Discord, with the token of the environment.
    ///
    /// # Errors
    /// When there is no token.
    pub fn of_environment(channel: &str) -> Outcome<Self> {
        let token = std::env::var(TOKEN);
        let token = token.doing(format!("please put a bot’s token into {TOKEN}"))?;
        Ok(Self {
            api: DISCORD.to_owned(),
            gateway: GATEWAY.to_owned(),
            token: Zeroizing::new(token),
            channel: channel.to_owned(),
        })
    }

    /// Starts the bot, reads its commands, sends a message and deletes it; says what it does.
    ///
    /// # Errors
    /// What did not go as it should, in words.
    pub async fn look(&self) -> Outcome {
        println!(
            "This speaks with {} as the bot of your token. It puts our commands in the place of those that \
             the application has, listens to the gateway for a moment, and sends one silent message into \
             the channel, which it deletes.",
            self.api
        );
        let folder = tempfile::tempdir().doing("a folder")?;
        let clock = Clock::running(MORNING_MS);
        let spec = Spec {
            vault: vault(folder.path()),
            node: "http://127.0.0.1:9".to_owned(),
            chance: 1,
        };
        let bots = bots::open(&spec, &clock).await?;
        let settings = DiscordSettings {
            api: self.api.clone(),
            gateway: self.gateway.clone(),
            token: self.token.clone(),
            servers: Vec::new(),
            moderators_server: None,
        };
        let http = crate::http::client().doing("a client")?;
        let discord = Discord::open(bots, settings, http).await.doing("the bot")?;
        println!("The token is taken, and the commands are put.");
        self.listen(discord, &Watch(clock)).await?;
        self.count_commands().await?;
        self.send_and_delete().await
    }

    /// Runs the bot until it has a session.
    async fn listen(&self, discord: Discord, clock: &Watch) -> Outcome {
        let (health, stop) = (discord.health(), CancellationToken::new());
        let token = stop.clone();
        let running = tokio::spawn(async move { Box::pin(discord.run(token)).await });
        let end = Instant::now() + PATIENCE;
        let now = || hearback_wire::clock::Clock::now(clock);
        let connected = loop {
            match health.problem(now()) {
                None => break Ok(()),
                Some(problem) if Instant::now() > end => break Err(Fault::new(problem)),
                Some(_) => sleep(Duration::from_millis(100)).await,
            }
        };
        stop.cancel();
        running.await.doing("the bot")?;
        connected?;
        println!("The gateway took the bot and said that it is ready.");
        Ok(())
    }

    async fn count_commands(&self) -> Outcome {
        let own = self.call(Method::GET, "/applications/@me", None).await?;
        let id = text(&own, "id")?;
        let path = format!("/applications/{id}/commands");
        let commands = self.call(Method::GET, &path, None).await?;
        let count = commands.as_array().map_or(0, Vec::len);
        if count == 0 {
            return Err(Fault::new("the application has no commands"));
        }
        println!("The application has {count} commands.");
        Ok(())
    }

    async fn send_and_delete(&self) -> Outcome {
        const SILENT: u64 = 1 << 12;
        let path = format!("/channels/{}/messages", self.channel);
        let body = json!({
            "content": "A test of the hearback bot. It deletes this message.",
            "allowed_mentions": { "parse": [] },
            "flags": SILENT,
        });
        let sent = self.call(Method::POST, &path, Some(body)).await?;
        let path = format!("{path}/{}", text(&sent, "id")?);
        self.call(Method::DELETE, &path, None).await?;
        println!("A message was sent and deleted. All is well.");
        Ok(())
    }

    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Outcome<Value> {
        let http = crate::http::client().doing("a client")?;
        let mut request = http
            .request(method, format!("{}/api/v10{path}", self.api))
            .header("user-agent", AGENT)
            .header("authorization", format!("Bot {}", self.token.as_str()));
        if let Some(body) = &body {
            request = request.json(body);
        }
        let answer = request.send().await.doing("Discord")?;
        let status = answer.status();
        let body = answer.bytes().await.doing("Discord")?;
        if status.is_success() {
            return Ok(serde_json::from_slice(&body).unwrap_or(Value::Null));
        }
        let words = String::from_utf8_lossy(&body);
        Err(Fault::new(format!("Discord answered {status}: {words}")))
    }
}

fn text(value: &Value, name: &str) -> Outcome<String> {
    let text = value.get(name).and_then(Value::as_str);
    let text = text.ok_or_else(|| Fault::new(format!("Discord gave no {name}")))?;
    Ok(text.to_owned())
}

//! Discord: servers of Discord, through one bot account.
//!
//! It turns what people press into what was heard, and posts into calls of the platform. It must never
//! decide what a press means, nor do anything for a person before their press was answered.

mod asks;
mod commands;
mod complete;
mod content;
mod diagnose;
mod first;
mod gateway;
mod health;
mod hear;
mod limits;
mod post;
mod read;
mod rest;
mod rights;
mod servers;
mod settings;
mod sizes;

pub use diagnose::{Finding, diagnose};
pub use health::DiscordHealth;
pub use settings::{DISCORD, DiscordSettings, GATEWAY};

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use hearback_anonymise::Roster;
use hearback_wire::clock::Millis;
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use rest::{Call, Refused, Rest};

use crate::bots::Bots;
use crate::chat::{self, Ear, Heard, HeardWhat, Original, Platform, Unheard};
use crate::vault::chat::DuePost;

/// Libraries whose log lines hold tokens or name servers and people, by the heads of their targets. They
/// must never reach a log, at no level.
pub const LOUD_LIBRARIES: [&str; 4] =
    ["serenity", "tungstenite", "tokio_tungstenite", "native_tls"];

/// How long what is being answered may take when the bot stops.
const LAST_WORDS: Duration = Duration::from_secs(3);

/// Why the bot could not start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DiscordError {
    /// The token is not taken.
    #[error(
        "Discord does not take the bot’s token: please make a new one and put it into discord.token"
    )]
    TokenRefused,
    /// Discord does not answer.
    #[error("Discord does not answer: please check that this machine reaches it")]
    NotReached,
    /// Discord does not take the list of commands.
    #[error("Discord did not take the bot’s commands (code {0}): please install a newer version")]
    Commands(u64),
}

/// The bot on Discord.
pub struct Discord {
    bots: Bots,
    settings: DiscordSettings,
    http: reqwest::Client,
    rest: Rest,
    /// The id of the application.
    application: String,
    /// The id of the bot's own account.
    own: String,
    health: Arc<DiscordHealth>,
    sizes: sizes::Sizes,
    started: Millis,
    stopping: CancellationToken,
    calls: TaskTracker,
}

impl Discord {
    /// Makes sure of the token and puts the commands. Listens to nothing yet.
    ///
    /// # Errors
    /// [`DiscordError`], in words that say what to do.
    pub async fn open(
        bots: Bots,
        settings: DiscordSettings,
        http: reqwest::Client,
    ) -> Result<Self, DiscordError> {
        let rest = Rest::new(http.clone(), &settings.api, &settings.token);
        let who = rest
            .call(Call::application())
            .await
            .map_err(|refused| error(&refused))?;
        let application = rest::id(&who).ok_or(DiscordError::NotReached)?;
        let account = rest
            .call(Call::account())
            .await
            .map_err(|refused| error(&refused))?;
        let own = rest::id(&account).ok_or(DiscordError::NotReached)?;
        let list = Call::commands(&application, commands::all());
        rest.call(list).await.map_err(|refused| error(&refused))?;
        Ok(Self {
            started: bots.clock.now(),
            bots,
            settings,
            http,
            rest,
            application,
            own,
            health: Arc::default(),
            sizes: sizes::Sizes::default(),
            stopping: CancellationToken::new(),
            calls: TaskTracker::new(),
        })
    }

    /// What an operator should know of the account.
    pub fn health(&self) -> Arc<DiscordHealth> {
        Arc::clone(&self.health)
    }

    /// Listens, deals with what is heard and posts, until `stop`. What was begun is not lost: it goes on
    /// when the bot starts next.
    pub async fn run(self, stop: CancellationToken) {
        let http = self.http.clone();
        let discord = Arc::new(self);
        let bots = &discord.bots;
        tokio::select! {
            () = gateway::run(&discord, http, &stop).boxed() => {}
            never = chat::run(bots, Platform::Discord, discord.as_ref()).boxed() => match never {},
            never = chat::run_lapse(bots).boxed() => match never {},
            never = chat::run_moderation(bots, Platform::Discord).boxed() => match never {},
            never = post::run(&discord).boxed() => match never {},
            never = servers::forget(&discord).boxed() => match never {},
        }
        discord.stopping.cancel();
        discord.calls.close();
        // Whoever is not answered by then has their words in the vault, or had them given back.
        let _late = tokio::time::timeout(LAST_WORDS, discord.calls.wait()).await;
        discord.health.away(discord.bots.clock.now());
    }

    /// Whether a post may stand already: it was tried, or was there before this program started.
    fn may_stand(&self, due: &DuePost) -> bool {
        due.attempts > 0 || due.at < self.started
    }

    /// The messages among the last ones of a room that a body may have become.
    fn alike(&self, seen: &Value, body: &Value, nonce: &str) -> Vec<String> {
        let own = |message: &&Value| {
            let author = message.pointer("/author/id").and_then(Value::as_str);
            author == Some(self.own.as_str())
        };
        let same = |message: &&Value| {
            message.get("nonce").and_then(Value::as_str) == Some(nonce)
                || (message.get("content") == body.get("content") && names(message) == names(body))
        };
        let all = seen.as_array().into_iter().flatten();
        all.filter(|message| own(message) && same(message))
            .filter_map(rest::id)
            .collect()
    }
}

/// The names of all that can be pressed under a message.
fn names(message: &Value) -> Vec<&str> {
    let rows = message.get("components").and_then(Value::as_array);
    let rows = rows.into_iter().flatten();
    let inner = rows.filter_map(|row| row.get("components").and_then(Value::as_array));
    inner
        .flatten()
        .filter_map(|control| control.get("custom_id").and_then(Value::as_str))
        .collect()
}

fn error(refused: &Refused) -> DiscordError {
    match refused {
        Refused::Token => DiscordError::TokenRefused,
        Refused::Never(code) => DiscordError::Commands(code.code),
        Refused::Slow(_) | Refused::Later => DiscordError::NotReached,
    }
}

impl Ear for Discord {
    /// Whatever is pressed brings the words that it is about.
    async fn message(&self, _room: &str, _event: &str) -> Result<Original, Unheard> {
        Ok(Original::Gone)
    }

    /// The bot cannot see who is in a server: it asks for no list of members.
    async fn names(&self, _room: &str, _person: &str) -> Result<Arc<Roster>, Unheard> {
        Ok(Arc::clone(&self.bots.roster))
    }

    async fn people(&self, heard: &Heard) -> Option<usize> {
        match &heard.what {
            HeardWhat::Asked { server, .. } => self.sizes.people(server),
            _ => None,
        }
    }

    fn name(&self) -> &str {
        &self.own
    }
}

#[cfg(test)]
mod tests;

//! The bot on Discord, put together from the configuration, the keys folder and the environment.
//!
//! A Discord that is away must not keep the rest of the node from running: the bot is tried again until
//! it is in. A token that is not taken is not tried again, because each try counts against this machine.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hearback_bots::Bots;
use hearback_bots::discord::{
    DISCORD, Discord, DiscordError, DiscordHealth, DiscordSettings, GATEWAY, diagnose,
};
use hearback_wire::clock::Clock;
use tokio_util::sync::CancellationToken;

use crate::check::Finding;
use crate::clock::SystemClock;
use crate::config::{Config, Discord as Section};
use crate::fault::{Fault, Outcome};
use crate::http;
use crate::keys::secret;

/// How long a bot that could not start waits at the most.
const LONGEST_WAIT: Duration = Duration::from_mins(5);

/// What `/readyz` knows of the bot.
#[derive(Clone, Default)]
pub(crate) struct Watch(Arc<Mutex<State>>);

#[derive(Default)]
enum State {
    #[default]
    Starting,
    Refused,
    Started(Arc<DiscordHealth>),
}

impl Watch {
    /// What is wrong, in words.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        match &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            State::Starting => Some(
                "the Discord bot has not started: please read the log, or run `hearback check`",
            ),
            State::Refused => Some(
                "Discord does not take the bot’s token: please make a new one, put it into discord.token and start the program again",
            ),
            State::Started(health) => health.problem(SystemClock.now()),
        }
    }

    fn set(&self, state: State) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = state;
    }
}

/// The settings of the account, with its secret.
pub(crate) fn settings(config: &Config, section: &Section) -> Outcome<DiscordSettings> {
    let (api, gateway) = match &section.api {
        None => (DISCORD.to_owned(), GATEWAY.to_owned()),
        Some(api) => (api.clone(), stand_in(api)?),
    };
    Ok(DiscordSettings {
        api,
        gateway,
        token: secret(
            "Discord",
            "HEARBACK_DISCORD_TOKEN",
            &config.keys.folder,
            "discord.token",
        )?,
        servers: section.servers.clone(),
        moderators_server: section.moderators_server.clone(),
    })
}

/// The gateway of a stand-in is on the same machine as its API. Only a machine's own address is taken:
/// a token must not go to anybody but Discord.
fn stand_in(api: &str) -> Outcome<String> {
    const HERE: &str = "http://127.0.0.1:";
    if api.starts_with(HERE) {
        return Ok("ws://127.0.0.1:".to_owned());
    }
    Err(Fault::new(format!(
        "[discord] api is for tests on this machine and must begin with {HERE}; please leave it out"
    )))
}

/// Runs the bot until `stop`; a bot that cannot reach Discord is tried again.
pub(crate) async fn run(
    bots: Bots,
    settings: DiscordSettings,
    watch: Watch,
    stop: CancellationToken,
) {
    let mut wait = Duration::from_secs(1);
    loop {
        match open(&bots, &settings).await {
            Ok(discord) => {
                watch.set(State::Started(discord.health()));
                tracing::info!("the Discord bot is ready");
                return Box::pin(discord.run(stop)).await;
            }
            Err(DiscordError::TokenRefused) => {
                watch.set(State::Refused);
                tracing::error!("the Discord bot could not start: its token is not taken");
                return stop.cancelled().await;
            }
            Err(error) => {
                tracing::error!(%error, "the Discord bot could not start; it is tried again");
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
        }
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

async fn open(bots: &Bots, settings: &DiscordSettings) -> Result<Discord, DiscordError> {
    let http = http::client().map_err(|_| DiscordError::NotReached)?;
    Discord::open(bots.clone(), settings.clone(), http).await
}

/// What is right and wrong with the account, for `hearback check`.
pub(crate) async fn check(config: &Config, section: &Section) -> Vec<Finding> {
    let looked = match (settings(config, section), http::client()) {
        (Ok(settings), Ok(http)) => diagnose(&settings, http).await,
        (Err(fault), _) | (_, Err(fault)) => return vec![Finding::Bad(fault.to_string())],
    };
    let mut findings: Vec<Finding> = looked
        .into_iter()
        .map(|seen| {
            let words = format!("Discord: {}", seen.words);
            if seen.ok {
                Finding::Good(words)
            } else {
                Finding::Bad(words)
            }
        })
        .collect();
    if section.servers.is_empty() && section.moderators_server.is_none() {
        findings.push(Finding::Note(
            "[discord] servers is empty: the bot does nothing in any server; please write the ids of those it is for"
                .to_owned(),
        ));
    }
    if section.moderators_server.is_some() && !config.moderation.chat {
        findings.push(Finding::Note(
            "[discord] names a moderators' server, but [moderation] chat is not true: nothing can be decided there"
                .to_owned(),
        ));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_never_goes_to_anybody_but_discord_or_this_machine() {
        assert_eq!(
            stand_in("http://127.0.0.1:4242").unwrap(),
            "ws://127.0.0.1:"
        );
        for elsewhere in ["https://discord.example", "http://127.0.0.1.example:1", ""] {
            let fault = stand_in(elsewhere).unwrap_err().to_string();
            assert!(fault.contains("leave it out"), "{fault}");
        }
    }
}

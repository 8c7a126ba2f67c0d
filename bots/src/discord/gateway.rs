//! What the bot needs of a library that speaks with Discord's gateway, and who keeps it running.
//!
//! Why it exists: the library gets no more fixes, so that nothing but [`library`] may know it.

mod library;

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::Discord;
use crate::delivery::backoff;

/// Something that the gateway brings.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum News {
    /// A connection stands, with the servers that are its.
    Ready { servers: Vec<String>, shard: Shard },
    /// The connection came to life again.
    Resumed,
    /// The connection is away.
    Away,
    /// The bot is in a server, with so many members, itself among them.
    ServerThere { id: String, members: u64 },
    /// The bot was put out of a server.
    ServerLeft(String),
    /// A room or thread was deleted.
    RoomGone { room: String, server: String },
    /// Somebody pressed something: as it came, and whether the library could read it.
    Pressed { value: Value, readable: bool },
}

/// Which part of all servers a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shard {
    pub(super) id: u64,
    pub(super) of: u64,
}

impl Shard {
    /// Whether a server belongs to it.
    pub(super) fn has(self, server: &str) -> bool {
        let id: u64 = server.parse().unwrap_or(0);
        (id >> 22).checked_rem(self.of) == Some(self.id)
    }
}

/// Whoever wants to hear it.
pub(super) trait Listener: Send + Sync + 'static {
    /// Takes it in. May take its time: nothing else waits for it.
    fn news(&self, news: News) -> impl Future<Output = ()> + Send;
}

/// How a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// It was told to.
    Stopped,
    /// It must never be tried again: why, and what to do.
    ForGood(&'static str),
    /// It can be tried again: a word for the log.
    ForNow(&'static str),
}

/// A library that speaks with the gateway.
pub(super) trait Gateway: Send + Sync {
    /// Listens until `stop`, or until it cannot.
    fn listen<L: Listener>(
        &self,
        listener: Arc<L>,
        stop: CancellationToken,
    ) -> impl Future<Output = Ended> + Send;
}

/// Listens until `stop`. What may work again is tried again, later and later; what never will is
/// said to the operator and left.
pub(super) async fn run(discord: &Arc<Discord>, http: reqwest::Client, stop: &CancellationToken) {
    let library = library::Serenity::new(&discord.settings, http);
    let mut failures: u32 = 0;
    loop {
        let ended = library.listen(Arc::clone(discord), stop.clone()).await;
        discord.health.away(discord.bots.clock.now());
        match ended {
            Ended::Stopped => return,
            Ended::ForGood(why) => {
                discord.health.end(why);
                return stop.cancelled().await;
            }
            Ended::ForNow(code) => {
                failures = failures.saturating_add(1);
                tracing::warn!(code, failures, "the Discord gateway is tried again");
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause(failures)) => {}
        }
    }
}

/// Each try costs one of the day's thousand.
fn pause(failures: u32) -> Duration {
    backoff(failures).max(Duration::from_secs(1))
}

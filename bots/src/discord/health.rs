//! How the bot on Discord is, for `/readyz`: cheap to ask, shared by whoever learns something of it.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use hearback_wire::clock::Millis;

/// How long the gateway may be away before somebody should know.
const AWAY_SECONDS: i64 = 120;
/// No gateway was lost.
const CONNECTED: i64 = i64::MAX;

/// What is known of the account. Starts as "not connected".
#[derive(Debug, Default)]
pub struct DiscordHealth {
    refused: AtomicBool,
    fatal: Mutex<Option<&'static str>>,
    /// Since when the gateway is away.
    away_since: AtomicI64,
    unreadable: AtomicU64,
}

impl DiscordHealth {
    /// What is wrong, in plain words for an operator, or `None` when people can be heard.
    pub fn problem(&self, now: Millis) -> Option<&'static str> {
        if self.is_refused() {
            return Some(
                "Discord does not take the bot’s token any more, so nothing is sent: please make a new token, put it into discord.token and start the program again",
            );
        }
        let fatal = *self.fatal.lock().unwrap_or_else(PoisonError::into_inner);
        if fatal.is_some() {
            return fatal;
        }
        let since = self.away_since.load(Ordering::Relaxed);
        if since != CONNECTED && Millis(since).plus_seconds(AWAY_SECONDS) < now {
            return Some(
                "the Discord bot is not connected to the gateway: please check that this machine reaches Discord",
            );
        }
        (self.unreadable() > 0).then_some(
            "Discord sent something that this version cannot read, and answered it with an excuse: please install a newer version",
        )
    }

    /// Things that people pressed and the library could not read, since the start.
    pub fn unreadable(&self) -> u64 {
        self.unreadable.load(Ordering::Relaxed)
    }

    /// Whether the token was refused, so that nothing may be sent.
    pub(super) fn is_refused(&self) -> bool {
        self.refused.load(Ordering::Relaxed)
    }

    /// The token was refused.
    pub(super) fn refuse(&self) {
        if !self.refused.swap(true, Ordering::Relaxed) {
            tracing::error!("Discord refused the bot's token; nothing is sent any more");
        }
    }

    /// The gateway closed for good.
    pub(super) fn end(&self, why: &'static str) {
        tracing::error!(why, "the Discord gateway closed for good");
        *self.fatal.lock().unwrap_or_else(PoisonError::into_inner) = Some(why);
    }

    /// The gateway is there.
    pub(super) fn connected(&self) {
        self.away_since.store(CONNECTED, Ordering::Relaxed);
    }

    /// The gateway is away.
    pub(super) fn away(&self, now: Millis) {
        let since = &self.away_since;
        // Whoever says so first says since when.
        let _said_before =
            since.compare_exchange(CONNECTED, now.0, Ordering::Relaxed, Ordering::Relaxed);
    }

    /// Something pressed could not be read by the library.
    pub(super) fn count_unreadable(&self) {
        let count = self.unreadable.fetch_add(1, Ordering::Relaxed) + 1;
        tracing::error!(count, "something pressed on Discord could not be decoded");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Millis = Millis(1_764_072_000_000);

    #[test]
    fn a_gateway_may_be_away_for_two_minutes() {
        let health = DiscordHealth::default();
        assert!(health.problem(NOON).is_some(), "not connected at the start");
        health.connected();
        assert_eq!(health.problem(NOON), None);
        health.away(NOON);
        health.away(NOON.plus_seconds(100));
        assert_eq!(health.problem(NOON.plus_seconds(120)), None);
        let problem = health.problem(NOON.plus_seconds(121)).unwrap();
        assert!(problem.contains("not connected"), "{problem}");
        health.connected();
        assert_eq!(health.problem(NOON.plus_seconds(500)), None);
    }

    #[test]
    fn the_worst_is_told_first() {
        let health = DiscordHealth::default();
        health.connected();
        let told = |words: &str| {
            let problem = health.problem(NOON).unwrap();
            assert!(problem.contains(words), "{problem}");
        };
        health.count_unreadable();
        told("cannot read");
        health.end("the gateway closed");
        told("the gateway closed");
        health.refuse();
        told("token");
    }
}

//! How the Matrix account is, for `/readyz`: cheap to ask, shared by whoever learns something of it.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use hearback_wire::clock::Millis;

/// How long it may be since the server last answered a sync.
const SYNC_WITHIN_SECONDS: i64 = 120;

/// What is known of the account. Starts as "not verified, not syncing".
#[derive(Debug, Default)]
pub struct MatrixHealth {
    verified: AtomicBool,
    duplicate_keys: AtomicBool,
    signed_out: AtomicBool,
    syncing: AtomicBool,
    synced: AtomicI64,
}

impl MatrixHealth {
    /// What is wrong, in plain words for an operator, or `None` when people can be heard.
    pub fn problem(&self, now: Millis) -> Option<&'static str> {
        if self.signed_out.load(Ordering::Relaxed) {
            return Some(
                "the homeserver has signed the Matrix bot out: please run `hearback check`",
            );
        }
        if self.duplicate_keys.load(Ordering::Relaxed) {
            return Some(
                "the keys of the Matrix bot no longer fit its device, so some messages cannot be read: please stop the program, move its Matrix store away and start it again, and it becomes a new device",
            );
        }
        if !self.verified.load(Ordering::Relaxed) {
            return Some(
                "the device of the Matrix bot is not verified, so people's messages are hidden from it: please run `hearback check`",
            );
        }
        self.sync_problem(now)
    }

    fn sync_problem(&self, now: Millis) -> Option<&'static str> {
        if !self.syncing.load(Ordering::Relaxed) {
            return Some("the Matrix bot is not listening yet");
        }
        let latest = Millis(self.synced.load(Ordering::Relaxed)).plus_seconds(SYNC_WITHIN_SECONDS);
        (latest < now).then_some(
            "the homeserver has not answered the Matrix bot for two minutes: please check that the server runs and can be reached",
        )
    }

    /// The server answered a sync just now.
    pub(crate) fn synced(&self, now: Millis) {
        self.synced.store(now.0, Ordering::Relaxed);
        self.syncing.store(true, Ordering::Relaxed);
    }

    /// The account stopped listening on purpose.
    pub(crate) fn stopped(&self) {
        self.syncing.store(false, Ordering::Relaxed);
    }

    /// Whether the bot's device is signed by its owner's identity.
    pub(crate) fn set_verified(&self, verified: bool) {
        self.verified.store(verified, Ordering::Relaxed);
    }

    /// The server holds keys of this device that the store does not know. It never mends itself.
    pub(crate) fn set_duplicate_keys(&self) {
        self.duplicate_keys.store(true, Ordering::Relaxed);
    }

    /// The server does not take the token any more.
    pub(crate) fn set_signed_out(&self) {
        self.signed_out.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Millis = Millis(1_764_072_000_000);

    fn listening() -> MatrixHealth {
        let health = MatrixHealth::default();
        health.set_verified(true);
        health.synced(NOON);
        health
    }

    fn told(health: &MatrixHealth, now: Millis, words: &str) {
        let problem = health.problem(now).unwrap();
        assert!(problem.contains(words), "{problem}");
    }

    #[test]
    fn a_new_account_is_not_ready_until_it_is_verified_and_listens() {
        let health = MatrixHealth::default();
        told(&health, NOON, "not verified");
        health.set_verified(true);
        told(&health, NOON, "not listening yet");
        health.synced(NOON);
        assert_eq!(health.problem(NOON), None);
    }

    #[test]
    fn two_minutes_of_silence_are_a_problem_and_an_answer_ends_it() {
        let health = listening();
        assert_eq!(health.problem(NOON.plus_seconds(120)), None);
        told(&health, NOON.plus_seconds(121), "two minutes");
        health.synced(NOON.plus_seconds(121));
        assert_eq!(health.problem(NOON.plus_seconds(130)), None);
        health.stopped();
        told(&health, NOON.plus_seconds(130), "not listening");
    }

    #[test]
    fn the_worst_is_told_first() {
        let health = listening();
        health.set_verified(false);
        told(&health, NOON, "not verified");
        health.set_duplicate_keys();
        told(&health, NOON, "no longer fit");
        health.set_signed_out();
        told(&health, NOON, "signed the Matrix bot out");
    }
}

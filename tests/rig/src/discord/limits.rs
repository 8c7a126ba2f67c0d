//! How much the bot may ask for in a while: a limit for each route and each channel, one for all, and
//! the count of refused requests that ends in a ban. The numbers are the fake's own: Discord says that
//! no bot may know its numbers, and a good bot reads them from the headers.

use std::collections::{BTreeMap, VecDeque};

use super::faults::Scope;

/// All requests that are not answers to interactions, in a second.
const GLOBAL: u32 = 50;
/// For how long a refused request counts towards a ban.
const BAN_MS: i64 = 10 * 60 * 1000;

/// A limit on one route of one channel.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    most: u32,
    left: u32,
    every_ms: i64,
    again_ms: i64,
}

/// What the headers of an answer say.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    pub(super) most: u32,
    pub(super) left: u32,
    pub(super) again_ms: i64,
    pub(super) after_ms: i64,
    pub(super) bucket: String,
}

/// A request over a limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Over {
    pub(super) scope: Scope,
    pub(super) after_ms: i64,
}

/// All counts.
#[derive(Debug)]
pub(super) struct Limits {
    /// No limits at all, for measuring.
    off: bool,
    /// Refused requests that end in a ban.
    ban: usize,
    buckets: BTreeMap<String, Bucket>,
    second: (i64, u32),
    refused: VecDeque<i64>,
    /// Refused requests ever.
    pub(super) invalid: u64,
}

impl Limits {
    pub(super) fn new(strict: bool, ban: usize) -> Self {
        Self {
            off: !strict,
            ban,
            buckets: BTreeMap::new(),
            second: (0, 0),
            refused: VecDeque::new(),
            invalid: 0,
        }
    }

    /// Counts a request and says what its answer's headers tell, or that it is over a limit.
    pub(super) fn count(
        &mut self,
        method: &str,
        route: &str,
        major: &str,
        now_ms: i64,
    ) -> Result<Option<Told>, (Over, Option<Told>)> {
        if self.off || route.ends_with("/callback") {
            return Ok(None);
        }
        if !route.starts_with("/webhooks") && !self.within_second(now_ms) {
            let after_ms = self.second.0 + 1_000 - now_ms;
            let scope = Scope::Global;
            return Err((Over { scope, after_ms }, None));
        }
        let name = format!("{method} {route} {major}");
        let bucket = self.buckets.entry(name.clone()).or_insert_with(|| {
            let (most, every_ms) = size(method, route);
            Bucket {
                most,
                left: most,
                every_ms,
                again_ms: now_ms + every_ms,
            }
        });
        if now_ms >= bucket.again_ms {
            bucket.left = bucket.most;
            bucket.again_ms = now_ms + bucket.every_ms;
        }
        let over = bucket.left == 0;
        bucket.left = bucket.left.saturating_sub(1);
        let after_ms = bucket.again_ms - now_ms;
        let told = Told {
            most: bucket.most,
            left: bucket.left,
            again_ms: bucket.again_ms,
            after_ms,
            bucket: hashed(&format!("{method} {route}")),
        };
        let scope = Scope::User;
        if over {
            Err((Over { scope, after_ms }, Some(told)))
        } else {
            Ok(Some(told))
        }
    }

    fn within_second(&mut self, now_ms: i64) -> bool {
        if now_ms - self.second.0 >= 1_000 {
            self.second = (now_ms, 0);
        }
        self.second.1 += 1;
        self.second.1 <= GLOBAL
    }

    /// Counts a refusal of the kind that ends in a ban.
    pub(super) fn refuse(&mut self, now_ms: i64) {
        self.invalid += 1;
        self.refused.push_back(now_ms);
    }

    /// Whether the address is banned for having been refused too often.
    pub(super) fn banned(&mut self, now_ms: i64) -> bool {
        self.refused.retain(|at| now_ms - at < BAN_MS);
        self.refused.len() >= self.ban
    }
}

/// How many requests in how many milliseconds.
fn size(method: &str, route: &str) -> (u32, i64) {
    match (method, route) {
        (_, route) if route.starts_with("/webhooks") => (5, 2_000),
        ("GET", _) => (20, 1_000),
        (_, route) if route.contains("/messages") => (5, 5_000),
        (_, route) if route.ends_with("/threads") => (10, 10_000),
        _ => (10, 5_000),
    }
}

/// A name for a bucket that says nothing about its route, as Discord's do.
fn hashed(name: &str) -> String {
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROUTE: &str = "/channels/{channel_id}/messages";

    #[test]
    fn the_sixth_message_in_five_seconds_is_over_the_limit_and_another_channel_is_not() {
        let mut limits = Limits::new(true, 100);
        for left in (0..5).rev() {
            let told = limits.count("POST", ROUTE, "1", 0).unwrap().unwrap();
            assert_eq!(told.left, left);
        }
        let (over, _) = limits.count("POST", ROUTE, "1", 1_000).unwrap_err();
        assert_eq!((over.scope, over.after_ms), (Scope::User, 4_000));
        assert!(limits.count("POST", ROUTE, "2", 1_000).is_ok());
        assert!(limits.count("POST", ROUTE, "1", 5_000).is_ok());
    }

    #[test]
    fn fifty_a_second_in_all_and_answers_to_interactions_are_not_counted() {
        let mut limits = Limits::new(true, 100);
        for at in 0..50 {
            limits.count("GET", ROUTE, &at.to_string(), 0).unwrap();
        }
        let (over, _) = limits.count("GET", ROUTE, "x", 0).unwrap_err();
        assert_eq!(over.scope, Scope::Global);
        let callback = "/interactions/{interaction_id}/{interaction_token}/callback";
        assert_eq!(limits.count("POST", callback, "x", 0), Ok(None));
        assert!(
            limits
                .count("POST", "/webhooks/{webhook_id}/{webhook_token}", "x", 0)
                .is_ok()
        );
    }

    #[test]
    fn so_many_refusals_in_ten_minutes_end_in_a_ban() {
        let mut limits = Limits::new(true, 100);
        (0..99).for_each(|_| limits.refuse(0));
        assert!(!limits.banned(0));
        limits.refuse(0);
        assert!(limits.banned(BAN_MS - 1));
        assert!(!limits.banned(BAN_MS));
    }
}

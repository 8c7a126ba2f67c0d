//! How fast Discord wants to be spoken to: the whole account's limit, and that of each bucket.
//!
//! What the platform says is believed, and nothing is guessed. Whoever would be too fast waits here,
//! and not one after the other at the platform's door.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::header::HeaderMap;

/// Buckets that are remembered; more are dropped, as they are learnt again.
const MOST: usize = 10_000;

/// What is known of all limits.
#[derive(Default)]
pub(super) struct Limits(Mutex<State>);

#[derive(Default)]
struct State {
    /// Nothing of the account may go before.
    all_until: Option<Instant>,
    /// The bucket of each route.
    buckets: HashMap<String, String>,
    /// What is left of each bucket, with the room or message that it is for.
    left: HashMap<String, Left>,
}

#[derive(Clone, Copy)]
struct Left {
    calls: u32,
    until: Instant,
}

/// A route as its limit sees it: the verb and path without ids, and the one id that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Route {
    pub(super) name: &'static str,
    pub(super) of: String,
    /// Answers to what people press are not held to the account's limit.
    pub(super) answers: bool,
}

/// What the platform says about a limit with an answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Wait {
    pub(super) seconds: f64,
    /// For the whole account.
    pub(super) all: bool,
}

impl Limits {
    /// How long a call must wait; one that need not takes its place.
    pub(super) fn wait(&self, route: &Route, now: Instant) -> Duration {
        let mut state = self.state();
        let all = state.all_until.filter(|_| !route.answers);
        if let Some(until) = all.filter(|until| *until > now) {
            return until - now;
        }
        let key = state.key(route);
        match state.left.get_mut(&key) {
            Some(left) if left.until <= now => {
                state.left.remove(&key);
                Duration::ZERO
            }
            Some(left) if left.calls == 0 => left.until - now,
            Some(left) => {
                left.calls -= 1;
                Duration::ZERO
            }
            None => Duration::ZERO,
        }
    }

    /// Learns from the headers of an answer.
    pub(super) fn learn(&self, route: &Route, headers: &HeaderMap, now: Instant) {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let Some(bucket) = text("x-ratelimit-bucket") else {
            return;
        };
        let calls = text("x-ratelimit-remaining").and_then(|text| text.parse().ok());
        let seconds = text("x-ratelimit-reset-after").and_then(|text| text.parse().ok());
        let (Some(calls), Some(seconds)) = (calls, seconds) else {
            return;
        };
        let mut state = self.state();
        if state.left.len() > MOST {
            (state.left, state.buckets) = (HashMap::new(), HashMap::new());
        }
        state.buckets.insert(route.path(), bucket.to_owned());
        let key = state.key(route);
        let until = now + span(seconds);
        let fresh = Left { calls, until };
        let left = state.left.entry(key).or_insert(fresh);
        // Calls on their way were counted off already.
        left.calls = left.calls.min(calls);
        if left.until < until {
            *left = fresh;
        }
    }

    /// Too fast: nothing of the account, or of the bucket, goes before the platform says so.
    pub(super) fn refused(&self, route: &Route, wait: Wait, now: Instant) {
        let until = now + span(wait.seconds);
        let mut state = self.state();
        if wait.all {
            state.all_until = Some(until);
            return;
        }
        let key = state.key(route);
        state.left.insert(key, Left { calls: 0, until });
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn key(&self, route: &Route) -> String {
        let path = route.path();
        let bucket = self.buckets.get(&path).unwrap_or(&path);
        format!("{bucket} {}", route.of)
    }
}

impl Route {
    fn path(&self) -> String {
        self.name.to_owned()
    }
}

/// A wait that no header can make endless or negative.
fn span(seconds: f64) -> Duration {
    let sane = if seconds.is_finite() {
        seconds.clamp(0.05, 3600.0)
    } else {
        60.0
    };
    Duration::from_secs_f64(sane)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(name: &'static str, of: &str) -> Route {
        Route {
            name,
            of: of.to_owned(),
            answers: false,
        }
    }

    fn headers(bucket: &str, left: &str, after: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("x-ratelimit-bucket", bucket.parse().unwrap());
        headers.insert("x-ratelimit-remaining", left.parse().unwrap());
        headers.insert("x-ratelimit-reset-after", after.parse().unwrap());
        headers
    }

    #[test]
    fn a_bucket_that_is_empty_holds_back_its_routes_and_no_other() {
        let (limits, now) = (Limits::default(), Instant::now());
        limits.learn(&route("post", "1"), &headers("b", "0", "3"), now);
        limits.learn(&route("edit", "1"), &headers("b", "0", "3"), now);
        assert_eq!(
            limits.wait(&route("post", "1"), now),
            Duration::from_secs(3)
        );
        assert_eq!(
            limits.wait(&route("edit", "1"), now),
            Duration::from_secs(3)
        );
        assert_eq!(limits.wait(&route("post", "2"), now), Duration::ZERO);
        let later = now + Duration::from_secs(4);
        assert_eq!(limits.wait(&route("post", "1"), later), Duration::ZERO);
    }

    #[test]
    fn the_accounts_limit_holds_back_everything_but_answers() {
        let (limits, now) = (Limits::default(), Instant::now());
        let wait = Wait {
            seconds: 5.0,
            all: true,
        };
        limits.refused(&route("post", "1"), wait, now);
        assert_eq!(
            limits.wait(&route("edit", "9"), now),
            Duration::from_secs(5)
        );
        let answer = Route {
            answers: true,
            ..route("answer", "t")
        };
        assert_eq!(limits.wait(&answer, now), Duration::ZERO);
    }

    #[test]
    fn calls_on_their_way_are_counted_and_nonsense_is_not_believed() {
        let (limits, now) = (Limits::default(), Instant::now());
        let one = route("post", "1");
        limits.learn(&one, &headers("b", "2", "10"), now);
        assert_eq!(limits.wait(&one, now), Duration::ZERO);
        assert_eq!(limits.wait(&one, now), Duration::ZERO);
        assert!(limits.wait(&one, now) > Duration::ZERO);
        let nonsense = Wait {
            seconds: f64::NAN,
            all: false,
        };
        limits.refused(&one, nonsense, now);
        limits.learn(&one, &headers("b", "-3", "x"), now);
        assert!(limits.wait(&one, now) <= Duration::from_mins(1));
    }
}

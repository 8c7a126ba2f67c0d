//! What was measured, in the form in which programs read it.

use std::time::Duration;

use hearback::fault::{Doing, Outcome};
use serde::Serialize;

/// Everything of one bench.
#[derive(Debug, Serialize)]
pub(super) struct Figures {
    name: &'static str,
    what: &'static str,
    profile: &'static str,
    cores: usize,
    idle_rss_mb: f64,
    pub(super) rates: Vec<Rate>,
}

/// What one rate gave.
#[derive(Debug, Serialize)]
pub(super) struct Rate {
    #[serde(rename = "rate_per_s")]
    pub(super) per_s: u32,
    pub(super) messages: usize,
    pub(super) unanswered: usize,
    pub(super) p50_ms: f64,
    pub(super) p99_ms: f64,
    pub(super) rss_mb: f64,
}

impl Figures {
    pub(super) fn new(idle_rss_mb: f64) -> Self {
        Self {
            name: "matrix",
            what: "from a message to the bot's preview in its thread, on a local Synapse",
            profile: profile(),
            cores: cores(),
            idle_rss_mb,
            rates: Vec::new(),
        }
    }

    pub(super) fn json(&self) -> Outcome<String> {
        serde_json::to_string_pretty(self).doing("the figures")
    }
}

/// How this program was built.
pub(super) const fn profile() -> &'static str {
    if cfg!(debug_assertions) {
        "debug"
    } else {
        "release"
    }
}

/// The machine's cores.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(0, usize::from)
}

/// The middle and the slow end, in milliseconds.
pub(super) fn percentiles(mut waits: Vec<Duration>) -> (f64, f64) {
    waits.sort_unstable();
    let at = |share: usize| {
        let index = (waits.len() * share).div_ceil(100).saturating_sub(1);
        let wait = waits.get(index).copied().unwrap_or_default();
        (wait.as_secs_f64() * 10_000.0).round() / 10.0
    };
    (at(50), at(99))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_those_of_the_sorted_waits() {
        let waits = (1..=200).rev().map(Duration::from_millis).collect();
        assert_eq!(percentiles(waits), (100.0, 198.0));
        assert_eq!(percentiles(Vec::new()), (0.0, 0.0));
    }
}

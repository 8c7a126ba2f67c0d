//! `[sync]`: how a node speaks with its peers.

use std::str::FromStr;

use hearback_wire::sync::MAX_EVENTS;
use serde::Deserialize;

use crate::fault::{Doing, Fault};

/// How it speaks with its peers.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Sync {
    /// Seconds from one call to a peer to the next.
    #[serde(default = "seconds")]
    pub(crate) seconds: u64,
    /// How many events are sent in one call; fewer for a slow line.
    #[serde(default)]
    pub(crate) batch: Batch,
}

const fn seconds() -> u64 {
    60
}

/// How many events are sent in one call to a peer: 1 to [`MAX_EVENTS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "usize")]
pub(crate) struct Batch(usize);

impl Batch {
    /// The number.
    pub(crate) const fn get(self) -> usize {
        self.0
    }
}

impl Default for Batch {
    fn default() -> Self {
        Self(MAX_EVENTS)
    }
}

impl TryFrom<usize> for Batch {
    type Error = Fault;

    fn try_from(events: usize) -> Result<Self, Fault> {
        if (1..=MAX_EVENTS).contains(&events) {
            return Ok(Self(events));
        }
        Err(Fault::new(format!(
            "a batch of {events} does not fit: please choose 1 to {MAX_EVENTS}"
        )))
    }
}

impl FromStr for Batch {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        text.parse::<usize>().doing("a batch")?.try_into()
    }
}

impl Default for Sync {
    fn default() -> Self {
        Self {
            seconds: seconds(),
            batch: Batch::default(),
        }
    }
}

//! When needs leave: in windows, among others and in no order, so that whoever saw who spoke when
//! cannot tell whose a need is.
//!
//! Must never let a need leave that its person or a moderator took back before, nor one twice.

mod choose;
mod departure;
mod hold;
mod later;
mod leave;
mod shown;
mod window;

use std::time::Duration;

use jiff::civil::{Time, Weekday};
use tokio_util::sync::CancellationToken;

pub(crate) use hold::{forget_author, leaving};
pub(crate) use later::Later;
pub(crate) use shown::Crowds;

use crate::node::Node;

/// The shortest and longest times between two looks at whether a window is due.
const LOOKS: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(30));

/// When approved needs leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Schedule {
    /// The moment they are approved. Whoever was in the room can then tell whose they are: for
    /// demonstrations and tests.
    AtOnce,
    /// In windows.
    Windows(Windows),
}

impl Default for Schedule {
    fn default() -> Self {
        Self::Windows(Windows::default())
    }
}

/// Windows in which needs leave, and how many must leave together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Windows {
    /// On which days.
    pub every: Every,
    /// From which time on, in the United Kingdom.
    pub at: Time,
    /// Minutes within which the moment is drawn, all equally likely.
    pub spread_minutes: u32,
    /// The fewest needs of one class of origin that may leave together.
    pub needs: u32,
    /// The fewest people whose needs these must be.
    pub authors: u32,
    /// Windows for which a need waits for others of its class. It then says nothing of its origin,
    /// and waits among all such needs, or until a moderator lets it leave among fewer.
    pub hold: u32,
}

/// Days on which needs leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// Each week on this day.
    Week(Weekday),
    /// Each day.
    Day,
}

impl Default for Windows {
    /// As measured in docs/privacy.md: each Tuesday from 09:30, within six hours, at least six needs of
    /// at least five people, held for three windows. With five of three, a third of simulated rooms of
    /// ten had a window within two years whose needs could be those of nine people only.
    fn default() -> Self {
        Self {
            every: Every::Week(Weekday::Tuesday),
            at: Time::constant(9, 30, 0, 0),
            spread_minutes: 360,
            needs: 6,
            authors: 5,
            hold: 3,
        }
    }
}

/// Carries out windows when they are due, until `stop`.
pub async fn run(node: Node, stop: CancellationToken) {
    let (shortest, longest) = LOOKS;
    while !stop.is_cancelled() {
        let pause = match node.release_due().await {
            Ok(next) => {
                let millis = next.0.saturating_sub(node.now().0);
                Duration::from_millis(u64::try_from(millis).unwrap_or(0)).clamp(shortest, longest)
            }
            Err(error) => {
                tracing::error!(%error, "a release window could not be carried out; it is tried again");
                longest
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

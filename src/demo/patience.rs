//! Waiting for real processes, with an end: the demo watches from outside and can only look again.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::fault::{Fault, Outcome};

/// From one look to the next.
const PAUSE: Duration = Duration::from_millis(100);

/// How long the whole demo may wait.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    ends: Instant,
}

impl Patience {
    /// Starts now and ends after `span`.
    pub(super) fn of(span: Duration) -> Self {
        Self {
            ends: Instant::now() + span,
        }
    }

    /// Looks again and again until `look` finds something.
    pub(super) async fn until<T>(
        self,
        what: &str,
        mut look: impl AsyncFnMut() -> Outcome<Option<T>>,
    ) -> Outcome<T> {
        loop {
            if let Some(found) = look().await? {
                return Ok(found);
            }
            if Instant::now() > self.ends {
                return Err(Fault::new(format!("gave up waiting for {what}")));
            }
            sleep(PAUSE).await;
        }
    }
}

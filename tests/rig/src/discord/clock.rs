//! The fake's time: it runs or stands still, and a test can move it on. It is never the time of day,
//! so that a run is the same on every day.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::watch;

/// The time that the fake starts with unless it is told another: 2026-11-02 09:00 UTC.
pub const MORNING_MS: i64 = 1_793_610_000_000;

/// A clock that tests can move on. Copies share one time.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Hands>);

#[derive(Debug)]
struct Hands {
    from_ms: i64,
    /// None while it stands still.
    running: Option<Instant>,
    ahead_ms: AtomicI64,
    moved: watch::Sender<()>,
}

impl Clock {
    /// A clock that starts at `from_ms` after 1970 and runs as fast as real time.
    pub fn running(from_ms: i64) -> Self {
        Self::new(from_ms, Some(Instant::now()))
    }

    /// A clock that stands at `from_ms` after 1970 until it is moved.
    pub fn still(from_ms: i64) -> Self {
        Self::new(from_ms, None)
    }

    fn new(from_ms: i64, running: Option<Instant>) -> Self {
        Self(Arc::new(Hands {
            from_ms,
            running,
            ahead_ms: AtomicI64::new(0),
            moved: watch::Sender::new(()),
        }))
    }

    /// Milliseconds after 1970.
    pub fn now_ms(&self) -> i64 {
        let run = self.0.running.map(|start| start.elapsed());
        let run = run.map_or(0, |run| i64::try_from(run.as_millis()).unwrap_or(i64::MAX));
        self.0.from_ms + run + self.0.ahead_ms.load(Ordering::SeqCst)
    }

    /// Moves the time on.
    pub fn advance(&self, by: Duration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.0.ahead_ms.fetch_add(by, Ordering::SeqCst);
        self.0.moved.send_replace(());
    }

    /// Returns when it is `at_ms` or later: by itself if the clock runs, else when it is moved.
    pub(super) async fn until(&self, at_ms: i64) {
        let mut moved = self.0.moved.subscribe();
        loop {
            let left = u64::try_from(at_ms - self.now_ms()).unwrap_or(0);
            if left == 0 {
                return;
            }
            let runs = self.0.running.is_some();
            tokio::select! {
                () = tokio::time::sleep(Duration::from_millis(left)), if runs => {}
                _ = moved.changed() => {}
            }
        }
    }
}

/// A time in the form that Discord writes.
pub(super) fn iso(ms: i64) -> String {
    let time = jiff::Timestamp::from_millisecond(ms).unwrap_or_default();
    time.strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_clock_that_stands_moves_only_when_told() {
        let clock = Clock::still(MORNING_MS);
        let other = clock.clone();
        let waiting = tokio::spawn(async move { other.until(MORNING_MS + 3_000).await });
        clock.advance(Duration::from_millis(2_999));
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        clock.advance(Duration::from_millis(1));
        waiting.await.unwrap();
        assert_eq!(clock.now_ms(), MORNING_MS + 3_000);
    }

    #[test]
    fn times_are_written_as_discord_writes_them() {
        assert_eq!(iso(MORNING_MS + 20), "2026-11-02T09:00:00.020000+00:00");
    }
}

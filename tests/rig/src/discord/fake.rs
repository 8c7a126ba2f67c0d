//! What all parts of the fake share: the state behind one lock, and a way to wait for a change of it
//! instead of sleeping.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::{broadcast, watch};

use super::clock::Clock;
use super::faults::Faults;
use super::gateway::Order;
use super::limits::Limits;
use super::witness::Witness;
use super::world::{Sessions, World};

/// A request of the bot and what came of it.
#[derive(Clone, Debug)]
pub struct Request {
    /// Such as `POST`.
    pub method: String,
    /// The route as in the OpenAPI document, such as `/channels/{channel_id}/messages`.
    pub route: String,
    /// The path itself with its query, without `/api/v10`.
    pub path: String,
    /// Null if there was none.
    pub body: Value,
    /// The status of the answer. 0 if the connection ended without one.
    pub status: u16,
    /// Whether it was done, although the answer may have been lost.
    pub done: bool,
    /// The fake's time.
    pub at_ms: i64,
}

/// Something that did not happen in time.
#[derive(thiserror::Error)]
#[error("{what} did not happen within {patience:?}{instead}")]
pub struct Waited {
    what: String,
    patience: Duration,
    instead: String,
}

impl Waited {
    /// Says also what there was instead.
    pub(super) fn instead(mut self, seen: &str) -> Self {
        self.instead = format!(", but: {seen}");
        self
    }
}

impl fmt::Debug for Waited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The fake itself.
pub(super) struct Fake {
    world: Mutex<World>,
    pub(super) changed: watch::Sender<()>,
    pub(super) clock: Clock,
    pub(super) witness: Arc<Witness>,
    pub(super) limits: Mutex<Limits>,
    pub(super) faults: Mutex<Faults>,
    pub(super) orders: broadcast::Sender<Order>,
    pub(super) record: Option<Mutex<Vec<Request>>>,
    /// Where REST is, without a slash at the end.
    pub(super) address: String,
    /// Where the gateway is.
    pub(super) gateway: String,
    pub(super) patience: Duration,
    pub(super) beat: Duration,
    /// Heartbeats get no answer.
    pub(super) deaf: AtomicBool,
    /// Frames are compressed for those who ask.
    pub(super) zlib: AtomicBool,
    pub(super) beats: AtomicU32,
    pub(super) lines: AtomicU64,
}

/// What a fake is made of.
pub(super) struct Parts {
    pub(super) world: World,
    pub(super) address: String,
    pub(super) gateway: String,
    pub(super) patience: Duration,
    pub(super) beat: Duration,
    pub(super) limits: Limits,
    pub(super) recorded: bool,
}

impl Fake {
    pub(super) fn new(parts: Parts) -> Self {
        Self {
            changed: watch::Sender::new(()),
            clock: parts.world.clock.clone(),
            witness: Arc::clone(&parts.world.witness),
            world: Mutex::new(parts.world),
            limits: Mutex::new(parts.limits),
            faults: Mutex::default(),
            orders: broadcast::Sender::new(64),
            record: parts.recorded.then(Mutex::default),
            address: parts.address,
            gateway: parts.gateway,
            patience: parts.patience,
            beat: parts.beat,
            deaf: AtomicBool::new(false),
            zlib: AtomicBool::new(false),
            beats: AtomicU32::new(0),
            lines: AtomicU64::new(0),
        }
    }

    /// Looks at the state.
    pub(super) fn look<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&held(&self.world))
    }

    /// Changes the state and wakes everybody who waits for a change.
    pub(super) fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let done = change(&mut held(&self.world));
        self.changed.send_replace(());
        done
    }

    /// Works on sessions without waking anybody: sending is no change.
    pub(super) fn read_sessions<T>(&self, work: impl FnOnce(&mut Sessions) -> T) -> T {
        work(&mut held(&self.world).sessions)
    }

    /// Waits until there is something to see, as long as its patience lasts.
    pub(super) async fn until<T>(
        &self,
        what: &str,
        seen: impl Fn(&World) -> Option<T>,
    ) -> Result<T, Waited> {
        let mut changed = self.changed.subscribe();
        let waiting = async {
            loop {
                if let Some(found) = self.look(&seen) {
                    return found;
                }
                if changed.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
            }
        };
        let patience = self.patience;
        let waited = |_| Waited {
            what: what.to_owned(),
            patience,
            instead: String::new(),
        };
        tokio::time::timeout(patience, waiting)
            .await
            .map_err(waited)
    }

    pub(super) fn note(&self, request: Request) {
        if let Some(record) = &self.record {
            held(record).push(request);
        }
        self.changed.send_replace(());
    }
}

/// Locks, also after another holder failed.
pub(super) fn held<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

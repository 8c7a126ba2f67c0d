//! A node that exists only here: it takes what the bots bring, and gives what they are to tell.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::to_bytes;
use axum::extract::{Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use axum::{Json, Router};
use hearback::fault::{Doing, Fault, Outcome};
use hearback_wire::chance::SeededChance;
use hearback_wire::clock::Millis;
use hearback_wire::day::Day;
use hearback_wire::id::{Handle, Hash};
use hearback_wire::intake::{NeedPut, PutNeed, Update, Updates, What};
use hearback_wire::reference::NeedRef;
use hearback_wire::status::Status;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::AbortHandle;

/// The largest body of a bot.
const LARGEST: usize = 1 << 20;
/// How long a poll is held open.
const HELD: Duration = Duration::from_secs(20);

/// A need as the node took it.
#[derive(Clone, Debug)]
pub(super) struct Need {
    pub(super) handle: Handle,
    pub(super) reference: NeedRef,
    statement: String,
}

impl Need {
    /// The words that were approved.
    pub(super) fn words(&self) -> String {
        self.statement.clone()
    }
}

/// Something that bots brought.
#[derive(Clone, Debug)]
struct Put {
    path: String,
    key: String,
    body: String,
}

#[derive(Default)]
struct Seen {
    /// By the key under which it was brought: the same key is the same need.
    needs: BTreeMap<String, Need>,
    puts: Vec<Put>,
    updates: Vec<Update>,
}

struct Desk {
    seed: u64,
    seen: Mutex<Seen>,
    touched: watch::Sender<()>,
}

impl Desk {
    fn look(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The node. It stops when it goes.
pub(super) struct Node {
    desk: Arc<Desk>,
    serving: AbortHandle,
    /// Where it listens.
    pub(super) url: String,
}

impl Drop for Node {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Node {
    pub(super) async fn start(seed: u64) -> Outcome<Self> {
        let desk = Arc::new(Desk {
            seed,
            seen: Mutex::default(),
            touched: watch::Sender::new(()),
        });
        let intake = Router::new()
            .route("/intake/v1/updates", get(updates))
            .route("/intake/v1/similar", any(similar))
            .route("/intake/v1/{*rest}", any(put))
            .with_state(Arc::clone(&desk));
        let listener = TcpListener::bind("127.0.0.1:0").await.doing("a port")?;
        let url = format!("http://{}", listener.local_addr().doing("a port")?);
        let serving = tokio::spawn(axum::serve(listener, intake).into_future());
        Ok(Self {
            desk,
            serving: serving.abort_handle(),
            url,
        })
    }

    /// Brings one thing that happened to some threads. Returns the id of each update.
    pub(super) fn bring(&self, reference: NeedRef, handles: &[Handle], what: &What) -> Vec<Hash> {
        let mut seen = self.desk.look();
        let cause = nth(self.desk.seed, seen.updates.len());
        let mut ids = Vec::new();
        for handle in handles {
            let id = nth(self.desk.seed, seen.updates.len());
            seen.updates.push(Update {
                id,
                cause,
                handle: *handle,
                reference,
                what: what.clone(),
            });
            ids.push(id);
        }
        drop(seen);
        self.desk.touched.send_replace(());
        ids
    }

    /// The needs with these words.
    pub(super) fn needs(&self, words: &str) -> Vec<Need> {
        let seen = self.desk.look();
        let all = seen.needs.values();
        all.filter(|need| need.statement == words)
            .cloned()
            .collect()
    }

    /// The keys and bodies under which something was brought to a path, each key once.
    pub(super) fn puts(&self, path: &str) -> BTreeMap<String, String> {
        let seen = self.desk.look();
        let puts = seen.puts.iter().filter(|put| put.path == path);
        puts.map(|put| (put.key.clone(), put.body.clone()))
            .collect()
    }

    /// Waits until the node has something.
    pub(super) async fn until<T>(
        &self,
        (what, patience): (&str, Duration),
        found: impl Fn(&Self) -> Option<T>,
    ) -> Outcome<T> {
        let mut touched = self.desk.touched.subscribe();
        let waiting = async {
            loop {
                if let Some(found) = found(self) {
                    return found;
                }
                if touched.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
            }
        };
        let waited = tokio::time::timeout(patience, waiting).await;
        waited.map_err(|_| {
            let seen = self.desk.look();
            let last = seen
                .puts
                .last()
                .map(|put| format!("{} {}", put.path, put.body));
            let last = last.unwrap_or_else(|| "nothing".to_owned());
            Fault::new(format!(
                "the node never got {what}; the last that it got is {last}"
            ))
        })
    }
}

fn nth(seed: u64, at: usize) -> Hash {
    Hash::of(&[&seed.to_be_bytes(), &at.to_be_bytes()])
}

#[derive(serde::Deserialize)]
struct After {
    after: usize,
}

/// Gives every update after the cursor, and the newest one again.
async fn updates(
    State(desk): State<Arc<Desk>>,
    Query(After { after }): Query<After>,
) -> Json<Updates> {
    let mut touched = desk.touched.subscribe();
    let more = async {
        while after >= desk.look().updates.len() {
            if touched.changed().await.is_err() {
                return;
            }
        }
    };
    // Nothing new is an answer too.
    let _none = tokio::time::timeout(HELD, more).await;
    let seen = desk.look();
    let again = seen.updates.iter().skip(after.saturating_sub(1));
    Json(Updates {
        updates: again.cloned().collect(),
        cursor: u64::try_from(seen.updates.len()).unwrap_or(0),
    })
}

async fn similar() -> Json<Vec<()>> {
    Json(Vec::new())
}

async fn put(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let path = request.uri().path().trim_start_matches("/intake/v1/");
    let path = path.to_owned();
    let key = request.headers().get("idempotency-key");
    let key = key.and_then(|key| key.to_str().ok()).map(str::to_owned);
    let body = to_bytes(request.into_body(), LARGEST).await;
    let (Some(key), Ok(body)) = (key, body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let body = String::from_utf8_lossy(&body).into_owned();
    let answer = take(&desk, &path, &key, &body);
    let put = Put { path, key, body };
    desk.look().puts.push(put);
    desk.touched.send_replace(());
    answer
}

fn take(desk: &Desk, path: &str, key: &str, body: &str) -> Response {
    if path != "needs" {
        return StatusCode::NO_CONTENT.into_response();
    }
    let Ok(put) = serde_json::from_str::<PutNeed>(body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let mut seen = desk.look();
    let at = u64::try_from(seen.needs.len()).unwrap_or(0);
    let chance = SeededChance::new(desk.seed.wrapping_mul(1_000_003).wrapping_add(at));
    let need = seen.needs.entry(key.to_owned()).or_insert_with(|| Need {
        handle: put.handle,
        reference: NeedRef::draw(&chance),
        statement: put.content.statement.to_string(),
    });
    let taken = NeedPut {
        reference: need.reference,
        status: Status::Logged,
        read_by: Day::of(Millis(1_800_000_000_000)),
    };
    (StatusCode::CREATED, Json(taken)).into_response()
}

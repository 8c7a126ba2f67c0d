//! A room, and a node that only exists here, for tests of pages and of whole journeys.

mod journeys;
mod mine;
mod pages;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::routing::{any, get};
use axum::{Json, Router};
use hearback_store::{Pool, with_pool};
use hearback_wire::chance::SeededChance;
use hearback_wire::clock::{Clock, ManualClock, Millis};
use hearback_wire::day::Day;
use hearback_wire::id::{Handle, Hash};
use hearback_wire::intake::{NeedPut, NeedSummary, PutNeed, Similar, Update, Updates, What, Who};
use hearback_wire::problem::Problem;
use hearback_wire::reference::NeedRef;
use hearback_wire::status::Status;
use hearback_wire::text::Lang;
use hearback_wire::vocabulary::Band;
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::{BotSettings, Bots, VaultKey, delivery};

/// Long enough for a busy machine; nothing waits for it when all is well.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);
const NEED: &str = "We need waiting times for each hospital in the country";

/// What the node was sent, and what it will give.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) puts: Vec<(String, String, String)>,
    pub(crate) updates: Vec<Update>,
    refuse_needs: bool,
    /// What is like everything.
    pub(crate) similar: Vec<Similar>,
    pub(crate) fail_once: bool,
}

/// The node of a test, and word of every change to it.
pub(crate) struct FakeNode {
    pub(crate) seen: Mutex<Seen>,
    touched: watch::Sender<()>,
}

pub(crate) type Node = Arc<FakeNode>;

impl FakeNode {
    fn touch<T>(&self, change: impl FnOnce(&mut Seen) -> T) -> T {
        let made = change(&mut self.seen.lock().unwrap());
        self.touched.send_replace(());
        made
    }

    /// Waits until what was seen gives something.
    pub(crate) async fn wait<T>(&self, fits: impl Fn(&Seen) -> Option<T>) -> T {
        let mut touched = self.touched.subscribe();
        let found = async {
            loop {
                if let Some(found) = fits(&self.seen.lock().unwrap()) {
                    return found;
                }
                touched.changed().await.unwrap();
            }
        };
        tokio::time::timeout(PATIENCE, found)
            .await
            .expect("the node never saw this")
    }
}

pub(crate) fn reference() -> NeedRef {
    NeedRef::draw(&SeededChance::new(4))
}

async fn put(State(node): State<Node>, request: Request) -> axum::response::Response {
    use axum::response::IntoResponse;
    let path = request.uri().path().to_owned();
    let key = request
        .headers()
        .get("idempotency-key")
        .map(|k| k.to_str().unwrap().to_owned());
    assert_eq!(request.headers()["authorization"], "Bearer secret");
    let body = axum::body::to_bytes(request.into_body(), 100_000)
        .await
        .unwrap();
    if path.ends_with("/similar") {
        let similar = node.seen.lock().unwrap().similar.clone();
        return Json(similar).into_response();
    }
    if path.contains("/moderation/") {
        // This node's bots were not allowed to moderate.
        return StatusCode::FORBIDDEN.into_response();
    }
    let body = String::from_utf8(body.to_vec()).unwrap();
    let (fails, refuses) = node.touch(|seen| {
        seen.puts.push((path.clone(), key.unwrap(), body));
        (std::mem::take(&mut seen.fail_once), seen.refuse_needs)
    });
    if fails {
        return StatusCode::BAD_GATEWAY.into_response();
    }
    if path != "/intake/v1/needs" {
        return StatusCode::NO_CONTENT.into_response();
    }
    if refuses {
        let problem = Problem::new(422, "limit", "Not now", "Please make it about statistics.");
        return (StatusCode::UNPROCESSABLE_ENTITY, Json(problem)).into_response();
    }
    let read_by = Day::of(Millis(1_800_000_000_000));
    let put = NeedPut {
        reference: reference(),
        status: Status::Logged,
        read_by,
    };
    (StatusCode::CREATED, Json(put)).into_response()
}

pub(crate) fn summary() -> NeedSummary {
    NeedSummary {
        reference: reference(),
        statement: "Bus times that are true in every town".to_owned(),
        status: Status::Referred,
        voices: Band::Under10,
        latest: None,
    }
}

async fn needs() -> Json<Vec<NeedSummary>> {
    Json(vec![summary()])
}

async fn need(Path(asked): Path<String>) -> Result<Json<NeedSummary>, StatusCode> {
    let known = asked == reference().to_string();
    known.then(|| Json(summary())).ok_or(StatusCode::NOT_FOUND)
}

async fn who() -> Json<Vec<Who>> {
    Json(vec![Who {
        body: "office".to_owned(),
        name: "The Office".to_owned(),
        because: "it publishes statistics of hospitals".to_owned(),
        connected: true,
    }])
}

#[derive(serde::Deserialize)]
struct After {
    after: usize,
}

/// Gives every update until the cursor has passed it, and the newest one again after that.
async fn updates(State(node): State<Node>, Query(After { after }): Query<After>) -> Json<Updates> {
    let mut touched = node.touched.subscribe();
    if after >= node.seen.lock().unwrap().updates.len() {
        touched.changed().await.unwrap();
    }
    let updates = node.seen.lock().unwrap().updates.clone();
    let again = updates
        .iter()
        .skip(after.saturating_sub(1))
        .cloned()
        .collect();
    Json(Updates {
        updates: again,
        cursor: updates.len() as u64,
    })
}

/// A room and its node; stopped when it goes.
pub(crate) struct House {
    pub(crate) bots: Bots,
    pub(crate) node: Node,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) stop: CancellationToken,
    pool: Pool,
    folder: tempfile::TempDir,
}

impl Drop for House {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is where the tests' one client is built"
)]
pub(crate) fn client() -> reqwest::Client {
    // An error only means that another test installed it first.
    let _installed = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().build().unwrap()
}

/// What the organisation of a test lets needs say of where they come from.
pub(crate) const ORIGIN: &str = "class:charity, England";

pub(crate) async fn house(public_url: &str) -> House {
    house_with(public_url, |_| {}).await
}

/// A house with other settings.
pub(crate) async fn house_with(public_url: &str, set: impl FnOnce(&mut BotSettings)) -> House {
    let node = Arc::new(FakeNode {
        seen: Mutex::default(),
        touched: watch::Sender::new(()),
    });
    let intake = Router::new()
        .route("/intake/v1/needs", get(needs).post(put))
        .route("/intake/v1/updates", get(updates))
        .route("/intake/v1/needs/{reference}", get(need))
        .route("/intake/v1/who", get(who))
        .route("/intake/v1/{*rest}", any(put))
        .with_state(Arc::clone(&node));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let node_url = format!("http://{}", listener.local_addr().unwrap());
    let stop = CancellationToken::new();
    let served =
        axum::serve(listener, intake).with_graceful_shutdown(stop.clone().cancelled_owned());
    tokio::spawn(served.into_future());
    let folder = tempfile::tempdir().unwrap();
    let pool = Pool::open(&format!("sqlite:{}", folder.path().join("v.db").display()))
        .await
        .unwrap();
    let mut settings = BotSettings {
        room: "Hospital Friends".to_owned(),
        intermediary: "The Society".to_owned(),
        node_url,
        token: "secret".to_owned(),
        public_url: public_url.to_owned(),
        roster: vec!["Zebedee".to_owned()],
        origin: ORIGIN.parse().unwrap(),
        room_hides_origin: false,
        kept: crate::Kept::default(),
    };
    set(&mut settings);
    let clock = Arc::new(ManualClock::new(Millis(1_800_000_000_000)));
    let chance = Arc::new(SeededChance::new(2));
    let bots = Bots::open(
        pool.clone(),
        VaultKey::new([1; 32]),
        settings,
        clock.clone(),
        chance,
        client(),
    )
    .await;
    House {
        bots: bots.unwrap(),
        node,
        clock,
        stop,
        pool,
        folder,
    }
}

/// A page as a browser gets it.
struct Page {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Page {
    fn location(&self) -> String {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text);
        self.headers["location"].to_str().unwrap().to_owned()
    }

    fn cookie(&self) -> String {
        let line = self.headers["set-cookie"].to_str().unwrap();
        line.split(';').next().unwrap().to_owned()
    }
}

impl House {
    pub(crate) const fn pool(&self) -> &Pool {
        &self.pool
    }

    /// How many threads the vault holds.
    pub(crate) async fn threads(&self) -> i64 {
        const SQL: &str = "SELECT COUNT(*) FROM thread";
        let count = with_pool!(&self.pool, |p| sqlx::query_scalar(SQL).fetch_one(p).await);
        count.unwrap()
    }

    /// Everything that the vault's files hold.
    pub(crate) fn vault_bytes(&self) -> Vec<u8> {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        let read = |file: std::io::Result<std::fs::DirEntry>| std::fs::read(file.unwrap().path());
        files.flat_map(|file| read(file).unwrap()).collect()
    }

    async fn request(&self, request: http::request::Builder, body: String) -> Page {
        let request = request.body(Body::from(body)).unwrap();
        let response = self.bots.router().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 1_000_000).await.unwrap();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        Page {
            status: parts.status,
            headers: parts.headers,
            text,
        }
    }

    async fn get(&self, path: &str) -> Page {
        self.request(http::Request::get(path), String::new()).await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.post_with(http::Request::post(path), fields).await
    }

    async fn post_with(&self, to: http::request::Builder, fields: &[(&str, &str)]) -> Page {
        let mut url = reqwest::Url::parse("http://form.example/").unwrap();
        url.query_pairs_mut().extend_pairs(fields);
        let body = url.query().unwrap_or_default().to_owned();
        self.request(
            to.header("content-type", "application/x-www-form-urlencoded"),
            body,
        )
        .await
    }

    async fn say(&self) -> String {
        self.post("/room", &[("need", NEED), ("use", "")])
            .await
            .location()
    }

    async fn json(&self, thread: &str) -> Value {
        serde_json::from_str(&self.get(&format!("{thread}.json")).await.text).unwrap()
    }

    /// Waits until the thread, as programs see it, is as it should be.
    async fn wait_for(&self, thread: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let mut changed = self.bots.changed.subscribe();
        let found = async {
            loop {
                let seen = self.json(thread).await;
                if fits(&seen) {
                    return seen;
                }
                changed.recv().await.unwrap();
            }
        };
        tokio::time::timeout(PATIENCE, found)
            .await
            .expect("the thread never got there")
    }

    pub(crate) fn deliver(&self) {
        tokio::spawn(delivery::run(self.bots.clone(), self.stop.clone()));
    }

    pub(crate) fn puts(&self, path: &str) -> Vec<(String, String)> {
        puts(&self.node.seen.lock().unwrap(), path)
    }

    /// The first body that the node got at a path; waits for it.
    pub(crate) async fn first_put(&self, path: &str) -> String {
        self.node
            .wait(|seen| puts(seen, path).pop().map(|(_, body)| body))
            .await
    }

    /// Waits until what failed is put off, and then until its time has come.
    pub(crate) async fn pass_the_wait(&self) {
        while self.bots.vault.next_due().await.unwrap() <= Some(self.clock.now()) {
            tokio::task::yield_now().await;
        }
        self.clock.advance_seconds(1);
        self.bots.wake.notify_one();
    }

    /// Brings an update, and returns where its outcome must go.
    pub(crate) fn bring(&self, handle: Handle, what: What) -> String {
        self.bring_to([(handle, what)]).remove(0)
    }

    /// Brings one event to several threads at once, and returns where each outcome must go.
    pub(crate) fn bring_to<const N: usize>(&self, all: [(Handle, What); N]) -> Vec<String> {
        let cause = self.node.touch(|seen| nth_id(seen.updates.len()));
        self.bring_for(cause, all)
    }

    /// Brings what the last update brought to one more thread.
    pub(crate) fn bring_late(&self, handle: Handle) -> String {
        let last = self.node.touch(|seen| seen.updates.last().cloned());
        let last = last.unwrap();
        self.bring_for(last.cause, [(handle, last.what)]).remove(0)
    }

    fn bring_for<const N: usize>(&self, cause: Hash, all: [(Handle, What); N]) -> Vec<String> {
        self.node.touch(|seen| {
            let mut outcomes = Vec::new();
            for (handle, what) in all {
                let id = nth_id(seen.updates.len());
                seen.updates.push(Update {
                    id,
                    cause,
                    handle,
                    reference: reference(),
                    what,
                });
                outcomes.push(format!("/intake/v1/updates/{id}/outcome"));
            }
            outcomes
        })
    }

    /// The body of the `nth` put at a path, counted from one; waits for it.
    pub(crate) async fn nth_put(&self, path: &str, nth: usize) -> String {
        self.node
            .wait(|seen| puts(seen, path).into_iter().nth(nth - 1))
            .await
            .1
    }
}

/// Keys and bodies that came to a path.
fn puts(seen: &Seen, path: &str) -> Vec<(String, String)> {
    let puts = seen.puts.iter().filter(|put| put.0 == path);
    puts.map(|(_, key, body)| (key.clone(), body.clone()))
        .collect()
}

fn nth_id(at: usize) -> Hash {
    Hash::of(&[&[u8::try_from(at).unwrap()]])
}

pub(crate) fn answered() -> What {
    What::Answered {
        producer: "The Office".to_owned(),
        status: Status::Delivered,
        words: "It is there now, for every hospital.".parse().unwrap(),
        reasons: Vec::new(),
        link: Some("https://example.org/times".to_owned()),
        would_change: None,
        when: None,
        lang: Lang::english(),
    }
}

fn kinds(thread: &Value) -> Vec<&str> {
    let messages = thread["messages"].as_array().unwrap();
    messages
        .iter()
        .map(|message| message["kind"].as_str().unwrap())
        .collect()
}

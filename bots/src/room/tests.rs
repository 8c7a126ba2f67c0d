//! The whole room against a node that only exists here: pages, delivery, and what comes back.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::routing::{any, get};
use axum::{Json, Router};
use hearback_store::Pool;
use hearback_wire::chance::SeededChance;
use hearback_wire::clock::{ManualClock, Millis};
use hearback_wire::day::Day;
use hearback_wire::id::{Handle, Hash};
use hearback_wire::intake::{NeedPut, NeedSummary, PutNeed, Update, Updates, What};
use hearback_wire::problem::Problem;
use hearback_wire::reference::NeedRef;
use hearback_wire::status::Status;
use hearback_wire::text::Lang;
use hearback_wire::vocabulary::Band;
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::{BotSettings, Bots, VaultKey, delivery};

const NEED: &str = "We need waiting times for each hospital in the country";

/// What the node was sent, and what it will give.
#[derive(Default)]
struct Seen {
    puts: Vec<(String, String, String)>,
    updates: Vec<Update>,
    refuse_needs: bool,
    fail_once: bool,
}

type Node = Arc<Mutex<Seen>>;

fn reference() -> NeedRef {
    NeedRef::draw(&SeededChance::new(4))
}

async fn put(State(node): State<Node>, request: Request) -> axum::response::Response {
    use axum::response::IntoResponse;
    let path = request.uri().path().to_owned();
    let key = request.headers().get("idempotency-key").map(|k| k.to_str().unwrap().to_owned());
    assert_eq!(request.headers()["authorization"], "Bearer secret");
    let body = axum::body::to_bytes(request.into_body(), 100_000).await.unwrap();
    if path.ends_with("/similar") {
        return Json(serde_json::json!([])).into_response();
    }
    let mut node = node.lock().unwrap();
    let body = String::from_utf8(body.to_vec()).unwrap();
    node.puts.push((path.clone(), key.unwrap(), body));
    if std::mem::take(&mut node.fail_once) {
        return StatusCode::BAD_GATEWAY.into_response();
    }
    if path != "/intake/v1/needs" {
        return StatusCode::NO_CONTENT.into_response();
    }
    if node.refuse_needs {
        let problem = Problem::new(422, "limit", "Not now", "Please make it about statistics.");
        return (StatusCode::UNPROCESSABLE_ENTITY, Json(problem)).into_response();
    }
    let read_by = Day::of(Millis(1_800_000_000_000));
    let put = NeedPut { reference: reference(), status: Status::Logged, read_by };
    (StatusCode::CREATED, Json(put)).into_response()
}

async fn needs() -> Json<Vec<NeedSummary>> {
    Json(vec![NeedSummary {
        reference: reference(),
        statement: "Bus times that are true in every town".to_owned(),
        status: Status::Referred,
        voices: Band::Under10,
        latest: None,
    }])
}

#[derive(serde::Deserialize)]
struct After {
    after: usize,
}

/// Gives every update until the cursor has passed it, and the newest one again after that.
async fn updates(State(node): State<Node>, Query(After { after }): Query<After>) -> Json<Updates> {
    let updates = node.lock().unwrap().updates.clone();
    if after >= updates.len() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let again = updates.iter().skip(after.saturating_sub(1)).cloned().collect();
    Json(Updates { updates: again, cursor: updates.len() as u64 })
}

/// A room and its node; stopped when it goes.
struct House {
    bots: Bots,
    node: Node,
    stop: CancellationToken,
    _folder: tempfile::TempDir,
}

impl Drop for House {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

#[expect(clippy::disallowed_methods, reason = "this is where the tests' one client is built")]
fn client() -> reqwest::Client {
    // An error only means that another test installed it first.
    let _installed = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().build().unwrap()
}

async fn house(public_url: &str) -> House {
    let node = Node::default();
    let intake = Router::new()
        .route("/intake/v1/needs", get(needs).post(put))
        .route("/intake/v1/updates", get(updates))
        .route("/intake/v1/{*rest}", any(put))
        .with_state(Arc::clone(&node));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let node_url = format!("http://{}", listener.local_addr().unwrap());
    let stop = CancellationToken::new();
    let served = axum::serve(listener, intake).with_graceful_shutdown(stop.clone().cancelled_owned());
    tokio::spawn(served.into_future());
    let folder = tempfile::tempdir().unwrap();
    let pool = Pool::open(&format!("sqlite:{}", folder.path().join("v.db").display())).await.unwrap();
    let settings = BotSettings {
        room: "Hospital Friends".to_owned(),
        intermediary: "The Society".to_owned(),
        node_url,
        token: "secret".to_owned(),
        public_url: public_url.to_owned(),
        roster: vec!["Zebedee".to_owned()],
    };
    let clock = Arc::new(ManualClock::new(Millis(1_800_000_000_000)));
    let chance = Arc::new(SeededChance::new(2));
    let bots = Bots::open(pool, VaultKey::new([1; 32]), settings, clock, chance, client()).await;
    House { bots: bots.unwrap(), node, stop, _folder: folder }
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
    async fn request(&self, request: http::request::Builder, body: String) -> Page {
        let request = request.body(Body::from(body)).unwrap();
        let response = self.bots.router().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 1_000_000).await.unwrap();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        Page { status: parts.status, headers: parts.headers, text }
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
        self.request(to.header("content-type", "application/x-www-form-urlencoded"), body).await
    }

    async fn say(&self) -> String {
        self.post("/room", &[("need", NEED), ("use", "")]).await.location()
    }

    async fn json(&self, thread: &str) -> Value {
        serde_json::from_str(&self.get(&format!("{thread}.json")).await.text).unwrap()
    }

    /// Waits until the thread, as programs see it, is as it should be.
    async fn wait_for(&self, thread: &str, fits: impl Fn(&Value) -> bool) -> Value {
        for _ in 0..400 {
            let seen = self.json(thread).await;
            if fits(&seen) {
                return seen;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("never came: {}", self.json(thread).await);
    }

    fn deliver(&self) {
        tokio::spawn(delivery::run(self.bots.clone(), self.stop.clone()));
    }

    fn puts(&self, path: &str) -> Vec<(String, String)> {
        let node = self.node.lock().unwrap();
        let puts = node.puts.iter().filter(|put| put.0 == path);
        puts.map(|(_, key, body)| (key.clone(), body.clone())).collect()
    }

    fn bring(&self, handle: Handle, what: What) {
        let mut node = self.node.lock().unwrap();
        let id = Hash::of(&[&[u8::try_from(node.updates.len()).unwrap()]]);
        node.updates.push(Update { id, handle, reference: reference(), what });
    }
}

fn answered() -> What {
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
    messages.iter().map(|message| message["kind"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_need_goes_out_and_the_answer_comes_back_once() {
    let house = house("http://127.0.0.1:8080").await;
    let thread = house.say().await;
    assert!(house.get(&thread).await.text.contains(NEED));
    assert!(house.puts("/intake/v1/needs").is_empty(), "nothing leaves before the person says so");
    house.post(&format!("{thread}/send"), &[]).await.location();
    house.post(&format!("{thread}/send"), &[]).await.location();
    house.node.lock().unwrap().fail_once = true;
    house.deliver();
    // The manual clock stands still, so the retry after the failure needs a push.
    let sent = async {
        loop {
            let puts = house.puts("/intake/v1/needs");
            if let Some((_, body)) = puts.first() {
                return serde_json::from_str::<PutNeed>(body).unwrap();
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let put = tokio::time::timeout(Duration::from_secs(4), sent).await.unwrap();
    assert_eq!(put.approved, put.content.hash());
    house.bring(put.handle, What::Released {});
    house.bring(put.handle, answered());
    let seen = house.wait_for(&thread, |seen| kinds(seen).contains(&"answered")).await;
    assert_eq!(kinds(&seen), ["sent", "released", "answered"]);
    assert_eq!(seen["ref"], reference().to_string());
    let text = seen["messages"][2]["text"].as_str().unwrap();
    assert!(text.contains("It is there now, for every hospital."));

    house.post(&format!("{thread}/verdict"), &[("verdict", "met"), ("felt_heard", "5")]).await.location();
    let again = house.post(&format!("{thread}/verdict"), &[("verdict", "met")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let outcomes = |id: &[u8]| house.puts(&format!("/intake/v1/updates/{}/outcome", Hash::of(&[id])));
    for id in [[0], [1]] {
        let told = async {
            while outcomes(&id).is_empty() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(4), told).await.unwrap();
        assert_eq!(outcomes(&id)[0].1, r#"{"outcome":"thread"}"#);
    }
}

#[tokio::test]
async fn the_reference_comes_into_the_thread_and_an_unknown_handle_is_gone() {
    let house = house("http://127.0.0.1:8080").await;
    house.bring(Handle::draw(&SeededChance::new(77)), answered());
    house.deliver();
    let thread = house.say().await;
    house.post(&format!("{thread}/send"), &[]).await.location();
    let seen = house.wait_for(&thread, |seen| !seen["ref"].is_null()).await;
    assert_eq!(kinds(&seen), ["sent", "taken"]);
    assert!(seen["messages"][1]["text"].as_str().unwrap().contains("15 January 2027"));
    let path = format!("/intake/v1/updates/{}/outcome", Hash::of(&[&[0]]));
    assert_eq!(house.puts(&path)[0].1, r#"{"outcome":"gone"}"#);
}

#[tokio::test]
async fn a_refused_need_comes_back_to_be_changed() {
    let house = house("http://127.0.0.1:8080").await;
    house.node.lock().unwrap().refuse_needs = true;
    house.deliver();
    let thread = house.say().await;
    house.post(&format!("{thread}/send"), &[]).await.location();
    let seen = house.wait_for(&thread, |seen| seen["state"] == "preview").await;
    let text = seen["messages"][1]["text"].as_str().unwrap();
    assert!(text.contains("Please make it about statistics."));
}

#[tokio::test]
async fn wrong_words_come_back_with_the_form() {
    let house = house("http://127.0.0.1:8080").await;
    let long = "word ".repeat(200);
    for typed in ["", "too <short>", long.as_str(), "We need waiting\u{202E} times everywhere"] {
        let page = house.post("/room", &[("need", typed), ("use", "a kept use")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text.contains("a kept use") && page.text.contains("Nothing was sent"));
        assert!(!page.text.contains("<short>"), "typed text is escaped");
    }
    let thread = house.say().await;
    let page = house.post(&format!("{thread}/edit"), &[("need", "short"), ("use", "")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let huge = "x".repeat(super::MOST_BYTES + 1);
    let page = house.post("/room", &[("need", huge.as_str())]).await;
    assert!(page.text.contains("far too long"));
}

#[tokio::test]
async fn names_never_reach_the_thread_and_stopping_deletes_the_words() {
    let house = house("http://127.0.0.1:8080").await;
    let named = format!("{NEED}, says Zebedee");
    let thread = house.post("/room", &[("need", named.as_str())]).await.location();
    let page = house.get(&thread).await;
    assert!(!page.text.contains("Zebedee") && page.text.contains("a person&#39;s name"));
    house.post(&format!("{thread}/cancel"), &[]).await.location();
    let page = house.get(&thread).await;
    assert!(!page.text.contains("hospital"), "{}", page.text);
    assert_eq!(house.json(&thread).await["state"], "cancelled");
}

#[tokio::test]
async fn one_browser_has_one_voice_for_a_need() {
    let house = house("https://needs.example.org").await;
    let list = house.get("/room/needs").await;
    assert!(list.text.contains("Bus times"));
    let cookie = list.cookie();
    assert!(cookie.starts_with("__Host-hearback_person="));
    let reference = reference().to_string();
    let fields = [("ref", reference.as_str()), ("voice", "uses_it")];
    let with = || http::Request::post("/room/voice").header("cookie", &cookie);
    let thread = house.post_with(with(), &fields).await.location();
    assert_eq!(house.json(&thread).await["state"], "voiced");
    let again = house.post_with(with(), &fields).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.text.contains("counts already"));
    let draft = house.say().await;
    let instead = http::Request::post(format!("{draft}/voice")).header("cookie", &cookie);
    assert_eq!(house.post_with(instead, &fields).await.status, StatusCode::CONFLICT);
    assert_eq!(house.json(&draft).await["state"], "preview", "nothing changed");
    house.post(&format!("{thread}/withdraw"), &[]).await.location();
    house.post_with(with(), &fields).await.location();
}

#[tokio::test]
async fn pages_are_closed_to_other_sites_and_kept_by_nobody() {
    let house = house("https://needs.example.org").await;
    let thread = house.say().await;
    let page = house.get(&thread).await;
    assert_eq!(page.headers["cache-control"], "no-store");
    assert_eq!(page.headers["referrer-policy"], "no-referrer");
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"));
    for inline in ["<style", "style=", "onclick", "<script>"] {
        assert!(!page.text.contains(inline), "{inline}");
    }
    let from = |site: &str, origin: &str| {
        http::Request::post(format!("{thread}/send"))
            .header("sec-fetch-site", site.to_owned())
            .header("origin", origin.to_owned())
    };
    let other = house.post_with(from("cross-site", "https://evil.example"), &[]).await;
    assert_eq!(other.status, StatusCode::FORBIDDEN);
    assert!(other.text.contains("Another site"));
    assert!(other.headers.contains_key("content-security-policy"));
    assert_eq!(house.json(&thread).await["state"], "preview");
    let ours = house.post_with(from("same-origin", "https://needs.example.org"), &[]).await;
    ours.location();
    for path in ["/t/short", &format!("/t/{}", "0".repeat(64)), "/t/short.json"] {
        assert_eq!(house.get(path).await.status, StatusCode::NOT_FOUND);
    }
}

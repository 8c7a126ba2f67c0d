//! A node that only holds a door, as a bot that moderates meets it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use hearback_wire::content::Content;
use hearback_wire::day::Day;
use hearback_wire::id::Hash;
use hearback_wire::intake::{By, Change, Changes, Did, EditHeld, Held, Leaves, Refusal};
use hearback_wire::problem::Problem;
use hearback_wire::reference::NeedRef;
use hearback_wire::status::Status;
use hearback_wire::vocabulary::Removed;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

/// What the door holds, and what it was sent.
#[derive(Default)]
pub(crate) struct Door {
    held: BTreeMap<NeedRef, Held>,
    changes: Vec<Change>,
    keys: BTreeSet<String>,
    /// What was decided: the verb and the key.
    pub(crate) decided: Vec<(String, String)>,
    pub(crate) tries: usize,
    /// What was sent with each decision that was taken.
    pub(crate) bodies: Vec<Value>,
    /// Whether the bot may not moderate.
    pub(crate) closed: bool,
    /// Whether the next answer is lost, after its decision was taken.
    pub(crate) cut_off: bool,
    /// What does not fit about the next decision.
    pub(crate) refuses: Option<&'static str>,
}

pub(crate) type Shared = Arc<Mutex<Door>>;

/// A need as it stands at the door.
pub(crate) fn held(reference: NeedRef, words: &str) -> Held {
    let content = Content::plain(words.parse().unwrap(), None);
    Held {
        reference,
        hash: content.hash(),
        content,
        status: Status::Logged,
        before: None,
        said: None,
        appealed: false,
        read_by: "2027-01-20".parse().unwrap(),
        said_on: "2027-01-13".parse::<Day>().unwrap(),
        waits: true,
        removed: vec![Removed::Phone],
        similar: Vec::new(),
        leaves: None,
        unmet: Vec::new(),
        second: Vec::new(),
        public: Vec::new(),
        first: false,
    }
}

/// A need that both keys let go, as it waits for its window.
pub(crate) fn leaving(held: Held, overdue: bool) -> Held {
    Held {
        waits: false,
        status: Status::Confirmed,
        leaves: Some(Leaves {
            on: "2027-01-19".parse().unwrap(),
            words: "leaves Tuesday 19 January, from 09:30; held: 2 more needed".to_owned(),
            needs_missing: 2,
            authors_missing: 0,
            waited: if overdue { 3 } else { 0 },
            overdue,
        }),
        ..held
    }
}

impl Door {
    /// Puts a need as it stands, and notes why.
    pub(crate) fn put(&mut self, held: Held, did: Did, by: By) {
        let reference = held.reference;
        self.held.insert(reference, held);
        self.note(reference, did, by);
    }

    /// A need leaves the door.
    pub(crate) fn let_go(&mut self, reference: NeedRef, did: Did, by: By) {
        self.held.remove(&reference);
        self.note(reference, did, by);
    }

    pub(crate) fn get(&self, reference: NeedRef) -> Held {
        self.held[&reference].clone()
    }

    fn note(&mut self, reference: NeedRef, did: Did, by: By) {
        let reason = (did == Did::Refused).then_some(Refusal::Unclear);
        self.changes.push(Change {
            reference,
            did,
            by,
            reason,
        });
    }

    fn decide(&mut self, reference: NeedRef, verb: &str, key: &str, body: &Value) -> StatusCode {
        self.tries += 1;
        if self.keys.contains(key) {
            return StatusCode::NO_CONTENT;
        }
        let hash: Hash = serde_json::from_value(body["hash"].clone()).unwrap();
        let Some(mut held) = self.held.get(&reference).cloned() else {
            return StatusCode::CONFLICT;
        };
        let takes_back = matches!(verb, "undo" | "alone");
        let fits = if takes_back {
            held.leaves.is_some()
        } else {
            held.waits
        };
        if !fits || held.hash != hash {
            return StatusCode::CONFLICT;
        }
        if self.refuses.is_some() {
            return StatusCode::UNPROCESSABLE_ENTITY;
        }
        held.waits = false;
        held.status = Status::Clarifying;
        self.bodies.push(body.clone());
        match verb {
            "undo" => {
                held.waits = true;
                held.status = Status::Logged;
                held.leaves = None;
                self.put(held, Did::Undone, By::Chat);
            }
            "alone" => self.put(held, Did::LetAlone, By::Chat),
            "approve" => self.let_go(reference, Did::Approved, By::Chat),
            "refuse" => self.let_go(reference, Did::Refused, By::Chat),
            "merge" => self.let_go(reference, Did::Merged, By::Chat),
            "ask" => self.put(held, Did::Asked, By::Chat),
            "edit" => {
                let put: EditHeld = serde_json::from_value(body.clone()).unwrap();
                held.before = Some(held.content);
                held.hash = put.content.hash();
                held.content = put.content;
                self.put(held, Did::Edited, By::Chat);
            }
            other => panic!("{other}"),
        }
        self.keys.insert(key.to_owned());
        self.decided.push((verb.to_owned(), key.to_owned()));
        if std::mem::take(&mut self.cut_off) {
            StatusCode::BAD_GATEWAY
        } else {
            StatusCode::NO_CONTENT
        }
    }
}

pub(crate) fn router(door: Shared) -> Router {
    let base = "/intake/v1/moderation";
    Router::new()
        .route(&format!("{base}/needs"), get(all))
        .route(&format!("{base}/needs/{{reference}}"), get(one))
        .route(
            &format!("{base}/needs/{{reference}}/{{verb}}"),
            post(decide),
        )
        .route(&format!("{base}/changes"), get(changes))
        .with_state(door)
}

fn problem(status: StatusCode, detail: &str) -> Response {
    let problem = Problem::new(status.as_u16(), "no", "No", detail);
    (status, Json(problem)).into_response()
}

async fn all(State(door): State<Shared>) -> Json<Vec<Held>> {
    Json(door.lock().unwrap().held.values().cloned().collect())
}

async fn one(State(door): State<Shared>, Path(reference): Path<String>) -> Response {
    let reference: NeedRef = reference.parse().unwrap();
    match door.lock().unwrap().held.get(&reference) {
        Some(held) => Json(held).into_response(),
        None => problem(StatusCode::NOT_FOUND, "It does not wait here."),
    }
}

#[derive(serde::Deserialize)]
struct After {
    after: usize,
}

async fn changes(State(door): State<Shared>, Query(After { after }): Query<After>) -> Response {
    let door = door.lock().unwrap();
    if door.closed {
        return problem(StatusCode::FORBIDDEN, "This bot may not moderate.");
    }
    let changes = door.changes.iter().skip(after).copied().collect();
    Json(Changes {
        changes,
        cursor: door.changes.len() as u64,
    })
    .into_response()
}

async fn decide(
    State(door): State<Shared>,
    Path((reference, verb)): Path<(String, String)>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    let key = headers["idempotency-key"].to_str().unwrap();
    let mut door = door.lock().unwrap();
    let status = door.decide(reference.parse().unwrap(), &verb, key, &body);
    match door.refuses {
        Some(detail) if status == StatusCode::UNPROCESSABLE_ENTITY => problem(status, detail),
        _ if status.is_success() => status.into_response(),
        _ => problem(status, "It was decided before."),
    }
}

//! What a peer with true keys and bad intent can send, and what becomes of it: a clear refusal,
//! and nothing changed.

use std::collections::BTreeMap;

use axum::Router;
use axum::http::header::HeaderName;
use axum::routing::post as on_post;
use hearback_federation::{NodeError, Via};
use hearback_store::with_pool;
use hearback_wire::body::{Body, Erase, EraseReason};
use hearback_wire::event::{LogKey, LogName, Place, WireEvent};
use hearback_wire::id::{Hash, NodeId, RecId};
use hearback_wire::keys::SecretKey;
use hearback_wire::problem::Problem;
use hearback_wire::sync::{PATH, RejectCode, Reply, Request, SIGNATURE_HEADER, SYNC_TYPE, sign};
use hearback_wire::vocabulary::{Audience, NodeRole, ReferralRole};

use crate::common::{Engine, Running, befriend, http, keys, on_both_engines, release, settle};

const PEER: u64 = 77;

on_both_engines!(
    requests_that_are_not_what_they_say_are_refused,
    a_bad_event_stalls_its_log_alone,
    an_answer_that_the_rules_forbid_is_set_aside,
    repeated_and_late_events_change_nothing,
    a_signed_reply_that_does_not_parse_is_the_peers_fault_and_says_so,
);

/// A node, and a peer of its whose keys the test holds.
async fn pair(engine: &Engine) -> (Running, Running, SecretKey) {
    let node = engine
        .start("Riverside Advice", &[NodeRole::Intermediary], 1)
        .await;
    let peer = engine
        .start("A producer", &[NodeRole::Producer], PEER)
        .await;
    befriend(&node, &peer).await;
    settle(&peer, &node).await;
    (node, peer, keys(PEER).1)
}

fn request(to: &Running, from: &Running, events: Vec<WireEvent>) -> Request {
    Request {
        from: from.node.id().clone(),
        to: to.node.id().clone(),
        at: to.node.now(),
        nonce: RecId::draw(&*from.chance),
        have: BTreeMap::new(),
        events,
        wait: 0,
    }
}

async fn post(to: &Running, body: Vec<u8>, signature: Option<String>) -> Result<Reply, Problem> {
    let mut post = http()
        .post(format!("{}{PATH}", to.url))
        .header("content-type", SYNC_TYPE);
    if let Some(signature) = signature {
        post = post.header(SIGNATURE_HEADER, signature);
    }
    let response = post.body(body).send().await.unwrap();
    let good = response.status().is_success();
    let bytes = response.bytes().await.unwrap();
    if good {
        Ok(serde_json::from_slice(&bytes).unwrap())
    } else {
        Err(serde_json::from_slice(&bytes).unwrap())
    }
}

async fn send(to: &Running, request: &Request, key: &SecretKey) -> Result<Reply, Problem> {
    let body = serde_json::to_vec(request).unwrap();
    let signature = sign(&body, key);
    post(to, body, Some(signature)).await
}

async fn refusal(to: &Running, request: &Request, key: &SecretKey) -> String {
    send(to, request, key).await.unwrap_err().code().to_owned()
}

async fn requests_that_are_not_what_they_say_are_refused(engine: &Engine) {
    let (node, peer, key) = pair(engine).await;
    let good = request(&node, &peer, Vec::new());
    assert!(send(&node, &good, &key).await.is_ok());
    assert_eq!(refusal(&node, &good, &key).await, "replayed");

    let fresh = || request(&node, &peer, Vec::new());
    let other = Request {
        to: peer.node.id().clone(),
        ..fresh()
    };
    assert_eq!(refusal(&node, &other, &key).await, "not-me");
    for seconds in [-301, 301] {
        let skewed = Request {
            at: node.node.now().plus_seconds(seconds),
            ..fresh()
        };
        assert_eq!(refusal(&node, &skewed, &key).await, "skew");
    }
    let stranger = keys(5).1;
    assert_eq!(refusal(&node, &fresh(), &stranger).await, "unknown-key");
    let unknown = Request {
        from: NodeId::of_identity(&[9; 32]),
        ..fresh()
    };
    assert_eq!(refusal(&node, &unknown, &key).await, "not-peered");

    let body = serde_json::to_vec(&fresh()).unwrap();
    let signature = sign(&body, &key);
    let mut changed = body.clone();
    changed.push(b' ');
    for (body, signature) in [
        (changed, Some(signature.clone())),
        (body.clone(), None),
        (body.clone(), Some(signature.chars().take(40).collect())),
    ] {
        assert_eq!(
            post(&node, body, signature).await.unwrap_err().code(),
            "bad-signature"
        );
    }
    let half = body[..body.len() / 2].to_vec();
    let cut = post(&node, half.clone(), Some(sign(&half, &key))).await;
    assert_eq!(cut.unwrap_err().code(), "malformed");
    let huge = vec![b' '; 2 * 1024 * 1024];
    assert_eq!(
        post(&node, huge.clone(), Some(sign(&huge, &key)))
            .await
            .unwrap_err()
            .status,
        413
    );

    node.clock.advance_seconds(4000);
    peer.clock.advance_seconds(4000);
    node.node
        .pause_peer(peer.node.id(), true, Via::Console)
        .await
        .unwrap();
    assert_eq!(refusal(&node, &fresh(), &key).await, "not-peered");
}

/// A chain of events in the peer's shared log, from a place on.
struct Forge<'a> {
    peer: &'a Running,
    key: SecretKey,
    log: LogKey,
    after: (u64, Hash),
}

impl<'a> Forge<'a> {
    fn new(peer: &'a Running) -> Self {
        let log = LogKey {
            node: peer.node.id().clone(),
            log: LogName::Shared,
            epoch: 1,
        };
        Self {
            peer,
            key: keys(PEER).1,
            log,
            after: (0, Hash::ZERO),
        }
    }

    fn next(&mut self, body: &Body) -> WireEvent {
        let rec = RecId::draw(&*self.peer.chance);
        let day = "2026-11-25".parse().unwrap();
        let place = Place {
            log: &self.log,
            after: self.after,
            rec,
            day,
        };
        let (event, head) = WireEvent::seal(&place, body, &self.key, &*self.peer.chance).unwrap();
        self.after = (self.after.0 + 1, head);
        event
    }
}

fn erase() -> Body {
    Body::Erase(Erase {
        reason: EraseReason::Mistake,
        reference: None,
        audience: Audience::Public,
    })
}

async fn count(at: &Running, sql: &'static str) -> i64 {
    let (count,): (i64,) =
        with_pool!(at.node.pool(), |p| sqlx::query_as(sql).fetch_one(p).await).unwrap();
    count
}

const SHARED: &str = "SELECT COUNT(*) FROM event WHERE log = 'shared'";

async fn a_bad_event_stalls_its_log_alone(engine: &Engine) {
    let (node, peer, key) = pair(engine).await;
    let before = count(&node, SHARED).await;
    let mut tampered = Forge::new(&peer).next(&erase());
    tampered.body = Some(data_encoding::BASE64.encode(b"{\"reason\":\"withdrawn\"}"));
    let gap = Forge {
        after: (5, Hash::ZERO),
        ..Forge::new(&peer)
    }
    .next(&erase());
    let theirs = LogKey {
        node: node.node.id().clone(),
        ..Forge::new(&peer).log
    };
    let stolen = Forge {
        log: theirs,
        ..Forge::new(&peer)
    }
    .next(&erase());
    for (event, code) in [
        (tampered, RejectCode::Signature),
        (gap, RejectCode::Chain),
        (stolen, RejectCode::NotYours),
    ] {
        let reply = send(&node, &request(&node, &peer, vec![event]), &key)
            .await
            .unwrap();
        assert_eq!(reply.rejected[0].code, code);
        assert_eq!(
            count(&node, SHARED).await,
            before,
            "{code} changed something"
        );
    }
}

/// A true signature over an answer that the rules forbid: set aside, and the log goes on.
async fn an_answer_that_the_rules_forbid_is_set_aside(engine: &Engine) {
    let (node, peer, key) = pair(engine).await;
    let (reference, _) = release(&node, "Counts of empty homes in every district").await;
    node.node
        .refer(reference, peer.node.id().clone(), ReferralRole::Lead, None)
        .await
        .unwrap();
    let view = node.node.need(reference).await.unwrap().unwrap();
    let mut forge = Forge::new(&peer);
    let first = forge.next(&erase());
    let forbidden: hearback_wire::response::Response = serde_json::from_value(serde_json::json!({
        "referral": view.referrals[0].key, "need": view.key, "lang": "en",
        "answer": {"status": "planned", "when": "2027-05", "confidence": "confirmed", "words": "We jump the queue here."},
    }))
    .unwrap();
    let second = forge.next(&Body::Response(Box::new(forbidden)));
    let third = forge.next(&erase());
    let reply = send(
        &node,
        &request(&node, &peer, vec![first, second, third]),
        &key,
    )
    .await
    .unwrap();
    assert!(reply.rejected.is_empty(), "{:?}", reply.rejected);
    assert_eq!(
        count(
            &node,
            "SELECT COUNT(*) FROM event WHERE refused IS NOT NULL"
        )
        .await,
        1
    );
    assert_eq!(count(&node, "SELECT COUNT(*) FROM response").await, 0);
    let told = node.node.updates(crate::common::BOT, 0, 0).await.unwrap();
    assert_eq!(told.updates.len(), 1, "only that it was released");
}

async fn repeated_and_late_events_change_nothing(engine: &Engine) {
    let (node, peer, key) = pair(engine).await;
    let mut forge = Forge::new(&peer);
    let events: Vec<_> = (0..4).map(|_| forge.next(&erase())).collect();
    let late = request(&node, &peer, vec![events[2].clone(), events[0].clone()]);
    let reply = send(&node, &late, &key).await.unwrap();
    assert_eq!(reply.rejected[0].code, RejectCode::Chain);
    for _ in 0..3 {
        send(&node, &request(&node, &peer, events.clone()), &key)
            .await
            .unwrap();
    }
    assert_eq!(
        count(&node, "SELECT COUNT(*) FROM event WHERE kind = 'erase'").await,
        4
    );

    let mut fork = Forge::new(&peer);
    let other = fork.next(&Body::Erase(Erase {
        reason: EraseReason::Withdrawn,
        reference: None,
        audience: Audience::Public,
    }));
    let reply = send(&node, &request(&node, &peer, vec![other]), &key)
        .await
        .unwrap();
    assert_eq!(reply.rejected[0].code, RejectCode::Fork);
}

async fn a_signed_reply_that_does_not_parse_is_the_peers_fault_and_says_so(engine: &Engine) {
    const WRONG: &str = r#"{"hello": "there"}"#;
    let node = engine
        .start("Riverside Advice", &[NodeRole::Intermediary], 1)
        .await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let header = HeaderName::from_static(SIGNATURE_HEADER);
    let signature = sign(WRONG.as_bytes(), &keys(PEER).1);
    let answer = on_post(async move || ([(header, signature)], WRONG));
    let router = Router::new().route(PATH, answer);
    tokio::spawn(async move { axum::serve(listener, router).await });
    let peer = engine.start_behind(&url, &[NodeRole::Producer], PEER).await;
    befriend(&node, &peer).await;
    let failed = node.node.dial(peer.node.id(), 0).await.unwrap_err();
    assert!(
        matches!(
            &failed,
            NodeError::Peer {
                code: "malformed",
                ..
            }
        ),
        "{failed:?}"
    );
    assert!(failed.to_string().contains("does not parse"), "{failed}");
}

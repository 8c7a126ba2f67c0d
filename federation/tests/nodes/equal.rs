//! State is a fold of logs: whoever saw everything as it happened, folded it again, or came when all
//! was over has the same rows and shows the same pages.

use hearback_store::with_pool;
use hearback_wire::intake::{PutVerdict, Withdraw};
use hearback_wire::response::Answer;
use hearback_wire::vocabulary::{NodeRole, Verdict};

use crate::common::{
    BOT, Engine, Running, WHOLE, befriend, http, on_both_engines, release, settle,
};
use crate::steps::{NEED, add_voice, answer, considering, planned, refer, respond, three};

on_both_engines!(
    a_node_that_was_off_all_along_ends_equal_and_a_refold_changes_nothing,
    after_erasure_joining_passing_on_and_verdicts_whoever_comes_late_has_the_same,
);

async fn a_node_that_was_off_all_along_ends_equal_and_a_refold_changes_nothing(engine: &Engine) {
    let (a, b, p) = three(engine).await;
    for n in 0..30 {
        let (reference, _) = release(&a, &format!("{NEED}, part {n} of the list")).await;
        refer(&a, reference, &p).await;
    }
    for (n, (_, referral)) in p
        .node
        .inbox(WHOLE)
        .await
        .unwrap()
        .rows
        .into_iter()
        .enumerate()
    {
        respond(&p, &referral.key, considering()).await.unwrap();
        if n % 2 == 0 {
            respond(&p, &referral.key, planned()).await.unwrap();
        }
    }
    settle(&p, &a).await;
    // The third hears the producer first, and the needs it speaks of later.
    settle(&p, &b).await;
    settle(&b, &a).await;
    let (at_a, at_b, at_p) = (
        projections(&a).await,
        projections(&b).await,
        projections(&p).await,
    );
    assert_eq!(at_a, at_b);
    assert_eq!(at_a, at_p);
    assert_eq!(heads(&a).await, heads(&b).await);
    b.node.refold().await.unwrap();
    assert_eq!(projections(&b).await, at_b);
}

/// Every shared projection, row by row, in one order.
async fn projections(at: &Running) -> Vec<String> {
    const ALL: &str = "SELECT 'need ' || node || rec || reference || COALESCE(content, '') || voices || released || day || \
        CASE WHEN withdrawn THEN ' withdrawn' ELSE '' END || COALESCE(status, '') || words || themes || \
        COALESCE(latest, '') || CASE WHEN sent THEN ' sent' ELSE '' END || \
        CASE WHEN answered THEN ' answered' ELSE '' END FROM need \
        UNION ALL SELECT 'voices ' || node || rec || need || band FROM voices \
        UNION ALL SELECT 'link ' || node || rec || a || b || relation FROM link \
        UNION ALL SELECT 'referral ' || node || rec || need || producer || role || day || \
        COALESCE(status, '') || COALESCE(holder, '') || COALESCE(offered_to, '') FROM referral \
        UNION ALL SELECT 'response ' || node || seq || rec || referral || need || status || answer || COALESCE(into_need, '') || lang || day FROM response \
        ORDER BY 1";
    rows(at, ALL).await
}

/// What this node alone knows, from its private logs with others.
async fn private(at: &Running) -> Vec<String> {
    const ALL: &str = "SELECT 'question ' || node || rec || referral || words || lang FROM question \
        UNION ALL SELECT 'answered ' || node || rec || question || words FROM answered \
        UNION ALL SELECT 'verdict ' || node || rec || referral || verdict FROM verdict ORDER BY 1";
    rows(at, ALL).await
}

async fn rows(at: &Running, sql: &'static str) -> Vec<String> {
    let rows: Vec<(String,)> =
        with_pool!(at.node.pool(), |p| sqlx::query_as(sql).fetch_all(p).await).unwrap();
    rows.into_iter().map(|(row,)| row).collect()
}

async fn heads(at: &Running) -> Vec<(String, String, i64, String)> {
    const ALL: &str =
        "SELECT node, log, seq, head FROM log_head WHERE log = 'shared' AND seq > 0 ORDER BY node";
    with_pool!(at.node.pool(), |p| sqlx::query_as(ALL).fetch_all(p).await).unwrap()
}

/// A need that was voiced and answered and then taken back; its reference.
async fn taken_back(a: &Running, b: &Running, p: &Running) -> hearback_wire::reference::NeedRef {
    let (reference, handle) = release(a, NEED).await;
    settle(a, b).await;
    for _ in 0..10 {
        add_voice(b, reference).await;
    }
    let key = refer(a, reference, p).await;
    respond(p, &key, considering()).await.unwrap();
    a.node
        .withdraw(BOT, Withdraw::of(handle), "away")
        .await
        .unwrap();
    reference
}

/// One need that goes on as another.
async fn joined(a: &Running, b: &Running, p: &Running) {
    let (reference, _) = release(a, "How many buses run late, for each town").await;
    let (other, _) = release(b, "How late buses are, for each town and hour").await;
    settle(b, p).await;
    let key = refer(a, reference, p).await;
    let into = p.node.need(other).await.unwrap().unwrap().key;
    respond(p, &key, considering()).await.unwrap();
    let words = "Both ask for the same.".parse().unwrap();
    respond(p, &key, Answer::Merged { into, words })
        .await
        .unwrap();
}

/// One need that another producer answered, and of which the asker thought better of their verdict.
async fn passed_on(a: &Running, p: &Running, q: &Running) {
    let (reference, handle) = release(a, "Waiting times for a home, for each council").await;
    let key = refer(a, reference, p).await;
    respond(p, &key, considering()).await.unwrap();
    let pass = answer(serde_json::json!({
        "status": "passed_on", "to": q.node.id(), "words": "They hold the waiting lists.",
        "reasons": [{"code": "not_collected"}],
    }));
    respond(p, &key, pass).await.unwrap();
    settle(a, q).await;
    settle(p, q).await;
    respond(q, &key, considering()).await.unwrap();
    respond(q, &key, planned()).await.unwrap();
    for producer in [p, q] {
        settle(producer, a).await;
    }
    for (key, verdict) in [("first", Verdict::NotMet), ("second", Verdict::Partly)] {
        let put = PutVerdict {
            handle,
            verdict,
            felt_heard: None,
        };
        a.node.put_verdict(BOT, put, key).await.unwrap();
    }
}

async fn after_erasure_joining_passing_on_and_verdicts_whoever_comes_late_has_the_same(
    engine: &Engine,
) {
    let (a, b, p) = three(engine).await;
    let q = engine
        .start("Housing Department", &[NodeRole::Producer], 4)
        .await;
    for other in [&a, &b, &p] {
        befriend(other, &q).await;
    }
    let reference = taken_back(&a, &b, &p).await;
    joined(&a, &b, &p).await;
    passed_on(&a, &p, &q).await;
    let late = engine
        .start("A late reader", &[NodeRole::Intermediary], 5)
        .await;
    let there = [&a, &b, &p, &q];
    for other in there {
        befriend(other, &late).await;
    }
    for (n, one) in there.iter().enumerate() {
        settle(one, &late).await;
        for other in &there[n + 1..] {
            settle(one, other).await;
        }
    }
    let whole = projections(&a).await;
    for kind in ["need", "voices", "referral", "response"] {
        assert!(whole.iter().any(|row| row.starts_with(kind)), "{whole:#?}");
    }
    for at in [&b, &p, &q, &late] {
        assert_eq!(projections(at).await, whole);
    }
    assert!(private(&q).await.iter().any(|row| row.ends_with("partly")));
    let page = |at: &Running| {
        http()
            .get(format!("{}/needs/{reference}.json", at.url))
            .send()
    };
    let live: serde_json::Value = page(&b).await.unwrap().json().await.unwrap();
    assert_eq!(live["status"], "withdrawn");
    for at in [&a, &b, &p, &q, &late] {
        let known = private(at).await;
        at.node.refold().await.unwrap();
        assert_eq!(projections(at).await, whole);
        assert_eq!(private(at).await, known);
    }
    for at in [&b, &late] {
        let shown: serde_json::Value = page(at).await.unwrap().json().await.unwrap();
        assert_eq!(shown, live);
        let words = http().get(format!("{}/needs/{reference}", at.url)).send();
        let words = words.await.unwrap().text().await.unwrap();
        assert!(words.contains("took this need back"), "{words}");
    }
}

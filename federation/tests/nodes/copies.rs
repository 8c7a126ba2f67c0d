//! Two copies of the program on one PostgreSQL, both at work on everything at once: each thing is
//! done and told once.

use std::collections::BTreeSet;

use hearback_federation::{Desk, NodeError, worker};
use hearback_wire::intake::{ApproveHeld, Change, Did, Update, What};
use hearback_wire::response::Answer;
use hearback_wire::text::Lang;
use hearback_wire::vocabulary::{NodeRole, ReferralRole};
use tokio_util::sync::CancellationToken;

use crate::common::{BOT, Engine, Running, WHOLE, befriend, say};

const NEEDS: usize = 12;

async fn updates_until(at: &Running, enough: usize) -> Vec<Update> {
    let mut all: Vec<Update> = Vec::new();
    let mut cursor = 0;
    while all.len() < enough {
        let more = at.node.updates(BOT, cursor, 20).await.unwrap();
        assert!(
            !more.updates.is_empty(),
            "nothing new in 20 seconds; {} of {enough}",
            all.len()
        );
        cursor = more.cursor;
        all.extend(more.updates);
    }
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_copies_on_one_postgresql_tell_once() {
    let engine = Engine::postgres();
    let first = engine
        .start("Riverside Advice", &[NodeRole::Intermediary], 1)
        .await;
    let second = first.copy(&[NodeRole::Intermediary], 1).await;
    let office = engine
        .start("Statistics Office", &[NodeRole::Producer], 3)
        .await;
    befriend(&first, &office).await;
    let stop = CancellationToken::new();
    for running in [&first, &second, &office] {
        tokio::spawn(worker::run(running.node.clone(), stop.clone()));
    }
    for n in 0..NEEDS {
        let (reference, _) = say(
            &first,
            &format!("Figures on bus use in every town, part {n}"),
        )
        .await;
        let hash = first.node.held(reference).await.unwrap().unwrap().hash;
        let approve = ApproveHeld::of(hash);
        // Two moderators press at the same moment, each on another copy: one wins.
        let both = tokio::join!(
            first
                .node
                .moderate(reference, approve.clone(), Desk::Console("Ada")),
            second
                .node
                .moderate(reference, approve, Desk::Console("Ada"))
        );
        assert!(
            matches!(
                both,
                (Ok(()), Err(NodeError::Conflict(_))) | (Err(NodeError::Conflict(_)), Ok(()))
            ),
            "{both:?}"
        );
        let to = office.node.id().clone();
        second
            .node
            .refer(reference, to, ReferralRole::Lead, None)
            .await
            .unwrap();
    }
    let answered = answer_all(&office).await;
    assert_eq!(answered, NEEDS);
    let told = updates_until(&second, NEEDS * 2).await;
    stop.cancel();
    assert_eq!(approvals(&second).await, NEEDS, "approved once each");
    assert_eq!(told.len(), NEEDS * 2, "released and answered, once each");
    let ids: BTreeSet<_> = told.iter().map(|u| u.id).collect();
    assert_eq!(ids.len(), told.len());
    let answers: BTreeSet<_> = told
        .iter()
        .filter(|u| matches!(u.what, What::Answered { .. }))
        .map(|u| u.handle)
        .collect();
    assert_eq!(answers.len(), NEEDS);
}

/// How often a need was let leave, as the bots that moderate hear it.
async fn approvals(at: &Running) -> usize {
    let changes = at.node.changes(0, 0).await.unwrap().changes;
    let is_approval = |change: &&Change| change.did == Did::Approved;
    changes.iter().filter(is_approval).count()
}

/// The office answers each referral as it comes in.
async fn answer_all(office: &Running) -> usize {
    let mut answered = BTreeSet::new();
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_mins(1);
    while answered.len() < NEEDS && tokio::time::Instant::now() < deadline {
        for (_, referral) in office.node.inbox(WHOLE).await.unwrap().rows {
            if answered.insert(referral.key.to_string()) {
                let words = "It is in the yearly bus tables.";
                let answer: Answer = serde_json::from_value(serde_json::json!({
                    "status": "already_available", "words": words,
                    "reasons": [{"code": "existing_output"}],
                }))
                .unwrap();
                office
                    .node
                    .respond(referral.key, answer, None, Lang::english(), &[].into())
                    .await
                    .unwrap();
            }
        }
        tokio::task::yield_now().await;
    }
    answered.len()
}

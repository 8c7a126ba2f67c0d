//! What the people who asked say of an answer, and what the producer sees of it.

use hearback_federation::view::ReferralView;
use hearback_wire::id::Handle;
use hearback_wire::intake::PutVerdict;
use hearback_wire::reference::NeedRef;
use hearback_wire::status::Status;
use hearback_wire::vocabulary::Verdict;

use crate::common::{BOT, Engine, Running, on_both_engines, release, settle};
use crate::steps::{NEED, add_voice, considering, planned, refer, respond, three};

on_both_engines!(
    an_askers_verdict_reaches_the_producer_and_a_later_one_takes_its_place,
    a_voice_is_counted_at_home_and_told_to_nobody,
);

async fn judge(at: &Running, handle: Handle, verdict: Verdict) {
    let put = PutVerdict {
        handle,
        verdict,
        felt_heard: Some(2),
    };
    let token = format!("{handle} {verdict}");
    at.node.put_verdict(BOT, put, &token).await.unwrap();
}

async fn seen(at: &Running, reference: NeedRef) -> ReferralView {
    let need = at.node.need(reference).await.unwrap().unwrap();
    need.referrals[0].clone()
}

async fn an_askers_verdict_reaches_the_producer_and_a_later_one_takes_its_place(engine: &Engine) {
    let (a, b, p) = three(engine).await;
    let (reference, asker) = release(&a, NEED).await;
    let key = refer(&a, reference, &p).await;
    respond(&p, &key, considering()).await.unwrap();
    respond(
        &p,
        &key,
        crate::steps::answer(serde_json::json!({
            "status": "already_available", "reasons": [{"code": "existing_output"}],
            "words": "It is in the yearly tables.",
        })),
    )
    .await
    .unwrap();
    settle(&p, &a).await;
    judge(&a, asker, Verdict::NotMet).await;
    settle(&a, &p).await;
    settle(&a, &b).await;
    assert!(seen(&p, reference).await.disputed);
    assert!(!seen(&b, reference).await.disputed, "it is nobody else's");
    respond(&p, &key, considering()).await.unwrap();
    let again = seen(&p, reference).await;
    assert_eq!(
        (again.status, again.disputed),
        (Status::UnderConsideration, false)
    );
    respond(&p, &key, planned()).await.unwrap();
    settle(&p, &a).await;
    judge(&a, asker, Verdict::Met).await;
    settle(&a, &p).await;
    for node in [&a, &p] {
        assert!(!seen(node, reference).await.disputed);
    }
}

async fn a_voice_is_counted_at_home_and_told_to_nobody(engine: &Engine) {
    let (a, b, p) = three(engine).await;
    let (reference, _) = release(&a, NEED).await;
    settle(&a, &b).await;
    let voice = add_voice(&b, reference).await;
    let key = refer(&a, reference, &p).await;
    respond(&p, &key, considering()).await.unwrap();
    respond(&p, &key, planned()).await.unwrap();
    settle(&p, &b).await;
    judge(&b, voice, Verdict::NotMet).await;
    for node in [&a, &p] {
        settle(&b, node).await;
        assert!(!seen(node, reference).await.disputed);
    }
}

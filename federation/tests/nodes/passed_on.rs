//! A producer names the next one: it moves when that one accepts, comes back when it does not, and
//! never goes in a circle.

use hearback_wire::id::RecordKey;
use hearback_wire::intake::What;
use hearback_wire::response::Answer;
use hearback_wire::status::Status;
use hearback_wire::vocabulary::NodeRole;

use crate::common::{Engine, Running, befriend, on_both_engines, release, settle};
use crate::steps::{NEED, answer, considering, planned, refer, respond, told};

on_both_engines!(
    a_need_passed_on_is_answered_by_the_next_and_the_asker_hears_each_step_once,
    a_need_handed_back_is_with_the_first_again_and_the_asker_hears_nothing_of_it,
    a_need_is_never_passed_in_a_circle_or_to_a_stranger,
);

/// A community and two offices that know each other.
async fn offices(engine: &Engine) -> (Running, Running, Running) {
    let a = engine
        .start("Riverside Advice", &[NodeRole::Intermediary], 1)
        .await;
    let p = engine
        .start("Statistics Office", &[NodeRole::Producer], 2)
        .await;
    let q = engine
        .start("Housing Department", &[NodeRole::Producer], 3)
        .await;
    befriend(&a, &p).await;
    befriend(&a, &q).await;
    befriend(&p, &q).await;
    (a, p, q)
}

async fn all(a: &Running, p: &Running, q: &Running) {
    for _ in 0..2 {
        settle(a, p).await;
        settle(a, q).await;
        settle(p, q).await;
    }
}

fn pass(to: &Running) -> Answer {
    answer(serde_json::json!({
        "status": "passed_on", "to": to.node.id(), "words": "Housing counts these.",
        "reasons": [{"code": "other_producer", "names": "Housing Department"}],
    }))
}

fn decline() -> Answer {
    answer(serde_json::json!({
        "status": "pass_declined", "words": "We count homes and not people.",
        "reasons": [{"code": "not_collected"}],
    }))
}

/// The first office passes the need on, and everybody knows.
async fn passed_on(a: &Running, p: &Running, q: &Running, key: &RecordKey) {
    respond(p, key, pass(q)).await.unwrap();
    all(a, p, q).await;
}

async fn a_need_passed_on_is_answered_by_the_next_and_the_asker_hears_each_step_once(
    engine: &Engine,
) {
    let (a, p, q) = offices(engine).await;
    let (reference, asker) = release(&a, NEED).await;
    let key = refer(&a, reference, &p).await;
    passed_on(&a, &p, &q, &key).await;
    let offered = a.node.need(reference).await.unwrap().unwrap();
    assert_eq!(offered.status, Status::Referred);
    assert_eq!(offered.referrals[0].offered_to.as_ref(), Some(q.node.id()));
    let early = respond(&p, &key, considering()).await.unwrap_err();
    assert!(
        early.to_string().contains("next producer to accept"),
        "{early}"
    );

    respond(&q, &key, considering()).await.unwrap();
    respond(&q, &key, planned()).await.unwrap();
    all(&a, &p, &q).await;
    let late = respond(&p, &key, considering()).await.unwrap_err();
    assert!(
        late.to_string().contains("another producer holds"),
        "{late}"
    );
    let heard = told(&a, asker).await;
    let [What::Released {}, passed, answered] = heard.as_slice() else {
        panic!("{heard:?}")
    };
    assert!(matches!(
        passed,
        What::PassedOn { producer, to, .. }
            if producer == "Statistics Office" && to == "Housing Department"
    ));
    assert!(matches!(
        answered,
        What::Answered { producer, status: Status::Planned, .. } if producer == "Housing Department"
    ));
    for node in [&a, &p, &q] {
        let need = node.node.need(reference).await.unwrap().unwrap();
        assert_eq!(need.status, Status::Planned);
        assert_eq!(need.referrals[0].producer, "Housing Department");
    }
}

async fn a_need_handed_back_is_with_the_first_again_and_the_asker_hears_nothing_of_it(
    engine: &Engine,
) {
    let (a, p, q) = offices(engine).await;
    let (reference, asker) = release(&a, NEED).await;
    let key = refer(&a, reference, &p).await;
    passed_on(&a, &p, &q, &key).await;
    respond(&q, &key, decline()).await.unwrap();
    all(&a, &p, &q).await;
    let need = p.node.need(reference).await.unwrap().unwrap();
    let back = need.referrals[0].handed_back.as_ref().unwrap();
    assert_eq!(back.producer, "Housing Department");
    assert_eq!(back.answer, decline());
    let again = respond(&p, &key, pass(&q)).await.unwrap_err();
    assert!(again.to_string().contains("handed it back"), "{again}");
    respond(&p, &key, considering()).await.unwrap();
    all(&a, &p, &q).await;
    let heard = told(&a, asker).await;
    assert!(
        matches!(heard.as_slice(), [What::Released {}, What::PassedOn { .. }]),
        "{heard:?}"
    );
}

async fn a_need_is_never_passed_in_a_circle_or_to_a_stranger(engine: &Engine) {
    let (a, p, q) = offices(engine).await;
    let (reference, _) = release(&a, NEED).await;
    let key = refer(&a, reference, &p).await;
    let stranger = engine.start("Far Office", &[NodeRole::Producer], 4).await;
    for nobody in [&stranger, &a] {
        let error = respond(&p, &key, pass(nobody)).await.unwrap_err();
        assert!(error.to_string().contains("connected here"), "{error}");
    }
    passed_on(&a, &p, &q, &key).await;
    respond(&q, &key, considering()).await.unwrap();
    let error = respond(&q, &key, pass(&p)).await.unwrap_err();
    assert!(error.to_string().contains("held it before"), "{error}");
}

//! What people do after their need left: it leaves each day at a moment that is drawn, not when it is
//! done, and nothing of a need that was taken back leaves any more.

use hearback_federation::release::Schedule;
use hearback_store::with_pool;
use hearback_wire::clock::{Clock, Millis};
use hearback_wire::id::{Handle, PersonKey, RecordKey};
use hearback_wire::intake::{PutReply, PutVerdict, ReplyTo, What, Withdraw};
use hearback_wire::reference::NeedRef;
use hearback_wire::response::Answer;
use hearback_wire::status::Status;
use hearback_wire::text::Lang;
use hearback_wire::vocabulary::{NodeRole, Verdict};

use crate::common::{BOT, Engine, Running, approve, befriend, on_both_engines, put, settle};
use crate::release::on_until;
use crate::steps::{add_voice, considering, planned, refer, respond, told};

on_both_engines!(
    an_answer_leaves_at_the_moment_of_the_next_day_and_once,
    a_withdrawal_leaves_later_and_not_if_somebody_supports_the_need_by_then,
    an_askers_last_verdict_leaves_in_the_next_week,
    nothing_leaves_of_a_need_that_was_taken_back_meanwhile,
    an_answer_that_does_not_pass_any_more_is_read_again,
    whoever_turns_the_schedule_off_lets_what_waits_go,
);

/// Seconds until the daily moment is over, whenever it is asked: a day, and the hours of the moment.
const DAY: i64 = 31 * 3600;

/// A community with a schedule and an office, and six needs of six people that have left.
async fn community(engine: &Engine) -> (Running, Running, Vec<(NeedRef, Handle)>) {
    let a = engine.start_scheduled(Schedule::default(), 1).await;
    let p = engine
        .start("Statistics Office", &[NodeRole::Producer], 3)
        .await;
    befriend(&a, &p).await;
    let mut all = Vec::new();
    for number in 0..6 {
        let words = format!("Rough sleeping counts for each district, part {number}");
        let content = hearback_wire::content::Content::plain(words.parse().unwrap(), None);
        let (reference, handle) = put(&a, content, Some(PersonKey::of([number; 16]))).await;
        approve(&a, reference).await;
        all.push((reference, handle));
    }
    pass(&a, &p, 7 * 24 * 3600).await;
    settle(&a, &p).await;
    (a, p, all)
}

/// Both clocks move on, and what is due leaves when it is due.
async fn pass(a: &Running, p: &Running, seconds: i64) {
    let end = Millis(a.clock.now().0 + seconds * 1000);
    on_until(&[a, p], end).await;
}

/// The office asks, the person answers, and a moderator lets the answer go.
async fn answered(a: &Running, p: &Running, key: &RecordKey, handle: Handle) {
    let words = "Would figures by region help you too?".parse().unwrap();
    let asks = Answer::Clarifying {};
    p.node
        .respond(key.clone(), asks, Some(words), Lang::english(), &[].into())
        .await
        .unwrap();
    settle(p, a).await;
    let heard = told(a, handle).await;
    let Some(What::Question { question, .. }) = heard.last() else {
        panic!("{heard:?}")
    };
    let put = PutReply {
        handle,
        to: ReplyTo::Question {
            question: *question,
        },
        words: "Yes, regions would help us.".parse().unwrap(),
    };
    a.node.put_reply(BOT, put, "reply").await.unwrap();
    let held = a.node.held_replies().await.unwrap();
    a.node.approve_reply(held[0].id).await.unwrap();
}

/// What the office reads in answer to its question.
async fn read(p: &Running, reference: NeedRef) -> Option<String> {
    let need = p.node.need(reference).await.unwrap().unwrap();
    need.referrals[0].questions[0].answer.clone()
}

async fn withdraw(at: &Running, handle: Handle) {
    let token = format!("away {handle}");
    let put = Withdraw::of(handle);
    at.node.withdraw(BOT, put, &token).await.unwrap();
}

async fn status(at: &Running, reference: NeedRef) -> Status {
    at.node.need(reference).await.unwrap().unwrap().status
}

async fn an_answer_leaves_at_the_moment_of_the_next_day_and_once(engine: &Engine) {
    const SQL: &str = "SELECT COUNT(*) FROM event WHERE kind = 'answer'";
    let (a, p, all) = community(engine).await;
    let (reference, handle) = all[0];
    let key = refer(&a, reference, &p).await;
    answered(&a, &p, &key, handle).await;
    settle(&a, &p).await;
    assert_eq!(read(&p, reference).await, None, "not when it is let go");
    let b = a.copy_scheduled(1).await;
    on_until(&[&b], a.clock.now()).await;
    pass(&a, &p, DAY).await;
    on_until(&[&b], a.clock.now()).await;
    settle(&a, &p).await;
    let words = "Yes, regions would help us.";
    assert_eq!(read(&p, reference).await.as_deref(), Some(words));
    pass(&a, &p, DAY).await;
    let sent: i64 = with_pool!(a.node.pool(), |p| sqlx::query_scalar(SQL)
        .fetch_one(p)
        .await)
    .unwrap();
    assert_eq!(sent, 1);
}

async fn a_withdrawal_leaves_later_and_not_if_somebody_supports_the_need_by_then(engine: &Engine) {
    let (a, p, all) = community(engine).await;
    let [(gone, one), (kept, another)] = [all[0], all[1]];
    withdraw(&a, one).await;
    withdraw(&a, another).await;
    settle(&a, &p).await;
    assert_ne!(status(&p, gone).await, Status::Withdrawn, "not at once");
    let voice = add_voice(&a, kept).await;
    pass(&a, &p, DAY).await;
    settle(&a, &p).await;
    for node in [&a, &p] {
        assert_eq!(status(node, gone).await, Status::Withdrawn);
        assert_ne!(status(node, kept).await, Status::Withdrawn);
    }
    let heard = told(&a, one).await;
    assert!(
        matches!(heard.as_slice(), [What::Accepted { .. }]),
        "{heard:?}"
    );
    assert!(told(&a, voice).await.is_empty());
}

async fn an_askers_last_verdict_leaves_in_the_next_week(engine: &Engine) {
    let (a, p, all) = community(engine).await;
    let (reference, handle) = all[0];
    let key = refer(&a, reference, &p).await;
    respond(&p, &key, considering()).await.unwrap();
    respond(&p, &key, planned()).await.unwrap();
    settle(&p, &a).await;
    for (verdict, token) in [(Verdict::Met, "first"), (Verdict::NotMet, "second")] {
        let put = PutVerdict {
            handle,
            verdict,
            felt_heard: None,
        };
        a.node.put_verdict(BOT, put, token).await.unwrap();
    }
    let disputed = async || {
        settle(&a, &p).await;
        p.node.need(reference).await.unwrap().unwrap().referrals[0].disputed
    };
    // Wednesday to Tuesday: the clock stands on the day after a window.
    pass(&a, &p, DAY).await;
    assert!(!disputed().await, "a day later it waits for others");
    pass(&a, &p, 7 * 24 * 3600).await;
    assert!(disputed().await);
}

async fn nothing_leaves_of_a_need_that_was_taken_back_meanwhile(engine: &Engine) {
    const SQL: &str = "SELECT COUNT(*) FROM event WHERE kind IN ('answer', 'verdict')";
    let (a, p, all) = community(engine).await;
    let (reference, handle) = all[0];
    let key = refer(&a, reference, &p).await;
    answered(&a, &p, &key, handle).await;
    let put = PutVerdict {
        handle,
        verdict: Verdict::NotMet,
        felt_heard: None,
    };
    a.node.put_verdict(BOT, put, "verdict").await.unwrap();
    let words = "It was released by mistake.".parse().unwrap();
    a.node.retract(reference, words).await.unwrap();
    settle(&a, &p).await;
    assert_eq!(status(&p, reference).await, Status::Withdrawn, "at once");
    pass(&a, &p, 8 * 24 * 3600).await;
    settle(&a, &p).await;
    let sent: i64 = with_pool!(a.node.pool(), |p| sqlx::query_scalar(SQL)
        .fetch_one(p)
        .await)
    .unwrap();
    assert_eq!(sent, 0);
}

async fn an_answer_that_does_not_pass_any_more_is_read_again(engine: &Engine) {
    const SQL: &str = "UPDATE held_reply SET words = 'Please ring 07700 900123.'";
    let (a, p, all) = community(engine).await;
    let (reference, handle) = all[0];
    let key = refer(&a, reference, &p).await;
    answered(&a, &p, &key, handle).await;
    withdraw(&a, all[1].1).await;
    // As if the rules had become stricter since it was let go.
    with_pool!(a.node.pool(), |p| sqlx::query(SQL)
        .execute(p)
        .await
        .map(|_| ()))
    .unwrap();
    pass(&a, &p, DAY).await;
    settle(&a, &p).await;
    assert_eq!(read(&p, reference).await, None);
    assert_eq!(a.node.held_replies().await.unwrap().len(), 1);
    let other = status(&p, all[1].0).await;
    assert_eq!(other, Status::Withdrawn, "it holds up nothing else");
}

async fn whoever_turns_the_schedule_off_lets_what_waits_go(engine: &Engine) {
    let (a, _, all) = community(engine).await;
    withdraw(&a, all[0].1).await;
    let b = a.copy_at_once(5).await;
    b.node.release_due().await.unwrap();
    assert_eq!(status(&a, all[0].0).await, Status::Withdrawn);
    withdraw(&b, all[1].1).await;
    assert_eq!(status(&a, all[1].0).await, Status::Withdrawn);
}

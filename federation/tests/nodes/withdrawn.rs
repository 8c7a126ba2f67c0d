//! A need that its people took back: it goes everywhere, whoever supported it hears so once, and
//! nothing more is told to anybody.

use hearback_federation::{Desk, NodeError};
use hearback_store::with_pool;
use hearback_wire::id::Handle;
use hearback_wire::intake::{ApproveHeld, What, Withdraw};
use hearback_wire::status::Status;
use hearback_wire::vocabulary::Audience;

use crate::common::{BOT, Engine, Running, http, on_both_engines, release, say, settle};
use crate::steps::{NEED, add_voice, considering, planned, refer, respond, three, told};

on_both_engines!(
    withdrawing_erases_a_need_everywhere,
    a_voice_elsewhere_hears_once_that_it_was_taken_back_and_then_no_more,
    a_need_that_others_here_support_stays_without_its_asker,
    what_was_released_by_mistake_is_erased_everywhere_and_its_people_hear_why,
    a_need_for_organisations_only_stays_so_when_it_is_taken_back,
    an_office_cannot_answer_what_was_taken_back,
    whoever_is_forgotten_leaves_their_released_need_and_hears_no_more,
    of_words_that_never_left_nothing_stays,
    a_withdrawal_that_meets_an_approval_is_carried_out,
);

/// Needs of which the words are still held.
const LEFT: &str = "SELECT COUNT(*) FROM event WHERE kind = 'need' AND body IS NOT NULL";

async fn withdraw(at: &Running, handle: Handle) {
    at.node
        .withdraw(BOT, Withdraw::of(handle), &format!("away {handle}"))
        .await
        .unwrap();
}

async fn page(at: &Running, path: &str) -> String {
    let page = http().get(format!("{}{path}", at.url)).send().await;
    page.unwrap().text().await.unwrap()
}

async fn withdrawing_erases_a_need_everywhere(engine: &Engine) {
    let (a, b, p) = three(engine).await;
    let (reference, handle) = release(&a, NEED).await;
    refer(&a, reference, &p).await;
    settle(&a, &b).await;
    assert!(page(&b, "/needs").await.contains(NEED));
    withdraw(&a, handle).await;
    for other in [&b, &p] {
        settle(&a, other).await;
        let need = other.node.need(reference).await.unwrap().unwrap();
        assert_eq!((need.status, need.content), (Status::Withdrawn, None));
        let (left,): (i64,) = with_pool!(other.node.pool(), |p| sqlx::query_as(LEFT)
            .fetch_one(p)
            .await)
        .unwrap();
        assert_eq!(left, 0);
        assert!(!page(other, "/needs").await.contains(NEED));
        let shown = page(other, &format!("/needs/{reference}")).await;
        assert!(shown.contains("took this need back") && !shown.contains(NEED));
    }
}

async fn a_voice_elsewhere_hears_once_that_it_was_taken_back_and_then_no_more(engine: &Engine) {
    let (a, b, p) = three(engine).await;
    let (reference, asker) = release(&a, NEED).await;
    settle(&a, &b).await;
    let voice = add_voice(&b, reference).await;
    let key = refer(&a, reference, &p).await;
    respond(&p, &key, considering()).await.unwrap();
    withdraw(&a, asker).await;
    settle(&a, &b).await;
    // The office has not heard of it yet, and answers.
    respond(&p, &key, planned()).await.unwrap();
    for _ in 0..3 {
        settle(&p, &a).await;
        settle(&p, &b).await;
        settle(&a, &b).await;
    }
    let heard = told(&b, voice).await;
    assert!(
        matches!(heard.as_slice(), [What::Withdrawn { joined: false }]),
        "{heard:?}"
    );
    let heard = told(&a, asker).await;
    assert!(matches!(heard.as_slice(), [What::Released {}]), "{heard:?}");
}

async fn a_need_that_others_here_support_stays_without_its_asker(engine: &Engine) {
    let (a, _, p) = three(engine).await;
    let (reference, asker) = release(&a, NEED).await;
    let voice = add_voice(&a, reference).await;
    let key = refer(&a, reference, &p).await;
    withdraw(&a, asker).await;
    respond(&p, &key, considering()).await.unwrap();
    respond(&p, &key, planned()).await.unwrap();
    settle(&p, &a).await;
    assert!(matches!(
        told(&a, voice).await.as_slice(),
        [What::Answered { .. }]
    ));
    assert_eq!(told(&a, asker).await.len(), 1, "only that it was released");
}

async fn whoever_is_forgotten_leaves_their_released_need_and_hears_no_more(engine: &Engine) {
    let (a, _, p) = three(engine).await;
    let (reference, asker) = release(&a, NEED).await;
    let key = refer(&a, reference, &p).await;
    let voice = add_voice(&a, reference).await;
    for (handle, token) in [(asker, "asker"), (voice, "voice")] {
        let put = Withdraw {
            handle,
            keep_released: true,
        };
        a.node.withdraw(BOT, put, token).await.unwrap();
    }
    respond(&p, &key, considering()).await.unwrap();
    respond(&p, &key, planned()).await.unwrap();
    settle(&p, &a).await;
    assert!(page(&a, "/needs").await.contains(NEED));
    assert!(told(&a, voice).await.is_empty());
    assert_eq!(told(&a, asker).await.len(), 1, "only that it was released");
}

async fn of_words_that_never_left_nothing_stays(engine: &Engine) {
    const KEPT: &str = "SELECT COUNT(*) FROM held WHERE content LIKE $1 OR before LIKE $1";
    let (a, _, _) = three(engine).await;
    let (reference, handle) = say(&a, NEED).await;
    let kept = async || -> i64 {
        let (count,) = with_pool!(a.node.pool(), |p| sqlx::query_as(KEPT)
            .bind(format!("%{NEED}%"))
            .fetch_one(p)
            .await)
        .unwrap();
        count
    };
    assert_eq!(kept().await, 1);
    let put = Withdraw {
        handle,
        keep_released: true,
    };
    a.node.withdraw(BOT, put, "away").await.unwrap();
    assert_eq!(kept().await, 0);
    assert!(a.node.held(reference).await.unwrap().is_none());
}

async fn an_office_cannot_answer_what_was_taken_back(engine: &Engine) {
    let (a, _, p) = three(engine).await;
    let (reference, asker) = release(&a, NEED).await;
    let key = refer(&a, reference, &p).await;
    withdraw(&a, asker).await;
    settle(&a, &p).await;
    let error = respond(&p, &key, considering()).await.unwrap_err();
    assert!(error.to_string().contains("took this need back"), "{error}");
}

async fn a_withdrawal_that_meets_an_approval_is_carried_out(engine: &Engine) {
    let (a, _, _) = three(engine).await;
    for round in 0..8 {
        let (reference, handle) = say(&a, &format!("{NEED}, part {round}")).await;
        let hash = a.node.held(reference).await.unwrap().unwrap().hash;
        let approve = ApproveHeld::of(hash);
        let token = format!("away {round}");
        let (approved, taken_back) = tokio::join!(
            a.node.moderate(reference, approve, Desk::Console("Ada")),
            a.node.withdraw(BOT, Withdraw::of(handle), &token)
        );
        taken_back.unwrap();
        assert!(
            matches!(approved, Ok(()) | Err(NodeError::Conflict(_))),
            "{approved:?}"
        );
        let need = a.node.need(reference).await.unwrap();
        assert_eq!(need.is_some(), approved.is_ok());
        assert!(need.is_none_or(|need| need.content.is_none()));
        assert!(a.node.held(reference).await.unwrap().is_none());
    }
}

/// Rows of a node that hold these words anywhere in a need, an event or the door.
async fn holds(at: &Running, words: &str) -> i64 {
    const SQL: &str = "SELECT (SELECT COUNT(*) FROM need WHERE content LIKE $1 OR words LIKE $1) \
        + (SELECT COUNT(*) FROM held WHERE content LIKE $1)";
    hearback_store::with_pool!(at.node.pool(), |p| sqlx::query_scalar(SQL)
        .bind(format!("%{words}%"))
        .fetch_one(p)
        .await)
    .unwrap()
}

async fn what_was_released_by_mistake_is_erased_everywhere_and_its_people_hear_why(
    engine: &Engine,
) {
    let (a, b, p) = three(engine).await;
    let (reference, asker) = release(&a, NEED).await;
    settle(&a, &b).await;
    let voice = add_voice(&b, reference).await;
    let key = refer(&a, reference, &p).await;
    respond(&p, &key, considering()).await.unwrap();
    settle(&a, &p).await;
    let words: hearback_wire::text::Words = "It named a street after all.".parse().unwrap();
    let theirs = b.node.retract(reference, words.clone()).await.unwrap_err();
    assert!(
        theirs.to_string().contains("another organisation"),
        "{theirs}"
    );
    let leak = "Please write to jane.smith@example.org about it."
        .parse()
        .unwrap();
    assert!(a.node.retract(reference, leak).await.is_err());
    a.node.retract(reference, words.clone()).await.unwrap();
    let again = a.node.retract(reference, words).await.unwrap_err();
    assert!(again.to_string().contains("before"), "{again}");
    for _ in 0..2 {
        settle(&a, &b).await;
        settle(&a, &p).await;
    }
    for at in [&a, &b, &p] {
        let need = at.node.need(reference).await.unwrap().unwrap();
        assert_eq!((need.status, need.content), (Status::Withdrawn, None));
        assert_eq!(holds(at, "ough sleeping").await, 0, "{}", at.node.name());
    }
    let heard = told(&a, asker).await;
    let [What::Released {}, What::Retracted { words }] = heard.as_slice() else {
        panic!("{heard:?}")
    };
    assert!(words.to_string().contains("a street"));
    let heard = told(&b, voice).await;
    assert!(
        matches!(heard.as_slice(), [What::Withdrawn { joined: false }]),
        "{heard:?}"
    );
}

async fn a_need_for_organisations_only_stays_so_when_it_is_taken_back(engine: &Engine) {
    let (a, b, p) = three(engine).await;
    let (reference, handle) = say(&a, NEED).await;
    let approve = ApproveHeld {
        audience: Audience::Named,
        ..ApproveHeld::of(a.node.held(reference).await.unwrap().unwrap().hash)
    };
    a.node
        .moderate(reference, approve, Desk::Console("Ada"))
        .await
        .unwrap();
    settle(&a, &b).await;
    withdraw(&a, handle).await;
    // One heard of it all along, the other only now.
    settle(&a, &b).await;
    settle(&a, &p).await;
    for at in [&a, &b, &p] {
        let need = at.node.need(reference).await.unwrap().unwrap();
        assert_eq!(need.audience, Audience::Named, "{}", at.node.name());
        at.node.refold().await.unwrap();
        let again = at.node.need(reference).await.unwrap().unwrap();
        assert_eq!(again.audience, Audience::Named, "{}", at.node.name());
    }
}

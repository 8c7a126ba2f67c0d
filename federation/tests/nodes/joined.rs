//! `merged`: a producer joins a need with another, and whoever waits for the first hears of the second.

use hearback_wire::intake::{What, Withdraw};
use hearback_wire::reference::NeedRef;
use hearback_wire::response::Answer;
use hearback_wire::status::{Actor, Status};

use crate::common::{BOT, Engine, Running, http, on_both_engines, release, settle};
use crate::steps::{NEED, add_voice, considering, planned, refer, respond, three, told};

on_both_engines!(
    whoever_waits_for_a_joined_need_hears_so_and_then_the_answers_to_the_other,
    an_answer_that_came_before_the_joining_is_heard_too_and_once,
    only_the_producer_that_holds_a_need_may_join_it,
    a_need_is_not_joined_with_itself_or_in_a_circle,
    when_the_other_need_is_taken_back_its_followers_hear_once,
);

const OTHER: &str = "How many people sleep rough, for each district and each season";

fn merged(into: &hearback_wire::id::RecordKey) -> Answer {
    let words = "Both ask for the same counts.".parse().unwrap();
    Answer::Merged {
        into: into.clone(),
        words,
    }
}

async fn key_of(at: &Running, reference: NeedRef) -> hearback_wire::id::RecordKey {
    at.node.need(reference).await.unwrap().unwrap().key
}

/// Everybody has everything.
async fn all(a: &Running, b: &Running, p: &Running) {
    for _ in 0..2 {
        settle(a, b).await;
        settle(p, a).await;
        settle(p, b).await;
    }
}

async fn whoever_waits_for_a_joined_need_hears_so_and_then_the_answers_to_the_other(
    engine: &Engine,
) {
    let (a, b, p) = three(engine).await;
    let (reference, asker) = release(&a, NEED).await;
    let (other, other_asker) = release(&b, OTHER).await;
    all(&a, &b, &p).await;
    let voice = add_voice(&b, reference).await;
    let (key, other_key) = (refer(&a, reference, &p).await, refer(&b, other, &p).await);
    respond(&p, &key, considering()).await.unwrap();
    let into = key_of(&p, other).await;
    respond(&p, &key, merged(&into)).await.unwrap();
    all(&a, &b, &p).await;
    respond(&p, &other_key, considering()).await.unwrap();
    respond(&p, &other_key, planned()).await.unwrap();
    all(&a, &b, &p).await;

    let at_asker = told(&a, asker).await;
    let [What::Released {}, joined, answered] = at_asker.as_slice() else {
        panic!("{at_asker:?}")
    };
    assert!(matches!(joined, What::Joined { into: Some(named), .. } if *named == other));
    assert!(matches!(
        answered,
        What::Answered {
            status: Status::Planned,
            ..
        }
    ));
    assert_eq!(told(&b, voice).await, [joined.clone(), answered.clone()]);
    let at_other = told(&b, other_asker).await;
    assert!(matches!(
        at_other.as_slice(),
        [What::Released {}, What::Answered { .. }]
    ));
    for node in [&a, &b, &p] {
        let need = node.node.need(reference).await.unwrap().unwrap();
        assert_eq!(need.status, Status::Merged);
        let page = http().get(format!("{}/needs/{reference}", node.url)).send();
        let page = page.await.unwrap().text().await.unwrap();
        assert!(page.contains("Joined with another need"));
        let goes_on = format!("the same as <a href=\"/needs/{other}\">{other}</a>");
        assert!(page.contains(&goes_on), "{page}");
    }
}

async fn an_answer_that_came_before_the_joining_is_heard_too_and_once(engine: &Engine) {
    let (a, b, p) = three(engine).await;
    let (reference, asker) = release(&a, NEED).await;
    let (other, _) = release(&b, OTHER).await;
    all(&a, &b, &p).await;
    let (key, other_key) = (refer(&a, reference, &p).await, refer(&b, other, &p).await);
    respond(&p, &other_key, considering()).await.unwrap();
    respond(&p, &other_key, planned()).await.unwrap();
    all(&a, &b, &p).await;
    respond(&p, &key, considering()).await.unwrap();
    let into = key_of(&p, other).await;
    respond(&p, &key, merged(&into)).await.unwrap();
    all(&a, &b, &p).await;
    let heard = told(&a, asker).await;
    assert!(
        matches!(
            heard.as_slice(),
            [
                What::Released {},
                What::Joined { .. },
                What::Answered { .. }
            ]
        ),
        "{heard:?}"
    );
}

async fn only_the_producer_that_holds_a_need_may_join_it(engine: &Engine) {
    let (a, b, p) = three(engine).await;
    let (reference, _) = release(&a, NEED).await;
    let (other, _) = release(&b, OTHER).await;
    all(&a, &b, &p).await;
    let key = refer(&a, reference, &p).await;
    settle(&a, &b).await;
    let into = key_of(&b, other).await;
    for node in [&a, &b] {
        let error = respond(node, &key, merged(&into)).await.unwrap_err();
        assert!(
            error.to_string().contains("another producer holds"),
            "{error}"
        );
    }
    // And the one that holds it not before it looked at it.
    let error = respond(&p, &key, merged(&into)).await.unwrap_err();
    assert!(error.to_string().contains("under_consideration"), "{error}");
    assert!(Status::Merged.next(Actor::Producer).is_empty());
}

async fn a_need_is_not_joined_with_itself_or_in_a_circle(engine: &Engine) {
    let (a, b, p) = three(engine).await;
    let (reference, _) = release(&a, NEED).await;
    let (other, _) = release(&b, OTHER).await;
    all(&a, &b, &p).await;
    let (key, other_key) = (refer(&a, reference, &p).await, refer(&b, other, &p).await);
    let (own, into) = (key_of(&p, reference).await, key_of(&p, other).await);
    for key in [&key, &other_key] {
        respond(&p, key, considering()).await.unwrap();
    }
    let error = respond(&p, &key, merged(&own)).await.unwrap_err();
    assert!(error.to_string().contains("name another need"), "{error}");
    respond(&p, &key, merged(&into)).await.unwrap();
    let error = respond(&p, &other_key, merged(&own)).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains(&format!("name that one, {other}")),
        "{error}"
    );
}

async fn when_the_other_need_is_taken_back_its_followers_hear_once(engine: &Engine) {
    let (a, b, p) = three(engine).await;
    let (reference, asker) = release(&a, NEED).await;
    let (other, other_asker) = release(&b, OTHER).await;
    all(&a, &b, &p).await;
    let key = refer(&a, reference, &p).await;
    respond(&p, &key, considering()).await.unwrap();
    let into = key_of(&p, other).await;
    respond(&p, &key, merged(&into)).await.unwrap();
    all(&a, &b, &p).await;
    let put = Withdraw::of(other_asker);
    b.node.withdraw(BOT, put, "away").await.unwrap();
    all(&a, &b, &p).await;
    let heard = told(&a, asker).await;
    assert!(
        matches!(
            heard.as_slice(),
            [
                What::Released {},
                What::Joined { .. },
                What::Withdrawn { joined: true }
            ]
        ),
        "{heard:?}"
    );
    assert_eq!(
        told(&b, other_asker).await.len(),
        1,
        "only that it was released"
    );
}

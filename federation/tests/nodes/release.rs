//! The release schedule on real nodes: needs leave together, in no order, once, whatever happens, and
//! can be taken back until then.

use std::collections::BTreeSet;

use hearback_federation::release::Schedule;
use hearback_federation::{Choice, Desk, NodeError};
use hearback_store::with_pool;
use hearback_wire::clock::{Clock, Millis};
use hearback_wire::content::{Content, Origin};
use hearback_wire::id::{Handle, PersonKey};
use hearback_wire::intake::{AloneHeld, Did, Held, UndoHeld, What, Withdraw};
use hearback_wire::reference::NeedRef;
use hearback_wire::status::Status;
use jiff::Timestamp;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use reqwest::StatusCode;
use serde_json::json;

use crate::common::{BOT, Engine, ORIGIN, Running, WHOLE, approve, on_both_engines, put};
use crate::hands::{Chat, press, sign_in};
use crate::steps::{told, updates};

on_both_engines!(
    needs_leave_on_tuesday_together_and_their_people_are_told_when,
    too_few_wait_and_moderators_see_for_what,
    until_it_leaves_it_can_be_taken_back_by_either,
    what_waited_too_long_says_nothing_of_its_origin_and_leaves_alone_only_by_a_decision,
    a_window_is_carried_out_once_by_two_copies_and_after_a_crash,
    who_wrote_it_is_forgotten_when_it_leaves,
    whoever_turns_the_schedule_off_lets_everything_go_that_was_approved,
);

const DAY: i64 = 24 * 3600;
/// Tuesday 1 December 2026 at half past nine, in seconds since 1970.
const OPENS: i64 = 1_796_117_400;

async fn community(engine: &Engine) -> Running {
    engine.start_scheduled(Schedule::default(), 1).await
}

/// A person by number says a need, and a moderator approves it.
async fn approved(at: &Running, number: u8, person: u8) -> (NeedRef, Handle) {
    let (reference, handle) = said(at, number, person).await;
    approve(at, reference).await;
    (reference, handle)
}

async fn said(at: &Running, number: u8, person: u8) -> (NeedRef, Handle) {
    let words = format!("Rough sleeping counts for each district, part {number}");
    let content = Content {
        origin: ORIGIN.parse().unwrap(),
        ..Content::plain(words.parse().unwrap(), None)
    };
    put(at, content, Some(PersonKey::of([person; 16]))).await
}

/// Moves on to the end of the window of the next Tuesday, and carries out whatever is due on the way.
async fn next_window(at: &Running) {
    let now = Timestamp::from_millisecond(at.clock.now().0).unwrap();
    let today = now.to_zoned(TimeZone::UTC).datetime();
    let tuesday = if today.weekday() == Weekday::Tuesday && today.hour() < 9 {
        today.date()
    } else {
        today.date().nth_weekday(1, Weekday::Tuesday).unwrap()
    };
    let end = tuesday.at(15, 31, 0, 0).to_zoned(TimeZone::UTC).unwrap();
    on_until(&[at], Millis(end.timestamp().as_millisecond())).await;
}

/// Moves these nodes on to a moment, each carrying out what is due on the way when it is due.
pub(crate) async fn on_until(nodes: &[&Running], end: Millis) {
    for at in nodes {
        while at.clock.now() < end {
            let next = at.node.release_due().await.unwrap().min(end);
            let seconds = (next.0 - at.clock.now().0).div_euclid(1000) + 1;
            at.clock.advance_seconds(seconds);
        }
        at.node.release_due().await.unwrap();
    }
}

async fn left(at: &Running) -> Vec<NeedRef> {
    let all = at.node.list(&Choice::default(), WHOLE).await.unwrap().rows;
    all.iter().map(|need| need.reference).collect()
}

async fn held(at: &Running, reference: NeedRef) -> Held {
    at.node.held(reference).await.unwrap().unwrap()
}

async fn needs_leave_on_tuesday_together_and_their_people_are_told_when(engine: &Engine) {
    let a = community(engine).await;
    let mut all = Vec::new();
    for number in 0..6 {
        all.push(approved(&a, number, number % 5).await);
    }
    assert!(
        left(&a).await.is_empty(),
        "nothing leaves when it is approved"
    );
    let leaves = "2026-12-01".parse().unwrap();
    for (reference, handle) in &all {
        assert_eq!(told(&a, *handle).await, [What::Accepted { leaves }]);
        let held = held(&a, *reference).await;
        assert_eq!((held.status, held.waits), (Status::Confirmed, false));
        assert_eq!(
            held.leaves.unwrap().words,
            "leaves Tuesday 1 December, from 09:30"
        );
    }
    a.node.release_due().await.unwrap();
    assert!(left(&a).await.is_empty(), "Wednesday is no Tuesday");
    next_window(&a).await;
    let gone: BTreeSet<NeedRef> = left(&a).await.into_iter().collect();
    assert_eq!(gone, all.iter().map(|(reference, _)| *reference).collect());
    let needs = a.node.list(&Choice::default(), WHOLE).await.unwrap().rows;
    assert!(needs.iter().all(|n| n.released.to_string() == "2026-W49"));
    let origin: Origin = ORIGIN.parse().unwrap();
    assert!(
        needs
            .iter()
            .all(|n| n.content.as_ref().unwrap().origin == origin)
    );
    assert_eq!(
        updates(&a).await.len(),
        6,
        "nothing more is told until it is answered"
    );
    let said: Vec<NeedRef> = all.iter().map(|(reference, _)| *reference).collect();
    assert_ne!(
        order_in_the_log(&a).await,
        said,
        "the order of the log is not that of saying"
    );
}

/// References in the order of the log.
async fn order_in_the_log(at: &Running) -> Vec<NeedRef> {
    const SQL: &str = "SELECT n.reference FROM event e JOIN need n ON n.node = e.node \
        AND n.rec = e.rec WHERE e.kind = 'need' ORDER BY e.seq";
    let rows: Vec<(String,)> =
        with_pool!(at.node.pool(), |p| sqlx::query_as(SQL).fetch_all(p).await).unwrap();
    rows.into_iter()
        .map(|(text,)| text.parse().unwrap())
        .collect()
}

async fn too_few_wait_and_moderators_see_for_what(engine: &Engine) {
    let a = community(engine).await;
    let mut last = approved(&a, 0, 0).await.0;
    for number in 1..3 {
        last = approved(&a, number, 0).await.0;
    }
    let chat = Chat::new(&a);
    let queue: Vec<Held> = chat.read("/moderation/needs").await;
    let words: BTreeSet<String> = queue.into_iter().map(|h| h.leaves.unwrap().words).collect();
    let expected = "leaves Tuesday 1 December, from 09:30; held: 3 more needed";
    assert_eq!(words, BTreeSet::from([expected.to_owned()]));
    approved(&a, 3, 1).await;
    approved(&a, 4, 2).await;
    approved(&a, 5, 3).await;
    let words = held(&a, last).await.leaves.unwrap().words;
    assert!(
        words.ends_with("held: a need of 1 more person is needed"),
        "{words}"
    );
    let page = console(&a, "/console/queue").await;
    assert!(page.contains("a need of 1 more person"), "{page}");
    next_window(&a).await;
    assert!(left(&a).await.is_empty(), "four people are too few");
    let leaves = held(&a, last).await.leaves.unwrap();
    assert_eq!(
        (leaves.waited, leaves.on.to_string().as_str()),
        (1, "2026-12-08")
    );
    approved(&a, 6, 4).await;
    next_window(&a).await;
    assert_eq!(left(&a).await.len(), 7);
}

async fn console(at: &Running, path: &str) -> String {
    let get = crate::common::http().get(format!("{}{path}", at.url));
    let page = get
        .header("cookie", sign_in(at).await)
        .send()
        .await
        .unwrap();
    assert_eq!(page.status(), StatusCode::OK);
    page.text().await.unwrap()
}

async fn until_it_leaves_it_can_be_taken_back_by_either(engine: &Engine) {
    let a = community(engine).await;
    let mut all = Vec::new();
    for number in 0..8 {
        all.push(approved(&a, number, number).await);
    }
    let (by_person, handle) = all[0];
    a.node
        .withdraw(BOT, Withdraw::of(handle), "back")
        .await
        .unwrap();
    assert!(a.node.held(by_person).await.unwrap().is_none());
    let (by_moderator, asker) = all[1];
    let hash = held(&a, by_moderator).await.hash;
    let cookie = sign_in(&a).await;
    let undo = format!("/console/queue/{by_moderator}/undo");
    let done = press(&a, &undo, &cookie, format!("hash={hash}")).await;
    assert_eq!(done.status(), StatusCode::SEE_OTHER);
    let again = held(&a, by_moderator).await;
    assert!(again.waits && again.leaves.is_none());
    assert!(matches!(
        told(&a, asker).await.last(),
        Some(What::HeldBack {})
    ));
    next_window(&a).await;
    let gone = left(&a).await;
    assert_eq!(gone.len(), 6);
    assert!(!gone.contains(&by_person) && !gone.contains(&by_moderator));
    let late = UndoHeld { hash: held_hash(2) };
    let late = a.node.moderate(all[2].0, late, Desk::Console("Ada")).await;
    assert!(matches!(late, Err(NodeError::Conflict(_))), "{late:?}");
    approve(&a, by_moderator).await;
    let last = told(&a, asker).await.pop();
    assert!(matches!(last, Some(What::Accepted { leaves }) if leaves.to_string() == "2026-12-08"));
    let changes = a.node.changes(0, 0).await.unwrap().changes;
    let of = |did| changes.iter().filter(|c| c.did == did).count();
    assert_eq!(
        (of(Did::Undone), of(Did::Left), of(Did::Withdrawn)),
        (1, 6, 1)
    );
}

fn held_hash(number: u8) -> hearback_wire::id::Hash {
    let words = format!("Rough sleeping counts for each district, part {number}");
    Content {
        origin: ORIGIN.parse().unwrap(),
        ..Content::plain(words.parse().unwrap(), None)
    }
    .hash()
}

async fn what_waited_too_long_says_nothing_of_its_origin_and_leaves_alone_only_by_a_decision(
    engine: &Engine,
) {
    let a = community(engine).await;
    let (reference, _) = approved(&a, 0, 0).await;
    let hash = held(&a, reference).await.hash;
    let early = a
        .node
        .moderate(reference, AloneHeld { hash }, Desk::Console("Ada"))
        .await;
    assert!(matches!(early, Err(NodeError::Conflict(_))), "{early:?}");
    for _ in 0..5 {
        next_window(&a).await;
    }
    assert!(left(&a).await.is_empty());
    let leaves = held(&a, reference).await.leaves.unwrap();
    assert!(leaves.overdue && leaves.waited == 5, "{leaves:?}");
    let chat = Chat::new(&a);
    let alone = chat
        .decide(reference, "alone", &json!({"hash": hash}))
        .await;
    assert_eq!(alone.status(), StatusCode::NO_CONTENT);
    let words = held(&a, reference).await.leaves.unwrap().words;
    assert!(words.contains("among fewer"), "{words}");
    assert!(left(&a).await.is_empty(), "it leaves in a window, too");
    next_window(&a).await;
    let need = a.node.need(reference).await.unwrap().unwrap();
    assert_eq!(need.content.unwrap().origin, Origin::Unspecified);
}

async fn a_window_is_carried_out_once_by_two_copies_and_after_a_crash(engine: &Engine) {
    let a = community(engine).await;
    let b = a.copy_scheduled(1).await;
    for number in 0..6 {
        approved(&a, number, number).await;
    }
    // Tuesday at half past nine.
    for running in [&a, &b] {
        running
            .clock
            .advance_seconds(OPENS - running.clock.now().0 / 1000);
    }
    // Both draw a moment, and one is kept.
    let (first, second) = tokio::join!(a.node.release_due(), b.node.release_due());
    assert_eq!(first.unwrap(), second.unwrap());
    for running in [&a, &b] {
        running.clock.advance_seconds(6 * 3600);
    }
    let (first, second) = tokio::join!(a.node.release_due(), b.node.release_due());
    first.unwrap();
    second.unwrap();
    assert_eq!(order_in_the_log(&a).await.len(), 6);
    // Whoever starts again finds it done.
    let c = a.copy_scheduled(2).await;
    c.clock
        .advance_seconds((a.clock.now().0 - c.clock.now().0) / 1000 + DAY);
    c.node.release_due().await.unwrap();
    assert_eq!(order_in_the_log(&a).await.len(), 6);
}

async fn who_wrote_it_is_forgotten_when_it_leaves(engine: &Engine) {
    const SQL: &str = "SELECT COUNT(*) FROM held WHERE author IS NOT NULL";
    let a = community(engine).await;
    for number in 0..6 {
        approved(&a, number, number).await;
    }
    let (_, handle) = said(&a, 6, 6).await;
    let known = async || -> i64 {
        with_pool!(a.node.pool(), |p| sqlx::query_scalar(SQL)
            .fetch_one(p)
            .await)
        .unwrap()
    };
    assert_eq!(known().await, 7);
    a.node
        .withdraw(BOT, Withdraw::of(handle), "back")
        .await
        .unwrap();
    assert_eq!(known().await, 6);
    next_window(&a).await;
    assert_eq!(known().await, 0);
}

async fn whoever_turns_the_schedule_off_lets_everything_go_that_was_approved(engine: &Engine) {
    let a = community(engine).await;
    approved(&a, 0, 0).await;
    said(&a, 1, 1).await;
    let b = a.copy_at_once(3).await;
    b.node.release_due().await.unwrap();
    assert_eq!(left(&a).await.len(), 1);
}

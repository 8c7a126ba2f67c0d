//! The end of what is kept for a while: on its day and not before, without anything being told, written
//! or decided a second time for it.

use hearback_federation::upkeep::{Kept, Upkeep};
use hearback_federation::{Desk, NodeError, Role};
use hearback_wire::content::Content;
use hearback_wire::id::Handle;
use hearback_wire::intake::{
    MergeHeld, Outcome, PutNeed, PutOutcome, PutReply, Refusal, RefuseHeld, ReplyTo, What, Withdraw,
};
use hearback_wire::reference::NeedRef;
use hearback_wire::response::Answer;
use hearback_wire::text::Lang;
use hearback_wire::vocabulary::Wording;

use crate::common::{BOT, Engine, Running, on_both_engines, release, say, settle};
use crate::steps::{NEED, considering, planned, refer, respond, three, told, updates};

on_both_engines!(
    what_has_left_the_door_ends_and_its_person_can_still_take_it_back,
    a_refusal_can_be_answered_until_it_ends_and_then_the_words_say_so,
    a_need_that_waits_never_ends,
    words_that_were_told_end_and_nothing_is_told_again,
    what_no_bot_told_ends_later_and_counts_nowhere,
    a_write_that_comes_again_after_its_key_has_ended_is_once_all_the_same,
    an_answer_to_a_question_ends_after_it_left,
    changes_end_but_not_those_of_a_need_that_waits,
    links_sessions_and_invitations_end_after_they_expired,
    a_long_backlog_ends_whole_and_whoever_looks_is_told,
);

async fn run(at: &Running) -> u64 {
    at.node.end_what_is_old(&Kept::default()).await.unwrap()
}

/// Ends what is old after so many days more.
async fn run_after(at: &Running, days: i64) {
    at.clock.advance_seconds(days * 24 * 3600);
    run(at).await;
}

async fn count(at: &Running, of: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM {of}");
    hearback_store::with_pool!(at.node.pool(), |p| sqlx::query_scalar(sqlx::AssertSqlSafe(
        sql
    ))
    .fetch_one(p)
    .await)
    .unwrap()
}

async fn execute(at: &Running, sql: &'static str) {
    hearback_store::with_pool!(at.node.pool(), |p| sqlx::query(sql)
        .execute(p)
        .await
        .map(|_| ()))
    .unwrap();
}

async fn refuse(at: &Running, reference: NeedRef) {
    let refuse = RefuseHeld {
        hash: at.node.held(reference).await.unwrap().unwrap().hash,
        reason: Refusal::NotStatistics,
        words: "This is not about statistics.".parse().unwrap(),
    };
    at.node
        .moderate(reference, refuse, Desk::Console("Ada"))
        .await
        .unwrap();
}

async fn appeal(at: &Running, handle: Handle) -> Result<(), NodeError> {
    let put = PutReply {
        handle,
        to: ReplyTo::Refusal {},
        words: "Please look at this again.".parse().unwrap(),
    };
    at.node.put_reply(BOT, put, &handle.to_string()).await
}

async fn join(at: &Running, from: NeedRef, into: NeedRef) {
    let put = MergeHeld {
        hash: at.node.held(from).await.unwrap().unwrap().hash,
        into,
        words: "Both ask for the same counts.".parse().unwrap(),
    };
    at.node
        .moderate(from, put, Desk::Console("Ada"))
        .await
        .unwrap();
}

/// The bot says of everything that it reached its thread.
async fn acknowledge(at: &Running) {
    let outcome = Outcome::Thread;
    for update in updates(at).await {
        let put = PutOutcome { outcome };
        at.node.outcome(BOT, update.id, put).await.unwrap();
    }
}

async fn what_has_left_the_door_ends_and_its_person_can_still_take_it_back(engine: &Engine) {
    let (a, _, _) = three(engine).await;
    let (reference, handle) = release(&a, NEED).await;
    run_after(&a, 0).await;
    run_after(&a, 30).await;
    assert_eq!(count(&a, "held").await, 1, "not before its day");
    run_after(&a, 1).await;
    assert_eq!(count(&a, "held").await, 0);
    let need = a.node.need(reference).await.unwrap().unwrap();
    assert!(need.content.is_some(), "what left stays");
    for token in ["back", "and again"] {
        let back = Withdraw::of(handle);
        a.node.withdraw(BOT, back, token).await.unwrap();
    }
    let need = a.node.need(reference).await.unwrap().unwrap();
    assert!(need.content.is_none(), "and was taken back");
}

async fn a_refusal_can_be_answered_until_it_ends_and_then_the_words_say_so(engine: &Engine) {
    let (a, _, _) = three(engine).await;
    let (in_time, soon) = say(&a, NEED).await;
    let (too_late, late) = say(&a, "Counts of empty homes in every region, every year").await;
    refuse(&a, in_time).await;
    refuse(&a, too_late).await;
    run_after(&a, 0).await;
    run_after(&a, 90).await;
    appeal(&a, soon).await.unwrap();
    run_after(&a, 1).await;
    let over = appeal(&a, late).await.unwrap_err();
    assert!(matches!(over, NodeError::NotFound(_)), "{over}");
    let over = over.to_string();
    assert!(
        over.contains("the time to answer is over") && over.contains("as a new need"),
        "{over}"
    );
    // There is nothing to take back any more, so it is taken back.
    a.node
        .withdraw(BOT, Withdraw::of(late), "late")
        .await
        .unwrap();
    assert_eq!(count(&a, "held").await, 1, "only what was appealed");
    assert!(a.node.held(in_time).await.unwrap().unwrap().waits);
    // Refused once more, its days begin again.
    refuse(&a, in_time).await;
    run_after(&a, 0).await;
    run_after(&a, 90).await;
    assert_eq!(count(&a, "held").await, 1);
    run_after(&a, 1).await;
    assert_eq!(count(&a, "held").await, 0);
}

async fn a_need_that_waits_never_ends(engine: &Engine) {
    let (a, _, _) = three(engine).await;
    let (reference, _) = say(&a, NEED).await;
    run_after(&a, 0).await;
    run_after(&a, 3 * 365).await;
    let held = a.node.held(reference).await.unwrap().unwrap();
    assert!(held.waits && held.content.statement.as_str() == NEED);
}

async fn words_that_were_told_end_and_nothing_is_told_again(engine: &Engine) {
    let (a, _, p) = three(engine).await;
    let (goes_on, asker) = release(&a, NEED).await;
    let (like, joined) = say(&a, "How many people sleep rough, for each district").await;
    join(&a, like, goes_on).await;
    let key = refer(&a, goes_on, &p).await;
    respond(&p, &key, considering()).await.unwrap();
    respond(&p, &key, planned()).await.unwrap();
    settle(&p, &a).await;
    let heard = told(&a, joined).await;
    assert!(
        matches!(
            heard.as_slice(),
            [What::Merged { .. }, What::Answered { .. }]
        ),
        "{heard:?}"
    );
    acknowledge(&a).await;
    let before = a.node.deliveries(goes_on).await.unwrap().thread;
    run_after(&a, 30).await;
    assert_eq!(updates(&a).await.len(), 4, "not before its day");
    run_after(&a, 1).await;
    assert!(updates(&a).await.is_empty());
    let left = "update_out WHERE what <> '' OR handle <> '' OR cause <> ''";
    assert_eq!(count(&a, left).await, 0);
    let after = a.node.deliveries(goes_on).await.unwrap().thread;
    assert_eq!(
        (after, before),
        (3, 3),
        "moderators still see what reached people"
    );
    // The same answer once more: by the log folded again, by the peer, and by the join made again.
    a.node.refold().await.unwrap();
    p.clock.advance_seconds(31 * 24 * 3600);
    settle(&p, &a).await;
    assert!(told(&a, asker).await.is_empty());
    appeal(&a, joined).await.unwrap();
    join(&a, like, goes_on).await;
    let heard = told(&a, joined).await;
    assert!(
        matches!(heard.as_slice(), [What::Merged { .. }]),
        "the answer was told before: {heard:?}"
    );
}

async fn what_no_bot_told_ends_later_and_counts_nowhere(engine: &Engine) {
    let (a, _, _) = three(engine).await;
    let (reference, _) = release(&a, NEED).await;
    run_after(&a, 0).await;
    run_after(&a, 400).await;
    assert_eq!(updates(&a).await.len(), 1, "a bot may be away for long");
    assert_eq!(a.node.deliveries(reference).await.unwrap().waiting, 1);
    run_after(&a, 1).await;
    assert!(updates(&a).await.is_empty());
    let all = a.node.deliveries(reference).await.unwrap();
    assert_eq!((all.waiting, all.thread, all.gone), (0, 0, 0));
}

async fn a_write_that_comes_again_after_its_key_has_ended_is_once_all_the_same(engine: &Engine) {
    let (a, _, _) = three(engine).await;
    let content = Content::plain(NEED.parse().unwrap(), None);
    let put = PutNeed {
        handle: Handle::draw(&*a.chance),
        approved: content.hash(),
        content,
        removed: Vec::new(),
        author: None,
        wording: Some(Wording::Own),
    };
    let first = a.node.put_need(BOT, put.clone(), "key").await.unwrap();
    run_after(&a, 0).await;
    run_after(&a, 400).await;
    assert_eq!(count(&a, "idempotency").await, 1, "not before its day");
    run_after(&a, 1).await;
    assert_eq!(count(&a, "idempotency").await, 0);
    let again = a.node.put_need(BOT, put.clone(), "key").await.unwrap();
    assert_eq!(again.reference, first.reference);
    assert_eq!(count(&a, "held").await, 1);
    // Also once it has left, and nothing of it is at the door.
    crate::common::approve(&a, first.reference).await;
    run_after(&a, 0).await;
    run_after(&a, 401).await;
    assert_eq!(count(&a, "held").await, 0);
    let again = a.node.put_need(BOT, put, "key").await.unwrap();
    assert_eq!(again.reference, first.reference);
    assert_eq!(count(&a, "held").await, 0, "it does not leave twice");
}

async fn an_answer_to_a_question_ends_after_it_left(engine: &Engine) {
    let (a, _, p) = three(engine).await;
    let (reference, handle) = release(&a, NEED).await;
    let key = refer(&a, reference, &p).await;
    let words = "Would figures by region help you too?".parse().unwrap();
    let (asks, none) = (Answer::Clarifying {}, [].into());
    let asked = p
        .node
        .respond(key, asks, Some(words), Lang::english(), &none);
    asked.await.unwrap();
    settle(&p, &a).await;
    let heard = updates(&a).await;
    let What::Question { question, .. } = heard.last().unwrap().what else {
        panic!("{heard:?}")
    };
    let reply = |key: &'static str, words: &str| {
        let put = PutReply {
            handle,
            to: ReplyTo::Question { question },
            words: words.parse().unwrap(),
        };
        a.node.put_reply(BOT, put, key)
    };
    reply("one", "Yes, regions would help us.").await.unwrap();
    reply("two", "Each season would help us too.")
        .await
        .unwrap();
    reply("three", "Yes, regions would help us.").await.unwrap();
    let held = a.node.held_replies().await.unwrap();
    assert_eq!(held.len(), 2, "the same words are one answer");
    let yes = held.iter().find(|h| h.words.starts_with("Yes")).unwrap();
    a.node.approve_reply(yes.id).await.unwrap();
    run_after(&a, 0).await;
    run_after(&a, 30).await;
    assert_eq!(count(&a, "held_reply").await, 2, "not before its day");
    run_after(&a, 1).await;
    assert_eq!(count(&a, "held_reply").await, 1, "the other one waits");
    reply("four", "Yes, regions would help us.").await.unwrap();
    assert_eq!(count(&a, "held_reply").await, 1, "it has left before");
    run_after(&a, 400 - 31).await;
    assert_eq!(count(&a, "held_reply").await, 1);
    run_after(&a, 1).await;
    assert_eq!(count(&a, "held_reply").await, 0);
}

async fn changes_end_but_not_those_of_a_need_that_waits(engine: &Engine) {
    let (a, _, _) = three(engine).await;
    let (decided, _) = say(&a, NEED).await;
    let (waits, _) = say(&a, "Counts of empty homes in every region, every year").await;
    refuse(&a, decided).await;
    run_after(&a, 0).await;
    run_after(&a, 90).await;
    let changes = a.node.changes(0, 0).await.unwrap().changes;
    assert_eq!(changes.len(), 3, "not before their day");
    run_after(&a, 1).await;
    let changes = a.node.changes(0, 0).await.unwrap().changes;
    let about: Vec<_> = changes.iter().map(|change| change.reference).collect();
    assert_eq!(about, [waits], "a bot that is set up late makes a card");
}

async fn links_sessions_and_invitations_end_after_they_expired(engine: &Engine) {
    let (a, _, _) = three(engine).await;
    execute(&a, "DELETE FROM peer_invite").await;
    a.node.invite_peer().await.unwrap();
    let link = a.node.invite_staff(Role::Moderator, "Alex").await.unwrap();
    a.node.redeem(&link).await.unwrap().unwrap();
    let lasts = [("staff_session", 12 * 3600), ("staff_invite", 72 * 3600)];
    let mut passed = 0;
    for (table, seconds) in lasts {
        a.clock.advance_seconds(seconds + 7 * 24 * 3600 - passed);
        passed = seconds + 7 * 24 * 3600;
        run(&a).await;
        assert_eq!(count(&a, table).await, 1, "not before its day: {table}");
        a.clock.advance_seconds(1);
        passed += 1;
        run(&a).await;
        assert_eq!(count(&a, table).await, 0, "{table}");
    }
    assert_eq!(count(&a, "peer_invite").await, 1, "it lasts for longer");
    run_after(&a, 30).await;
    assert_eq!(count(&a, "peer_invite").await, 0);
}

async fn a_long_backlog_ends_whole_and_whoever_looks_is_told(engine: &Engine) {
    const MANY: &str = "WITH RECURSIVE n(i) AS \
        (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2300) \
        INSERT INTO audit (id, at, action, role, via, pos) \
        SELECT 'old' || CAST(i AS TEXT), 0, 'approve', 'moderator', 'chat', 0 FROM n";
    let (a, _, _) = three(engine).await;
    let kept = Kept::default();
    let look = || Upkeep::of(a.node.pool(), &kept, a.node.now());
    let never = look().await.unwrap();
    assert!(never.last.is_none() && !never.is_late(a.node.now()));
    let written = count(&a, "audit").await;
    execute(&a, MANY).await;
    let seen = look().await.unwrap();
    assert_eq!(seen.overdue, [("decisions", 2300)]);
    assert!(seen.is_late(a.node.now()));
    assert_eq!(run(&a).await, 2300);
    assert_eq!(count(&a, "audit").await, written, "what is younger stays");
    assert_eq!(run(&a).await, 0);
    let seen = look().await.unwrap();
    let last = seen.last.unwrap();
    assert_eq!((last.ended, last.total), (0, 2300));
    assert!(seen.overdue.is_empty() && !seen.is_late(a.node.now()));
    // After its 730 days, a decision has a day until somebody is told.
    a.clock.advance_seconds(732 * 24 * 3600);
    let seen = look().await.unwrap();
    assert!(seen.is_late(a.node.now()), "nobody looked for a day");
    let decided = ("decisions", u64::try_from(written).unwrap());
    assert!(seen.overdue.contains(&decided), "{seen:?}");
}

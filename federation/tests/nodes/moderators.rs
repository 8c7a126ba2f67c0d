//! Moderators in the console and in chat, over HTTP, on the same needs: one wins, the person is
//! asked, and every bot that moderates hears of each change once.

use hearback_store::with_pool;
use hearback_wire::content::Content;
use hearback_wire::id::{Handle, Hash};
use hearback_wire::intake::*;
use hearback_wire::reference::NeedRef;
use hearback_wire::status::Status;
use hearback_wire::text::Lang;
use hearback_wire::vocabulary::{NodeRole, ReferralRole, Removed, Voice};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::common::{BOT, Engine, Running, WHOLE, befriend, on_both_engines, release, say, settle};
use crate::hands::{Chat, body, press, problem, sign_in};

on_both_engines!(
    of_a_moderator_in_the_console_and_one_in_chat_one_wins,
    an_edit_in_chat_asks_the_person_again,
    changes_come_once_in_order_and_wake_who_waits,
    a_bot_that_was_not_allowed_may_not_moderate,
    a_repeat_of_a_decision_does_nothing_twice,
    decisions_about_other_words_or_with_bad_bodies_are_refused,
    what_was_taken_out_is_told_by_kind_and_each_kind_once,
    everyone_who_is_told_of_one_thing_is_told_the_same_cause,
    only_a_released_need_has_a_summary,
);

const NEED: &str = "Rough sleeping counts for each district, every three months";

async fn community(engine: &Engine) -> Running {
    engine
        .start("Riverside Advice", &[NodeRole::Intermediary], 1)
        .await
}

async fn changes(at: &Running) -> Vec<(NeedRef, Did, By)> {
    let found = at.node.changes(0, 0).await.unwrap().changes;
    found.iter().map(|c| (c.reference, c.did, c.by)).collect()
}

async fn audit(at: &Running) -> Vec<String> {
    const SQL: &str = "SELECT action || ' in ' || via || ' as ' || role FROM audit \
        WHERE reference IS NOT NULL ORDER BY action";
    let rows: Vec<(String,)> =
        with_pool!(at.node.pool(), |p| sqlx::query_as(SQL).fetch_all(p).await).unwrap();
    rows.into_iter().map(|(action,)| action).collect()
}

async fn of_a_moderator_in_the_console_and_one_in_chat_one_wins(engine: &Engine) {
    let a = community(engine).await;
    let chat = Chat::new(&a);
    let cookie = sign_in(&a).await;
    for round in 0..6 {
        let (reference, _) = say(&a, &format!("{NEED}, part {round}")).await;
        let held: Held = chat.read(&format!("/moderation/needs/{reference}")).await;
        let path = format!("/console/queue/{reference}/approve");
        let ask = json!({"hash": held.hash, "words": "Which district do you mean?"});
        let (console, bot) = tokio::join!(
            press(&a, &path, &cookie, format!("hash={}", held.hash)),
            chat.decide(reference, "ask", &ask)
        );
        let (console, bot_status) = (console.status(), bot.status());
        let done = changes(&a).await.last().copied().unwrap();
        if console == StatusCode::SEE_OTHER {
            assert_eq!(bot_status, StatusCode::CONFLICT);
            let words = problem(bot).await.detail;
            assert!(words.contains("before you"), "{words}");
            assert_eq!(done, (reference, Did::Approved, By::Console));
        } else {
            assert_eq!(console, StatusCode::CONFLICT);
            assert_eq!(bot_status, StatusCode::NO_CONTENT);
            assert_eq!(done, (reference, Did::Asked, By::Chat));
        }
    }
    assert_eq!(changes(&a).await.len(), 12, "six came, six were decided");
    let audit = audit(&a).await;
    assert_eq!(audit.len(), 6);
    assert!(
        audit
            .iter()
            .all(|action| action == "approve in console as moderator"
                || action == "ask in chat as moderator"),
        "{audit:?}"
    );
}

async fn an_edit_in_chat_asks_the_person_again(engine: &Engine) {
    let a = community(engine).await;
    let chat = Chat::new(&a);
    let (reference, handle) = say(&a, NEED).await;
    let queue: Vec<Held> = chat.read("/moderation/needs").await;
    let [held] = queue.as_slice() else {
        panic!("{queue:?}")
    };
    assert!(held.waits && held.similar.is_empty() && held.reference == reference);
    let after = Content {
        statement: "Rough sleeping counts for each district, quarterly"
            .parse()
            .unwrap(),
        ..held.content.clone()
    };
    let edit = json!({"hash": held.hash, "content": after, "words": "Shorter, if you agree."});
    let done = chat.decide(reference, "edit", &edit).await;
    assert_eq!(done.status(), StatusCode::NO_CONTENT);
    let held: Held = chat.read(&format!("/moderation/needs/{reference}")).await;
    assert!(!held.waits && held.before.is_some());
    let approve = json!({"hash": held.hash});
    let early = chat.decide(reference, "approve", &approve).await;
    assert_eq!(early.status(), StatusCode::CONFLICT);
    let told = a.node.updates(BOT, 0, 0).await.unwrap().updates;
    assert!(matches!(&told[0].what, What::Edited { .. }));
    let yes = Approve {
        handle,
        content: after.hash(),
        yes: true,
    };
    a.node.answer_edit(BOT, yes, "yes").await.unwrap();
    let gone = chat.get(&format!("/moderation/needs/{reference}")).await;
    assert_eq!(gone.status(), StatusCode::NOT_FOUND);
    assert!(problem(gone).await.detail.contains("decided or taken back"));
    let summary: NeedSummary = chat.read(&format!("/needs/{reference}")).await;
    assert_eq!(summary.statement, after.statement.to_string());
}

async fn changes_come_once_in_order_and_wake_who_waits(engine: &Engine) {
    let a = community(engine).await;
    let chat = Chat::new(&a);
    let waits = chat.read::<Changes>("/moderation/changes?after=0&wait=25");
    let (first, (reference, handle)) = tokio::join!(waits, say(&a, NEED));
    assert_eq!(first.changes.len(), 1);
    let hash = a.node.held(reference).await.unwrap().unwrap().hash;
    let ask = json!({"hash": hash, "words": "Which district do you mean?"});
    chat.decide(reference, "ask", &ask).await;
    let reply = |to, token: &'static str| {
        let words = "All of them, please.".parse().unwrap();
        a.node.put_reply(BOT, PutReply { handle, to, words }, token)
    };
    reply(ReplyTo::Moderator {}, "reply").await.unwrap();
    let refuse =
        json!({"hash": hash, "reason": "unclear", "words": "We cannot tell what is meant."});
    chat.decide(reference, "refuse", &refuse).await;
    reply(ReplyTo::Refusal {}, "appeal").await.unwrap();
    let back = Withdraw::of(handle);
    a.node.withdraw(BOT, back, "back").await.unwrap();
    let expected = [
        (Did::Arrived, By::Person),
        (Did::Asked, By::Chat),
        (Did::Replied, By::Person),
        (Did::Refused, By::Chat),
        (Did::Appealed, By::Person),
        (Did::Withdrawn, By::Person),
    ];
    let whole: Vec<_> = expected.map(|(did, by)| (reference, did, by)).to_vec();
    assert_eq!(changes(&a).await, whole);
    let path = format!("/moderation/changes?after={}", first.cursor);
    let rest: Changes = chat.read(&path).await;
    assert_eq!(rest.changes.len(), 5);
    let path = format!("/moderation/changes?after={}", rest.cursor);
    let none: Changes = chat.read(&path).await;
    assert_eq!((none.changes.len(), none.cursor), (0, rest.cursor));
}

async fn a_bot_that_was_not_allowed_may_not_moderate(engine: &Engine) {
    let a = community(engine).await;
    let small = Chat {
        token: "small token",
        ..Chat::new(&a)
    };
    let (reference, _) = say(&a, NEED).await;
    let hash = a.node.held(reference).await.unwrap().unwrap().hash;
    let one = format!("/moderation/needs/{reference}");
    let mut answers = Vec::new();
    for path in ["/moderation/needs", &one, "/moderation/changes"] {
        answers.push(small.get(path).await);
    }
    for how in ["approve", "edit", "ask", "refuse"] {
        answers.push(small.decide(reference, how, &json!({"hash": hash})).await);
    }
    for answer in answers {
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
        let words = problem(answer).await.detail;
        assert!(words.contains("chat = true under [moderation]"), "{words}");
    }
    assert_eq!(small.get("/needs").await.status(), StatusCode::OK);
    assert_eq!(changes(&a).await.len(), 1, "nothing was decided");
}

async fn a_repeat_of_a_decision_does_nothing_twice(engine: &Engine) {
    let a = community(engine).await;
    let chat = Chat::new(&a);
    let (reference, _) = say(&a, NEED).await;
    let hash = a.node.held(reference).await.unwrap().unwrap().hash;
    let approve = json!({"hash": hash});
    let path = format!("/moderation/needs/{reference}/approve");
    for _ in 0..3 {
        let done = chat.post(&path, "once", &approve).await;
        assert_eq!(done.status(), StatusCode::NO_CONTENT);
    }
    let other = chat.post(&path, "another", &approve).await;
    assert_eq!(other.status(), StatusCode::CONFLICT);
    assert_eq!(changes(&a).await.len(), 2);
    assert_eq!(audit(&a).await, ["approve in chat as moderator"]);
    assert_eq!(a.node.updates(BOT, 0, 0).await.unwrap().updates.len(), 1);
}

async fn decisions_about_other_words_or_with_bad_bodies_are_refused(engine: &Engine) {
    let a = community(engine).await;
    let chat = Chat::new(&a);
    let (reference, _) = say(&a, NEED).await;
    let held = a.node.held(reference).await.unwrap().unwrap();
    let (hash, other) = (held.hash, Hash::ZERO);
    let words = "Which district do you mean?";
    let leak = "Please write to jane.smith@example.org about it.";
    let small_area = json!({"level": "small_area", "areas": ["E05000026"]});
    let mut narrow = serde_json::to_value(&held.content).unwrap();
    narrow["geography"] = small_area;
    let cases = [
        ("approve", json!({"hash": other}), 409),
        ("ask", json!({"hash": other, "words": words}), 409),
        (
            "edit",
            json!({"hash": hash, "content": held.content, "words": words}),
            422,
        ),
        (
            "edit",
            json!({"hash": hash, "content": narrow, "words": words}),
            422,
        ),
        ("approve", json!({"hash": hash, "by": "Ada"}), 422),
        ("approve", json!({"hash": "short"}), 422),
        ("ask", json!({"hash": hash, "words": "short"}), 422),
        ("ask", json!({"hash": hash, "words": "x".repeat(1201)}), 422),
        ("ask", json!({"hash": hash, "words": leak}), 422),
        (
            "refuse",
            json!({"hash": hash, "reason": "dull", "words": words}),
            422,
        ),
        ("refuse", json!({"hash": hash, "reason": "unclear"}), 422),
    ];
    for (how, put, status) in cases {
        let answer = chat.decide(reference, how, &put).await;
        assert_eq!(answer.status(), status, "{how} {put}");
        assert!(!problem(answer).await.detail.is_empty());
    }
    let unknown = NeedRef::draw(&*a.chance);
    let nowhere = chat
        .decide(unknown, "approve", &json!({"hash": hash}))
        .await;
    assert_eq!(nowhere.status(), StatusCode::NOT_FOUND);
    assert_eq!(
        chat.get("/moderation/changes?after=x").await.status(),
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        a.node.queue().await.unwrap(),
        [Held {
            similar: Vec::new(),
            ..held
        }]
    );
    assert_eq!(changes(&a).await.len(), 1, "nothing was decided");
}

async fn what_was_taken_out_is_told_by_kind_and_each_kind_once(engine: &Engine) {
    let a = community(engine).await;
    let chat = Chat::new(&a);
    let content = Content::plain(NEED.parse().unwrap(), None);
    let put = |removed: Value| {
        let handle = Handle::draw(&*a.chance);
        let approved = content.hash();
        json!({"handle": handle, "content": content, "approved": approved, "removed": removed})
    };
    for (n, bad) in [json!(["phone", "phone"]), json!(["Jane Smith"])]
        .into_iter()
        .enumerate()
    {
        let refused = chat.post("/needs", &format!("bad {n}"), &put(bad)).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    let taken = chat
        .post("/needs", "good", &put(json!(["phone", "place"])))
        .await;
    let taken: NeedPut = body(taken).await;
    let held: Held = chat
        .read(&format!("/moderation/needs/{}", taken.reference))
        .await;
    assert_eq!(held.removed, [Removed::Phone, Removed::Place]);
}

async fn everyone_who_is_told_of_one_thing_is_told_the_same_cause(engine: &Engine) {
    let a = community(engine).await;
    let p = engine
        .start("Statistics Office", &[NodeRole::Producer], 3)
        .await;
    befriend(&a, &p).await;
    let (reference, asker) = release(&a, NEED).await;
    let voice = Handle::draw(&*a.chance);
    let put = PutVoice {
        handle: voice,
        voice: Voice::UsesIt,
    };
    a.node
        .put_voice(BOT, reference, put, "voice")
        .await
        .unwrap();
    let role = ReferralRole::Lead;
    let to = p.node.id().clone();
    a.node.refer(reference, to, role, None).await.unwrap();
    settle(&a, &p).await;
    let key = p.node.inbox(WHOLE).await.unwrap().rows[0].1.key.clone();
    let answer = serde_json::from_value(json!({
        "status": "already_available", "words": "It is in the yearly tables.",
        "reasons": [{"code": "existing_output"}],
    }));
    let lang = Lang::english();
    p.node
        .respond(key, answer.unwrap(), None, lang, &[].into())
        .await
        .unwrap();
    settle(&p, &a).await;
    let told: Updates = Chat::new(&a).read("/updates?after=0").await;
    let is_answer = |update: &&Update| matches!(update.what, What::Answered { .. });
    let answers: Vec<&Update> = told.updates.iter().filter(is_answer).collect();
    let mut handles: Vec<Handle> = answers.iter().map(|u| u.handle).collect();
    handles.sort();
    let mut both = vec![asker, voice];
    both.sort();
    assert_eq!(handles, both);
    assert_eq!(answers[0].cause, answers[1].cause);
    assert_ne!(answers[0].id, answers[1].id);
}

async fn only_a_released_need_has_a_summary(engine: &Engine) {
    let a = community(engine).await;
    let chat = Chat::new(&a);
    let (waits, _) = say(&a, NEED).await;
    let hidden = chat.get(&format!("/needs/{waits}")).await;
    assert_eq!(hidden.status(), StatusCode::NOT_FOUND);
    assert!(problem(hidden).await.detail.contains("not left yet"));
    let (released, handle) = release(&a, "Counts of empty homes in every district").await;
    let summary: NeedSummary = chat.read(&format!("/needs/{released}")).await;
    assert_eq!(summary.status, Status::Confirmed);
    let back = Withdraw::of(handle);
    a.node.withdraw(BOT, back, "back").await.unwrap();
    let gone = chat.get(&format!("/needs/{released}")).await;
    assert_eq!(gone.status(), StatusCode::NOT_FOUND);
}

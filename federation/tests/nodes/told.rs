//! The loop: said, approved, synced, referred, answered, told.

use hearback_federation::{Choice, NodeError, Via};
use hearback_wire::id::Handle;
use hearback_wire::intake::{PutReply, PutVoice, ReplyTo, What};
use hearback_wire::response::Answer;
use hearback_wire::status::Status;
use hearback_wire::text::Lang;
use hearback_wire::vocabulary::{NodeRole, Voice};

use crate::common::{BOT, Engine, WHOLE, on_both_engines, release, settle};
use crate::hands::{Chat, problem};
use crate::steps::{NEED, add_voice, answer, considering, planned, refer, respond, three, updates};

on_both_engines!(
    an_answer_comes_back_once_to_the_asker_and_to_a_voice_elsewhere,
    nothing_flows_before_both_sides_confirmed,
    a_question_goes_to_the_asker_alone_and_the_answer_back_by_the_private_log,
    the_same_write_twice_is_one,
    one_key_for_two_kinds_of_write_is_refused_in_words,
    a_forbidden_answer_names_what_is_allowed_and_changes_nothing,
);

async fn an_answer_comes_back_once_to_the_asker_and_to_a_voice_elsewhere(engine: &Engine) {
    let (a, b, p) = three(engine).await;
    let (reference, asker) = release(&a, NEED).await;
    settle(&a, &b).await;
    let voice = add_voice(&b, reference).await;
    let key = refer(&a, reference, &p).await;
    settle(&a, &b).await;
    respond(&p, &key, considering()).await.unwrap();
    respond(&p, &key, planned()).await.unwrap();
    for _ in 0..3 {
        settle(&p, &a).await;
        settle(&p, &b).await;
    }
    let at_a = updates(&a).await;
    assert_eq!(at_a.len(), 2, "released, then answered: {at_a:?}");
    assert!(matches!(at_a[0].what, What::Released {}));
    assert!(matches!(
        &at_a[1].what,
        What::Answered {
            status: Status::Planned,
            ..
        }
    ));
    assert!(at_a.iter().all(|u| u.handle == asker));
    let at_b = updates(&b).await;
    assert_eq!(at_b.len(), 1);
    assert_eq!(at_b[0].handle, voice);
    assert_ne!(at_a[0].cause, at_a[1].cause, "two things happened");
    assert_eq!(
        b.node.need(reference).await.unwrap().unwrap().status,
        Status::Planned
    );
}

async fn nothing_flows_before_both_sides_confirmed(engine: &Engine) {
    let a = engine
        .start("Riverside Advice", &[NodeRole::Intermediary], 1)
        .await;
    let p = engine
        .start("Statistics Office", &[NodeRole::Producer], 3)
        .await;
    release(&a, NEED).await;
    let invite = a.node.invite_peer().await.unwrap();
    p.node.accept_peer(&invite).await.unwrap();
    a.node
        .confirm_peer(p.node.id(), Via::Command)
        .await
        .unwrap();
    assert!(
        a.node.dial(p.node.id(), 0).await.is_err(),
        "the other side has not confirmed"
    );
    assert!(
        p.node
            .list(&Choice::default(), WHOLE)
            .await
            .unwrap()
            .rows
            .is_empty()
    );
    p.node
        .confirm_peer(a.node.id(), Via::Command)
        .await
        .unwrap();
    a.node.dial(p.node.id(), 0).await.unwrap();
    assert_eq!(
        p.node
            .list(&Choice::default(), WHOLE)
            .await
            .unwrap()
            .rows
            .len(),
        1
    );
    let again = engine.start("A stranger", &[NodeRole::Producer], 4).await;
    assert!(
        again.node.accept_peer(&invite).await.is_err(),
        "an invitation works once"
    );
}

async fn a_question_goes_to_the_asker_alone_and_the_answer_back_by_the_private_log(
    engine: &Engine,
) {
    let (a, b, p) = three(engine).await;
    let (reference, asker) = release(&a, NEED).await;
    let key = refer(&a, reference, &p).await;
    let words = "Would figures by region help you too?".parse().unwrap();
    p.node
        .respond(
            key.clone(),
            Answer::Clarifying {},
            Some(words),
            Lang::english(),
            &[].into(),
        )
        .await
        .unwrap();
    settle(&p, &a).await;
    settle(&p, &b).await;
    let told = updates(&a).await;
    let What::Question { question, .. } = told.last().unwrap().what else {
        panic!("{told:?}")
    };
    let words = "Yes, regions would help us.".parse().unwrap();
    let put = PutReply {
        handle: asker,
        to: ReplyTo::Question { question },
        words,
    };
    a.node.put_reply(BOT, put, "reply").await.unwrap();
    let held = a.node.held_replies().await.unwrap();
    a.node.approve_reply(held[0].id).await.unwrap();
    assert!(
        a.node.approve_reply(held[0].id).await.is_err(),
        "it leaves once"
    );
    settle(&a, &p).await;
    settle(&a, &b).await;
    let referral = &p.node.need(reference).await.unwrap().unwrap().referrals[0];
    assert_eq!(
        referral.questions[0].answer.as_deref(),
        Some("Yes, regions would help us.")
    );
    let elsewhere = &b.node.need(reference).await.unwrap();
    let elsewhere = elsewhere.as_ref().map(|n| n.referrals[0].questions.len());
    assert!(
        matches!(elsewhere, None | Some(0)),
        "the question is nobody else's"
    );
}

async fn the_same_write_twice_is_one(engine: &Engine) {
    let (a, b, _) = three(engine).await;
    let (reference, _) = release(&a, NEED).await;
    settle(&a, &b).await;
    let handle = Handle::draw(&*b.chance);
    let put = PutVoice {
        handle,
        voice: Voice::AboutMe,
    };
    let first = b
        .node
        .put_voice(BOT, reference, put.clone(), "same")
        .await
        .unwrap();
    assert_eq!(
        b.node
            .put_voice(BOT, reference, put.clone(), "same")
            .await
            .unwrap(),
        first
    );
    let other = b.node.put_voice(BOT, reference, put, "other").await;
    assert!(matches!(other, Err(NodeError::Conflict(_))));
}

async fn one_key_for_two_kinds_of_write_is_refused_in_words(engine: &Engine) {
    let (a, _, _) = three(engine).await;
    let (reference, handle) = release(&a, NEED).await;
    let chat = Chat::new(&a);
    let voice = serde_json::json!({"handle": Handle::draw(&*a.chance), "voice": "about_me"});
    let path = format!("/needs/{reference}/voices");
    let voiced = chat.post(&path, "one", &voice).await;
    assert!(voiced.status().is_success());
    let writes = [
        ("/withdraw", serde_json::json!({"handle": handle})),
        (
            "/verdicts",
            serde_json::json!({"handle": handle, "verdict": "met"}),
        ),
    ];
    for (path, put) in writes {
        let refused = chat.post(path, "one", &put).await;
        assert_eq!(refused.status(), reqwest::StatusCode::UNPROCESSABLE_ENTITY);
        let words = problem(refused).await.detail;
        assert!(words.contains("new key for each write"), "{words}");
    }
    assert!(chat.post(&path, "one", &voice).await.status().is_success());
    let need = a.node.need(reference).await.unwrap().unwrap();
    assert!(need.content.is_some(), "nothing was taken back");
}

async fn a_forbidden_answer_names_what_is_allowed_and_changes_nothing(engine: &Engine) {
    let (a, _, p) = three(engine).await;
    let (reference, _) = release(&a, NEED).await;
    let key = refer(&a, reference, &p).await;
    let error = respond(&p, &key, planned()).await.unwrap_err();
    assert!(error.to_string().contains("under_consideration"), "{error}");
    assert_eq!(
        p.node.need(reference).await.unwrap().unwrap().status,
        Status::Referred
    );
    let leak = answer(serde_json::json!({
        "status": "already_available", "reasons": [{"code": "existing_output"}],
        "words": "Please write to jane.smith@example.org about this.",
    }));
    let error = respond(&p, &key, leak).await.unwrap_err();
    assert!(error.to_string().contains("e-mail"), "{error}");
}

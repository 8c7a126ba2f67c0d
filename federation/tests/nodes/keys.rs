//! Two moderators where the words could single somebody out: both must be there, and be two people.

use hearback_federation::{Choice, Desk, NodeError};
use hearback_wire::id::PersonKey;
use hearback_wire::intake::{
    Approve, ApproveHeld, Did, EditHeld, Held, PutReply, ReplyTo, UndoHeld, Waives,
};
use hearback_wire::reference::NeedRef;
use hearback_wire::vocabulary::{Approver, NodeRole};
use reqwest::StatusCode;
use serde_json::json;

use crate::common::{BOT, Engine, Running, WHOLE, on_both_engines, say};
use crate::gate::{latest_checks, own};
use crate::hands::{Chat, problem, sign_in};

on_both_engines!(
    what_could_single_somebody_out_needs_two_moderators_who_are_two_people,
    two_moderators_in_chat_are_told_apart_and_one_is_not_two,
    any_change_asks_everybody_again,
    of_two_first_keys_at_once_one_is_the_first,
);

/// First person, and a health matter of somebody near.
const PRIVATE: &str = "My son is autistic and I need figures on how long children wait to be seen";

async fn community(engine: &Engine) -> Running {
    engine
        .start("Riverside Advice", &[NodeRole::Intermediary], 1)
        .await
}

async fn approve(at: &Running, reference: NeedRef, by: &str) -> Result<(), NodeError> {
    let hash = at.node.held(reference).await.unwrap().unwrap().hash;
    let approve = ApproveHeld::of(hash);
    at.node
        .moderate(reference, approve, Desk::Console(by))
        .await
}

async fn held(at: &Running, reference: NeedRef) -> Held {
    at.node.held(reference).await.unwrap().unwrap()
}

async fn what_could_single_somebody_out_needs_two_moderators_who_are_two_people(engine: &Engine) {
    let a = community(engine).await;
    let (reference, _) = say(&a, PRIVATE).await;
    assert!(!held(&a, reference).await.second.is_empty());
    approve(&a, reference, "Ada").await.unwrap();
    let first = held(&a, reference).await;
    assert!(first.waits && first.first, "the first approval stands");
    assert!(
        a.node
            .list(&Choice::default(), WHOLE)
            .await
            .unwrap()
            .rows
            .is_empty(),
        "nothing has left"
    );
    let page = crate::common::http()
        .get(format!("{}/console/queue", a.url))
        .header("cookie", sign_in(&a).await);
    let page = page.send().await.unwrap().text().await.unwrap();
    assert!(page.contains("needs a second approver"), "{page}");
    let again = approve(&a, reference, "Ada").await.unwrap_err();
    assert!(again.to_string().contains("another moderator"), "{again}");
    approve(&a, reference, "Grace").await.unwrap();
    let need = a.node.need(reference).await.unwrap().unwrap();
    assert!(need.content.is_some());
    let checks = latest_checks(&a).await;
    let both = [
        Approver::Person,
        Approver::Moderator,
        Approver::SecondModerator,
    ];
    assert_eq!(checks.approved_by, both);
    let changes = a.node.changes(0, 0).await.unwrap().changes;
    let did: Vec<Did> = changes.iter().map(|change| change.did).collect();
    assert_eq!(did, [Did::Arrived, Did::FirstKey, Did::Approved]);
    let decisions = a.node.decisions(1).await.unwrap();
    let said: Vec<&str> = decisions.rows.iter().map(|row| row.what.as_str()).collect();
    assert!(
        said.contains(&"Approved as the first of two moderators"),
        "{said:?}"
    );
    let (plain, _) = say(&a, "Counts of empty homes in every district, each year").await;
    approve(&a, plain, "Ada").await.unwrap();
    assert_eq!(
        latest_checks(&a).await.approved_by,
        both[..2],
        "one is enough there"
    );
}

async fn two_moderators_in_chat_are_told_apart_and_one_is_not_two(engine: &Engine) {
    let a = community(engine).await;
    let chat = Chat::new(&a);
    let (reference, _) = say(&a, PRIVATE).await;
    let hash = held(&a, reference).await.hash;
    let by = |n: u8| json!({"hash": hash, "moderator": PersonKey::of([n; 16])});
    let path = format!("/moderation/needs/{reference}/approve");
    let first = chat.post(&path, "first", &by(1)).await;
    assert_eq!(first.status(), StatusCode::NO_CONTENT);
    let shown: Held = chat.read(&format!("/moderation/needs/{reference}")).await;
    assert!(shown.first && shown.waits);
    for (key, put) in [("same", by(1)), ("repeat", by(1))] {
        let same = chat.post(&path, key, &put).await;
        assert_eq!(same.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(problem(same).await.detail.contains("another moderator"));
    }
    let elsewhere = approve(&a, reference, "Ada").await.unwrap_err();
    assert!(elsewhere.to_string().contains("same place"), "{elsewhere}");
    let second = chat.post(&path, "second", &by(2)).await;
    assert_eq!(second.status(), StatusCode::NO_CONTENT);
    assert!(a.node.need(reference).await.unwrap().is_some());
}

async fn any_change_asks_everybody_again(engine: &Engine) {
    let a = community(engine).await;
    let (reference, handle) = say(&a, PRIVATE).await;
    approve(&a, reference, "Ada").await.unwrap();
    let seen = held(&a, reference).await;
    let after = own("My daughter is autistic and figures on waits to be seen are needed");
    let edit = EditHeld {
        hash: seen.hash,
        content: after.clone(),
        words: "Is this better?".parse().unwrap(),
        waives: Waives::default(),
        moderator: None,
    };
    let grace = Desk::Console("Grace");
    a.node.moderate(reference, edit, grace).await.unwrap();
    let yes = Approve {
        handle,
        content: after.hash(),
        yes: true,
    };
    a.node.answer_edit(BOT, yes, "yes").await.unwrap();
    let shown = held(&a, reference).await;
    assert!(
        shown.waits && shown.first,
        "whoever proposed the words gave the first key"
    );
    let again = approve(&a, reference, "Grace").await.unwrap_err();
    assert!(matches!(again, NodeError::Invalid(_)), "{again}");
    let ask = hearback_wire::intake::AskHeld {
        hash: shown.hash,
        words: "Which region do you mean?".parse().unwrap(),
    };
    a.node.moderate(reference, ask, grace).await.unwrap();
    let reply = PutReply {
        handle,
        to: ReplyTo::Moderator {},
        words: "All regions, please.".parse().unwrap(),
    };
    a.node.put_reply(BOT, reply, "reply").await.unwrap();
    assert!(
        !held(&a, reference).await.first,
        "a question asks everybody again"
    );
    for by in ["Grace", "Ada"] {
        approve(&a, reference, by).await.unwrap();
    }
    assert!(a.node.need(reference).await.unwrap().is_some());
    let hash = shown.hash;
    let late = a.node.moderate(reference, UndoHeld { hash }, grace).await;
    assert!(matches!(late, Err(NodeError::Conflict(_))), "it has left");
}

async fn of_two_first_keys_at_once_one_is_the_first(engine: &Engine) {
    let a = community(engine).await;
    for round in 0..4 {
        let (reference, _) = say(&a, &format!("{PRIVATE}, part {round}")).await;
        let (one, other) =
            tokio::join!(approve(&a, reference, "Ada"), approve(&a, reference, "Ada"));
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        assert!(held(&a, reference).await.first);
    }
}

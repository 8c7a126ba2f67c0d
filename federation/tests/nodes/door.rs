//! Two keys to the door: what a moderator changes or refuses, and what the person says to it.

use hearback_federation::{Choice, Desk, NodeError};
use hearback_wire::intake::{
    Approve, ApproveHeld, EditHeld, PutReply, Refusal, RefuseHeld, ReplyTo, Waives, What,
};

use crate::common::{BOT, Engine, WHOLE, on_both_engines, say};
use crate::steps::{NEED, three, updates};

on_both_engines!(
    a_moderators_edit_asks_the_person_again_and_of_two_moderators_one_wins,
    a_refusal_can_be_appealed_once,
);

async fn a_moderators_edit_asks_the_person_again_and_of_two_moderators_one_wins(engine: &Engine) {
    let (a, _, _) = three(engine).await;
    let (reference, handle) = say(&a, NEED).await;
    let seen = a.node.held(reference).await.unwrap().unwrap();
    let mut after = seen.content.clone();
    after.statement = "Rough sleeping counts for each district, quarterly"
        .parse()
        .unwrap();
    let words: hearback_wire::text::Words = "Shorter, if you agree.".parse().unwrap();
    let edit = EditHeld {
        hash: seen.hash,
        content: after.clone(),
        words,
        waives: Waives::default(),
        moderator: None,
    };
    a.node
        .moderate(reference, edit, Desk::Console("Ada"))
        .await
        .unwrap();
    for (hash, why) in [
        (seen.hash, "these words are no longer there"),
        (after.hash(), "the person has not said yes"),
    ] {
        let approve = ApproveHeld::of(hash);
        let late = a
            .node
            .moderate(reference, approve, Desk::Console("Ada"))
            .await;
        assert!(
            matches!(late, Err(NodeError::Conflict(_))),
            "{why}: {late:?}"
        );
    }
    assert!(
        a.node
            .list(&Choice::default(), WHOLE)
            .await
            .unwrap()
            .rows
            .is_empty(),
        "nothing has left"
    );
    let told = updates(&a).await;
    assert!(matches!(&told[0].what, What::Edited { .. }));
    let yes = Approve {
        handle,
        content: after.hash(),
        yes: true,
    };
    a.node.answer_edit(BOT, yes, "yes").await.unwrap();
    let need = a.node.need(reference).await.unwrap().unwrap();
    assert_eq!(need.content.unwrap().statement, after.statement);
}

async fn a_refusal_can_be_appealed_once(engine: &Engine) {
    let (a, _, _) = three(engine).await;
    let (reference, handle) = say(&a, NEED).await;
    let appeal = |n: &'static str| {
        let put = PutReply {
            handle,
            to: ReplyTo::Refusal {},
            words: "Please look at this again.".parse().unwrap(),
        };
        a.node.put_reply(BOT, put, n)
    };
    for (round, appealable) in [("first", true), ("second", false)] {
        let held = a.node.held(reference).await.unwrap().unwrap();
        let refuse = RefuseHeld {
            hash: held.hash,
            reason: Refusal::NotStatistics,
            words: "This is not about statistics.".parse().unwrap(),
        };
        a.node
            .moderate(reference, refuse, Desk::Console("Ada"))
            .await
            .unwrap();
        let told = updates(&a).await;
        let last = &told.last().unwrap().what;
        assert!(matches!(last, What::Refused { appeal, .. } if *appeal == appealable));
        assert_eq!(appeal(round).await.is_ok(), appealable);
    }
}

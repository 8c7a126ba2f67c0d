//! The same journey in an app that others wrote: matrix-nio.

use hearback_rig::nio::{Kind, Message, Nio};

use super::*;
use crate::room::tests::answered;

#[tokio::test]
async fn a_person_with_matrix_nio_says_a_need_and_hears_back() {
    let world = World::new().await;
    let (ann, ben) = (person("ann").await, person("ben").await);
    let room = world.room(&ann, &[]).await;
    ann.invite(&room, ben.user_id()).await.unwrap();
    let server = synapse::shared().await.unwrap();
    let mut nio = Nio::start(server.url(), ben.account()).await.unwrap();
    nio.join(&room).await.unwrap();
    let said = nio
        .say(&room, None, &format!("!need {NEED}"))
        .await
        .unwrap();
    let says = |words: &'static str, kind: Kind| {
        let (said, bot) = (said.clone(), world.bot.clone());
        move |message: &Message| {
            let ours = message.sender == bot && message.body.contains(words);
            ours && message.thread.as_deref() == Some(&said) && message.kind == kind
        }
    };
    nio.wait_for(says("would be shared", Kind::Notice), PATIENCE)
        .await
        .unwrap();
    nio.say(&room, Some(&said), "yes").await.unwrap();
    let put = world.house.first_put("/intake/v1/needs").await;
    let put: PutNeed = serde_json::from_str(&put).unwrap();
    nio.wait_for(says("It has the reference", Kind::Notice), PATIENCE)
        .await
        .unwrap();
    world.house.bring(put.handle, answered());
    let answer = nio
        .wait_for(says("The Office answered", Kind::Text), PATIENCE)
        .await
        .unwrap();
    assert!(answer.body.starts_with(ben.user_id()), "{}", answer.body);
    nio.say(&room, Some(&said), "partly").await.unwrap();
    let verdict = world.house.first_put("/intake/v1/verdicts").await;
    assert!(verdict.contains("partly"), "{verdict}");
}

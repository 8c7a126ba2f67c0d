//! What people do in rooms, from the first word to the answer.

use super::*;
use crate::room::tests::answered;

#[tokio::test]
async fn a_need_is_said_approved_and_answered_in_its_thread() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    let said = ann
        .say(
            &room,
            &format!("!need {NEED}, says Zebedee on 07700 900123"),
        )
        .await
        .unwrap();
    let preview = world.preview(&ann, &room, &said).await;
    let text = preview.body.clone().unwrap();
    assert_eq!(preview.msgtype.as_deref(), Some("m.notice"), "{text}");
    assert!(
        !text.contains("Zebedee") && !text.contains("07700"),
        "{text}"
    );
    assert!(text.contains("I took out"), "{text}");
    ann.reply_in_thread(&room, &said, "Yes!").await.unwrap();
    let put = world.house.first_put("/intake/v1/needs").await;
    let put: PutNeed = serde_json::from_str(&put).unwrap();
    let taken = world.bot_says(&ann, &room, "It has the reference").await;
    assert_eq!(taken.thread_root(), Some(said.as_str()));
    assert_eq!(taken.msgtype.as_deref(), Some("m.notice"));

    let outcome = world.house.bring(put.handle, answered());
    let answer = world.bot_says(&ann, &room, "The Office answered").await;
    assert_eq!(answer.thread_root(), Some(said.as_str()));
    assert_eq!(answer.msgtype.as_deref(), Some("m.text"));
    assert_eq!(answer.mentions.unwrap().user_ids, [ann.user_id()]);
    assert!(world.house.first_put(&outcome).await.contains("thread"));

    ann.react(&room, &answer.id, "🔸").await.unwrap();
    let verdict = world.house.first_put("/intake/v1/verdicts").await;
    assert!(verdict.contains("partly"), "{verdict}");
}

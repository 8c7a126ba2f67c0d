//! A room whose admin chose Welsh.

use hearback_wire::intake::What;

use super::*;
use crate::room::tests::answered;

#[tokio::test]
async fn in_a_room_that_chose_welsh_a_need_is_said_answered_and_taken_back_in_welsh() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    ann.say(&room, "!need language cy").await.unwrap();
    world
        .bot_says(&ann, &room, "Rwy’n siarad Cymraeg yma")
        .await;
    let said = ann.say(&room, &format!("!need {NEED}")).await.unwrap();
    let preview = world.bot_says(&ann, &room, "Dyma’r hyn a fyddai").await;
    assert_eq!(preview.thread_root(), Some(said.as_str()));
    let shown = preview.body.as_deref().unwrap_or_default();
    assert!(shown.contains(NEED), "{shown}");
    ann.reply_in_thread(&room, &said, "Ie!").await.unwrap();
    world.bot_says(&ann, &room, "Ei gyfeirnod yw").await;
    let put = world.house.first_put("/intake/v1/needs").await;
    let put: PutNeed = serde_json::from_str(&put).unwrap();
    world.house.bring(put.handle, What::Released {});
    world
        .bot_says(&ann, &room, "wedi gadael y gymuned hon")
        .await;
    world.house.bring(put.handle, answered());
    let told = world.bot_says(&ann, &room, "Atebodd The Office").await;
    assert_eq!(told.thread_root(), Some(said.as_str()));
    ann.reply_in_thread(&room, &said, "Rhannol.").await.unwrap();
    world.bot_says(&ann, &room, "Fe ddywedoch: ").await;
    let verdict = world.house.first_put("/intake/v1/verdicts").await;
    assert!(verdict.contains("\"partly\""), "{verdict}");
    ann.reply_in_thread(&room, &said, "tynnu’n ôl")
        .await
        .unwrap();
    world.bot_says(&ann, &room, "Fe dynnoch").await;
    // Back in English, what begins from now on is in English.
    ann.say(&room, "!need language en").await.unwrap();
    world.bot_says(&ann, &room, "I speak English here").await;
    let next = ann.say(&room, &format!("!need {NEED}")).await.unwrap();
    world.preview(&ann, &room, &next).await;
}

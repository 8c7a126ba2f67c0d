//! What was said while the bot was off, twice, or just before it fell, is heard once.

use futures_util::{StreamExt, stream};

use super::super::listen::{SINCE, hear_more, listen};
use super::*;
use crate::chat::Platform;

const PREVIEW: &str = "Here is what would be shared";

#[tokio::test]
async fn needs_among_a_hundred_and_fifty_messages_are_heard_after_a_stop() {
    let mut world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    let early = ann.say(&room, &format!("!need {NEED}")).await.unwrap();
    world.preview(&ann, &room, &early).await;
    world.stop().await;
    let (ann_ref, room_ref) = (&ann, room.as_str());
    ann.reply_in_thread(&room, &early, "yes").await.unwrap();
    let mut roots = Vec::new();
    for part in 0..3 {
        let talk = stream::iter(0..50).map(|n| async move {
            let words = format!("talk {part} {n}");
            ann_ref.say(room_ref, &words).await.unwrap();
        });
        talk.buffer_unordered(8).collect::<Vec<()>>().await;
        roots.push(ann.say(&room, &format!("!need {NEED}")).await.unwrap());
    }
    ann.say(&room, "the last word").await.unwrap();
    world.start().await;
    for root in &roots {
        world.preview(&ann, &room, root).await;
    }
    world.house.first_put("/intake/v1/needs").await;
    assert_eq!(world.times_said(&ann, &room, PREVIEW).await, 4);
}

#[tokio::test]
async fn a_fall_at_any_point_of_hearing_loses_and_doubles_nothing() {
    let mut world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    world.stop().await;
    let said = ann.say(&room, &format!("!need {NEED}")).await.unwrap();
    let vault = &world.house.bots.vault;
    let before: String = vault.kept(SINCE).await.unwrap().unwrap();

    let matrix = world.open().await;
    let (heard, _) = hear_more(&matrix).await.unwrap();
    assert_eq!(heard.len(), 1, "the need, and then it falls");
    drop(matrix);
    let matrix = world.open().await;
    listen(&matrix).await.unwrap();
    drop(matrix);

    // The same events once more, as after a server's own fall.
    let mut tx = vault.begin().await.unwrap();
    vault.keep(&mut tx, SINCE, &before).await.unwrap();
    tx.commit().await.unwrap();
    let matrix = world.open().await;
    listen(&matrix).await.unwrap();
    assert_eq!(
        vault
            .heard_due(Platform::Matrix, world.house.bots.clock.now())
            .await
            .unwrap()
            .len(),
        1
    );
    drop(matrix);
    world.start().await;
    world.preview(&ann, &room, &said).await;
    assert_eq!(world.times_said(&ann, &room, PREVIEW).await, 1);
}

#[tokio::test]
async fn what_was_said_before_the_bot_came_is_not_for_it() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = ann.create_room(&RoomSpec::default()).await.unwrap();
    ann.say(&room, "!need privacy").await.unwrap();
    ann.invite(&room, &world.bot).await.unwrap();
    ann.say(&room, "!need privacy").await.unwrap();
    world.bot_says(&ann, &room, "I am hearback").await;
    assert_eq!(world.times_said(&ann, &room, "Who you are").await, 0);
    ann.say(&room, "!need privacy").await.unwrap();
    world.bot_says(&ann, &room, "Who you are").await;
}

#[tokio::test]
async fn a_new_name_of_the_bot_hides_nothing_that_was_said_before_it() {
    let mut world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    world.stop().await;
    let said = ann.say(&room, &format!("!need {NEED}")).await.unwrap();
    let content = serde_json::json!({"membership": "join", "displayname": "Other"});
    let twin = world.twin();
    let bot = world.bot.clone();
    twin.set_state(&room, "m.room.member", &bot, &content)
        .await
        .unwrap();
    world.start().await;
    world.preview(&ann, &room, &said).await;
}

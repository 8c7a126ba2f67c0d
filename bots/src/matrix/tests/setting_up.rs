//! What a room's admin decides.

use super::*;
use crate::room::tests::answered;

#[tokio::test]
async fn the_bot_says_once_what_it_is_and_does_nothing_until_an_admin_says_so() {
    let world = World::new().await;
    let (ann, ben) = (person("ann").await, person("ben").await);
    let room = world.room_off(&ann, &[&ben]).await;
    let hello = world.bot_says(&ann, &room, "I am hearback").await;
    let words = hello.body.unwrap().split_whitespace().count();
    assert!(words <= 70, "{words} words");
    assert_eq!(hello.msgtype.as_deref(), Some("m.notice"));
    ben.say(&room, &format!("!need {NEED}")).await.unwrap();
    world.bot_says(&ben, &room, "I am off in this room").await;
    ben.say(&room, "!need on").await.unwrap();
    world.bot_says(&ben, &room, "Only an admin").await;
    ann.say(&room, "!need on").await.unwrap();
    world.bot_says(&ann, &room, "I am on").await;
    let said = ben.say(&room, &format!("!need {NEED}")).await.unwrap();
    world.preview(&ben, &room, &said).await;
    world.settled(&ann, &room).await;
    assert_eq!(world.times(&ann, &room, "I am hearback").await, 1);
}

#[tokio::test]
async fn a_room_that_is_off_takes_no_new_needs_and_still_hears_back() {
    let world = World::new().await;
    let (ann, ben) = (person("ann").await, person("ben").await);
    let room = world.room(&ann, &[&ben]).await;
    let (said, handle) = world.need(&ben, &room).await;
    ann.say(&room, "!need off").await.unwrap();
    world
        .bot_says(&ann, &room, "Answers to needs that were")
        .await;
    ann.say(&room, &format!("!need {NEED}")).await.unwrap();
    world
        .bot_says(&ann, &room, "I am off in this room. An")
        .await;
    ann.react(&room, &said, "👍").await.unwrap();
    world.house.bring(handle, answered());
    let answer = world.bot_says(&ben, &room, "The Office answered").await;
    assert_eq!(answer.thread_root(), Some(said.as_str()));
    ben.react(&room, &answer.id, "✅").await.unwrap();
    world.house.first_put("/intake/v1/verdicts").await;
    ben.reply_in_thread(&room, &said, "!need withdraw")
        .await
        .unwrap();
    world.house.first_put("/intake/v1/withdraw").await;
    let voices = |put: &(String, String, String)| put.0.ends_with("/voices");
    let seen = world.house.node.seen.lock().unwrap();
    assert!(!seen.puts.iter().any(voices));
}

#[tokio::test]
async fn the_bot_leaves_when_an_admin_asks_and_not_before() {
    let world = World::new().await;
    let (ann, ben) = (person("ann").await, person("ben").await);
    let room = world.room(&ann, &[&ben]).await;
    ben.say(&room, "!need leave").await.unwrap();
    world.bot_says(&ben, &room, "Only an admin").await;
    ann.say(&room, "!need leave").await.unwrap();
    world.bot_says(&ann, &room, "I leave this room").await;
    let left = |event: &Event| {
        event.state_key.as_deref() == Some(&world.bot)
            && event.raw["content"]["membership"] == "leave"
    };
    ann.wait_for(Some(&room), left, PATIENCE).await.unwrap();
}

#[tokio::test]
async fn a_direct_room_that_others_join_is_a_room_like_any_other() {
    let world = World::new().await;
    let (ann, ben) = (person("ann").await, person("ben").await);
    let room = world.alone(&ann).await;
    ann.invite(&room, ben.user_id()).await.unwrap();
    ben.join(&room).await.unwrap();
    world.bot_says(&ann, &room, "I am off until an admin").await;
    ben.say(&room, NEED).await.unwrap();
    world.settled(&ann, &room).await;
    assert_eq!(world.times(&ann, &room, "would be shared").await, 0);
}

#[tokio::test]
async fn whoever_was_never_alone_with_the_bot_is_invited_to_an_encrypted_room() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    ann.say(&room, "!need mine").await.unwrap();
    let alone = ann.wait_for_invite(&world.bot, PATIENCE).await.unwrap();
    ann.join(&alone).await.unwrap();
    ann.state(&alone, "m.room.encryption", "").await.unwrap();
    let sealed = |event: &Event| event.kind == "m.room.encrypted";
    ann.wait_for(Some(&alone), sealed, PATIENCE).await.unwrap();
    world.settled(&ann, &room).await;
    assert_eq!(world.times(&ann, &room, "needs with me").await, 0);
}

#[tokio::test]
async fn a_room_that_anybody_can_read_is_left_with_a_word_unless_the_operator_allows_it() {
    let world = World::new().await;
    let ann = person("ann").await;
    let spec = RoomSpec {
        public: true,
        invite: &[&world.bot],
        ..RoomSpec::default()
    };
    let room = ann.create_room(&spec).await.unwrap();
    world.bot_says(&ann, &room, "open_rooms = true").await;
    let left = |event: &Event| {
        event.state_key.as_deref() == Some(&world.bot)
            && event.raw["content"]["membership"] == "leave"
    };
    ann.wait_for(Some(&room), left, PATIENCE).await.unwrap();
}

//! Asking how things stand, taking back, and what a deletion means.

use hearback_wire::intake::{What, Withdraw};

use super::*;
use crate::room::tests::{answered, reference};

const WITHDRAW: &str = "/intake/v1/withdraw";

async fn withdrawn(world: &World, nth: usize) -> Handle {
    let put = world.house.nth_put(WITHDRAW, nth).await;
    let put: Withdraw = serde_json::from_str(&put).unwrap();
    put.handle
}

#[tokio::test]
async fn how_a_need_stands_is_told_in_its_thread_by_its_name_and_for_the_last_one() {
    let world = World::new().await;
    let (ann, ben) = (person("ann").await, person("ben").await);
    let room = world.room(&ann, &[&ben]).await;
    ben.say(&room, "!need status").await.unwrap();
    world.bot_says(&ben, &room, "no need of yours").await;
    let (said, _) = world.need(&ann, &room).await;
    let stands = format!("{}: “Bus times", reference());
    let by_name = format!("!need status {}", reference());
    for (who, thread, words) in [
        (&ben, Some(&said), "!need status"),
        (&ben, None, by_name.as_str()),
        (&ann, None, "!need status"),
    ] {
        let mark = who.mark().await;
        match thread {
            Some(thread) => who.reply_in_thread(&room, thread, words).await,
            None => who.say(&room, words).await,
        }
        .unwrap();
        let told = world.then_says(who, &room, mark, &stands).await;
        assert_eq!(told.msgtype.as_deref(), Some("m.notice"));
    }
}

#[tokio::test]
async fn what_is_mine_is_told_to_me_alone() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    let alone = world.alone(&ann).await;
    world.need(&ann, &room).await;
    let before = world.heard_in(&ann, &room).await.len();
    ann.say(&room, "!need mine").await.unwrap();
    let mine = world.bot_says(&ann, &alone, "Your needs and voices").await;
    assert!(mine.body.unwrap().contains(NEED));
    world.settled(&ann, &room).await;
    assert_eq!(world.heard_in(&ann, &room).await.len(), before);
}

#[tokio::test]
async fn a_need_is_taken_back_in_its_thread_by_its_name_or_alone() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    let alone = world.alone(&ann).await;
    let by_name = format!("!need withdraw {}", reference());
    for (nth, way) in ["thread", "name", "alone"].into_iter().enumerate() {
        let said = ann.say(&room, &format!("!need {NEED}")).await.unwrap();
        let preview = world.preview(&ann, &room, &said).await;
        ann.react(&room, &preview.id, "✅").await.unwrap();
        let put = world.house.nth_put("/intake/v1/needs", nth + 1).await;
        let put: PutNeed = serde_json::from_str(&put).unwrap();
        let mark = ann.mark().await;
        ann.wait_for(
            Some(&room),
            |event| {
                let taken = event
                    .body
                    .as_ref()
                    .is_some_and(|b| b.contains("It has the"));
                taken && event.thread_root() == Some(&said)
            },
            PATIENCE,
        )
        .await
        .unwrap();
        match way {
            "thread" => ann.reply_in_thread(&room, &said, "!need withdraw").await,
            "name" => ann.say(&room, &by_name).await,
            _ => ann.say(&alone, "withdraw").await,
        }
        .unwrap();
        assert_eq!(withdrawn(&world, nth + 1).await, put.handle, "{way}");
        let told = world.then_says(&ann, &room, mark, "You withdrew").await;
        assert_eq!(told.thread_root(), Some(said.as_str()), "{way}");
    }
}

#[tokio::test]
async fn the_bot_says_who_answers_what_it_keeps_and_which_language_it_speaks() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    for (order, words) in [
        (
            "!need who hospital waiting times",
            "The Office: it publishes",
        ),
        ("!need privacy", "Freedom of Information"),
        ("!need language fr", "I do not speak “fr” yet"),
        ("!need language en", "I speak English here"),
        ("!need", "!need as a reply"),
        ("!need ramps", "too short"),
    ] {
        let said = ann.say(&room, order).await.unwrap();
        let told = world.bot_says(&ann, &room, words).await;
        assert_eq!(told.thread_root(), Some(said.as_str()), "{order}");
        assert_eq!(told.msgtype.as_deref(), Some("m.notice"), "{order}");
    }
}

#[tokio::test]
async fn a_message_that_its_writer_deletes_is_taken_back() {
    let world = World::new().await;
    let (ann, ben) = (person("ann").await, person("ben").await);
    let room = world.room(&ann, &[&ben]).await;
    let draft = ann.say(&room, &format!("!need {NEED}")).await.unwrap();
    world.preview(&ann, &room, &draft).await;
    ann.redact(&room, &draft).await.unwrap();
    world.bot_says(&ann, &room, "You stopped here").await;

    let (said, handle) = world.need(&ann, &room).await;
    ben.react(&room, &said, "👍").await.unwrap();
    let voices = format!("/intake/v1/needs/{}/voices", reference());
    let voice = world.house.first_put(&voices).await;
    let voice: hearback_wire::intake::PutVoice = serde_json::from_str(&voice).unwrap();
    ann.redact(&room, &said).await.unwrap();
    assert_eq!(withdrawn(&world, 1).await, handle);
    world.house.bring(voice.handle, answered());
    let answer = world.bot_says(&ben, &room, "The Office answered").await;
    assert_eq!(answer.thread_root(), None, "the root is gone");
    assert!(answer.body.unwrap().contains("cannot be reached any more"));
    assert_eq!(answer.mentions.unwrap().user_ids, [ben.user_id()]);
}

#[tokio::test]
async fn a_message_that_a_moderator_deletes_is_not_taken_back() {
    let world = World::new().await;
    let (ann, mod_) = (person("ann").await, person("mo").await);
    let room = world.room(&mod_, &[&ann]).await;
    let (said, handle) = world.need(&ann, &room).await;
    mod_.redact(&room, &said).await.unwrap();
    world.settled(&ann, &room).await;
    assert!(world.house.puts(WITHDRAW).is_empty());
    world.house.bring(handle, What::Released {});
    let first = world.bot_says(&ann, &room, "has left this community").await;
    assert_eq!(first.thread_root(), None);
    world.house.bring(handle, answered());
    let next = world.bot_says(&ann, &room, "The Office answered").await;
    assert_eq!(
        next.thread_root(),
        Some(first.id.as_str()),
        "it is the root now"
    );
}

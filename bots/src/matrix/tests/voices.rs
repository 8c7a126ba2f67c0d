//! Voices: added by a sign or in words, one for each person, and taken back.

use hearback_wire::intake::{PutVoice, Withdraw};

use super::*;
use crate::room::tests::{answered, reference};

const WITHDRAW: &str = "/intake/v1/withdraw";

fn voices() -> String {
    format!("/intake/v1/needs/{}/voices", reference())
}

async fn voice(world: &World, nth: usize) -> Handle {
    let put = world.house.nth_put(&voices(), nth).await;
    let put: PutVoice = serde_json::from_str(&put).unwrap();
    put.handle
}

#[tokio::test]
async fn people_who_react_hear_the_answer_in_one_message_that_mentions_each() {
    let world = World::new().await;
    let (ann, ben, cat) = (
        person("ann").await,
        person("ben").await,
        person("cat").await,
    );
    let room = world.room(&ann, &[&ben, &cat]).await;
    let (said, asker) = world.need(&ann, &room).await;
    let taken = world.bot_says(&ann, &room, "It has the reference").await;
    ann.react(&room, &said, "👍").await.unwrap();
    ben.react(&room, &said, "👍🏽").await.unwrap();
    let second = voice(&world, 1).await;
    ben.react(&room, &taken.id, "👍").await.unwrap();
    cat.react(&room, &taken.id, "👍").await.unwrap();
    let third = voice(&world, 2).await;
    cat.reply_in_thread(&room, &said, "!need quiet")
        .await
        .unwrap();
    world.bot_says(&cat, &room, "will not mention you").await;
    assert_eq!(world.house.puts(&voices()).len(), 2);

    let all = [asker, second, third].map(|handle| (handle, answered()));
    let outcomes = world.house.bring_to(all);
    let answer = world.bot_says(&ann, &room, "The Office answered").await;
    let mut mentioned = answer.mentions.unwrap().user_ids;
    mentioned.sort();
    assert_eq!(mentioned, [ann.user_id(), ben.user_id()]);
    for outcome in outcomes {
        assert!(world.house.first_put(&outcome).await.contains("thread"));
        assert_eq!(world.house.puts(&outcome).len(), 1);
    }
    world.settled(&ann, &room).await;
    assert_eq!(world.times(&ann, &room, "The Office answered").await, 1);
    assert_eq!(world.times(&ann, &room, "adds your voice").await, 1);
    cat.react(&room, &answer.id, "✅").await.unwrap();
    let verdict = world.house.first_put("/intake/v1/verdicts").await;
    assert!(verdict.contains(&third.to_string()), "{verdict}");
}

#[tokio::test]
async fn a_sign_that_is_taken_away_takes_the_voice_with_it_and_may_come_back() {
    let world = World::new().await;
    let (ann, ben) = (person("ann").await, person("ben").await);
    let room = world.room(&ann, &[&ben]).await;
    let (said, _) = world.need(&ann, &room).await;
    let thumb = ben.react(&room, &said, "👍").await.unwrap();
    let first = voice(&world, 1).await;
    ben.redact(&room, &thumb).await.unwrap();
    let back: Withdraw = serde_json::from_str(&world.house.first_put(WITHDRAW).await).unwrap();
    assert_eq!(back.handle, first);
    ben.react(&room, &said, "👍").await.unwrap();
    assert_ne!(voice(&world, 2).await, first);
    ben.reply_in_thread(&room, &said, "withdraw").await.unwrap();
    world.bot_says(&ben, &room, "is taken back").await;
    world.house.nth_put(WITHDRAW, 2).await;
    assert_eq!(world.times(&ben, &room, "You withdrew").await, 0);
}

#[tokio::test]
async fn a_voice_in_words_counts_once_however_it_is_said() {
    let world = World::new().await;
    let (ann, ben) = (person("ann").await, person("ben").await);
    let room = world.room(&ann, &[&ben]).await;
    let (own, _) = world.need(&ann, &room).await;
    let name = reference();
    let same = format!("!need same {name}");
    let said = ben.say(&room, &same).await.unwrap();
    let voiced = world.bot_says(&ben, &room, "You added your voice").await;
    assert_eq!(voiced.thread_root(), Some(said.as_str()));
    voice(&world, 1).await;
    ben.say(&room, &same).await.unwrap();
    world.bot_says(&ben, &room, "is counted already").await;
    ben.react(&room, &own, "👍").await.unwrap();
    ann.react(&room, &voiced.id, "👍").await.unwrap();
    let mark = ann.mark().await;
    ann.say(&room, &same).await.unwrap();
    world
        .then_says(&ann, &room, mark, "is counted already")
        .await;
    ben.say(&room, "!need same HB-0000-0000").await.unwrap();
    world.settled(&ann, &room).await;
    assert_eq!(world.house.puts(&voices()).len(), 1);
}

#[tokio::test]
async fn whoever_sees_a_like_need_in_the_preview_adds_a_voice_to_it_instead() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    let said = ann.say(&room, &format!("!need {NEED}")).await.unwrap();
    world.preview(&ann, &room, &said).await;
    let same = format!("!need same {}", reference());
    ann.reply_in_thread(&room, &said, &same).await.unwrap();
    world.bot_says(&ann, &room, "You added your voice").await;
    voice(&world, 1).await;
    ann.reply_in_thread(&room, &said, "yes").await.unwrap();
    world.settled(&ann, &room).await;
    assert!(world.house.puts("/intake/v1/needs").is_empty());
}

#[tokio::test]
async fn a_voice_stands_as_long_as_one_of_its_signs_does() {
    let world = World::new().await;
    let (ann, ben) = (person("ann").await, person("ben").await);
    let room = world.room(&ann, &[&ben]).await;
    let (said, _) = world.need(&ann, &room).await;
    let taken = world.bot_says(&ann, &room, "It has the reference").await;
    let first = ben.react(&room, &said, "👍").await.unwrap();
    let handle = voice(&world, 1).await;
    let second = ben.react(&room, &taken.id, "👍").await.unwrap();
    world.settled(&ben, &room).await;
    ben.redact(&room, &first).await.unwrap();
    world.settled(&ben, &room).await;
    assert!(world.house.puts(WITHDRAW).is_empty(), "one sign stands");
    ben.redact(&room, &second).await.unwrap();
    let back: Withdraw = serde_json::from_str(&world.house.first_put(WITHDRAW).await).unwrap();
    assert_eq!(back.handle, handle);
    assert_eq!(world.house.puts(&voices()).len(), 1);
}

#[tokio::test]
async fn somebody_who_comes_late_to_an_answer_is_mentioned_once_and_it_is_not_said_again() {
    let world = World::new().await;
    let (ann, ben) = (person("ann").await, person("ben").await);
    let room = world.room(&ann, &[&ben]).await;
    let (said, asker) = world.need(&ann, &room).await;
    ben.react(&room, &said, "👍").await.unwrap();
    let late = voice(&world, 1).await;
    let first = world.house.bring(asker, answered());
    let answer = world.bot_says(&ann, &room, "The Office answered").await;
    assert!(world.house.first_put(&first).await.contains("thread"));
    let outcome = world.house.bring_late(late);
    let told = world.in_thread(&ben, &room, &said, "for you too").await;
    assert_eq!(told.mentions.clone().unwrap().user_ids, [ben.user_id()]);
    assert_eq!(told.msgtype.as_deref(), Some("m.text"));
    assert!(world.house.first_put(&outcome).await.contains("thread"));
    world.settled(&ann, &room).await;
    assert_eq!(world.times(&ann, &room, "The Office answered").await, 1);
    ben.react(&room, &answer.id, "✅").await.unwrap();
    let verdict = world.house.first_put("/intake/v1/verdicts").await;
    assert!(verdict.contains(&late.to_string()), "{verdict}");
}

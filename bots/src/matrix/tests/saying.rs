//! Saying a need: every way in, and what can be done about the preview.

use serde_json::json;

use super::*;

const NEEDS: &str = "/intake/v1/needs";
const OTHER: &str = "We need waiting times for each clinic in the country";

async fn sent(world: &World) -> String {
    let put: PutNeed = serde_json::from_str(&world.house.first_put(NEEDS).await).unwrap();
    put.content.canonical()
}

#[tokio::test]
async fn only_the_newest_words_can_be_approved() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    let said = ann.say(&room, &format!("!need {NEED}")).await.unwrap();
    let first = world.preview(&ann, &room, &said).await;
    let mark = ann.mark().await;
    ann.reply_in_thread(&room, &said, OTHER).await.unwrap();
    let second = world.then_says(&ann, &room, mark, OTHER).await;
    ann.react(&room, &first.id, "✅").await.unwrap();
    let told = world.bot_says(&ann, &room, "newer words").await;
    assert_eq!(told.thread_root(), Some(said.as_str()));
    assert!(world.house.puts(NEEDS).is_empty());
    ann.react(&room, &second.id, "✅").await.unwrap();
    assert!(sent(&world).await.contains(OTHER));
}

#[tokio::test]
async fn an_edit_of_the_message_gives_a_new_preview_until_it_was_sent() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    let said = ann.say(&room, &format!("!need {NEED}")).await.unwrap();
    world.preview(&ann, &room, &said).await;
    ann.edit(&room, &said, &format!("!need {OTHER} ❤️"))
        .await
        .unwrap();
    let second = world.bot_says(&ann, &room, OTHER).await;
    assert_eq!(second.thread_root(), Some(said.as_str()));
    ann.react(&room, &second.id, "✅").await.unwrap();
    assert!(sent(&world).await.contains(OTHER));
    world.bot_says(&ann, &room, "It has the reference").await;
    ann.edit(&room, &said, NEED).await.unwrap();
    world
        .bot_says(&ann, &room, "You changed your message")
        .await;
}

#[tokio::test]
async fn a_need_is_stopped_by_a_word_or_a_sign() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    for by_word in [true, false] {
        let said = ann.say(&room, &format!("!need {NEED}")).await.unwrap();
        let preview = world.preview(&ann, &room, &said).await;
        let mark = ann.mark().await;
        if by_word {
            ann.reply_in_thread(&room, &said, "No thanks.").await
        } else {
            ann.react(&room, &preview.id, "❌").await
        }
        .unwrap();
        let stopped = world.then_says(&ann, &room, mark, "You stopped here").await;
        assert_eq!(stopped.thread_root(), Some(said.as_str()));
        ann.react(&room, &preview.id, "✅").await.unwrap();
    }
    world.settled(&ann, &room).await;
    assert!(world.house.puts(NEEDS).is_empty());
}

#[tokio::test]
async fn the_bot_is_called_by_name_and_answers_in_the_thread_that_is_there() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    let talk = ann.say(&room, "What do we lack most?").await.unwrap();
    let body = format!("{}: {NEED}", world.bot);
    ann.reply_in_thread(&room, &talk, &body).await.unwrap();
    let preview = world.preview(&ann, &room, &talk).await;
    assert!(preview.body.unwrap().contains(&format!("“{NEED}”")));

    let pill = json!({
        "msgtype": "m.text",
        "body": format!("{OTHER} {}", world.bot),
        "m.mentions": {"user_ids": [world.bot]},
    });
    let said = ann.send_message(&room, &pill).await.unwrap();
    let preview = world.preview(&ann, &room, &said).await;
    assert!(preview.body.unwrap().contains(&format!("“{OTHER}”")));
}

#[tokio::test]
async fn talk_in_a_thread_that_was_there_before_changes_nothing() {
    let world = World::new().await;
    let (ann, ben) = (person("ann").await, person("ben").await);
    let room = world.room(&ann, &[&ben]).await;
    let talk = ben.say(&room, "What do we lack most?").await.unwrap();
    ann.reply_in_thread(&room, &talk, &format!("!need {NEED}"))
        .await
        .unwrap();
    let preview = world.preview(&ann, &room, &talk).await;
    ann.reply_in_thread(&room, &talk, "Did the bus come on time today, Ben?")
        .await
        .unwrap();
    ben.reply_in_thread(&room, &talk, "yes").await.unwrap();
    ben.react(&room, &preview.id, "✅").await.unwrap();
    world.settled(&ann, &room).await;
    assert_eq!(world.times(&ann, &room, "would be shared").await, 1);
    assert!(world.house.puts(NEEDS).is_empty());
    ann.reply_to(&room, &preview.id, OTHER).await.unwrap();
    world.bot_says(&ann, &room, OTHER).await;
}

#[tokio::test]
async fn the_writer_of_a_message_decides_whether_it_becomes_a_need() {
    let world = World::new().await;
    let (ann, ben) = (person("ann").await, person("ben").await);
    let room = world.room(&ann, &[&ben]).await;
    let said = ann.say(&room, NEED).await.unwrap();
    ben.reply_to(&room, &said, "!need").await.unwrap();
    let preview = world.preview(&ann, &room, &said).await;
    let body = preview.body.clone().unwrap();
    assert!(body.contains(ben.user_id()), "{body}");
    assert_eq!(preview.msgtype.as_deref(), Some("m.text"));
    assert_eq!(preview.mentions.unwrap().user_ids, [ann.user_id()]);
    ben.react(&room, &preview.id, "✅").await.unwrap();
    ben.reply_in_thread(&room, &said, "yes").await.unwrap();
    ben.reply_to(&room, &said, "!need").await.unwrap();
    world
        .bot_says(&ben, &room, "asked about that message")
        .await;
    assert!(world.house.puts(NEEDS).is_empty());
    ann.reply_in_thread(&room, &said, "yes").await.unwrap();
    let sent = sent(&world).await;
    assert!(sent.contains(NEED) && !sent.contains("ben"), "{sent}");
}

#[tokio::test]
async fn in_a_direct_room_plain_words_are_a_need_the_first_ones_too() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = ann.dm_with(&world.bot).await.unwrap();
    ann.say(&room, NEED).await.unwrap();
    let preview = world.bot_says(&ann, &room, NEED).await;
    assert_eq!(preview.relates_to, None);
    ann.say(&room, "no").await.unwrap();
    world.bot_says(&ann, &room, "You stopped here").await;
    ann.say(&room, OTHER).await.unwrap();
    world.bot_says(&ann, &room, OTHER).await;
    ann.say(&room, "Yes").await.unwrap();
    assert!(sent(&world).await.contains(OTHER));
    let taken = world.bot_says(&ann, &room, "It has the reference").await;
    assert_eq!(taken.relates_to, None);
}

#[tokio::test]
async fn a_preview_that_nobody_answers_ends_after_a_day() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    let said = ann.say(&room, &format!("!need {NEED}")).await.unwrap();
    let preview = world.preview(&ann, &room, &said).await;
    world.house.clock.advance_seconds(24 * 3600 - 1);
    world.house.bots.lapses.notify_one();
    world.settled(&ann, &room).await;
    assert_eq!(world.times(&ann, &room, "24 hours. Nothing was").await, 0);
    world.house.clock.advance_seconds(1);
    world.house.bots.lapses.notify_one();
    let lapsed = world.bot_says(&ann, &room, "24 hours. Nothing was").await;
    assert_eq!(lapsed.thread_root(), Some(said.as_str()));
    ann.react(&room, &preview.id, "✅").await.unwrap();
    world.settled(&ann, &room).await;
    assert!(world.house.puts(NEEDS).is_empty());
}

#[tokio::test]
async fn where_anybody_reads_the_preview_comes_alone_and_the_answer_in_the_thread() {
    let world = World::with(true).await;
    let ann = person("ann").await;
    let alone = world.alone(&ann).await;
    let spec = RoomSpec {
        public: true,
        invite: &[&world.bot],
        ..RoomSpec::default()
    };
    let room = ann.create_room(&spec).await.unwrap();
    world.bot_says(&ann, &room, "I am hearback").await;
    ann.say(&room, "!need on").await.unwrap();
    world.bot_says(&ann, &room, "I am on").await;
    let said = ann.say(&room, &format!("!need {NEED}")).await.unwrap();
    let told = world.bot_says(&ann, &room, "direct message").await;
    assert_eq!(told.thread_root(), Some(said.as_str()));
    world.bot_says(&ann, &alone, NEED).await;
    ann.say(&alone, "yes").await.unwrap();
    assert!(sent(&world).await.contains(NEED));
    let taken = world.bot_says(&ann, &room, "It has the reference").await;
    assert_eq!(taken.thread_root(), Some(said.as_str()));
    assert_eq!(world.times(&ann, &room, "would be shared").await, 0);
}

#[tokio::test]
async fn wider_words_are_taken_by_a_sign_or_a_word_and_shown_again() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    for by_word in [false, true] {
        let words = "!need How many people in Oakham fell ill on 3 March 2026, by age?";
        let said = ann.say(&room, words).await.unwrap();
        let first = world.preview(&ann, &room, &said).await;
        for part in [
            "“How many people in [place] fell ill on [date], by age?”",
            "Say “the East Midlands” instead of “[place]”?",
            "write: wider",
            "reads it first",
            "theirs stays, with nothing about you in it",
        ] {
            assert!(has(&first, part), "{part}");
        }
        let mark = ann.mark().await;
        if by_word {
            ann.reply_in_thread(&room, &said, "Wider.").await
        } else {
            ann.react(&room, &first.id, "🌐").await
        }
        .unwrap();
        let wider = "“How many people in the East Midlands fell ill in March 2026, by age?”";
        let second = world.then_says(&ann, &room, mark, wider).await;
        assert_eq!(second.thread_root(), Some(said.as_str()));
        assert!(!has(&second, "write: wider"));
        // The server takes a sign under a message once.
        if by_word {
            let mark = ann.mark().await;
            ann.react(&room, &first.id, "🌐").await.unwrap();
            world.then_says(&ann, &room, mark, "newer words").await;
        }
        ann.react(&room, &second.id, "❌").await.unwrap();
    }
    world.settled(&ann, &room).await;
    assert!(world.house.puts(NEEDS).is_empty());
}

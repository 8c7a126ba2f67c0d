//! Hearing back: what wakes a person and what does not, questions, edits, refusals, verdicts.

use hearback_wire::content::Content;
use hearback_wire::id::RecId;
use hearback_wire::intake::{PutReply, Refusal, ReplyTo, What};

use super::*;
use crate::room::tests::answered;

const REPLIES: &str = "/intake/v1/replies";

fn question(words: &str) -> What {
    What::Question {
        question: RecId::draw(&hearback_wire::chance::SeededChance::new(5)),
        producer: "The Office".to_owned(),
        words: words.parse().unwrap(),
        lang: hearback_wire::text::Lang::english(),
    }
}

fn refused(appeal: bool) -> What {
    What::Refused {
        reason: Refusal::Unclear,
        words: "Please say which hospitals.".parse().unwrap(),
        appeal,
    }
}

#[tokio::test]
async fn only_what_matters_mentions_the_person_and_every_message_says_whom_it_mentions() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    let (said, handle) = world.need(&ann, &room).await;
    world.house.bring(handle, What::Released {});
    let released = world.bot_says(&ann, &room, "has left this community").await;
    assert_eq!(released.msgtype.as_deref(), Some("m.text"));
    assert_eq!(
        released.mentions.as_ref().unwrap().user_ids,
        [ann.user_id()]
    );
    assert_eq!(released.thread_root(), Some(said.as_str()));
    world.house.bring(handle, answered());
    world.bot_says(&ann, &room, "The Office answered").await;
    for event in ann.timeline(&room).await {
        if event.sender != world.bot || event.kind != "m.room.message" {
            continue;
        }
        let mentions = event.mentions.clone().expect("m.mentions is always there");
        let push = event.msgtype.as_deref() == Some("m.text");
        assert_eq!(push, !mentions.user_ids.is_empty(), "{event:?}");
        assert!(!mentions.room);
        let html = event.formatted_body.as_ref().unwrap();
        assert_eq!(push, html.contains("matrix.to"), "{html}");
    }
}

#[tokio::test]
async fn whoever_chose_quiet_before_is_not_mentioned_until_they_choose_loud() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    ann.say(&room, "!need quiet").await.unwrap();
    world.bot_says(&ann, &room, "will not mention you").await;
    let (_, handle) = world.need(&ann, &room).await;
    world.house.bring(handle, What::Released {});
    let released = world.bot_says(&ann, &room, "has left this community").await;
    assert_eq!(released.msgtype.as_deref(), Some("m.notice"));
    assert!(released.mentions.unwrap().user_ids.is_empty());
    ann.say(&room, "!need loud").await.unwrap();
    world.bot_says(&ann, &room, "I will mention you").await;
    world.house.bring(handle, answered());
    let answer = world.bot_says(&ann, &room, "The Office answered").await;
    assert_eq!(answer.mentions.unwrap().user_ids, [ann.user_id()]);
}

#[tokio::test]
async fn an_answer_to_a_question_is_shown_first_and_goes_only_after_a_yes() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    let (said, handle) = world.need(&ann, &room).await;
    world
        .house
        .bring(handle, question("Which hospitals do you mean?"));
    let asked = world.bot_says(&ann, &room, "Which hospitals").await;
    assert_eq!(asked.mentions.unwrap().user_ids, [ann.user_id()]);
    ann.reply_in_thread(&room, &said, "Ask me on 07700 900123")
        .await
        .unwrap();
    let first = world.bot_says(&ann, &room, "sent as your answer").await;
    let text = first.body.unwrap();
    assert!(text.contains("I took out: a phone number"), "{text}");
    assert!(!text.contains("07700"), "{text}");
    let mark = ann.mark().await;
    ann.reply_in_thread(&room, &said, "All that have wards for children")
        .await
        .unwrap();
    world
        .then_says(&ann, &room, mark, "wards for children")
        .await;
    ann.react(&room, &first.id, "✅").await.unwrap();
    world.bot_says(&ann, &room, "newer words").await;
    assert!(world.house.puts(REPLIES).is_empty());
    ann.reply_in_thread(&room, &said, "yes").await.unwrap();
    let put: PutReply = serde_json::from_str(&world.house.first_put(REPLIES).await).unwrap();
    assert_eq!(put.words.as_str(), "All that have wards for children");
    assert!(matches!(put.to, ReplyTo::Question { .. }));
}

#[tokio::test]
async fn a_moderators_question_can_be_left_and_answered_later() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    let (said, handle) = world.need(&ann, &room).await;
    let words = "Do you mean each year?".parse().unwrap();
    world.house.bring(handle, What::ModeratorAsks { words });
    world.bot_says(&ann, &room, "Do you mean").await;
    ann.reply_in_thread(&room, &said, "Has anybody seen my keys?")
        .await
        .unwrap();
    let shown = world.bot_says(&ann, &room, "seen my keys").await;
    ann.react(&room, &shown.id, "❌").await.unwrap();
    world.bot_says(&ann, &room, "I did not send it").await;
    let mark = ann.mark().await;
    ann.reply_in_thread(&room, &said, "Each quarter would be best")
        .await
        .unwrap();
    let shown = world.then_says(&ann, &room, mark, "Each quarter").await;
    ann.react(&room, &shown.id, "✅").await.unwrap();
    let put: PutReply = serde_json::from_str(&world.house.first_put(REPLIES).await).unwrap();
    assert_eq!(put.words.as_str(), "Each quarter would be best");
    assert_eq!(put.to, ReplyTo::Moderator {});
}

#[tokio::test]
async fn changed_words_are_used_only_after_the_persons_yes() {
    for yes in [true, false] {
        let world = World::new().await;
        let ann = person("ann").await;
        let room = world.room(&ann, &[]).await;
        let (said, handle) = world.need(&ann, &room).await;
        let content = |words: &str| Box::new(Content::plain(words.parse().unwrap(), None));
        world.house.bring(
            handle,
            What::Edited {
                before: content(NEED),
                after: content("We need waiting times for every hospital"),
                words: "This is shorter.".parse().unwrap(),
            },
        );
        let edited = world.bot_says(&ann, &room, "change your words").await;
        if yes {
            ann.react(&room, &edited.id, "✅").await
        } else {
            ann.reply_in_thread(&room, &said, "no").await
        }
        .unwrap();
        let put = world.house.first_put("/intake/v1/approvals").await;
        assert!(put.contains(&format!("\"yes\":{yes}")), "{put}");
    }
}

#[tokio::test]
async fn a_refusal_can_be_looked_at_again_once() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    let (said, handle) = world.need(&ann, &room).await;
    world.house.bring(handle, refused(true));
    let told = world.bot_says(&ann, &room, "did not pass this on").await;
    assert!(told.body.unwrap().contains("Please say which hospitals."));
    ann.reply_in_thread(&room, &said, "That is a pity, I think")
        .await
        .unwrap();
    ann.reply_in_thread(&room, &said, "Appeal: I mean all of them")
        .await
        .unwrap();
    let put: PutReply = serde_json::from_str(&world.house.first_put(REPLIES).await).unwrap();
    assert_eq!(put.words.as_str(), "I mean all of them");
    assert_eq!(put.to, ReplyTo::Refusal {});
    world.house.bring(handle, refused(false));
    world.bot_says(&ann, &room, "the last look").await;
    ann.reply_in_thread(&room, &said, "appeal: once more")
        .await
        .unwrap();
    world.settled(&ann, &room).await;
    assert_eq!(world.house.puts(REPLIES).len(), 1);
}

#[tokio::test]
async fn a_verdict_is_given_by_a_sign_or_in_words_and_may_change() {
    let world = World::new().await;
    let (ann, ben) = (person("ann").await, person("ben").await);
    let room = world.room(&ann, &[&ben]).await;
    let (said, handle) = world.need(&ann, &room).await;
    world.house.bring(handle, answered());
    let answer = world.bot_says(&ann, &room, "The Office answered").await;
    ben.react(&room, &answer.id, "❌").await.unwrap();
    ben.reply_in_thread(&room, &said, "not met").await.unwrap();
    ann.react(&room, &answer.id, "🔸").await.unwrap();
    let verdicts = "/intake/v1/verdicts";
    assert!(world.house.nth_put(verdicts, 1).await.contains("partly"));
    ann.reply_in_thread(&room, &said, "yes").await.unwrap();
    ann.react(&room, &answer.id, "✅").await.unwrap();
    assert!(world.house.nth_put(verdicts, 2).await.contains("\"met\""));
    ann.reply_in_thread(&room, &said, "Not met.").await.unwrap();
    assert!(world.house.nth_put(verdicts, 3).await.contains("not_met"));
}

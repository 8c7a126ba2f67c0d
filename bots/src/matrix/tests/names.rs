//! The names of a room are masked in what is said there, however ordinary they are as words.

use serde_json::json;

use super::*;
use crate::matrix::roster::Rosters;

/// Nothing about it looks like a name, unless somebody is called Thistle.
const THISTLE: &str = "Thistle figures are needed for each county in the country";

/// Somebody takes a name in a room and says nothing.
async fn is_called(person: &Person, room: &str, name: &str) {
    let content = json!({"membership": "join", "displayname": name});
    person
        .set_state(room, "m.room.member", person.user_id(), &content)
        .await
        .unwrap();
}

async fn shown(world: &World, person: &Person, room: &str, words: &str) -> String {
    let said = person.say(room, &format!("!need {words}")).await.unwrap();
    world.preview(person, room, &said).await.body.unwrap()
}

#[tokio::test]
async fn a_members_nickname_is_masked_in_the_need_of_another_and_new_ones_too() {
    let world = World::new().await;
    let (ann, ben, cat) = (
        person("ann").await,
        person("ben").await,
        person("cat").await,
    );
    let room = world.room(&ann, &[&ben]).await;
    let before = shown(&world, &ann, &room, THISTLE).await;
    assert!(before.contains(THISTLE), "{before}");
    is_called(&ben, &room, "Thistle").await;
    let after = shown(&world, &ann, &room, THISTLE).await;
    assert!(!after.contains("Thistle"), "{after}");
    assert!(after.contains("I took out: a person's name"), "{after}");

    ann.invite(&room, cat.user_id()).await.unwrap();
    cat.join(&room).await.unwrap();
    is_called(&cat, &room, "The Data Juniper").await;
    let juniper = "The data on juniper are needed, and Juniper trees by county";
    let after = shown(&world, &ann, &room, juniper).await;
    assert!(after.contains("“The data on"), "{after}");
    assert!(!after.contains("Juniper"), "{after}");
}

#[tokio::test]
async fn in_a_room_of_very_many_those_who_do_something_are_known() {
    let mut world = World::new().await;
    let (ann, ben) = (person("ann").await, person("ben").await);
    let room = world.room(&ann, &[&ben]).await;
    is_called(&ben, &room, "Thistle").await;
    world.stop().await;
    world
        .start_with(|matrix| matrix.rosters = Rosters::up_to(1))
        .await;
    ben.say(&room, "good morning").await.unwrap();
    let shown = shown(&world, &ann, &room, THISTLE).await;
    assert!(!shown.contains("Thistle"), "{shown}");
}

#[tokio::test]
async fn alone_with_the_bot_the_names_of_shared_rooms_are_masked_and_no_others() {
    let world = World::new().await;
    let [ann, ben, cat, eve] = [
        person("ann").await,
        person("ben").await,
        person("cat").await,
        person("eve").await,
    ];
    // Cat never says a word there.
    let room = world.room(&ann, &[&ben, &cat]).await;
    is_called(&ben, &room, "Thistle").await;
    for (somebody, masked) in [(&cat, true), (&eve, false)] {
        let alone = world.alone(somebody).await;
        somebody.say(&alone, THISTLE).await.unwrap();
        let shown = world.bot_says(somebody, &alone, "Here is what").await;
        let shown = shown.body.unwrap();
        assert_eq!(!shown.contains("Thistle"), masked, "{shown}");
    }
}

#[tokio::test]
async fn an_answer_to_a_question_and_an_edit_are_masked_by_the_same_names() {
    let world = World::new().await;
    let (ann, ben) = (person("ann").await, person("ben").await);
    let room = world.room(&ann, &[&ben]).await;
    is_called(&ben, &room, "Thistle").await;
    let said = ann.say(&room, &format!("!need {NEED}")).await.unwrap();
    world.preview(&ann, &room, &said).await;
    let words = format!("!need {THISTLE}");
    ann.edit(&room, &said, &words).await.unwrap();
    let edited = world.bot_says(&ann, &room, "figures are needed").await;
    assert!(!has(&edited, "Thistle"), "{edited:?}");
    ann.reply_in_thread(
        &room,
        &said,
        "Thistle wants buses in each county, every year",
    )
    .await
    .unwrap();
    let replied = world.bot_says(&ann, &room, "wants buses").await;
    assert!(!has(&replied, "Thistle"), "{replied:?}");
}

//! What needs from a room say of where they come from. One room serves for all of it: many people take long
//! to come.

use super::*;
use crate::room::tests::ORIGIN;

const SAID: &str = "It will say that it comes from: charity, England.";
const NOTHING: &str = "It will say nothing of where it comes from.";

/// So many people more come into a room.
async fn come(ann: &Person, room: &str, people: usize) {
    for _ in 0..people {
        let one = person("crowd").await;
        ann.invite(room, one.user_id()).await.unwrap();
        one.join(room).await.unwrap();
    }
}

/// Somebody says a need: its first message, and its preview with this line.
async fn shown(world: &World, by: &Person, room: &str, line: &str) -> (String, Event) {
    let said = by.say(room, &format!("!need {NEED}")).await.unwrap();
    let preview = world.preview(by, room, &said).await;
    assert!(has(&preview, line), "{preview:?}");
    (said, preview)
}

async fn put(world: &World, nth: usize) -> PutNeed {
    let put = world.house.nth_put("/intake/v1/needs", nth).await;
    serde_json::from_str(&put).unwrap()
}

/// What the nth need that was sent says.
async fn sent(world: &World, nth: usize) -> String {
    let put = put(world, nth).await;
    assert_eq!(put.approved, put.content.hash());
    put.content.origin.to_string()
}

#[tokio::test]
async fn a_room_of_twenty_says_where_its_needs_come_from_unless_its_admin_hides_it() {
    let world = World::new().await;
    let (ann, ben) = (person("ann").await, person("ben").await);
    let room = world.room(&ann, &[&ben]).await;
    ann.say(&room, "!need origin show").await.unwrap();
    world.bot_says(&ann, &room, "fewer than 20 people").await;
    // Nineteen, and the bot.
    come(&ann, &room, 17).await;
    let (_, preview) = shown(&world, &ann, &room, NOTHING).await;
    ann.react(&room, &preview.id, "✅").await.unwrap();
    assert_eq!(sent(&world, 1).await, "unspecified");
    come(&ann, &room, 1).await;
    says_it(&world, &ann, &room).await;
    assert_eq!(sent(&world, 2).await, ORIGIN);
    hides(&world, (&ann, &ben), &room).await;
    assert_eq!(sent(&world, 3).await, "unspecified");

    // Alone with the bot there is one person.
    let alone = world.alone(&ben).await;
    ben.say(&alone, NEED).await.unwrap();
    let preview = world.bot_says(&ben, &alone, "would be shared").await;
    assert!(has(&preview, NOTHING), "{preview:?}");
    ben.leave(&room).await.unwrap();
    shown(&world, &ann, &room, NOTHING).await;
}

/// A need says it, in other words of its person too.
async fn says_it(world: &World, ann: &Person, room: &str) {
    let (said, _) = shown(world, ann, room, SAID).await;
    let other = "We need waiting times for each dentist in the country";
    ann.reply_in_thread(room, &said, other).await.unwrap();
    let preview = world.in_thread(ann, room, &said, "each dentist").await;
    assert!(has(&preview, SAID), "{preview:?}");
    ann.react(room, &preview.id, "✅").await.unwrap();
}

/// An admin and nobody else hides it, and lets it be said again.
async fn hides(world: &World, (ann, ben): (&Person, &Person), room: &str) {
    ben.say(room, "!need origin hide").await.unwrap();
    world.bot_says(ben, room, "Only an admin").await;
    shown(world, ben, room, SAID).await;
    ann.say(room, "!need origin hide").await.unwrap();
    let hidden = "From now on, needs from here say nothing";
    world.bot_says(ann, room, hidden).await;
    let (_, preview) = shown(world, ben, room, NOTHING).await;
    ben.react(room, &preview.id, "✅").await.unwrap();
    ann.say(room, "!need origin show").await.unwrap();
    let shows = "From now on, needs from here say that they come from: charity, England.";
    world.bot_says(ann, room, shows).await;
    shown(world, ben, room, SAID).await;
}

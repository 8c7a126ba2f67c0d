//! When a thread cannot be reached: the next rung, and what the node is told of it.

use serde_json::json;

use super::*;
use crate::room::tests::{answered, reference};

async fn outcome(world: &World, path: &str, wanted: &str) {
    let told = world.house.first_put(path).await;
    assert!(told.contains(wanted), "{told}");
}

#[tokio::test]
async fn a_room_that_moves_is_followed_with_all_that_waits() {
    let mut world = World::new().await;
    let ann = person("ann").await;
    let old = world.room(&ann, &[]).await;
    let (_, handle) = world.need(&ann, &old).await;
    // Posts of one room go in order, so that with the next one said, all of this need are noted.
    assert_eq!(
        world.times_said(&ann, &old, "It has the reference").await,
        1
    );
    world.stop().await;
    let new = ann.upgrade(&old, "12").await.unwrap();
    ann.invite(&new, &world.bot).await.unwrap();
    let first = world.house.bring(handle, answered());
    world.start().await;
    let answer = world.bot_says(&ann, &new, "The Office answered").await;
    assert!(has(&answer, &format!("This is about {}", reference())));
    assert_eq!(answer.thread_root(), None);
    assert_eq!(answer.mentions.unwrap().user_ids, [ann.user_id()]);
    outcome(&world, &first, "elsewhere").await;
    world.membership(&ann, &old, "leave").await;

    // From now on that message is the root, and the room is on as the old one was.
    let second = world.house.bring(handle, answered());
    world
        .in_thread(&ann, &new, &answer.id, "The Office answered")
        .await;
    outcome(&world, &second, "thread").await;
    let said = ann.say(&new, &format!("!need {NEED}")).await.unwrap();
    world.preview(&ann, &new, &said).await;
    assert_eq!(world.times_said(&ann, &new, "I am hearback").await, 0);
}

#[tokio::test]
async fn nobody_leads_the_bot_where_they_have_no_say_nor_out_of_a_room_of_others() {
    let world = World::new().await;
    let (ann, eve) = (person("ann").await, person("eve").await);
    let eves = world.room(&eve, &[]).await;
    let (_, handle) = world.need(&eve, &eves).await;
    let anns = world.room(&ann, &[&eve]).await;
    let tombstone = json!({"body": "moved", "replacement_room": anns});
    eve.set_state(&eves, "m.room.tombstone", "", &tombstone)
        .await
        .unwrap();
    world.membership(&eve, &eves, "leave").await;
    let gone = world.house.bring(handle, answered());
    outcome(&world, &gone, "gone").await;
    let said = ann.say(&anns, &format!("!need {NEED}")).await.unwrap();
    world.preview(&ann, &anns, &said).await;
    assert_eq!(ann.members(&anns).await.unwrap()[&world.bot], "join");
}

#[tokio::test]
async fn a_new_room_of_somebody_else_is_left_again() {
    let world = World::new().await;
    let (ann, eve) = (person("ann").await, person("eve").await);
    let eves = world.room(&eve, &[]).await;
    let other = ann
        .create_room(&RoomSpec {
            public: true,
            power_levels: Some(json!({"invite": 50})),
            ..RoomSpec::default()
        })
        .await
        .unwrap();
    let tombstone = json!({"body": "moved", "replacement_room": other});
    eve.set_state(&eves, "m.room.tombstone", "", &tombstone)
        .await
        .unwrap();
    world.membership(&ann, &other, "join").await;
    world.membership(&ann, &other, "leave").await;
    assert!(world.said(&ann, &other).await.is_empty());
}

#[tokio::test]
async fn a_root_that_somebody_else_deleted_is_replaced_by_the_next_message() {
    let world = World::new().await;
    let (ann, bob) = (person("ann").await, person("bob").await);
    let room = world.room(&ann, &[&bob]).await;
    let (said, handle) = world.need(&bob, &room).await;
    ann.redact(&room, &said).await.unwrap();
    assert_eq!(world.times_said(&ann, &room, "withdrawn").await, 0);
    let first = world.house.bring(handle, answered());
    let answer = world.bot_says(&bob, &room, "The Office answered").await;
    assert!(has(&answer, &format!("This is about {}", reference())));
    assert_eq!(answer.thread_root(), None);
    outcome(&world, &first, "elsewhere").await;
    let second = world.house.bring(handle, answered());
    world
        .in_thread(&bob, &room, &answer.id, "The Office answered")
        .await;
    outcome(&world, &second, "thread").await;
}

#[tokio::test]
async fn a_bot_that_was_put_out_says_so_to_its_node_and_goes_on_when_asked_back() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    let (said, handle) = world.need(&ann, &room).await;
    ann.kick(&room, &world.bot).await.unwrap();
    let gone = world.house.bring(handle, answered());
    outcome(&world, &gone, "gone").await;
    let mark = ann.mark().await;
    ann.invite(&room, &world.bot).await.unwrap();
    let hello = |event: &Event| event.sender == world.bot && has(event, "I am hearback");
    ann.wait_after(mark, Some(&room), hello, PATIENCE)
        .await
        .unwrap();
    let later = world.house.bring(handle, answered());
    world
        .in_thread(&ann, &room, &said, "The Office answered")
        .await;
    outcome(&world, &later, "thread").await;
}

#[tokio::test]
async fn whoever_left_is_answered_without_a_mention() {
    let world = World::new().await;
    let (ann, bob) = (person("ann").await, person("bob").await);
    let room = world.room(&ann, &[&bob]).await;
    let (said, handle) = world.need(&bob, &room).await;
    bob.leave(&room).await.unwrap();
    let path = world.house.bring(handle, answered());
    let answer = world
        .in_thread(&ann, &room, &said, "The Office answered")
        .await;
    assert!(
        answer.mentions.clone().unwrap().user_ids.is_empty(),
        "{answer:?}"
    );
    assert!(!has(&answer, bob.user_id()));
    outcome(&world, &path, "thread").await;
}

#[tokio::test]
async fn a_room_where_the_bot_may_not_speak_is_told_to_the_node_and_holds_up_nothing() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    let (said, handle) = world.need(&ann, &room).await;
    let mut levels = ann.state(&room, "m.room.power_levels", "").await.unwrap();
    levels["events_default"] = json!(50);
    ann.set_state(&room, "m.room.power_levels", "", &levels)
        .await
        .unwrap();
    let gone = world.house.bring(handle, answered());
    outcome(&world, &gone, "gone").await;
    levels["events_default"] = json!(0);
    ann.set_state(&room, "m.room.power_levels", "", &levels)
        .await
        .unwrap();
    let later = world.house.bring(handle, answered());
    outcome(&world, &later, "thread").await;
    world
        .in_thread(&ann, &room, &said, "The Office answered")
        .await;
}

#[tokio::test]
async fn the_pencil_is_answered_in_the_thread_and_the_room_goes_on() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    let said = ann.say(&room, &format!("!need {NEED}")).await.unwrap();
    let preview = world.preview(&ann, &room, &said).await;
    ann.react(&room, &preview.id, "✏️").await.unwrap();
    world.in_thread(&ann, &room, &said, "again").await;
}

#[tokio::test]
async fn a_post_that_the_server_does_not_take_in_a_thread_goes_beside_it() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    let nowhere = To::Room {
        room: room.clone(),
        root: Some("$nobody-ever-said-this".to_owned()),
    };
    world.queue(&nowhere, &["still said".to_owned()]).await;
    let said = world.bot_says(&ann, &room, "still said").await;
    assert_eq!(said.thread_root(), None);
}

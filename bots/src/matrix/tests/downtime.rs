//! What was said while the bot was off, twice, or just before it fell, is heard once.

use futures_util::{StreamExt, stream};
use hearback_rig::proxy::Proxy;

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
    let (found, _) = hear_more(&matrix).await.unwrap();
    assert_eq!(found.heard.len(), 1, "the need, and then it falls");
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

#[tokio::test]
async fn a_room_whose_past_cannot_be_read_holds_up_no_other_and_loses_nothing() {
    let server = synapse::shared().await.unwrap();
    let proxy = Proxy::before(server.url()).await.unwrap();
    let mut world = World::on(server, |settings| {
        settings.homeserver = proxy.url().to_owned();
    })
    .await;
    let (ann, bob) = (person("ann").await, person("bob").await);
    let (broken, good) = (world.room(&ann, &[]).await, world.room(&bob, &[]).await);
    world.stop().await;
    let said = ann.say(&broken, &format!("!need {NEED}")).await.unwrap();
    for n in 0..110 {
        ann.say(&broken, &format!("talk {n}")).await.unwrap();
    }
    let id = broken.trim_start_matches('!').split(':').next().unwrap();
    proxy.refuse(&["/messages", id], 502);
    world.start().await;
    for _ in 0..2 {
        let asked = bob.say(&good, &format!("!need {NEED}")).await.unwrap();
        world.preview(&bob, &good, &asked).await;
    }
    assert_eq!(world.times(&ann, &broken, PREVIEW).await, 0);
    let refused = |one: &hearback_rig::proxy::Exchange| one.status == 502;
    assert!(proxy.seen().iter().any(refused), "nothing was refused");

    // It falls meanwhile, and still knows what it has not read.
    world.stop().await;
    world.start().await;
    proxy.relent();
    world.house.clock.advance_seconds(600);
    world.preview(&ann, &broken, &said).await;
    assert_eq!(world.times_said(&ann, &broken, PREVIEW).await, 1);
}

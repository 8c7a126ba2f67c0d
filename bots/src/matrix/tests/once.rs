//! Whatever falls between sending and remembering, a message stands once and a room is made once.

use super::super::listen::listen;
use super::super::post::send;
use super::*;

#[tokio::test]
async fn a_post_that_was_sent_but_not_remembered_stands_once() {
    let mut world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    world.stop().await;
    world
        .queue(&World::place(&room), &["only once".to_owned()])
        .await;
    let vault = &world.house.bots.vault;
    for _ in 0..2 {
        let matrix = world.open().await;
        listen(&matrix).await.unwrap();
        let now = world.house.bots.clock.now();
        let due = vault.posts_due(Platform::Matrix, now).await.unwrap();
        assert!(send(&matrix, &due[0]).await.is_ok());
    }
    world.start().await;
    assert_eq!(world.times_said(&ann, &room, "only once").await, 1);
}

#[tokio::test]
async fn a_direct_room_that_was_made_but_not_remembered_is_not_made_again() {
    let mut world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    world.stop().await;
    let made = world
        .twin()
        .create_room(&RoomSpec {
            invite: &[ann.user_id()],
            ..RoomSpec::default()
        })
        .await
        .unwrap();
    ann.say(&room, "!need mine").await.unwrap();
    world.start().await;
    let invited = ann.wait_for_invite(&world.bot, PATIENCE).await.unwrap();
    assert_eq!(invited, made);
    ann.join(&made).await.unwrap();
    world.bot_says(&ann, &made, "You have no needs").await;
    // The next goes there too, from memory.
    ann.say(&room, "!need mine").await.unwrap();
    let again = |event: &Event| has(event, "You have no needs");
    let mark = ann.mark().await;
    ann.wait_after(mark, Some(&made), again, PATIENCE)
        .await
        .unwrap();
}

#[tokio::test]
async fn one_account_has_one_worker() {
    let world = World::new().await;
    let second = Matrix::open(
        world.house.bots.clone(),
        world.settings.clone(),
        client(),
        &NoOperator,
    );
    assert!(second.await.is_err(), "the store is held");
}

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
async fn a_direct_room_that_was_made_but_not_remembered_is_listened_to_at_once() {
    let mut world = World::new().await;
    let ann = person("ann").await;
    world.stop().await;
    let spec = RoomSpec {
        invite: &[ann.user_id()],
        ..RoomSpec::default()
    };
    let made = world.twin().create_room(&spec).await.unwrap();
    ann.join(&made).await.unwrap();
    world.start().await;
    let vault = &world.house.bots.vault;
    let known = async || vault.direct_room(Platform::Matrix, ann.user_id()).await;
    while known().await.unwrap().is_none() {
        tokio::task::yield_now().await;
    }
    ann.say(&made, "mine").await.unwrap();
    world.bot_says(&ann, &made, "You have no needs").await;
}

#[tokio::test]
async fn a_room_of_several_that_the_account_made_is_no_direct_room() {
    let mut world = World::new().await;
    let (ann, ben) = (person("ann").await, person("ben").await);
    let room = world.room(&ann, &[]).await;
    world.stop().await;
    let spec = RoomSpec {
        invite: &[ann.user_id(), ben.user_id()],
        ..RoomSpec::default()
    };
    let group = world.twin().create_room(&spec).await.unwrap();
    ann.join(&group).await.unwrap();
    ben.join(&group).await.unwrap();
    ann.say(&room, "!need mine").await.unwrap();
    world.start().await;
    let alone = async {
        loop {
            let invited = ann.wait_for_invite(&world.bot, PATIENCE).await.unwrap();
            if invited != group {
                return invited;
            }
        }
    };
    tokio::time::timeout(PATIENCE, alone).await.unwrap();
    assert!(world.said(&ben, &group).await.is_empty());
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

//! Where the bot goes, and when it goes away.

use super::*;

#[tokio::test]
async fn strangers_are_turned_down_and_others_served_meanwhile() {
    let server = synapse::shared().await.unwrap();
    let ann = person("ann").await;
    let allowed = ann.user_id().to_owned();
    let world = World::on(server, |settings| settings.allow = vec![allowed]).await;
    let stranger = person("stranger").await;
    let invite = RoomSpec {
        invite: &[&world.bot],
        ..RoomSpec::default()
    };
    let mut theirs = Vec::new();
    for _ in 0..5 {
        theirs.push(stranger.create_room(&invite).await.unwrap());
    }
    let room = world.room(&ann, &[]).await;
    for room in &theirs {
        world.membership(&stranger, room, "leave").await;
    }
    let joins = |event: &&Event| {
        event.state_key.as_deref() == Some(&world.bot)
            && event
                .raw
                .pointer("/content/membership")
                .is_some_and(|m| m == "join")
    };
    for theirs in &theirs {
        assert_eq!(
            stranger.timeline(theirs).await.iter().filter(joins).count(),
            0
        );
    }
    assert_eq!(ann.timeline(&room).await.iter().filter(joins).count(), 1);
}

#[tokio::test]
async fn it_leaves_when_it_is_the_last() {
    let world = World::new().await;
    let (ann, bob) = (person("ann").await, person("bob").await);
    let room = world.room(&ann, &[&bob]).await;
    bob.leave(&room).await.unwrap();
    ann.leave(&room).await.unwrap();
    let rooms = || async {
        let all = world.house.bots.vault.chat_rooms(Platform::Matrix);
        all.await
            .unwrap()
            .into_iter()
            .find(|known| known.info.address == room)
    };
    let left = async {
        // A room in which no thread lives is forgotten once it is left.
        while rooms().await.is_some_and(|known| known.role != Role::Left) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, left).await.unwrap();
}

#[tokio::test]
async fn it_leaves_after_its_last_words_and_can_be_asked_back() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    ann.say(&room, "!need leave").await.unwrap();
    world.membership(&ann, &room, "leave").await;
    let last = ann.timeline(&room).await;
    let words = last
        .iter()
        .rposition(|event| event.sender == world.bot && event.body.is_some());
    let leave = last.iter().rposition(|event| {
        event
            .raw
            .pointer("/content/membership")
            .is_some_and(|m| m == "leave")
    });
    assert!(
        words < leave && has(&last[words.unwrap()], "leave"),
        "{last:?}"
    );

    let mark = ann.mark().await;
    ann.invite(&room, &world.bot).await.unwrap();
    let hello = |event: &Event| event.sender == world.bot && has(event, "I am hearback");
    ann.wait_after(mark, Some(&room), hello, PATIENCE)
        .await
        .unwrap();
    ann.say(&room, "!need on").await.unwrap();
    let on = |event: &Event| event.sender == world.bot && has(event, "I am on");
    ann.wait_after(mark, Some(&room), on, PATIENCE)
        .await
        .unwrap();
}

#[tokio::test]
async fn an_open_room_is_told_why_and_left() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = ann
        .create_room(&RoomSpec {
            public: true,
            invite: &[&world.bot],
            ..RoomSpec::default()
        })
        .await
        .unwrap();
    world.membership(&ann, &room, "leave").await;
    assert!(!world.said(&ann, &room).await.is_empty());
}

//! Encrypted rooms, with a second client of the SDK as the person.

mod friend;

use hearback_wire::clock::Millis;

use super::super::listen::listen;
use super::super::post::send;
use super::*;
use crate::room::tests::answered;
use friend::Friend;

#[tokio::test]
async fn a_need_goes_the_whole_way_in_an_encrypted_room() {
    let world = World::new().await;
    let (ann, room) = Friend::with_room("ann", &world).await;
    let said = ann.say(&room, &format!("!need {NEED}")).await;
    let preview = ann.hears(&room, "Here is what would be shared").await;
    assert_eq!(preview.thread_root(), Some(said.as_str()));
    ann.react(&room, &preview.id, "✏️").await;
    let again = ann.hears(&room, "Please write your words again").await;
    assert_eq!(again.thread_root(), Some(said.as_str()));
    ann.reply_in_thread(&room, &said, &format!("{NEED}, each month"))
        .await;
    let second = ann.hears(&room, "each month").await;
    ann.react(&room, &second.id, "✅").await;
    let put = world.house.first_put("/intake/v1/needs").await;
    let put: PutNeed = serde_json::from_str(&put).unwrap();
    ann.hears(&room, "It has the reference").await;
    let outcome = world.house.bring(put.handle, answered());
    let answer = ann.hears(&room, "The Office answered").await;
    assert_eq!(answer.thread_root(), Some(said.as_str()));
    assert_eq!(answer.mentions.unwrap().user_ids, [ann.id()]);
    assert!(world.house.first_put(&outcome).await.contains("thread"));
    ann.reply_in_thread(&room, &said, "partly").await;
    let verdict = world.house.first_put("/intake/v1/verdicts").await;
    assert!(verdict.contains("partly"), "{verdict}");
}

#[tokio::test]
async fn a_post_that_was_sent_but_not_remembered_stands_once_in_an_encrypted_room() {
    let mut world = World::new().await;
    let ann = Friend::new("ann").await;
    let room = ann.room_with(&world.bot, true).await;
    ann.hears(&room, "I am hearback").await;
    world.stop().await;
    world
        .queue(&World::place(&room), &["only once".to_owned()])
        .await;
    let vault = &world.house.bots.vault;
    for _ in 0..2 {
        let matrix = world.open().await;
        listen(&matrix).await.unwrap();
        let due = vault.posts_due(Platform::Matrix, world.house.bots.clock.now());
        assert!(send(&matrix, &due.await.unwrap()[0]).await.is_ok());
    }
    world.start().await;
    ann.say(&room, "!need help").await;
    ann.hears(&room, "I bring needs").await;
    let said = ann.timeline(&room);
    assert_eq!(
        said.iter().filter(|event| has(event, "only once")).count(),
        1
    );
}

#[tokio::test]
async fn what_cannot_be_decrypted_is_told_once_and_heard_when_its_key_comes() {
    let mut world = World::new().await;
    let (ann, room) = Friend::with_room("ann", &world).await;
    ann.withhold_keys(&world.bot).await;
    let said = ann.say(&room, &format!("!need {NEED}")).await;
    ann.say(&room, "this cannot be read either").await;
    pass_waits(&world).await;
    let sealed = ann.hears(&room, "I could not read that message").await;
    assert_eq!(sealed.thread_root(), Some(said.as_str()));

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("keys");
    let keys = ann.client.encryption();
    keys.export_room_keys(file.clone(), "between us", |_| true)
        .await
        .unwrap();
    let bot = world.client.take().unwrap().encryption();
    bot.import_room_keys(file, "between us").await.unwrap();
    let preview = ann.hears(&room, "Here is what would be shared").await;
    assert_eq!(preview.thread_root(), Some(said.as_str()));
    let told = ann.timeline(&room);
    let told = told.iter().filter(|event| has(event, "I could not read"));
    assert_eq!(told.count(), 1, "once for all that is beside threads");
}

#[tokio::test]
async fn a_room_where_the_bot_is_off_is_not_told_what_cannot_be_read() {
    let world = World::new().await;
    let ann = Friend::new("ann").await;
    let room = ann.room_with(&world.bot, true).await;
    ann.hears(&room, "I am hearback").await;
    ann.withhold_keys(&world.bot).await;
    ann.say(&room, "between us").await;
    pass_waits(&world).await;
    world
        .queue(&World::place(&room), &["the last".to_owned()])
        .await;
    ann.hears(&room, "the last").await;
    let said = ann.timeline(&room);
    assert!(!said.iter().any(|event| has(event, "could not read")));
}

/// Waits until something waits for its key, and lets time pass until it was tried often enough.
async fn pass_waits(world: &World) {
    let bots = &world.house.bots;
    let far = Millis(i64::MAX);
    let attempts = async || {
        bots.vault
            .heard_due(Platform::Matrix, far)
            .await
            .unwrap()
            .pop()
            .map(|row| row.attempts)
    };
    let tried = async {
        while attempts().await.is_none() {
            tokio::task::yield_now().await;
        }
        while attempts().await.is_some_and(|tries| tries <= 7) {
            world.house.clock.advance_seconds(20);
            bots.heard.notify_one();
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, tried).await.unwrap();
}

#[tokio::test]
async fn a_direct_room_is_encrypted_and_everything_in_it_is_for_the_bot() {
    let world = World::new().await;
    let (ann, room) = Friend::with_room("ann", &world).await;
    ann.say(&room, "!need mine").await;
    let alone = ann.accept().await;
    ann.hears(&alone, "You have no needs").await;
    ann.say(&alone, NEED).await;
    let preview = ann.hears(&alone, "Here is what would be shared").await;
    assert_eq!(preview.thread_root(), None, "a conversation, no threads");
    ann.say(&alone, "yes").await;
    world.house.first_put("/intake/v1/needs").await;
    ann.hears(&alone, "It has the reference").await;
}

#[tokio::test]
async fn a_plain_room_that_moves_to_an_encrypted_one_is_followed() {
    let world = World::new().await;
    let ann = Friend::new("ann").await;
    let old = ann.room_with(&world.bot, false).await;
    ann.hears(&old, "I am hearback").await;
    ann.say(&old, "!need on").await;
    ann.hears(&old, "I am on").await;
    ann.say(&old, &format!("!need {NEED}")).await;
    let preview = ann.hears(&old, "Here is what would be shared").await;
    ann.react(&old, &preview.id, "✅").await;
    let put = world.house.first_put("/intake/v1/needs").await;
    let put: PutNeed = serde_json::from_str(&put).unwrap();
    ann.hears(&old, "It has the reference").await;

    let new = ann.move_to_encrypted(&old, &world.bot).await;
    let outcome = world.house.bring(put.handle, answered());
    let answer = ann.hears(&new, "The Office answered").await;
    assert_eq!(answer.mentions.unwrap().user_ids, [ann.id()]);
    let kind = ann.kind_on_server(&new, &answer.id).await;
    assert_eq!(kind, "m.room.encrypted");
    assert!(world.house.first_put(&outcome).await.contains("elsewhere"));
    let said = ann.say(&new, &format!("!need {NEED}, each month")).await;
    let preview = ann.hears(&new, "each month").await;
    assert_eq!(preview.thread_root(), Some(said.as_str()));
}

#[tokio::test]
async fn an_encrypted_edit_gives_a_new_preview_and_a_deletion_takes_the_need_back() {
    let world = World::new().await;
    let (ann, room) = Friend::with_room("ann", &world).await;
    let said = ann.say(&room, &format!("!need {NEED}")).await;
    let first = ann.hears(&room, "Here is what would be shared").await;
    ann.edit(&room, &said, &format!("!need {NEED}, each month"))
        .await;
    let second = ann.hears(&room, "each month").await;
    assert_eq!(second.thread_root(), Some(said.as_str()));
    ann.react(&room, &first.id, "✅").await;
    ann.hears(&room, "newer words").await;
    ann.react(&room, &second.id, "✅").await;
    let put = world.house.first_put("/intake/v1/needs").await;
    let put: PutNeed = serde_json::from_str(&put).unwrap();
    assert!(put.content.canonical().contains("each month"));
    ann.hears(&room, "It has the reference").await;
    ann.redact(&room, &said).await;
    let back = world.house.first_put("/intake/v1/withdraw").await;
    assert!(back.contains(&put.handle.to_string()), "{back}");
}

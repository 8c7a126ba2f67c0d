//! What a sync brings when its token is older than what the store has seen: the bot keeps its own
//! token in the vault, so that an event is done with only when what came of it is committed.

use matrix_sdk::room::MessagesOptions;

use super::*;

#[tokio::test]
async fn after_a_restart_an_older_token_brings_the_same_events_and_they_can_be_read() {
    let bot = Bot::new().await;
    let friend = careful_person(bot.server).await;
    let account = bot.open().await.unwrap();
    let room = room_of(&friend, account.client()).await;
    let start = sync(account.client()).await.next_batch;
    say(&friend, &room, "one").await;
    let first = sync_from(account.client(), &start).await;
    assert_eq!(heard(&first, &room), ["one"]);
    drop(account);
    // The server still has the message that brought the key, and sends it again too.
    let account = bot.open().await.unwrap();
    assert_eq!(
        heard(&sync_from(account.client(), &start).await, &room),
        ["one"]
    );
    say(&friend, &room, "two").await;
    let second = sync_from(account.client(), &first.next_batch).await;
    assert_eq!(heard(&second, &room), ["two"]);
    drop(account);
    // Now the server has forgotten it, and the store has the key.
    let account = bot.open().await.unwrap();
    // It may answer from its cache at first, as it did then, so the way on is walked too.
    let (mut at, mut again) = (start, Vec::new());
    for _ in 0..2 {
        let answer = sync_from(account.client(), &at).await;
        again.extend(heard(&answer, &room));
        at = answer.next_batch;
    }
    assert_eq!(again, ["one", "two"]);
    say(&friend, &room, "three").await;
    let third = sync_from(account.client(), &second.next_batch).await;
    assert_eq!(heard(&third, &room), ["three"]);
}

/// Why an answer that could not be committed must be kept and tried again, and not asked for again.
#[tokio::test]
async fn without_a_restart_the_same_answer_comes_back_empty() {
    let bot = Bot::new().await;
    let friend = careful_person(bot.server).await;
    let account = bot.open().await.unwrap();
    let room = room_of(&friend, account.client()).await;
    let start = sync(account.client()).await.next_batch;
    say(&friend, &room, "one").await;
    let first = sync_from(account.client(), &start).await;
    let again = sync_from(account.client(), &start).await;
    assert_eq!(again.next_batch, first.next_batch);
    assert_eq!(heard(&again, &room), [""; 0]);
}

#[tokio::test]
async fn what_a_limited_timeline_leaves_out_can_be_read_page_by_page() {
    let bot = Bot::new().await;
    let friend = careful_person(bot.server).await;
    let account = bot.open().await.unwrap();
    let client = account.client();
    let room = room_of(&friend, client).await;
    let start = sync(client).await.next_batch;
    for number in 0..25 {
        say(&friend, &room, &number.to_string()).await;
    }
    let response = sync_from(client, &start).await;
    let timeline = &response.rooms.joined[&room].timeline;
    assert!(timeline.limited);
    let mut all = heard(&response, &room);
    all.reverse();
    let mut options = MessagesOptions::backward().from(timeline.prev_batch.as_deref());
    options.limit = 50_u8.into();
    let earlier = room_in(client, &room).messages(options).await.unwrap();
    all.extend(earlier.chunk.iter().filter_map(words_of));
    let numbers: Vec<_> = (0..25).rev().map(|number| number.to_string()).collect();
    assert_eq!(all, numbers);
}

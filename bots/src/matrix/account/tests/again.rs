//! What a sync brings when its token is older than what the store has seen: the bot keeps its own
//! token in the vault, so that an event is done with only when what came of it is committed.

use matrix_sdk::room::MessagesOptions;

use super::*;

#[tokio::test]
async fn an_older_token_brings_the_same_events_again_and_they_are_read_again() {
    let bot = Bot::new().await;
    let friend = careful_person(bot.server).await;
    let account = bot.open().await.unwrap();
    let client = account.client();
    let room = room_of(&friend, client).await;
    let start = sync(client).await.next_batch;
    say(&friend, &room, "one").await;
    let first = sync_from(client, &start).await;
    assert_eq!(heard(&first, &room), ["one"]);
    // The same token at once: the server sends the key's message a second time too.
    assert_eq!(heard(&sync_from(client, &start).await, &room), ["one"]);
    say(&friend, &room, "two").await;
    let second = sync_from(client, &first.next_batch).await;
    assert_eq!(heard(&second, &room), ["two"]);
    // The server has forgotten the key's message by now, and the store has the key.
    assert_eq!(
        heard(&sync_from(client, &start).await, &room),
        ["one", "two"]
    );
    drop(account);
    let account = bot.open().await.unwrap();
    let again = sync_from(account.client(), &start).await;
    assert_eq!(heard(&again, &room), ["one", "two"]);
    say(&friend, &room, "three").await;
    let third = sync_from(account.client(), &second.next_batch).await;
    assert_eq!(heard(&third, &room), ["three"]);
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

//! Hearing back when the thread cannot be reached: the next rung, once, and what became of it is told.

use hearback_rig::discord::{Fault, Permissions, Planned};
use hearback_wire::intake::What;

use super::*;
use crate::room::tests::answered;

/// How often everybody in a room or thread reads these words.
fn times(room: &Channel, words: &str) -> usize {
    let all = room.messages().into_iter();
    all.filter(|message| message.content.contains(words))
        .count()
}

#[tokio::test]
async fn a_thread_that_sleeps_is_woken() {
    let (world, handle, thread) = heard().await;
    thread.archive(true);
    let outcome = world.house.bring(handle, answered());
    hears(&thread, "The Office answered").await;
    world.comes(&outcome, "thread").await;
    world.is_clean();
}

#[tokio::test]
async fn in_place_of_a_locked_thread_the_answer_comes_under_the_line_above_it() {
    let (world, handle, thread) = heard().await;
    let role = world.server.bots_role().unwrap();
    let less = Permissions::everyone().without(Permissions::MANAGE_THREADS);
    world.server.set_role(role, less);
    thread.archive(true);
    thread.lock(true);
    let outcome = world.house.bring(handle, answered());
    let answer = hears(&world.general, "The Office answered").await;
    assert_eq!(answer.replies_to, Some(thread.id()));
    assert_eq!(answer.pinged, [world.ada.id()]);
    world.comes(&outcome, "elsewhere").await;
    world.is_clean();
}

#[tokio::test]
async fn in_place_of_a_deleted_thread_the_answer_comes_under_the_line_above_it() {
    let (world, handle, thread) = heard().await;
    let outcome = world.house.bring(handle, What::Released {});
    world.house.first_put(&outcome).await;
    thread.delete();
    let outcome = world.house.bring(handle, answered());
    world.comes(&outcome, "elsewhere").await;
    assert_eq!(times(&world.general, "The Office answered"), 1);
    world.is_clean();
}

#[tokio::test]
async fn with_line_and_thread_gone_it_stands_in_the_room_and_what_follows_has_a_thread() {
    let (world, handle, thread) = heard().await;
    thread.delete();
    world.general.delete_message(thread.id());
    let outcome = world.house.bring(handle, answered());
    let answer = hears(&world.general, "The Office answered").await;
    assert!(answer.content.contains("This is about HB-"), "{answer}");
    world.comes(&outcome, "elsewhere").await;
    let outcome = world.house.bring(handle, What::Withdrawn { joined: false });
    world.comes(&outcome, "thread").await;
    assert_eq!(world.general.thread().await.unwrap().id(), answer.id);
}

#[tokio::test]
async fn with_the_room_gone_it_comes_where_people_find_the_bot() {
    let world = World::new().await;
    let side = world.server.add_channel("side");
    let handle = world.need(&world.ada, &side).await;
    side.thread().await.unwrap();
    side.delete();
    let outcome = world.house.bring(handle, answered());
    let answer = hears(&world.general, "The Office answered").await;
    assert_eq!(answer.pinged, [world.ada.id()]);
    world.comes(&outcome, "elsewhere").await;
    world.is_clean();
}

#[tokio::test]
async fn a_room_that_is_closed_to_the_bot_is_tried_once_and_the_person_is_told_alone() {
    let (world, handle, _) = heard().await;
    world.general.deny_bot(Permissions::VIEW_CHANNEL);
    let outcome = world.house.bring(handle, answered());
    // The person pressed “Send it” a moment ago, so that they can still be told alone.
    world.comes(&outcome, "elsewhere").await;
    let tried = |world: &World| {
        let all = world.fake.requests().into_iter();
        all.filter(|r| r.method == "POST" && r.route.ends_with(POSTS) && r.status >= 400)
            .count()
    };
    let before = tried(&world);
    assert!(before > 0, "it was tried");
    let outcome = world.house.bring(handle, What::Withdrawn { joined: false });
    world.house.first_put(&outcome).await;
    assert_eq!(tried(&world), before, "what is closed is left alone");
}

#[tokio::test]
async fn what_a_filter_stops_is_told_to_moderators_and_goes_when_they_say_so() {
    let world = World::bare().await;
    let desk = world.server.add_channel("desk");
    let id = desk.id().to_string();
    world.set_up(&world.general, &[("moderators", &id)]).await;
    let handle = world.need(&world.ada, &world.general).await;
    let (thread, _) = world.home().await;
    let filtered = Fault::Refused(400, 200_000);
    world.fake.fault(Planned::new("POST", POSTS, filtered));
    let outcome = world.house.bring(handle, answered());
    let told = hears(&desk, "AutoMod").await;
    assert!(told.pinged.is_empty());
    assert!(world.house.puts(&outcome).is_empty());
    let retried = world.admin().press_labelled(&told, "Try again").unwrap();
    says(&retried, "trying again").await;
    hears(&thread, "The Office answered").await;
    world.house.first_put(&outcome).await;
    assert_eq!(times(&desk, "AutoMod"), 1);
    world.is_clean();
}

#[tokio::test]
async fn a_long_answer_comes_in_parts_and_asks_once() {
    let (world, handle, thread) = heard().await;
    let What::Answered {
        producer,
        status,
        reasons,
        link,
        when,
        lang,
        ..
    } = answered()
    else {
        panic!("an answer");
    };
    let words = "_*~ ".repeat(290) + "end of the answer";
    world.house.bring(
        handle,
        What::Answered {
            producer,
            status,
            words: words.parse().unwrap(),
            reasons,
            link,
            would_change: Some("more ~ ".repeat(60)),
            when,
            lang,
        },
    );
    let last = thread
        .message("the last part", |m| {
            m.content.contains("Does this meet your need")
        })
        .await
        .unwrap();
    assert_eq!(last.buttons().len(), 3);
    let all = thread.messages();
    assert!(all.iter().all(|m| m.content.chars().count() <= 2000));
    let pinged: usize = all.iter().map(|m| m.pinged.len()).sum();
    assert_eq!(pinged, 1, "whoever waits is called once");
    world.is_clean();
}

#[tokio::test]
async fn whoever_wants_no_mention_still_hears_back() {
    let (world, handle, thread) = heard().await;
    let mine = world
        .ada
        .run_command(&world.general, "need-mine", &[])
        .unwrap();
    let list = says(&mine, "Only you can see this").await;
    let quiet = world
        .ada
        .press_labelled(&list, "Don’t mention me anywhere")
        .unwrap();
    says(&quiet, "I will not mention you").await;
    world.house.bring(handle, answered());
    let answer = hears(&thread, "The Office answered").await;
    assert!(answer.pinged.is_empty());
    world.is_clean();
}

#[tokio::test]
async fn a_bot_that_is_killed_after_posting_and_before_noting_it_does_not_post_again() {
    let (mut world, handle, thread) = heard().await;
    world.fake.fault(Planned::new("POST", POSTS, Fault::Lost));
    let outcome = world.house.bring(handle, answered());
    hears(&thread, "The Office answered").await;
    world.kill().await;
    // Long after the platform has forgotten the nonce.
    world.fake.advance(Duration::from_hours(3));
    world.house.clock.advance_seconds(3 * 3600);
    world.start().await;
    world.house.first_put(&outcome).await;
    assert_eq!(times(&thread, "The Office answered"), 1);
    world.is_clean();
}

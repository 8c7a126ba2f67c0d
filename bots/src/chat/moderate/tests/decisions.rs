//! Who may decide what, and what becomes of it.

use hearback_wire::id::Hash;
use hearback_wire::intake::{Held, Unmet};
use hearback_wire::vocabulary::Waived;

use super::node::leaving;
use super::*;

#[tokio::test]
async fn a_moderator_approves_the_words_that_the_card_shows() {
    let (house, _) = house_with_a_card().await;
    house.react(ANN, Rank::Moderator, "✅").await;
    house.react(ANN, Rank::Moderator, "✅\u{FE0F}").await;
    house.deliver().await;
    assert_eq!(house.door(|door| door.tries), 1, "pressing twice is once");
    assert!(house.text().contains(&format!("Approved by {ANN}.")));
    assert_eq!(house.seeds(), 0);
    house.follow().await;
    assert!(house.text().contains(ANN), "the node does not know who");
    assert!(house.lines().is_empty());
}

#[tokio::test]
async fn whoever_is_no_moderator_is_told_so_and_decides_nothing() {
    let (house, reference) = house_with_a_card().await;
    house.react(BOB, Rank::Member, "✅").await;
    house.react(BOB, Rank::Member, "⛔").await;
    house.react(BOB, Rank::Member, "👀").await;
    house.post_all().await;
    assert_eq!(house.lines().len(), 1, "once, however often they press");
    let order = format!("!approve {reference}");
    house.write(BOB, Rank::Member, &order).await;
    house.deliver().await;
    assert_eq!(house.lines().len(), 2);
    assert_eq!(house.door(|door| door.tries), 0);
}

#[tokio::test]
async fn of_two_moderators_at_once_one_wins_and_the_other_is_told() {
    let (house, _) = house_with_a_card().await;
    house.react(ANN, Rank::Moderator, "✅").await;
    house
        .write(
            BOB,
            Rank::Admin,
            "!decline unclear Please say for which years.",
        )
        .await;
    house.deliver().await;
    house.deliver().await;
    house.follow().await;
    assert_eq!(house.door(|door| (door.tries, door.decided.len())), (2, 1));
    let lines = house.lines();
    assert_eq!(lines.len(), 1);
    assert!(lines[0].contains("Somebody decided this before you"));
    let loser = if house.text().contains(ANN) { BOB } else { ANN };
    assert!(lines[0].starts_with(loser), "{lines:?}");
}

#[tokio::test]
async fn what_another_bot_did_shows_once_it_is_known_that_it_was_not_done_here() {
    let (house, reference) = house_with_a_card().await;
    house.react(ANN, Rank::Moderator, "✅").await;
    house.door(|door| door.let_go(reference, Did::Approved, By::Chat));
    house.follow().await;
    assert!(house.text().contains("waits for a moderator"));
    house.deliver().await;
    assert!(
        house.text().contains("Approved in chat."),
        "{}",
        house.text()
    );
    let lines = house.lines();
    assert!(lines[0].contains("Somebody decided this before you"));
    assert!(lines[0].contains("Approved in chat."), "{lines:?}");
    assert_eq!(house.seeds(), 0);
}

#[tokio::test]
async fn what_was_done_here_is_never_shown_as_done_by_nobody() {
    let (house, _) = house_with_a_card().await;
    house.react(ANN, Rank::Moderator, "✅").await;
    house.door(|door| door.cut_off = true);
    house.deliver().await;
    house.follow().await;
    assert!(house.text().contains("waits for a moderator"));
    house.clock.advance_seconds(60);
    house.deliver().await;
    let by = format!("Approved by {ANN}.");
    assert!(house.text().contains(&by), "{}", house.text());
    assert!(house.lines().is_empty());
}

#[tokio::test]
async fn an_answer_that_is_lost_is_asked_for_again_under_the_same_key() {
    let (house, _) = house_with_a_card().await;
    house.react(ANN, Rank::Moderator, "✅").await;
    house.door(|door| door.cut_off = true);
    house.deliver().await;
    assert!(house.text().contains("waits for a moderator"));
    house.clock.advance_seconds(3600);
    house.deliver().await;
    assert_eq!(house.door(|door| (door.tries, door.decided.len())), (2, 1));
    assert!(house.text().contains(&format!("Approved by {ANN}.")));
    assert!(house.lines().is_empty());
}

#[tokio::test]
async fn words_that_changed_at_the_door_are_never_approved() {
    let (house, reference) = house_with_a_card().await;
    let other = held(reference, "We need waiting times for each clinic as well");
    house.door(|door| door.put(other, Did::Replied, By::Person));
    house.react(ANN, Rank::Moderator, "✅").await;
    house.deliver().await;
    assert!(house.door(|door| door.decided.is_empty()));
    assert!(house.lines()[0].contains("Somebody decided this before you"));
}

#[tokio::test]
async fn nothing_is_decided_while_the_card_is_being_drawn() {
    let (house, reference) = house_with_a_card().await;
    let mut said = held(reference, WORDS);
    said.said = Some("My own words are better.".to_owned());
    house.door(|door| door.put(said, Did::Replied, By::Person));
    house.look().await.unwrap();
    house.react(ANN, Rank::Moderator, "✅").await;
    house.deliver().await;
    assert_eq!(house.door(|door| door.tries), 0);
    assert!(
        house
            .lines()
            .iter()
            .any(|line| line.contains("has just changed"))
    );
    house.react(ANN, Rank::Moderator, "✅").await;
    house.deliver().await;
    assert_eq!(house.door(|door| door.decided.len()), 1);
}

#[tokio::test]
async fn other_words_are_proposed_under_the_card_and_both_are_shown() {
    let (house, _) = house_with_a_card().await;
    for (key, how) in [("✏️", "!edit"), ("❓", "!ask"), ("⛔", "!decline")] {
        house.react(ANN, Rank::Moderator, key).await;
        house.post_all().await;
        assert!(house.lines().last().unwrap().contains(how), "{key}");
    }
    let after = "We need waiting times for each hospital, each year";
    house
        .write(ANN, Rank::Moderator, "!edit short // why")
        .await;
    house.post_all().await;
    assert!(house.lines()[3].contains("too short"));
    let order = format!("!edit {after} // Please say how often you need it.");
    house.write(ANN, Rank::Moderator, &order).await;
    house.deliver().await;
    house.follow().await;
    let text = house.text();
    assert!(text.contains(&format!("Before: “{WORDS}”")), "{text}");
    assert!(text.contains(&format!("After: “{after}”")), "{text}");
    assert!(text.contains(&format!("proposed by {ANN}")), "{text}");
    house.react(BOB, Rank::Moderator, "✅").await;
    house.deliver().await;
    assert_eq!(house.door(|door| door.tries), 1, "it waits for the person");
    assert_eq!(house.lines().len(), 5);

    let left = house.door(|door| door.get(need(4)).reference);
    house.door(|door| door.let_go(left, Did::Replied, By::Person));
    house.follow().await;
    assert!(house.text().contains("the person agreed"));
}

#[tokio::test]
async fn what_the_node_does_not_take_is_said_in_its_words_and_can_be_tried_again() {
    let (house, _) = house_with_a_card().await;
    house.door(|door| door.refuses = Some("Please leave out the phone number."));
    let order = "!ask Is it for 07700 900123 only?";
    house.write(ANN, Rank::Moderator, order).await;
    house.deliver().await;
    assert!(house.lines()[0].contains("Please leave out the phone number."));
    house.door(|door| door.refuses = None);
    house
        .write(ANN, Rank::Moderator, "!ask For which years is it?")
        .await;
    house.deliver().await;
    assert!(
        house
            .text()
            .contains(&format!("A question was asked by {ANN}."))
    );
    assert_eq!(house.door(|door| door.decided.len()), 1);
}

#[tokio::test]
async fn the_queue_lists_what_waits() {
    let (house, reference) = house_with_a_card().await;
    house.write(BOB, Rank::Member, "!queue").await;
    house.post_all().await;
    let lines = house.lines();
    assert!(lines[0].contains("1 need waits"));
    assert!(lines[0].contains(&reference.to_string()));
}

#[tokio::test]
async fn what_must_be_answered_for_is_answered_for_by_that_very_word_and_for_whom_it_is_meant() {
    let house = house().await;
    house.room(ROOM, Role::Moderators).await;
    let word = Hash::of(&[b"a word"]);
    let unmet = Unmet {
        rule: Waived::Names,
        words: "“Wibblethorpe” is on no list of ours.".to_owned(),
        name: Some(word),
    };
    let need = Held {
        unmet: vec![unmet],
        public: vec!["Somebody answers for a rule.".to_owned()],
        ..held(need(4), WORDS)
    };
    let reference = need.reference;
    house.door(|door| door.put(need, Did::Arrived, By::Person));
    house.follow().await;
    let card = house.text();
    assert!(card.contains("answers for this: “Wibblethorpe”"), "{card}");
    assert!(
        card.contains("Before everybody may read it, it needs two"),
        "{card}"
    );
    let order = format!("!approve {reference} named answering");
    house.write(ANN, Rank::Moderator, &order).await;
    house.deliver().await;
    let body = house.door(|door| door.bodies.last().cloned().unwrap());
    assert_eq!(body["audience"], "named");
    assert_eq!(body["waives"]["names"][0], word.to_string());
    assert!(house.text().contains(&format!("Approved by {ANN}.")));
}

#[tokio::test]
async fn a_first_of_two_for_everybody_leaves_the_card_open() {
    let house = house().await;
    house.room(ROOM, Role::Moderators).await;
    let need = Held {
        public: vec!["Few people have this.".to_owned()],
        ..held(need(4), WORDS)
    };
    house.door(|door| door.put(need, Did::Arrived, By::Person));
    house.follow().await;
    house.react(ANN, Rank::Moderator, "✅").await;
    house.deliver().await;
    assert_eq!(house.door(|door| door.decided.len()), 1);
    assert!(
        house.text().contains("waits for a moderator"),
        "{}",
        house.text()
    );
}

#[tokio::test]
async fn until_it_leaves_a_need_can_be_taken_back_and_is_read_again() {
    let (house, reference) = house_with_a_card().await;
    let waits = house.door(|door| door.get(reference));
    house.door(|door| door.put(leaving(waits, true), Did::Approved, By::Console));
    house.follow().await;
    let card = house.text();
    assert!(card.contains("leaves Tuesday 19 January"), "{card}");
    assert!(card.contains("!undo") && card.contains("!alone"), "{card}");
    house
        .write(BOB, Rank::Member, &format!("!undo {reference}"))
        .await;
    house.deliver().await;
    assert_eq!(house.door(|door| door.tries), 0, "he is no moderator");
    house
        .write(ANN, Rank::Moderator, &format!("!alone {reference}"))
        .await;
    house.deliver().await;
    house.follow().await;
    house
        .write(ANN, Rank::Moderator, &format!("!undo {reference}"))
        .await;
    house.deliver().await;
    house.follow().await;
    let verbs = house.door(|door| door.decided.clone());
    let verbs: Vec<&str> = verbs.iter().map(|(verb, _)| verb.as_str()).collect();
    assert_eq!(verbs, ["alone", "undo"]);
    assert!(
        house.text().contains("waits for a moderator"),
        "{}",
        house.text()
    );
    house.react(ANN, Rank::Moderator, "✅").await;
    house.deliver().await;
    assert!(house.text().contains(&format!("Approved by {ANN}.")));
    house
        .write(ANN, Rank::Moderator, &format!("!undo {reference}"))
        .await;
    house.deliver().await;
    let said = house.lines().pop().unwrap();
    assert!(
        said.contains("Nothing can be decided"),
        "it has left: {said}"
    );
}

#[tokio::test]
async fn a_need_is_joined_with_another_and_its_card_says_with_which() {
    let (house, reference) = house_with_a_card().await;
    let into = need(77);
    let order = format!("!merge {reference} {into} It asks for the same counts.");
    house.write(ANN, Rank::Moderator, &order).await;
    house.deliver().await;
    house.follow().await;
    let body = house.door(|door| door.bodies.last().cloned().unwrap());
    assert_eq!(body["into"], into.to_string());
    assert_eq!(body["words"], "It asks for the same counts.");
    let said = format!("Joined with {into} by {ANN}.");
    assert!(house.text().contains(&said), "{}", house.text());
    assert_eq!(house.seeds(), 0);
}

#[tokio::test]
async fn a_moderator_who_is_forgotten_is_named_on_no_card() {
    let (house, reference) = house_with_a_card().await;
    house.react(ANN, Rank::Moderator, "✅").await;
    house.deliver().await;
    assert!(house.text().contains(&format!("Approved by {ANN}.")));
    let decided = async || {
        let found = decided_by(&house.bots, Platform::Matrix, ANN).await;
        found.unwrap()
    };
    assert_eq!(decided().await, [reference.to_string()]);
    house.write(ANN, Rank::Moderator, "!need erase yes").await;
    house.deliver().await;
    assert!(house.text().contains("Approved in chat."));
    assert!(decided().await.is_empty());
    let lines = house.lines();
    assert!(
        lines[0].starts_with("Done. I deleted 0 threads"),
        "{lines:?}"
    );
    house.write(BOB, Rank::Moderator, "!need erase yes").await;
    house.post_all().await;
    assert_eq!(house.lines().len(), 2);
}

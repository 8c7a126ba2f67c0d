//! Who may decide what, and what becomes of it.

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

//! What stands in the moderators' room, and when.

use super::*;

#[tokio::test]
async fn a_need_that_waits_gets_one_quiet_card_with_its_exact_words() {
    let (house, reference) = house_with_a_card().await;
    house.follow().await;
    *house.caught_up.lock().unwrap() = None;
    house.follow().await;
    let cards = house.posts(|post, _| match post {
        Post::Words(sending) => Some(sending.clone()),
        _ => None,
    });
    let [card] = cards.as_slice() else {
        panic!("{cards:?}")
    };
    assert!(!card.push && card.mentions.is_empty());
    assert!(card.text.starts_with(&reference.to_string()));
    assert!(card.text.contains(&format!("“{WORDS}”")));
    assert!(card.text.contains("a phone number"));
    assert!(card.text.contains("20 January 2027"));
    assert_eq!(house.seeds(), 4);
}

#[tokio::test]
async fn a_card_says_where_the_need_says_that_it_comes_from() {
    for (origin, says) in [("class:charity, England", true), ("unspecified", false)] {
        let house = house().await;
        house.room(ROOM, Role::Moderators).await;
        let mut held = held(need(4), WORDS);
        held.content.origin = origin.parse().unwrap();
        house.door(|door| door.put(held, Did::Arrived, By::Person));
        house.follow().await;
        let text = house.text();
        let line = "It says that it comes from: charity, England";
        assert_eq!(text.contains(line), says, "{text}");
        assert_eq!(text.contains("comes from"), says, "{text}");
    }
}

#[tokio::test]
async fn what_the_console_decides_shows_on_the_card_and_nothing_is_offered_any_more() {
    for (did, says) in [
        (Did::Approved, "Approved in the console."),
        (
            Did::Refused,
            "Declined in the console: It is not clear enough to pass on.",
        ),
        (Did::Withdrawn, "Withdrawn: the person took it back."),
    ] {
        let (house, reference) = house_with_a_card().await;
        house.door(|door| door.let_go(reference, did, By::Console));
        house.follow().await;
        assert!(house.text().contains(says), "{}", house.text());
        assert_eq!(house.seeds(), 0, "{did}");
        house.react(ANN, Rank::Moderator, "✅").await;
        house.deliver().await;
        assert!(house.lines()[0].contains(says), "{:?}", house.lines());
        assert_eq!(house.door(|door| door.tries), 0);
    }
}

#[tokio::test]
async fn a_card_that_was_decided_before_it_stood_offers_nothing() {
    let house = house().await;
    house.room(ROOM, Role::Moderators).await;
    house.door(|door| door.put(held(need(4), WORDS), Did::Arrived, By::Person));
    house.look().await.unwrap();
    house.door(|door| door.let_go(need(4), Did::Approved, By::Console));
    house.follow().await;
    assert!(house.text().contains("Approved in the console."));
    assert_eq!(house.seeds(), 0);
}

#[tokio::test]
async fn a_need_that_comes_back_waits_on_the_same_card_and_a_quiet_line_says_so() {
    let (house, reference) = house_with_a_card().await;
    let mut asked = house.door(|door| door.get(reference));
    asked.waits = false;
    house.door(|door| door.put(asked.clone(), Did::Asked, By::Console));
    house.follow().await;
    assert!(house.text().contains("Waits for the person"));
    asked.waits = true;
    asked.said = Some("Since 2015, please.".to_owned());
    house.door(|door| door.put(asked, Did::Replied, By::Person));
    house.follow().await;
    assert!(house.text().contains("“Since 2015, please.”"));
    assert_eq!(house.lines().len(), 1);
    assert_eq!(house.seeds(), 4);

    house.door(|door| door.let_go(reference, Did::Refused, By::Console));
    house.follow().await;
    let mut appealed = held(reference, WORDS);
    appealed.appealed = true;
    house.door(|door| door.put(appealed, Did::Appealed, By::Person));
    house.follow().await;
    assert!(house.text().contains("second look"));
    assert_eq!(house.lines().len(), 2);
    assert_eq!(house.seeds(), 4);
}

#[tokio::test]
async fn other_words_get_another_card_and_the_old_one_decides_nothing() {
    let (house, reference) = house_with_a_card().await;
    let old = house.card();
    let other = held(reference, "We need waiting times for each clinic as well");
    house.door(|door| door.put(other, Did::Replied, By::Person));
    house.follow().await;
    assert_ne!(house.card(), old);
    assert_eq!(house.seeds(), 4);
    let what = HeardWhat::Reacted {
        to: old,
        key: "✅".to_owned(),
    };
    house.hear(ANN, Rank::Admin, what).await;
    house.deliver().await;
    assert_eq!(house.door(|door| door.tries), 0);
    house.react(ANN, Rank::Moderator, "✅").await;
    house.deliver().await;
    assert_eq!(house.door(|door| door.decided.len()), 1);
}

#[tokio::test]
async fn needs_that_waited_come_when_there_is_a_room_and_again_when_it_moved() {
    let house = house().await;
    house.door(|door| {
        door.put(held(need(4), WORDS), Did::Arrived, By::Person);
        door.put(held(need(5), WORDS), Did::Arrived, By::Person);
        door.let_go(need(5), Did::Approved, By::Console);
    });
    house.follow().await;
    assert!(house.posts(|_, _| Some(())).is_empty());
    house.room(ROOM, Role::Moderators).await;
    house.follow().await;
    assert!(house.text().starts_with(&need(4).to_string()));
    let old = house.card();

    house.room(ROOM, Role::Left).await;
    house.room("!new:example.org", Role::Moderators).await;
    house.follow().await;
    let cards = house.posts(|post, _| is_kind(post, "card").then(|| to(post)));
    let new = To::Room {
        room: "!new:example.org".to_owned(),
        root: None,
    };
    assert_eq!(cards.len(), 2);
    assert_eq!(cards[1], new);
    assert_ne!(house.card(), old);
}

#[tokio::test]
async fn a_bot_that_may_not_moderate_hears_so_and_posts_nothing() {
    let house = house().await;
    house.door(|door| door.closed = true);
    let looked = house.look().await;
    assert!(matches!(looked, Err(NotYet::NotAllowed(detail)) if !detail.is_empty()));
}

#[tokio::test]
async fn the_digest_comes_once_a_day_after_nine_and_only_if_something_waits() {
    let (house, reference) = house_with_a_card().await;
    let digests = || {
        house.posts(|post, _| match post {
            Post::Words(sending) if sending.kind == "digest" => Some(sending.clone()),
            _ => None,
        })
    };
    let look = async || {
        digest::look(&house.bots, Platform::Matrix).await.unwrap();
        house.post_all().await;
    };
    house.clock.advance_seconds(3599);
    look().await;
    assert!(digests().is_empty(), "it is not nine yet");
    for _ in 0..2 {
        house.clock.advance_seconds(1);
        look().await;
    }
    let first = digests();
    assert_eq!(first.len(), 1);
    assert!(first[0].push && first[0].mentions.is_empty());
    assert!(first[0].text.contains("1 need waits"));
    assert!(first[0].text.contains("13 January 2027"));
    assert!(!first[0].text.contains("past the day"));

    house.clock.advance_seconds(6 * 24 * 3600);
    look().await;
    assert!(digests()[1].text.contains("1 is past the day"));
    house.door(|door| door.let_go(reference, Did::Approved, By::Console));
    house.clock.advance_seconds(24 * 3600);
    look().await;
    house.door(|door| door.put(held(need(5), WORDS), Did::Arrived, By::Person));
    look().await;
    assert_eq!(digests().len(), 2, "nothing waited at nine");
}

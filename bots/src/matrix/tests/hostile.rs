//! What somebody who means harm can say, and that others are served meanwhile.

use std::time::Instant;

use futures_util::{StreamExt, stream};
use hearback_rig::synapse::{Storage, SynapseSettings};
use serde_json::{Value, json};

use super::*;
use crate::chat::{Heard, HeardWhat, Rank};

#[tokio::test]
async fn a_flood_of_needs_is_bounded_told_once_and_holds_up_nobody() {
    let server = Synapse::start(&SynapseSettings {
        storage: Storage::Memory,
        ..SynapseSettings::default()
    })
    .await
    .unwrap();
    let mut world = World::on(&server, |_| {}).await;
    let [ann, eve, bob] = [
        server.person("ann").await.unwrap(),
        server.person("eve").await.unwrap(),
        server.person("bob").await.unwrap(),
    ];
    let loud = world.room(&eve, &[&bob]).await;
    let calm = world.room(&ann, &[]).await;
    world.stop().await;
    let (eve_ref, loud_ref) = (&eve, loud.as_str());
    let flood = stream::iter(0..2_000).map(|n| async move {
        let words = format!("!need {NEED} number {n}");
        eve_ref.say(loud_ref, &words).await.unwrap();
    });
    let began = Instant::now();
    flood.buffer_unordered(16).collect::<Vec<()>>().await;
    println!("2,000 needs were said in {:?}", began.elapsed());
    let bobs = bob.say(&loud, &format!("!need {NEED}")).await.unwrap();
    let began = Instant::now();
    world.start().await;
    let said = ann.say(&calm, &format!("!need {NEED}")).await.unwrap();
    world.preview(&ann, &calm, &said).await;
    println!(
        "beside the flood a need was shown after {:?}",
        began.elapsed()
    );
    world.preview(&bob, &loud, &bobs).await;
    println!("inside the flood, after {:?}", began.elapsed());
    let previews = world.said(&bob, &loud).await.len();
    assert!(previews <= 60, "{previews} answers to one person's flood");
    assert_eq!(world.times_said(&bob, &loud, "Too much").await, 1);
}

/// Values of the wrong kind, and of no sense.
fn nonsense() -> Vec<Value> {
    vec![
        json!(7),
        json!(null),
        json!([]),
        json!({}),
        json!("$x"),
        json!({"rel_type": 1}),
        json!({"event_id": "x".repeat(3_000)}),
    ]
}

#[tokio::test]
async fn events_of_any_shape_are_passed_over() {
    let world = World::new().await;
    let (ann, eve) = (person("ann").await, person("eve").await);
    let room = world.room(&ann, &[&eve]).await;
    let good = json!({"msgtype": "m.text", "body": "!need status", "m.mentions": {}});
    for (n, wrong) in nonsense().into_iter().enumerate() {
        for field in ["msgtype", "body", "m.mentions", "m.relates_to"] {
            let mut content = good.clone();
            content[field] = wrong.clone();
            for kind in ["m.room.message", "m.reaction", "m.room.encrypted"] {
                let mark = format!("{n}-{field}-{kind}");
                // Some are too wrong for the server.
                let _refused = eve.send(&room, kind, &content, &mark).await;
            }
        }
    }
    let said = ann.say(&room, &format!("!need {NEED}")).await.unwrap();
    world.preview(&ann, &room, &said).await;
}

#[tokio::test]
async fn long_bodies_keys_and_chains_of_replies_are_dealt_with() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    let long = ann
        .say(&room, &format!("!need {}", "é".repeat(30_000)))
        .await
        .unwrap();
    world.in_thread(&ann, &room, &long, "too long").await;
    let said = ann.say(&room, &format!("!need {NEED}")).await.unwrap();
    let preview = world.preview(&ann, &room, &said).await;
    ann.react(&room, &preview.id, &"✅".repeat(400))
        .await
        .unwrap();
    let mut last = preview.id.clone();
    for n in 0..100 {
        last = ann
            .reply_to(&room, &last, &format!("> quoted\n\n{NEED} {n}"))
            .await
            .unwrap();
    }
    ann.reply_to(&room, &last, "!need").await.unwrap();
    world.in_thread(&ann, &room, &last, "country 99").await;
    assert!(
        world.house.puts("/intake/v1/needs").is_empty(),
        "nobody said yes"
    );
}

#[tokio::test]
async fn markup_and_signs_that_turn_the_words_around_stay_words() {
    let world = World::new().await;
    let ann = person("ann").await;
    let content = json!({"membership": "join", "displayname": "\u{202E}<b>@room</b>"});
    let room = world.room(&ann, &[]).await;
    ann.set_state(&room, "m.room.member", ann.user_id(), &content)
        .await
        .unwrap();
    let turned = format!("!need {NEED} \u{202E}txet");
    let said = ann.say(&room, &turned).await.unwrap();
    let told = world.in_thread(&ann, &room, &said, "U+202E").await;
    assert!(has(&told, "type it again"), "{told:?}");
    let words = format!("!need {NEED} <img src=x onerror=alert(1)> @room");
    let said = ann.say(&room, &words).await.unwrap();
    let shown = world.preview(&ann, &room, &said).await;
    assert!(has(&shown, "waiting times"), "{shown:?}");
    let html = shown.formatted_body.clone().unwrap();
    assert!(!html.contains("<img") && !html.contains("<b>"), "{html}");
    assert!(!html.contains('\u{202E}'), "{html}");
    assert_eq!(
        shown.mentions.clone().unwrap(),
        hearback_rig::matrix::Mentions::default()
    );
}

#[tokio::test]
async fn a_bot_that_answers_every_notice_is_not_answered() {
    let world = World::new().await;
    let (ann, robot) = (person("ann").await, person("robot").await);
    let room = world.room(&ann, &[&robot]).await;
    let said = ann.say(&room, &format!("!need {NEED}")).await.unwrap();
    world.preview(&ann, &room, &said).await;
    for _ in 0..3 {
        for heard in world.said(&robot, &room).await {
            let notice = json!({"msgtype": "m.notice", "body": "!need help", "m.mentions": {}});
            robot.send_message(&room, &notice).await.unwrap();
            robot
                .reply_in_thread(&room, &said, "I am a robot. yes")
                .await
                .unwrap();
            robot
                .reply_to(&room, &heard.id, "I am a robot. yes")
                .await
                .unwrap();
        }
    }
    assert_eq!(world.times_said(&ann, &room, "I bring needs").await, 1);
    assert!(
        world.house.puts("/intake/v1/needs").is_empty(),
        "a robot said yes for Ann"
    );
}

/// Something that somebody says, as the bot writes it down.
fn words_of(person: &Person, room: &str, event: &str) -> Heard {
    Heard {
        platform: Platform::Matrix,
        room: room.to_owned(),
        event: event.to_owned(),
        by: person.user_id().to_owned(),
        rank: Rank::Member,
        what: HeardWhat::Words {
            text: "any words".to_owned(),
            root: None,
            replies_to: None,
            calls_us: false,
        },
    }
}

#[tokio::test]
async fn what_several_people_say_at_once_is_bounded_and_none_of_them_is_shut_out() {
    const PEOPLE: usize = 4;
    let mut world = World::new().await;
    let host = person("host").await;
    let room = world.room(&host, &[]).await;
    let mut crowd = Vec::new();
    for _ in 0..=PEOPLE {
        let somebody = person("crowd").await;
        host.invite(&room, somebody.user_id()).await.unwrap();
        somebody.join(&room).await.unwrap();
        crowd.push(somebody);
    }
    world.stop().await;
    // In turns, so that nobody is last; each says more than one person may have waiting.
    for n in 0..60 {
        for somebody in &crowd {
            let words = format!("!need {NEED} {n}");
            somebody.say(&room, &words).await.unwrap();
        }
    }
    let matrix = world.open().await;
    super::super::listen::listen(&matrix).await.unwrap();
    let vault = &world.house.bots.vault;
    let mut tx = vault.begin().await.unwrap();
    for somebody in &crowd {
        let heard = words_of(somebody, &room, "$any");
        let waiting = vault.heard_waiting(&mut tx, &heard).await.unwrap();
        assert_eq!(waiting.readable, 200);
        assert_eq!(waiting.of_person, 40);
    }
    drop(tx);
    drop(matrix);
    world.start().await;
    world.bot_says(&host, &room, "Too much").await;
}

#[tokio::test]
async fn alone_with_a_bot_that_answers_every_answer_it_falls_silent() {
    let world = World::new().await;
    let robot = person("robot").await;
    let room = world.alone(&robot).await;
    let answers = rattle(&world, &robot, &room, None).await;
    assert_eq!(answers, 20, "a person says that much");
    for more in 0..3 {
        let words = format!("I am a robot and I answer that too, {more}");
        robot.say(&room, &words).await.unwrap();
    }
    // The clock may go on only once all of that was dealt with.
    let (vault, all) = (&world.house.bots.vault, 20 + 1 + 3);
    let of = words_of(&robot, &room, "$any");
    let before = world.house.bots.clock.now().plus_seconds(-1);
    while vault.heard_since(&of, before).await.unwrap() < all {
        tokio::task::yield_now().await;
    }
    world.house.clock.advance_seconds(11 * 60);
    robot.say(&room, "help").await.unwrap();
    world.bot_says(&robot, &room, "I bring needs").await;
    let said = world.heard_in(&robot, &room).await.len();
    assert_eq!(
        said,
        1 + answers + 1,
        "hello, the answers, and that it is too much"
    );
}

/// Answers each answer of the bot, until it says that this is too much. Returns how many there were.
async fn rattle(world: &World, robot: &Person, room: &str, thread: Option<&str>) -> usize {
    for answers in 0..30 {
        let mark = robot.mark().await;
        let words = format!("I am a robot and this is my answer number {answers}");
        match thread {
            Some(first) => robot.reply_in_thread(room, first, &words).await,
            None => robot.say(room, &words).await,
        }
        .unwrap();
        let heard = world.then_says(robot, room, mark, "").await;
        if has(&heard, "Too much") {
            return answers;
        }
    }
    panic!("it goes on and on");
}

#[tokio::test]
async fn a_bot_that_answers_each_preview_in_its_thread_is_not_answered_for_ever() {
    let world = World::new().await;
    let (ann, robot) = (person("ann").await, person("robot").await);
    let room = world.room(&ann, &[&robot]).await;
    let said = robot.say(&room, &format!("!need {NEED}")).await.unwrap();
    world.preview(&robot, &room, &said).await;
    let vault = &world.house.bots.vault;
    let now = world.house.bots.clock.now();
    let mut tx = vault.begin().await.unwrap();
    for n in 0..190 {
        let heard = words_of(&robot, &room, &format!("$earlier{n}"));
        vault.hear(&mut tx, &heard, now).await.unwrap();
        let id = ["matrix", &room, &heard.event, "heard"];
        let id = vault.hash(crate::vault::chat::Named::Event, &id);
        vault.heard_done(&mut tx, &id, now).await.unwrap();
    }
    tx.commit().await.unwrap();
    let answers = rattle(&world, &robot, &room, Some(&said)).await;
    assert_eq!(answers, 200 - 190 - 1, "with the need itself, two hundred");
    // Nobody else is shut out.
    let asked = ann.say(&room, "!need help").await.unwrap();
    world.in_thread(&ann, &room, &asked, "I bring needs").await;
}

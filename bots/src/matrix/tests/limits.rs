//! A homeserver that limits how fast the bot may post.

use std::time::{Duration, Instant};

use hearback_rig::proxy::{Exchange, Proxy};
use hearback_rig::synapse::{Rate, Storage, SynapseSettings};
use serde_json::Value;

use super::*;

async fn slow_server() -> Synapse {
    let settings = SynapseSettings {
        storage: Storage::Memory,
        messages: Some(Rate {
            per_second: 4.0,
            burst_count: 8,
        }),
        ..SynapseSettings::default()
    };
    Synapse::start(&settings).await.unwrap()
}

/// For how long a refusal asks to be left alone.
fn asked_to_wait(refusal: &Exchange) -> Duration {
    let body: Value = serde_json::from_slice(&refusal.body).unwrap();
    assert_eq!(body["errcode"], "M_LIMIT_EXCEEDED");
    Duration::from_millis(body["retry_after_ms"].as_u64().unwrap())
}

#[tokio::test]
async fn nothing_is_posted_before_the_server_says_so() {
    let server = slow_server().await;
    let proxy = Proxy::before(server.url()).await.unwrap();
    let mut world = World::on(&server, |settings| {
        settings.homeserver = proxy.url().to_owned();
    })
    .await;
    let (ann, bob) = (
        server.person("ann").await.unwrap(),
        server.person("bob").await.unwrap(),
    );
    let rooms = [
        world.room_off(&ann, &[]).await,
        world.room_off(&bob, &[]).await,
    ];
    world.stop().await;
    let lines: Vec<String> = (0..12).map(|n| format!("line {n:02}.")).collect();
    for room in &rooms {
        world.queue(&World::place(room), &lines).await;
    }
    world.start().await;
    for (person, room) in [(&ann, &rooms[0]), (&bob, &rooms[1])] {
        world.bot_says(person, room, "line 11").await;
    }
    let posts = proxy.seen().into_iter();
    let posts: Vec<Exchange> = posts.filter(|one| one.path.contains("/send/")).collect();
    let mut refused = 0;
    for pair in posts.windows(2).filter(|pair| pair[0].status == 429) {
        let (refusal, next) = (&pair[0], &pair[1]);
        let waited = next.asked - refusal.answered;
        let asked = asked_to_wait(refusal);
        assert!(waited >= asked, "{waited:?} instead of {asked:?}");
        refused += 1;
    }
    assert!(refused >= 3, "the limit was met {refused} times");
}

#[tokio::test]
async fn a_limit_loses_nothing_keeps_order_and_is_fair_between_rooms() {
    let server = slow_server().await;
    let mut world = World::on(&server, |_| {}).await;
    let (ann, bob) = (
        server.person("ann").await.unwrap(),
        server.person("bob").await.unwrap(),
    );
    let loud = world.room_off(&ann, &[]).await;
    let calm = world.room_off(&bob, &[]).await;
    world.stop().await;
    let lines: Vec<String> = (0..30).map(|n| format!("line {n:02}.")).collect();
    world.queue(&World::place(&loud), &lines).await;
    world
        .queue(&World::place(&calm), &["one alone".to_owned()])
        .await;
    let began = Instant::now();
    world.start().await;
    let alone = world.bot_says(&bob, &calm, "one alone").await;
    println!("the single post stood after {:?}", began.elapsed());
    world.bot_says(&ann, &loud, "line 29").await;
    println!("thirty posts stood after {:?}", began.elapsed());
    let said = world.said(&ann, &loud).await;
    let at = |event: &Event| event.raw["origin_server_ts"].as_i64().unwrap();
    let stood: Vec<&str> = said
        .iter()
        .filter_map(|event| event.body.as_deref())
        .filter(|body| body.starts_with("line"))
        .collect();
    assert_eq!(stood, lines, "each once, in order");
    let before = said
        .iter()
        .filter(|e| has(e, "line") && at(e) < at(&alone))
        .count();
    assert!(before <= 2, "{before} posts of the loud room came first");
}

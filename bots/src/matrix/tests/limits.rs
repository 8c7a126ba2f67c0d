//! A homeserver that limits how fast the bot may post.

use std::time::Instant;

use hearback_rig::synapse::{Rate, Storage, SynapseSettings};

use super::*;

#[tokio::test]
async fn a_limit_loses_nothing_keeps_order_and_is_fair_between_rooms() {
    let server = Synapse::start(&SynapseSettings {
        storage: Storage::Memory,
        messages: Some(Rate {
            per_second: 4.0,
            burst_count: 8,
        }),
        ..SynapseSettings::default()
    })
    .await
    .unwrap();
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

//! A node that does not answer and a vault that is locked delay nobody's stream and lose nothing.

use std::sync::Arc;

use matrix_sdk::store::StateStoreDataKey;

use super::*;
use crate::node::Node;

#[tokio::test]
async fn a_node_that_never_answers_holds_up_nobody() {
    let mut world = World::new().await;
    let (ann, bob) = (person("ann").await, person("bob").await);
    let (anns, bobs) = (world.room(&ann, &[]).await, world.room(&bob, &[]).await);
    world.stop().await;
    // It takes every call and says nothing.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    world.house.bots.node = Arc::new(Node::new(client(), &url, "secret"));
    world.start().await;
    let mut roots = Vec::new();
    for _ in 0..3 {
        roots.push(ann.say(&anns, &format!("!need {NEED}")).await.unwrap());
    }
    let asked = bob.say(&bobs, "!need help").await.unwrap();
    world.in_thread(&bob, &bobs, &asked, "I bring needs").await;
    for root in &roots {
        world.preview(&ann, &anns, root).await;
    }
    let at = |event: Event| event.raw["origin_server_ts"].as_i64().unwrap();
    let helped = at(world.in_thread(&bob, &bobs, &asked, "I bring needs").await);
    let shown = at(world.preview(&ann, &anns, &roots[2]).await);
    assert!(helped < shown, "Bob waited for Ann's node calls");
}

#[tokio::test]
async fn a_locked_vault_delays_and_loses_nothing() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    let client = world.client.clone().unwrap();
    let place = async || {
        let held = client.state_store();
        let held = held.get_kv_data(StateStoreDataKey::SyncToken).await;
        held.unwrap().unwrap().into_sync_token().unwrap()
    };
    let locked = world.house.bots.vault.begin().await.unwrap();
    let before = place().await;
    let said = ann.say(&room, &format!("!need {NEED}")).await.unwrap();
    while place().await == before {
        tokio::task::yield_now().await;
    }
    drop(locked);
    world.preview(&ann, &room, &said).await;
    let previews = "Here is what would be shared";
    assert_eq!(world.times_said(&ann, &room, previews).await, 1);
}

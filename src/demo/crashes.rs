//! `demo --once --kill N`: power cuts while the loop plays. A node at random, or all of them at
//! once, is killed without warning at a random moment and started again; what it had said yes to
//! must all be there.

use std::sync::Arc;
use std::time::Duration;

use hearback_wire::chance::{Chance, draw};
use tokio::sync::Mutex;
use tokio::time::sleep;

use super::patience::Patience;
use super::process::Process;
use crate::clock::OsChance;
use crate::fault::Outcome;

/// How long a node may take to come back.
const COMING_BACK: Duration = Duration::from_mins(1);

/// Makes `count` crashes of `nodes`, one after another.
pub(super) async fn crashes(
    nodes: Vec<Arc<Mutex<Process>>>,
    http: reqwest::Client,
    count: u32,
) -> Outcome {
    for _ in 0..count {
        sleep(Duration::from_millis(u64::from(byte(&OsChance)) * 3)).await;
        crash(&nodes, &http).await?;
    }
    Ok(())
}

fn byte(chance: &dyn Chance) -> u8 {
    let [byte] = draw::<1>(chance);
    byte
}

/// One crash: one time in eight of every node, else of one.
async fn crash(nodes: &[Arc<Mutex<Process>>], http: &reqwest::Client) -> Outcome {
    let (all, which) = (
        byte(&OsChance) < 32,
        usize::from(byte(&OsChance)) % nodes.len().max(1),
    );
    let hit = || {
        nodes
            .iter()
            .enumerate()
            .filter(move |(at, _)| all || *at == which)
    };
    for (_, node) in hit() {
        node.lock().await.crash().await?;
    }
    for (_, node) in hit() {
        node.lock()
            .await
            .ready(http, Patience::of(COMING_BACK))
            .await?;
    }
    Ok(())
}

//! The worker that keeps peers in step: one task for each, so that a slow or broken peer delays
//! nobody else.

use std::collections::BTreeMap;
use std::time::Duration;

use hearback_wire::chance::draw;
use hearback_wire::id::NodeId;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::error::NodeError;
use crate::node::Node;

/// How often the list of peers is read again.
const LOOK: Duration = Duration::from_secs(1);

/// Runs until `stop`: dials every confirmed peer that has an address.
pub async fn run(node: Node, stop: CancellationToken) {
    let mut tasks: BTreeMap<NodeId, JoinHandle<()>> = BTreeMap::new();
    while !stop.is_cancelled() {
        match peers_to_dial(&node).await {
            Ok(peers) => {
                tasks.retain(|peer, task| {
                    let keep = peers.contains(peer) && !task.is_finished();
                    if !keep {
                        task.abort();
                    }
                    keep
                });
                for peer in peers {
                    let start =
                        || tokio::spawn(keep_in_step(node.clone(), peer.clone(), stop.clone()));
                    tasks.entry(peer.clone()).or_insert_with(start);
                }
            }
            Err(error) => tracing::warn!(%error, "the list of peers could not be read"),
        }
        let _ = tokio::time::timeout(LOOK, stop.cancelled()).await;
    }
    for (_, task) in tasks {
        let _ = task.await;
    }
}

async fn peers_to_dial(node: &Node) -> Result<Vec<NodeId>, NodeError> {
    let mut tx = node.pool().read().await?;
    let peers = node.peer_list(&mut tx).await?;
    let dialled = peers
        .into_iter()
        .filter(|p| p.confirmed && !p.paused && p.manifest.url.is_some());
    Ok(dialled.map(|p| p.node).collect())
}

/// Dials one peer for ever: at once when something was appended here, else now and then; later and
/// later while it fails, and never giving up.
async fn keep_in_step(node: Node, peer: NodeId, stop: CancellationToken) {
    let mut failures = 0;
    while !stop.is_cancelled() {
        let appended = node.0.appended.notified();
        // A node without an address of its own must wait on the line to hear what is new.
        let wait = if node.public_url().is_some() { 0 } else { 20 };
        let pause = tokio::select! {
            () = stop.cancelled() => return,
            dialled = node.dial(&peer, wait) => match dialled {
                Ok(true) => continue,
                Ok(false) => {
                    failures = 0;
                    Duration::from_secs(if wait > 0 { 0 } else { node.0.settings.sync_seconds.max(1) })
                }
                Err(error) => {
                    failures += 1;
                    report(&peer, &error);
                    let _ = node.note_peer(&peer, Some(&error.to_string())).await;
                    backoff(failures, draw::<1>(node.chance())[0])
                }
            },
        };
        let woken = async {
            if failures == 0 {
                appended.await;
            } else {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
            () = woken => {}
        }
    }
}

/// A fault of this node's own database is not the peer's.
fn report(peer: &NodeId, error: &NodeError) {
    let peer = peer.short();
    if matches!(error, NodeError::Store(_)) {
        tracing::error!(peer, %error, "an exchange could not be kept");
    } else {
        tracing::info!(peer, %error, "a peer could not be reached");
    }
}

/// How long to wait after `failures` in a row: one second doubling to an hour, with jitter down to
/// half by a random byte, so that peers that failed together do not come back together.
fn backoff(failures: u32, jitter: u8) -> Duration {
    let seconds = 1_u64 << failures.min(12).saturating_sub(1);
    let full = Duration::from_secs(seconds.min(3600));
    full.mul_f64(0.5 + f64::from(jitter) / 510.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_an_hour_and_stay_there() {
        assert_eq!(backoff(1, 255), Duration::from_secs(1));
        assert_eq!(backoff(5, 255), Duration::from_secs(16));
        assert_eq!(backoff(1000, 255), Duration::from_secs(2048));
        assert_eq!(backoff(3, 0), Duration::from_secs(2));
    }
}

//! Makes peers of two organisations as their people would: a line sent, eight words compared.

use hearback_federation::view::PeerRow;
use hearback_federation::{Node, Via};
use hearback_wire::id::NodeId;

use crate::fault::{Doing, Fault, Outcome};

/// Makes `a` and `b` peers, unless they are already. `a` must be running, for `b` calls it.
pub(super) async fn join(a: &Node, b: &Node) -> Outcome {
    if row(a, b.id()).await?.is_some_and(|peer| peer.confirmed) {
        return Ok(());
    }
    let invite = a.invite_peer().await.doing("peer invite")?;
    let seen_by_b = b.accept_peer(&invite).await.doing("peer accept")?;
    let seen_by_a = row(a, b.id())
        .await?
        .ok_or_else(|| Fault::new("the invitation was not taken up"))?;
    if seen_by_a.words != seen_by_b.words {
        return Err(Fault::new(
            "the eight words differ: somebody stands between the two nodes",
        ));
    }
    a.confirm_peer(b.id(), Via::Command)
        .await
        .doing("peer confirm")?;
    b.confirm_peer(a.id(), Via::Command)
        .await
        .doing("peer confirm")?;
    println!(
        "{} and {} compared eight words: {}",
        seen_by_b.name,
        seen_by_a.name,
        seen_by_b.words.join(" ")
    );
    Ok(())
}

async fn row(node: &Node, peer: &NodeId) -> Outcome<Option<PeerRow>> {
    let rows = node.peers().await.doing("peer list")?;
    Ok(rows.into_iter().find(|row| row.node == *peer))
}

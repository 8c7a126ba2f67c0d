//! How fast one node's log reaches another: signed, sent, checked, folded and durable on both sides.

use std::time::{Duration, Instant};

use hearback_federation::{Desk, Node};
use hearback_store::with_pool;
use hearback_wire::intake::ApproveHeld;
use hearback_wire::vocabulary::NodeRole;
use serde::Serialize;

use super::figures::{millis, rate};
use super::folder::Folder;
use super::running::{BOT, Running};
use super::sentences::need;
use crate::fault::{Doing, Fault, Outcome};

/// Needs between two lines that say how far it is.
const STRIDE: u32 = 1000;

/// What was measured.
#[derive(Debug, Serialize)]
pub(super) struct Figures {
    /// Events that the second node lacked and now holds.
    events: u32,
    /// Requests that this took.
    rounds: u32,
    /// Seconds from the first request to the last acknowledgement that is noted.
    elapsed_s: f64,
    /// Events per second, durable on both sides.
    rate_per_s: f64,
    /// Needs per second that the first node took, approved and signed one by one beforehand: two
    /// durable commits each.
    release_rate_per_s: f64,
    /// Milliseconds in which this disk made 4 KiB durable, just before.
    forced_write_ms: f64,
}

/// Has one node append `events` needs, then times how long another takes to hold them all.
pub(super) async fn measure(events: u32) -> Outcome<Figures> {
    let folder = Folder::make()?;
    let forced_write_ms = millis(folder.forced_write()?);
    let from = Running::start(&folder, "first", NodeRole::Intermediary).await?;
    let to = Running::start(&folder, "second", NodeRole::Producer).await?;
    from.befriend(&to).await?;
    let release_rate_per_s = rate(events, release(&from.node, events).await?);
    let before = held(&to.node, &from.node).await?;
    let (rounds, elapsed) = exchange(&from.node, &to.node).await?;
    let all = held(&from.node, &from.node).await?;
    let after = held(&to.node, &from.node).await?;
    if after != all {
        return Err(Fault::new(format!(
            "the second node holds {after} of {all} events although nothing is left to send"
        )));
    }
    let moved = after - before;
    Ok(Figures {
        events: moved,
        rounds,
        elapsed_s: millis(elapsed) / 1000.0,
        rate_per_s: rate(moved, elapsed),
        release_rate_per_s,
        forced_write_ms,
    })
}

/// Has `node` take and release this many needs.
async fn release(node: &Node, needs: u32) -> Outcome<Duration> {
    let started = Instant::now();
    for number in 0..needs {
        if number % STRIDE == 0 {
            eprintln!("sync: {number} of {needs} needs appended");
        }
        release_one(node, number as usize).await?;
    }
    Ok(started.elapsed())
}

async fn release_one(node: &Node, number: usize) -> Outcome {
    let put = need(number)?;
    let hash = put.approved;
    let taken = node
        .put_need(BOT, put, &number.to_string())
        .await
        .doing("a need was not taken")?;
    node.moderate(taken.reference, ApproveHeld::of(hash), Desk::Console("Ada"))
        .await
        .doing("a need was not released")
}

/// Dials until there is nothing left to exchange: how many times, and how long it took.
async fn exchange(from: &Node, to: &Node) -> Outcome<(u32, Duration)> {
    eprintln!("sync: exchanging");
    let started = Instant::now();
    let mut rounds = 1;
    while from
        .dial(to.id(), 0)
        .await
        .doing("the exchange stopped early")?
    {
        rounds += 1;
    }
    Ok((rounds, started.elapsed()))
}

/// How many events of `author` a node holds.
async fn held(node: &Node, author: &Node) -> Outcome<u32> {
    const SQL: &str = "SELECT COUNT(*) FROM event WHERE node = $1";
    let count: i64 = with_pool!(node.pool(), |p| sqlx::query_scalar(SQL)
        .bind(author.id().as_str())
        .fetch_one(p)
        .await)
    .doing("the events could not be counted")?;
    u32::try_from(count).doing("the events could not be counted")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_event_arrives_in_as_few_rounds_as_it_takes() {
        let figures = measure(200).await.unwrap();
        assert!(figures.events >= 200, "{figures:?}");
        assert_eq!(figures.rounds, 1, "{figures:?}");
        assert!(figures.rate_per_s > 0.0 && figures.elapsed_s > 0.0);
    }
}

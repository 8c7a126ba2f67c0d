//! How fast one node's log reaches another: signed, sent, checked, folded and durable on both sides.

use std::time::{Duration, Instant};

use hearback_federation::Node;
use hearback_store::with_pool;
use hearback_wire::vocabulary::NodeRole;
use serde::Serialize;

use super::figures::{millis, rate};
use super::folder::Folder;
use super::running::{Seat, release};
use crate::config::Batch;
use crate::fault::{Doing, Fault, Outcome};

/// Needs between two lines that say how far it is.
const STRIDE: u32 = 1000;

/// What was measured.
#[derive(Debug, Serialize)]
pub(super) struct Figures {
    /// Needs per second that the first node took, approved and signed one by one beforehand: two
    /// durable commits each.
    release_rate_per_s: f64,
    /// The last of `batches`, where programs have always found it.
    #[serde(flatten)]
    last: Exchange,
    /// The same events to an empty node each time, by how many went in one request.
    batches: Vec<Exchange>,
}

/// One node's log, brought to a node that had nothing of it.
#[derive(Debug, Clone, Serialize)]
struct Exchange {
    /// Most events in one request.
    batch: usize,
    /// Events that the second node lacked and now holds.
    events: u32,
    /// Requests that this took.
    rounds: u32,
    /// Seconds from the first request to the last acknowledgement that is noted.
    elapsed_s: f64,
    /// Events per second, durable on both sides.
    rate_per_s: f64,
    /// Milliseconds in which this disk made 4 KiB durable, just before.
    forced_write_ms: f64,
}

/// Has one node append `events` needs, then times for each batch size how long another node, new
/// each time, takes to hold them all.
pub(super) async fn measure(events: u32, batches: &[Batch]) -> Outcome<Figures> {
    let folder = Folder::make()?;
    let first = Seat::new(&folder, "first", NodeRole::Intermediary);
    let from = first.start(Batch::default()).await?;
    let release_rate_per_s = rate(events, release_all(&from.node, events).await?);
    drop(from);
    let mut exchanges = Vec::new();
    for batch in batches {
        exchanges.push(bring(&first, *batch).await?);
    }
    let last = exchanges.last().cloned();
    Ok(Figures {
        release_rate_per_s,
        last: last.ok_or_else(|| Fault::new("no batch size was given"))?,
        batches: exchanges,
    })
}

/// Brings the whole log of `first` to a node that has nothing.
async fn bring(first: &Seat, batch: Batch) -> Outcome<Exchange> {
    let folder = Folder::make()?;
    let forced_write_ms = millis(folder.forced_write()?);
    let from = first.start(batch).await?;
    let to = Seat::new(&folder, "second", NodeRole::Producer);
    let to = to.start(batch).await?;
    from.befriend(&to).await?;
    let before = held(&to.node, &from.node).await?;
    let (rounds, elapsed) = exchange(&from.node, &to.node, batch).await?;
    let all = held(&from.node, &from.node).await?;
    let after = held(&to.node, &from.node).await?;
    if after != all {
        return Err(Fault::new(format!(
            "the second node holds {after} of {all} events although nothing is left to send"
        )));
    }
    let moved = after - before;
    Ok(Exchange {
        batch: batch.get(),
        events: moved,
        rounds,
        elapsed_s: millis(elapsed) / 1000.0,
        rate_per_s: rate(moved, elapsed),
        forced_write_ms,
    })
}

/// Has `node` take and release this many needs.
async fn release_all(node: &Node, needs: u32) -> Outcome<Duration> {
    let started = Instant::now();
    for number in 0..needs {
        if number % STRIDE == 0 {
            eprintln!("sync: {number} of {needs} needs appended");
        }
        release(node, number as usize).await?;
    }
    Ok(started.elapsed())
}

/// Dials until there is nothing left to exchange: how many times, and how long it took.
async fn exchange(from: &Node, to: &Node, batch: Batch) -> Outcome<(u32, Duration)> {
    eprintln!("sync: exchanging, {} events at once", batch.get());
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
        let sizes = [64, 256].map(|n| Batch::try_from(n).unwrap());
        let figures = measure(200, &sizes).await.unwrap();
        let [small, large] = &figures.batches[..] else {
            panic!("{figures:?}")
        };
        assert!(large.events >= 200, "{figures:?}");
        // Befriending has brought the manifest, so the rest is the needs.
        assert_eq!((small.rounds, large.rounds), (4, 1), "{figures:?}");
        assert!(large.rate_per_s > 0.0 && large.elapsed_s > 0.0);
    }
}

//! How fast a node takes needs from its bot: over HTTP, each acknowledged only once it is durable.

use std::sync::Arc;
use std::time::{Duration, Instant};

use hearback_wire::id::RecId;
use hearback_wire::intake::{BASE, PutNeed};
use hearback_wire::vocabulary::NodeRole;
use serde::Serialize;
use tokio::task::JoinSet;

use super::figures::{millis, percentile, rate};
use super::folder::Folder;
use super::running::Seat;
use super::sentences::need;
use crate::clock::OsChance;
use crate::config::Batch;
use crate::fault::{Doing, Fault, Outcome};
use crate::http;

/// Writers at the same time, one run each.
const WRITERS: [u32; 2] = [1, 8];

/// What was measured.
#[derive(Debug, Serialize)]
pub(super) struct Figures {
    /// One for each number of writers.
    runs: Vec<Run>,
    /// Milliseconds in which this disk made 4 KiB durable, just before.
    forced_write_ms: f64,
}

/// One run.
#[derive(Debug, Serialize)]
struct Run {
    /// Writers at the same time.
    concurrency: u32,
    /// Needs taken.
    needs: u32,
    /// Needs per second over the whole run.
    rate_per_s: f64,
    /// Milliseconds from sending a need to its acknowledgement: half take no longer.
    p50_ms: f64,
    /// The same: 99 in 100 take no longer.
    p99_ms: f64,
}

/// Where and as whom to write.
struct Door {
    http: reqwest::Client,
    url: String,
    token: String,
}

/// Puts `needs` needs once for each number of writers.
pub(super) async fn measure(needs: u32) -> Outcome<Figures> {
    let folder = Folder::make()?;
    let forced_write_ms = millis(folder.forced_write()?);
    let running = Seat::new(&folder, "first", NodeRole::Intermediary)
        .start(Batch::default())
        .await?;
    let door = Arc::new(Door {
        http: http::client()?,
        url: format!("{}{BASE}/needs", running.url),
        token: running.token.clone(),
    });
    let mut runs = Vec::new();
    for writers in WRITERS {
        eprintln!("intake: {needs} needs, {writers} at a time");
        runs.push(run(&door, needs, writers).await?);
    }
    Ok(Figures {
        runs,
        forced_write_ms,
    })
}

async fn run(door: &Arc<Door>, needs: u32, concurrency: u32) -> Outcome<Run> {
    let mut tasks = JoinSet::new();
    let shares = (0..concurrency)
        .map(|writer| share(needs, writer, concurrency))
        .collect::<Outcome<Vec<_>>>()?;
    let started = Instant::now();
    for share in shares {
        tasks.spawn(write(Arc::clone(door), share));
    }
    let mut times = Vec::new();
    while let Some(done) = tasks.join_next().await {
        times.extend(done.doing("a writer stopped")??);
    }
    let elapsed = started.elapsed();
    times.sort_unstable();
    Ok(Run {
        concurrency,
        needs,
        rate_per_s: rate(needs, elapsed),
        p50_ms: millis(percentile(&times, 50)),
        p99_ms: millis(percentile(&times, 99)),
    })
}

/// The needs of one of `writers` writers; together they write all.
fn share(needs: u32, writer: u32, writers: u32) -> Outcome<Vec<PutNeed>> {
    (writer..needs)
        .step_by(writers as usize)
        .map(|number| need(number as usize))
        .collect()
}

async fn write(door: Arc<Door>, share: Vec<PutNeed>) -> Outcome<Vec<Duration>> {
    let mut times = Vec::with_capacity(share.len());
    for need in share {
        times.push(door.put(&need).await?);
    }
    Ok(times)
}

impl Door {
    /// Puts one need: how long until it was acknowledged.
    async fn put(&self, need: &PutNeed) -> Outcome<Duration> {
        let started = Instant::now();
        let response = self
            .http
            .post(&self.url)
            .bearer_auth(&self.token)
            .header("idempotency-key", RecId::draw(&OsChance).to_string())
            .json(need)
            .send()
            .await
            .doing("the node did not answer")?;
        let status = response.status();
        let body = response.text().await.doing("the answer broke off")?;
        if status.is_success() {
            return Ok(started.elapsed());
        }
        Err(Fault::new(format!(
            "the node answered {status} to a need: {body}"
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn each_number_of_writers_is_measured() {
        let runs = measure(16).await.unwrap().runs;
        assert_eq!(runs.len(), WRITERS.len());
        for run in runs {
            assert!(0.0 < run.p50_ms && run.p50_ms <= run.p99_ms, "{run:?}");
        }
    }

    #[test]
    fn writers_share_all_needs() {
        let sizes: Vec<usize> = (0..8).map(|w| share(21, w, 8).unwrap().len()).collect();
        assert_eq!(sizes, [3, 3, 3, 3, 3, 2, 2, 2]);
    }
}

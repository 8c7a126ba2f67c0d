//! Thousands of short sequences on the Discord for tests, each with faults of requests and of the gateway
//! drawn from a seed, and a bot that falls now and then: nothing may be lost, and nothing may come
//! twice.
//!
//! The bot is the real one, in this process, with a node that exists only here.

mod bot;
mod judge;
mod node;
mod person;
mod plan;
mod report;
mod world;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use hearback::fault::{Doing, Outcome};
use tokio::task::JoinSet;

pub use plan::Sequence;
pub use report::{Failure, Report};

use world::World;

/// Worlds that are played at the same time: most of a sequence is waiting.
const AT_ONCE: u64 = 20;
/// The witnesses look at one world in so many: they take more time than all the rest.
const WITNESSED: u64 = 8;
/// Sequences of one world, one after the other. Then everything in it is counted once more.
const OF_A_WORLD: u64 = 25;

/// Plays so many sequences, whose seeds follow each other from `seed`.
///
/// # Errors
/// When a world cannot be made. What a sequence lost or doubled stands in the report.
pub async fn play(sequences: u64, seed: u64) -> Outcome<Report> {
    let report = Arc::new(Mutex::new(Report::default()));
    let next = Arc::new(AtomicU64::new(seed));
    let end = seed.saturating_add(sequences);
    let mut players = JoinSet::new();
    for _ in 0..AT_ONCE {
        let (next, report) = (Arc::clone(&next), Arc::clone(&report));
        players.spawn(async move {
            loop {
                let from = next.fetch_add(OF_A_WORLD, Ordering::SeqCst);
                if from >= end {
                    return Outcome::Ok(());
                }
                let seeds = from..end.min(from.saturating_add(OF_A_WORLD));
                Box::pin(in_worlds(seeds.collect(), &report)).await?;
            }
        });
    }
    while let Some(played) = players.join_next().await {
        played.doing("a player")??;
    }
    let report = report.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(report.clone())
}

/// Plays sequences in one world; after a failure the rest is played in another.
async fn in_worlds(seeds: Vec<u64>, report: &Mutex<Report>) -> Outcome {
    let mut seeds = seeds.into_iter().peekable();
    while let Some(first) = seeds.peek() {
        let witnessed = (first / OF_A_WORLD).is_multiple_of(WITNESSED);
        let mut world = World::new(*first, witnessed).await?;
        let mut failed = None;
        for seed in seeds.by_ref() {
            let sequence = Sequence::draw(seed);
            if let Err(fault) = world.play(&sequence).await {
                let failure = Failure::of(&sequence, &fault);
                eprintln!("seed {}: {}\n  {}", seed, failure.what, failure.sequence);
                failed = Some(failure);
                break;
            }
        }
        let failures = match failed {
            Some(failure) => vec![failure],
            None => world.count_again().await,
        };
        let told = world.told(failures);
        world.end().await;
        let mut report = report.lock().unwrap_or_else(PoisonError::into_inner);
        report.add(told);
        eprintln!("{} sequences were played.", report.sequences);
    }
    Ok(())
}

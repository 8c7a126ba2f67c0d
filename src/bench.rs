//! `hearback bench`: measures this machine at named workloads that need no other program.
//!
//! Each workload does what a node does, through the same doors and with the same durability. It
//! works in a folder of its own, on words of ours, and must never touch an organisation's node.

use std::path::PathBuf;

use clap::Subcommand;
use serde::Serialize;

use crate::config::Batch;
use crate::fault::{Doing, Outcome};

mod anonymise;
mod figures;
mod folder;
mod intake;
mod machine;
mod pages;
mod privacy;
mod running;
mod sentences;
mod sync;

use machine::Machine;

/// What to measure.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum Workload {
    /// Events per second from one node to another over HTTP, durable on both
    Sync {
        /// How many needs the first node has that the second lacks
        #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..))]
        events: u32,
        /// How many events go in one request; several are measured one after another
        #[arg(
            long,
            value_name = "N",
            value_delimiter = ',',
            default_value = "16,64,256"
        )]
        batch: Vec<Batch>,
    },
    /// Needs per second that a node takes from its bot over HTTP, until each is durable
    Intake {
        /// How many needs to put at each number of writers
        #[arg(long, value_name = "N", default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..))]
        needs: u32,
    },
    /// Milliseconds until a page is there, with few needs on the list and with many
    Pages {
        /// How many needs to have released; several are measured one after another
        #[arg(long, value_name = "N", value_delimiter = ',', default_value = "100,10000", value_parser = clap::value_parser!(u32).range(1..))]
        needs: Vec<u32>,
    },
    /// Texts per second that are masked on one thread
    Anonymise {
        /// How many texts to mask
        #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..))]
        texts: u32,
    },
    /// What somebody who watches learns: whose needs are, how many support them, what was planted
    Privacy {
        /// Weeks that each room is watched
        #[arg(long, value_name = "N", default_value_t = 104, value_parser = clap::value_parser!(u32).range(1..))]
        weeks: u32,
        /// Identifiers that are planted
        #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..))]
        planted: u32,
        /// Needs to take to the gate and to give to authors, one JSON object with a `text` a line
        #[arg(long, value_name = "FILE")]
        needs: Option<PathBuf>,
    },
}

/// The one object that is printed.
#[derive(Debug, Serialize)]
struct Report<F> {
    bench: &'static str,
    machine: Machine,
    figures: F,
}

/// Runs the workload: one line of JSON. How far it is goes to standard error.
pub(crate) async fn run(workload: Workload) -> Outcome<String> {
    match workload {
        Workload::Sync { events, batch } => report("sync", sync::measure(events, &batch).await?),
        Workload::Intake { needs } => report("intake", intake::measure(needs).await?),
        Workload::Pages { needs } => report("pages", pages::measure(&needs).await?),
        Workload::Anonymise { texts } => report("anonymise", anonymise::measure(texts)),
        Workload::Privacy {
            weeks,
            planted,
            needs,
        } => {
            let figures = privacy::measure(weeks, planted, needs.as_deref()).await?;
            report("privacy", figures)
        }
    }
}

fn report(bench: &'static str, figures: impl Serialize) -> Outcome<String> {
    let machine = Machine::here();
    serde_json::to_string(&Report {
        bench,
        machine,
        figures,
    })
    .doing("the figures could not be written")
}

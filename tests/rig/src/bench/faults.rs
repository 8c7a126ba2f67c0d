//! How sequences with faults ended, as JSON.

use std::time::Instant;

use hearback::fault::{Doing, Outcome};
use serde::Serialize;

use crate::faults::{self, Report};

/// Everything of one run.
#[derive(Serialize)]
struct Figures {
    name: &'static str,
    what: &'static str,
    profile: &'static str,
    cores: usize,
    first_seed: u64,
    seconds: u64,
    #[serde(flatten)]
    report: Report,
}

/// Plays so many sequences from a seed on. Returns the figures, and whether nothing was lost and nothing
/// came twice.
///
/// # Errors
/// When a Discord or a bot cannot be started.
pub async fn discord_faults(sequences: u64, seed: u64) -> Outcome<(String, bool)> {
    eprintln!("Playing {sequences} sequences on a Discord that this project wrote for tests.");
    let begun = Instant::now();
    let report = faults::play(sequences, seed).await?;
    let clean = report.is_clean();
    let figures = Figures {
        name: "discord-faults",
        what: "a need from the form to the verdict, with faults, on the Discord for tests",
        profile: super::profile(),
        cores: super::cores(),
        first_seed: seed,
        seconds: begun.elapsed().as_secs(),
        report,
    };
    let figures = serde_json::to_string_pretty(&figures).doing("the figures")?;
    Ok((figures, clean))
}

//! What somebody who watches learns: attacks on a real node with a clock of its own.
//!
//! Every need goes the way that needs go: masked, put by the bot, approved, released by the schedule,
//! appended. The attacker reads what leaves, and knows who wrote in the rooms, when and how.

mod authors;
mod counts;
mod dice;
mod gate;
mod house;
mod planted;
mod timing;

use std::path::Path;

use serde::Serialize;

use crate::fault::Outcome;

/// What was measured.
#[derive(Debug, Serialize)]
pub(super) struct Figures {
    /// Whose a need could be, by the time at which it leaves.
    timing: Vec<timing::Room>,
    /// What bands say about counts of fewer than ten.
    counts: counts::Counts,
    /// Identifiers that were planted in needs, and found in what left.
    planted: planted::Planted,
    /// Who wrote what leaves, by the way in which it is written.
    authors: authors::Guesses,
    /// How real needs fare at the gate; none without a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    gate: Option<gate::Gate>,
}

/// Plays `weeks` weeks of each room, plants `planted` identifiers, guesses at authors, and says every
/// need of a file.
pub(super) async fn measure(weeks: u32, planted: u32, needs: Option<&Path>) -> Outcome<Figures> {
    let gate = match needs {
        Some(file) => Some(gate::measure(file).await?),
        None => None,
    };
    Ok(Figures {
        authors: authors::measure(needs)?,
        timing: timing::measure(weeks).await?,
        counts: counts::measure().await?,
        planted: planted::measure(planted).await?,
        gate,
    })
}

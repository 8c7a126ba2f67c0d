//! The loop of `hearback demo --once`, played in rooms of a real Synapse, or on the Discord for tests.

mod crowd;
mod discord;
mod rooms;
mod sealed;
mod seat;
mod secret;
mod speaker;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use hearback::demo::{self, Tally};
use hearback::fault::Outcome;

pub(crate) use crowd::Crowd;
pub use discord::discord;
use rooms::MatrixRooms;
pub(crate) use secret::secret;
pub(crate) use speaker::Speaker;

/// How a play went.
#[derive(Debug)]
pub struct Played {
    /// Which threads heard back, and how often.
    pub tally: Tally,
    /// The ids of people, rooms and messages of the play: they may stand nowhere outside the vault.
    pub ids: BTreeSet<String>,
}

/// Ids as they come up.
type Ids = Arc<Mutex<BTreeSet<String>>>;

/// Plays the loop in `folder`, with `program` as each node, for the `first` needs of a file or for all.
///
/// # Errors
/// When a part of it could not be played; the folder then holds the nodes' logs.
pub async fn matrix(
    folder: &Path,
    program: &Path,
    needs: &Path,
    first: Option<usize>,
) -> Outcome<Played> {
    eprintln!("Starting Synapse.");
    let ids = Ids::default();
    let rooms = MatrixRooms::new(Arc::clone(&ids)).await?;
    let tally = demo::play(folder, program, rooms, needs, first).await?;
    let ids = ids.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok(Played { tally, ids })
}

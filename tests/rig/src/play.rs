//! The loop of `hearback demo --once`, played in rooms of a real Synapse.

mod crowd;
mod rooms;
mod seat;
mod sealed;
mod speaker;

use std::path::Path;
use std::process::ExitCode;

use hearback::demo;
use hearback::fault::{Doing, Outcome};

pub(crate) use crowd::Crowd;
pub(crate) use speaker::Speaker;
use rooms::MatrixRooms;

/// Plays the loop. Success means that every thread heard back exactly once.
pub(crate) async fn matrix(
    program: &Path,
    needs: &Path,
    first: Option<usize>,
) -> Outcome<ExitCode> {
    let folder = tempfile::Builder::new()
        .prefix("hearback-loop-")
        .tempdir()
        .doing("a folder for the nodes")?;
    eprintln!("Starting Synapse.");
    let rooms = MatrixRooms::new().await?;
    let played = demo::play(folder.path(), program, rooms, needs, first).await;
    match played {
        Ok(tally) if tally.is_perfect() => {
            println!("\n{tally}");
            Ok(ExitCode::SUCCESS)
        }
        other => {
            let kept = folder.keep();
            eprintln!("The nodes' files and logs are kept in {}", kept.display());
            println!("\n{}", other?);
            Ok(ExitCode::FAILURE)
        }
    }
}

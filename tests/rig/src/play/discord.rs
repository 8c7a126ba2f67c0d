//! The loop through the Discord for tests.

mod rooms;
mod seat;
mod trouble;
mod venue;

use std::path::Path;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use hearback::demo;
use hearback::fault::{Doing, Fault, Outcome};

use super::{Ids, Played};
use crate::discord::{Discord, Setup};
use crate::insist::Again;
use rooms::DiscordRooms;
use trouble::Trouble;

/// How long somebody waits for anything, on a busy machine.
const PATIENCE: Duration = Duration::from_mins(3);

/// Plays the loop in `folder`, with `program` as each node, for the `first` needs of a file or for all.
/// What goes wrong on the way is drawn from `seed`.
///
/// # Errors
/// When a part of it could not be played, or a witness found something wrong; the folder then holds the
/// nodes' logs.
pub async fn discord(
    folder: &Path,
    program: &Path,
    (needs, first): (&Path, Option<usize>),
    seed: u64,
) -> Outcome<Played> {
    println!(
        "The Discord here is one that this project wrote for tests, not the real one. Seed {seed}."
    );
    let (ids, again) = (Ids::default(), Arc::<Again>::default());
    let fakes = [start().await?, start().await?];
    let rooms = DiscordRooms::new(&fakes, Trouble::new(seed), &again, &ids);
    let venues = rooms.venues();
    let tally = demo::play(folder, program, rooms, needs, first).await?;
    for venue in &venues {
        venue.note_all();
    }
    tell(&fakes, &again);
    for fake in &fakes {
        if let Some(finding) = fake.findings().first() {
            return Err(Fault::new(format!(
                "a witness found this wrong: {finding:?}"
            )));
        }
    }
    let ids = ids.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok(Played { tally, ids })
}

async fn start() -> Outcome<Discord> {
    let setup = Setup {
        patience: PATIENCE,
        ..Setup::default()
    };
    Discord::start(setup).await.doing("a Discord")
}

/// Says what went wrong on the way.
fn tell(fakes: &[Discord], again: &Again) {
    let (mut slow, mut broken, mut cut) = (0, 0, 0);
    for one in fakes.iter().flat_map(Discord::requests) {
        match one.status {
            429 => slow += 1,
            500.. => broken += 1,
            0 => cut += 1,
            _ => {}
        }
    }
    let gateways = fakes.iter().map(Discord::gateway);
    let (resumed, started) = gateways.fold((0, 0), |(resumed, started), gateway| {
        (resumed + gateway.resumes(), started + gateway.starts())
    });
    println!(
        "On the way {slow} requests came too fast, {broken} failed, {cut} were cut off; connections were \
         taken up again {resumed} times and started {started} times; people did {} things again.",
        again.again()
    );
}

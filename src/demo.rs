//! `hearback demo`: two communities and two producers on this machine, each a program of its own.
//!
//! The demo uses the product as people do. It opens pages and fills in forms; it never reaches into a
//! node to make something happen that a person could not.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use crate::fault::{Doing, Fault, Outcome};
use crate::serve::signalled;

mod browser;
mod console;
mod crashes;
mod organisation;
mod patience;
mod peering;
mod play;
mod postgres;
mod process;
mod replies;
mod room;
mod samples;
mod scenes;
mod seat;
mod stage;
mod tally;

use crashes::crashes;
use play::Play;
use room::WebRooms;
use stage::Setting;

pub use samples::Need;
pub use seat::{Message, Part, Rooms, Seat, Thread};
pub use stage::Stage;
pub use tally::Tally;

/// How many sample needs are answered in a demo that stays open; the rest wait for a moderator.
const ANSWERED_SAMPLES: usize = 8;

/// What can be asked of the demo.
#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// Play the whole loop by itself, say how it went, and stop
    #[arg(long)]
    once: bool,
    /// Say each "text" of this file of JSON lines instead of the samples
    #[arg(long, value_name = "FILE", requires = "once")]
    needs: Option<PathBuf>,
    /// Kill a node without warning, at random moments, so many times while the loop plays
    #[arg(long, value_name = "N", requires = "once", default_value_t = 0)]
    kill: u32,
    /// Where to keep the demo's files [default: ./demo; with --once a new folder, removed after success]
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Use a PostgreSQL server instead of SQLite files, such as `postgres://postgres@127.0.0.1:5432`
    #[arg(long, value_name = "URL_BASE")]
    postgres: Option<String>,
}

/// Plays the whole loop in the rooms that somebody brings, in `folder`, with `program` as each node,
/// for the `first` needs of a file or for all.
///
/// # Errors
/// When a part of the play could not be played; the folder then holds the nodes' logs.
pub async fn play<R: Rooms>(
    folder: &Path,
    program: &Path,
    mut rooms: R,
    needs: &Path,
    first: Option<usize>,
) -> Outcome<Tally> {
    let mut needs = samples::read(needs)?;
    needs.truncate(first.unwrap_or(usize::MAX));
    let all = needs.len();
    let setting = Setting {
        folder,
        server: None,
        fresh: true,
        program,
    };
    let stage = Stage::set(&setting, &mut rooms).await?;
    let played = async {
        let mut play = Play::open(&stage, rooms, needs).await?;
        play.perform(&stage, all).await?;
        play.hear().await
    }
    .await;
    stage.strike().await;
    played
}

/// Runs the demo. With `--once`, success means that every thread heard back exactly once.
pub(crate) async fn run(args: DemoArgs) -> Outcome<ExitCode> {
    let needs = args.needs.as_deref().map(samples::read).transpose()?;
    let passing = args.once && args.folder.is_none();
    let folder = args.folder.unwrap_or_else(|| default_folder(args.once));
    let fresh = !folder.join("riverside").exists();
    if args.once && !fresh {
        return Err(Fault::new(format!(
            "{} already holds a demo; please name a new folder with --folder",
            folder.display()
        )));
    }
    let program = std::env::current_exe().doing("this program cannot find itself")?;
    let setting = Setting {
        folder: &folder,
        server: args.postgres.as_deref(),
        fresh,
        program: &program,
    };
    let mut rooms = WebRooms::default();
    let mut stage = Stage::set(&setting, &mut rooms).await?;
    let done = tokio::select! {
        () = signalled() => Ok(ExitCode::SUCCESS),
        done = async {
            if args.once { once(&mut stage, rooms, needs, args.kill).await } else { stay(&mut stage, rooms, fresh).await }
        } => done,
    };
    stage.strike().await;
    if passing {
        clear(&folder, &done)?;
    }
    done
}

fn default_folder(once: bool) -> PathBuf {
    if once {
        std::env::temp_dir().join(format!("hearback-demo-{}", std::process::id()))
    } else {
        PathBuf::from("demo")
    }
}

/// Removes the files of a demo that went well. What went wrong is kept to be looked at.
fn clear(folder: &Path, done: &Outcome<ExitCode>) -> Outcome {
    if matches!(done, Ok(code) if *code == ExitCode::SUCCESS) {
        return std::fs::remove_dir_all(folder).doing(folder.display());
    }
    eprintln!("The demo's files and logs are kept in {}", folder.display());
    Ok(())
}

async fn once(
    stage: &mut Stage,
    rooms: WebRooms,
    needs: Option<Vec<Need>>,
    kills: u32,
) -> Outcome<ExitCode> {
    let aloud = needs.is_none();
    let needs = needs.unwrap_or_else(samples::dozen);
    let all = needs.len();
    let mut play = Play::open(stage, rooms, needs).await?;
    let falling = crashes(stage.processes(), stage.http.clone(), kills);
    tokio::try_join!(play.perform(stage, all), falling)?;
    if kills > 0 {
        println!("{kills} times a node, or all of them, fell without warning and came back.");
    }
    let tally = play.hear().await?;
    if aloud {
        play.tell().await?;
    }
    println!("\n{tally}");
    Ok(if tally.is_perfect() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn stay(stage: &mut Stage, rooms: WebRooms, fresh: bool) -> Outcome<ExitCode> {
    if fresh {
        let mut play = Play::open(stage, rooms, samples::dozen()).await?;
        play.perform(stage, ANSWERED_SAMPLES).await?;
    }
    println!("\n{}\n\nPress ctrl-c to stop.", stage.addresses().await?);
    std::future::pending().await
}

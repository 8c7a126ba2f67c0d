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
mod stage;
mod tally;

use crashes::crashes;
use play::Play;
use samples::Need;
use stage::Stage;

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
    let mut stage = Stage::set(&folder, args.postgres.as_deref(), fresh).await?;
    let done = tokio::select! {
        () = signalled() => Ok(ExitCode::SUCCESS),
        done = async {
            if args.once { once(&mut stage, needs, args.kill).await } else { stay(&mut stage, fresh).await }
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

async fn once(stage: &mut Stage, needs: Option<Vec<Need>>, kills: u32) -> Outcome<ExitCode> {
    let aloud = needs.is_none();
    let needs = needs.unwrap_or_else(samples::dozen);
    let all = needs.len();
    let mut play = Play::open(stage, needs).await?;
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

async fn stay(stage: &mut Stage, fresh: bool) -> Outcome<ExitCode> {
    if fresh {
        let mut play = Play::open(stage, samples::dozen()).await?;
        play.perform(stage, ANSWERED_SAMPLES).await?;
    }
    println!("\n{}\n\nPress ctrl-c to stop.", stage.addresses().await?);
    std::future::pending().await
}

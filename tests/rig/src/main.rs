//! `hearback-rig`: plays the loop and measures, on real servers. Never part of the shipped program.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{ArgGroup, Parser, Subcommand};
use hearback::fault::{Doing, Fault, Outcome};
use hearback_rig::live::Live;
use hearback_rig::{bench, play};

/// Plays the loop and measures, on real servers.
#[derive(Debug, Parser)]
#[command(name = "hearback-rig", arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Play the whole loop through a chat platform; success means that every thread heard back once
    #[command(group(ArgGroup::new("platform").required(true).args(["matrix", "discord"])))]
    Loop {
        /// Through a real Synapse, in three rooms: one encrypted, one upgraded half-way, one whose bot
        /// falls between say and reply
        #[arg(long)]
        matrix: bool,
        /// Through a Discord that this project wrote for tests, in three servers: one with a forum, one
        /// with a locked thread, one whose bot falls; with limits and lost connections all the way
        #[arg(long)]
        discord: bool,
        /// What the limits and lost connections are drawn from
        #[arg(long, value_name = "N", requires = "discord", default_value_t = 1)]
        seed: u64,
        /// The needs to say: JSON lines with a "text" each
        #[arg(long, value_name = "FILE")]
        needs: PathBuf,
        /// Say only so many of them
        #[arg(long, value_name = "N")]
        first: Option<usize>,
    },
    /// Look at the real Discord with the token in `HEARBACK_LIVE_DISCORD_TOKEN`: puts our commands in the
    /// place of the application's, connects, sends one message and deletes it
    LiveDiscord {
        /// A channel that the bot may write in, by id
        #[arg(long, value_name = "ID")]
        channel: String,
    },
    /// Measure: prints one JSON object of figures
    Bench {
        #[command(subcommand)]
        workload: Workload,
    },
}

#[derive(Debug, Subcommand)]
enum Workload {
    /// From a message to the bot's acknowledgement in its thread, on a real Synapse
    Matrix {
        /// Messages a second, one after the other
        #[arg(long, value_delimiter = ',', default_values_t = [1, 10, 50])]
        rates: Vec<u32>,
        /// Seconds at each rate
        #[arg(long, default_value_t = 20)]
        seconds: u32,
    },
    /// From a command to the bot's acknowledgement, and memory by servers, on a Discord for tests
    Discord {
        /// Commands a second, one after the other
        #[arg(long, value_delimiter = ',', default_values_t = [50, 200, 1000])]
        rates: Vec<u32>,
        /// Seconds at each rate
        #[arg(long, default_value_t = 20)]
        seconds: u32,
        /// Servers that the bot is in, one after the other
        #[arg(long, value_delimiter = ',', default_values_t = [1, 100, 10_000])]
        servers: Vec<usize>,
    },
    /// Sequences with faults of requests and of the gateway, on the Discord for tests: success means
    /// that nothing was lost and nothing came twice
    DiscordFaults {
        /// How many
        #[arg(long, default_value_t = 10_000)]
        sequences: u64,
        /// The seed of the first; each following one has the next
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    hearback::install_tls();
    match run(Cli::parse().command).await {
        Ok(code) => code,
        Err(fault) => {
            eprintln!("hearback-rig: {fault}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Outcome<ExitCode> {
    match command {
        Command::Loop {
            discord,
            seed,
            needs,
            first,
            ..
        } => {
            let seed = discord.then_some(seed);
            play(&program()?, (&needs, first), seed).await
        }
        Command::LiveDiscord { channel } => {
            Live::of_environment(&channel)?.look().await?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Bench { workload } => measure(workload).await,
    }
}

async fn measure(workload: Workload) -> Outcome<ExitCode> {
    match workload {
        Workload::Matrix { rates, seconds } => {
            let figures = bench::matrix(&program()?, &rates, seconds).await?;
            println!("{figures}");
            Ok(ExitCode::SUCCESS)
        }
        Workload::Discord {
            rates,
            seconds,
            servers,
        } => {
            let figures = bench::discord(&program()?, (&rates, seconds), &servers).await?;
            println!("{figures}");
            Ok(ExitCode::SUCCESS)
        }
        Workload::DiscordFaults { sequences, seed } => {
            let (figures, clean) = bench::discord_faults(sequences, seed).await?;
            println!("{figures}");
            Ok(if clean {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            })
        }
    }
}

/// Plays the loop: on Discord with the trouble of a seed, or else on Matrix. Success means that every
/// thread heard back exactly once.
async fn play(
    program: &Path,
    (needs, first): (&Path, Option<usize>),
    discord: Option<u64>,
) -> Outcome<ExitCode> {
    let folder = tempfile::Builder::new()
        .prefix("hearback-loop-")
        .tempdir()
        .doing("a folder for the nodes")?;
    let played = match discord {
        Some(seed) => play::discord(folder.path(), program, (needs, first), seed).await,
        None => play::matrix(folder.path(), program, needs, first).await,
    };
    match played {
        Ok(played) if played.tally.is_perfect() => {
            println!("\n{}", played.tally);
            Ok(ExitCode::SUCCESS)
        }
        other => {
            let kept = folder.keep();
            eprintln!("The nodes' files and logs are kept in {}", kept.display());
            println!("\n{}", other?.tally);
            Ok(ExitCode::FAILURE)
        }
    }
}

/// The shipped program, built beside this one in the same profile.
fn program() -> Outcome<PathBuf> {
    let own = std::env::current_exe().doing("this program cannot find itself")?;
    let program = own.with_file_name("hearback");
    let mut cargo = std::process::Command::new(env!("CARGO"));
    // Together with this program: alone, its libraries would be built once more with other features.
    cargo.args([
        "build",
        "--package",
        "hearback-rig",
        "--package",
        "hearback",
    ]);
    if !cfg!(debug_assertions) {
        cargo.arg("--release");
    }
    eprintln!("Building the program that the nodes run.");
    let built = cargo
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .status()
        .doing("cargo could not be started")?;
    if built.success() && program.exists() {
        return Ok(program);
    }
    Err(Fault::new(
        "the program could not be built; please read what cargo said",
    ))
}

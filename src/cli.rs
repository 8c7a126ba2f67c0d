//! The command line. Reads what was typed, calls the part that does it, prints what came of it.

use std::io::{BufWriter, Write, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use hearback_federation::Role;

use crate::bench::{self, Workload};
use crate::check::{self, Finding};
use crate::config::Config;
use crate::demo::{self, DemoArgs};
use crate::fault::{Doing, Fault, Outcome};
use crate::logging::{self, LogForm};
use crate::peer::{self, PeerCommand};
use crate::serve::{self, Half};
use crate::{anonymise, http, invite, matching};

/// Say what you need from official statistics where you already talk, and hear back in the same thread.
#[derive(Debug, Parser)]
#[command(name = "hearback", version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Args)]
struct ConfigArg {
    /// The node's configuration file
    #[arg(long, value_name = "FILE", default_value = "hearback.toml")]
    config: PathBuf,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Try everything on this machine: two communities, two producers, all in one folder
    Demo(DemoArgs),
    /// Run a node
    Serve {
        #[command(flatten)]
        at: ConfigArg,
        /// Run one half only, when rooms and federation are on two machines
        #[arg(long)]
        only: Option<Half>,
        /// The form of log lines
        #[arg(long, default_value = "plain")]
        log: LogForm,
        /// Stop when standard input ends
        #[arg(long, hide = true)]
        while_stdin: bool,
    },
    /// Tell what is wrong or missing in a node's set-up
    Check {
        #[command(flatten)]
        at: ConfigArg,
    },
    /// Print a sign-in link for one person, good for one use
    Invite {
        #[command(flatten)]
        at: ConfigArg,
        /// moderator, responder or admin
        #[arg(long)]
        role: Role,
        /// The person's name, as their colleagues see it
        name: String,
    },
    /// Decide which other organisations to exchange needs with
    Peer {
        #[command(flatten)]
        at: ConfigArg,
        #[command(subcommand)]
        command: PeerCommand,
    },
    /// Mask texts: reads {"text", "roster"?} lines, writes {"masked", "spans"} lines
    Anonymise,
    /// Find documents like each query: reads {"id", "text"} lines, writes {"id", "matches"} lines
    Match {
        /// A file of {"id", "text"} lines
        #[arg(long, value_name = "FILE")]
        docs: PathBuf,
        /// The most matches for one query
        #[arg(long, default_value_t = 5)]
        top: usize,
    },
    /// Measure this machine: prints one JSON object of figures
    Bench {
        #[command(subcommand)]
        workload: Workload,
    },
}

/// Runs the program with what was typed.
pub async fn run() -> ExitCode {
    let cli = Cli::parse();
    http::install_tls();
    match cli.command.run().await {
        Ok(code) => code,
        Err(fault) => {
            eprintln!("hearback: {fault}");
            ExitCode::FAILURE
        }
    }
}

impl Command {
    async fn run(self) -> Outcome<ExitCode> {
        match self {
            Self::Demo(args) => return demo::run(args).await,
            Self::Serve {
                at,
                only,
                log,
                while_stdin,
            } => {
                logging::start(log);
                serve::run(&load(&at.config)?, only, while_stdin).await?;
            }
            Self::Check { at } => return show_check(&load(&at.config)?).await,
            Self::Invite { at, role, name } => {
                print(&invite::link(&load(&at.config)?, role, &name).await?)?;
            }
            Self::Peer { at, command } => print(&peer::run(&load(&at.config)?, command).await?)?,
            Self::Anonymise => streamed(|out| anonymise::run(stdin().lock(), out))?,
            Self::Match { docs, top } => {
                streamed(|out| matching::run(&docs, top, stdin().lock(), out))?;
            }
            Self::Bench { workload } => print(&bench::run(workload).await?)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn load(path: &Path) -> Outcome<Config> {
    if !path.exists() {
        return Err(Fault::new(format!(
            "there is no configuration at {}; please name it with --config FILE",
            path.display()
        )));
    }
    Config::load(path, std::env::vars())
}

async fn show_check(config: &Config) -> Outcome<ExitCode> {
    let findings = check::run(config).await;
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    print(&lines.join("\n"))?;
    let bad = findings
        .iter()
        .any(|finding| matches!(finding, Finding::Bad(_)));
    Ok(if bad {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn print(text: &str) -> Outcome {
    writeln!(stdout(), "{}", text.trim_end()).doing("the answer could not be printed")
}

fn streamed(work: impl FnOnce(&mut BufWriter<std::io::StdoutLock<'static>>) -> Outcome) -> Outcome {
    let mut out = BufWriter::new(stdout().lock());
    work(&mut out)?;
    out.flush().doing("the answer could not be printed")
}

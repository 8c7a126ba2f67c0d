//! One `hearback serve` of the demo, as a process of its own. It ends when the demo does, however
//! the demo ends: its standard input is held open here, and it stops when that closes.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::process::{Child, ChildStdin, Command};
use tokio::time::timeout;

use super::organisation::Member;
use super::patience::Patience;
use crate::fault::{Doing, Fault, Outcome};

/// How long a node may take to stop by itself.
const STOPPING: Duration = Duration::from_secs(10);

/// A running node.
#[derive(Debug)]
pub(super) struct Process {
    child: Child,
    stdin: Option<ChildStdin>,
    log: PathBuf,
    program: PathBuf,
    config: PathBuf,
    base: String,
}

impl Process {
    /// Starts the node of `member`; its log goes beside its configuration.
    pub(super) fn start(program: &Path, member: &Member) -> Outcome<Self> {
        let log = member.file.with_file_name("log.txt");
        let (child, stdin) = spawn(program, &member.file, &log)?;
        Ok(Self {
            child,
            stdin,
            log,
            program: program.to_owned(),
            config: member.file.clone(),
            base: member.config.local_url(),
        })
    }

    /// Ends the node as a power cut would, and starts it again.
    pub(super) async fn crash(&mut self) -> Outcome {
        self.child.kill().await.doing("killing a node")?;
        (self.child, self.stdin) = spawn(&self.program, &self.config, &self.log)?;
        Ok(())
    }

    /// Waits until the node answers.
    pub(super) async fn ready(&mut self, http: &reqwest::Client, patience: Patience) -> Outcome {
        let url = format!("{}/readyz", self.base);
        patience
            .until("a node to start", async || {
                if let Ok(Some(_)) = self.child.try_wait() {
                    return Err(self.fell());
                }
                let answer = http.get(&url).send().await;
                Ok(answer
                    .is_ok_and(|answer| answer.status().is_success())
                    .then_some(()))
            })
            .await
    }

    /// Asks the node to stop and waits until it has; ends it if it does not.
    pub(super) async fn stop(&mut self) {
        drop(self.stdin.take());
        if timeout(STOPPING, self.child.wait()).await.is_err() {
            // An error means that it is gone already.
            let _ended = self.child.kill().await;
        }
    }

    fn fell(&self) -> Fault {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        Fault::new(format!(
            "a node stopped at its start. Its log says:\n{}",
            log.trim()
        ))
    }
}

/// Starts a node; its log is written on where it ended.
fn spawn(program: &Path, config: &Path, log: &Path) -> Outcome<(Child, Option<ChildStdin>)> {
    let written = OpenOptions::new().create(true).append(true).open(log);
    let written = written.doing(log.display())?;
    let mut child = command(program, config)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(written)
        .kill_on_drop(true)
        .spawn()
        .doing(config.display())?;
    let stdin = child.stdin.take();
    Ok((child, stdin))
}

/// In a process group of its own: ctrl-c reaches the demo, and the demo stops its nodes in order.
fn command(program: &Path, config: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .args(["serve", "--while-stdin", "--config"])
        .arg(config)
        .process_group(0);
    let overrides =
        std::env::vars_os().filter(|(name, _)| name.as_encoded_bytes().starts_with(b"HEARBACK__"));
    for (name, _) in overrides {
        command.env_remove(name);
    }
    command
}

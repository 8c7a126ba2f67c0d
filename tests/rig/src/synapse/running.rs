//! The folder of a server and the process that runs from it.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use tokio::task::spawn_blocking;
use tokio::time::{interval, timeout};

use super::settings::{self, SynapseSettings};
use crate::chance::signing_key;
use crate::error::RigError;
use crate::http;
use crate::process::free_port;
use crate::venv::Package;

const SYNAPSE: Package = Package {
    name: "matrix-synapse",
    version: "1.163.2",
};

const LAUNCHER: &str = include_str!("../../py/synapse_launcher.py");

/// Time between two looks at a server that starts.
const PULSE: Duration = Duration::from_millis(50);

/// How many lines of the log go into an error.
const TAIL: usize = 30;

/// The folder of a server, ready to run.
#[derive(Debug)]
pub(super) struct Place {
    python: PathBuf,
    folder: TempDir,
    port: u16,
}

/// The process. Dropping it kills it.
#[derive(Debug)]
pub(super) struct Running {
    child: Child,
}

impl Place {
    /// Installs Synapse if need be and writes the folder.
    pub(super) async fn make(settings: &SynapseSettings, secret: &str) -> Result<Self, RigError> {
        let python = spawn_blocking(|| SYNAPSE.python())
            .await
            .map_err(std::io::Error::from)??;
        let place = Self {
            python,
            folder: TempDir::new()?,
            port: free_port()?,
        };
        place.write(settings, secret)?;
        Ok(place)
    }

    fn write(&self, settings: &SynapseSettings, secret: &str) -> Result<(), RigError> {
        let folder = self.folder.path();
        let configuration = settings::homeserver(settings, folder, self.port, secret);
        fs::write(self.file("homeserver.yaml"), configuration.to_string())?;
        let logging = settings::logging(&self.file("homeserver.log"));
        fs::write(self.file("log.yaml"), logging.to_string())?;
        fs::write(self.file("launcher.py"), LAUNCHER)?;
        fs::write(self.file("signing.key"), signing_key()?)?;
        Ok(())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Starts the process and waits until it answers.
    pub(super) async fn run(&self, within: Duration) -> Result<Running, RigError> {
        let mut running = Running {
            child: self.spawn()?,
        };
        match timeout(within, self.answers(&mut running)).await {
            Ok(Ok(true)) => Ok(running),
            Ok(Err(error)) => Err(error),
            Ok(Ok(false)) | Err(_) => Err(RigError::NotUp("Synapse", self.tail())),
        }
    }

    fn spawn(&self) -> Result<Child, RigError> {
        let log = self.log()?;
        Command::new(&self.python)
            .arg(self.file("launcher.py"))
            .arg("-c")
            .arg(self.file("homeserver.yaml"))
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .map_err(|error| RigError::Run("Synapse".to_owned(), error))
    }

    fn log(&self) -> std::io::Result<File> {
        OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.file("homeserver.log"))
    }

    /// True once it answers that it is well, false once its process has ended.
    async fn answers(&self, running: &mut Running) -> Result<bool, RigError> {
        let http = http::client().map_err(crate::matrix::MatrixError::from)?;
        let health = format!("{}/health", self.url());
        let mut pulse = interval(PULSE);
        while running.is_alive()? {
            pulse.tick().await;
            let answer = http.get(&health).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return running.is_alive();
            }
        }
        Ok(false)
    }

    fn tail(&self) -> String {
        let log = fs::read_to_string(self.file("homeserver.log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        let from = lines.len().saturating_sub(TAIL);
        lines.into_iter().skip(from).collect::<Vec<_>>().join("\n")
    }
}

impl Running {
    pub(super) fn pid(&self) -> u32 {
        self.child.id()
    }

    fn is_alive(&mut self) -> Result<bool, RigError> {
        Ok(self.child.try_wait()?.is_none())
    }

    /// Asks it to stop and waits for its end. That is bounded: the launcher ends itself when
    /// Synapse takes too long.
    pub(super) async fn stop(mut self) -> Result<(), RigError> {
        spawn_blocking(move || {
            if let Some(mut orders) = self.child.stdin.take() {
                orders.write_all(b"stop")?;
            }
            self.child.wait()
        })
        .await
        .map_err(std::io::Error::from)??;
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Err(error) = self.child.kill().and_then(|()| self.child.wait()) {
            eprintln!(
                "Synapse may still run as process {}: {error}",
                self.child.id()
            );
        }
    }
}

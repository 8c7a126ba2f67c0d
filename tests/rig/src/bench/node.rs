//! One node of the shipped program, with a bot, for a bench.

use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use hearback::fault::{Doing, Fault, Outcome};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep};

const STARTING: Duration = Duration::from_mins(2);

/// A running node.
pub(super) struct Node {
    child: Child,
}

impl Node {
    /// Starts a node in `folder`, whose configuration also has `lines`, and waits until it is ready.
    pub(super) async fn start(program: &Path, folder: &Path, lines: &str) -> Outcome<Self> {
        let port = TcpListener::bind(("127.0.0.1", 0)).doing("no free port on this machine")?;
        let address = port.local_addr().doing("a port has no address")?;
        drop(port);
        let file = folder.join("hearback.toml");
        let text = format!(
            "[node]\nname = \"Bench Society\"\ncontact = \"needs@bench.example\"\nurl = \"http://{address}\"\n\
             roles = [\"intermediary\"]\n\n[listen]\naddress = \"{address}\"\n\n[database]\n\
             federation = \"sqlite:federation.db\"\nvault = \"sqlite:vault.db\"\n\n[keys]\nfolder = \"keys\"\n\n\
             [release]\nschedule = \"at once\"\n\n[room]\nname = \"Bench room\"\n{lines}"
        );
        std::fs::write(&file, text).doing(file.display())?;
        let log = std::fs::File::create(folder.join("log.txt")).doing("a log")?;
        let child = Command::new(program)
            .args(["serve", "--while-stdin", "--config"])
            .arg(&file)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .doing(program.display())?;
        let end = Instant::now() + STARTING;
        while !ready(&address.to_string()).await {
            if Instant::now() > end {
                let log = std::fs::read_to_string(folder.join("log.txt")).unwrap_or_default();
                return Err(Fault::new(format!(
                    "the node did not start. Its log says:\n{log}"
                )));
            }
            sleep(Duration::from_millis(100)).await;
        }
        Ok(Self { child })
    }

    /// Resident memory, in megabytes.
    pub(super) fn memory(&self) -> Outcome<f64> {
        self.status("VmRSS:")
    }

    /// The most that it was, in megabytes.
    pub(super) fn peak_memory(&self) -> Outcome<f64> {
        self.status("VmHWM:")
    }

    fn status(&self, field: &str) -> Outcome<f64> {
        let pid = self.child.id().unwrap_or_default();
        let path = format!("/proc/{pid}/status");
        let status = std::fs::read_to_string(&path).doing(path)?;
        let line = status.lines().find_map(|line| line.strip_prefix(field));
        let kilobytes = line.and_then(|rest| rest.split_whitespace().next()?.parse::<u32>().ok());
        let kilobytes = kilobytes.ok_or_else(|| Fault::new("the node's memory is not told"))?;
        Ok((f64::from(kilobytes) / 102.4).round() / 10.0)
    }

    /// Stops the node.
    pub(super) async fn stop(mut self) {
        drop(self.child.stdin.take());
        // An error means that it is gone already.
        let _ended = self.child.wait().await;
    }
}

async fn ready(address: &str) -> bool {
    let asked = async {
        let mut stream = TcpStream::connect(address).await?;
        let request =
            format!("GET /readyz HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        std::io::Result::Ok(answer.starts_with("HTTP/1.1 200"))
    };
    asked.await.unwrap_or(false)
}

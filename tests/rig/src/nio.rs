//! A second client that others wrote, matrix-nio, in a process of its own: what it makes of the
//! program's messages is what a stranger's client makes of them. Plain rooms only.

use std::process::Stdio;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::error::RigError;
use crate::matrix::{Account, MatrixError};
use crate::venv::Package;

const NIO: Package = Package {
    name: "matrix-nio",
    version: "0.26.0",
};

/// How long an order may take.
const PATIENCE: Duration = Duration::from_secs(30);

const SCRIPT: &str = include_str!("../py/nio_client.py");

/// Somebody who uses matrix-nio. The process ends when this is dropped or when the test dies.
#[derive(Debug)]
pub struct Nio {
    user: String,
    _process: Child,
    orders: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
    seen: Vec<Message>,
}

/// A message as matrix-nio understood it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Message {
    /// Text or notice, by the class that matrix-nio chose.
    pub kind: Kind,
    /// The room's id.
    pub room: String,
    /// Its own id.
    pub id: String,
    /// Who sent it.
    pub sender: String,
    /// Its words.
    pub body: String,
    /// The first event of the thread that it stands in.
    pub thread: Option<String>,
    /// The event that it answers.
    pub answers: Option<String>,
}

/// What sort of message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// `m.text`.
    Text,
    /// `m.notice`.
    Notice,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Did { did: String },
    Refused { refused: String },
    Seen(Message),
}

impl Nio {
    /// Installs matrix-nio if no run has done so yet, and signs in with an account.
    ///
    /// # Errors
    /// [`RigError`], when it cannot be installed or run.
    pub async fn start(url: &str, account: &Account) -> Result<Self, RigError> {
        let python = spawn_blocking(|| NIO.python())
            .await
            .map_err(std::io::Error::from)??;
        let mut process = Command::new(python)
            .args(["-c", SCRIPT, url, &account.user_id])
            .args([&account.device_id, &account.access_token])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| RigError::Run(NIO.name.to_owned(), error))?;
        let (orders, printed) = (process.stdin.take(), process.stdout.take());
        Ok(Self {
            user: account.user_id.clone(),
            _process: process,
            orders: orders.ok_or_else(ended)?,
            lines: BufReader::new(printed.ok_or_else(ended)?).lines(),
            seen: Vec::new(),
        })
    }

    /// Goes into a room.
    ///
    /// # Errors
    /// [`RigError::Failed`] when the server refuses.
    pub async fn join(&mut self, room: &str) -> Result<(), RigError> {
        self.order(&json!({"do": "join", "room": room})).await?;
        Ok(())
    }

    /// Says something, in the thread that starts with `thread` if there is one, and returns the
    /// id of the new event.
    ///
    /// # Errors
    /// [`RigError::Failed`] when the server refuses.
    pub async fn say(
        &mut self,
        room: &str,
        thread: Option<&str>,
        body: &str,
    ) -> Result<String, RigError> {
        let order = json!({"do": "say", "room": room, "thread": thread, "body": body});
        self.order(&order).await
    }

    /// Waits until a message that fits is there, and returns the first seen, even if it came
    /// before the call.
    ///
    /// # Errors
    /// [`MatrixError::Late`] when none came `within` that time.
    pub async fn wait_for(
        &mut self,
        wanted: impl Fn(&Message) -> bool,
        within: Duration,
    ) -> Result<Message, RigError> {
        let looked = timeout(within, self.look(wanted)).await;
        looked.unwrap_or_else(|_| Err(self.late().into()))
    }

    async fn look(&mut self, wanted: impl Fn(&Message) -> bool) -> Result<Message, RigError> {
        loop {
            if let Some(found) = self.seen.iter().find(|message| wanted(message)) {
                return Ok(found.clone());
            }
            self.read().await?;
        }
    }

    fn late(&self) -> MatrixError {
        let lines = self.seen.iter().map(|seen| format!("{seen:?}"));
        MatrixError::Late {
            who: self.user.clone(),
            what: "a message".to_owned(),
            seen: lines.collect::<Vec<_>>().join("\n"),
        }
    }

    async fn order(&mut self, order: &Value) -> Result<String, RigError> {
        let line = format!("{order}\n");
        self.orders.write_all(line.as_bytes()).await?;
        let answered = timeout(PATIENCE, self.answer()).await;
        answered.unwrap_or_else(|_| Err(failed(&format!("it did not answer {order}"))))
    }

    async fn answer(&mut self) -> Result<String, RigError> {
        loop {
            if let Some(did) = self.read().await? {
                return Ok(did);
            }
        }
    }

    /// Reads one line: the answer to an order, or a message, which is kept.
    async fn read(&mut self) -> Result<Option<String>, RigError> {
        let line = self.lines.next_line().await?.ok_or_else(ended)?;
        match serde_json::from_str(&line) {
            Ok(Line::Did { did }) => Ok(Some(did)),
            Ok(Line::Refused { refused }) => Err(failed(&refused)),
            Ok(Line::Seen(message)) => {
                self.seen.push(message);
                Ok(None)
            }
            Err(error) => Err(failed(&format!("{error} in {line}"))),
        }
    }
}

fn ended() -> RigError {
    failed("it ended; its own words are in the output of the test")
}

fn failed(words: &str) -> RigError {
    RigError::Failed(NIO.name.to_owned(), words.to_owned())
}

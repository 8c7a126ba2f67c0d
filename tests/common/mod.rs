//! A node as a program of its own, and those who call on it over plain HTTP.

#![allow(
    dead_code,
    clippy::allow_attributes,
    reason = "each test program uses a part of this"
)]

pub(crate) mod recorder;
pub(crate) mod rooms;

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;

/// Long enough for a busy machine; nothing waits for it when all is well.
pub(crate) const PATIENCE: Duration = Duration::from_secs(90);

/// An address on loopback that nobody listens on.
pub(crate) fn free_address() -> SocketAddr {
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    port.local_addr().unwrap()
}

/// Looks again and again until there is something.
pub(crate) fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let ends = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < ends, "gave up waiting for {what}");
        std::thread::park_timeout(Duration::from_millis(50));
    }
}

/// An organisation with its folder and configuration.
pub(crate) struct Organisation {
    pub(crate) folder: PathBuf,
    pub(crate) address: SocketAddr,
    pub(crate) metrics: SocketAddr,
    variables: Vec<(String, String)>,
}

impl Organisation {
    /// Makes a folder with a configuration; `more` are lines of `[node]`, then other sections.
    pub(crate) fn new(
        parent: &Path,
        slug: &str,
        url: &str,
        address: SocketAddr,
        more: &str,
    ) -> Self {
        let folder = parent.join(slug);
        std::fs::create_dir(&folder).unwrap();
        let metrics = free_address();
        let config = format!(
            "[node]\nname = \"{slug}\"\ncontact = \"desk\"\nurl = \"{url}\"\n{more}\n\
             [listen]\naddress = \"{address}\"\nmetrics = \"{metrics}\"\n\
             [database]\nfederation = \"sqlite:federation.db\"\nvault = \"sqlite:vault.db\"\n\
             [keys]\nfolder = \"keys\"\n[sync]\nseconds = 1\n[release]\nschedule = \"at once\"\n"
        );
        std::fs::write(folder.join("hearback.toml"), config).unwrap();
        Self {
            folder,
            address,
            metrics,
            variables: Vec::new(),
        }
    }

    /// The same organisation with one setting changed.
    pub(crate) fn with(&self, key: &str, value: &str) -> Self {
        let mut variables = self.variables.clone();
        variables.push((format!("HEARBACK__{key}"), value.to_owned()));
        Self {
            folder: self.folder.clone(),
            address: self.address,
            metrics: self.metrics,
            variables,
        }
    }

    /// The same organisation listening elsewhere.
    pub(crate) fn at(&self, address: SocketAddr, metrics: SocketAddr) -> Self {
        let there = self
            .with("LISTEN__ADDRESS", &address.to_string())
            .with("LISTEN__METRICS", &metrics.to_string());
        Self {
            address,
            metrics,
            ..there
        }
    }

    fn program(&self, through: &[&str], arguments: &[&str]) -> Command {
        let hearback = env!("CARGO_BIN_EXE_hearback");
        let words: Vec<&str> = through
            .iter()
            .copied()
            .chain([hearback])
            .chain(arguments.iter().copied())
            .collect();
        let mut command = Command::new(words[0]);
        command
            .args(&words[1..])
            .current_dir(&self.folder)
            .envs(self.variables.iter().map(|(k, v)| (k, v)))
            .env("HEARBACK_LOG", "trace");
        command
    }

    /// What a command prints.
    pub(crate) fn command(&self, arguments: &[&str]) -> String {
        let output = self.program(&[], arguments).output().unwrap();
        let printed = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        let complained = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "{arguments:?}: {printed} {complained}"
        );
        printed
    }

    /// What `hearback check` prints, well or not.
    pub(crate) fn check(&self, through: &[&str]) -> String {
        let output = self.program(through, &["check"]).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Starts it and waits until it listens. A file that may not grow does not end it.
    pub(crate) fn serve(&self, arguments: &[&str]) -> Running {
        let shell = ["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh"];
        let mut child = self
            .program(&shell, &[&["serve"], arguments].concat())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = Arc::new(Mutex::new(Vec::new()));
        collect(child.stdout.take().unwrap(), &log);
        collect(child.stderr.take().unwrap(), &log);
        let mut running = Running { child, log };
        until("a node to listen", || {
            let ended = running.child.try_wait().unwrap();
            assert!(ended.is_none(), "the node stopped: {}", running.log());
            TcpStream::connect(self.address).ok()
        });
        running
    }

    /// Signs somebody in; the visitor has the cookie.
    pub(crate) fn sign_in(&self, role: &str) -> Visitor {
        let link = self.command(&["invite", "--role", role, "Alex"]);
        let (_, token) = link.split_once("/sign-in/").unwrap();
        let mut visitor = Visitor::new(self.address);
        assert_eq!(visitor.post(&format!("/sign-in/{token}"), &[]).status, 303);
        visitor
    }
}

fn collect(mut from: impl Read + Send + 'static, into: &Arc<Mutex<Vec<u8>>>) {
    let into = Arc::clone(into);
    std::thread::spawn(move || {
        let mut some = [0; 8192];
        while let Ok(read @ 1..) = from.read(&mut some) {
            into.lock().unwrap().extend_from_slice(&some[..read]);
        }
    });
}

/// A running program; killed when it goes.
pub(crate) struct Running {
    pub(crate) child: Child,
    log: Arc<Mutex<Vec<u8>>>,
}

impl Running {
    /// Everything that it printed so far.
    pub(crate) fn log(&self) -> String {
        String::from_utf8_lossy(&self.log.lock().unwrap()).into_owned()
    }

    /// Lets no file of it grow beyond this many bytes; `unlimited` ends that.
    pub(crate) fn limit_files(&self, bytes: &str) {
        let status = Command::new("prlimit")
            .arg(format!("--pid={}", self.child.id()))
            .arg(format!("--fsize={bytes}:unlimited"))
            .status()
            .unwrap();
        assert!(status.success());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _killed = self.child.kill();
        let _ended = self.child.wait();
    }
}

/// Somebody with a browser, or a program.
pub(crate) struct Visitor {
    pub(crate) address: SocketAddr,
    pub(crate) cookies: BTreeMap<String, String>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Page {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    pub(crate) fn location(&self) -> String {
        assert_eq!(self.status, 303, "{}", self.body);
        self.header("location").unwrap().to_owned()
    }

    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.body);
        serde_json::from_str(&self.body).unwrap()
    }
}

impl Visitor {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self {
            address,
            cookies: BTreeMap::new(),
        }
    }

    pub(crate) fn get(&mut self, path: &str) -> Page {
        self.ask("GET", path, "", "")
    }

    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let form: Vec<String> = fields
            .iter()
            .map(|(n, v)| format!("{n}={}", escaped(v)))
            .collect();
        let head =
            "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        self.ask("POST", path, head, &form.join("&"))
    }

    pub(crate) fn ask(&mut self, method: &str, path: &str, headers: &str, body: &str) -> Page {
        let pairs: Vec<String> = self
            .cookies
            .iter()
            .map(|(k, v)| format!("{k}={v}"))
            .collect();
        let cookie = if pairs.is_empty() {
            String::new()
        } else {
            format!("Cookie: {}\r\n", pairs.join("; "))
        };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{cookie}{headers}Content-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let message = messages(&answer).into_iter().next().expect("an answer");
        let page = Page {
            status: message.head.split(' ').nth(1).unwrap().parse().unwrap(),
            head: message.head,
            body: String::from_utf8_lossy(&message.body).into_owned(),
        };
        self.keep(&page.head);
        page
    }

    fn keep(&mut self, head: &str) {
        for line in head.lines() {
            if let Some(cookie) = line.strip_prefix("set-cookie: ") {
                let pair = cookie.split(';').next().unwrap();
                let (name, value) = pair.split_once('=').unwrap();
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

/// One HTTP message of a stream, its body put together again.
pub(crate) struct Message {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

/// Takes one direction of a connection apart, kept alive or not.
pub(crate) fn messages(mut stream: &[u8]) -> Vec<Message> {
    let mut all = Vec::new();
    while let Some(end) = stream.windows(4).position(|w| w == b"\r\n\r\n") {
        let head = String::from_utf8_lossy(&stream[..end]).into_owned();
        stream = &stream[end + 4..];
        let small = head.to_ascii_lowercase();
        let body = if small.contains("transfer-encoding: chunked") {
            chunks(&mut stream)
        } else {
            let length = small
                .lines()
                .find_map(|l| l.strip_prefix("content-length: "));
            let length = length.map_or(0, |l| l.trim().parse().unwrap());
            let (body, rest) = stream.split_at(stream.len().min(length));
            stream = rest;
            body.to_vec()
        };
        all.push(Message { head, body });
    }
    all
}

fn chunks(stream: &mut &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = stream.windows(2).position(|w| w == b"\r\n") {
        let size = String::from_utf8_lossy(&stream[..end]).into_owned();
        let size = usize::from_str_radix(size.split(';').next().unwrap().trim(), 16).unwrap();
        let rest = &stream[end + 2..];
        let taken = rest.len().min(size);
        body.extend_from_slice(&rest[..taken]);
        *stream = &rest[rest.len().min(size + 2)..];
        if size == 0 {
            break;
        }
    }
    body
}

/// Makes two running organisations peers: `a` invites.
pub(crate) fn befriend(a: &Organisation, b: &Organisation) {
    let line = a.command(&["peer", "invite"]);
    b.command(&["peer", "accept", &line]);
    for side in [a, b] {
        let list = side.command(&["peer", "list"]);
        let node = list.lines().nth(1).unwrap().trim().to_owned();
        side.command(&["peer", "confirm", &node]);
    }
}

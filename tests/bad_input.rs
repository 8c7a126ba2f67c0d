//! What nobody should send: a running node answers each with a refusal, and goes on.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// A node that stops when it is dropped.
struct Served {
    child: Child,
    address: SocketAddr,
    _folder: TempDir,
}

impl Served {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = port.local_addr().unwrap();
        drop(port);
        let config = format!(
            "[node]\nname = \"Riverside Advice\"\ncontact = \"c\"\nroles = [\"intermediary\", \"producer\"]\n\
             url = \"http://{address}\"\n[listen]\naddress = \"{address}\"\n\
             [database]\nfederation = \"sqlite:f.db\"\nvault = \"sqlite:v.db\"\n\
             [keys]\nfolder = \"keys\"\n[room]\nname = \"Advice\"\n"
        );
        let file = folder.path().join("hearback.toml");
        fs::write(&file, config).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_hearback"))
            .args(["serve", "--config"])
            .arg(&file)
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut served = Self {
            child,
            address,
            _folder: folder,
        };
        while TcpStream::connect(served.address).is_err() {
            assert!(
                served.child.try_wait().unwrap().is_none(),
                "the node stopped at its start"
            );
            std::thread::yield_now();
        }
        served
    }

    /// The status that a request is answered with.
    fn ask(&self, line: &str, headers: &str, body: &[u8]) -> u16 {
        let mut stream = TcpStream::connect(self.address).unwrap();
        let head = format!(
            "{line} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n",
            self.address,
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        // A node may answer and close before it has read a body that is too long.
        let _sent = stream.write_all(body);
        let mut answer = Vec::new();
        let _read = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        answer
            .split(' ')
            .nth(1)
            .unwrap_or_default()
            .parse()
            .unwrap_or_default()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

const OURS: &str =
    "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n";
const JSON: &str = "Content-Type: application/json\r\n";

#[test]
fn every_door_refuses_what_does_not_fit_and_the_node_goes_on() {
    let served = Served::start();
    let long = vec![b'a'; 300_000];
    let need = "need=How+many+ferries+run+to+each+island+in+winter%3F";
    let cases: &[(&str, &str, &[u8])] = &[
        ("POST /room", OURS, b""),
        ("POST /room", OURS, b"need=%00%ff&use=%"),
        ("POST /room", OURS, b"need=short"),
        ("POST /room", OURS, &long),
        (
            "POST /room",
            "Content-Type: text/plain\r\nSec-Fetch-Site: same-origin\r\n",
            need.as_bytes(),
        ),
        (
            "POST /room",
            "Sec-Fetch-Site: cross-site\r\nOrigin: https://elsewhere.example\r\nContent-Type: application/x-www-form-urlencoded\r\n",
            need.as_bytes(),
        ),
        ("POST /room/voice", OURS, b"ref=HB-0000-0001&voice=loud"),
        ("GET /t/nobody", "", b""),
        ("GET /t/%00.json", "", b""),
        ("POST /t/nobody/send", OURS, b""),
        ("GET /needs/HB-0000-0001", "", b""),
        ("GET /needs/%F0%9F%90%9F", "", b""),
        ("POST /sign-in/nobody", OURS, b""),
        ("GET /console/queue.json", "", b""),
        (
            "POST /console/referrals/respond",
            OURS,
            b"referral=x&status=delivered",
        ),
        ("GET /intake/v1/updates", "", b""),
        (
            "POST /intake/v1/needs",
            "Authorization: Bearer wrong\r\nContent-Type: application/json\r\n",
            b"{}",
        ),
        ("POST /hearback/v1/hello", JSON, b"{\"token\":1}"),
        ("POST /hearback/v1/sync", JSON, b"[[[[[["),
        ("POST /hearback/v1/sync", JSON, &long),
        ("DELETE /room", OURS, b""),
        ("GET /nowhere", "", b""),
    ];
    for (line, headers, body) in cases {
        let status = served.ask(line, headers, body);
        let refused = (400..500).contains(&status);
        // Asking staff to sign in is a redirect or a refusal; both keep the door shut.
        let sent_away = status == 303 && line.contains("/console");
        assert!(
            refused || sent_away,
            "{line} ({headers:?}) answered {status}"
        );
    }
    assert_eq!(served.ask("GET /healthz", "", b""), 200);
    assert_eq!(served.ask("GET /readyz", "", b""), 200);
    assert_eq!(served.ask("POST /room", OURS, need.as_bytes()), 303);
}

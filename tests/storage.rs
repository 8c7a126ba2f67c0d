//! Databases that are locked, read-only, full or gone: the person, the moderator, a bot and a peer
//! are each told what to do; nothing is written by half; and when it is over, nothing was lost and
//! nothing is there twice.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

mod common;

use std::path::Path;

use common::{Organisation, Running, Visitor, befriend, free_address, until};
use hearback_rig::Postgres;
use hearback_store::Pool;
use hearback_wire::chance::SeededChance;
use hearback_wire::content::Content;
use hearback_wire::id::Handle;
use hearback_wire::intake::PutNeed;
use hearback_wire::vocabulary::Wording;
use tempfile::TempDir;

const TYPED: &str = "How many ferries run to each island in the winter months?";
const USE: &str = "To plan visits by nurses.";
const OF_BOT: &str = "How many islands have a doctor who stays through the winter?";
const TO_APPROVE: &str = "How many homes on each island have no mains water supply?";
const QUESTION: &str = "Would figures for each year be enough for this?";
const BOTH: &str = "roles = [\"intermediary\", \"producer\"]";
const OFFICE: &str = "roles = [\"producer\"]";

/// What each of the four is told.
struct Told {
    person: &'static str,
    staff: &'static str,
    code: &'static str,
    peer: &'static str,
}

const BUSY: Told = Told {
    person: "Please try again in a moment",
    staff: "please try again in a moment",
    code: "busy",
    peer: "its database is busy; it is asked again",
};
const READ_ONLY: Told = Told {
    person: "cannot write anything down. Please tell the people who run it",
    staff: "its database cannot be written to. Nothing was changed; please tell the people",
    code: "read-only",
    peer: "its database cannot be written to; please tell the people who run it",
};
const FULL: Told = Told {
    person: "the disk of this room is full. Please tell the people who run it",
    staff: "its disk is full. Nothing was changed; please tell the people who run this node",
    code: "full",
    peer: "its disk is full; please tell the people who run it",
};
const AWAY: Told = Told {
    person: "does not answer. Please try again in a minute",
    staff: "The database does not answer. Nothing was changed; please try again in a minute",
    code: "away",
    peer: "its database does not answer; it is asked again",
};

/// A node with a room, its peer, and the four who call on it.
struct Scene {
    here: Organisation,
    peer: Organisation,
    _peer_runs: Running,
    person: Visitor,
    moderator: Visitor,
    bot: Visitor,
    approve: String,
    hash: String,
    _folder: TempDir,
}

impl Scene {
    /// Sets everything up while all is well; `more` changes settings of the node.
    fn set(more: &[(&str, &str)]) -> (Self, Running) {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (free_address(), free_address());
        let room = folder.path();
        let mut here = Organisation::new(room, "islands", &format!("http://{a}"), a, BOTH);
        for (key, value) in more {
            here = here.with(key, value);
        }
        let here = here.with("ROOM__NAME", "Islands");
        let peer = Organisation::new(room, "office", &format!("http://{b}"), b, OFFICE);
        let (runs, peer_runs) = (here.serve(&[]), peer.serve(&["--only", "federation"]));
        befriend(&here, &peer);
        let mut scene = Self {
            moderator: here.sign_in("moderator"),
            person: Visitor::new(a),
            bot: Visitor::new(a),
            here,
            peer,
            _peer_runs: peer_runs,
            approve: String::new(),
            hash: String::new(),
            _folder: folder,
        };
        scene.hold_a_need();
        (scene, runs)
    }

    fn hold_a_need(&mut self) {
        assert_eq!(self.put(TO_APPROVE).0, 201);
        let queue = self.moderator.get("/console/queue.json").json();
        let reference = queue[0]["ref"].as_str().unwrap();
        self.approve = format!("/console/queue/{reference}/approve");
        self.hash = queue[0]["hash"].as_str().unwrap().into();
    }

    /// A bot puts a need, always under the same key: the answer's status and body.
    fn put(&mut self, words: &str) -> (u16, String) {
        let token = std::fs::read_to_string(self.here.folder.join("keys/bot.token")).unwrap();
        let content = Content::plain(words.parse().unwrap(), None);
        let seed = u64::try_from(words.len()).unwrap();
        let put = PutNeed {
            handle: Handle::draw(&SeededChance::new(seed)),
            approved: content.hash(),
            content,
            removed: Vec::new(),
            author: None,
            wording: Some(Wording::Own),
        };
        let head = format!(
            "Authorization: Bearer {}\r\nIdempotency-Key: {seed}\r\nContent-Type: application/json\r\n",
            token.trim()
        );
        let body = serde_json::to_string(&put).unwrap();
        let page = self.bot.ask("POST", "/intake/v1/needs", &head, &body);
        (page.status, page.body)
    }

    fn say(&mut self) -> common::Page {
        self.person.post("/room", &[("need", TYPED), ("use", USE)])
    }

    /// All four meet the fault.
    fn everybody_is_told(&mut self, told: &Told) {
        let room = self.say();
        assert_eq!(room.status, 503, "{}", room.body);
        assert!(room.body.contains(told.person), "{}", room.body);
        assert!(room.body.contains("action=\"/room\""), "{}", room.body);
        for kept in [TYPED, USE] {
            assert!(
                room.body.contains(&format!("\n{kept}</textarea>")),
                "{}",
                room.body
            );
        }
        let (path, hash) = (self.approve.clone(), self.hash.clone());
        let console = self.moderator.post(&path, &[("hash", &hash)]);
        assert_eq!(console.status, 503, "{}", console.body);
        assert!(console.body.contains(told.staff), "{}", console.body);
        let ask = path.replace("/approve", "/ask");
        let asked = [("hash", hash.as_str()), ("words", QUESTION)];
        let console = self.moderator.post(&ask, &asked);
        assert_eq!(console.status, 503, "{}", console.body);
        // Where the database cannot even be read, nobody knows who is signed in, and the browser
        // keeps the form.
        if told.code != "away" {
            assert!(console.body.contains(told.staff), "{}", console.body);
            assert!(
                console.body.contains(&format!("{QUESTION}</textarea>")),
                "{}",
                console.body
            );
        }
        let (status, problem) = self.put(OF_BOT);
        assert_eq!(status, 503, "{problem}");
        assert!(
            problem.contains(&format!("urn:hearback:problem:{}", told.code)),
            "{problem}"
        );
        assert!(problem.contains(told.staff), "{problem}");
        let peer = &self.peer;
        until("the peer to be told", || {
            peer.command(&["peer", "list"])
                .contains(told.peer)
                .then_some(())
        });
    }

    /// All four try again, and everything is there once.
    fn everybody_is_served(&mut self) {
        let thread = self.say().location();
        assert_eq!(self.person.post(&format!("{thread}/send"), &[]).status, 303);
        for _ in 0..2 {
            let (status, answer) = self.put(OF_BOT);
            assert_eq!(status, 201, "{answer}");
        }
        let (path, hash) = (self.approve.clone(), self.hash.clone());
        assert_eq!(self.moderator.post(&path, &[("hash", &hash)]).status, 303);
        let queue = until("the person's need to come to the door", || {
            let queue = self.moderator.get("/console/queue.json").json();
            (queue.as_array().unwrap().len() >= 2).then_some(queue)
        });
        let queue = queue.as_array().unwrap();
        let count = |words: &str| {
            queue
                .iter()
                .filter(|need| need["statement"] == words)
                .count()
        };
        assert_eq!(
            (count(TYPED), count(OF_BOT), queue.len()),
            (1, 1, 2),
            "{queue:?}"
        );
        let mut reader = Visitor::new(self.peer.address);
        until("the released need to reach the peer", || {
            let needs = reader.get("/needs.json").body;
            (needs.matches(TO_APPROVE).count() == 1).then_some(())
        });
        let peer = &self.peer;
        until("the peer to forget its trouble", || {
            (!peer.command(&["peer", "list"]).contains("trouble")).then_some(())
        });
    }
}

fn file(folder: &Path, name: &str) -> String {
    format!("sqlite:{}", folder.join(name).display())
}

#[test]
fn a_locked_database() {
    let (mut scene, runs) = Scene::set(&[]);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let held: Vec<_> = ["federation.db", "vault.db"]
        .iter()
        .map(|name| {
            runtime.block_on(async {
                let pool = Pool::open(&file(&scene.here.folder, name)).await.unwrap();
                (pool.begin().await.unwrap(), pool)
            })
        })
        .collect();
    scene.everybody_is_told(&BUSY);
    let check = scene.here.check(&[]);
    assert!(
        check.contains("mend  [database] federation: the database is busy"),
        "{check}"
    );
    for (tx, pool) in held {
        runtime.block_on(async {
            tx.roll_back().await.unwrap();
            pool.close().await;
        });
    }
    scene.everybody_is_served();
    assert!(runs.log().contains("the database is busy"));
}

#[test]
fn a_read_only_database() {
    let (mut scene, runs) = Scene::set(&[]);
    drop(runs);
    let closed = scene
        .here
        .with("DATABASE__FEDERATION", "sqlite:federation.db?mode=ro")
        .with("DATABASE__VAULT", "sqlite:vault.db?mode=ro");
    let runs = closed.serve(&[]);
    scene.everybody_is_told(&READ_ONLY);
    let check = closed.check(&[]);
    assert!(
        check.contains("mend  [database] vault: the database cannot be written to"),
        "{check}"
    );
    assert!(runs.log().contains("cannot be written to"));
    drop(runs);
    let _runs = scene.here.serve(&[]);
    scene.everybody_is_served();
}

#[test]
fn a_full_disk() {
    let (mut scene, runs) = Scene::set(&[]);
    runs.limit_files("1");
    scene.everybody_is_told(&FULL);
    let limited = [
        "sh",
        "-c",
        "trap '' XFSZ; exec prlimit --fsize=1 \"$@\"",
        "sh",
    ];
    let check = scene.here.check(&limited);
    assert!(
        check.contains("mend  [database] federation: the database has no room left"),
        "{check}"
    );
    runs.limit_files("unlimited");
    scene.everybody_is_served();
    assert!(runs.log().contains("has no room left"));
}

#[test]
fn a_postgresql_that_goes_away_and_comes_back() {
    let server = Postgres::start().unwrap();
    let (federation, vault) = (server.database("f").unwrap(), server.database("v").unwrap());
    let (mut scene, runs) = Scene::set(&[
        ("DATABASE__FEDERATION", &federation),
        ("DATABASE__VAULT", &vault),
    ]);
    server.stop().unwrap();
    // Who is signed in stands in the database too: the moderator is told as everybody is.
    scene.everybody_is_told(&AWAY);
    server.start_again().unwrap();
    scene.everybody_is_served();
    assert!(runs.log().contains("the database does not answer"));
}

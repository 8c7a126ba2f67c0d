//! What was planted is nowhere on the wire between nodes, in figures, in logs or on any page; between
//! the bots and their node there is only what the intake API is for.
//!
//! The intermediary runs as two processes, and every address that one process calls another by is
//! that of a recording proxy. Each search must also find something that has to be there.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

mod common;
mod planted;

use std::collections::BTreeSet;

use common::recorder::{Recorder, unfolded};
use common::{Message, Organisation, Running, Visitor, befriend, free_address, until};
use planted::{PLANTED, searchable, traces};
use serde_json::Value;
use tempfile::TempDir;

const ROOM: &str = "Gooseberry Lane Circle";
/// In no list of names: only the person knew that it had to go, and took it out before consent.
const EDITED_AWAY: &str = "marmalade";
const AFTER_EDIT: &str = "How many people over eighty live further than a mile from a shop?";
const WORDS_OF_OFFICE: &str = "The yearly table has these figures for every district.";
const PRODUCER: &str = "roles = [\"producer\"]";
const INTERMEDIARY: &str = "roles = [\"intermediary\"]";

/// Everything that ran, with what it left behind.
struct Scene {
    federation: Organisation,
    bots: Organisation,
    office: Organisation,
    running: Vec<Running>,
    intake: Recorder,
    peers: [Recorder; 2],
    /// The planted texts, and the secrets that this run drew.
    secrets: BTreeSet<String>,
    threads: Vec<(Visitor, String)>,
    _folder: TempDir,
}

impl Scene {
    fn set() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let [a, b, c] = [(); 3].map(|()| free_address());
        let (intake, here, there) = (
            Recorder::before(b),
            Recorder::before(b),
            Recorder::before(c),
        );
        let url = |recorder: &Recorder| format!("http://{}", recorder.address);
        let federation = Organisation::new(folder.path(), "society", &url(&here), b, INTERMEDIARY);
        let federation = federation.with("ROOM__NAME", ROOM);
        let bots = federation
            .at(a, free_address())
            .with("NODE__URL", &url(&intake));
        let office = Organisation::new(folder.path(), "office", &url(&there), c, PRODUCER);
        let running = vec![
            federation.serve(&["--only", "federation"]),
            office.serve(&["--only", "federation"]),
            bots.serve(&["--only", "bots"]),
        ];
        befriend(&federation, &office);
        Self {
            federation,
            bots,
            office,
            running,
            intake,
            peers: [here, there],
            secrets: BTreeSet::new(),
            threads: Vec::new(),
            _folder: folder,
        }
    }

    /// Says something in the room, with a cookie of their own.
    fn say(&mut self, words: &str) -> usize {
        let mut person = Visitor::new(self.bots.address);
        person.get("/room");
        self.secrets.extend(person.cookies.values().cloned());
        let thread = person
            .post("/room", &[("need", words), ("use", "")])
            .location();
        self.secrets
            .insert(thread.trim_start_matches("/t/").to_owned());
        self.threads.push((person, thread));
        self.threads.len() - 1
    }

    fn send(&mut self, at: usize) {
        let (person, thread) = &mut self.threads[at];
        assert_eq!(person.post(&format!("{thread}/send"), &[]).status, 303);
    }

    fn say_all(&mut self) {
        for (words, _) in PLANTED {
            let at = self.say(words);
            self.send(at);
        }
        let at = self.say(&format!(
            "{AFTER_EDIT} Ask the {EDITED_AWAY} people in my street."
        ));
        let (person, thread) = &mut self.threads[at];
        let edited = person.post(
            &format!("{thread}/edit"),
            &[("need", AFTER_EDIT), ("use", "")],
        );
        assert_eq!(edited.status, 303, "{}", edited.body);
        self.send(at);
    }

    /// Signs in, and keeps the cookie as a secret.
    fn sign_in(&mut self, at_office: bool, role: &str) -> Visitor {
        let place = if at_office {
            &self.office
        } else {
            &self.federation
        };
        let visitor = place.sign_in(role);
        self.secrets.extend(visitor.cookies.values().cloned());
        visitor
    }

    /// Moderators approve everything, and send everything to the office.
    fn moderate(&mut self, desk: &mut Visitor) {
        let queue = until("every need to come to the door", || {
            let queue = desk.get("/console/queue.json").json();
            (queue.as_array().unwrap().len() == PLANTED.len() + 1).then_some(queue)
        });
        self.search_pages();
        let producers = desk.get("/console/producers.json").json();
        let producer = producers[0]["node"].as_str().unwrap();
        for need in queue.as_array().unwrap() {
            let (reference, hash) = (
                need["ref"].as_str().unwrap(),
                need["hash"].as_str().unwrap(),
            );
            let approve = format!("/console/queue/{reference}/approve");
            desk.post(&approve, &[("hash", hash)]).location();
            let refer = format!("/console/needs/{reference}/refer");
            desk.post(&refer, &[("producer", producer), ("role", "lead")])
                .location();
        }
    }

    /// The office answers everything, and every thread hears of it.
    fn answer(&mut self) {
        let mut desk = self.sign_in(true, "responder");
        let inbox = until("every need to reach the office", || {
            let inbox = desk.get("/console/inbox.json").json();
            (inbox.as_array().unwrap().len() == PLANTED.len() + 1).then_some(inbox)
        });
        for referral in inbox.as_array().unwrap() {
            let fields = [
                ("referral", referral["referral"].as_str().unwrap()),
                ("lang", "en"),
                ("status", "already_available"),
                ("words", WORDS_OF_OFFICE),
                ("reasons", "existing_output"),
                ("link", "https://example.org/yearly"),
            ];
            desk.post("/console/referrals/respond", &fields).location();
        }
        for (person, thread) in &mut self.threads {
            let path = format!("{thread}.json");
            until("a thread to hear back", || {
                person
                    .get(&path)
                    .body
                    .contains(WORDS_OF_OFFICE)
                    .then_some(())
            });
        }
    }

    /// Everybody takes away all that is kept of them, which holds what they heard and nothing that was
    /// planted; and one is forgotten, which the node learns.
    fn take_away(&mut self) {
        let planted: Vec<&str> = PLANTED.iter().map(|(_, planted)| *planted).collect();
        for (person, thread) in &mut self.threads {
            for path in ["/room/mine", "/room/mine/kept", "/room/mine/kept.json"] {
                let page = person.get(path);
                assert_eq!(page.status, 200, "{path}");
                assert_absent(&[page.body.clone().into_bytes()], &planted, path);
                let all = path != "/room/mine";
                assert_eq!(
                    page.body.contains(WORDS_OF_OFFICE),
                    all,
                    "{path} of {thread}"
                );
            }
        }
        let (person, thread) = &mut self.threads[0];
        let erased = person.post("/room/mine/erase", &[("released", "stay")]);
        assert!(
            erased.body.contains("Done. I deleted one thread"),
            "{}",
            erased.body
        );
        assert_eq!(person.get(thread).status, 404);
        until("the node to learn that a thread ended", || {
            let messages = self.intake.messages();
            let ended = |m: &Message| find(&unfolded(&m.body), "keep_released");
            messages.iter().any(ended).then_some(())
        });
    }

    /// All that may appear nowhere but in the room.
    fn never(&self) -> Vec<&str> {
        let planted = PLANTED.iter().map(|(_, planted)| *planted);
        let drawn = self.secrets.iter().map(String::as_str);
        planted.chain(drawn).chain([ROOM]).collect()
    }

    /// Every page that each role can reach by links, at both nodes, and its form for programs.
    fn search_pages(&mut self) {
        for at_office in [false, true] {
            let address = if at_office {
                self.office.address
            } else {
                self.federation.address
            };
            let mut visitors = vec![Visitor::new(address)];
            for role in ["moderator", "responder", "admin"] {
                visitors.push(self.sign_in(at_office, role));
            }
            for mut visitor in visitors {
                let pages = walk(&mut visitor);
                assert!(pages.len() >= 3, "few pages: {pages:?}");
                for (path, text) in &pages {
                    assert_absent(&[text.clone().into_bytes()], &self.never(), path);
                    assert_absent(&[text.clone().into_bytes()], &[EDITED_AWAY], path);
                }
                // A moderator reads every need, so the words of one must be found.
                if !at_office && pages.iter().any(|(path, _)| path == "/console/queue") {
                    assert!(pages.iter().any(|(_, text)| text.contains(AFTER_EDIT)));
                }
            }
        }
    }

    fn search_figures(&self) {
        for place in [&self.federation, &self.bots, &self.office] {
            let figures = Visitor::new(place.metrics).get("/metrics").body;
            assert!(figures.contains("hearback_uptime_seconds"), "{figures}");
            assert_absent(&[figures.into_bytes()], &self.never(), "figures");
        }
    }

    fn search_logs(&self) {
        for program in &self.running {
            let log = program.log();
            let full = ["DEBUG", "TRACE"].iter().any(|level| log.contains(level));
            assert!(log.contains("listening") && full, "a full log");
            assert_absent(&[log.clone().into_bytes()], &self.never(), "a log");
            assert_absent(&[log.into_bytes()], &[EDITED_AWAY], "a log");
        }
    }

    /// Between bots and node: reply handles and keys of authors, and nothing else that is personal. Words that were
    /// edited away may have been looked up as similar before, masked, and are not kept.
    fn search_intake(&self) -> BTreeSet<String> {
        let messages = self.intake.messages();
        let raw = self.intake.raw();
        assert!(
            find(&forms(&messages), AFTER_EDIT),
            "the approved words go this way"
        );
        assert_absent(&raw, &self.never(), "the bytes of the intake API");
        assert_absent(&forms(&messages), &self.never(), "the intake API");
        for message in messages
            .iter()
            .filter(|m| !m.head.contains("/intake/v1/similar"))
        {
            assert_absent(&unfolded(&message.body), &[EDITED_AWAY], &message.head);
        }
        let of = |field: &str| -> BTreeSet<String> {
            let bodies = messages.iter();
            bodies.flat_map(|m| named(&m.body, field)).collect()
        };
        let (handles, authors) = (of("handle"), of("author"));
        assert!(handles.len() > PLANTED.len(), "a handle for each thread");
        assert!(!authors.is_empty(), "whose the needs are");
        handles.union(&authors).cloned().collect()
    }

    fn search_peers(&self, handles: &BTreeSet<String>) {
        for recorder in &self.peers {
            let (messages, raw) = (recorder.messages(), recorder.raw());
            assert!(
                messages.iter().any(|m| m.head.contains("/hearback/v1/")),
                "peers spoke"
            );
            let whole = forms(&messages);
            let handles: Vec<&str> = handles.iter().map(String::as_str).collect();
            for never in [&self.never(), &handles, &vec![EDITED_AWAY]] {
                assert_absent(&raw, never, "the bytes between nodes");
                assert_absent(&whole, never, "between nodes");
            }
        }
        let everything: Vec<_> = self
            .peers
            .iter()
            .flat_map(|r| forms(&r.messages()))
            .collect();
        assert!(
            find(&everything, AFTER_EDIT),
            "the need crossed, inside base64"
        );
        assert!(find(&everything, WORDS_OF_OFFICE), "the answer crossed");
    }
}

fn forms(messages: &[Message]) -> Vec<Vec<u8>> {
    let heads = messages.iter().map(|m| m.head.clone().into_bytes());
    heads
        .chain(messages.iter().flat_map(|m| unfolded(&m.body)))
        .collect()
}

fn find(places: &[Vec<u8>], words: &str) -> bool {
    places.iter().any(|place| searchable(place).contains(words))
}

fn assert_absent(places: &[Vec<u8>], never: &[&str], what: &str) {
    let traces: Vec<String> = never.iter().flat_map(|text| traces(text)).collect();
    for place in places {
        let text = searchable(place);
        for trace in &traces {
            if let Some((before, _)) = text.split_once(trace.as_str()) {
                let shown: String = before.chars().rev().take(300).collect();
                let before: String = shown.chars().rev().collect();
                panic!("{trace} stands in {what}, after: {before}");
            }
        }
    }
}

/// The texts of this name in a body, however deep.
fn named(body: &[u8], field: &str) -> Vec<String> {
    fn look(value: &Value, field: &str, found: &mut Vec<String>) {
        match value {
            Value::Object(all) => all.iter().for_each(|(name, one)| match one {
                Value::String(text) if name == field => found.push(text.clone()),
                _ => look(one, field, found),
            }),
            Value::Array(all) => all.iter().for_each(|one| look(one, field, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    if let Ok(value) = serde_json::from_slice(body) {
        look(&value, field, &mut found);
    }
    found
}

/// Follows every link on the site, and asks each address for its JSON too.
fn walk(visitor: &mut Visitor) -> Vec<(String, String)> {
    let mut open: Vec<String> = ["/", "/needs", "/console"].map(str::to_owned).to_vec();
    let mut seen = BTreeSet::new();
    let mut pages = Vec::new();
    while let Some(path) = open.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let page = visitor.get(&path);
        if page.status == 200 && !path.contains(['.', '?']) && path != "/" {
            open.push(format!("{path}.json"));
        }
        let links = page
            .body
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        open.extend(
            links
                .filter(|l| l.starts_with('/'))
                .map(|l| l.replace("&#38;", "&")),
        );
        if page.status == 200 {
            pages.push((path, format!("{}\n{}", page.head, page.body)));
        }
    }
    pages
}

#[test]
fn what_was_planted_leaves_by_no_way() {
    let mut scene = Scene::set();
    scene.say_all();
    let mut desk = scene.sign_in(false, "moderator");
    scene.moderate(&mut desk);
    scene.answer();
    scene.take_away();
    scene.search_pages();
    scene.search_figures();
    let handles = scene.search_intake();
    scene.search_peers(&handles);
    scene.search_logs();
}

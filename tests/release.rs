//! A node as an organisation runs it, with nothing set about when needs leave: an approved need waits
//! for its Tuesday, its person knows when, and until then it can be taken back. `hearback check` says
//! what a node does that releases at once.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

mod common;

use common::{Organisation, Visitor, free_address, until};
use serde_json::Value;

const WORDS: &str = "We need waiting times for each hospital, not just each region.";

#[test]
fn an_approved_need_waits_for_its_window_and_can_be_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let address = free_address();
    let url = format!("http://{address}");
    let society = Organisation::new(
        folder.path(),
        "society",
        &url,
        address,
        "roles = [\"intermediary\"]",
    );
    let society = society.with("ROOM__NAME", "Advice");
    assert!(
        society
            .check(&[])
            .contains("NEEDS LEAVE THE MOMENT THEY ARE APPROVED")
    );
    let society = society.with("RELEASE__SCHEDULE", "weekly");
    assert!(!society.check(&[]).contains("MOMENT THEY ARE APPROVED"));
    let _running = society.serve(&[]);
    let mut person = Visitor::new(address);
    person.get("/room");
    let thread = person
        .post("/room", &[("need", WORDS), ("use", "")])
        .location();
    assert!(
        person
            .get(&thread)
            .body
            .contains("These are your own words")
    );
    person.post(&format!("{thread}/send"), &[]).location();
    let mut desk = society.sign_in("moderator");
    let waits = one_in_queue(&mut desk, "logged");
    let (reference, hash) = (
        waits["ref"].as_str().unwrap(),
        waits["hash"].as_str().unwrap(),
    );
    let approve = format!("/console/queue/{reference}/approve");
    desk.post(&approve, &[("hash", hash)]).location();
    let words = one_in_queue(&mut desk, "confirmed")["leaves"]["words"].clone();
    let words = words.as_str().unwrap().to_owned();
    assert!(words.contains("from 09:30; held: 5 more needed"), "{words}");
    until("the person to hear when it leaves", || {
        let page = person.get(&thread).body;
        page.contains("They leave together with those of other people")
            .then_some(())
    });
    assert!(
        person
            .get("/needs.json")
            .json()
            .as_array()
            .unwrap()
            .is_empty()
    );
    person.post(&format!("{thread}/withdraw"), &[]).location();
    until("the need to be taken back", || {
        let queue = desk.get("/console/queue.json").json();
        queue.as_array().unwrap().is_empty().then_some(())
    });
}

/// The one need at the door, once it stands so.
fn one_in_queue(desk: &mut Visitor, status: &str) -> Value {
    until("a need at the door", || {
        let queue = desk.get("/console/queue.json").json();
        let one = queue.as_array().unwrap().first().cloned();
        one.filter(|held| held["status"] == status)
    })
}

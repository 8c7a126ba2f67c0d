//! Names of what can be pressed: each is read back, and fits the platform.

use super::*;
use hearback_wire::chance::SeededChance;
use proptest::prelude::*;

const THREAD: &str = "0123456789abcdef0123456789abcdef";

fn of_threads() -> Vec<Control> {
    let (thread, seen) = (|| THREAD.to_owned(), || head(&"f".repeat(64)));
    let verbs = [
        "edit",
        "topic",
        "cancel",
        "different",
        "open",
        "question",
        "quiet-here",
        "appeal",
        "no-reply",
    ];
    let mut all: Vec<Control> = verbs
        .into_iter()
        .map(|verb| of_thread(verb, thread()).unwrap())
        .collect();
    all.extend([
        Control::Send {
            thread: thread(),
            seen: seen(),
        },
        Control::Wider {
            thread: thread(),
            seen: seen(),
        },
        Control::SendReply {
            thread: thread(),
            seen: seen(),
        },
        Control::Agree {
            thread: thread(),
            seen: seen(),
            yes: false,
        },
        Control::Same {
            thread: thread(),
            reference: NeedRef::draw(&SeededChance::new(1)),
        },
    ]);
    all
}

fn others() -> Vec<Control> {
    let reference = NeedRef::draw(&SeededChance::new(1));
    let verbs = [
        "approve", "approved", "named", "merge", "undo", "alone", "rewrite", "ask", "decline",
        "reasons",
    ];
    let mut all: Vec<Control> = verbs
        .into_iter()
        .map(|verb| of_card(verb, reference, head(&"f".repeat(64))).unwrap())
        .collect();
    let about = [
        About::Thread(THREAD.to_owned()),
        About::Message("123".to_owned()),
    ];
    all.extend(about.map(|about| Control::Answer { about }));
    all.extend([
        Control::Say,
        Control::Again,
        Control::Read,
        Control::Quiet { quiet: true },
        Control::Erase {
            released: Released::Stay,
        },
        Control::Erase {
            released: Released::TakenBack,
        },
        Control::Voice { reference },
        Control::Judge {
            verdict: Verdict::NotMet,
            about: About::Thread(THREAD.to_owned()),
        },
        Control::Retry {
            post: THREAD.to_owned(),
        },
    ]);
    all
}

#[test]
fn every_name_is_short_and_leads_back_to_its_control() {
    for control in of_threads().into_iter().chain(others()) {
        let name = control.name();
        assert!(name.len() <= 100, "{name}");
        assert_eq!(Control::of(&name), Some(control));
    }
}

proptest! {
    #[test]
    fn any_name_can_be_read(name in ".{0,110}") {
        if let Some(control) = Control::of(&name) {
            prop_assert_eq!(Control::of(&control.name()), Some(control));
        }
    }
}

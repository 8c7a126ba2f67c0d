//! Properties of the parsers and the status table.

use hearback_wire::chance::SeededChance;
use hearback_wire::clock::Millis;
use hearback_wire::content::Content;
use hearback_wire::day::{Day, Week, When};
use hearback_wire::event::{LogKey, LogName, Place, WireEvent};
use hearback_wire::id::{Hash, NodeId, RecId};
use hearback_wire::keys::SecretKey;
use hearback_wire::peering::Invite;
use hearback_wire::reference::NeedRef;
use hearback_wire::response::Answer;
use hearback_wire::status::{Actor, Status};
use hearback_wire::text::{Link, Statement, Text, Words};
use proptest::prelude::*;

proptest! {
    #[test]
    fn no_text_makes_a_parser_panic(text in "\\PC{0,60}|[\\x00-\\u{10FFFF}]{0,60}") {
        let _ = text.parse::<NeedRef>();
        let _ = text.parse::<Statement>();
        let _ = text.parse::<Link>();
        let _ = text.parse::<When>();
        let _ = text.parse::<Week>();
        let _ = text.parse::<LogKey>();
        let _ = text.parse::<Invite>();
        let _ = serde_json::from_str::<Content>(&text);
        let _ = serde_json::from_str::<Answer>(&text);
    }

    #[test]
    fn a_reference_survives_being_written_down(seed in any::<u64>()) {
        let reference = NeedRef::draw(&SeededChance::new(seed));
        prop_assert_eq!(reference.to_string().parse::<NeedRef>(), Ok(reference));
        prop_assert_eq!(reference.to_string().to_lowercase().parse::<NeedRef>(), Ok(reference));
    }

    #[test]
    fn parsed_text_is_a_fixed_point(raw in "\\PC{0,80}") {
        if let Ok(text) = raw.parse::<Text<1, 60>>() {
            let again = text.as_str().parse::<Text<1, 60>>();
            prop_assert_eq!(again.as_ref(), Ok(&text));
            prop_assert!(text.as_str().chars().count() <= 60);
        }
    }

    #[test]
    fn hidden_characters_never_get_in(before in "[a-z ]{20,30}", after in "[a-z]{1,5}",
        hidden in prop::sample::select(vec!['\u{202E}', '\u{200B}', '\u{2066}', '\0', '\u{7}', '\u{FEFF}', '\u{E0041}'])) {
        let text = format!("{before}{hidden}{after}");
        prop_assert!(text.parse::<Statement>().is_err());
    }

    #[test]
    fn no_walk_through_the_table_leaves_a_final_state(steps in prop::collection::vec((any::<bool>(), 0_usize..16), 0..40)) {
        let mut status = Status::Referred;
        for (producer, pick) in steps {
            let actor = if producer { Actor::Producer } else { Actor::Intermediary };
            let to = Status::ALL[pick % Status::ALL.len()];
            let allowed = status.next(actor).contains(&to);
            prop_assert_eq!(status.check(to, actor).is_ok(), allowed);
            if allowed {
                prop_assert_ne!(status, Status::Withdrawn);
                status = to;
            }
        }
    }

    #[test]
    fn a_day_of_any_moment_reads_back(millis in -60_000_000_000_000_i64..60_000_000_000_000) {
        let day = Day::of(Millis(millis));
        prop_assert_eq!(day.to_string().parse::<Day>(), Ok(day));
        let week = Week::of(day);
        prop_assert_eq!(week.to_string().parse::<Week>(), Ok(week));
    }

    #[test]
    fn any_flipped_byte_of_an_event_is_noticed(seed in any::<u64>(), at in any::<prop::sample::Index>()) {
        let chance = SeededChance::new(seed);
        let key = SecretKey::draw(&chance);
        let node = NodeId::of_identity(key.public().bytes());
        let log = LogKey { node, log: LogName::Shared, epoch: 1 };
        let place = Place { log: &log, after: (0, Hash::ZERO), rec: RecId::draw(&chance), day: "2026-11-25".parse().unwrap() };
        let body = hearback_wire::body::Body::Erase(hearback_wire::body::Erase {
            reason: hearback_wire::body::EraseReason::Withdrawn,
            reference: None,
            audience: hearback_wire::vocabulary::Audience::Public,
        });
        let (event, head) = WireEvent::seal(&place, &body, &key, &chance).unwrap();
        let good = event.open(&key.public()).unwrap();
        prop_assert_eq!(good.head, head);
        let json = serde_json::to_string(&event).unwrap();
        let mut bytes = json.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        if let Ok(changed) = serde_json::from_slice::<WireEvent>(&bytes) {
            prop_assert!(changed == event || changed.open(&key.public()).is_err());
        }
    }
}

#[test]
fn a_refusal_cannot_be_written_down_without_its_parts() {
    let full = serde_json::json!({
        "status": "not_adopted", "words": "We cannot do this, and here is why.",
        "reasons": [{"code": "resources"}],
        "would_change": "More money or another survey.", "review": "none",
    });
    assert!(serde_json::from_value::<Answer>(full.clone()).is_ok());
    for part in ["words", "reasons", "would_change", "review"] {
        let mut without = full.clone();
        without.as_object_mut().unwrap().remove(part);
        let error = serde_json::from_value::<Answer>(without).unwrap_err();
        assert!(error.to_string().contains(part), "{part}: {error}");
    }
    let mut empty = full.clone();
    empty["reasons"] = serde_json::json!([]);
    assert!(
        serde_json::from_value::<Answer>(empty)
            .unwrap_err()
            .to_string()
            .contains("at least one reason")
    );
    let mut unknown = full;
    unknown["officer"] = serde_json::json!("a name");
    assert!(serde_json::from_value::<Answer>(unknown).is_err());
}

#[test]
fn a_reason_that_must_name_something_does() {
    let unnamed = serde_json::json!({
        "status": "out_of_scope", "words": "Please ask the other producer.",
        "reasons": [{"code": "other_producer"}],
    });
    let error = serde_json::from_value::<Answer>(unnamed).unwrap_err();
    assert!(error.to_string().contains("must name"), "{error}");
}

#[test]
fn words_that_hide_or_overflow_are_refused_with_what_to_do() {
    assert!(
        "".parse::<Words>()
            .unwrap_err()
            .to_string()
            .contains("write something")
    );
    assert!(
        "x".repeat(2000)
            .parse::<Words>()
            .unwrap_err()
            .to_string()
            .contains("1200")
    );
    assert!("http://example.org".parse::<Link>().is_err());
    assert!("https://user@example.org/".parse::<Link>().is_err());
    assert!("https://example.org/a?b=c#d".parse::<Link>().is_ok());
}

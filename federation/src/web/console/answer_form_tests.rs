//! Every status with a whole form, and with each of its fields left out in turn.

use hearback_wire::chance::SeededChance;
use hearback_wire::id::{NodeId, RecId};

use super::*;

const WORDS: (&str, &str) = ("words", "We have looked at this with care.");
const REASONS: (&str, &str) = ("reasons", "not_collected,resources");
const REVIEW: (&str, &str) = ("review", "2027-03-31");

/// The fields that each status cannot do without.
fn whole() -> Vec<(&'static str, Vec<(&'static str, &'static str)>)> {
    let to = ("to", "abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrst");
    vec![
        ("clarifying", vec![("question", "Which years do you need?")]),
        ("already_available", vec![WORDS, REASONS]),
        (
            "waiting",
            vec![WORDS, REASONS, ("priority", "high"), REVIEW],
        ),
        (
            "planned",
            vec![
                WORDS,
                ("when", "2027-03/2027-06"),
                ("confidence", "provisional"),
            ],
        ),
        ("in_development", vec![WORDS]),
        (
            "delivered",
            vec![WORDS, ("link", "https://example.org/release")],
        ),
        ("partly_met", vec![WORDS, REASONS]),
        (
            "not_adopted",
            vec![
                WORDS,
                REASONS,
                ("would_change", "More people who need it."),
                REVIEW,
            ],
        ),
        ("out_of_scope", vec![WORDS, REASONS]),
        ("merged", vec![WORDS, ("into", "HB-0000-0000")]),
        ("passed_on", vec![WORDS, REASONS, to]),
        ("pass_declined", vec![WORDS, REASONS]),
    ]
}

fn key() -> RecordKey {
    let node = NodeId::of_identity(&[1; 32]);
    RecordKey {
        node,
        rec: RecId::draw(&SeededChance::new(1)),
    }
}

fn form(status: &'static str, rest: &[(&'static str, &'static str)]) -> Fields {
    let mut pairs = vec![("status", status)];
    pairs.extend_from_slice(rest);
    Fields::from(pairs.as_slice())
}

#[test]
fn a_whole_form_becomes_the_answer_it_says() {
    for (status, fields) in whole() {
        let reply = parse(&form(status, &fields), Some(key()))
            .unwrap_or_else(|w| panic!("{status}: {w:?}"));
        let want = if status.starts_with("pass") {
            "referred"
        } else {
            status
        };
        assert_eq!(reply.answer.status().code(), want);
        assert_eq!(reply.question.is_some(), status == "clarifying");
    }
}

#[test]
fn each_missing_field_is_named_and_no_other() {
    for (status, fields) in whole() {
        for (left_out, _) in &fields {
            let rest: Vec<_> = fields
                .iter()
                .filter(|(name, _)| name != left_out)
                .copied()
                .collect();
            let wrong = parse(&form(status, &rest), Some(key())).unwrap_err();
            assert_eq!(
                wrong.iter().map(|w| w.field).collect::<Vec<_>>(),
                [*left_out],
                "{status}"
            );
            assert!(
                wrong[0].message.starts_with("Please"),
                "{}",
                wrong[0].message
            );
        }
    }
}

#[test]
fn every_missing_field_is_named_at_once() {
    let wrong = parse(&form("not_adopted", &[]), None).unwrap_err();
    let mut named: Vec<&str> = wrong.iter().map(|w| w.field).collect();
    named.sort_unstable();
    assert_eq!(named, ["reasons", "review", "words", "would_change"]);
}

#[test]
fn a_reason_that_must_name_something_says_so() {
    let fields = [WORDS, ("reasons", "other_producer")];
    let wrong = parse(&form("out_of_scope", &fields), None).unwrap_err();
    assert_eq!(wrong[0].field, "names");
    let named = [
        WORDS,
        ("reasons", "other_producer"),
        ("names", "The other office"),
    ];
    assert!(parse(&form("out_of_scope", &named), None).is_ok());
}

#[test]
fn a_need_that_is_not_here_cannot_be_joined() {
    let wrong = parse(&form("merged", &[WORDS, ("into", "HB-0000-0000")]), None).unwrap_err();
    assert_eq!(wrong[0].field, "into");
}

#[test]
fn statuses_that_are_not_a_producers_are_refused() {
    for status in ["", "logged", "confirmed", "referred", "withdrawn", "sorted"] {
        let wrong = parse(&form(status, &[WORDS]), None).unwrap_err();
        assert_eq!(wrong[0].field, "status", "{status}");
    }
}

#[test]
fn an_acknowledgement_may_promise_a_day_or_none() {
    assert!(parse(&form("under_consideration", &[]), None).is_ok());
    let wrong = parse(&form("under_consideration", &[("when", "soon")]), None).unwrap_err();
    assert_eq!(wrong[0].field, "when");
}

//! Both languages hold the same sentences, and the program says only those, with the values they name.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use hearback_wire::day::Day;
use hearback_wire::intake::Refusal;
use hearback_wire::reason::ReasonCode;
use hearback_wire::status::Status;
use hearback_wire::vocabulary::{Band, Removed, Theme, Verdict, Voice};

use super::*;

type Values = BTreeSet<String>;

/// Each sentence with the names of its values.
fn sentences(texts: [&str; 5]) -> BTreeMap<String, Values> {
    let mut all = BTreeMap::new();
    for text in texts {
        let resource = fluent_syntax::parser::parse(text).map_err(|(_, errors)| errors);
        for entry in resource.unwrap().body {
            let Entry::Message(message) = entry else {
                continue;
            };
            let mut values = Values::new();
            collect(&message.value.unwrap(), &mut values);
            let before = all.insert(message.id.name.to_owned(), values);
            assert!(before.is_none(), "{} stands twice", message.id.name);
        }
    }
    all
}

fn collect(pattern: &Pattern<&str>, values: &mut Values) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else {
            continue;
        };
        let inline = match expression {
            Expression::Inline(inline) => inline,
            Expression::Select { selector, variants } => {
                for variant in variants {
                    collect(&variant.value, values);
                }
                selector
            }
        };
        if let InlineExpression::VariableReference { id } = inline {
            values.insert(id.name.to_owned());
        }
    }
}

/// Every `say!` of the crate: the id and the names of its values.
fn said() -> Vec<(String, Values)> {
    let mut found = Vec::new();
    let mut waiting: Vec<PathBuf> = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let all = std::fs::read_dir(&path).unwrap();
            waiting.extend(all.map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|end| end == "rs")
            && !path.ends_with("tongue/mod.rs")
        {
            found.extend(calls(&std::fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

fn calls(source: &str) -> Vec<(String, Values)> {
    let heads = source
        .match_indices("say!(t, \"")
        .map(|(at, head)| at + head.len());
    let more = source
        .match_indices("say!(\n")
        .map(|(at, head)| at + head.len());
    heads
        .chain(more.filter_map(|at| {
            let rest = source.get(at..)?;
            Some(at + rest.find('"')? + 1)
        }))
        .map(|at| {
            let rest = source.get(at..).unwrap();
            let (id, rest) = rest.split_once('"').unwrap();
            (id.to_owned(), names(rest))
        })
        .collect()
}

/// The names before an equals sign, outside all brackets but those of the call.
fn names(rest: &str) -> Values {
    let (mut depth, mut word, mut names) = (0_i32, String::new(), Values::new());
    let mut letters = rest.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' if depth == 0 => break,
            ')' | ']' | '}' => depth -= 1,
            '=' if depth == 0 && letters.peek() != Some(&'=') => {
                names.insert(word.trim().to_owned());
            }
            ',' | ';' if depth == 0 => word.clear(),
            letter if depth == 0 => word.push(letter),
            _ => {}
        }
    }
    names
}

#[test]
fn both_languages_hold_the_same_sentences_with_the_same_values() {
    let (english, welsh) = (sentences(ENGLISH), sentences(WELSH));
    for (id, values) in &english {
        let other = welsh.get(id);
        // A language may do without a number that another one counts by.
        assert!(other.is_some(), "{id} is not there in Welsh");
        assert_eq!(other, Some(values), "{id}");
    }
    for id in welsh.keys() {
        assert!(english.contains_key(id), "{id} is not there in English");
    }
}

#[test]
fn what_the_program_says_is_there_and_what_is_there_is_said() {
    let english = sentences(ENGLISH);
    let said = said();
    assert!(said.len() > 150, "{}", said.len());
    for (id, values) in &said {
        assert_eq!(english.get(id), Some(values), "{id}");
    }
    let said: BTreeSet<&String> = said.iter().map(|(id, _)| id).collect();
    let labels = [
        "status-", "reason-", "refusal-", "removed-", "verdict-", "voice-", "theme-", "band-",
        "month-", "weekday-", "concern-",
    ];
    for id in english.keys() {
        let is_label = labels.iter().any(|head| id.starts_with(head));
        assert!(is_label || said.contains(id), "nobody says {id}");
    }
}

#[test]
fn every_code_has_a_name_and_the_english_one_is_that_of_the_field() {
    fn check<T: Copy>(
        kind: &str,
        all: &[T],
        code: fn(T) -> &'static str,
        label: fn(T) -> &'static str,
    ) {
        for one in all {
            let (code, label) = (code(*one), label(*one));
            assert_eq!(Tongue::English.label(kind, code), label);
            let welsh = Tongue::Welsh.label(kind, code);
            assert!(!welsh.contains(kind), "{kind} {code}: {welsh}");
        }
    }
    check("status", Status::ALL, Status::code, Status::label);
    check(
        "reason",
        ReasonCode::ALL,
        ReasonCode::code,
        ReasonCode::label,
    );
    check("refusal", Refusal::ALL, Refusal::code, Refusal::label);
    check("removed", Removed::ALL, Removed::code, Removed::label);
    check("verdict", Verdict::ALL, Verdict::code, Verdict::label);
    check("voice", Voice::ALL, Voice::code, Voice::label);
    check("theme", Theme::ALL, Theme::code, Theme::label);
    check("band", Band::ALL, Band::code, Band::label);
}

#[test]
fn days_have_the_names_of_their_language() {
    let day: Day = "2026-12-01".parse().unwrap();
    assert_eq!(Tongue::English.day(day), day.in_words());
    assert_eq!(Tongue::English.weekday(day), "Tuesday 1 December 2026");
    assert_eq!(Tongue::Welsh.weekday(day), "Dydd Mawrth 1 Rhagfyr 2026");
}

#[test]
fn what_people_wrote_is_no_pattern() {
    let wrote = "{ $reference } { thread-stays } *[other] \u{2068}";
    for t in Tongue::ALL {
        let said = say!(t, "thread-replied", words = wrote);
        assert!(said.ends_with(&format!(": {wrote}")), "{said}");
    }
}

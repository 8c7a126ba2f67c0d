//! Words of ours to measure with: needs that may leave, and texts with things in them that may not.

use hearback_wire::content::Content;
use hearback_wire::id::Handle;
use hearback_wire::intake::PutNeed;
use hearback_wire::vocabulary::Wording;

use crate::clock::OsChance;
use crate::fault::{Doing, Outcome};

const SUBJECTS: [&str; 8] = [
    "children who wait for a speech therapist",
    "homes with damp",
    "unpaid carers who have stopped work",
    "people who rent from a council",
    "adults who are learning to read",
    "empty shops",
    "patients who travel more than an hour",
    "families without a car",
];
const AREAS: [&str; 5] = [
    "council area",
    "region of England",
    "part of Wales",
    "health board",
    "town",
];
const BREAKDOWNS: [&str; 4] = [
    "by age",
    "by household income",
    "by kind of home",
    "by length of wait",
];
const TIMES: [&str; 3] = ["every year", "every three months", "every month"];

/// Names and numbers that nobody has: the number is of a range kept for drama.
const PERSONAL: [&str; 4] = [
    "",
    " My name is Quenby Ashdown and I live there.",
    " Ring me on 07700 900123.",
    " Write to quenby@example.org.",
];

/// The sentence with this number; the numbers below 480 give different ones. It passes the gate.
pub(super) fn sentence(number: usize) -> String {
    let mut left = number;
    let subject = pick(&SUBJECTS, &mut left);
    let area = pick(&AREAS, &mut left);
    let breakdown = pick(&BREAKDOWNS, &mut left);
    let time = pick(&TIMES, &mut left);
    format!("How many {subject} are there in each {area}, {breakdown} and {time}?")
}

/// A sentence as somebody might first write it: three of four say who asks.
pub(super) fn raw(number: usize) -> String {
    let personal = pick(&PERSONAL, &mut { number });
    sentence(number) + personal
}

/// What a bot puts for the sentence with this number, from a person of its own.
pub(super) fn need(number: usize) -> Outcome<PutNeed> {
    let statement = sentence(number)
        .parse()
        .doing("a sentence of the bench is not a statement")?;
    let content = Content::plain(statement, None);
    Ok(PutNeed {
        handle: Handle::draw(&OsChance),
        approved: content.hash(),
        content,
        removed: Vec::new(),
        author: None,
        wording: Some(Wording::Own),
    })
}

/// Takes the last digit off `left`, in base `words.len()`, and gives the word it stands for.
fn pick<'a>(words: &[&'a str], left: &mut usize) -> &'a str {
    let digit = *left % words.len();
    *left /= words.len();
    words.get(digit).copied().unwrap_or_default()
}

//! Dates exact to the day, dates of birth and ages of one person. Years, months and age groups are
//! what statistics are made of and pass.

use super::{Row, always, digits};
use crate::Kind::{Date, DateOfBirth, Number};

macro_rules! day_month_year {
    () => {
        r"(?:\d{1,2}(?:st|nd|rd|th)?(?: (?:day )?of)?[ -]?(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?,?(?:[ -]'?\d{4}\b|[ -]'?\d{2}\b)?|(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.? \d{1,2}(?:st|nd|rd|th)?\b(?:,? \d{4}\b)?|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})\b|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b)"
    };
}

/// Dates and ages.
pub(super) const ROWS: &[Row] = &[
    (
        concat!(
            r"(?i)\b(?:born(?: on)?|d\.?o\.?b\.?|date of birth|birth ?day|birth ?date)\b[\s:,=-]*(?:(?:is|was|on|the)\b[\s:]*){0,3}(?P<it>",
            day_month_year!(),
            ")"
        ),
        DateOfBirth,
        "date_of_birth",
        always,
        digits(1),
    ),
    (
        r"(?i)\b\d{4}-\d{2}-\d{2}[t ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})?",
        Date,
        "time_stamp",
        always,
        digits(10),
    ),
    (
        concat!(
            r"(?i)(?:(?P<not>\b(?:(?:ending|ended|ends|end)(?: on| of| in)?|as (?:at|of)|census day)[: ,]+)|\b)(?P<it>",
            day_month_year!(),
            ")"
        ),
        Date,
        "day",
        exact_day,
        digits(1),
    ),
    (
        r"(?i)\b(?:i['’]?m|i am|i['’]?ve turned|i just turned|i turned|i was|he['’]?s|she['’]?s|he is|she is|he was|she was|they['’]re|who['’]?s|who is|who was|aged just|turned|turning|age is|age was|age:|age =)\s+(?:only |just |now |about |nearly |almost )?(?P<it>\d{1,3})\b",
        Number,
        "age",
        always,
        digits(1),
    ),
    (
        r"(?i)\b(?:my|our|his|her|he|she|i)\b[^.?!\n]*\bat the age of (?P<it>\d{1,3})\b",
        Number,
        "age",
        always,
        digits(1),
    ),
    (
        r"(?i)\b(?P<it>\d{1,3})[ -]?(?:years?|yrs?|months?|weeks?)[ -]?old\b",
        Number,
        "age",
        always,
        digits(1),
    ),
    (
        r"(?i)\b(?P<it>\d{1,3}) ?(?:yo|y/o|y\.o\.)(?:\W|$)",
        Number,
        "age",
        always,
        digits(1),
    ),
];

/// False for "may" as a verb after a count ("of the 10 may be"), which the months would catch.
fn exact_day(text: &str) -> bool {
    let verb = text.ends_with(" may") || text.starts_with("may ") || text.ends_with(" march");
    let lower = text.to_lowercase();
    let period = PERIOD_EDGES.iter().any(|edge| lower.starts_with(edge));
    !verb && !period && (text.contains(char::is_alphabetic) || in_the_calendar(text))
}

/// Day, month and year in some order: no part is zero, and a day and a month are among them.
fn in_the_calendar(text: &str) -> bool {
    let parts: Vec<u32> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|part| part.parse().ok())
        .collect();
    let up_to = |most| {
        parts
            .iter()
            .filter(|part| (1..=most).contains(*part))
            .count()
    };
    parts.len() == 3
        && !parts.iter().take(2).any(|part| *part == 0)
        && up_to(12) >= 1
        && up_to(31) >= 2
}

/// Days on which years and quarters start and end: they tell a period, not an event.
const PERIOD_EDGES: &[&str] = &[
    "31 march",
    "1 april",
    "5 april",
    "6 april",
    "30 june",
    "30 september",
    "31 december",
    "1 january",
];

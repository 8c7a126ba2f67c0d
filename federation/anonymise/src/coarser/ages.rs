//! From the age of one person to the group in which statistics publish it.

use std::ops::Range;

use crate::text::{fold, words};

/// Groups by the first age above them.
const BANDS: &[(u32, &str)] = &[
    (5, "aged under 5"),
    (10, "aged 5 to 9"),
    (16, "aged 10 to 15"),
    (25, "aged 16 to 24"),
    (35, "aged 25 to 34"),
    (45, "aged 35 to 44"),
    (55, "aged 45 to 54"),
    (65, "aged 55 to 64"),
    (75, "aged 65 to 74"),
    (85, "aged 75 to 84"),
    (131, "aged 85 and over"),
];

/// Words for one person, after which an age can stand.
const PERSONS: &[&str] = &[
    "woman",
    "man",
    "girl",
    "boy",
    "child",
    "mother",
    "father",
    "mum",
    "dad",
    "son",
    "daughter",
    "brother",
    "sister",
    "nan",
    "gran",
    "grandad",
    "grandmother",
    "grandfather",
    "uncle",
    "aunt",
    "niece",
    "nephew",
    "cousin",
    "wife",
    "husband",
    "partner",
    "friend",
    "neighbour",
    "person",
    "carer",
    "student",
    "pupil",
    "patient",
    "tenant",
    "pensioner",
    "veteran",
    "grandson",
    "granddaughter",
    "twin",
    "baby",
    "toddler",
    "teenager",
    "worker",
    "resident",
];

/// Words of one person whose age is told.
const BEFORE_AN_AGE: &[&str] = &[
    "is", "was", "am", "are", "i'm", "im", "he's", "she's", "they're", "who's", "aged", "just",
    "only", "now",
];

/// Words for many: an age after them is a group of statistics already.
const MANY: &[&str] = &[
    "people",
    "children",
    "men",
    "women",
    "those",
    "anyone",
    "everyone",
    "everybody",
    "persons",
    "population",
    "youth",
    "somebody",
    "someone",
    "any",
    "each",
    "every",
    "and",
    "or",
    "not",
    "all",
    "under",
    "over",
];

/// The group of an age in years.
pub(crate) fn band(years: u32) -> Option<&'static str> {
    BANDS
        .iter()
        .find(|(above, _)| years < *above)
        .map(|(_, band)| *band)
}

/// The group of an age whose unit follows.
pub(super) fn band_of(number: &str, after: &str) -> Option<&'static str> {
    let number: u32 = number.trim().parse().ok()?;
    let unit = words(after).next().map(fold).unwrap_or_default();
    let months = unit.starts_with("month") || unit.starts_with("week");
    band(if months { number / 12 } else { number })
}

/// Whether an age after `before` is that of one person: "children aged 11" is a group.
pub(crate) fn of_one_person(before: &str) -> bool {
    let last = words(before).last().map(fold).unwrap_or_default();
    let plural = last.len() > 3 && last.ends_with('s') && !last.ends_with("ss");
    !plural && !MANY.contains(&last.as_str()) && !last.chars().all(|c| c.is_ascii_digit())
        || last.is_empty()
}

/// "I'm [number]" and "is [number] years old" become "aged 65 to 74"; "a [number]-year-old woman" a
/// woman of that age.
pub(super) fn said(
    (before, after): (&str, &str),
    at: &Range<usize>,
    band: &str,
) -> Option<(Range<usize>, String)> {
    let last = words(before).last().map(fold).unwrap_or_default();
    let tail = year_old(after);
    if let Some((old, person)) = tail.and_then(|len| named_person(after, len)) {
        return Some((at.start..at.end + old, format!("{person} {band}")));
    }
    let told = BEFORE_AN_AGE.contains(&last.as_str());
    let end = at.end + tail.unwrap_or(0);
    let band = match last.as_str() {
        "aged" => band.strip_prefix("aged ").unwrap_or(band),
        _ => band,
    };
    (told && !runs_on(text_after(after, tail))).then(|| (at.start..end, band.to_owned()))
}

fn text_after(after: &str, tail: Option<usize>) -> &str {
    after.get(tail.unwrap_or(0)..).unwrap_or_default()
}

/// "I'm [number] weeks pregnant", "is [number]%": no age of a person after all.
fn runs_on(rest: &str) -> bool {
    let next = words(rest).next().map(fold).unwrap_or_default();
    let joined = rest.starts_with(['%', '-', '/']);
    joined
        || matches!(
            next.as_str(),
            "weeks" | "week" | "months" | "month" | "years" | "miles" | "percent" | "per"
        )
}

/// The length of "-year-old" or " years old".
fn year_old(after: &str) -> Option<usize> {
    const ENDS: &[&str] = &[
        "-year-old",
        " year old",
        " years old",
        "-years-old",
        " year-old",
        "-year old",
        "-month-old",
        " months old",
        " month old",
        " weeks old",
        " week old",
        "yo",
        " yo",
        "y/o",
        " y/o",
    ];
    ENDS.iter()
        .filter(|end| {
            after
                .get(..end.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(end))
        })
        .filter(|end| {
            !after
                .get(end.len()..)
                .is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
        })
        .map(|end| end.len())
        .max()
}

/// The person after "-year-old", and how far it reaches.
fn named_person(after: &str, from: usize) -> Option<(usize, String)> {
    let rest = after.get(from..)?.strip_prefix(' ')?;
    let person = words(rest).next().filter(|word| rest.starts_with(word))?;
    PERSONS
        .contains(&fold(person).as_str())
        .then(|| (from + 1 + person.len(), person.to_owned()))
}

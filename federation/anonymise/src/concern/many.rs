//! What sounds like one person and is about many, or about data: "aged 16 to 24", "the only survey".

use std::ops::Range;

use super::ConcernKind;
use crate::text::words;

/// Signs that make an age the start of a group.
const SIGNS: &[&str] = &["-", "–", "+", "/", "%"];
/// Words that do.
const GROUPS: &[&str] = &[
    "to ",
    "and over",
    "and under",
    "and above",
    "and older",
    "and younger",
    "and up",
    "or over",
    "or under",
    "or above",
    "or older",
    "or younger",
    "or more",
    "or less",
    "plus",
    "and ",
    "or ",
];

/// Characters in the longest of these, and a digit after it.
const LONGEST: usize = 16;

/// Things that can be the only ones of their kind, and households with a head.
const THINGS: &[&str] = &[
    "age",
    "ages",
    "area",
    "areas",
    "available",
    "breakdown",
    "breakdowns",
    "children",
    "count",
    "counts",
    "data",
    "dataset",
    "estimate",
    "estimates",
    "evidence",
    "families",
    "figure",
    "figures",
    "geography",
    "household",
    "households",
    "indicator",
    "indicators",
    "information",
    "level",
    "measure",
    "measures",
    "number",
    "numbers",
    "option",
    "people",
    "period",
    "place",
    "publication",
    "publications",
    "published",
    "question",
    "record",
    "records",
    "release",
    "releases",
    "report",
    "reports",
    "series",
    "source",
    "sources",
    "state",
    "statistic",
    "statistics",
    "survey",
    "surveys",
    "table",
    "tables",
    "thing",
    "way",
    "ways",
    "year",
    "years",
];

/// False where the words are about many, or about data: "aged 16 to 24", "the only survey".
pub(super) fn points_at_one(text: &str, hit: &Range<usize>, kind: ConcernKind) -> bool {
    let (Some(whole), Some(after)) = (text.get(hit.clone()), text.get(hit.end..)) else {
        return false;
    };
    match kind {
        ConcernKind::ExactAge => !goes_on_as_a_group(after),
        ConcernKind::UniqueRole => {
            let next = words(after).next().unwrap_or_default();
            !is_about_data(&format!("{whole} {next}"))
        }
        _ => true,
    }
}

/// "65 to 74", "16+", "85 and over".
fn goes_on_as_a_group(after: &str) -> bool {
    let ahead = after.trim_start().chars().take(LONGEST);
    let words: String = ahead.flat_map(char::to_lowercase).collect();
    let numbered = |word: &&&str| {
        let rest = words.get(word.len()..).unwrap_or_default();
        !matches!(**word, "and " | "or ") || rest.starts_with(|c: char| c.is_ascii_digit())
    };
    words.starts_with(|c: char| SIGNS.iter().any(|sign| sign.starts_with(c)))
        || GROUPS
            .iter()
            .filter(|word| words.starts_with(**word))
            .any(|word| numbered(&word))
}

/// What is the only one of its kind without being a person, and households with a head.
fn is_about_data(whole: &str) -> bool {
    let lower = whole.to_lowercase();
    words(&lower).any(|word| THINGS.contains(&word))
}

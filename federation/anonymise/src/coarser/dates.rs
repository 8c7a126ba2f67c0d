//! From a day to its month.

use std::ops::Range;

const MONTHS: [(&str, &str); 12] = [
    ("jan", "January"),
    ("feb", "February"),
    ("mar", "March"),
    ("apr", "April"),
    ("may", "May"),
    ("jun", "June"),
    ("jul", "July"),
    ("aug", "August"),
    ("sep", "September"),
    ("oct", "October"),
    ("nov", "November"),
    ("dec", "December"),
];

/// The month of a date as people write it, with its year where that is told.
pub(crate) fn month(date: &str) -> Option<String> {
    let parts: Vec<&str> = date
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let (name, year) = named(&parts).or_else(|| numbered(&parts))?;
    Some(match year {
        Some(year) => format!("{name} {year}"),
        None => name.to_owned(),
    })
}

/// A month in letters; a year has four digits, or two after the month.
fn named(parts: &[&str]) -> Option<(&'static str, Option<u32>)> {
    let (at, name) = parts.iter().enumerate().find_map(|(at, part)| {
        let letters = part.trim_start_matches(|c: char| c.is_ascii_digit());
        let head = letters.get(..3)?.to_ascii_lowercase();
        let found = MONTHS.iter().find(|(short, _)| *short == head);
        found.map(|(_, name)| (at, *name))
    })?;
    let rest = parts.get(at + 1..)?;
    let four = parts.iter().copied().find_map(year_of_four);
    let two = rest.iter().copied().find_map(year_of_two);
    let day_before = at > 0
        || parts
            .first()
            .is_some_and(|part| part.starts_with(|c: char| c.is_ascii_digit()));
    Some((name, four.or(if day_before { two } else { None })))
}

/// Three numbers: the year first, or the day before the month as the United Kingdom writes it.
fn numbered(parts: &[&str]) -> Option<(&'static str, Option<u32>)> {
    let [first, second, third, ..] = parts else {
        return None;
    };
    let (month, other, year) = match year_of_four(first) {
        Some(year) => (*second, *third, Some(year)),
        None => (
            *second,
            *first,
            year_of_four(third).or_else(|| year_of_two(third)),
        ),
    };
    let name = |part: &str| {
        let number: usize = part.parse().ok()?;
        MONTHS.get(number.checked_sub(1)?).map(|(_, name)| *name)
    };
    let found = name(month).or_else(|| name(other))?;
    Some((found, year))
}

fn year_of_four(part: &str) -> Option<u32> {
    let year: u32 = part.get(..4)?.parse().ok()?;
    let ends = part.chars().nth(4).is_none_or(|c| !c.is_ascii_digit());
    (ends && (1800..=2199).contains(&year)).then_some(year)
}

/// Two digits: of this century up to 69, of the last from there.
fn year_of_two(part: &str) -> Option<u32> {
    let short: u32 = part.parse().ok().filter(|_| part.len() == 2)?;
    Some(if short < 70 {
        2000 + short
    } else {
        1900 + short
    })
}

/// "On [date]" and "on the [date]" become "in March 2026".
pub(super) fn said(before: &str, at: &Range<usize>, month: &str) -> (Range<usize>, String) {
    let bare = super::without_word(before, "the").unwrap_or(before);
    let start = match super::without_word(bare, "on") {
        Some(rest) => {
            let large = before
                .get(rest.len()..)
                .is_some_and(|on| on.starts_with('O'));
            let word = if large { "In" } else { "in" };
            return (rest.len()..at.end, format!("{word} {month}"));
        }
        None if bare.len() < before.len() => bare.len(),
        None => at.start,
    };
    (start..at.end, month.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_day_gives_its_month() {
        for (day, want) in [
            ("14 March 2026", "March 2026"),
            ("14th of march", "March"),
            ("3 Sept 24", "September 2024"),
            ("March 14, 2026", "March 2026"),
            ("june 3rd", "June"),
            ("03/04/2026", "April 2026"),
            ("25-12-99", "December 1999"),
            ("12/25/2020", "December 2020"),
            ("2026-03-14T09:30:00Z", "March 2026"),
            ("7Dec 2021", "December 2021"),
        ] {
            assert_eq!(month(day).as_deref(), Some(want), "{day}");
        }
        for none in ["99/99/2020", "yesterday", ""] {
            assert_eq!(month(none), None, "{none}");
        }
    }
}

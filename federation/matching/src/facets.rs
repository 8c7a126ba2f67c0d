//! The facets of a need: which area, which time, which people, split by what, measuring what.
//!
//! Two needs may share nearly all their words and still be answered by different publications
//! ("rents in Leeds", "rents in Wales"). Facets find that. They only ever hold a suggestion back
//! from "the same"; they never make two texts alike.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::areas::named_in;
use crate::phrases::PhraseBook;
use crate::table::{list, rows};
use crate::text::Word;

/// A side of a need on which two needs can differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    /// A named nation, region or council.
    Area,
    /// How small the areas are: ward, council, region.
    Level,
    /// A year.
    Year,
    /// How often figures come out.
    Frequency,
    /// The people the figures are about.
    People,
    /// What the figures are split by.
    Split,
    /// What is measured about the topic: cost, pay, waiting, staff.
    Measure,
    /// What the need is about at all. Told by all its words, not by this module.
    Subject,
}

/// What a text says on each facet. Facets it is silent on are absent.
pub(crate) type Facets = BTreeMap<Facet, BTreeSet<String>>;

/// Reads the facets of a text.
pub(crate) fn facets(words: &[Word]) -> Facets {
    let mut facets = Facets::new();
    let mut say = |facet, value: &str| {
        facets.entry(facet).or_default().insert(value.to_owned());
    };
    for found in book().find(words) {
        let (facet, value) = found.value;
        say(facet, value);
    }
    for area in named_in(words)
        .iter()
        .filter(|area| area.nation().is_some())
    {
        say(Facet::Area, area.name);
    }
    for word in words.iter().filter(|word| is_year(&word.surface)) {
        say(Facet::Year, &word.surface);
    }
    facets
}

/// The facets on which both texts say something and agree on nothing.
///
/// By council and by occupation are also two splits, though one is a matter of level.
pub(crate) fn conflicts(one: &Facets, other: &Facets) -> Vec<Facet> {
    let mut found: Vec<Facet> = one
        .keys()
        .filter(|facet| disagree(one, other, &[**facet]))
        .copied()
        .collect();
    if found.is_empty() && disagree(one, other, &[Facet::Level, Facet::Split]) {
        found.push(Facet::Split);
    }
    found
}

fn disagree(one: &Facets, other: &Facets, facets: &[Facet]) -> bool {
    let values = |text: &Facets| -> BTreeSet<String> {
        facets
            .iter()
            .filter_map(|facet| text.get(facet))
            .flatten()
            .cloned()
            .collect()
    };
    let (one, other) = (values(one), values(other));
    !one.is_empty() && !other.is_empty() && one.is_disjoint(&other)
}

fn is_year(surface: &str) -> bool {
    surface
        .parse()
        .is_ok_and(|year: u16| (1950..2100).contains(&year))
}

fn book() -> &'static PhraseBook<(Facet, &'static str)> {
    static BOOK: OnceLock<PhraseBook<(Facet, &'static str)>> = OnceLock::new();
    BOOK.get_or_init(|| {
        let rows = rows::<3>(include_str!("../data/facets.tsv"));
        PhraseBook::new(rows.flat_map(|[facet, value, phrases]| {
            let facet = read_facet(facet);
            list(phrases).filter_map(move |phrase| Some((phrase, (facet?, value))))
        }))
    })
}

fn read_facet(name: &str) -> Option<Facet> {
    Some(match name {
        "level" => Facet::Level,
        "frequency" => Facet::Frequency,
        "people" => Facet::People,
        "split" => Facet::Split,
        "measure" => Facet::Measure,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    fn differ(one: &str, other: &str) -> Vec<Facet> {
        conflicts(&facets(&words(one)), &facets(&words(other)))
    }

    #[test]
    fn every_row_names_a_facet() {
        let table = include_str!("../data/facets.tsv");
        let lines = table.lines().filter(|line| !line.starts_with('#')).count();
        let read = rows::<3>(table)
            .filter_map(|[facet, ..]| read_facet(facet))
            .count();
        assert_eq!(read, lines);
    }

    #[test]
    fn another_area_conflicts() {
        assert_eq!(
            differ("Bus fares in Leeds", "bus fares in Cardiff"),
            [Facet::Area]
        );
        assert!(differ("Bus fares in Leeds", "bus fares").is_empty());
    }

    #[test]
    fn a_split_by_area_is_not_a_split_by_job() {
        assert_eq!(
            differ("burglary by council", "burglary by occupation"),
            [Facet::Split]
        );
        assert!(differ("by council and age group", "by age group").is_empty());
    }

    #[test]
    fn a_shared_year_is_no_conflict() {
        assert!(differ("visits 2019 to 2021", "visits in 2021").is_empty());
        assert_eq!(differ("visits in 2019", "visits in 2021"), [Facet::Year]);
    }

    #[test]
    fn other_people_and_another_pace_conflict() {
        assert_eq!(
            differ("Monthly count of pensioners", "Weekly count of children"),
            [Facet::Frequency, Facet::People]
        );
    }
}

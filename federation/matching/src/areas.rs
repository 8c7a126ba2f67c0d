//! The gazetteer: UK areas by code and by name, so that a need can say which places it is about and
//! the smallest places can be kept out of what leaves a node.
//!
//! It never guesses an area from a postcode, and it says nothing about where a person lives.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::nation::Nation;
use crate::phrases::PhraseBook;
use crate::table::{list, optional, rows};
use crate::text::{Word, folded, words};

/// What kind of area it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The United Kingdom or one of its four nations.
    Country,
    /// A region of England.
    Region,
    /// An English county with districts below it, a metropolitan county, or a former county.
    County,
    /// A council that runs all local services: unitary authorities, London and metropolitan
    /// boroughs, and every council in Scotland, Wales and Northern Ireland.
    Unitary,
    /// A district below a county, or a former one.
    District,
    /// A combined authority in England.
    Combined,
}

/// One area. Codes are the nine-character codes of the Office for National Statistics.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Area {
    /// Nine characters, for example `S12000036`.
    pub code: &'static str,
    /// The usual name in English.
    pub name: &'static str,
    /// What kind of area it is.
    pub level: Level,
    /// The code of the smallest current area around it, combined authorities left out.
    pub parent: Option<&'static str>,
    /// People in the middle of 2020; `None` where it is not known.
    pub population: Option<u32>,
    /// The last year of the code, for areas that were replaced.
    pub ended: Option<u16>,
    /// Other spellings, lower case.
    pub also: Vec<&'static str>,
}

impl Area {
    /// The nation the area lies in; `None` for the United Kingdom as a whole.
    pub fn nation(&self) -> Option<Nation> {
        Nation::of_code(self.code)
    }
}

/// Every area, in the order of the table.
pub fn areas() -> &'static [Area] {
    static AREAS: OnceLock<Vec<Area>> = OnceLock::new();
    AREAS.get_or_init(|| {
        rows::<7>(include_str!("../data/areas.tsv"))
            .filter_map(read)
            .collect()
    })
}

/// The area with this code.
pub fn area(code: &str) -> Option<&'static Area> {
    static BY_CODE: OnceLock<HashMap<&'static str, &'static Area>> = OnceLock::new();
    BY_CODE
        .get_or_init(|| areas().iter().map(|area| (area.code, area)).collect())
        .get(code)
        .copied()
}

/// The area with this name or other spelling, in any case.
///
/// Where a name is shared, a current area comes before a former one and a larger kind before a
/// smaller one, so "North East" is the region.
pub fn find_area(name: &str) -> Option<&'static Area> {
    static BY_NAME: OnceLock<HashMap<String, &'static Area>> = OnceLock::new();
    BY_NAME.get_or_init(by_name).get(&folded(name)).copied()
}

/// The areas that a text names, in order of first mention, each once.
///
/// A name that is also an everyday word ("Reading", "Bath") counts only with a capital letter and
/// not as the first word of the text.
pub fn areas_in(text: &str) -> Vec<&'static Area> {
    named_in(&words(text))
}

pub(crate) fn named_in(words: &[Word]) -> Vec<&'static Area> {
    static NAMES: OnceLock<PhraseBook<&'static str>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        PhraseBook::new(
            by_name()
                .iter()
                .map(|(name, area)| (name.as_str(), area.code)),
        )
    });
    let mut found: Vec<&'static Area> = Vec::new();
    for place in names.find(words) {
        let spoken = words
            .get(place.start..place.start + place.len)
            .unwrap_or_default();
        let meant = area(place.value).filter(|area| is_meant(area, spoken, place.start));
        found.extend(meant.filter(|area| !found.contains(area)));
    }
    found
}

/// Names that are everyday words as well.
const EVERYDAY: [&str; 16] = [
    "reading", "bury", "rugby", "bath", "boston", "barking", "hart", "wells", "adur", "stoke",
    "rother", "arun", "eden", "ryedale", "craven", "highland",
];

fn is_meant(area: &Area, spoken: &[Word], start: usize) -> bool {
    let same_words = spoken
        .iter()
        .map(|word| word.surface.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    let spelled_out = folded(area.name) == same_words || area.also.contains(&same_words.as_str());
    let everyday = EVERYDAY.contains(&same_words.as_str());
    spelled_out && (!everyday || (start > 0 && spoken.iter().all(|word| word.capital)))
}

fn by_name() -> HashMap<String, &'static Area> {
    let mut ordered: Vec<&'static Area> = areas().iter().collect();
    ordered.sort_by_key(|area| (area.ended.is_some(), area.level, area.code));
    let mut names = HashMap::new();
    for area in &ordered {
        names.entry(folded(area.name)).or_insert(*area);
    }
    for area in &ordered {
        for other in &area.also {
            names.entry((*other).to_owned()).or_insert(*area);
        }
    }
    names
}

fn read([code, name, level, parent, population, ended, also]: [&'static str; 7]) -> Option<Area> {
    Some(Area {
        code,
        name,
        level: read_level(level)?,
        parent: optional(parent),
        population: population.parse().ok(),
        ended: ended.parse().ok(),
        also: list(also).collect(),
    })
}

fn read_level(level: &str) -> Option<Level> {
    Some(match level {
        "country" => Level::Country,
        "region" => Level::Region,
        "county" => Level::County,
        "unitary" => Level::Unitary,
        "district" => Level::District,
        "combined" => Level::Combined,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_table_is_read() {
        assert_eq!(areas().len(), 474);
        assert!(areas().iter().all(|area| area.code.len() == 9));
        assert!(
            areas()
                .iter()
                .filter_map(|area| area.parent)
                .all(|code| area(code).is_some())
        );
    }

    #[test]
    fn the_nations_add_up_to_the_kingdom() {
        let people = |code| u64::from(area(code).unwrap().population.unwrap());
        let nations = ["E92000001", "W92000004", "S92000003", "N92000002"];
        assert_eq!(nations.map(people).iter().sum::<u64>(), people("K02000001"));
    }

    #[test]
    fn names_are_found_in_other_spellings() {
        for (name, code) in [
            ("bristol", "E06000023"),
            ("ABERTAWE", "W06000011"),
            ("Western Isles", "S12000013"),
            ("north east", "E12000001"),
            ("Ynys M\u{f4}n", "W06000001"),
        ] {
            assert_eq!(find_area(name).map(|area| area.code), Some(code), "{name}");
        }
        assert_eq!(find_area("Atlantis"), None);
    }

    #[test]
    fn a_shared_name_gives_the_current_area() {
        assert_eq!(find_area("Glasgow City").unwrap().ended, None);
        assert_eq!(find_area("Somerset").unwrap().code, "E06000066");
    }

    #[test]
    fn everyday_words_are_not_places() {
        assert!(areas_in("Reading scores of pupils, and who gets a bath").is_empty());
        let names: Vec<&str> = areas_in("Bus use in Reading and leeds")
            .iter()
            .map(|area| area.name)
            .collect();
        assert_eq!(names, ["Reading", "Leeds"]);
    }

    #[test]
    fn each_area_lies_in_its_nation() {
        assert_eq!(find_area("Moray").unwrap().nation(), Some(Nation::Scotland));
        assert_eq!(find_area("United Kingdom").unwrap().nation(), None);
    }
}

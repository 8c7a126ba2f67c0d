//! The four nations of the UK: most topics have a different producer in each.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::areas::named_in;
use crate::phrases::PhraseBook;
use crate::text::Word;

/// A nation of the United Kingdom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nation {
    /// England.
    England,
    /// Wales.
    Wales,
    /// Scotland.
    Scotland,
    /// Northern Ireland.
    NorthernIreland,
}

impl Nation {
    /// All four, in the order used everywhere.
    pub const ALL: [Self; 4] = [
        Self::England,
        Self::Wales,
        Self::Scotland,
        Self::NorthernIreland,
    ];

    /// The name in English.
    pub const fn name(self) -> &'static str {
        match self {
            Self::England => "England",
            Self::Wales => "Wales",
            Self::Scotland => "Scotland",
            Self::NorthernIreland => "Northern Ireland",
        }
    }

    /// The first letter of its area codes.
    pub(crate) const fn letter(self) -> char {
        match self {
            Self::England => 'E',
            Self::Wales => 'W',
            Self::Scotland => 'S',
            Self::NorthernIreland => 'N',
        }
    }

    /// The nation that an area code belongs to, told by its first letter; `None` for the United
    /// Kingdom and for anything else.
    pub fn of_code(code: &str) -> Option<Self> {
        let first = code.chars().next()?;
        Self::ALL
            .into_iter()
            .find(|nation| nation.letter() == first)
    }
}

/// The nations a need is about: those given, else those its words name or lie in, else all four.
/// `None` when the words only name a place outside the UK.
pub(crate) fn wanted(words: &[Word], given: &[Nation]) -> Option<Vec<Nation>> {
    if !given.is_empty() {
        return Some(
            Nation::ALL
                .into_iter()
                .filter(|nation| given.contains(nation))
                .collect(),
        );
    }
    if names_any(words, &WHOLE_UK) {
        return Some(Nation::ALL.to_vec());
    }
    let named = named(words);
    if !named.is_empty() {
        return Some(named);
    }
    let outside = names_any(words, &ELSEWHERE) && named_in(words).is_empty();
    (!outside).then(|| Nation::ALL.to_vec())
}

/// Ways to say that all four nations are meant, whichever one is named beside it.
const WHOLE_UK: [&str; 6] = [
    "UK nations",
    "four nations",
    "each nation",
    "across the UK",
    "whole of the UK",
    "devolved nations",
];

/// Places near by that have their own statistics offices.
const ELSEWHERE: [&str; 5] = [
    "Jersey",
    "Guernsey",
    "Isle of Man",
    "Gibraltar",
    "Republic of Ireland",
];

/// Ways to speak of a nation other than by its name or a place in it.
const ADJECTIVES: [(&str, Nation); 6] = [
    ("English", Nation::England),
    ("Welsh", Nation::Wales),
    ("Scottish", Nation::Scotland),
    ("NI", Nation::NorthernIreland),
    ("Northern Irish", Nation::NorthernIreland),
    ("Ulster", Nation::NorthernIreland),
];

fn named(words: &[Word]) -> Vec<Nation> {
    static BOOK: OnceLock<PhraseBook<Nation>> = OnceLock::new();
    let adjectives = BOOK.get_or_init(|| PhraseBook::new(ADJECTIVES)).find(words);
    let places = named_in(words);
    Nation::ALL
        .into_iter()
        .filter(|nation| {
            adjectives.iter().any(|found| found.value == *nation)
                || places.iter().any(|area| area.nation() == Some(*nation))
        })
        .collect()
}

fn names_any(words: &[Word], phrases: &[&str]) -> bool {
    !PhraseBook::new(phrases.iter().map(|phrase| (*phrase, ())))
        .find(words)
        .is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    #[test]
    fn nations_come_from_what_is_given_then_from_the_words() {
        let from = |text, given: &[Nation]| wanted(&words(text), given);
        assert_eq!(
            from("rents in Cardiff", &[Nation::England]),
            Some(vec![Nation::England])
        );
        assert_eq!(from("rents in Cardiff", &[]), Some(vec![Nation::Wales]));
        assert_eq!(from("Scottish rents", &[]), Some(vec![Nation::Scotland]));
        assert_eq!(from("rents", &[]), Some(Nation::ALL.to_vec()));
        assert_eq!(
            from("Scottish rents against other UK nations", &[]),
            from("rents", &[])
        );
        assert_eq!(from("rents in Guernsey", &[]), None);
        assert_eq!(
            from("rents in Guernsey and the UK", &[]),
            Some(Nation::ALL.to_vec())
        );
    }

    #[test]
    fn codes_tell_the_nation() {
        assert_eq!(Nation::of_code("S12000036"), Some(Nation::Scotland));
        assert_eq!(Nation::of_code("K02000001"), None);
        assert_eq!(Nation::of_code(""), None);
    }
}

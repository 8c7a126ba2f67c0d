//! Turns what a person wrote into words that can be compared: case, accents, odd quotes and stray
//! whitespace are folded away first, because they defeat every later comparison.
//!
//! It never decides what words mean; that is for the phrase books.

use std::collections::HashMap;
use std::sync::OnceLock;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::spelling::meant;

/// One word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Lower case, no accents: what is shown to people as the reason for a match.
    pub(crate) surface: String,
    /// The stem, the form that is compared.
    pub(crate) stem: String,
    /// Whether the writer started it with a capital letter.
    pub(crate) capital: bool,
}

/// The words of a text in order, punctuation dropped.
pub(crate) fn words(text: &str) -> Vec<Word> {
    unaccented(text)
        .split(|c: char| !(c.is_alphanumeric() || c == '\''))
        .map(|part| part.trim_matches('\''))
        .filter(|part| !part.is_empty())
        .map(word)
        .collect()
}

/// The folded words joined by single spaces: equal for texts that differ only in case, accents,
/// punctuation or whitespace.
pub(crate) fn folded(text: &str) -> String {
    words(text)
        .iter()
        .map(|word| word.surface.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The stems of a text in order.
pub(crate) fn stems(text: &str) -> Vec<String> {
    words(text).into_iter().map(|word| word.stem).collect()
}

/// Compatibility forms folded, accents removed, curly apostrophes made straight.
fn unaccented(text: &str) -> String {
    text.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| {
            if matches!(c, '\u{2018}' | '\u{2019}' | '\u{02bc}' | '`') {
                '\''
            } else {
                c
            }
        })
        .collect()
}

fn word(part: &str) -> Word {
    let capital = part.chars().next().is_some_and(char::is_uppercase);
    let lower = part.to_lowercase();
    let surface = lower.strip_suffix("'s").unwrap_or(&lower).to_owned();
    let stem = stem(meant(&surface).unwrap_or(&surface));
    Word {
        surface,
        stem,
        capital,
    }
}

/// Words that the stemmer would merge with an unrelated word ("training" with "trains"), or would
/// not bring together ("GPs" and "GP"), each with the stem to use instead.
fn kept_apart() -> &'static HashMap<&'static str, &'static str> {
    static KEPT: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    KEPT.get_or_init(|| {
        let lines = include_str!("../data/kept_apart.txt").lines();
        lines.filter_map(|line| line.split_once(' ')).collect()
    })
}

fn stem(surface: &str) -> String {
    static STEMMER: OnceLock<Stemmer> = OnceLock::new();
    if let Some(stem) = kept_apart().get(surface) {
        return (*stem).to_owned();
    }
    if !surface.bytes().all(|b| b.is_ascii_lowercase()) {
        return surface.to_owned();
    }
    STEMMER
        .get_or_init(|| Stemmer::create(Algorithm::English))
        .stem(surface)
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_quotes_and_whitespace_do_not_matter() {
        assert_eq!(
            folded("  Caf\u{e9}s\u{a0}in\tYNYS M\u{d4}N "),
            "cafes in ynys mon"
        );
        assert_eq!(folded("Women\u{2019}s"), folded("women's"));
        assert_eq!(folded("non\u{2011}white"), folded("non white"));
    }

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for (one, other) in [
            ("rents", "renting"),
            ("homeless", "homelessness"),
            ("counted", "counting"),
        ] {
            assert_eq!(stems(one), stems(other), "{one} {other}");
        }
        for (one, other) in [
            ("university", "universal"),
            ("training", "trains"),
            ("nationality", "nations"),
        ] {
            assert_ne!(stems(one), stems(other), "{one} {other}");
        }
    }

    #[test]
    fn capitals_are_remembered() {
        let capitals: Vec<bool> = words("trains in Reading")
            .iter()
            .map(|w| w.capital)
            .collect();
        assert_eq!(capitals, [false, false, true]);
    }
}

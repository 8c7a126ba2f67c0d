//! The word lists. English itself comes from a crate; what statistics add to it, which words are also
//! names, and which places are large enough to be told are our own files in `data/`.

use std::collections::HashSet;

use crate::text::{fold, words};

/// A list of folded words.
type Words = HashSet<String>;

/// Every word list, read once.
pub(crate) struct Lexicon {
    terms: Words,
    capitals: Words,
    acronyms: HashSet<&'static str>,
    places: Words,
    place_names: HashSet<Vec<String>>,
    openers: Words,
    mostly_names: Words,
    given_names: Words,
    also_names: Words,
    shy_names: Words,
}

impl Lexicon {
    pub(crate) fn new() -> Self {
        Self {
            terms: list(include_str!("../data/terms.txt")),
            capitals: list(include_str!("../data/capitals.txt")),
            acronyms: lines(include_str!("../data/acronyms.txt"))
                .flat_map(str::split_whitespace)
                .collect(),
            places: parts(include_str!("../data/places.txt")),
            place_names: phrases(include_str!("../data/places.txt")),
            openers: list(include_str!("../data/openers.txt")),
            mostly_names: list(include_str!("../data/names_mostly.txt")),
            given_names: list(include_str!("../data/names_given.txt")),
            also_names: list(include_str!("../data/names_also_words.txt")),
            shy_names: list(include_str!("../data/names_shy.txt")),
        }
    }

    /// True for a word of English, or of statistics, that is not mostly a name.
    pub(crate) fn is_english(&self, folded: &str) -> bool {
        self.terms.contains(folded)
            || !self.mostly_names.contains(folded) && (is_word(folded) || is_derived(folded))
    }

    /// True for a word that may stand with a capital anywhere.
    pub(crate) fn may_be_capitalised(&self, folded: &str) -> bool {
        self.capitals.contains(folded)
    }

    /// True for an abbreviation that everybody in statistics knows.
    pub(crate) fn is_acronym(&self, word: &str) -> bool {
        let bare = word.trim_end_matches("'s").trim_end_matches("’s");
        self.acronyms.contains(bare)
    }

    /// True for a part of the name of a place of 50,000 people or more.
    pub(crate) fn is_large_place(&self, folded: &str) -> bool {
        self.places.contains(folded) && !self.is_given_name(folded)
    }

    /// How many of the words, from the first on, are the whole name of a large place.
    pub(crate) fn place_name_at<'w>(&self, words: impl Iterator<Item = &'w str>) -> usize {
        let mut name = Vec::with_capacity(LONGEST_PLACE);
        let mut longest = 0;
        for word in words.take(LONGEST_PLACE) {
            name.push(word.to_owned());
            if name.len() > 1 && self.place_names.contains(&name) {
                longest = name.len();
            }
        }
        longest
    }

    /// True for a word that needs for statistics are full of, and that is no name.
    pub(crate) fn is_everyday(&self, folded: &str) -> bool {
        let common = self.terms.contains(folded)
            || self.openers.contains(folded)
            || self.capitals.contains(folded);
        common && !self.given_names.contains(folded) && !self.shy_names.contains(folded)
    }

    /// True for a word with which sentences start, whatever follows.
    pub(crate) fn is_opener(&self, folded: &str) -> bool {
        self.openers.contains(folded) || folded.contains('\'')
    }

    /// True for a dictionary word that is hardly ever meant as one.
    pub(crate) fn is_mostly_name(&self, folded: &str) -> bool {
        self.mostly_names.contains(folded)
    }

    /// True for a given name that is also a word.
    pub(crate) fn is_given_name(&self, folded: &str) -> bool {
        self.given_names.contains(folded) || self.mostly_names.contains(folded)
    }

    /// True for a given name, however ordinary it is as a word.
    pub(crate) fn is_shy_name(&self, folded: &str) -> bool {
        self.shy_names.contains(folded) || self.is_given_name(folded)
    }

    /// True for a word that is also a name of any sort.
    pub(crate) fn is_also_name(&self, folded: &str) -> bool {
        self.also_names.contains(folded) || self.is_shy_name(folded)
    }
}

fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with('#'))
}

/// Whole words, parted by spaces.
fn list(file: &'static str) -> Words {
    lines(file)
        .flat_map(str::split_whitespace)
        .map(fold)
        .collect()
}

/// The words inside names that are no other word: "Stockton-on-Tees" gives "stockton" and "tees".
/// A place whose whole name is one word gives it, whatever else it means.
fn parts(file: &'static str) -> Words {
    lines(file)
        .flat_map(|name| {
            let whole = words(name).count() == 1;
            words(name)
                .map(fold)
                .filter(move |word| word.len() > 2 && (whole || !is_word(word)))
        })
        .collect()
}

/// Names of several words, folded word by word.
fn phrases(file: &'static str) -> HashSet<Vec<String>> {
    lines(file)
        .map(|name| words(name).map(fold).collect())
        .collect()
}

/// Words in the longest name of a place that is looked for.
const LONGEST_PLACE: usize = 6;

fn is_word(folded: &str) -> bool {
    folded.len() == 1 || wordnik_list::word_exists(folded)
}

/// Endings and beginnings that make one English word of another, with what takes their place.
const ENDINGS: &[(&str, &str)] = &[
    ("isations", "ization"),
    ("isation", "ization"),
    ("ising", "izing"),
    ("ised", "ized"),
    ("ises", "izes"),
    ("ise", "ize"),
    ("ours", "ors"),
    ("our", "or"),
    ("ability", "able"),
];
const BEGINNINGS: &[&str] = &[
    "non", "sub", "multi", "micro", "macro", "over", "under", "inter", "anti", "pre", "post",
    "mis", "inter", "cyber", "un", "re", "de",
];

/// True for an ordinary inflection or compound of a word that is on the list.
fn is_derived(folded: &str) -> bool {
    let by_ending = ENDINGS.iter().any(|(ending, instead)| {
        folded
            .strip_suffix(ending)
            .is_some_and(|stem| stem.len() >= 4 && is_word(&format!("{stem}{instead}")))
    });
    let by_beginning = BEGINNINGS.iter().any(|start| {
        folded
            .strip_prefix(start)
            .is_some_and(|rest| rest.len() >= 6 && is_word(rest))
    });
    by_ending || by_beginning
}

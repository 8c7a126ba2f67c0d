//! The word lists. English itself comes from a crate; what statistics add to it, which words are also
//! names, and which places are large enough to be told are our own files in `data/`.

mod hash;
mod roles;

use std::collections::{HashMap, HashSet};

use crate::{
    text::{fold, without_possessive, words},
    triggers,
};
use hash::Mixing;
use roles::SECTIONS;

pub(crate) use roles::{Role, Roles};

/// Every word list, read once.
pub(crate) struct Lexicon {
    /// The folded words of every list but that of English.
    roles: HashMap<String, Roles, Mixing>,
    acronyms: HashSet<&'static str, Mixing>,
    place_names: HashSet<Vec<String>>,
}

impl Lexicon {
    pub(crate) fn new() -> Self {
        let mut new = Self {
            roles: HashMap::default(),
            acronyms: lines(include_str!("../data/acronyms.txt"))
                .flat_map(str::split_whitespace)
                .collect(),
            place_names: phrases(include_str!("../data/places.txt")),
        };
        new.add_lists();
        new.add_sections();
        new.add_english();
        new
    }

    fn add_lists(&mut self) {
        for (file, role) in [
            (include_str!("../data/terms.txt"), Role::Term),
            (include_str!("../data/capitals.txt"), Role::Capital),
            (include_str!("../data/openers.txt"), Role::Opener),
            (include_str!("../data/names_mostly.txt"), Role::MostlyName),
            (include_str!("../data/names_given.txt"), Role::GivenName),
            (include_str!("../data/names_also_words.txt"), Role::AlsoName),
            (include_str!("../data/names_shy.txt"), Role::ShyName),
        ] {
            self.add(role, lines(file).flat_map(str::split_whitespace).map(fold));
        }
        let places = include_str!("../data/places.txt");
        self.add(Role::Place, parts(places));
        let several = |name: &&str| words(name).count() > 1;
        let starts = lines(places).filter(several);
        self.add(
            Role::PlaceStart,
            starts.filter_map(|name| words(name).next().map(fold)),
        );
        self.add(Role::Announcing, triggers::announcing().map(str::to_owned));
    }

    /// Reads the list of roles: a section's name in brackets, then its words.
    fn add_sections(&mut self) {
        let mut section = None;
        for line in lines(include_str!("../data/roles.txt")) {
            let bare = line.strip_prefix('[');
            if let Some(name) = bare.and_then(|line| line.strip_suffix(']')) {
                let known = SECTIONS.iter().find(|(known, _)| *known == name);
                section = known.map(|(_, role)| *role);
            } else if let Some(role) = section {
                self.add(role, line.split_whitespace().map(fold));
            }
        }
    }

    /// Most words of a text are on some list: those are looked up in English now, once.
    fn add_english(&mut self) {
        for (word, roles) in &mut self.roles {
            *roles = completed(word, *roles);
        }
    }

    fn add(&mut self, role: Role, words: impl Iterator<Item = String>) {
        for word in words {
            let roles = self.roles.entry(word).or_default();
            *roles = roles.with(role);
        }
    }

    /// Everything that the lists tell of a word.
    pub(crate) fn roles(&self, folded: &str) -> Roles {
        self.roles
            .get(folded)
            .copied()
            .unwrap_or_else(|| completed(folded, Roles::default()))
    }

    /// What our own lists tell of a word. Whether it is English takes longer to find out.
    fn listed(&self, folded: &str) -> Roles {
        self.roles.get(folded).copied().unwrap_or_default()
    }

    /// True for a word of English, or of statistics, that is not mostly a name.
    pub(crate) fn is_english(&self, folded: &str) -> bool {
        self.roles(folded).has(Role::English)
    }

    /// True for a word that may stand with a capital anywhere.
    pub(crate) fn may_be_capitalised(&self, folded: &str) -> bool {
        self.listed(folded).has(Role::Capital)
    }

    /// True for an abbreviation that everybody in statistics knows.
    pub(crate) fn is_acronym(&self, word: &str) -> bool {
        self.acronyms.contains(without_possessive(word))
    }

    /// True for a part of the name of a place of 50,000 people or more.
    pub(crate) fn is_large_place(&self, folded: &str) -> bool {
        self.listed(folded).is_large_place()
    }

    /// True for a word that needs for statistics are full of, and that is no name.
    pub(crate) fn is_everyday(&self, folded: &str) -> bool {
        self.listed(folded).is_everyday()
    }

    /// True for a word that is also a name of any sort.
    pub(crate) fn is_also_name(&self, folded: &str) -> bool {
        self.listed(folded).is_also_name()
    }

    /// How many of the words, from the first on, are the whole name of a large place of several words.
    pub(crate) fn place_name_at<'w>(&self, words: impl Iterator<Item = &'w str>) -> usize {
        let mut name = Vec::with_capacity(LONGEST_PLACE);
        let mut longest = 0;
        for word in words.take(LONGEST_PLACE) {
            if name.is_empty() && !self.listed(word).has(Role::PlaceStart) {
                return 0;
            }
            name.push(word.to_owned());
            if name.len() > 1 && self.place_names.contains(&name) {
                longest = name.len();
            }
        }
        longest
    }
}

/// The roles of a word with those that no list of ours tells.
fn completed(folded: &str, roles: Roles) -> Roles {
    let word = || !roles.has(Role::MostlyName) && (is_word(folded) || is_derived(folded));
    let roles = if folded.contains('\'') {
        roles.with(Role::Contracted)
    } else {
        roles
    };
    if roles.has(Role::Term) || word() {
        roles.with(Role::English)
    } else {
        roles
    }
}

fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with('#'))
}

/// The words inside names that are no other word: "Stockton-on-Tees" gives "stockton" and "tees".
/// A place whose whole name is one word gives it, whatever else it means.
fn parts(file: &'static str) -> impl Iterator<Item = String> {
    lines(file).flat_map(|name| {
        let whole = words(name).count() == 1;
        words(name)
            .map(fold)
            .filter(move |word| word.len() > 2 && (whole || !is_word(word)))
    })
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

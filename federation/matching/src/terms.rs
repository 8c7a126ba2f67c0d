//! What a text is about, as weighted terms: stems of its words, and one term for each idea that
//! people put in many ways ("kids", "under 16s", "children").
//!
//! Words that stand in almost every need ("data", "figures", "local") weigh little, so that a small
//! node with few needs ranks as sensibly as a large one. Nothing here depends on what is indexed.

use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

use crate::phrases::PhraseBook;
use crate::table::{list, rows};
use crate::text::{Word, stems};

/// Weight of an idea, next to 1 for an ordinary word.
const IDEA: f64 = 1.0;
/// Weight of a word that already counts as part of an idea.
const WORD_IN_IDEA: f64 = 0.5;
/// Weight of a word that says little in a statement of need.
const WEAK: f64 = 0.25;

/// One weighted term of a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Term {
    /// How much of it the text holds, above 0.
    pub(crate) weight: f64,
    /// The word as written or the name of the idea: shown as a reason.
    pub(crate) shown: String,
}

/// Terms by their key. The keys of ideas start with `=`, so that they never equal a stem.
pub(crate) type Terms = BTreeMap<String, Term>;

/// The terms of a text.
pub(crate) fn terms(words: &[Word]) -> Terms {
    let mut terms = Terms::new();
    let mut in_idea = HashSet::new();
    for idea in ideas().find(words) {
        add(&mut terms, format!("={}", idea.value), IDEA, idea.value);
        in_idea.extend(idea.start..idea.start + idea.len);
    }
    for (position, word) in words.iter().enumerate() {
        let weight = weight(word, in_idea.contains(&position));
        if weight > 0.0 {
            add(&mut terms, word.stem.clone(), weight, &word.surface);
        }
    }
    terms
}

fn add(terms: &mut Terms, key: String, weight: f64, shown: &str) {
    terms
        .entry(key)
        .and_modify(|term| term.weight += weight)
        .or_insert_with(|| Term { weight, shown: shown.to_owned() });
}

fn weight(word: &Word, in_idea: bool) -> f64 {
    if stop_words().contains(word.surface.as_str()) {
        0.0
    } else if weak_stems().contains(&word.stem) {
        WEAK
    } else if in_idea {
        WORD_IN_IDEA
    } else {
        1.0
    }
}

fn ideas() -> &'static PhraseBook<&'static str> {
    static IDEAS: OnceLock<PhraseBook<&'static str>> = OnceLock::new();
    IDEAS.get_or_init(|| {
        let rows = rows::<2>(include_str!("../data/ideas.tsv"));
        PhraseBook::new(rows.flat_map(|[idea, phrases]| {
            std::iter::once(idea).chain(list(phrases)).map(move |phrase| (phrase, idea))
        }))
    })
}

fn stop_words() -> &'static HashSet<&'static str> {
    static STOP: OnceLock<HashSet<&'static str>> = OnceLock::new();
    STOP.get_or_init(|| include_str!("../data/stop_words.txt").split_whitespace().collect())
}

fn weak_stems() -> &'static HashSet<String> {
    static WEAK: OnceLock<HashSet<String>> = OnceLock::new();
    WEAK.get_or_init(|| stems(include_str!("../data/weak_words.txt")).into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    fn of(text: &str) -> Terms {
        terms(&words(text))
    }

    #[test]
    fn an_idea_is_the_same_in_other_words() {
        assert!(of("kids going hungry").contains_key("=children"));
        assert!(of("Under-16s").contains_key("=children"));
    }

    #[test]
    fn stop_words_are_dropped_and_weak_words_weigh_little() {
        let terms = of("How many ferries are there in the data?");
        assert!(!terms.contains_key("how"));
        assert!(terms["data"].weight < terms["ferri"].weight);
    }

    #[test]
    fn nothing_said_gives_no_terms() {
        assert!(of("  ?! the of ").is_empty());
    }
}

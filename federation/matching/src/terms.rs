//! What a text is about, as weighted terms: stems of its words, and one term for each idea that
//! people put in many ways ("kids", "under 16s", "children").
//!
//! Words that stand in almost every need ("data", "figures", "local") weigh little, so that a small
//! node with few needs ranks as sensibly as a large one. Nothing here depends on what is indexed.

use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

use crate::ideas::ideas_in;
use crate::text::{Word, stems};

/// Weight of an idea, next to 1 for an ordinary word.
const IDEA: f64 = 1.0;
/// Weight of a word that is no part of an idea.
const PLAIN_WORD: f64 = 1.0;
/// Weight of a word that already counts as part of an idea.
const WORD_IN_IDEA: f64 = 0.55;
/// Weight of a word that says little in a statement of need.
const WEAK: f64 = 0.4;
/// The part of a text's words that is most of them.
const MOST: f64 = 0.5;

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
    for idea in ideas_in(words) {
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
        .or_insert_with(|| Term {
            weight,
            shown: shown.to_owned(),
        });
}

fn weight(word: &Word, in_idea: bool) -> f64 {
    if stop_words().contains(word.surface.as_str()) {
        0.0
    } else if weak_stems().contains(&word.stem) {
        WEAK
    } else if in_idea {
        WORD_IN_IDEA
    } else {
        PLAIN_WORD
    }
}

fn stop_words() -> &'static HashSet<&'static str> {
    static STOP: OnceLock<HashSet<&'static str>> = OnceLock::new();
    STOP.get_or_init(|| {
        include_str!("../data/stop_words.txt")
            .split_whitespace()
            .collect()
    })
}

fn weak_stems() -> &'static HashSet<String> {
    static WEAK: OnceLock<HashSet<String>> = OnceLock::new();
    WEAK.get_or_init(|| {
        stems(include_str!("../data/weak_words.txt"))
            .into_iter()
            .collect()
    })
}

/// Whether each text is about something that the other leaves out, so that one publication would
/// hardly answer both: an idea each ("cancer", "autism"), or, in texts that share most of their
/// words, a word each ("trade in goods", "trade in services").
pub(crate) fn about_other_things(one: &Terms, other: &Terms) -> bool {
    let each = |holds: fn(&Terms, &Terms) -> bool| holds(one, other) && holds(other, one);
    each(has_other_idea) || (each(shares_most_words) && each(has_other_word))
}

fn is_idea(key: &str) -> bool {
    key.starts_with('=')
}

fn has_other_idea(one: &Terms, other: &Terms) -> bool {
    one.keys()
        .any(|key| is_idea(key) && !other.contains_key(key))
}

fn has_other_word(one: &Terms, other: &Terms) -> bool {
    one.iter()
        .any(|(key, term)| !is_idea(key) && term.weight >= PLAIN_WORD && !other.contains_key(key))
}

fn shares_most_words(one: &Terms, other: &Terms) -> bool {
    let words = || one.iter().filter(|(key, _)| !is_idea(key));
    let all: f64 = words().map(|(_, term)| term.weight).sum();
    let shared = words().filter(|(key, _)| other.contains_key(*key));
    shared.map(|(_, term)| term.weight).sum::<f64>() >= MOST * all
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

    #[test]
    fn one_word_changed_in_the_same_sentence_is_another_thing() {
        assert!(about_other_things(
            &of("Trade in goods by city"),
            &of("Trade in services by city")
        ));
        assert!(!about_other_things(
            &of("Trade in goods by city"),
            &of("trade in goods")
        ));
    }

    #[test]
    fn an_idea_each_is_another_thing_and_a_rewording_is_not() {
        assert!(about_other_things(&of("dentist waits"), &of("bus waits")));
        assert!(!about_other_things(
            &of("what nurseries charge"),
            &of("price of childminders")
        ));
    }
}

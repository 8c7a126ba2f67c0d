//! Reads a misspelt word as the word meant, so that a slip of the finger does not leave a person
//! without a match: "homlessness" finds homelessness.
//!
//! Only words this crate's own tables use can be meant. The text itself is never changed.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

/// Shorter words have too many neighbours one letter away.
const SHORTEST: usize = 7;

/// The known word that is one slip (a letter missing, added, changed, or two swapped) away from a
/// lower-case word, when there is exactly one and the word itself is unknown.
pub(crate) fn meant(word: &str) -> Option<&'static str> {
    if word.len() < SHORTEST || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let near = near();
    let mut candidates = BTreeSet::new();
    for form in shortened(word) {
        candidates.extend(near.get(&form).into_iter().flatten().copied());
    }
    if candidates.contains(word) {
        return None;
    }
    let mut close = candidates.into_iter().filter(|known| is_slip(word, known));
    close.next().filter(|_| close.next().is_none())
}

fn is_slip(word: &str, known: &str) -> bool {
    word.chars().next() == known.chars().next() && strsim::osa_distance(word, known) == 1
}

/// The word itself, and the word with each one letter left out. Two words one slip apart always
/// share one of these.
fn shortened(word: &str) -> impl Iterator<Item = String> {
    let without = |left_out: usize| -> String {
        let kept = word
            .chars()
            .enumerate()
            .filter(move |(at, _)| *at != left_out);
        kept.map(|(_, letter)| letter).collect()
    };
    std::iter::once(word.to_owned()).chain((0..word.len()).map(without))
}

fn near() -> &'static HashMap<String, Vec<&'static str>> {
    static NEAR: OnceLock<HashMap<String, Vec<&'static str>>> = OnceLock::new();
    NEAR.get_or_init(|| {
        let mut near: HashMap<String, Vec<&'static str>> = HashMap::new();
        for word in known() {
            for form in shortened(word) {
                near.entry(form).or_default().push(word);
            }
        }
        near
    })
}

/// Every long lower-case word of the tables.
fn known() -> BTreeSet<&'static str> {
    let tables = [
        include_str!("../data/ideas.tsv"),
        include_str!("../data/remits.tsv"),
        include_str!("../data/facets.tsv"),
        include_str!("../data/weak_words.txt"),
        include_str!("../data/stop_words.txt"),
    ];
    let words = tables
        .into_iter()
        .flat_map(|table| table.split(|c: char| !c.is_alphabetic()));
    words
        .filter(|word| word.len() >= SHORTEST - 1 && word.bytes().all(|b| b.is_ascii_lowercase()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_understood() {
        for (slip, word) in [
            ("homlessness", "homelessness"),
            ("unemploymnet", "unemployment"),
            ("aprenticeship", "apprenticeship"),
            ("childcaare", "childcare"),
        ] {
            assert_eq!(meant(slip), Some(word), "{slip}");
        }
    }

    #[test]
    fn known_short_and_far_words_are_left_alone() {
        for word in ["homelessness", "rentt", "xylophone", "caf\u{e9}teria", ""] {
            assert_eq!(meant(word), None, "{word}");
        }
    }
}

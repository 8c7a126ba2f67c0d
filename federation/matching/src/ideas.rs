//! Ideas that people put in many ways: "kids", "under 16s" and "children" are one.
//!
//! The table is broad on purpose: it may bring near things together ("nursery", "childminder"), so
//! that what it finds is only ever a suggestion.

use std::sync::OnceLock;

use crate::phrases::{Found, PhraseBook};
use crate::table::{list, rows};
use crate::text::Word;

/// The ideas in a text, each with the place of the words that say it.
pub(crate) fn ideas_in(words: &[Word]) -> Vec<Found<&'static str>> {
    static IDEAS: OnceLock<PhraseBook<&'static str>> = OnceLock::new();
    IDEAS
        .get_or_init(|| {
            let rows = rows::<2>(include_str!("../data/ideas.tsv"));
            PhraseBook::new(rows.flat_map(|[idea, ways]| {
                std::iter::once(idea)
                    .chain(list(ways))
                    .map(move |way| (way, idea))
            }))
        })
        .find(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    #[test]
    fn other_words_give_the_same_idea() {
        let of = |text| {
            ideas_in(&words(text))
                .iter()
                .map(|idea| idea.value)
                .collect::<Vec<_>>()
        };
        assert_eq!(of("kids"), ["children"]);
        assert_eq!(of("sleeping rough"), of("no fixed abode"));
        assert!(of("zebra").is_empty());
    }
}

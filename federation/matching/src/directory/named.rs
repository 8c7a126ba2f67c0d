//! Bodies that a text names itself.

use std::sync::OnceLock;

use super::{Body, bodies, body};
use crate::phrases::PhraseBook;
use crate::text::Word;

/// The bodies named in full or by abbreviation, each once, in the order of the table.
pub(super) fn bodies_named(words: &[Word]) -> Vec<&'static Body> {
    static NAMES: OnceLock<PhraseBook<&'static str>> = OnceLock::new();
    let names =
        NAMES.get_or_init(|| PhraseBook::new(bodies().iter().map(|body| (body.name, body.id))));
    let in_full: Vec<_> = names
        .find(words)
        .iter()
        .filter_map(|found| body(found.value))
        .collect();
    bodies()
        .iter()
        .filter(|body| in_full.contains(body) || has_abbreviation(words, body))
        .collect()
}

/// Compared letter by letter, because the stem of "ONS" is "on".
fn has_abbreviation(words: &[Word], body: &Body) -> bool {
    body.abbreviation.is_some_and(|short| {
        words
            .iter()
            .any(|word| word.surface.eq_ignore_ascii_case(short))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    fn ids(text: &str) -> Vec<&'static str> {
        bodies_named(&words(text))
            .into_iter()
            .map(|body| body.id)
            .collect()
    }

    #[test]
    fn abbreviations_and_full_names_count_once() {
        assert_eq!(
            ids("Could the ONS, the Office for National Statistics, say?"),
            ["ons"]
        );
        assert_eq!(ids("the dwp and the Home Office"), ["dwp", "home-office"]);
    }

    #[test]
    fn the_word_on_is_not_a_body() {
        assert!(ids("figures on rents").is_empty());
    }
}

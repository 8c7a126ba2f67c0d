//! A phrase book: finds known phrases in a list of words. Every table of this crate that
//! recognises something in a text (synonyms, facets, remits, areas) is looked up through it.
//!
//! It never ranks or interprets what it finds.

use std::collections::HashMap;

use crate::text::{Word, stems};

/// One place where a known phrase stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found<T> {
    /// Index of the first word.
    pub(crate) start: usize,
    /// Number of words, at least 1.
    pub(crate) len: usize,
    /// What the phrase stands for.
    pub(crate) value: T,
}

/// Phrases by their stems, each standing for one or more values.
#[derive(Clone, Debug)]
pub(crate) struct PhraseBook<T> {
    by_stems: HashMap<Vec<String>, Vec<T>>,
    longest: usize,
}

impl<T: Copy + PartialEq> PhraseBook<T> {
    /// Builds a book. The same phrase may be given for several values.
    pub(crate) fn new<'a>(phrases: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let mut book = Self {
            by_stems: HashMap::new(),
            longest: 0,
        };
        for (phrase, value) in phrases {
            book.put(stems(phrase), value);
        }
        book
    }

    fn put(&mut self, key: Vec<String>, value: T) {
        if key.is_empty() {
            return;
        }
        self.longest = self.longest.max(key.len());
        let values = self.by_stems.entry(key).or_default();
        if !values.contains(&value) {
            values.push(value);
        }
    }

    /// How many values a phrase stands for, given by the words of a text.
    pub(crate) fn senses(&self, words: &[Word]) -> usize {
        self.by_stems.get(&keys(words)).map_or(0, Vec::len)
    }

    /// Every phrase in the text, left to right. A phrase inside a longer one that was found is not
    /// reported, so "child benefit" is not also "child".
    pub(crate) fn find(&self, words: &[Word]) -> Vec<Found<T>> {
        let mut found = Vec::new();
        let mut start = 0;
        while start < words.len() {
            let (len, values) = self.longest_at(words, start);
            found.extend(values.iter().map(|value| Found {
                start,
                len,
                value: *value,
            }));
            start += len.max(1);
        }
        found
    }

    fn longest_at(&self, words: &[Word], start: usize) -> (usize, &[T]) {
        (1..=self.longest)
            .rev()
            .filter_map(|len| Some((len, words.get(start..start + len)?)))
            .find_map(|(len, part)| Some((len, self.by_stems.get(&keys(part))?.as_slice())))
            .unwrap_or((0, &[]))
    }
}

fn keys(words: &[Word]) -> Vec<String> {
    words.iter().map(|word| word.stem.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    #[test]
    fn the_longest_phrase_wins() {
        let book = PhraseBook::new([("child", 1), ("child benefit", 2), ("benefit", 3)]);
        let found = book.find(&words("Child benefits for each child"));
        assert_eq!(
            found,
            [
                Found {
                    start: 0,
                    len: 2,
                    value: 2
                },
                Found {
                    start: 4,
                    len: 1,
                    value: 1
                }
            ]
        );
    }

    #[test]
    fn a_phrase_can_stand_for_two_things() {
        let book = PhraseBook::new([("rent", 'a'), ("rents", 'b'), ("rent", 'a')]);
        assert_eq!(book.find(&words("rent")).len(), 2);
        assert_eq!(book.senses(&words("rent")), 2);
    }

    #[test]
    fn an_empty_phrase_is_never_found() {
        assert!(
            PhraseBook::new([("", 1), ("?!", 2)])
                .find(&words("anything"))
                .is_empty()
        );
    }
}

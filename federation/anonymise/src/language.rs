//! Is this English? Counted by words, because every other layer is.

use crate::{
    lexicon::Lexicon,
    text::{Shape, tokens},
};

/// Words so common that a sentence of English hardly does without them.
const COMMON: &[&str] = &[
    "the", "of", "and", "to", "a", "in", "is", "for", "on", "that", "with", "are", "we", "i",
    "how", "by", "need", "what", "there", "it", "be", "my", "from", "as", "do", "have", "not",
    "this", "our", "at", "many", "data", "no",
];

/// Words from which on a text can be told to be in another language: names alone are none.
const ENOUGH: usize = 5;

/// True when it is long enough to tell, and few of its words are on the English lists. What is neither
/// this nor English is masked as English is, which takes out too much.
pub(crate) fn looks_foreign(lexicon: &Lexicon, text: &str) -> bool {
    let words = tokens(text).into_iter();
    let words = words.filter(|token| !matches!(token.shape, Shape::Number | Shape::Code));
    let known: Vec<bool> = words
        .map(|token| lexicon.is_english(&token.folded))
        .collect();
    let count = known.iter().filter(|known| **known).count();
    known.len() >= ENOUGH && count * 10 < known.len() * 4
}

/// True when most words are on the English lists, or the text is too short to tell.
pub(crate) fn looks_english(lexicon: &Lexicon, text: &str) -> bool {
    let words: Vec<_> = tokens(text)
        .into_iter()
        .filter(|token| !matches!(token.shape, Shape::Number | Shape::Code))
        .collect();
    let known = words
        .iter()
        .filter(|token| lexicon.is_english(&token.folded))
        .count();
    let common = words
        .iter()
        .filter(|token| COMMON.contains(&token.folded.as_str()))
        .count();
    match words.len() {
        0 => true,
        1..4 => known * 2 >= words.len(),
        count => known * 10 >= count * 6 && (count < 8 || common * 12 >= count),
    }
}

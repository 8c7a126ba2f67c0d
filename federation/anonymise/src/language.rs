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

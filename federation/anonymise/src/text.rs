//! Words of a text, with what their letters look like and what stands before them. Every later layer
//! walks these tokens; none of them touches bytes again.

use std::{borrow::Cow, ops::Range};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// All letters small.
    Lower,
    /// First letter a capital, the others small.
    Title,
    /// Two or more letters, all capitals.
    Upper,
    /// Capitals inside, as in a surname that starts with Mc.
    Mixed,
    /// Digits only.
    Number,
    /// Letters and digits.
    Code,
    /// Letters of a script without capitals.
    Uncased,
}

/// One word.
#[derive(Clone, Debug)]
pub(crate) struct Token<'t> {
    /// Its letters and digits, as written, with apostrophes inside.
    pub(crate) text: &'t str,
    /// Lower case, no accents, straight apostrophes, no possessive ending.
    pub(crate) folded: Cow<'t, str>,
    pub(crate) range: Range<usize>,
    pub(crate) shape: Shape,
    /// What stands between the word before and this one.
    pub(crate) gap: &'t str,
    /// True where English would write a capital whatever the word.
    pub(crate) opens: bool,
}

impl Token<'_> {
    /// True when only a space, a hyphen or a dot after an initial keeps it from the word before.
    pub(crate) fn adjoins(&self) -> bool {
        matches!(
            self.gap,
            " " | "-" | "‐" | "–" | ". " | "." | "\u{a0}" | "  "
        )
    }

    /// True for a word that starts with a capital.
    pub(crate) fn is_capitalised(&self) -> bool {
        matches!(self.shape, Shape::Title | Shape::Upper | Shape::Mixed)
    }
}

/// Cuts a text into tokens.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut before = 0;
    ranges(text)
        .map(|range| {
            let gap = text.get(before..range.start).unwrap_or_default();
            let opens = before == 0 || opens_sentence(gap);
            before = range.end;
            let word = text.get(range.clone()).unwrap_or_default();
            Token {
                text: word,
                folded: stemmed(word),
                shape: shape(word),
                range,
                gap,
                opens,
            }
        })
        .collect()
}

/// The words of a text, without their places.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    ranges(text).filter_map(move |range| text.get(range))
}

/// Lower case without accents, so that "Siân" and "SIAN" are one name.
pub(crate) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(plain_letter)
        .collect()
}

/// Letters whose accent is not a combining mark.
fn plain_letter(letter: char) -> char {
    match letter {
        '’' | 'ʼ' | '‘' => '\'',
        'ø' => 'o',
        'ł' => 'l',
        'đ' | 'ð' => 'd',
        'ı' => 'i',
        other => other,
    }
}

/// Folded, and without a possessive ending. Most words are small and plain already.
fn stemmed(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    let mut folded = fold(word);
    if folded.ends_with("'s") {
        folded.truncate(folded.len() - 2);
    }
    Cow::Owned(folded)
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || !c.is_ascii() && is_combining_mark(c)
}

/// Byte ranges of words. An apostrophe between letters belongs to its word.
fn ranges(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut letters = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = letters.find(|(_, c)| is_word_char(*c))?;
        let mut end = start + first.len_utf8();
        while let Some(&(at, c)) = letters.peek() {
            let apostrophe = matches!(c, '\'' | '’' | 'ʼ');
            let inside = apostrophe
                && text
                    .get(at + c.len_utf8()..)
                    .is_some_and(|rest| rest.starts_with(char::is_alphabetic));
            if !is_word_char(c) && !inside {
                break;
            }
            end = at + c.len_utf8();
            letters.next();
        }
        Some(start..end)
    })
}

fn opens_sentence(gap: &str) -> bool {
    if gap == " " {
        return false;
    }
    gap.contains([
        '.', '?', '!', '\n', '"', '“', '•', '*', '(', '…', ':', '>', '#',
    ]) && gap.trim() != "#"
        || gap.contains(" - ")
        || gap.contains(" – ")
}

/// Without the endings that make an owner of a name. Few words end so, and looking takes time.
pub(crate) fn without_possessive(word: &str) -> &str {
    if word.ends_with('s') {
        word.trim_end_matches("'s").trim_end_matches("’s")
    } else {
        word
    }
}

fn shape(word: &str) -> Shape {
    let word = without_possessive(word);
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) && !word.is_empty() {
        return Shape::Lower;
    }
    let mut letters = word.chars().filter(|c| c.is_alphabetic()).peekable();
    let digits = word.chars().any(char::is_numeric);
    if digits {
        return if letters.peek().is_some() {
            Shape::Code
        } else {
            Shape::Number
        };
    }
    let first_is_capital = letters.next().is_some_and(char::is_uppercase);
    let (mut capitals, mut smalls) = (0, 0);
    for letter in letters {
        capitals += usize::from(letter.is_uppercase());
        smalls += usize::from(letter.is_lowercase());
    }
    match (first_is_capital, capitals, smalls) {
        (true, 0, _) => Shape::Title,
        (true, _, 0) => Shape::Upper,
        (_, 1.., _) => Shape::Mixed,
        (false, 0, _) if word.chars().any(char::is_lowercase) => Shape::Lower,
        (false, 0, _) => Shape::Uncased,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_carry_their_shape_and_place() {
        let found = tokens("Ask Siân's GP. McKay said 5G, ok?");
        let shapes: Vec<_> = found
            .iter()
            .map(|t| (&*t.folded, t.shape, t.opens))
            .collect();
        assert_eq!(
            shapes,
            [
                ("ask", Shape::Title, true),
                ("sian", Shape::Title, false),
                ("gp", Shape::Upper, false),
                ("mckay", Shape::Mixed, true),
                ("said", Shape::Lower, false),
                ("5g", Shape::Code, false),
                ("ok", Shape::Lower, false),
            ]
        );
    }
}

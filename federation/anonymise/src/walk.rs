//! The text as a row of words, each with a verdict. Layers 2 to 4 write verdicts; a verdict to mask is
//! never taken back by a later layer.

use std::ops::Range;

use crate::{
    Kind,
    lexicon::Lexicon,
    span::Found,
    text::{Shape, Token, tokens},
};

/// What becomes of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It stays.
    Keep,
    /// It goes.
    Mask(Kind, &'static str),
    /// A layer before has dealt with it, or it is a placeholder.
    Settled,
}

/// How the text as a whole is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// As English is.
    Plain,
    /// All in capitals.
    Shouted,
    /// With a capital on nearly every word.
    Headline,
}

/// The words of one text, and what becomes of them.
pub(crate) struct Walk<'t> {
    pub(crate) lexicon: &'t Lexicon,
    pub(crate) tokens: Vec<Token<'t>>,
    pub(crate) verdicts: Vec<Verdict>,
    pub(crate) style: Style,
}

impl<'t> Walk<'t> {
    /// `settled` are the byte ranges that earlier layers have dealt with.
    pub(crate) fn new(text: &'t str, lexicon: &'t Lexicon, settled: &[Range<usize>]) -> Self {
        let tokens = tokens(text);
        let verdicts = tokens
            .iter()
            .map(|token| {
                match settled
                    .iter()
                    .any(|one| token.range.start < one.end && one.start < token.range.end)
                {
                    true => Verdict::Settled,
                    false => Verdict::Keep,
                }
            })
            .collect();
        let style = style(&tokens);
        Self {
            lexicon,
            tokens,
            verdicts,
            style,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(crate) fn token(&self, at: usize) -> Option<&Token<'t>> {
        self.tokens.get(at)
    }

    /// The folded word, or "" past either end.
    pub(crate) fn word(&self, at: usize) -> &str {
        self.tokens
            .get(at)
            .map_or("", |token| token.folded.as_str())
    }

    pub(crate) fn is_masked(&self, at: usize) -> bool {
        matches!(self.verdicts.get(at), Some(Verdict::Mask(..)))
    }

    pub(crate) fn is_open(&self, at: usize) -> bool {
        matches!(self.verdicts.get(at), Some(Verdict::Keep))
    }

    /// Masks a word that no layer has dealt with.
    pub(crate) fn mask(&mut self, at: usize, kind: Kind, rule: &'static str) {
        if let Some(verdict @ Verdict::Keep) = self.verdicts.get_mut(at) {
            *verdict = Verdict::Mask(kind, rule);
        }
    }

    /// True for a word with a capital that its place does not explain.
    pub(crate) fn stands_out(&self, at: usize) -> bool {
        self.token(at)
            .is_some_and(|token| token.is_capitalised() && !token.opens)
            && self.style == Style::Plain
    }

    /// True for a word with a capital, wherever it stands, in a text that is not all capitals.
    pub(crate) fn is_capitalised(&self, at: usize) -> bool {
        self.token(at).is_some_and(Token::is_capitalised) && self.style != Style::Shouted
    }

    /// True when this word follows the one before with nothing but a space or hyphen between.
    pub(crate) fn adjoins(&self, at: usize) -> bool {
        at > 0 && self.token(at).is_some_and(Token::adjoins)
    }

    /// True when the capital of this word is a part of how English or statistics write it.
    pub(crate) fn is_usual_capital(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| {
            self.lexicon.may_be_capitalised(&token.folded)
                || self.lexicon.is_large_place(&token.folded)
                || self.lexicon.is_acronym(token.text)
        })
    }

    /// The masked words as findings.
    pub(crate) fn found(&self) -> Vec<Found> {
        self.tokens
            .iter()
            .zip(&self.verdicts)
            .filter_map(|(token, verdict)| match verdict {
                Verdict::Mask(kind, rule) => Some(Found::new(token.range.clone(), *kind, rule)),
                Verdict::Keep | Verdict::Settled => None,
            })
            .collect()
    }
}

fn style(tokens: &[Token<'_>]) -> Style {
    let long: Vec<_> = tokens
        .iter()
        .filter(|token| token.text.chars().count() >= 4)
        .collect();
    let share = |shape: Shape| long.iter().filter(|token| token.shape == shape).count() * 10;
    match long.len() {
        4.. if share(Shape::Upper) >= long.len() * 7 => Style::Shouted,
        5.. if share(Shape::Title) >= long.len() * 8 => Style::Headline,
        _ => Style::Plain,
    }
}

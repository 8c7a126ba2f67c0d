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
    /// A layer before has found it, or it is a part of a placeholder (which has no kind here).
    Settled(Option<Kind>),
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
    /// Whether it is in a language whose words are on no list.
    pub(crate) foreign: bool,
    in_title: Vec<bool>,
}

impl<'t> Walk<'t> {
    /// `certain` is what earlier layers have found; `placeholders` are byte ranges to leave alone.
    pub(crate) fn new(
        text: &'t str,
        lexicon: &'t Lexicon,
        certain: &[Found],
        placeholders: &[Range<usize>],
    ) -> Self {
        let tokens = tokens(text);
        let verdicts = tokens
            .iter()
            .map(|token| settled(&token.range, certain, placeholders))
            .collect();
        let style = style(&tokens);
        let in_title = titles(&tokens, lexicon);
        Self {
            lexicon,
            tokens,
            verdicts,
            style,
            foreign: false,
            in_title,
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

    /// What a word that some layer takes out was taken for.
    pub(crate) fn kind(&self, at: usize) -> Option<Kind> {
        match self.verdicts.get(at)? {
            Verdict::Mask(kind, _) | Verdict::Settled(Some(kind)) => Some(*kind),
            Verdict::Keep | Verdict::Settled(None) => None,
        }
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
        let in_title = self.in_title.get(at) == Some(&true);
        self.token(at).is_some_and(|token| {
            in_title
                || self.lexicon.may_be_capitalised(&token.folded)
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
                Verdict::Keep | Verdict::Settled(_) => None,
            })
            .collect()
    }
}

/// The verdict that a word starts with.
fn settled(word: &Range<usize>, certain: &[Found], placeholders: &[Range<usize>]) -> Verdict {
    let inside = |range: &Range<usize>| word.start < range.end && range.start < word.end;
    if placeholders.iter().any(inside) {
        return Verdict::Settled(None);
    }
    match certain.iter().find(|one| one.overlaps(word)) {
        Some(one) => Verdict::Settled(Some(one.kind)),
        None => Verdict::Keep,
    }
}

/// Last words of the titles of surveys, benefits, laws and public bodies.
const TITLES: &[&str] = &[
    "survey",
    "surveys",
    "statistics",
    "index",
    "scheme",
    "programme",
    "fund",
    "act",
    "allowance",
    "credit",
    "benefit",
    "payment",
    "payments",
    "register",
    "census",
    "strategy",
    "review",
    "department",
    "ministry",
    "commission",
    "agency",
    "bulletin",
    "dataset",
    "tribunal",
    "framework",
    "standard",
    "standards",
    "inspectorate",
    "estimates",
    "accounts",
    "pension",
    "tax",
    "rate",
    "wage",
    "strategy",
    "inquiry",
    "regulator",
    "ombudsman",
    "convention",
];

/// Words with capitals that a title may have.
const LONGEST_TITLE: usize = 6;

/// Marks the words that together are the name of a large place or an official title.
fn titles(tokens: &[Token<'_>], lexicon: &Lexicon) -> Vec<bool> {
    let mut marks = vec![false; tokens.len()];
    for at in 0..tokens.len() {
        let Some(rest) = tokens
            .get(at..)
            .filter(|rest| rest.first().is_some_and(Token::is_capitalised))
        else {
            continue;
        };
        let place = lexicon.place_name_at(rest.iter().map(|token| token.folded.as_str()));
        let len = place.max(official_title(rest, lexicon));
        marks
            .iter_mut()
            .skip(at)
            .take(len)
            .for_each(|mark| *mark = true);
    }
    marks
}

/// How many words, from the first on, are an official title: English words with capitals, none of
/// them a given name, the last one such as "Survey".
fn official_title(rest: &[Token<'_>], lexicon: &Lexicon) -> usize {
    rest.iter()
        .enumerate()
        .take(LONGEST_TITLE)
        .take_while(|(at, token)| *at == 0 || token.is_capitalised() && token.adjoins())
        .take_while(|(_, token)| {
            lexicon.is_english(&token.folded) && !lexicon.is_given_name(&token.folded)
        })
        .filter(|(at, token)| *at > 0 && TITLES.contains(&token.folded.as_str()))
        .last()
        .map_or(0, |(at, _)| at + 1)
}

/// How the text as a whole is written.
pub(crate) fn style(tokens: &[Token<'_>]) -> Style {
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

//! The text as a row of words, each with a verdict. Layers 2 to 4 write verdicts; a verdict to mask is
//! never taken back by a later layer.

use std::ops::Range;

use crate::{
    Kind,
    lexicon::{Lexicon, Role, Roles},
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
    roles: Vec<Roles>,
    /// Where a capital is a part of how English or statistics write the word.
    usual: Vec<bool>,
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
        let roles: Vec<_> = tokens
            .iter()
            .map(|token| lexicon.roles(&token.folded))
            .collect();
        let mut walk = Self {
            lexicon,
            roles,
            usual: Vec::new(),
            tokens,
            verdicts,
            style,
            foreign: false,
        };
        walk.usual = walk.usual_capitals();
        walk
    }

    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(crate) fn token(&self, at: usize) -> Option<&Token<'t>> {
        self.tokens.get(at)
    }

    /// The folded word, or "" past either end.
    pub(crate) fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &*token.folded)
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

    /// True for a part of a placeholder: the word in `[name] is late` announces nothing.
    pub(crate) fn is_placeholder(&self, at: usize) -> bool {
        matches!(self.verdicts.get(at), Some(Verdict::Settled(None)))
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

    /// What the lists tell of a word; nothing past either end.
    pub(crate) fn roles(&self, at: usize) -> Roles {
        self.roles.get(at).copied().unwrap_or_default()
    }

    pub(crate) fn is(&self, at: usize, role: Role) -> bool {
        self.roles(at).has(role)
    }

    /// True when the capital of this word is a part of how English or statistics write it.
    pub(crate) fn is_usual_capital(&self, at: usize) -> bool {
        self.usual.get(at) == Some(&true)
    }

    fn usual_capitals(&self) -> Vec<bool> {
        let mut usual: Vec<bool> = (0..self.len())
            .map(|at| {
                let roles = self.roles(at);
                roles.has(Role::Capital)
                    || roles.is_large_place()
                    || self.is_label(at)
                    || self
                        .token(at)
                        .is_some_and(|token| self.lexicon.is_acronym(token.text))
            })
            .collect();
        for at in 0..self.len() {
            if self.token(at).is_some_and(Token::is_capitalised) {
                let len = self.title_at(at);
                usual
                    .iter_mut()
                    .skip(at)
                    .take(len)
                    .for_each(|usual| *usual = true);
            }
        }
        usual
    }

    /// How many words, from this one on, are the name of a large place or an official title.
    fn title_at(&self, at: usize) -> usize {
        let place = if self.is(at, Role::PlaceStart) {
            let rest = self.tokens.iter().skip(at);
            self.lexicon.place_name_at(rest.map(|token| &*token.folded))
        } else {
            0
        };
        place.max(self.official_title(at))
    }

    /// How many words, from this one on, are an official title: English words with capitals, none of
    /// them a given name, the last one such as "Survey".
    fn official_title(&self, from: usize) -> usize {
        (from..self.len().min(from + LONGEST_TITLE))
            .take_while(|at| {
                let follows = |token: &Token<'_>| token.is_capitalised() && token.adjoins();
                *at == from || self.token(*at).is_some_and(follows)
            })
            .take_while(|at| self.is(*at, Role::English) && !self.roles(*at).is_given_name())
            .filter(|at| *at > from && self.is(*at, Role::EndOfATitle))
            .last()
            .map_or(0, |at| at + 1 - from)
    }

    /// True for the letter in "Table C" and "hepatitis B".
    pub(crate) fn is_label(&self, at: usize) -> bool {
        let letter = |token: &Token<'_>| token.text.len() == 1 && token.gap == " ";
        self.token(at).is_some_and(letter)
            && at
                .checked_sub(1)
                .is_some_and(|label| self.is(label, Role::Label))
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

/// Words with capitals that a title may have.
const LONGEST_TITLE: usize = 6;

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

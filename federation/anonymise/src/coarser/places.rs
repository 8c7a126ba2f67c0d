//! Towns, villages and small council areas, and the large area that each lies in.

use std::{collections::HashMap, ops::Range};

use crate::{
    Kind,
    lexicon::Lexicon,
    text::{Token, fold, words},
};

/// Words in the longest name.
const LONGEST: usize = 6;

/// Words after which a name is a place's and not a person's.
const BEFORE_A_PLACE: &[&str] = &[
    "in",
    "from",
    "near",
    "at",
    "around",
    "outside",
    "across",
    "within",
    "of",
    "throughout",
    "the",
    "and",
    "or",
];

/// Places by their folded names.
pub(crate) struct Places(HashMap<String, &'static str>);

impl Places {
    pub(crate) fn new() -> Self {
        let rows = include_str!("../../data/small_places.tsv").lines();
        let rows = rows.filter(|line| !line.starts_with('#'));
        let named = rows.filter_map(|line| line.split_once('\t'));
        let all = named.flat_map(|(area, names)| {
            names
                .split(';')
                .map(move |name| (words(name).map(fold).collect::<Vec<_>>().join(" "), area))
        });
        Self(all.collect())
    }

    /// The small places that a text names, where a word before them says that a place follows, and
    /// where they are no part of the name of a large one.
    pub(crate) fn find(
        &self,
        tokens: &[Token<'_>],
        lexicon: &Lexicon,
    ) -> Vec<(Range<usize>, &'static str)> {
        let mut found: Vec<(Range<usize>, &'static str)> = Vec::new();
        let mut from = 1;
        while let Some(rest) = tokens.get(from..).filter(|rest| !rest.is_empty()) {
            let Some((len, range, area)) = self.at(tokens, from, found.last()) else {
                from += 1;
                continue;
            };
            let large = lexicon.place_name_at(rest.iter().map(|token| &*token.folded));
            let name = rest.iter().take(len).map(|token| &*token.folded);
            if large == 0 && !is_known(name, lexicon) {
                found.push((range, area));
            }
            from += len.max(large);
        }
        found
    }

    fn at(
        &self,
        tokens: &[Token<'_>],
        from: usize,
        last: Option<&(Range<usize>, &'static str)>,
    ) -> Option<(usize, Range<usize>, &'static str)> {
        let before = tokens.get(from.checked_sub(1)?)?;
        let first = tokens.get(from)?;
        let joined = matches!(&*before.folded, "and" | "or" | "the");
        let listed = last.is_some_and(|(range, _)| from >= 2 && ends_at(tokens, from - 2, range));
        let announced = BEFORE_A_PLACE.contains(&&*before.folded)
            && (!joined || listed || before.folded == "the" && after_a_place_word(tokens, from));
        if !announced || first.gap != " " || !first.is_capitalised() {
            return None;
        }
        let mut name = String::new();
        let mut longest = None;
        for (at, token) in tokens.iter().enumerate().skip(from).take(LONGEST) {
            if at > from && !token.adjoins() {
                break;
            }
            if at > from {
                name.push(' ');
            }
            name.push_str(&token.folded);
            if let Some(area) = self.0.get(&name)
                && fold(token.text) == token.folded
            {
                longest = Some((at + 1 - from, first.range.start..token.range.end, *area));
            }
        }
        longest
    }
}

/// "In March", "in Reading": months and large places, which towns are called too.
fn is_known<'w>(mut name: impl Iterator<Item = &'w str>, lexicon: &Lexicon) -> bool {
    name.all(|word| lexicon.may_be_capitalised(word) || lexicon.is_large_place(word))
}

/// "In the Rutland": the article alone says nothing.
fn after_a_place_word(tokens: &[Token<'_>], from: usize) -> bool {
    from.checked_sub(2)
        .and_then(|at| tokens.get(at))
        .is_some_and(|token| {
            let word = &*token.folded;
            BEFORE_A_PLACE.contains(&word) && !matches!(word, "the" | "and" | "or")
        })
}

fn ends_at(tokens: &[Token<'_>], at: usize, range: &Range<usize>) -> bool {
    tokens
        .get(at)
        .is_some_and(|token| token.range.end == range.end)
}

/// The area in place of the placeholder, and of its article, which may be masked apart from it.
pub(super) fn said(before: &str, at: &Range<usize>, area: &str) -> (Range<usize>, String) {
    let article = ["the", Kind::Place.placeholder()];
    let start = article
        .iter()
        .find_map(|word| super::without_word(before, word))
        .map_or(at.start, str::len);
    (start..at.end, area.to_owned())
}

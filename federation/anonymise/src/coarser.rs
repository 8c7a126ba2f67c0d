//! Coarser words for what points at few people: a village becomes its council area, a day its month, an
//! age its published group. All from lists and the words themselves; a role or a story has no such words.
//!
//! It must never make a place finer, nor tell one that was not named.

mod ages;
mod dates;
mod places;

use std::ops::Range;

pub(crate) use ages::{band, of_one_person};
pub(crate) use dates::month;
pub(crate) use places::Places;

use crate::{ConcernKind, Kind, span::Found};

/// What can be said in place of something that was masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Coarser {
    /// The large area around a place.
    Area(&'static str),
    /// A month, with its year where that was told.
    Month(String),
    /// A group of ages.
    Ages(&'static str),
}

impl Coarser {
    /// What can stand for a masked stretch of `text`, given the places that the text names.
    pub(crate) fn of(
        text: &str,
        masked: &Found,
        places: &[(Range<usize>, &'static str)],
    ) -> Option<Self> {
        let whole = text.get(masked.range.clone())?;
        match (masked.kind, masked.rule) {
            (Kind::Date, _) => month(whole).map(Self::Month),
            (Kind::Number, "age") => {
                let after = text.get(masked.range.end..)?;
                ages::band_of(whole, after).map(Self::Ages)
            }
            (Kind::Person | Kind::Place | Kind::Organisation | Kind::Unknown, _) => places
                .iter()
                .find(|(range, _)| covers(text, &masked.range, range))
                .map(|(_, area)| Self::Area(area)),
            _ => None,
        }
    }

    /// The stretch around the placeholder at `at` that the words take the place of, and those words.
    pub(crate) fn around(&self, text: &str, at: &Range<usize>) -> Option<(Range<usize>, String)> {
        let (before, after) = (text.get(..at.start)?, text.get(at.end..)?);
        match self {
            Self::Area(area) => Some(places::said(before, at, area)),
            Self::Month(month) => Some(dates::said(before, at, month)),
            Self::Ages(band) => ages::said((before, after), at, band),
        }
    }

    /// Why it is better to say this.
    pub(crate) const fn kind(&self) -> ConcernKind {
        match self {
            Self::Area(_) => ConcernKind::SmallPlace,
            Self::Month(_) => ConcernKind::ExactDate,
            Self::Ages(_) => ConcernKind::ExactAge,
        }
    }
}

/// Whether the mask is the place and nothing else but its article.
fn covers(text: &str, masked: &Range<usize>, place: &Range<usize>) -> bool {
    let rest = text
        .get(masked.start..place.start)
        .map(str::trim)
        .map(str::to_lowercase);
    masked.end == place.end && rest.is_some_and(|rest| rest.is_empty() || rest == "the")
}

/// The end of `before` without `word` and the spaces around it, if it ends so.
fn without_word<'t>(before: &'t str, word: &str) -> Option<&'t str> {
    let trimmed = before.trim_end();
    let start = trimmed.len().checked_sub(word.len())?;
    let (rest, last) = trimmed.split_at_checked(start)?;
    let apart = rest.is_empty() || rest.ends_with(|c: char| !c.is_alphanumeric());
    (last.eq_ignore_ascii_case(word) && apart && trimmed.len() < before.len()).then_some(rest)
}

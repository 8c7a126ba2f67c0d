//! Words as they could leave, with what still points at few people marked in them, and the step from
//! those words to coarser ones.

use std::ops::Range;

use crate::{
    Concern, ConcernKind, Kind,
    coarser::{Coarser, Places},
    concern,
    lexicon::Lexicon,
    placeholders,
    span::Found,
    text::tokens,
};

/// What a person is shown before anything leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// The words: masked, and in a plain style.
    pub text: String,
    /// What was taken out, in order.
    pub removed: Vec<Kind>,
    /// What still points at few people, in order and apart where it has coarser words.
    pub concerns: Vec<Concern>,
    /// The code of another language than English that the text is in. Its style is as it was then, and
    /// people must look for names.
    pub other: Option<&'static str>,
}

/// Takes every coarser word that is offered. Returns the text and the reasons that are left.
pub fn coarsen(text: &str, concerns: &[Concern]) -> (String, Vec<Concern>) {
    let letters: Vec<char> = text.chars().collect();
    let mut said = String::with_capacity(text.len());
    let mut taken: Vec<(Range<usize>, usize)> = Vec::new();
    let mut from = 0;
    for one in concerns {
        let Some(instead) = one.instead.as_deref() else {
            continue;
        };
        let Some(before) = letters.get(from..one.start) else {
            continue;
        };
        if one.end > letters.len() || one.end < one.start {
            continue;
        }
        said.extend(before);
        said.push_str(instead);
        taken.push((one.start..one.end, instead.chars().count()));
        from = one.end;
    }
    said.extend(letters.get(from..).unwrap_or_default());
    let left = concerns.iter().filter(|one| one.instead.is_none());
    let left = left.filter_map(|one| moved(one, &taken)).collect();
    (said, left)
}

/// A reason where it stands after words were exchanged; none if it stood in those alone.
fn moved(one: &Concern, taken: &[(Range<usize>, usize)]) -> Option<Concern> {
    let inside =
        |(range, _): &(Range<usize>, usize)| range.start <= one.start && one.end <= range.end;
    if taken.iter().any(inside) {
        return None;
    }
    Some(Concern {
        start: place(one.start, taken, false)?,
        end: place(one.end, taken, true)?,
        ..one.clone()
    })
}

/// Where a place of the text is now; inside exchanged words, at their edge.
fn place(at: usize, taken: &[(Range<usize>, usize)], is_end: bool) -> Option<usize> {
    let (mut gone, mut came) = (0, 0);
    for (range, len) in taken.iter().take_while(|(range, _)| range.start < at) {
        if range.end > at {
            let edge = range.start + came + if is_end { *len } else { 0 };
            return edge.checked_sub(gone);
        }
        gone += range.len();
        came += len;
    }
    (at + came).checked_sub(gone)
}

/// For each mask, what can be said in its place.
pub(crate) fn offers(
    (text, settled): (&str, &[Found]),
    (places, lexicon): (&Places, &Lexicon),
) -> Vec<(usize, Coarser)> {
    let named = places.find(&tokens(text), lexicon);
    let all = settled.iter().enumerate();
    all.filter_map(|(at, one)| Coarser::of(text, one, &named).map(|offer| (at, offer)))
        .collect()
}

/// The offers by the place of their masks among all placeholders of the last text: those before the
/// style was made plain, and those that were masked after it.
pub(crate) fn followed(
    (masked, styled): (&str, &str),
    (settled, more): (&[Found], &[Found]),
    offers: Vec<(usize, Coarser)>,
) -> Vec<(usize, Coarser)> {
    let (before, after) = (placeholders::ranges(masked), placeholders::ranges(styled));
    if before.len() != after.len() {
        return Vec::new();
    }
    let starts = starts(settled);
    let rank = |at: usize| {
        let start = starts.get(at)?;
        let rank = before.binary_search_by_key(start, |kept| kept.start).ok()?;
        let place = after.get(rank)?.start;
        Some(rank + more.partition_point(|one| one.range.end <= place))
    };
    let all = offers.into_iter();
    all.filter_map(|(at, offer)| Some((rank(at)?, offer)))
        .collect()
}

/// Where the placeholder of each mask starts in the masked text.
fn starts(settled: &[Found]) -> Vec<usize> {
    let (mut gone, mut came) = (0, 0);
    let place = |one: &Found| {
        let start = one.range.start + came - gone;
        gone += one.range.len();
        came += one.kind.placeholder().len();
        start
    };
    settled.iter().map(place).collect()
}

/// Every reason in order; an offer takes the place of a reason that it overlaps.
pub(crate) fn concerns(
    text: &str,
    offers: Vec<(usize, Coarser)>,
    told: Vec<Concern>,
) -> Vec<Concern> {
    let kept = placeholders::ranges(text);
    let said = offers.into_iter().filter_map(|(rank, offer)| {
        let (range, instead) = offer.around(text, kept.get(rank)?)?;
        Some((range, (offer.kind(), instead)))
    });
    let (ranges, said): (Vec<_>, Vec<_>) = said.unzip();
    let offered = concern::concerns(text, ranges, ConcernKind::SmallPlace, "")
        .zip(said)
        .map(|(one, (kind, instead))| Concern {
            kind,
            words: why(kind).to_owned(),
            instead: Some(instead),
            ..one
        });
    let (sure, unsure): (Vec<_>, Vec<_>) = told.into_iter().partition(|one| one.instead.is_some());
    let meets = |one: &Concern, held: &Concern| held.start < one.end && one.start < held.end;
    let mut all: Vec<Concern> = Vec::new();
    for one in offered.chain(sure) {
        if !all.iter().any(|held| meets(&one, held)) {
            all.push(one);
        }
    }
    for one in unsure {
        if !all
            .iter()
            .any(|held| held.kind == one.kind && meets(&one, held))
        {
            all.push(one);
        }
    }
    all.sort_by_key(|one| (one.start, one.end));
    all
}

const fn why(kind: ConcernKind) -> &'static str {
    match kind {
        ConcernKind::SmallPlace => "The place was taken out, because few people live there.",
        ConcernKind::ExactDate => "The day was taken out, because it can point at one event.",
        _ => "The age was taken out, because it can point at one person.",
    }
}

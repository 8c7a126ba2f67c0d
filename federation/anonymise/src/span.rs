//! Where something was found, and the text with it taken out. Ranges are byte offsets inside this
//! crate and code points outside it; the turn from one to the other happens here and nowhere else.

use std::ops::Range;

use serde::Serialize;

use crate::Kind;

/// One stretch of the input that was found to point at someone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    /// Where it starts, in Unicode code points.
    pub start: usize,
    /// Where it ends, in Unicode code points, exclusive.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
    /// Which rule found it. A fixed name: never any of the text.
    pub rule: &'static str,
}

/// A text with each span replaced by its placeholder, and the spans that were replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Masked {
    /// The masked text.
    #[serde(rename = "masked")]
    pub text: String,
    /// What was masked, as offsets into the input, in order and without overlap.
    pub spans: Vec<Span>,
}

/// A finding as the layers report it: byte offsets into the text that they were given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) range: Range<usize>,
    pub(crate) kind: Kind,
    pub(crate) rule: &'static str,
}

impl Found {
    pub(crate) fn new(range: Range<usize>, kind: Kind, rule: &'static str) -> Self {
        Self { range, kind, rule }
    }

    pub(crate) fn overlaps(&self, other: &Range<usize>) -> bool {
        self.range.start < other.end && other.start < self.range.end
    }
}

/// Joins findings that overlap. What a joined stretch is called is decided by the finding that came
/// first in `found`, so callers report the surest layer first.
pub(crate) fn settle(found: Vec<Found>) -> Vec<Found> {
    let mut ranked: Vec<(usize, Found)> = found
        .into_iter()
        .filter(|one| !one.range.is_empty())
        .enumerate()
        .collect();
    ranked.sort_by_key(|(rank, one)| (one.range.start, *rank));
    let mut settled: Vec<(usize, Found)> = Vec::with_capacity(ranked.len());
    for (rank, next) in ranked {
        match settled.last_mut() {
            Some((held, last)) if next.range.start < last.range.end => {
                last.range.end = last.range.end.max(next.range.end);
                if rank < *held {
                    (*held, last.kind, last.rule) = (rank, next.kind, next.rule);
                }
            }
            _ => settled.push((rank, next)),
        }
    }
    settled.into_iter().map(|(_, one)| one).collect()
}

/// Turns settled findings into spans counted in code points.
pub(crate) fn spans(text: &str, settled: &[Found]) -> Vec<Span> {
    let mut counted = (0, 0);
    let mut count_to = |byte: usize| {
        counted.1 += text
            .get(counted.0..byte)
            .map_or(0, |part| part.chars().count());
        counted.0 = byte;
        counted.1
    };
    settled
        .iter()
        .map(|one| Span {
            start: count_to(one.range.start),
            end: count_to(one.range.end),
            kind: one.kind,
            rule: one.rule,
        })
        .collect()
}

//! Placeholders: put in, told from the text around them, and left alone ever after. Masking a masked
//! text changes nothing, and this module is why.

use std::ops::Range;

use crate::{Kind, span::Found};

/// A stretch of the input that stands unchanged in the masked text.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    masked_start: usize,
    input_start: usize,
    len: usize,
}

/// Puts placeholders in, and says which stretches stayed. `settled` is in order and apart.
pub(crate) fn put(text: &str, settled: &[Found]) -> (String, Vec<Piece>) {
    let mut masked = String::with_capacity(text.len());
    let mut pieces = Vec::with_capacity(settled.len() + 1);
    let mut from = 0;
    let mut keep = |masked: &mut String, range: Range<usize>| {
        let part = text.get(range.clone()).unwrap_or_default();
        pieces.push(Piece {
            masked_start: masked.len(),
            input_start: range.start,
            len: part.len(),
        });
        masked.push_str(part);
    };
    for one in settled {
        keep(&mut masked, from..one.range.start);
        masked.push_str(one.kind.placeholder());
        from = one.range.end;
    }
    keep(&mut masked, from..text.len());
    (masked, pieces)
}

/// Where a finding in the masked text lies in the input.
pub(crate) fn back(pieces: &[Piece], found: &Found) -> Option<Found> {
    let piece = pieces.iter().find(|piece| {
        piece.masked_start <= found.range.start && found.range.end <= piece.masked_start + piece.len
    })?;
    let start = found.range.start - piece.masked_start + piece.input_start;
    Some(Found::new(
        start..start + found.range.len(),
        found.kind,
        found.rule,
    ))
}

/// Where placeholders and needs' references stand in a text: both are kept as they are. A reference
/// is public, and one in a hundred holds something that looks like a postcode.
pub(crate) fn ranges(text: &str) -> Vec<Range<usize>> {
    let mut kept = bracketed(text);
    kept.extend(references(text));
    kept.sort_by_key(|range| range.start);
    kept
}

/// `HB-7K3Q-9M2X`, wherever it stands by itself.
fn references(text: &str) -> impl Iterator<Item = Range<usize>> {
    const LENGTH: usize = "HB-7K3Q-9M2X".len();
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
    text.match_indices("HB-").filter_map(move |(start, _)| {
        let range = start..start + LENGTH;
        let apart = !joins(text.get(..start)?.chars().next_back())
            && !joins(text.get(range.end..)?.chars().next());
        let (first, second) = text.get(start + 3..range.end)?.split_once('-')?;
        let symbols = |part: &str| {
            part.len() == 4
                && part
                    .bytes()
                    .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        };
        (apart && symbols(first) && symbols(second)).then_some(range)
    })
}

fn bracketed(text: &str) -> Vec<Range<usize>> {
    text.match_indices('[')
        .filter_map(|(start, _)| {
            let rest = text.get(start..)?;
            Kind::ALL
                .into_iter()
                .map(Kind::placeholder)
                .find(|placeholder| rest.starts_with(placeholder))
                .map(|placeholder| start..start + placeholder.len())
        })
        .collect()
}

/// Cuts placeholders out of findings that reach over them.
pub(crate) fn outside(text: &str, found: Vec<Found>, kept: &[Range<usize>]) -> Vec<Found> {
    if kept.is_empty() {
        return found;
    }
    found
        .into_iter()
        .flat_map(|one| cut(text, &one, kept))
        .collect()
}

fn cut(text: &str, one: &Found, kept: &[Range<usize>]) -> Vec<Found> {
    let mut parts = Vec::new();
    let mut start = one.range.start;
    for hole in kept.iter().filter(|hole| one.overlaps(hole)) {
        parts.push(start..hole.start.max(start));
        start = hole.end;
    }
    parts.push(start..one.range.end.max(start));
    parts
        .into_iter()
        .filter(|part| {
            text.get(part.clone())
                .is_some_and(|words| words.contains(char::is_alphanumeric))
        })
        .map(|part| Found::new(part, one.kind, one.rule))
        .collect()
}

/// Makes one finding of names that stand side by side, so that a full name leaves one placeholder.
pub(crate) fn join_names(text: &str, settled: Vec<Found>) -> Vec<Found> {
    let mut joined: Vec<Found> = Vec::with_capacity(settled.len());
    for next in settled {
        match joined.last_mut() {
            Some(last) if is_one_name(text, last, &next) => last.range.end = next.range.end,
            _ => joined.push(next),
        }
    }
    joined
}

fn is_one_name(text: &str, last: &Found, next: &Found) -> bool {
    let gap = text.get(last.range.end..next.range.start).unwrap_or("?");
    let wordy = |kind| {
        matches!(
            kind,
            Kind::Person | Kind::Unknown | Kind::Place | Kind::Organisation | Kind::Address
        )
    };
    let same = last.kind == next.kind && wordy(last.kind);
    same && matches!(gap, " " | "-" | ". " | ".")
}

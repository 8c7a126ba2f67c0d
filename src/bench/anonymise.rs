//! How fast texts are masked, on one thread.

use std::time::Instant;

use hearback_anonymise::{Anonymiser, Roster};
use serde::Serialize;

use super::figures::{millis, rate};
use super::sentences::raw;

/// The names of the room that the texts come from.
const NAMES: [&str; 3] = ["Quenby", "Ashdown", "Tamsin"];

/// What was measured.
#[derive(Debug, Serialize)]
pub(super) struct Figures {
    /// Texts masked.
    texts: u32,
    /// Pieces of them that were masked: proof that there was something to do.
    spans: usize,
    /// Texts per second.
    rate_per_s: f64,
    /// Milliseconds to read the rules and word lists, once for each program.
    load_ms: f64,
}

/// Masks `texts` sentences, three of four with something personal in them.
pub(super) fn measure(texts: u32) -> Figures {
    eprintln!("anonymise: {texts} texts");
    let started = Instant::now();
    let anonymiser = Anonymiser::new();
    let load_ms = millis(started.elapsed());
    let roster = Roster::new(NAMES);
    let all: Vec<String> = (0..texts).map(|number| raw(number as usize)).collect();
    let started = Instant::now();
    let spans = all
        .iter()
        .map(|text| anonymiser.mask(text, &roster).spans.len())
        .sum();
    Figures {
        texts,
        spans,
        rate_per_s: rate(texts, started.elapsed()),
        load_ms,
    }
}

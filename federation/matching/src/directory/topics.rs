//! What a need is about: the topics of the remit table that its words point to.

use std::collections::{BTreeMap, BTreeSet};

use super::remits::{Remit, phrases, remits};
use crate::ideas::ideas_in;
use crate::phrases::Found;
use crate::text::{self, Word, words};

/// A topic with fewer points than this part of the best one is not what the need is about.
const WORTH: f64 = 0.3;
/// Points for an idea, next to 1 for a word of the remit table.
const IDEA: f64 = 0.7;

/// A topic that a text is about.
pub(super) struct Topic {
    pub(super) remit: &'static Remit,
    /// Above 0.
    pub(super) score: f64,
}

/// The topics a text is about, in the order of the table.
pub(super) fn topics(words: &[Word]) -> Vec<Topic> {
    let mut topics: Vec<Topic> = points(words)
        .into_iter()
        .filter_map(|(position, points)| {
            let remit = remits().get(position)?;
            Some(Topic {
                remit,
                score: points * remit.weight,
            })
        })
        .collect();
    let best = topics.iter().map(|topic| topic.score).fold(0.0, f64::max);
    topics.retain(|topic| topic.score >= WORTH * best);
    topics
}

/// Points for each remit by its position: every phrase counts once, a longer one for more, and one
/// that points to several topics is shared between them.
fn points(words: &[Word]) -> BTreeMap<usize, f64> {
    let mut points = BTreeMap::new();
    let mut seen: Vec<(&[Word], usize)> = Vec::new();
    let found = phrases().find(words);
    for place in &found {
        let spoken = spoken(words, place);
        if seen
            .iter()
            .any(|(known, value)| *value == place.value && same(known, spoken))
        {
            continue;
        }
        seen.push((spoken, place.value));
        *points.entry(place.value).or_insert(0.0) += worth(place.len) / senses(spoken);
    }
    for (position, more) in points_of_ideas(words, &found) {
        *points.entry(position).or_insert(0.0) += more;
    }
    points
}

/// Points for ideas said in words that the remit table does not know, through the usual name of the
/// idea: "tooth decay" leads to whoever answers for dentists.
fn points_of_ideas(words: &[Word], found: &[Found<usize>]) -> BTreeMap<usize, f64> {
    let mut points = BTreeMap::new();
    let known = |idea: &Found<_>| found.iter().any(|place| overlap(place, idea));
    let unknown: BTreeSet<&str> = ideas_in(words)
        .iter()
        .filter(|idea| !known(idea))
        .map(|idea| idea.value)
        .collect();
    for name in unknown {
        let name = text::words(name);
        for place in phrases().find(&name) {
            *points.entry(place.value).or_insert(0.0) += IDEA / senses(spoken(&name, &place));
        }
    }
    points
}

fn overlap<A, B>(one: &Found<A>, other: &Found<B>) -> bool {
    one.start < other.start + other.len && other.start < one.start + one.len
}

fn spoken<'a, T>(words: &'a [Word], place: &Found<T>) -> &'a [Word] {
    words
        .get(place.start..place.start + place.len)
        .unwrap_or_default()
}

fn same(one: &[Word], other: &[Word]) -> bool {
    one.iter()
        .map(|word| &word.stem)
        .eq(other.iter().map(|word| &word.stem))
}

fn worth(len: usize) -> f64 {
    match len {
        0 | 1 => 1.0,
        2 => 1.7,
        _ => 2.2,
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a phrase has a handful of senses"
)]
fn senses(spoken: &[Word]) -> f64 {
    phrases().senses(spoken).max(1) as f64
}

/// The themes a text is about, at most three, the likeliest first.
pub fn suggest_themes(text: &str) -> Vec<&'static str> {
    let mut scores: BTreeMap<&'static str, f64> = BTreeMap::new();
    for topic in topics(&words(text)) {
        *scores.entry(topic.remit.theme).or_default() += topic.score;
    }
    let mut ranked: Vec<_> = scores.into_iter().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    ranked.into_iter().take(3).map(|(theme, _)| theme).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyday_words_give_themes() {
        assert_eq!(
            suggest_themes("Why are buses always late?")[0],
            "transport-tourism"
        );
        assert_eq!(
            suggest_themes("kids going hungry at home")[0],
            "income-poverty-welfare"
        );
        assert!(suggest_themes("hello there").is_empty());
    }

    #[test]
    fn saying_it_twice_adds_nothing() {
        let once = topics(&words("bus fares"));
        let twice = topics(&words("bus fares, bus fares"));
        assert_eq!(once.len(), twice.len());
        assert!(
            once.iter()
                .zip(&twice)
                .all(|(a, b)| (a.score - b.score).abs() < 1e-12)
        );
    }
}

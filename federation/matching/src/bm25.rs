//! BM25 over weighted terms, in memory. One behaviour on every database engine, because no database
//! takes part.
//!
//! It knows numbers and terms only: no ids, no texts, no meaning.

use std::collections::HashMap;

use crate::terms::Terms;

/// How soon a repeated term stops adding to the score (BM25's k1).
const SATURATION: f64 = 0.9;
/// How much a long text is held back (BM25's b).
const LENGTH: f64 = 0.6;

/// The terms of numbered texts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Postings {
    /// For each term, the texts that hold it, by number, and how much of it.
    by_key: HashMap<String, Vec<(usize, f64)>>,
    /// The summed weights of each text; 0 for one that was removed.
    lengths: Vec<f64>,
    live: usize,
    total_length: f64,
}

impl Postings {
    /// Adds a text and gives its number. Numbers are never used again.
    pub(crate) fn add(&mut self, terms: &Terms) -> usize {
        let number = self.lengths.len();
        for (key, term) in terms {
            self.by_key
                .entry(key.clone())
                .or_default()
                .push((number, term.weight));
        }
        let length = length(terms);
        self.lengths.push(length);
        self.total_length += length;
        self.live += 1;
        number
    }

    /// Forgets a text, given the terms it was added with.
    pub(crate) fn remove(&mut self, number: usize, terms: &Terms) {
        for key in terms.keys() {
            let Some(posting) = self.by_key.get_mut(key) else {
                continue;
            };
            if let Ok(at) = posting.binary_search_by_key(&number, |(held_by, _)| *held_by) {
                posting.remove(at);
            }
            if posting.is_empty() {
                self.by_key.remove(key);
            }
        }
        if let Some(length) = self.lengths.get_mut(number) {
            self.total_length -= std::mem::take(length);
            self.live -= 1;
        }
    }

    /// The texts that share a term with the query, with their scores, all above 0.
    pub(crate) fn scores(&self, query: &Terms) -> Vec<(usize, f64)> {
        let usual = self.usual_length();
        let mut scores = vec![0.0; self.lengths.len()];
        for (key, asked) in query {
            let weight = asked.weight * self.rarity(key);
            for (number, held) in self.by_key.get(key).into_iter().flatten() {
                let length = self.lengths.get(*number).copied().unwrap_or_default();
                if let Some(score) = scores.get_mut(*number) {
                    *score += weight * damped(*held, length / usual);
                }
            }
        }
        scores
            .into_iter()
            .enumerate()
            .filter(|(_, score)| *score > 0.0)
            .collect()
    }

    /// The score of one text for the query, whether or not the text was added.
    pub(crate) fn score(&self, query: &Terms, text: &Terms) -> f64 {
        let relative = length(text) / self.usual_length();
        query
            .iter()
            .filter_map(|(key, asked)| {
                let held = text.get(key)?;
                Some(asked.weight * self.rarity(key) * damped(held.weight, relative))
            })
            .sum()
    }

    /// How telling a term is: the fewer texts hold it, the more (BM25's idf; always above 0).
    pub(crate) fn rarity(&self, key: &str) -> f64 {
        let with = count(self.by_key.get(key).map_or(0, Vec::len));
        (1.0 + (count(self.live) - with + 0.5) / (with + 0.5)).ln()
    }

    /// The mean length of the texts; 1 where there is none to speak of.
    fn usual_length(&self) -> f64 {
        let mean = self.total_length / count(self.live);
        if mean.is_finite() && mean > f64::EPSILON {
            mean
        } else {
            1.0
        }
    }
}

fn length(terms: &Terms) -> f64 {
    terms.values().map(|term| term.weight).sum()
}

/// How much a term counts in a text that holds `held` of it and is `relative` times as long as usual.
fn damped(held: f64, relative: f64) -> f64 {
    held * (SATURATION + 1.0) / (held + SATURATION * (1.0 - LENGTH + LENGTH * relative))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of texts stay far below 2^52"
)]
const fn count(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::terms;
    use crate::text::words;

    fn of(text: &str) -> Terms {
        terms(&words(text))
    }

    fn holding(texts: &[&str]) -> Postings {
        let mut postings = Postings::default();
        for text in texts {
            postings.add(&of(text));
        }
        postings
    }

    #[test]
    fn rare_terms_count_for_more() {
        let postings = holding(&["otters", "ferries", "ferries"]);
        assert!(postings.rarity("otter") > postings.rarity("ferri"));
        assert!(postings.rarity("ferri") > 0.0);
    }

    #[test]
    fn a_long_text_is_held_back() {
        let postings = holding(&["otters", "otters seen from lighthouses by sailors"]);
        let scores = postings.scores(&of("otters"));
        assert!(scores[0].1 > scores[1].1);
    }

    #[test]
    fn a_stored_text_scores_as_the_same_text_given() {
        let postings = holding(&["otters", "ferries to the islands"]);
        let (query, text) = (of("islands with ferries"), of("ferries to the islands"));
        assert_eq!(
            postings.scores(&query),
            [(1, postings.score(&query, &text))]
        );
    }

    #[test]
    fn what_is_removed_leaves_nothing_behind() {
        let mut postings = holding(&["otters"]);
        let before = postings.scores(&of("otters"));
        let number = postings.add(&of("otters and ferries"));
        postings.remove(number, &of("otters and ferries"));
        assert_eq!(postings.scores(&of("otters")), before);
        assert!(postings.scores(&of("ferries")).is_empty());
    }

    #[test]
    fn an_empty_store_scores_without_dividing_by_nothing() {
        let postings = Postings::default();
        assert!(postings.scores(&of("otters")).is_empty());
        assert!(postings.score(&of("otters"), &of("otters")).is_finite());
    }
}

//! Which needs are alike: a BM25 index in memory, so that a person sees "others asked for this too"
//! before they add their own, and a moderator sees possible duplicates.
//!
//! A result is a suggestion with its reason. Nothing here merges, refuses or releases anything.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::facets::{Facet, Facets, conflicts, facets};
use crate::terms::{Term, Terms, about_other_things, terms};
use crate::text::{folded, words};

/// How soon a repeated term stops adding to the score (BM25's k1).
const SATURATION: f64 = 0.9;
/// How much a long wording is held back (BM25's b).
const LENGTH: f64 = 0.75;
/// At least this alike, in both directions, and no facet in conflict: perhaps the same.
const SAME: f64 = 0.4;
/// At least this alike: worth a link.
const RELATED: f64 = 0.2;

/// How a match relates to the text searched for. A suggestion only, never a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// One publication could answer both. Only with a high score and no facet in conflict.
    Same,
    /// Close, but perhaps another area, time, group of people or measure.
    Related,
    /// Some words in common and little else.
    Different,
}

/// One document found, with the reason to show.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Match {
    /// The id it was added under.
    pub id: String,
    /// Above 0; around 1 is as alike as the text is to itself.
    pub score: f64,
    /// What to suggest.
    pub relation: Relation,
    /// The words and ideas both hold, the most telling first.
    pub shared: Vec<String>,
    /// The facets on which both say something and disagree.
    pub differs: Vec<Facet>,
}

#[derive(Clone, Debug)]
struct Wording {
    id: String,
    folded: String,
    terms: Terms,
    facets: Facets,
}

impl Wording {
    fn new(id: &str, text: &str) -> Self {
        let words = words(text);
        Self {
            id: id.to_owned(),
            folded: folded(text),
            terms: terms(&words),
            facets: facets(&words),
        }
    }

    fn length(&self) -> f64 {
        self.terms.values().map(|term| term.weight).sum()
    }
}

/// Documents that can be searched by likeness. A document may have several wordings; its best one
/// counts.
#[derive(Clone, Debug, Default)]
pub struct Index {
    wordings: BTreeMap<u64, Wording>,
    by_id: BTreeMap<String, Vec<u64>>,
    postings: HashMap<String, BTreeMap<u64, f64>>,
    total_length: f64,
    next: u64,
}

impl Index {
    /// An empty index.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a wording of the document `id`. A wording it already has, up to case, accents and
    /// whitespace, is not added again.
    pub fn add(&mut self, id: &str, text: &str) {
        let wording = Wording::new(id, text);
        let numbers = self.by_id.entry(id.to_owned()).or_default();
        let known = numbers
            .iter()
            .filter_map(|number| self.wordings.get(number));
        if known
            .into_iter()
            .any(|known| known.folded == wording.folded)
        {
            return;
        }
        numbers.push(self.next);
        for (key, term) in &wording.terms {
            self.postings
                .entry(key.clone())
                .or_default()
                .insert(self.next, term.weight);
        }
        self.total_length += wording.length();
        self.wordings.insert(self.next, wording);
        self.next += 1;
    }

    /// Removes a document with all its wordings. Unknown ids are left alone.
    pub fn remove(&mut self, id: &str) {
        for number in self.by_id.remove(id).unwrap_or_default() {
            if let Some(wording) = self.wordings.remove(&number) {
                self.forget(number, &wording);
            }
        }
    }

    fn forget(&mut self, number: u64, wording: &Wording) {
        self.total_length -= wording.length();
        for key in wording.terms.keys() {
            if let Some(posting) = self.postings.get_mut(key) {
                posting.remove(&number);
                if posting.is_empty() {
                    self.postings.remove(key);
                }
            }
        }
    }

    /// How many documents there are, however many wordings each has.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// The documents most like a text, at most `top`: the highest score first, equal scores by id.
    /// A document with the very same wording comes first. Documents that share nothing are left out.
    pub fn search(&self, text: &str, top: usize) -> Vec<Match> {
        let query = Wording::new("", text);
        let mut ranked = self.ranked(&query);
        ranked.truncate(top);
        ranked
            .into_iter()
            .map(|hit| self.explain(&query, hit))
            .collect()
    }

    fn ranked<'a>(&'a self, query: &Wording) -> Vec<Hit<'a>> {
        let most = self.score(query, query);
        let mut best: BTreeMap<&str, Hit<'a>> = BTreeMap::new();
        for (number, score) in self.scores(&query.terms) {
            let Some(wording) = self.wordings.get(&number) else {
                continue;
            };
            let same_words = wording.folded == query.folded;
            let hit = Hit {
                wording,
                score: score / most,
                same_words,
            };
            let known = best.entry(&wording.id).or_insert(hit);
            if hit.order(known).is_lt() {
                *known = hit;
            }
        }
        let mut hits: Vec<_> = best.into_values().collect();
        let highest = hits.iter().map(|hit| hit.score).fold(1.0, f64::max);
        for hit in hits.iter_mut().filter(|hit| hit.same_words) {
            hit.score = highest;
        }
        hits.sort_by(Hit::order);
        hits
    }

    fn scores(&self, query: &Terms) -> BTreeMap<u64, f64> {
        let mut scores = BTreeMap::new();
        for (key, asked) in query {
            let weight = asked.weight * self.rarity(key);
            for (number, held) in self.postings.get(key).into_iter().flatten() {
                let Some(wording) = self.wordings.get(number) else {
                    continue;
                };
                *scores.entry(*number).or_insert(0.0) += weight * self.damped(*held, wording);
            }
        }
        scores
    }

    /// The score of `wording` for the query, whether or not it is in the index.
    fn score(&self, query: &Wording, wording: &Wording) -> f64 {
        shared_terms(query, wording)
            .map(|(key, asked, held)| {
                asked.weight * self.rarity(key) * self.damped(held.weight, wording)
            })
            .sum()
    }

    /// How telling a term is: the fewer wordings hold it, the more (BM25's idf; always above 0).
    fn rarity(&self, key: &str) -> f64 {
        let all = count(self.wordings.len());
        let with = count(self.postings.get(key).map_or(0, BTreeMap::len));
        (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
    }

    /// How much a term counts in a wording that holds `held` of it.
    fn damped(&self, held: f64, wording: &Wording) -> f64 {
        let usual = self.total_length / count(self.wordings.len()).max(1.0);
        let relative = if usual > 0.0 {
            wording.length() / usual
        } else {
            1.0
        };
        held * (SATURATION + 1.0) / (held + SATURATION * (1.0 - LENGTH + LENGTH * relative))
    }

    fn explain(&self, query: &Wording, hit: Hit<'_>) -> Match {
        let mut shared: Vec<(f64, &str)> = shared_terms(query, hit.wording)
            .map(|(key, asked, _)| (asked.weight * self.rarity(key), asked.shown.as_str()))
            .collect();
        shared.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(other.1)));
        let mut differs = conflicts(&query.facets, &hit.wording.facets);
        if about_other_things(&query.terms, &hit.wording.terms) {
            differs.push(Facet::Subject);
        }
        Match {
            id: hit.wording.id.clone(),
            score: hit.score,
            relation: self.relation(query, hit, &differs),
            shared: distinct(shared.into_iter().map(|(_, shown)| shown)),
            differs,
        }
    }

    fn relation(&self, query: &Wording, hit: Hit<'_>, differs: &[Facet]) -> Relation {
        let back = self.score(hit.wording, query) / self.score(hit.wording, hit.wording);
        let alike = (hit.score * back).sqrt();
        if hit.same_words || (alike >= SAME && differs.is_empty()) {
            Relation::Same
        } else if alike >= RELATED {
            Relation::Related
        } else {
            Relation::Different
        }
    }
}

#[derive(Clone, Copy)]
struct Hit<'a> {
    wording: &'a Wording,
    score: f64,
    same_words: bool,
}

impl Hit<'_> {
    /// The better first; equal ones by id, so that the order never depends on chance.
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        let by_score = other.score.total_cmp(&self.score);
        by_score
            .then(other.same_words.cmp(&self.same_words))
            .then_with(|| self.wording.id.cmp(&other.wording.id))
    }
}

fn shared_terms<'a>(
    query: &'a Wording,
    wording: &'a Wording,
) -> impl Iterator<Item = (&'a str, &'a Term, &'a Term)> {
    query
        .terms
        .iter()
        .filter_map(|(key, asked)| Some((key.as_str(), asked, wording.terms.get(key)?)))
}

fn distinct<'a>(words: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for word in words {
        if !kept.iter().any(|known| known == word) {
            kept.push(word.to_owned());
        }
    }
    kept
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of texts stay far below 2^52"
)]
const fn count(number: usize) -> f64 {
    number as f64
}

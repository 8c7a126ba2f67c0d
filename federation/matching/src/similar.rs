//! Which needs are alike: an index in memory, so that a person sees "others asked for this too"
//! before they add their own, and a moderator sees possible duplicates.
//!
//! A result is a suggestion with its reason. Nothing here merges, refuses or releases anything.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use crate::bm25::Postings;
use crate::facets::{Facet, Facets, conflicts, facets};
use crate::terms::{Terms, about_other_things, terms};
use crate::text::{folded, words};

/// At least this alike, seen from both sides, and no facet in conflict: perhaps the same.
const SAME: f64 = 0.4;
/// At least this alike: worth a link.
const RELATED: f64 = 0.2;
/// How far a document with the very same words stands above all others.
const SAME_WORDS: f64 = 0.01;

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
    /// The facets on which the two seem to differ.
    pub differs: Vec<Facet>,
}

/// Documents that can be searched by likeness. A document may have several wordings; its best one
/// counts.
#[derive(Clone, Debug, Default)]
pub struct Index {
    postings: Postings,
    /// By the number its postings know it by; `None` where it was removed.
    wordings: Vec<Option<Wording>>,
    by_id: BTreeMap<String, Vec<usize>>,
    by_folded: HashMap<String, Vec<usize>>,
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
        let mut known = numbers
            .iter()
            .filter_map(|number| self.wordings.get(*number)?.as_ref());
        if known.any(|known| known.folded == wording.folded) {
            return;
        }
        let number = self.postings.add(&wording.terms);
        numbers.push(number);
        self.by_folded
            .entry(wording.folded.clone())
            .or_default()
            .push(number);
        self.wordings.push(Some(wording));
    }

    /// Removes a document with all its wordings. Unknown ids are left alone.
    pub fn remove(&mut self, id: &str) {
        for number in self.by_id.remove(id).unwrap_or_default() {
            if let Some(wording) = self.wordings.get_mut(number).and_then(Option::take) {
                self.postings.remove(number, &wording.terms);
                self.forget_words(number, &wording.folded);
            }
        }
    }

    fn forget_words(&mut self, number: usize, folded: &str) {
        if let Some(numbers) = self.by_folded.get_mut(folded) {
            numbers.retain(|known| *known != number);
            if numbers.is_empty() {
                self.by_folded.remove(folded);
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
    /// A document with the very same wording comes first. Documents that share no telling word with
    /// the text are left out.
    pub fn search(&self, text: &str, top: usize) -> Vec<Match> {
        let query = Wording::new("", text);
        let mut scores = self.scores(&query);
        scores.sort_unstable_by(|one, other| self.order(*one, *other));
        let mut seen = BTreeSet::new();
        scores
            .into_iter()
            .filter_map(|(number, score)| Some((self.wordings.get(number)?.as_ref()?, score)))
            .filter(|(found, _)| seen.insert(&found.id))
            .take(top)
            .map(|(found, score)| self.explain(&query, found, score))
            .collect()
    }

    /// Every wording that shares a term, with its score next to that of the query itself.
    fn scores(&self, query: &Wording) -> Vec<(usize, f64)> {
        let most = self.postings.score(&query.terms, &query.terms);
        let mut scores = self.postings.scores(&query.terms);
        let mut highest: f64 = 1.0;
        for (_, score) in &mut scores {
            *score /= most;
            highest = highest.max(*score);
        }
        for number in self.by_folded.get(&query.folded).into_iter().flatten() {
            if let Ok(at) = scores.binary_search_by_key(number, |(number, _)| *number)
                && let Some((_, score)) = scores.get_mut(at)
            {
                *score = highest + SAME_WORDS;
            }
        }
        scores
    }

    /// The better first; equal ones by id, so that the order never depends on chance.
    fn order(&self, one: (usize, f64), other: (usize, f64)) -> Ordering {
        let id = |number: usize| {
            self.wordings
                .get(number)?
                .as_ref()
                .map(|wording| &wording.id)
        };
        other
            .1
            .total_cmp(&one.1)
            .then_with(|| id(one.0).cmp(&id(other.0)))
    }

    fn explain(&self, query: &Wording, found: &Wording, score: f64) -> Match {
        let mut differs = conflicts(&query.facets, &found.facets);
        if about_other_things(&query.terms, &found.terms) {
            differs.push(Facet::Subject);
        }
        Match {
            id: found.id.clone(),
            score,
            relation: self.relation(query, found, score, &differs),
            shared: self.shared(&query.terms, &found.terms),
            differs,
        }
    }

    fn relation(
        &self,
        query: &Wording,
        found: &Wording,
        score: f64,
        differs: &[Facet],
    ) -> Relation {
        let itself = self.postings.score(&found.terms, &found.terms);
        let back = self.postings.score(&found.terms, &query.terms) / itself;
        let alike = (score * back).sqrt();
        if query.folded == found.folded || (alike >= SAME && differs.is_empty()) {
            Relation::Same
        } else if alike >= RELATED {
            Relation::Related
        } else {
            Relation::Different
        }
    }

    fn shared(&self, query: &Terms, found: &Terms) -> Vec<String> {
        let mut shared: Vec<(f64, &str)> = query
            .iter()
            .filter(|(key, _)| found.contains_key(*key))
            .map(|(key, term)| (term.weight * self.postings.rarity(key), term.shown.as_str()))
            .collect();
        shared.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(other.1)));
        let mut seen = BTreeSet::new();
        let telling = shared
            .into_iter()
            .map(|(_, shown)| shown)
            .filter(|shown| seen.insert(*shown));
        telling.map(str::to_owned).collect()
    }
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
}

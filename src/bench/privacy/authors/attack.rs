//! The attack: how often three letters follow one another, and small words, weighed by how few people
//! write so. Whoever's messages lie nearest is the guess.

use std::collections::{HashMap, HashSet};

/// Small words that people use without thinking.
const SMALL: &[&str] = &[
    "a", "about", "actually", "all", "also", "an", "and", "any", "are", "as", "at", "be",
    "because", "but", "by", "can", "do", "each", "every", "for", "from", "have", "how", "however",
    "i", "if", "in", "is", "it", "its", "just", "like", "many", "me", "my", "no", "not", "of",
    "on", "or", "our", "please", "really", "since", "so", "some", "such", "than", "that", "the",
    "their", "them", "there", "they", "this", "though", "to", "us", "want", "was", "we", "what",
    "when", "which", "who", "why", "will", "with", "would", "yet", "you",
];

/// How much of each feature a text has.
type Counts = HashMap<String, f64>;

/// Somebody who has read messages and knows whose they are.
pub(super) struct Attacker {
    rarity: Counts,
    people: HashMap<usize, Counts>,
}

impl Attacker {
    /// Learns from messages with their authors.
    pub(super) fn of<'t>(read: impl Iterator<Item = (usize, &'t str)>) -> Self {
        let read: Vec<(usize, Counts)> = read.map(|(who, text)| (who, features(text))).collect();
        let mut texts_with = Counts::new();
        for (_, counts) in &read {
            let all: HashSet<&String> = counts.keys().collect();
            for feature in all {
                *texts_with.entry(feature.clone()).or_default() += 1.0;
            }
        }
        let all = read.iter().fold(0.0, |n, _| n + 1.0);
        let rarity: Counts = texts_with
            .into_iter()
            .map(|(feature, with)| (feature, f64::ln((all + 1.0) / (with + 0.5))))
            .collect();
        let mut people: HashMap<usize, Counts> = HashMap::new();
        for (who, counts) in &read {
            let person = people.entry(*who).or_default();
            for (feature, weight) in unit(counts, &rarity) {
                *person.entry(feature).or_default() += weight;
            }
        }
        let people = people
            .into_iter()
            .map(|(who, sum)| (who, of_length_one(sum)));
        Self {
            people: people.collect(),
            rarity,
        }
    }

    /// Whose words these are, most likely.
    pub(super) fn guess(&self, text: &str) -> Option<usize> {
        let seen = unit(&features(text), &self.rarity);
        let near = |person: &Counts| -> f64 {
            let shared = seen
                .iter()
                .filter_map(|(feature, weight)| Some(weight * person.get(feature)?));
            shared.sum()
        };
        let all = self.people.iter().map(|(who, person)| (*who, near(person)));
        all.max_by(|(a, x), (b, y)| x.total_cmp(y).then(b.cmp(a)))
            .map(|(who, _)| who)
    }
}

/// Runs of three characters, and small words.
fn features(text: &str) -> Counts {
    let mut counts = Counts::new();
    let letters: Vec<char> = text.chars().collect();
    for three in letters.windows(3) {
        *counts.entry(three.iter().collect()).or_default() += 1.0;
    }
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    for word in words.filter(|word| SMALL.contains(word)) {
        *counts.entry(format!("word {word}")).or_default() += 1.0;
    }
    counts
}

/// What a text has of each feature that is known, by its rarity, at length one.
fn unit(counts: &Counts, rarity: &Counts) -> Counts {
    let weighed = counts.iter().filter_map(|(feature, count)| {
        let rare = rarity.get(feature)?;
        Some((feature.clone(), f64::ln(1.0 + count) * rare))
    });
    of_length_one(weighed.collect())
}

fn of_length_one(mut counts: Counts) -> Counts {
    let length = counts
        .values()
        .map(|weight| weight * weight)
        .sum::<f64>()
        .sqrt();
    if length > 0.0 {
        for weight in counts.values_mut() {
            *weight /= length;
        }
    }
    counts
}

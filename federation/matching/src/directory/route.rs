//! From a need to its producers: topic, then nation, then who answers there, each with its reason.
//!
//! It suggests. Where it knows nothing it says nothing, and a person of the intermediary decides.

use std::collections::BTreeMap;

use serde::Serialize;

use super::named::bodies_named;
use super::remits::Remit;
use super::topics::topics;
use super::{Body, body};
use crate::nation::{Nation, wanted};
use crate::text::words;

/// One producer that may answer a need, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Route {
    /// The producer.
    pub body: &'static Body,
    /// Above 0; only for ordering routes of the same need.
    pub score: f64,
    /// A plain sentence without its full stop, such as "because figures on births in Scotland come
    /// from NRS".
    pub because: String,
}

/// Weight of a producer by its place among those of a nation: the lead, then contributors.
const PLACES: [f64; 3] = [1.0, 0.6, 0.45];
/// Weight of a body that the text names.
const NAMED: f64 = 2.5;
/// Part of a topic's score that a producer gets however few of the nations asked for it covers.
const FAN_OUT: f64 = 0.6;
/// Weight of a body's weaker topics next to its strongest.
const OTHERS: f64 = 0.5;
/// How much each nation counts in what a producer covers, in the order of [`Nation::ALL`]: about by
/// the people who live there, but so that no nation goes unheard.
const COVER: [f64; 4] = [0.5, 0.15, 0.2, 0.15];

/// The producers that may answer a need, at most `top`, the likeliest first (equal ones by id).
///
/// `nations` are those the need is about. When it is empty, the nations and places named in the text
/// count, and when there are none the need is taken to be about the whole UK, so that it fans out to
/// the producers of each nation. Empty when no topic is recognised, or when the text is only about
/// a place outside the UK: then a person has to decide.
pub fn who(text: &str, nations: &[Nation], top: usize) -> Vec<Route> {
    let words = words(text);
    let Some(wanted) = wanted(&words, nations) else {
        return Vec::new();
    };
    let mut candidates = Candidates::default();
    for topic in topics(&words) {
        candidates.propose(topic.remit, topic.score, &wanted);
    }
    for named in bodies_named(&words) {
        candidates.add(named, NAMED, || {
            format!("because the need speaks of {}", named.name)
        });
    }
    candidates.into_routes(top)
}

/// Proposals for each body by id, with the reason of the strongest.
#[derive(Default)]
struct Candidates(BTreeMap<&'static str, Candidate>);

struct Candidate {
    route: Route,
    strongest: f64,
}

impl Candidate {
    /// What a body answers for best counts in full; the rest less, or a body that answers for
    /// everything in its nation would come before the one that knows the subject.
    fn into_route(self) -> Route {
        let others = self.route.score - self.strongest;
        Route {
            score: self.strongest + OTHERS * others,
            ..self.route
        }
    }
}

impl Candidates {
    /// Shares a topic's score out to its producers in the nations wanted.
    fn propose(&mut self, remit: &'static Remit, score: f64, wanted: &[Nation]) {
        for part in parts(remit, wanted) {
            let Some(body) = body(part.id) else { continue };
            let covered = part.covered / wanted.iter().map(|nation| cover(*nation)).sum::<f64>();
            let share = score * (FAN_OUT * part.best + (1.0 - FAN_OUT) * covered);
            self.add(body, share, || part.because(remit, body));
        }
    }

    fn add(&mut self, body: &'static Body, score: f64, because: impl FnOnce() -> String) {
        let candidate = self.0.entry(body.id).or_insert_with(|| Candidate {
            route: Route {
                body,
                score: 0.0,
                because: String::new(),
            },
            strongest: 0.0,
        });
        candidate.route.score += score;
        if score > candidate.strongest {
            candidate.strongest = score;
            candidate.route.because = because();
        }
    }

    fn into_routes(self, top: usize) -> Vec<Route> {
        let mut routes: Vec<Route> = self.0.into_values().map(Candidate::into_route).collect();
        routes.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.body.id.cmp(b.body.id)));
        routes.truncate(top);
        routes
    }
}

/// One producer's part in a topic.
struct Part {
    id: &'static str,
    /// The weight of its highest place in any of the nations.
    best: f64,
    /// The weights of its places, added up over the nations by what each counts.
    covered: f64,
    nations: Vec<Nation>,
}

impl Part {
    fn because(&self, remit: &Remit, body: &Body) -> String {
        let also = if self.best < 1.0 { "also " } else { "" };
        let (label, place, from) = (remit.label, place_name(&self.nations), body.short_name());
        format!("because figures on {label} in {place} {also}come from {from}")
    }
}

fn parts(remit: &Remit, wanted: &[Nation]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for nation in wanted {
        for (id, weight) in remit.producers(*nation).iter().zip(PLACES) {
            let covered = weight * cover(*nation);
            if let Some(part) = parts.iter_mut().find(|part| part.id == *id) {
                part.best = part.best.max(weight);
                part.covered += covered;
                part.nations.push(*nation);
            } else {
                parts.push(Part {
                    id,
                    best: weight,
                    covered,
                    nations: vec![*nation],
                });
            }
        }
    }
    parts
}

/// "Wales", "England and Wales", "England, Wales and Scotland", "the UK".
fn place_name(nations: &[Nation]) -> String {
    match nations {
        [] | [_, _, _, _, ..] => "the UK".to_owned(),
        [one] => one.name().to_owned(),
        [first @ .., last] => {
            let first: Vec<_> = first.iter().map(|nation| nation.name()).collect();
            format!("{} and {}", first.join(", "), last.name())
        }
    }
}

fn cover(nation: Nation) -> f64 {
    let mut each = Nation::ALL.iter().zip(COVER);
    each.find(|(other, _)| **other == nation)
        .map_or(0.0, |(_, cover)| cover)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ids(text: &str, nations: &[Nation]) -> Vec<&'static str> {
        who(text, nations, 5)
            .into_iter()
            .map(|route| route.body.id)
            .collect()
    }

    #[test]
    fn the_reason_says_topic_nation_and_producer() {
        let routes = who(
            "How many babies were born each month?",
            &[Nation::Scotland],
            3,
        );
        assert_eq!(
            routes[0].because,
            "because figures on births in Scotland come from NRS"
        );
    }

    #[test]
    fn a_place_in_the_text_decides_the_nation() {
        assert_eq!(ids("empty homes in Swansea", &[])[0], "welsh-government");
        assert_eq!(ids("empty homes in Moray", &[])[0], "scottish-government");
        assert_eq!(ids("empty homes in Leeds", &[])[0], "mhclg");
    }

    #[test]
    fn a_need_about_the_whole_uk_fans_out() {
        let found = ids("Births by hour of the day", &[]);
        assert!(
            ["ons", "nrs", "nisra"].iter().all(|id| found.contains(id)),
            "{found:?}"
        );
    }

    #[test]
    fn nations_given_override_the_text() {
        let found = ids(
            "Are pupils in Wales off school more than here?",
            &[Nation::England],
        );
        assert_eq!(found[0], "dfe");
        assert!(!found.contains(&"welsh-government"));
    }

    #[test]
    fn a_body_that_is_named_is_proposed() {
        let routes = who(
            "Could Natural England say how often people see otters?",
            &[],
            5,
        );
        assert_eq!(routes[0].body.id, "natural-england");
        assert_eq!(
            routes[0].because,
            "because the need speaks of Natural England"
        );
    }

    #[test]
    fn what_nobody_answers_for_is_left_to_a_person() {
        assert!(who("zorbing on the moon", &[], 5).is_empty());
        assert!(who("births in Jersey", &[], 5).is_empty());
        assert!(who("", &Nation::ALL, 5).is_empty());
    }

    #[test]
    fn places_are_named_as_people_say_them() {
        assert_eq!(place_name(&Nation::ALL), "the UK");
        assert_eq!(
            place_name(&[Nation::England, Nation::Wales]),
            "England and Wales"
        );
    }

    proptest! {
        #[test]
        fn any_text_gives_finite_sorted_routes(text in "\\PC{0,80}", top in 0usize..8) {
            let routes = who(&text, &[], top);
            prop_assert!(routes.len() <= top);
            prop_assert!(routes.iter().all(|route| route.score.is_finite() && route.score > 0.0));
            prop_assert!(routes.is_sorted_by(|a, b| a.score >= b.score));
        }
    }
}

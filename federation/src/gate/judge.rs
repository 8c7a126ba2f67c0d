//! Rules that people can answer for, and needs that one moderator is not enough for.
//!
//! Must never refuse what somebody approved without a way out: each finding says what would meet the
//! rule, and who can answer for it.

use hearback_anonymise::{Anonymiser, Concern, ConcernKind, Kind, Roster, Span};
use hearback_wire::content::Content;
use hearback_wire::id::Hash;
use hearback_wire::intake::{Unmet, Waives};
use hearback_wire::vocabulary::{Waived, Wording};

use super::{FEWEST, texts};
use crate::error::NodeError;
use crate::node::Node;

/// Reasons for which a need could single somebody out, from which on two moderators must approve it.
const SECOND_FROM: usize = 2;

impl Node {
    /// Rules that the words do not meet and that nobody has answered for yet.
    pub(crate) fn unmet(
        &self,
        content: &Content,
        wording: Option<Wording>,
        waives: &Waives,
    ) -> Vec<Unmet> {
        let anonymiser = &self.0.anonymiser;
        let mut unmet: Vec<Unmet> = own_words(wording).into_iter().collect();
        for text in texts(content) {
            unmet.extend(unlisted(anonymiser, text));
            unmet.extend(ages(anonymiser, text));
        }
        unmet.retain(|found| !waives.cover(found));
        unmet
    }

    /// Refuses words while a rule is not met and nobody answered for it.
    ///
    /// # Errors
    /// [`NodeError::Invalid`], naming what was found and what would meet the rule.
    pub(crate) fn gate_strictly(
        &self,
        content: &Content,
        wording: Option<Wording>,
        waives: &Waives,
    ) -> Result<(), NodeError> {
        self.gate(content)?;
        let unmet = self.unmet(content, wording, waives);
        if unmet.is_empty() {
            return Ok(());
        }
        let words: Vec<&str> = unmet.iter().map(|found| found.words.as_str()).collect();
        Err(NodeError::Invalid(words.join(" ")))
    }

    /// Words of an answer that could name a person and are on no list. Dates, links and numbers pass:
    /// answers are made of them.
    pub(crate) fn unlisted_names<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Vec<Unmet> {
        let mut found: Vec<Unmet> = Vec::new();
        for text in texts {
            let masked = self.0.anonymiser.mask(text, &Roster::default());
            let spans = masked.spans.iter().filter(|span| could_name(span.kind));
            found.extend(spans.filter_map(|span| unlisted_word(text, span)));
        }
        found.sort_by_key(|unmet| unmet.name);
        found.dedup_by_key(|unmet| unmet.name);
        found
    }

    /// Refuses words for a producer that could name a person and are on no list: bots mask them.
    pub(crate) fn gate_names(&self, text: &str) -> Result<(), NodeError> {
        let unmet = self
            .unlisted_names(std::iter::once(text))
            .into_iter()
            .next();
        unmet.map_or(Ok(()), |unmet| Err(NodeError::Invalid(unmet.words)))
    }

    /// What in the words could single somebody out.
    pub(super) fn concerns(&self, content: &Content) -> Vec<Concern> {
        let anonymiser = &self.0.anonymiser;
        let of_text = |text| {
            let found = anonymiser.single_out(text).into_iter();
            found.filter(move |concern| !is_band(text, concern))
        };
        texts(content).flat_map(of_text).collect()
    }

    /// Why one moderator is not enough for these words; nothing where one is.
    pub(crate) fn second_reasons(&self, content: &Content) -> Vec<String> {
        let anonymiser = &self.0.anonymiser;
        let concerns = self.concerns(content);
        let private = concerns.iter().find(|c| {
            matches!(
                c.kind,
                ConcernKind::OwnSensitive | ConcernKind::KinCondition
            )
        });
        let mut kinds: Vec<ConcernKind> = Vec::new();
        for concern in &concerns {
            if !kinds.contains(&concern.kind) {
                kinds.push(concern.kind);
            }
        }
        let english = content.lang.as_str().starts_with("en")
            && anonymiser.looks_english(content.statement.as_str());
        [
            private.map(|concern| concern.words.clone()),
            (kinds.len() >= SECOND_FROM)
                .then(|| "More than one thing in it could point at somebody.".to_owned()),
            (!english).then(|| {
                "It is not in English: our lists do not know its words, so people must.".to_owned()
            }),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

fn own_words(wording: Option<Wording>) -> Option<Unmet> {
    wording.is_none().then(|| Unmet {
        rule: Waived::OwnWords,
        words:
            "Nobody said whether these are the person's own words. Whoever knows how they write \
            could tell: please say it in other words, or answer for it."
                .to_owned(),
        name: None,
    })
}

/// Words that are on no list, each with what it could be. In another language no word is on a list: only
/// those that a bot masks there are told, and two people read the rest.
fn unlisted(anonymiser: &Anonymiser, text: &str) -> Vec<Unmet> {
    let masked = if anonymiser.other_language(text).is_some() {
        anonymiser.mask_foreign(text, &Roster::default())
    } else {
        anonymiser.mask(text, &Roster::default())
    };
    let spans = masked.spans.iter();
    spans.filter_map(|span| unlisted_word(text, span)).collect()
}

fn unlisted_word(text: &str, span: &Span) -> Option<Unmet> {
    let word: String = letters(text, span.start, span.end);
    if span.kind == Kind::Date {
        return Some(Unmet {
            rule: Waived::ExactDate,
            words: format!(
                "“{word}” is an exact date: please name the month or the year, or answer that it points at nobody."
            ),
            name: None,
        });
    }
    (!is_of_a_body(&word)).then(|| Unmet {
        rule: Waived::Names,
        words: format!(
            "“{word}” is on no list of ours: please take it out, or answer that it is the name of a public body, a publication or data."
        ),
        name: Some(name_hash(&word)),
    })
}

const fn could_name(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Person | Kind::Place | Kind::Organisation | Kind::Unknown | Kind::Address
    )
}

/// By which somebody answers for a word that is on no list.
pub(crate) fn name_hash(word: &str) -> Hash {
    Hash::of(&[b"name", word.trim().to_lowercase().as_bytes()])
}

/// Whether words stand, as they are written, in the name of a body of the directory, or of an area
/// that is large enough to be named.
fn is_of_a_body(word: &str) -> bool {
    let bodies = hearback_matching::bodies().iter();
    let names = bodies.flat_map(|body| [Some(body.name), body.abbreviation].into_iter().flatten());
    let large = |area: &&hearback_matching::Area| area.population.is_none_or(|p| p >= FEWEST);
    let areas = hearback_matching::areas()
        .iter()
        .filter(large)
        .map(|area| area.name);
    names.chain(areas).any(|name| stands_in(name, word))
}

/// Whether `word` stands in `name` as whole words.
fn stands_in(name: &str, word: &str) -> bool {
    name.match_indices(word).any(|(at, _)| {
        let (before, after) = (name.get(..at), name.get(at + word.len()..));
        let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        ends(before.and_then(|b| b.chars().next_back()))
            && ends(after.and_then(|a| a.chars().next()))
    })
}

/// Ages of one person; groups such as "18 to 24" or "65 and over" are none.
fn ages(anonymiser: &Anonymiser, text: &str) -> Vec<Unmet> {
    let concerns = anonymiser.single_out(text).into_iter();
    let ages = concerns.filter(|c| c.kind == ConcernKind::ExactAge && !is_band(text, c));
    ages.map(|concern| Unmet {
        rule: Waived::ExactAge,
        words: format!(
            "“{}” is an exact age: please name a group, such as “16 to 24”, or answer that it points at nobody.",
            letters(text, concern.start, concern.end).trim()
        ),
        name: None,
    })
    .collect()
}

/// Whether what looks like an age is a group of ages.
fn is_band(text: &str, concern: &Concern) -> bool {
    const BANDS: [&str; 12] = [
        "+",
        " to ",
        "-",
        "–",
        " and over",
        " and under",
        " and older",
        " and above",
        " or over",
        " or older",
        " or more",
        " or under",
    ];
    if concern.kind != ConcernKind::ExactAge {
        return false;
    }
    let found = letters(text, concern.start, concern.end);
    let after: String = text.chars().skip(concern.end).take(12).collect();
    let digits_then: String = format!("{found}{after}")
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .skip_while(char::is_ascii_digit)
        .collect();
    let of_one = digits_then.starts_with("-year") || digits_then.starts_with("-month");
    !of_one && BANDS.iter().any(|band| digits_then.starts_with(band))
}

/// The letters of a text between two places, in Unicode code points.
fn letters(text: &str, start: usize, end: usize) -> String {
    text.chars()
        .skip(start)
        .take(end.saturating_sub(start))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_ages_pass_and_the_age_of_one_does_not() {
        let anonymiser = Anonymiser::new();
        for (text, exact) in [
            ("Jobs of people aged 18 to 24 in each region", 0),
            ("Falls of people aged 65 and over, by county", 0),
            ("Homes for those aged 75+ in each council", 0),
            ("Figures for people aged 16-24 in work", 0),
            ("I am 43 and need figures on rents", 1),
            ("Figures on places for a 7-year-old child", 1),
            ("There are none for carers aged 71 in Wales", 1),
            ("There are none for a carer aged 71 in Wales", 1),
        ] {
            assert_eq!(ages(&anonymiser, text).len(), exact, "{text}");
        }
    }

    #[test]
    fn names_of_bodies_and_areas_pass_and_others_are_named_by_their_hash() {
        let anonymiser = Anonymiser::new();
        let passes = "Figures of the Department for Work and Pensions for Blaenau Gwent, each year";
        assert!(unlisted(&anonymiser, passes).is_empty());
        let found = unlisted(
            &anonymiser,
            "Counts from the Wibblethorpe survey in each region",
        );
        let [one] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert_eq!(one.rule, Waived::Names);
        assert!(one.words.contains("Wibblethorpe"), "{}", one.words);
        assert_eq!(one.name, Some(Hash::of(&[b"name", b"wibblethorpe"])));
    }
}

//! What to do about words that point at few people. In English the words come with the concern itself;
//! in other languages they are found by its kind.

use hearback_anonymise::{Concern, ConcernKind};

use super::Tongue;

/// What to do about a concern; `found` is the stretch of text that it stands at.
pub(crate) fn advice(t: Tongue, concern: &Concern, found: &str) -> String {
    match t {
        Tongue::English => concern.words.clone(),
        // Where something was taken out, a placeholder stands in the stretch.
        Tongue::Welsh => t.label("concern", code(concern.kind, found.contains('['))),
    }
}

const fn code(kind: ConcernKind, taken: bool) -> &'static str {
    match (kind, taken) {
        (ConcernKind::SmallPlace, true) => "taken_small_place",
        (ConcernKind::ExactDate, true) => "taken_exact_date",
        (ConcernKind::ExactAge, true) => "taken_exact_age",
        (ConcernKind::UniqueRole, _) => "unique_role",
        (ConcernKind::ExactAge, false) => "exact_age",
        (ConcernKind::KinCondition, _) => "kin_condition",
        (ConcernKind::SmallOrganisation, _) => "small_organisation",
        (ConcernKind::SmallPlace, false) => "small_place",
        (ConcernKind::ExactDate, false) => "exact_date",
        (ConcernKind::RareCondition, _) => "rare_condition",
        (ConcernKind::OwnSensitive, _) => "own_sensitive",
        (ConcernKind::SmallCount, _) => "small_count",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearback_anonymise::{Anonymiser, Roster};

    fn told(t: Tongue, text: &str) -> Vec<String> {
        let prepared = Anonymiser::new().prepare(text, &Roster::default());
        let found = |one: &Concern| -> String {
            let rest = prepared.text.chars().skip(one.start);
            rest.take(one.end - one.start).collect()
        };
        let all = prepared.concerns.iter();
        all.map(|one| advice(t, one, &found(one))).collect()
    }

    #[test]
    fn what_was_taken_out_is_told_apart_from_what_still_stands() {
        let taken = "Deaths in Oakham on 3 March 2026";
        assert_eq!(
            told(Tongue::Welsh, taken),
            [
                "Tynnwyd y lle allan, am mai ychydig o bobl sy’n byw yno.",
                "Tynnwyd y diwrnod allan, am y gall bwyntio at un digwyddiad.",
            ]
        );
        assert_eq!(
            told(Tongue::English, taken),
            [
                "The place was taken out, because few people live there.",
                "The day was taken out, because it can point at one event.",
            ]
        );
        assert_eq!(
            told(Tongue::Welsh, "What happened in our village yesterday"),
            [
                "Gall lle bach bwyntio at ychydig o bobl. Rhowch gynnig ar ardal y cyngor neu’r rhanbarth.",
                "Gall diwrnod bwyntio at un digwyddiad. Rhowch gynnig ar y mis neu’r flwyddyn.",
            ]
        );
    }
}

//! From what a person typed to the words that could leave: checked, then masked.
//!
//! It must never keep what was typed: the masked words are all that goes on from here.

use std::collections::{BTreeMap, BTreeSet};

use hearback_anonymise::{Anonymiser, Kind, Prepared, Roster};
use hearback_wire::content::{Content, Origin};
use hearback_wire::text::{Statement, Text, TextError, Use, Words};
use hearback_wire::vocabulary::Removed;

use crate::dialogue::{Concerns, Draft};
use crate::doors::Door;
use crate::tongue::{Tongue, say};

/// Why typed words cannot become a draft: which question, and what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DraftError {
    pub(crate) field: Field,
    pub(crate) error: Unfit,
}

/// What is wrong with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// They are no text of a need.
    Text(TextError),
    /// They are no need: another door is the right one.
    Door(Door),
    /// They are in a language in which names are not found, and nobody reads them before they go.
    Foreign,
}

impl Unfit {
    /// What to do about it, to stand inside a sentence.
    pub(crate) fn words(self, t: Tongue) -> String {
        match self {
            Self::Text(error) => text_error(t, error),
            Self::Door(door) => door.words(t),
            Self::Foreign => say!(t, "mine-text-foreign"),
        }
    }
}

/// What is wrong with a text, and what to do about it, to stand inside a sentence.
fn text_error(t: Tongue, error: TextError) -> String {
    match error {
        TextError::Empty => say!(t, "mine-text-empty"),
        TextError::TooShort { min, got } => {
            say!(t, "mine-text-too-short"; min = min, got = got)
        }
        TextError::TooLong { max, got } => {
            say!(t, "mine-text-too-long"; max = max, got = got)
        }
        TextError::Hidden(code) => {
            let code = format!("U+{code:04X}");
            say!(t, "mine-text-hidden", code = code)
        }
    }
}

/// The two questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Need,
    Use,
}

/// Masks words for one community.
#[derive(Clone, Copy)]
pub(crate) struct Masker<'a> {
    pub(crate) anonymiser: &'a Anonymiser,
    pub(crate) roster: &'a Roster,
}

impl Masker<'_> {
    /// A draft without similar needs, which says that it comes from `origin`.
    pub(crate) fn draft(self, need: &str, use_: &str, origin: Origin) -> Result<Draft, DraftError> {
        let at = |field| {
            move |error: TextError| DraftError {
                field,
                error: Unfit::Text(error),
            }
        };
        for (field, typed) in [(Field::Need, need), (Field::Use, use_)] {
            if let Some(door) = Door::of(typed) {
                let error = Unfit::Door(door);
                return Err(DraftError { field, error });
            }
        }
        let (statement, mut made): (Statement, _) = self.masked(need).map_err(at(Field::Need))?;
        let mut in_use = Vec::new();
        let use_ = if use_.trim().is_empty() {
            None
        } else {
            let (words, more): (Use, _) = self.masked(use_).map_err(at(Field::Use))?;
            made.removed.extend(more.removed);
            made.other = made.other.or(more.other);
            in_use = more.concerns;
            Some(words)
        };
        let mut content = Content {
            origin,
            ..Content::plain(statement, use_)
        };
        if let Some(lang) = made.other.and_then(|code| code.parse().ok()) {
            content.lang = lang;
        }
        let concerns = Concerns {
            statement: made.concerns,
            use_: in_use,
        };
        Ok(Draft {
            concerns: that_fit(concerns, &content),
            content,
            removed: counted(&made.removed),
            kinds: distinct(&made.removed),
            similar: Vec::new(),
            first: String::new(),
        })
    }

    /// Words of a reply, masked.
    pub(crate) fn words(self, typed: &str) -> Result<Words, Unfit> {
        self.reply(typed).map(|(words, _)| words)
    }

    /// Words of a reply, masked, with what was taken out, by kind. Nobody reads them before they go, so
    /// they must be in the language in which names are found.
    pub(crate) fn reply(self, typed: &str) -> Result<(Words, Vec<(Removed, usize)>), Unfit> {
        let (words, made): (Words, _) = self.masked(typed).map_err(Unfit::Text)?;
        if made.other.is_none() {
            Ok((words, counted(&made.removed)))
        } else {
            Err(Unfit::Foreign)
        }
    }

    /// The words that could leave, and what is known of them. Checks before masking, so that a hidden
    /// character cannot split a name, and after it, because a mask can be longer than what it hides.
    fn masked<const MIN: usize, const MAX: usize>(
        self,
        typed: &str,
    ) -> Result<(Text<MIN, MAX>, Prepared), TextError> {
        let plain: Text<MIN, MAX> = typed.parse()?;
        let made = self.anonymiser.prepare(plain.as_str(), self.roster);
        Ok((made.text.parse()?, made))
    }
}

/// Offers that all fit together, or none: one press takes them all.
fn that_fit(concerns: Concerns, content: &Content) -> Concerns {
    if concerns.coarser(content).is_some() {
        concerns
    } else {
        concerns.without_offers()
    }
}

/// Each kind once, with how often, in the order of their English labels.
fn counted(kinds: &[Kind]) -> Vec<(Removed, usize)> {
    let mut counts: BTreeMap<&str, (Removed, usize)> = BTreeMap::new();
    for kind in kinds {
        counts.entry(kind.label()).or_insert((told(*kind), 0)).1 += 1;
    }
    counts.into_values().collect()
}

/// Each kind once, as a moderator is told of it.
fn distinct(kinds: &[Kind]) -> Vec<Removed> {
    let all: BTreeSet<Removed> = kinds.iter().copied().map(told).collect();
    all.into_iter().collect()
}

/// A kind as the node knows it: one for one.
const fn told(kind: Kind) -> Removed {
    match kind {
        Kind::Person => Removed::Person,
        Kind::Email => Removed::Email,
        Kind::Url => Removed::Url,
        Kind::Ip => Removed::Ip,
        Kind::Phone => Removed::Phone,
        Kind::Postcode => Removed::Postcode,
        Kind::Address => Removed::Address,
        Kind::NationalInsurance => Removed::NationalInsurance,
        Kind::NhsNumber => Removed::NhsNumber,
        Kind::Account => Removed::Account,
        Kind::CaseReference => Removed::CaseReference,
        Kind::Vehicle => Removed::Vehicle,
        Kind::DateOfBirth => Removed::DateOfBirth,
        Kind::Date => Removed::Date,
        Kind::Handle => Removed::Handle,
        Kind::Place => Removed::Place,
        Kind::Organisation => Removed::Organisation,
        Kind::Number => Removed::Number,
        Kind::Unknown => Removed::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearback_wire::text::Lang;

    #[test]
    fn moderators_are_told_every_kind_in_the_words_that_people_read() {
        let all: Vec<Removed> = Kind::ALL.into_iter().map(told).collect();
        assert_eq!(all, Removed::ALL);
        for kind in Kind::ALL {
            assert_eq!(kind.label(), told(kind).label());
        }
    }

    #[test]
    fn what_was_taken_out_is_counted_in_the_order_of_its_english_labels() {
        let kinds = [Kind::Email, Kind::Postcode, Kind::Person, Kind::Postcode];
        let wanted = [
            (Removed::Person, 1),
            (Removed::Postcode, 2),
            (Removed::Email, 1),
        ];
        assert_eq!(counted(&kinds), wanted);
    }

    #[test]
    fn a_text_that_does_not_fit_is_told_in_the_same_english_words_everywhere() {
        for error in [
            TextError::Empty,
            TextError::TooShort { min: 20, got: 3 },
            TextError::TooLong {
                max: 1200,
                got: 12345,
            },
            TextError::Hidden(0xAD),
        ] {
            assert_eq!(text_error(Tongue::English, error), error.to_string());
        }
    }

    fn draft(need: &str, use_: &str) -> Result<Draft, DraftError> {
        let masker = Masker {
            anonymiser: &Anonymiser::new(),
            roster: &Roster::new(["Zebedee"]),
        };
        masker.draft(need, use_, "class:charity, England".parse().unwrap())
    }

    #[test]
    fn names_and_numbers_do_not_reach_the_draft() {
        let made = draft(
            "Zebedee on 07700 900123 needs waiting times for each hospital",
            "Write to zebedee@example.org about it",
        )
        .unwrap();
        let kept = made.content.canonical();
        for gone in ["Zebedee", "07700", "zebedee@example.org"] {
            assert!(!kept.contains(gone), "{kept}");
        }
        assert!(made.removed.contains(&(Removed::Phone, 1)));
        assert_eq!(
            made.kinds,
            [Removed::Person, Removed::Email, Removed::Phone]
        );
    }

    #[test]
    fn words_in_another_language_stay_and_say_which_it_is() {
        let need = "Mae angen amseroedd aros ar gyfer pob ysbyty yng Nghymru, meddai Zebedee";
        let made = draft(need, "to plan").unwrap();
        let statement = made.content.statement.as_str();
        assert_eq!(statement, need.replace("Zebedee", "[name]"));
        assert_eq!(made.content.lang.as_str(), "cy");
        let told = crate::words::concerns(Tongue::English, &made);
        assert!(
            told.iter()
                .any(|line| line.starts_with("This is not in English"))
        );
        assert_eq!(
            draft("We need rents by county", "").unwrap().content.lang,
            Lang::english()
        );
    }

    #[test]
    fn an_answer_that_nobody_reads_first_is_in_english() {
        let masker = Masker {
            anonymiser: &Anonymiser::new(),
            roster: &Roster::default(),
        };
        let welsh = masker.reply("Pob ysbyty yng Nghymru, bob mis, os gwelwch yn dda");
        assert_eq!(welsh.unwrap_err(), Unfit::Foreign);
        assert!(masker.reply("Powys and Gwynedd, each month").is_ok());
        assert!(masker.reply("Conwy, Powys").is_ok());
    }

    #[test]
    fn what_points_at_few_people_is_marked_and_coarser_words_are_offered() {
        let made = draft(
            "omg!! Deaths in Oakham on 3 March 2026 pls",
            "I am the only carer here",
        )
        .unwrap();
        assert_eq!(
            made.content.statement.as_str(),
            "Omg. Deaths in [place] on [date] please"
        );
        let offers: Vec<_> = made
            .concerns
            .statement
            .iter()
            .map(|one| one.instead.as_deref())
            .collect();
        assert_eq!(offers, [Some("the East Midlands"), Some("in March 2026")]);
        assert_eq!(made.concerns.use_.len(), 1);
        let (coarser, left) = made.concerns.coarser(&made.content).unwrap();
        assert_eq!(
            coarser.statement.as_str(),
            "Omg. Deaths in the East Midlands in March 2026 please"
        );
        assert_eq!((left.statement.len(), left.use_.len()), (0, 1));
        let said = crate::words::origin(Tongue::English, &coarser);
        assert_eq!(said, "It will say that it comes from: charity, England.");
        assert_ne!(
            coarser.hash(),
            Content {
                origin: Origin::Unspecified,
                ..coarser
            }
            .hash(),
            "where it comes from is among what is approved"
        );
    }

    #[test]
    fn offers_that_would_be_too_long_are_not_made() {
        let before = "a county ".repeat(43);
        let made = draft(&format!("{before} in Kirkwall"), "").unwrap();
        assert!(made.concerns.offer(), "{:?}", made.concerns);
        let made = draft(&format!("{before} in Oakham"), "").unwrap();
        assert!(!made.concerns.is_empty() && !made.concerns.offer());
    }

    #[test]
    fn an_error_names_the_question_that_it_is_about() {
        let long = "a ".repeat(900);
        let good = "We need waiting times for each hospital";
        let cases = [
            ("", "", Field::Need),
            ("too short", "", Field::Need),
            (long.as_str(), "", Field::Need),
            (
                "We need waiting\u{200B} times for each hospital",
                "",
                Field::Need,
            ),
            (good, long.as_str(), Field::Use),
        ];
        for (need, use_, field) in cases {
            assert_eq!(draft(need, use_).unwrap_err().field, field, "{need:.30}");
        }
        assert!(draft(good, "  ").unwrap().content.use_.is_none());
    }
}

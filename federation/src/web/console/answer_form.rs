//! The reply form: how its fields become an [`Answer`].
//!
//! Pure. Every field that is missing or wrong gets its own sentence, all at once.

use std::fmt::Display;
use std::str::FromStr;

use hearback_wire::id::RecordKey;
use hearback_wire::reason::{Reason, ReasonCode, Reasons};
use hearback_wire::reference::NeedRef;
use hearback_wire::response::Answer;
use hearback_wire::status::Status;
use hearback_wire::text::{Lang, Text, Words};

use super::choice::Choice;
use crate::web::fields::{Fields, sentence};

/// A field and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    /// The field's name in the form.
    pub(super) field: &'static str,
    /// A sentence that says what to do.
    pub(super) message: String,
}

/// A field does not fit, and that is noted.
struct Noted;

/// A reply that is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    /// The answer.
    pub(super) answer: Answer,
    /// The private question, where it asks one.
    pub(super) question: Option<Words>,
    /// The language of the words.
    pub(super) lang: Lang,
}

/// Reads the form. `into` is the need that the field of that name names, where it is known here.
pub(super) fn parse(fields: &Fields, into: Option<RecordKey>) -> Result<Reply, Vec<Wrong>> {
    let mut reader = Reader {
        fields,
        wrong: Vec::new(),
    };
    let choice = reader.required("status", "Please choose what you answer.");
    let lang = reader
        .optional("lang")
        .map(|lang| lang.unwrap_or_else(Lang::english));
    let question = match choice {
        Some(Choice::To(Status::Clarifying)) => reader
            .required("question", "Please write your question.")
            .map(Some),
        _ => Some(None),
    };
    let answer = choice.and_then(|choice| reader.answer(choice, into));
    match (answer, question, lang) {
        (Some(answer), Some(question), Ok(lang)) if reader.wrong.is_empty() => Ok(Reply {
            answer,
            question,
            lang,
        }),
        _ => Err(reader.wrong),
    }
}

struct Reader<'f> {
    fields: &'f Fields,
    wrong: Vec<Wrong>,
}

impl Reader<'_> {
    fn note<T>(&mut self, field: &'static str, message: impl Into<String>) -> Option<T> {
        self.wrong.push(Wrong {
            field,
            message: message.into(),
        });
        None
    }

    /// What was read, or a note of why not.
    fn noted<T>(&mut self, field: &'static str, read: Result<T, impl Display>) -> Option<T> {
        read.map_or_else(|why| self.note(field, sentence(&why)), Some)
    }

    fn required<T>(&mut self, field: &'static str, missing: &str) -> Option<T>
    where
        T: FromStr,
        T::Err: Display,
    {
        match self.fields.get(field) {
            "" => self.note(field, missing),
            value => self.noted(field, value.parse()),
        }
    }

    /// What a field holds that may be left empty.
    fn optional<T>(&mut self, field: &'static str) -> Result<Option<T>, Noted>
    where
        T: FromStr,
        T::Err: Display,
    {
        if self.fields.get(field).is_empty() {
            return Ok(None);
        }
        self.required(field, "").map(Some).ok_or(Noted)
    }

    fn words(&mut self) -> Option<Words> {
        self.required("words", "Please write some words to the people who asked.")
    }

    fn reasons(&mut self) -> Option<Reasons> {
        let names = self.optional::<Text<1, 200>>("names").ok()?;
        let codes = self.fields.each("reasons");
        let mut reasons = Vec::new();
        for code in codes {
            let code = self.noted("reasons", code.parse::<ReasonCode>())?;
            reasons.push(self.reason(code, names.as_ref())?);
        }
        self.noted("reasons", Reasons::try_from(reasons))
    }

    fn reason(&mut self, code: ReasonCode, names: Option<&Text<1, 200>>) -> Option<Reason> {
        let carried = code.must_name().and(names.cloned());
        self.noted("names", Reason::new(code, carried))
    }

    fn answer(&mut self, choice: Choice, into: Option<RecordKey>) -> Option<Answer> {
        match choice {
            Choice::To(Status::UnderConsideration) => Some(Answer::UnderConsideration {
                reply_by: self.optional("when").ok()?,
            }),
            Choice::To(Status::Clarifying) => Some(Answer::Clarifying {}),
            Choice::To(Status::InDevelopment) => Some(Answer::InDevelopment {
                words: self.words()?,
            }),
            Choice::To(Status::AlreadyAvailable) => self.already_available(),
            Choice::To(Status::PartlyMet) => self.partly_met(),
            Choice::To(Status::Waiting) => self.waiting(),
            Choice::To(Status::Planned) => self.planned(),
            Choice::To(Status::Delivered) => self.delivered(),
            Choice::To(Status::NotAdopted) => self.not_adopted(),
            Choice::To(Status::OutOfScope) => self.out_of_scope(),
            Choice::To(Status::Merged) => self.merged(into),
            Choice::PassedOn => self.passed_on(),
            Choice::PassDeclined => self.pass_declined(),
            Choice::To(
                Status::Logged | Status::Confirmed | Status::Referred | Status::Withdrawn,
            ) => self.note(
                "status",
                "A producer cannot answer with this. Please choose one from the list.",
            ),
        }
    }

    fn already_available(&mut self) -> Option<Answer> {
        let (reasons, words, link) = (self.reasons(), self.words(), self.optional("link"));
        Some(Answer::AlreadyAvailable {
            reasons: reasons?,
            words: words?,
            link: link.ok()?,
        })
    }

    fn partly_met(&mut self) -> Option<Answer> {
        let (reasons, words, link) = (self.reasons(), self.words(), self.optional("link"));
        Some(Answer::PartlyMet {
            reasons: reasons?,
            words: words?,
            link: link.ok()?,
        })
    }

    fn waiting(&mut self) -> Option<Answer> {
        let (reasons, words, review) = (self.reasons(), self.words(), self.review());
        let priority = self.required("priority", "Please say how much it presses.");
        Some(Answer::Waiting {
            reasons: reasons?,
            words: words?,
            priority: priority?,
            review: review?,
        })
    }

    fn planned(&mut self) -> Option<Answer> {
        let when = self.required("when", "Please say when it is expected: a day (2027-03-31), a month (2027-03) or two months (2027-03/2027-06).");
        let confidence = self.required(
            "confidence",
            "Please say whether the date is provisional or confirmed.",
        );
        let words = self.words();
        Some(Answer::Planned {
            when: when?,
            confidence: confidence?,
            words: words?,
        })
    }

    fn delivered(&mut self) -> Option<Answer> {
        let link = self.required(
            "link",
            "Please give the address where it is published, starting with https://.",
        );
        let words = self.words();
        Some(Answer::Delivered {
            link: link?,
            words: words?,
        })
    }

    fn not_adopted(&mut self) -> Option<Answer> {
        let (reasons, words, review) = (self.reasons(), self.words(), self.review());
        let would_change =
            self.required("would_change", "Please say what would change this answer.");
        Some(Answer::NotAdopted {
            reasons: reasons?,
            words: words?,
            would_change: would_change?,
            review: review?,
        })
    }

    fn out_of_scope(&mut self) -> Option<Answer> {
        let (reasons, words) = (self.reasons(), self.words());
        Some(Answer::OutOfScope {
            reasons: reasons?,
            words: words?,
        })
    }

    fn merged(&mut self, known: Option<RecordKey>) -> Option<Answer> {
        let into = match (
            self.required::<NeedRef>("into", "Please give the reference of the need it repeats."),
            known,
        ) {
            (Some(_), None) => self.note(
                "into",
                "There is no need with this reference here. Please check it.",
            ),
            (named, known) => named.and(known),
        };
        let words = self.words();
        Some(Answer::Merged {
            into: into?,
            words: words?,
        })
    }

    fn passed_on(&mut self) -> Option<Answer> {
        let to = self.required("to", "Please choose the producer to pass it to.");
        let (reasons, words) = (self.reasons(), self.words());
        Some(Answer::PassedOn {
            to: to?,
            reasons: reasons?,
            words: words?,
        })
    }

    fn pass_declined(&mut self) -> Option<Answer> {
        let (reasons, words) = (self.reasons(), self.words());
        Some(Answer::PassDeclined {
            reasons: reasons?,
            words: words?,
        })
    }

    fn review<T>(&mut self) -> Option<T>
    where
        T: FromStr,
        T::Err: Display,
    {
        self.required(
            "review",
            "Please say when you look at it again (2027-03-31), or write none.",
        )
    }
}

#[cfg(test)]
#[path = "answer_form_tests.rs"]
mod tests;

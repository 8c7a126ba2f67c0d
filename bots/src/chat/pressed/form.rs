//! The forms: what each asks, and the name by which its answers come back.

use hearback_wire::intake::Refusal;
use hearback_wire::reference::NeedRef;

use super::asked::{About, Ask};
use crate::chat::order::{Decision, Wording};
use crate::tongue::{Tongue, say};

/// A form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Form {
    /// The two questions.
    Need,
    /// The two questions, for other words in a thread that waits.
    Edit { thread: String },
    /// An answer to a question.
    Answer { about: About },
    /// Why a moderator should look again.
    Appeal { thread: String },
    /// Other words, and why.
    Rewrite { reference: NeedRef, seen: String },
    /// The need that asks for the same, and words to the person.
    Merge { reference: NeedRef, seen: String },
    /// A question to the person.
    AskPerson { reference: NeedRef, seen: String },
    /// Words to the person whose need is declined.
    Decline {
        reference: NeedRef,
        seen: String,
        reason: Refusal,
    },
}

/// One question of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    /// The name of the answer.
    pub(crate) name: &'static str,
    /// The question; at most 45 characters.
    pub(crate) label: String,
    /// An example, shown while nothing is written; at most 100 characters.
    pub(crate) example: String,
    /// Most characters.
    pub(crate) most: u16,
    /// Whether it must be answered.
    pub(crate) required: bool,
}

impl Field {
    /// A question that must be answered.
    fn must(name: &'static str, label: impl Into<String>, most: u16) -> Self {
        Self {
            name,
            label: label.into(),
            example: String::new(),
            most,
            required: true,
        }
    }

    fn with_example(self, example: impl Into<String>) -> Self {
        Self {
            example: example.into(),
            ..self
        }
    }
}

fn two_questions(t: Tongue) -> Vec<Field> {
    let need = Field::must("need", say!(t, "press-label-need"), 1000);
    let use_ = Field::must("use", say!(t, "press-label-use"), 600);
    vec![
        need.with_example(say!(t, "press-example-need")),
        Field {
            required: false,
            ..use_.with_example(say!(t, "press-example-use"))
        },
    ]
}

impl Form {
    /// What stands over it; at most 45 characters. The moderators' are in English.
    pub(crate) fn title(&self, t: Tongue) -> String {
        match self {
            Self::Need => say!(t, "press-title-need"),
            Self::Edit { .. } => say!(t, "press-title-edit"),
            Self::Answer { .. } => say!(t, "press-title-answer"),
            Self::Appeal { .. } => say!(t, "press-title-appeal"),
            Self::Rewrite { .. } => "Propose other words".to_owned(),
            Self::Merge { .. } => "Join with a need that asks the same".to_owned(),
            Self::AskPerson { .. } => "Ask the person".to_owned(),
            Self::Decline { .. } => "Not for us".to_owned(),
        }
    }

    /// Its questions, in order. The moderators' are in English.
    pub(crate) fn fields(&self, t: Tongue) -> Vec<Field> {
        let to_person = || Field::must("words", "Your words to the person", 1200);
        match self {
            Self::Need | Self::Edit { .. } => two_questions(t),
            Self::Answer { .. } => vec![Field::must("words", say!(t, "press-label-answer"), 1200)],
            Self::Appeal { .. } => vec![Field::must("words", say!(t, "press-label-appeal"), 1200)],
            Self::Rewrite { .. } => vec![
                Field::must("words", "The words as they should be", 400),
                Field::must("why", "Why you changed them, to the person", 1000),
            ],
            Self::Merge { .. } => vec![
                Field::must("into", "Reference of the need that asks the same", 40)
                    .with_example("HB-7K3Q-9M2X"),
                to_person(),
            ],
            Self::AskPerson { .. } => {
                vec![Field::must("words", "Your question to the person", 1200)]
            }
            Self::Decline { .. } => vec![to_person()],
        }
    }

    /// The name by which its answers come back; at most 100 characters.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Need => "need".to_owned(),
            Self::Edit { thread } => format!("edit:{thread}"),
            Self::Answer { about } => format!("answer:{}", about.name()),
            Self::Appeal { thread } => format!("appeal:{thread}"),
            Self::Rewrite { reference, seen } => format!("rewrite:{reference}:{seen}"),
            Self::Merge { reference, seen } => format!("merge:{reference}:{seen}"),
            Self::AskPerson { reference, seen } => format!("ask:{reference}:{seen}"),
            Self::Decline {
                reference,
                seen,
                reason,
            } => format!("decline:{reference}:{seen}:{}", reason.code()),
        }
    }

    /// Reads a name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        let parts: Vec<&str> = name.split(':').collect();
        let own = |text: &str| text.to_owned();
        Some(match *parts.as_slice() {
            ["need"] => Self::Need,
            ["edit", thread] => Self::Edit {
                thread: own(thread),
            },
            ["answer", about] => Self::Answer {
                about: About::of(about)?,
            },
            ["appeal", thread] => Self::Appeal {
                thread: own(thread),
            },
            ["rewrite", reference, seen] => Self::Rewrite {
                reference: reference.parse().ok()?,
                seen: own(seen),
            },
            ["merge", reference, seen] => Self::Merge {
                reference: reference.parse().ok()?,
                seen: own(seen),
            },
            ["ask", reference, seen] => Self::AskPerson {
                reference: reference.parse().ok()?,
                seen: own(seen),
            },
            ["decline", reference, seen, reason] => Self::Decline {
                reference: reference.parse().ok()?,
                seen: own(seen),
                reason: reason.parse().ok()?,
            },
            _ => return None,
        })
    }

    /// What the answers ask for; `answer` gives each by its name.
    pub(crate) fn filled(self, answer: impl Fn(&str) -> String) -> Ask {
        let moderators = |decision, seen| Ask::Decide {
            decision,
            seen: Some(seen),
        };
        match self {
            Self::Need => Ask::Need {
                need: answer("need"),
                use_: answer("use"),
                thread: None,
            },
            Self::Edit { thread } => Ask::Need {
                need: answer("need"),
                use_: answer("use"),
                thread: Some(thread),
            },
            Self::Answer { about } => Ask::Reply {
                about,
                words: answer("words"),
            },
            Self::Appeal { thread } => Ask::Appeal {
                thread,
                words: answer("words"),
            },
            Self::Rewrite { reference, seen } => {
                let decision = Decision::Edit(
                    reference,
                    Wording::Statement(answer("words")),
                    answer("why"),
                );
                moderators(decision, seen)
            }
            Self::Merge { reference, seen } => match answer("into").trim().parse() {
                Ok(into) => moderators(Decision::Merge(reference, into, answer("words")), seen),
                Err(_) => Ask::NoOther {
                    words: answer("words"),
                },
            },
            Self::AskPerson { reference, seen } => {
                moderators(Decision::Ask(reference, answer("words")), seen)
            }
            Self::Decline {
                reference,
                seen,
                reason,
            } => moderators(Decision::Decline(reference, reason, answer("words")), seen),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearback_wire::chance::SeededChance;

    #[test]
    fn every_form_fits_the_platform_and_finds_its_way_back() {
        let reference = NeedRef::draw(&SeededChance::new(1));
        let (thread, seen) = ("a".repeat(32), "f".repeat(24));
        let forms = [
            Form::Need,
            Form::Edit {
                thread: thread.clone(),
            },
            Form::Answer {
                about: About::Message("1".repeat(20)),
            },
            Form::Appeal { thread },
            Form::Rewrite {
                reference,
                seen: seen.clone(),
            },
            Form::AskPerson {
                reference,
                seen: seen.clone(),
            },
            Form::Merge {
                reference,
                seen: seen.clone(),
            },
            Form::Decline {
                reference,
                seen,
                reason: Refusal::IdentifiesSomeone,
            },
        ];
        for form in forms {
            for t in Tongue::ALL {
                assert!(form.title(t).chars().count() <= 45);
                for field in form.fields(t) {
                    assert!(field.label.chars().count() <= 45, "{}", field.label);
                    assert!(field.example.chars().count() <= 100, "{}", field.example);
                }
            }
            assert!(form.name().len() <= 100, "{}", form.name());
            assert_eq!(Form::of(&form.name()), Some(form));
        }
    }
}

//! The forms: what each asks, and the name by which its answers come back.

use hearback_wire::intake::Refusal;
use hearback_wire::reference::NeedRef;

use super::asked::{About, Ask};
use crate::chat::order::{Decision, Wording};

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
    pub(crate) label: &'static str,
    /// An example, shown while nothing is written.
    pub(crate) example: &'static str,
    /// Most characters.
    pub(crate) most: u16,
    /// Whether it must be answered.
    pub(crate) required: bool,
}

const NEED: Field = Field {
    name: "need",
    label: "What do you need to know, or to be better?",
    example: "Child poverty figures for each ward, every year",
    most: 1000,
    required: true,
};
const USE: Field = Field {
    name: "use",
    label: "What will it help you do?",
    example: "Plan free holiday meals where they are needed",
    most: 600,
    required: false,
};
const ANSWER: Field = Field {
    name: "words",
    label: "Your answer, without names or places",
    example: "",
    most: 1200,
    required: true,
};
const WHY_AGAIN: Field = Field {
    name: "words",
    label: "Why should somebody look again?",
    example: "",
    most: 1200,
    required: true,
};
const OTHER_WORDS: Field = Field {
    name: "words",
    label: "The words as they should be",
    example: "",
    most: 400,
    required: true,
};
const WHY: Field = Field {
    name: "why",
    label: "Why you changed them, to the person",
    example: "",
    most: 1000,
    required: true,
};
const QUESTION: Field = Field {
    name: "words",
    label: "Your question to the person",
    example: "",
    most: 1200,
    required: true,
};
const INTO: Field = Field {
    name: "into",
    label: "Reference of the need that asks the same",
    example: "HB-7K3Q-9M2X",
    most: 40,
    required: true,
};
const TO_PERSON: Field = Field {
    name: "words",
    label: "Your words to the person",
    example: "",
    most: 1200,
    required: true,
};

impl Form {
    /// What stands over it; at most 45 characters.
    pub(crate) const fn title(&self) -> &'static str {
        match self {
            Self::Need => "Say what you need from statistics",
            Self::Edit { .. } => "Change your words",
            Self::Answer { .. } => "Answer the question",
            Self::Appeal { .. } => "Ask for a second look",
            Self::Rewrite { .. } => "Propose other words",
            Self::Merge { .. } => "Join with a need that asks the same",
            Self::AskPerson { .. } => "Ask the person",
            Self::Decline { .. } => "Not for us",
        }
    }

    /// Its questions, in order.
    pub(crate) fn fields(&self) -> Vec<Field> {
        match self {
            Self::Need | Self::Edit { .. } => vec![NEED, USE],
            Self::Answer { .. } => vec![ANSWER],
            Self::Appeal { .. } => vec![WHY_AGAIN],
            Self::Rewrite { .. } => vec![OTHER_WORDS, WHY],
            Self::Merge { .. } => vec![INTO, TO_PERSON],
            Self::AskPerson { .. } => vec![QUESTION],
            Self::Decline { .. } => vec![TO_PERSON],
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
            assert!(form.title().chars().count() <= 45);
            assert!(form.name().len() <= 100, "{}", form.name());
            for field in form.fields() {
                assert!(field.label.chars().count() <= 45, "{}", field.label);
            }
            assert_eq!(Form::of(&form.name()), Some(form));
        }
    }
}

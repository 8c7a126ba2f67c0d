//! An answer in the words that people read, the same on the public page, in the console and in the
//! preview before it is sent.

use hearback_wire::day::Review;
use hearback_wire::reason::Reason;
use hearback_wire::response::Answer;
use hearback_wire::vocabulary::Confidence;

/// An answer, line by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    /// To the people who asked.
    pub(super) words: Option<String>,
    /// Each reason in a sentence.
    pub(super) reasons: Vec<String>,
    /// Where to look.
    pub(super) link: Option<String>,
    /// What would change it.
    pub(super) would_change: Option<String>,
    /// When something is expected.
    pub(super) when: Option<String>,
    /// When it is looked at again.
    pub(super) review: Option<String>,
    /// How much it presses.
    pub(super) priority: Option<&'static str>,
}

impl Shown {
    /// The lines of an answer.
    pub(super) fn of(answer: &Answer) -> Self {
        Self {
            words: answer.words().map(ToString::to_string),
            reasons: answer
                .reasons()
                .map(|all| all.iter().map(reason).collect())
                .unwrap_or_default(),
            link: answer.link().map(ToString::to_string),
            would_change: match answer {
                Answer::NotAdopted { would_change, .. } => Some(would_change.to_string()),
                _ => None,
            },
            when: when(answer),
            review: review(answer),
            priority: match answer {
                Answer::Waiting { priority, .. } => Some(priority.label()),
                _ => None,
            },
        }
    }
}

fn reason(reason: &Reason) -> String {
    let label = reason.code().label();
    reason
        .names()
        .map_or_else(|| label.to_owned(), |named| format!("{label}: {named}"))
}

fn when(answer: &Answer) -> Option<String> {
    match answer {
        Answer::Planned {
            when,
            confidence: Confidence::Confirmed,
            ..
        } => Some(format!(
            "Expected {}. This date is confirmed.",
            when.in_words()
        )),
        Answer::Planned { when, .. } => Some(format!(
            "Expected {}. This date may still change.",
            when.in_words()
        )),
        Answer::UnderConsideration {
            reply_by: Some(day),
        } => Some(format!("A reply is promised by {}.", day.in_words())),
        _ => None,
    }
}

fn review(answer: &Answer) -> Option<String> {
    match answer {
        Answer::Waiting { review, .. } | Answer::NotAdopted { review, .. } => Some(match review {
            Review::On(day) => format!("It is looked at again on {}.", day.in_words()),
            Review::Never => "It is not looked at again unless something changes.".to_owned(),
        }),
        _ => None,
    }
}

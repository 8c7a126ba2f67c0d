//! What the demo's producers reply: twelve stories that between them take every status a producer
//! can give, step by allowed step.

use hearback_wire::day::Day;
use hearback_wire::status::Status;

use super::scenes::SCENES;

const PAGE: &str = "https://statistics.example/releases/";

/// One reply.
#[derive(Debug)]
pub(super) struct Reply {
    /// The status it gives.
    pub(super) status: Status,
    /// Words that stand in no other reply; none if the reply is not told to anybody.
    pub(super) words: Option<String>,
    fields: Vec<(&'static str, String)>,
}

/// The replies to one need.
#[derive(Debug)]
pub(super) struct Story {
    /// Of the producer that it is sent to, in order.
    pub(super) first: Vec<Reply>,
    /// When somebody else has done their part.
    pub(super) then: Then,
}

/// What follows on the first replies.
#[derive(Debug)]
pub(super) enum Then {
    /// Nothing.
    Nothing,
    /// When the person has answered: replies of the same producer.
    Answered(Vec<Reply>),
    /// Replies of the producer that it was passed on to.
    Next(Vec<Reply>),
}

/// Whom a story is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cast<'a> {
    /// The need.
    pub(super) reference: &'a str,
    /// Another need, which it may be joined with.
    pub(super) other: &'a str,
    /// The id of the next producer's node.
    pub(super) next: &'a str,
}

impl Reply {
    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.fields.push((name, value.into()));
        self
    }

    /// Whether the people who added a voice are told as well: a question is for who asked.
    pub(super) fn is_for_all(&self) -> bool {
        self.status != Status::Clarifying
    }

    /// The fields of the console's form.
    pub(super) fn form(&self) -> Vec<(&'static str, String)> {
        let name = if self.status == Status::Clarifying {
            "question"
        } else {
            "words"
        };
        let code = if self.status == Status::Referred {
            "passed_on"
        } else {
            self.status.code()
        };
        let words = self.words.iter().map(|words| (name, words.clone()));
        let status = [("status", code.to_owned())];
        status
            .into_iter()
            .chain(words)
            .chain(self.fields.iter().cloned())
            .collect()
    }
}

/// The replies to the need at a place, which chooses the story.
pub(super) fn story(at: usize, cast: Cast<'_>, today: Day) -> Story {
    let by = Writer { cast, today };
    let mut then = Then::Nothing;
    let first = match at % SCENES {
        0 => vec![by.already_available()],
        1 => vec![by.out_of_scope()],
        2 => vec![by.considered(), by.waiting()],
        3 => vec![by.considered(), by.planned()],
        4 => vec![by.considered(), by.partly_met()],
        5 => vec![by.considered(), by.too_costly()],
        6 => vec![by.considered(), by.joined()],
        7 => vec![by.considered(), by.planned(), by.making(), by.delivered()],
        8 => {
            then = Then::Answered(vec![by.considered(), by.planned()]);
            vec![by.question()]
        }
        9 => vec![by.considered()],
        10 => vec![by.considered(), by.planned(), by.making()],
        _ => {
            then = Then::Next(vec![by.considered(), by.taken_on()]);
            vec![by.considered(), by.passed_on()]
        }
    };
    Story { first, then }
}

/// Writes replies about one need.
struct Writer<'a> {
    cast: Cast<'a>,
    today: Day,
}

impl Writer<'_> {
    fn say(&self, status: Status, words: &str) -> Reply {
        let words = format!("{words} This is about {}.", self.cast.reference);
        Reply {
            status,
            words: Some(words),
            fields: Vec::new(),
        }
    }

    fn after(&self, days: i32) -> String {
        self.today.plus_days(days).to_string()
    }

    #[expect(
        clippy::unused_self,
        reason = "a story reads as a list of what one writer says"
    )]
    const fn considered(&self) -> Reply {
        Reply {
            status: Status::UnderConsideration,
            words: None,
            fields: Vec::new(),
        }
    }

    fn question(&self) -> Reply {
        let words = "Would figures for each year be enough, or do you need each month?";
        self.say(Status::Clarifying, words)
    }

    fn already_available(&self) -> Reply {
        let words = "We publish these figures every year; the table has what you ask for.";
        self.say(Status::AlreadyAvailable, words)
            .with("reasons", "existing_output")
            .with("link", format!("{PAGE}yearly"))
    }

    fn out_of_scope(&self) -> Reply {
        let words =
            "Statistics cannot settle this. The public body that runs the service can help.";
        self.say(Status::OutOfScope, words)
            .with("reasons", "not_statistics")
    }

    fn waiting(&self) -> Reply {
        let words = "These figures are missing. We do not have the people for the work this year.";
        self.say(Status::Waiting, words)
            .with("reasons", "resources,lower_priority_than")
            .with("names", "work that the law asks for")
            .with("priority", "medium")
            .with("review", self.after(180))
    }

    fn planned(&self) -> Reply {
        self.say(
            Status::Planned,
            "We have put these figures into our plan for next year.",
        )
        .with("when", self.after(300))
        .with("confidence", "provisional")
    }

    fn making(&self) -> Reply {
        let words = "We are making a first version and will try it out.";
        self.say(Status::InDevelopment, words)
    }

    fn delivered(&self) -> Reply {
        self.say(
            Status::Delivered,
            "The new figures are out. Thank you for asking for them.",
        )
        .with("link", format!("{PAGE}new"))
    }

    fn partly_met(&self) -> Reply {
        let words = "The figures for nations are ready. For smaller areas nobody collects them.";
        self.say(Status::PartlyMet, words)
            .with("reasons", "not_collected")
            .with("link", format!("{PAGE}nations"))
    }

    fn too_costly(&self) -> Reply {
        let words =
            "We looked at this with care and will not do it: the cost is far above the use.";
        self.say(Status::NotAdopted, words)
            .with("reasons", "disproportionate_cost")
            .with(
                "would_change",
                "A source that is collected already for another reason.",
            )
            .with("review", self.after(365))
    }

    fn joined(&self) -> Reply {
        let words = "Somebody else asks for the same figures, so we answer both together.";
        self.say(Status::Merged, words)
            .with("into", self.cast.other)
    }

    fn passed_on(&self) -> Reply {
        let words = "Another office makes these figures, so we have passed your need on to it.";
        self.say(Status::Referred, words)
            .with("to", self.cast.next)
            .with("reasons", "other_producer")
            .with("names", "the office that makes these figures")
    }

    fn taken_on(&self) -> Reply {
        let words = "This is ours, and we have taken it on. We can start when a new survey does.";
        self.say(Status::Waiting, words)
            .with("reasons", "not_collected")
            .with("priority", "high")
            .with("review", self.after(90))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use hearback_anonymise::Anonymiser;
    use hearback_wire::status::Actor;

    use super::*;

    const REFERENCE: &str = "HB-7K3Q-9M2X";

    fn stories() -> Vec<Story> {
        let today: Day = "2026-11-25".parse().unwrap();
        let cast = Cast {
            reference: REFERENCE,
            other: "HB-9M2X-7K3Q",
            next: "the next",
        };
        (0..SCENES).map(|at| story(at, cast, today)).collect()
    }

    impl Story {
        fn all(&self) -> impl Iterator<Item = &Reply> {
            let then = match &self.then {
                Then::Nothing => [].as_slice(),
                Then::Answered(replies) | Then::Next(replies) => replies.as_slice(),
            };
            self.first.iter().chain(then)
        }
    }

    #[test]
    fn every_step_is_one_that_the_rules_allow() {
        for story in stories() {
            story.all().fold(Status::Referred, |from, reply| {
                from.check(reply.status, Actor::Producer).unwrap();
                reply.status
            });
        }
    }

    #[test]
    fn between_them_they_give_every_status_a_producer_can_give() {
        let stories = stories();
        let given: BTreeSet<_> = stories
            .iter()
            .flat_map(Story::all)
            .map(|reply| reply.status.code())
            .collect();
        let not_given: Vec<_> = Status::ALL
            .iter()
            .map(|status| status.code())
            .filter(|code| !given.contains(code))
            .collect();
        assert_eq!(not_given, ["logged", "confirmed", "withdrawn"]);
    }

    #[test]
    fn no_reply_holds_what_the_gate_stops_or_the_words_of_another() {
        let anonymiser = Anonymiser::new();
        for story in stories() {
            let words: Vec<_> = story
                .all()
                .filter_map(|reply| reply.words.as_ref())
                .collect();
            assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len());
            for words in words {
                assert_eq!(anonymiser.scan_reply(words), [], "{words}");
            }
        }
    }
}

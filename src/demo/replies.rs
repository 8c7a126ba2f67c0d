//! What the demo's producer replies: ten stories that between them take every status a producer can
//! give by itself, step by allowed step.

use hearback_wire::day::Day;
use hearback_wire::status::Status;

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
        let words = self.words.iter().map(|words| (name, words.clone()));
        let status = [("status", self.status.code().to_owned())];
        status
            .into_iter()
            .chain(words)
            .chain(self.fields.iter().cloned())
            .collect()
    }
}

/// The replies to one need, in order. `turn` chooses the story.
pub(super) fn story(turn: usize, reference: &str, today: Day) -> Vec<Reply> {
    let writer = Writer { reference, today };
    match turn % 10 {
        0 => vec![writer.already_available()],
        1 => vec![writer.out_of_scope()],
        2 => vec![writer.considered(), writer.waiting()],
        3 => vec![writer.considered(), writer.planned()],
        4 => vec![writer.considered(), writer.partly_met()],
        5 => vec![writer.considered(), writer.too_costly()],
        6 => vec![writer.considered(), writer.planned(), writer.making()],
        7 => vec![
            writer.considered(),
            writer.planned(),
            writer.making(),
            writer.delivered(),
        ],
        8 => vec![writer.question(), writer.considered(), writer.planned()],
        _ => vec![writer.considered(), writer.made_elsewhere()],
    }
}

/// Writes replies about one need.
struct Writer<'a> {
    reference: &'a str,
    today: Day,
}

impl Writer<'_> {
    fn say(&self, status: Status, words: &str) -> Reply {
        let words = format!("{words} This is about {}.", self.reference);
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

    fn made_elsewhere(&self) -> Reply {
        let words = "These figures are made by another office, and we must not make them twice.";
        self.say(Status::NotAdopted, words)
            .with("reasons", "other_producer")
            .with("names", "the office that runs the service")
            .with("would_change", "If that office stops making them.")
            .with("review", "none")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use hearback_anonymise::Anonymiser;
    use hearback_wire::status::Actor;

    use super::*;

    const REFERENCE: &str = "HB-7K3Q-9M2X";

    fn stories() -> Vec<Vec<Reply>> {
        let today: Day = "2026-11-25".parse().unwrap();
        (0..10).map(|turn| story(turn, REFERENCE, today)).collect()
    }

    #[test]
    fn every_step_is_one_that_the_rules_allow() {
        for story in stories() {
            story.iter().fold(Status::Referred, |from, reply| {
                from.check(reply.status, Actor::Producer).unwrap();
                reply.status
            });
        }
    }

    #[test]
    fn between_them_they_give_every_status_a_producer_can_give_alone() {
        let given: BTreeSet<_> = stories()
            .iter()
            .flatten()
            .map(|reply| reply.status.code())
            .collect();
        let not_given: Vec<_> = Status::ALL
            .iter()
            .map(|status| status.code())
            .filter(|code| !given.contains(code))
            .collect();
        assert_eq!(
            not_given,
            ["logged", "confirmed", "referred", "merged", "withdrawn"]
        );
    }

    #[test]
    fn no_reply_holds_what_the_gate_stops_or_the_words_of_another() {
        let anonymiser = Anonymiser::new();
        for story in stories() {
            let words: Vec<_> = story
                .iter()
                .filter_map(|reply| reply.words.as_ref())
                .collect();
            assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len());
            for words in words {
                assert_eq!(anonymiser.scan_reply(words), [], "{words}");
            }
        }
    }
}

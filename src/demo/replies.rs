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
    fn silent(status: Status) -> Self {
        Self { status, words: None, fields: Vec::new() }
    }

    fn saying(status: Status, reference: &str, words: &str) -> Self {
        Self { status, words: Some(format!("{words} This is about {reference}.")), fields: Vec::new() }
    }

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
        let name = if self.status == Status::Clarifying { "question" } else { "words" };
        let words = self.words.iter().map(|words| (name, words.clone()));
        let status = [("status", self.status.code().to_owned())];
        status.into_iter().chain(words).chain(self.fields.iter().cloned()).collect()
    }
}

/// The replies to one need, in order. `turn` chooses the story.
pub(super) fn story(turn: usize, reference: &str, today: Day) -> Vec<Reply> {
    let say = |status, words: &str| Reply::saying(status, reference, words);
    let considered = || Reply::silent(Status::UnderConsideration);
    let later = |days| today.plus_days(days).to_string();
    let planned = || {
        say(Status::Planned, "We have put these figures into our plan for next year.")
            .with("when", later(300))
            .with("confidence", "provisional")
    };
    let making = || say(Status::InDevelopment, "We are making a first version and will try it out.");
    match turn % 10 {
        0 => vec![
            say(Status::AlreadyAvailable, "We publish these figures every year; the table has what you ask for.")
                .with("reasons", "existing_output")
                .with("link", format!("{PAGE}yearly")),
        ],
        1 => vec![
            say(Status::OutOfScope, "This is not something that statistics can settle. The public body that runs the service can help.")
                .with("reasons", "not_statistics"),
        ],
        2 => vec![
            considered(),
            say(Status::Waiting, "We see that these figures are missing. We do not have the people for the work this year.")
                .with("reasons", "resources,lower_priority_than")
                .with("names", "work that the law asks for")
                .with("priority", "medium")
                .with("review", later(180)),
        ],
        3 => vec![considered(), planned()],
        4 => vec![
            considered(),
            say(Status::PartlyMet, "The figures for nations are ready. For smaller areas nobody collects them.")
                .with("reasons", "not_collected")
                .with("link", format!("{PAGE}nations")),
        ],
        5 => vec![
            considered(),
            say(Status::NotAdopted, "We looked at this with care and will not do it: the cost is far above the use.")
                .with("reasons", "disproportionate_cost")
                .with("would_change", "A source that is collected already for another reason.")
                .with("review", later(365)),
        ],
        6 => vec![considered(), planned(), making()],
        7 => vec![
            considered(),
            planned(),
            making(),
            say(Status::Delivered, "The new figures are out. Thank you for asking for them.")
                .with("link", format!("{PAGE}new")),
        ],
        8 => vec![
            say(Status::Clarifying, "Would figures for each year be enough, or do you need each month?"),
            considered(),
            planned(),
        ],
        _ => vec![
            considered(),
            say(Status::NotAdopted, "These figures are made by another office, and we must not make them twice.")
                .with("reasons", "other_producer")
                .with("names", "the office that runs the service")
                .with("would_change", "If that office stops making them.")
                .with("review", "none"),
        ],
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
        let given: BTreeSet<_> = stories().iter().flatten().map(|reply| reply.status.code()).collect();
        let not_given: Vec<_> =
            Status::ALL.iter().map(|status| status.code()).filter(|code| !given.contains(code)).collect();
        assert_eq!(not_given, ["logged", "confirmed", "referred", "merged", "withdrawn"]);
    }

    #[test]
    fn no_reply_holds_what_the_gate_stops_or_the_words_of_another() {
        let anonymiser = Anonymiser::new();
        for story in stories() {
            let words: Vec<_> = story.iter().filter_map(|reply| reply.words.as_ref()).collect();
            assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len());
            for words in words {
                assert_eq!(anonymiser.scan_reply(words), [], "{words}");
            }
        }
    }
}

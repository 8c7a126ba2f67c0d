//! Every sentence that a thread can hold, in plain English (reading age about 9 to 11).
//!
//! It must never change a moderator's or a producer's words: they stand as they were written.

use hearback_anonymise::Concern;
use hearback_wire::content::Content;
use hearback_wire::day::Day;
use hearback_wire::intake::{Refusal, What};
use hearback_wire::reason::Reason;
use hearback_wire::reference::NeedRef;
use hearback_wire::status::Status;
use hearback_wire::text::Words;
use hearback_wire::vocabulary::{Verdict, Voice, Wording};

use crate::BotSettings;
use crate::dialogue::{Draft, Refusable};
use crate::kept::in_words;

/// The version of [`notice`] that a consent names; raise it with every change of the text.
pub(crate) const NOTICE_VERSION: &str = "2026-12";

/// What people are told before they write.
pub(crate) fn notice(settings: &BotSettings) -> String {
    let (room, intermediary) = (&settings.room, &settings.intermediary);
    let kept = in_words(settings.kept.threads);
    format!(
        "{room} keeps this thread, locked, for at most {kept} after its last message. {intermediary} \
         reads your words first. Statistics producers get only the words you approve, without \
         your name; these may be made public. You can withdraw, or have all of it erased. This is \
         not a Freedom of Information request."
    )
}

fn quoted(content: &Content) -> String {
    match &content.use_ {
        None => format!("“{}”", content.statement),
        Some(use_) => format!("“{}” It will help with: “{use_}”", content.statement),
    }
}

/// What somebody should know who sends the words as they wrote them.
pub(crate) fn own_words(draft: &Draft) -> Option<&'static str> {
    (draft.wording() == Wording::Own).then_some(
        "These are your own words. Somebody who knows how you write could tell that they are yours. \
         If that matters to you, please say it in other words first.",
    )
}

/// What remains of a need that is taken back.
pub(crate) const STAYS: &str = "You can take it back at any time. If it was joined with the same need of \
    other people by then, theirs stays, with nothing about you in it.";

/// What in a draft still points at few people, a line each.
pub(crate) fn concerns(draft: &Draft) -> Vec<String> {
    let content = &draft.content;
    let statement = draft.concerns.statement.iter();
    let use_ = draft.concerns.use_.iter().zip(&content.use_);
    let told = statement.map(|one| concern(content.statement.as_str(), one));
    told.chain(use_.map(|(one, text)| concern(text.as_str(), one)))
        .collect()
}

/// Most characters of a draft that are quoted again.
const QUOTED: usize = 60;

fn concern(text: &str, one: &Concern) -> String {
    let whole = text.chars().skip(one.start);
    let mut found: String = whole.take(one.end.saturating_sub(one.start)).collect();
    if found.chars().count() > QUOTED {
        found = found.chars().take(QUOTED).chain(['…']).collect();
    }
    match &one.instead {
        Some(instead) if found.contains('[') => {
            format!("{} Say “{instead}” instead of “{found}”?", one.words)
        }
        Some(instead) => {
            format!("“{found}” could point at few people: say “{instead}” instead?")
        }
        None => format!("“{found}”: {}", one.words),
    }
}

/// The person approved these words.
pub(crate) fn sent(content: &Content) -> String {
    format!("You sent these words: {}", quoted(content))
}

/// The node took the need.
pub(crate) fn taken(reference: NeedRef, read_by: Day) -> String {
    let day = read_by.in_words();
    format!("It has the reference {reference}. A moderator reads it by {day}.")
}

/// The node did not take what the person sent.
pub(crate) fn not_taken(what: Refusable, detail: &str) -> String {
    let next = match what {
        Refusable::Need => "Please change your words, and send them again.",
        Refusable::Voice => "Please look at the list of needs again, and choose one that is open.",
        Refusable::Other => "Nothing else changed in this thread.",
    };
    format!("This could not be passed on. {detail}\n{next}")
}

/// The person stopped before sending.
pub(crate) fn cancelled() -> String {
    "You stopped here. Nothing was sent, and your words were deleted.".to_owned()
}

/// The person did not answer the preview in time.
pub(crate) fn lapsed() -> String {
    "There was no answer for 24 hours. Nothing was sent, and your words were deleted. You can start \
     again at any time."
        .to_owned()
}

/// The person added their voice.
pub(crate) fn voiced(reference: NeedRef, voice: Voice) -> String {
    let how = voice.label();
    format!("You added your voice to {reference}: “{how}”. Answers to it will come here.")
}

/// The person replied.
pub(crate) fn replied(words: &Words) -> String {
    format!("You replied: {words}")
}

/// The person appealed.
pub(crate) fn appealed(words: &Words) -> String {
    format!("You asked for a second look: {words}\nAnother moderator reads this.")
}

/// The person answered a moderator's edit.
pub(crate) fn decided(yes: bool) -> String {
    if yes {
        "You said yes to the changed words.".to_owned()
    } else {
        "You said no to the changed words. They will not be used.".to_owned()
    }
}

/// The person said whether an answer met the need.
pub(crate) fn judged(verdict: Verdict, felt_heard: Option<u8>) -> String {
    let said = format!("You said: {}.", verdict.label());
    match felt_heard {
        None => said,
        Some(marks) => format!("{said} How much you felt heard: {marks} out of 5."),
    }
}

/// The person withdrew.
pub(crate) fn withdrawn(reference: Option<NeedRef>) -> String {
    let what = reference.map_or_else(|| "this".to_owned(), |r| r.to_string());
    format!(
        "You withdrew {what}. We have asked for it to be taken back. You will hear no more here."
    )
}

/// What the node brought, in words.
pub(crate) fn update(reference: NeedRef, what: &What) -> String {
    match what {
        What::Released {} => format!(
            "This need has left this community, with nothing about you in it. Statistics producers \
             can read it now. Quote {reference}."
        ),
        What::Accepted { leaves } => format!(
            "A moderator agreed to these words. They leave together with those of other people, so \
             that nobody can tell from the time whose they are: on {} at the earliest. You hear \
             again when somebody answers. Until they leave you can take them back. Quote {reference}.",
            weekday(*leaves)
        ),
        What::Named { leaves } => named(reference, *leaves),
        What::HeldBack {} => format!(
            "{reference} does not leave yet: a moderator reads it once more. You need to do nothing."
        ),
        What::Edited {
            before,
            after,
            words,
        } => edited(before, after, words),
        What::ModeratorAsks { words } => format!("A moderator asks: {words}"),
        What::Refused {
            reason,
            words,
            appeal,
        } => refused(*reason, words, *appeal),
        What::Merged {
            into,
            statement,
            words,
            appeal,
        } => merged(*into, statement, words, *appeal),
        What::Question {
            producer, words, ..
        } => {
            format!("{producer} asks: {words}\nQuote {reference}.")
        }
        What::Answered { .. } => answered(reference, what),
        What::PassedOn {
            producer,
            to,
            words,
            reasons,
            ..
        } => {
            let passed = format!("{producer} passed this on to {to}.");
            let next = format!("{to} says next whether it takes it on. Quote {reference}.");
            let lines = [passed, words.to_string(), why(reasons), next];
            lines.join("\n")
        }
        What::Joined {
            producer,
            into,
            words,
            ..
        } => joined(producer, *into, words),
        What::Retracted { words } => retracted(reference, words),
        What::Withdrawn { joined } => need_withdrawn(reference, *joined),
    }
}

/// `Tuesday 1 December 2026`.
fn weekday(day: Day) -> String {
    format!("{} {}", day.date().strftime("%A"), day.in_words())
}

fn joined(producer: &str, into: Option<NeedRef>, words: &Words) -> String {
    let (with, quote) = into.map_or_else(
        || ("another need".to_owned(), String::new()),
        |into| (into.to_string(), format!(" Quote {into}.")),
    );
    format!(
        "{producer} joined this need with {with}, because they ask for the same.\n{words}\n\
         Answers to that need come here from now on.{quote}"
    )
}

fn need_withdrawn(reference: NeedRef, joined: bool) -> String {
    let what = if joined {
        format!("This need was joined with {reference}. That one was taken back.")
    } else {
        format!("{reference} was taken back by those who asked for it or by their community.")
    };
    format!(
        "{what} No answer will come here. If you still need this, please say it in your own words."
    )
}

fn named(reference: NeedRef, leaves: Option<Day>) -> String {
    let when = leaves.map_or_else(
        || "They have left, with nothing about you in them.".to_owned(),
        |day| {
            format!(
                "They leave together with those of other people: on {} at the earliest. Until then you can \
                 take them back.",
                weekday(day)
            )
        },
    );
    format!(
        "A moderator agreed to these words, for statistics producers and the other organisations that are \
         connected here, and for nobody else: they stand on no public page. {when} You hear again when \
         somebody answers. Quote {reference}."
    )
}

fn retracted(reference: NeedRef, words: &Words) -> String {
    format!(
        "A moderator took {reference} back, because it should not have left as it was.\n{words}\nIts words \
         are erased. If you still need this, please say it again in other words."
    )
}

fn edited(before: &Content, after: &Content, words: &Words) -> String {
    format!(
        "A moderator would like to change your words.\nBefore: {}\nAfter: {}\nWhy: {words}",
        quoted(before),
        quoted(after)
    )
}

fn merged(into: NeedRef, statement: &str, words: &Words, appeal: bool) -> String {
    let next = if appeal {
        "If yours is another need, you can ask for a second look, once."
    } else {
        "If yours is another need, you can start again with other words."
    };
    format!(
        "A moderator found that {into} asks for the same: “{statement}”\n{words}\nYour voice was added to \
         it, and its answers come here. {next} Quote {into}."
    )
}

fn refused(reason: Refusal, words: &Words, appeal: bool) -> String {
    let next = if appeal {
        "If you think this is wrong, you can ask for a second look, once."
    } else {
        "This was the last look. You can start again with other words."
    };
    let reason = reason.label();
    format!("A moderator did not pass this on. Reason: {reason}.\n{words}\n{next}")
}

fn answered(reference: NeedRef, what: &What) -> String {
    let What::Answered {
        producer,
        status,
        words,
        reasons,
        link,
        would_change,
        when,
        ..
    } = what
    else {
        return String::new();
    };
    let mut lines = vec![
        format!("{producer} answered: {}.", status.label()),
        words.to_string(),
    ];
    if !reasons.is_empty() {
        lines.push(why(reasons));
    }
    lines.extend(
        would_change
            .as_ref()
            .map(|text| format!("What would change this: {text}")),
    );
    lines.extend(
        when.as_ref()
            .map(|when| format!("{}: {when}.", when_label(*status))),
    );
    lines.extend(link.as_ref().map(|link| format!("More: {link}")));
    lines.push(format!("Quote {reference}."));
    lines.join("\n")
}

const fn when_label(status: Status) -> &'static str {
    match status {
        Status::Waiting | Status::NotAdopted => "It will be looked at again",
        _ => "Expected",
    }
}

fn why(reasons: &[Reason]) -> String {
    let reasons: Vec<String> = reasons.iter().map(reason).collect();
    format!("Why: {}.", reasons.join("; "))
}

fn reason(reason: &Reason) -> String {
    let label = reason.code().label();
    reason
        .names()
        .map_or_else(|| label.to_owned(), |names| format!("{label} ({names})"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearback_wire::chance::SeededChance;
    use hearback_wire::reason::ReasonCode;
    use hearback_wire::text::Lang;

    #[test]
    fn the_notice_is_short_and_says_what_matters() {
        let text = notice(&BotSettings {
            room: "Carers’ Circle".to_owned(),
            intermediary: "The Carers’ Society".to_owned(),
            node_url: String::new(),
            token: String::new(),
            public_url: String::new(),
            roster: Vec::new(),
            kept: crate::Kept::default(),
        });
        assert!(
            text.split_whitespace().count() <= 60,
            "{}",
            text.split_whitespace().count()
        );
        for said in [
            "keeps",
            "two years",
            "producers get only",
            "public",
            "withdraw",
            "erased",
            "not a Freedom",
        ] {
            assert!(text.contains(said), "{said}");
        }
    }

    #[test]
    fn an_answer_stands_word_for_word_with_all_that_belongs_to_it() {
        let what = What::Answered {
            producer: "The Office".to_owned(),
            status: Status::Planned,
            words: "We will publish  this by county; see “Plans”."
                .parse()
                .unwrap(),
            reasons: vec![Reason::new(ReasonCode::Resources, None).unwrap()],
            link: Some("https://example.org/plan".to_owned()),
            would_change: None,
            when: Some("March 2027".to_owned()),
            lang: Lang::english(),
        };
        insta::assert_snapshot!(update(NeedRef::draw(&SeededChance::new(1)), &what), @"
        The Office answered: Planned.
        We will publish this by county; see “Plans”.
        Why: There are not the people or money.
        Expected: March 2027.
        More: https://example.org/plan
        Quote HB-RR52-AFYX.
        ");
    }

    #[test]
    fn a_need_that_is_passed_on_or_joined_names_where_it_went() {
        let reference = NeedRef::draw(&SeededChance::new(1));
        let words: Words = "This is theirs to answer.".parse().unwrap();
        let passed = What::PassedOn {
            producer: "The Office".to_owned(),
            to: "Another Office".to_owned(),
            words: words.clone(),
            reasons: vec![Reason::new(ReasonCode::NotCollected, None).unwrap()],
            lang: Lang::english(),
        };
        insta::assert_snapshot!(update(reference, &passed), @"
        The Office passed this on to Another Office.
        This is theirs to answer.
        Why: The data are not collected.
        Another Office says next whether it takes it on. Quote HB-RR52-AFYX.
        ");
        let joined = What::Joined {
            producer: "The Office".to_owned(),
            into: Some(reference),
            words,
            lang: Lang::english(),
        };
        insta::assert_snapshot!(update(NeedRef::draw(&SeededChance::new(2)), &joined), @"
        The Office joined this need with HB-RR52-AFYX, because they ask for the same.
        This is theirs to answer.
        Answers to that need come here from now on. Quote HB-RR52-AFYX.
        ");
    }

    #[test]
    fn whoever_supported_a_need_that_was_taken_back_learns_what_they_can_do() {
        let reference = NeedRef::draw(&SeededChance::new(1));
        let told = |joined| update(reference, &What::Withdrawn { joined });
        insta::assert_snapshot!(told(false), @"HB-RR52-AFYX was taken back by those who asked for it or by their community. No answer will come here. If you still need this, please say it in your own words.");
        insta::assert_snapshot!(told(true), @"This need was joined with HB-RR52-AFYX. That one was taken back. No answer will come here. If you still need this, please say it in your own words.");
    }
}

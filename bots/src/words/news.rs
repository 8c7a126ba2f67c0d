//! What the node brings to a thread, in words.

use hearback_wire::content::Content;
use hearback_wire::day::Day;
use hearback_wire::intake::{Refusal, What};
use hearback_wire::reason::Reason;
use hearback_wire::reference::NeedRef;
use hearback_wire::status::Status;
use hearback_wire::text::Words;

use super::quoted;
use crate::tongue::{Tongue, say};

/// What the node brought, in words.
pub(crate) fn update(t: Tongue, reference: NeedRef, what: &What) -> String {
    match what {
        What::Released {} => say!(t, "thread-released", reference = reference),
        What::Accepted { leaves } => {
            let day = t.weekday(*leaves);
            say!(t, "thread-accepted", reference = reference, day = day)
        }
        What::Named { leaves } => named(t, reference, *leaves),
        What::HeldBack {} => say!(t, "thread-held-back", reference = reference),
        What::Edited {
            before,
            after,
            words,
        } => edited(t, (before, after), words),
        What::ModeratorAsks { words } => say!(t, "thread-moderator-asks", words = words),
        What::Refused {
            reason,
            words,
            appeal,
        } => refused(t, *reason, words, *appeal),
        What::Merged {
            into,
            statement,
            words,
            appeal,
        } => merged(t, *into, (statement, words), *appeal),
        What::Question {
            producer, words, ..
        } => question(t, reference, producer, words),
        What::Answered { .. } => answered(t, reference, what),
        What::PassedOn {
            producer,
            to,
            words,
            reasons,
            ..
        } => passed_on(t, reference, (producer, to), (words, reasons)),
        What::Joined {
            producer,
            into,
            words,
            ..
        } => joined(t, producer, *into, words),
        What::Retracted { words } => retracted(t, reference, words),
        What::Withdrawn { joined: true } => {
            say!(t, "thread-joined-was-withdrawn", reference = reference)
        }
        What::Withdrawn { joined: false } => {
            say!(t, "thread-was-withdrawn", reference = reference)
        }
    }
}

fn named(t: Tongue, reference: NeedRef, leaves: Option<Day>) -> String {
    match leaves.map(|day| t.weekday(day)) {
        None => say!(t, "thread-named-left", reference = reference),
        Some(day) => say!(t, "thread-named-leaves", reference = reference, day = day),
    }
}

fn edited(t: Tongue, (before, after): (&Content, &Content), words: &Words) -> String {
    let (before, after) = (quoted(t, before), quoted(t, after));
    say!(
        t,
        "thread-edited",
        before = before,
        after = after,
        words = words
    )
}

fn question(t: Tongue, reference: NeedRef, producer: &str, words: &Words) -> String {
    say!(
        t,
        "thread-question",
        producer = producer,
        words = words,
        reference = reference
    )
}

fn passed_on(
    t: Tongue,
    reference: NeedRef,
    (producer, to): (&str, &str),
    (words, reasons): (&Words, &[Reason]),
) -> String {
    let passed = say!(t, "thread-passed-on", producer = producer, to = to);
    let next = say!(t, "thread-passed-on-next", to = to, reference = reference);
    [passed, words.to_string(), why(t, reasons), next].join("\n")
}

fn joined(t: Tongue, producer: &str, into: Option<NeedRef>, words: &Words) -> String {
    match into {
        None => say!(t, "thread-joined", producer = producer, words = words),
        Some(into) => {
            say!(
                t,
                "thread-joined-with",
                producer = producer,
                reference = into,
                words = words
            )
        }
    }
}

fn retracted(t: Tongue, reference: NeedRef, words: &Words) -> String {
    say!(t, "thread-retracted", reference = reference, words = words)
}

fn merged(t: Tongue, into: NeedRef, (statement, words): (&str, &Words), appeal: bool) -> String {
    if appeal {
        say!(
            t,
            "thread-merged",
            reference = into,
            statement = statement,
            words = words
        )
    } else {
        say!(
            t,
            "thread-merged-last",
            reference = into,
            statement = statement,
            words = words
        )
    }
}

fn refused(t: Tongue, reason: Refusal, words: &Words, appeal: bool) -> String {
    let reason = t.label("refusal", reason.code());
    if appeal {
        say!(t, "thread-refused", reason = reason, words = words)
    } else {
        say!(t, "thread-refused-last", reason = reason, words = words)
    }
}

fn answered(t: Tongue, reference: NeedRef, what: &What) -> String {
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
    let label = t.label("status", status.code());
    let mut lines = vec![
        say!(t, "thread-answered", producer = producer, status = label),
        words.to_string(),
    ];
    if !reasons.is_empty() {
        lines.push(why(t, reasons));
    }
    let would = would_change.as_ref();
    lines.extend(would.map(|words| say!(t, "thread-would-change", words = words)));
    lines.extend(when.as_ref().map(|when| expected(t, *status, when)));
    lines.extend(
        link.as_ref()
            .map(|link| say!(t, "thread-more", link = link)),
    );
    lines.push(say!(t, "thread-quote", reference = reference));
    lines.join("\n")
}

fn expected(t: Tongue, status: Status, when: &str) -> String {
    match status {
        Status::Waiting | Status::NotAdopted => say!(t, "thread-looked-at-again", when = when),
        _ => say!(t, "thread-expected", when = when),
    }
}

fn why(t: Tongue, reasons: &[Reason]) -> String {
    let reasons: Vec<String> = reasons.iter().map(|one| reason(t, one)).collect();
    say!(t, "thread-why", reasons = reasons.join("; "))
}

fn reason(t: Tongue, reason: &Reason) -> String {
    let label = t.label("reason", reason.code().code());
    match reason.names() {
        None => label,
        Some(names) => format!("{label} ({names})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearback_wire::chance::SeededChance;
    use hearback_wire::reason::ReasonCode;
    use hearback_wire::text::Lang;

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
        insta::assert_snapshot!(update(Tongue::English, NeedRef::draw(&SeededChance::new(1)), &what), @"
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
        insta::assert_snapshot!(update(Tongue::English, reference, &passed), @"
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
        insta::assert_snapshot!(update(Tongue::English, NeedRef::draw(&SeededChance::new(2)), &joined), @"
        The Office joined this need with HB-RR52-AFYX, because they ask for the same.
        This is theirs to answer.
        Answers to that need come here from now on. Quote HB-RR52-AFYX.
        ");
    }

    #[test]
    fn whoever_supported_a_need_that_was_taken_back_learns_what_they_can_do() {
        let reference = NeedRef::draw(&SeededChance::new(1));
        let told = |joined| update(Tongue::English, reference, &What::Withdrawn { joined });
        insta::assert_snapshot!(told(false), @"HB-RR52-AFYX was taken back by those who asked for it or by their community. No answer will come here. If you still need this, please say it in your own words.");
        insta::assert_snapshot!(told(true), @"This need was joined with HB-RR52-AFYX. That one was taken back. No answer will come here. If you still need this, please say it in your own words.");
    }
}

//! Every sentence that a thread can hold, in plain words (in English, reading age about 9 to 11).
//!
//! It must never change a moderator's or a producer's words: they stand as they were written.

use hearback_anonymise::Concern;
use hearback_wire::content::Content;
use hearback_wire::day::Day;
use hearback_wire::intake::{Refusal, What};
use hearback_wire::reason::Reason;
use hearback_wire::reference::NeedRef;
use hearback_wire::status::Status;
use hearback_wire::text::{Lang, Words};
use hearback_wire::vocabulary::{Removed, Verdict, Voice, Wording};

use crate::BotSettings;
use crate::dialogue::{Draft, Refusable};
use crate::kept::in_words;
use crate::tongue::{Tongue, advice, say};

/// The version of [`notice`] that a consent names; raise it with every change of the text.
pub(crate) const NOTICE_VERSION: &str = "2026-12";

/// What people are told before they write.
pub(crate) fn notice(t: Tongue, settings: &BotSettings) -> String {
    say!(
        t,
        "thread-notice",
        room = settings.room,
        intermediary = settings.intermediary,
        kept = in_words(t, settings.kept.threads)
    )
}

fn quoted(t: Tongue, content: &Content) -> String {
    match &content.use_ {
        None => say!(t, "thread-quoted", statement = content.statement),
        Some(use_) => say!(
            t,
            "thread-quoted-with-use",
            statement = content.statement,
            helps = use_
        ),
    }
}

/// Where a need will say that it comes from.
pub(crate) fn origin(t: Tongue, content: &Content) -> String {
    match content.origin.name() {
        Some(name) => say!(t, "thread-origin", origin = name),
        None => say!(t, "thread-origin-none"),
    }
}

/// What somebody should know who sends the words as they wrote them.
pub(crate) fn own_words(t: Tongue, draft: &Draft) -> Option<String> {
    (draft.wording() == Wording::Own).then(|| say!(t, "thread-own-words"))
}

/// What remains of a need that is taken back.
pub(crate) fn stays(t: Tongue) -> String {
    say!(t, "thread-stays")
}

/// What was taken out of words, if anything was.
pub(crate) fn took_out(t: Tongue, removed: &[(Removed, usize)]) -> Option<String> {
    let all = removed_in_words(t, removed).join(", ");
    (!all.is_empty()).then(|| say!(t, "thread-took-out", removed = all))
}

/// Each kind of what was taken out, with how often where that is more than once.
pub(crate) fn removed_in_words(t: Tongue, removed: &[(Removed, usize)]) -> Vec<String> {
    let shown = |(kind, count): &(Removed, usize)| {
        let what = t.label("removed", kind.code());
        match *count {
            1 => what,
            count => say!(t, "thread-removed-often", what = what; count = count),
        }
    };
    removed.iter().map(shown).collect()
}

/// What in a draft still points at few people, a line each.
pub(crate) fn concerns(t: Tongue, draft: &Draft) -> Vec<String> {
    let content = &draft.content;
    let statement = draft.concerns.statement.iter();
    let use_ = draft.concerns.use_.iter().zip(&content.use_);
    let told = statement.map(|one| concern(t, content.statement.as_str(), one));
    let foreign = content.lang != Lang::english();
    let foreign = foreign.then(|| say!(t, "thread-not-english"));
    told.chain(use_.map(|(one, text)| concern(t, text.as_str(), one)))
        .chain(foreign)
        .collect()
}

/// Most characters of a draft that are quoted again.
const QUOTED: usize = 60;

fn concern(t: Tongue, text: &str, one: &Concern) -> String {
    let whole = text.chars().skip(one.start);
    let mut found: String = whole.take(one.end.saturating_sub(one.start)).collect();
    if found.chars().count() > QUOTED {
        found = found.chars().take(QUOTED).chain(['…']).collect();
    }
    let advice = advice(t, one, &found);
    match &one.instead {
        Some(instead) if found.contains('[') => {
            say!(
                t,
                "thread-concern-masked",
                advice = advice,
                instead = instead,
                found = found
            )
        }
        Some(instead) => say!(t, "thread-concern-wider", instead = instead, found = found),
        None => say!(t, "thread-concern", advice = advice, found = found),
    }
}

/// The person approved these words.
pub(crate) fn sent(t: Tongue, content: &Content) -> String {
    say!(t, "thread-sent", quoted = quoted(t, content))
}

/// The node took the need.
pub(crate) fn taken(t: Tongue, reference: NeedRef, read_by: Day) -> String {
    say!(
        t,
        "thread-taken",
        reference = reference,
        day = t.day(read_by)
    )
}

/// The node did not take what the person sent.
pub(crate) fn not_taken(t: Tongue, what: Refusable, detail: &str) -> String {
    let next = match what {
        Refusable::Need => say!(t, "thread-not-taken-need"),
        Refusable::Voice => say!(t, "thread-not-taken-voice"),
        Refusable::Other => say!(t, "thread-not-taken-other"),
    };
    format!("{}\n{next}", say!(t, "thread-not-taken", detail = detail))
}

/// The person stopped before sending.
pub(crate) fn cancelled(t: Tongue) -> String {
    say!(t, "thread-cancelled")
}

/// The person did not answer the preview in time.
pub(crate) fn lapsed(t: Tongue) -> String {
    say!(t, "thread-lapsed")
}

/// The person added their voice.
pub(crate) fn voiced(t: Tongue, reference: NeedRef, voice: Voice) -> String {
    let how = t.label("voice", voice.code());
    say!(t, "thread-voiced", reference = reference, how = how)
}

/// The person replied.
pub(crate) fn replied(t: Tongue, words: &Words) -> String {
    say!(t, "thread-replied", words = words)
}

/// The person appealed.
pub(crate) fn appealed(t: Tongue, words: &Words) -> String {
    say!(t, "thread-appealed", words = words)
}

/// The person answered a moderator's edit.
pub(crate) fn decided(t: Tongue, yes: bool) -> String {
    if yes {
        say!(t, "thread-said-yes")
    } else {
        say!(t, "thread-said-no")
    }
}

/// The person said whether an answer met the need.
pub(crate) fn judged(t: Tongue, verdict: Verdict, felt_heard: Option<u8>) -> String {
    let verdict = t.label("verdict", verdict.code());
    let said = say!(t, "thread-judged", verdict = verdict);
    match felt_heard {
        None => said,
        Some(marks) => format!(
            "{said} {}",
            say!(t, "thread-felt-heard"; count = marks.into())
        ),
    }
}

/// The person withdrew.
pub(crate) fn withdrawn(t: Tongue, reference: Option<NeedRef>) -> String {
    match reference {
        Some(reference) => say!(t, "thread-withdrawn", reference = reference),
        None => say!(t, "thread-withdrawn-unsent"),
    }
}

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
    fn the_notice_is_short_and_says_what_matters() {
        let text = notice(
            Tongue::English,
            &BotSettings {
                room: "Carers’ Circle".to_owned(),
                intermediary: "The Carers’ Society".to_owned(),
                node_url: String::new(),
                token: String::new(),
                public_url: String::new(),
                roster: Vec::new(),
                origin: hearback_wire::content::Origin::Unspecified,
                room_hides_origin: false,
                kept: crate::Kept::default(),
            },
        );
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

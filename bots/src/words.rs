//! Every sentence that a thread can hold, in plain words (in English, reading age about 9 to 11): here what
//! comes of what people do; `draft` is about words before they are sent, `news` what the node brings.
//!
//! It must never change a moderator's or a producer's words: they stand as they were written.

mod draft;
mod news;

use hearback_wire::content::Content;
use hearback_wire::day::Day;
use hearback_wire::reference::NeedRef;
use hearback_wire::text::Words;
use hearback_wire::vocabulary::{Verdict, Voice};

pub(crate) use self::draft::{concerns, origin, own_words, removed_in_words, stays, took_out};
pub(crate) use self::news::update;
use crate::BotSettings;
use crate::dialogue::Refusable;
use crate::kept::in_words;
use crate::tongue::{Tongue, say};

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

#[cfg(test)]
mod tests {
    use super::*;

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
}

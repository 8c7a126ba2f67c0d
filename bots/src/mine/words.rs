//! What people are told about what is kept of them, and about its end (reading age about 9 to 11).
//!
//! It must never promise more than is done: what stays, and what cannot be called back, is said before.

use data_encoding::HEXLOWER;

use super::{Erased, Released, Toll};
use crate::kept::in_words;
use crate::tongue::{Tongue, say};
use crate::vault::{Purpose, Receipt, Way};

/// Whoever asked to be forgotten, where a line named them.
pub(super) const SOMEBODY: &str = "somebody";

/// Two lines that a person can keep: what they agreed to, and for how long.
pub(crate) fn receipt(t: Tongue, receipt: &Receipt, reference: Option<&str>) -> String {
    let detail = receipt.detail.as_ref();
    let mut agreed = vec![say!(
        t,
        "mine-receipt",
        reference = reference.unwrap_or("none"),
        day = t.day(receipt.given),
        way = detail.map_or("none", |detail| way(detail.way)),
        purpose = purpose(receipt.purpose)
    )];
    let mut kept = vec![say!(t, "mine-receipt-notice", version = receipt.notice)];
    if let Some(detail) = detail {
        agreed.push(say!(
            t,
            "mine-receipt-reads",
            intermediary = detail.read_first_by
        ));
        agreed.extend(detail.words.map(|hash| {
            let mark: String = HEXLOWER.encode(hash.bytes()).chars().take(16).collect();
            say!(t, "mine-receipt-words", mark = mark)
        }));
        let days = in_words(t, detail.kept_days);
        kept.push(say!(t, "mine-receipt-kept", kept = days));
    }
    let taken = receipt.withdrawn.map(|day| t.day(day));
    kept.extend(taken.map(|day| say!(t, "mine-receipt-taken", day = day)));
    format!("{}\n{}", agreed.join(" "), kept.join(" "))
}

const fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Need => "need",
        Purpose::Edit => "edit",
        Purpose::Reply => "reply",
        Purpose::Voice => "voice",
    }
}

const fn way(way: Way) -> &'static str {
    match way {
        Way::Room => "room",
        Way::Matrix => "matrix",
        Way::Discord => "discord",
    }
}

/// What there is, in words.
pub(crate) fn toll(t: Tongue, toll: Toll) -> String {
    let threads = say!(t, "mine-threads"; count = toll.threads);
    let parts = [
        (toll.needs, say!(t, "mine-needs"; count = toll.needs)),
        (toll.voices, say!(t, "mine-voices"; count = toll.voices)),
        (toll.drafts, say!(t, "mine-drafts"; count = toll.drafts)),
    ];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts.map(|(_, part)| part).collect();
    if parts.is_empty() {
        return threads;
    }
    format!("{threads} ({})", parts.join(", "))
}

/// Exactly what will happen, before it is asked for.
pub(crate) fn before(t: Tongue, found: Toll) -> Vec<String> {
    vec![
        say!(t, "mine-before-kept", toll = toll(t, found)),
        say!(t, "mine-before-not-left"),
        say!(t, "mine-before-left"),
        say!(t, "mine-before-end"),
    ]
}

/// Nothing is kept.
pub(crate) fn nothing(t: Tongue) -> String {
    say!(t, "mine-nothing")
}

/// What was done.
pub(crate) fn after(t: Tongue, erased: Erased) -> String {
    let released = match erased.released {
        Released::Stay => "stay",
        Released::TakenBack => "back",
    };
    let toll = toll(t, erased.toll);
    say!(t, "mine-after", toll = toll, released = released)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::Detail;
    use hearback_wire::clock::Millis;
    use hearback_wire::day::Day;
    use hearback_wire::id::Hash;

    #[test]
    fn a_receipt_is_two_lines_without_the_words() {
        let given = Receipt {
            purpose: Purpose::Need,
            given: Day::of(Millis(1_800_000_000_000)),
            withdrawn: None,
            notice: "2026-12".to_owned(),
            lang: "en".to_owned(),
            detail: Some(Detail {
                words: Some(Hash::of(&[b"words"])),
                read_first_by: "The Society".to_owned(),
                way: Way::Room,
                kept_days: 730,
            }),
        };
        let text = receipt(Tongue::English, &given, Some("HB-7K3Q-9M2X"));
        assert_eq!(text.lines().count(), 2);
        insta::assert_snapshot!(text, @"
        Receipt for HB-7K3Q-9M2X: on 15 January 2027, in the web room, you agreed that these words may be sent. The Society reads first. Fingerprint of the words: dba36bffa5cab0f9.
        Notice 2026-12. Kept for at most two years after the last message, or until you erase it.
        ");
    }

    #[test]
    fn what_will_happen_is_said_with_what_stays() {
        let found = Toll {
            drafts: 0,
            needs: 2,
            voices: 1,
            threads: 4,
        };
        insta::assert_snapshot!(before(Tongue::English, found).join("\n"), @"
        This is kept of you here: 4 threads (2 needs, one voice). All of it would be deleted: every message, every draft, what you agreed to, and who you are.
        Needs that have not left yet are taken back. Your voices are taken back.
        Needs that have left stay on the lists, because nothing in them says whose they are, and then nobody can tell any more. You can have them taken off the lists too. What others copied cannot be called back.
        No answer can reach you after this, and it cannot be undone. Old backups of whoever runs this hold it until they are replaced.
        ");
        assert_eq!(toll(Tongue::Welsh, found), "4 edefyn (dau angen, un llais)");
        let erased = Erased {
            toll: found,
            released: Released::Stay,
        };
        insta::assert_snapshot!(after(Tongue::English, erased), @"Done. I deleted 4 threads (2 needs, one voice). Needs that had not left and voices are taken back. Needs that had left stay on the lists, and nobody can tell whose they are. You will hear no more of them.");
    }
}

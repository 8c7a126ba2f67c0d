//! What people are told about what is kept of them, and about its end (reading age about 9 to 11).
//!
//! It must never promise more than is done: what stays, and what cannot be called back, is said before.

use data_encoding::HEXLOWER;

use super::{Erased, Released, Toll};
use crate::kept::in_words;
use crate::vault::{Purpose, Receipt, Way};

/// Whoever asked to be forgotten, where a line named them.
pub(super) const SOMEBODY: &str = "somebody";

/// Two lines that a person can keep: what they agreed to, and for how long.
pub(crate) fn receipt(receipt: &Receipt, reference: Option<&str>) -> String {
    let about = reference.map_or_else(String::new, |reference| format!(" for {reference}"));
    let given = receipt.given.in_words();
    let what = match receipt.purpose {
        Purpose::Need => "these words may be sent",
        Purpose::Edit => "the changed words may be sent",
        Purpose::Reply => "your answer may be sent",
        Purpose::Voice => "your voice may be counted",
    };
    let taken = receipt.withdrawn.map_or_else(String::new, |day| {
        format!(" You took it back on {}.", day.in_words())
    });
    let Some(detail) = &receipt.detail else {
        return format!(
            "Receipt{about}: on {given} you agreed that {what}.\nNotice {}.{taken}",
            receipt.notice
        );
    };
    let way = match detail.way {
        Way::Room => "in the web room",
        Way::Matrix => "on Matrix",
        Way::Discord => "on Discord",
    };
    let mark = detail.words.map_or_else(String::new, |hash| {
        let head: String = HEXLOWER.encode(hash.bytes()).chars().take(16).collect();
        format!(" Fingerprint of the words: {head}.")
    });
    format!(
        "Receipt{about}: on {given}, {way}, you agreed that {what}. {} reads first.{mark}\nNotice {}. \
         Kept for at most {} after the last message, or until you erase it.{taken}",
        detail.read_first_by,
        receipt.notice,
        in_words(detail.kept_days),
    )
}

/// What there is, in words.
pub(crate) fn toll(toll: Toll) -> String {
    let one_or = |count: usize, one: &str, several: &str| match count {
        1 => format!("one {one}"),
        count => format!("{count} {several}"),
    };
    let threads = one_or(toll.threads, "thread", "threads");
    let parts = [
        (toll.needs, "need", "needs"),
        (toll.voices, "voice", "voices"),
        (toll.drafts, "draft", "drafts"),
    ];
    let parts = parts.into_iter().filter(|(count, ..)| *count > 0);
    let parts: Vec<String> = parts.map(|(c, one, more)| one_or(c, one, more)).collect();
    if parts.is_empty() {
        return threads;
    }
    format!("{threads} ({})", parts.join(", "))
}

/// Exactly what will happen, before it is asked for.
pub(crate) fn before(found: Toll) -> Vec<String> {
    vec![
        format!(
            "This is kept of you here: {}. All of it would be deleted: every message, every draft, \
             what you agreed to, and who you are.",
            toll(found)
        ),
        "Needs that have not left yet are taken back. Your voices are taken back.".to_owned(),
        "Needs that have left stay on the lists, because nothing in them says whose they are, and \
         then nobody can tell any more. You can have them taken off the lists too. What others \
         copied cannot be called back."
            .to_owned(),
        "No answer can reach you after this, and it cannot be undone. Old backups of whoever runs \
         this hold it until they are replaced."
            .to_owned(),
    ]
}

/// Nothing is kept.
pub(crate) const NOTHING: &str = "I keep nothing about you.";

/// What was done.
pub(crate) fn after(erased: Erased) -> String {
    let released = match erased.released {
        Released::Stay => {
            "Needs that had left stay on the lists, and nobody can tell whose they are."
        }
        Released::TakenBack => "Needs that had left are being taken off the lists too.",
    };
    format!(
        "Done. I deleted {}. Needs that had not left and voices are taken back. {released} You will \
         hear no more of them.",
        toll(erased.toll)
    )
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
        let text = receipt(&given, Some("HB-7K3Q-9M2X"));
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
        insta::assert_snapshot!(before(found).join("\n"), @"
        This is kept of you here: 4 threads (2 needs, one voice). All of it would be deleted: every message, every draft, what you agreed to, and who you are.
        Needs that have not left yet are taken back. Your voices are taken back.
        Needs that have left stay on the lists, because nothing in them says whose they are, and then nobody can tell any more. You can have them taken off the lists too. What others copied cannot be called back.
        No answer can reach you after this, and it cannot be undone. Old backups of whoever runs this hold it until they are replaced.
        ");
        let erased = Erased {
            toll: found,
            released: Released::Stay,
        };
        insta::assert_snapshot!(after(erased), @"Done. I deleted 4 threads (2 needs, one voice). Needs that had not left and voices are taken back. Needs that had left stay on the lists, and nobody can tell whose they are. You will hear no more of them.");
    }
}

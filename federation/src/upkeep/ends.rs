//! What ends, and after how many days: the one list of it.
//!
//! What is left out stays for a reason. `pushed` and the emptied rows of `update_out` are what makes
//! that nothing is told twice; they hold hashes, and the reference of a need that is in the log.
//! `listener` is what people can take back. The log and what is folded from it are for everybody.

use hearback_wire::clock::Millis;
use hearback_wire::day::Day;

/// Days after which things end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// A need at the door, and an answer to a question, after they left.
    pub left: u16,
    /// A need that was refused, joined with another or taken back at the door: as long can its person
    /// answer to that.
    pub decided: u16,
    /// What a thread was told, after its bot said what became of it.
    pub told: u16,
    /// What a thread is to be told and no bot said anything of, and an answer that no moderator let go.
    pub unread: u16,
    /// By what a bot's write is known again.
    pub writes: u16,
    /// What became of a need that is not at the door any more, for the bots that moderate.
    pub changes: u16,
    /// What was decided here.
    pub decisions: u16,
    /// Sign-in links, sessions and invitations of peers, after they expired.
    pub expired: u16,
}

impl Default for Kept {
    /// A write is known again for longer than a need that was decided can come back to the door, so that a
    /// bot that was away cannot decide by it again what was decided otherwise meanwhile.
    fn default() -> Self {
        Self {
            left: 30,
            decided: 90,
            told: 30,
            unread: 400,
            writes: 400,
            changes: 90,
            decisions: 2 * 365,
            expired: 7,
        }
    }
}

/// How a column says when.
#[derive(Clone, Copy)]
enum When {
    /// As a day.
    Day,
    /// In milliseconds since 1970.
    Millis,
}

/// Something that ends. In `which`, `$1` is the moment before which it does.
pub(super) struct End {
    /// What people call it.
    pub(super) name: &'static str,
    table: &'static str,
    key: &'static str,
    which: &'static str,
    /// The oldest by this go first.
    by: &'static str,
    /// What is emptied; all of it goes where this says nothing.
    emptied: Option<&'static str>,
    when: When,
    days: fn(&Kept) -> u16,
}

pub(super) const ENDS: [End; 13] = [
    End {
        name: "needs that left",
        table: "held",
        key: "reference",
        which: "released = TRUE AND settled_day < $1",
        by: "settled_day",
        emptied: None,
        when: When::Day,
        days: |kept| kept.left,
    },
    End {
        name: "needs that were decided",
        table: "held",
        key: "reference",
        // One that was appealed waits for a moderator, and is none of these.
        which: "released = FALSE AND status IN ('out_of_scope', 'merged', 'withdrawn') \
            AND settled_day < $1",
        by: "settled_day",
        emptied: None,
        when: When::Day,
        days: |kept| kept.decided,
    },
    End {
        name: "answers that left",
        table: "held_reply",
        key: "id",
        which: "approved = TRUE AND day < $1",
        by: "day",
        emptied: None,
        when: When::Day,
        days: |kept| kept.left,
    },
    End {
        name: "answers that nobody let go",
        table: "held_reply",
        key: "id",
        which: "approved = FALSE AND day < $1",
        by: "day",
        emptied: None,
        when: When::Day,
        days: |kept| kept.unread,
    },
    End {
        name: "what threads were told about needs that have not left",
        table: "update_out",
        key: "id",
        // Each of these has an id that was drawn, so that nothing can make it again.
        which: "what <> '' AND outcome IS NOT NULL AND day < $1 \
            AND NOT EXISTS (SELECT 1 FROM need n WHERE n.reference = update_out.reference)",
        by: "day",
        emptied: None,
        when: When::Day,
        days: |kept| kept.told,
    },
    End {
        name: "what threads were told",
        table: "update_out",
        key: "id",
        // The id stays: what is told again is known by it.
        which: "what <> '' AND outcome IS NOT NULL AND day < $1 \
            AND EXISTS (SELECT 1 FROM need n WHERE n.reference = update_out.reference)",
        by: "day",
        emptied: Some("what = '', handle = '', cause = ''"),
        when: When::Day,
        days: |kept| kept.told,
    },
    End {
        name: "what no bot told",
        table: "update_out",
        key: "id",
        which: "what <> '' AND outcome IS NULL AND day < $1",
        by: "day",
        emptied: None,
        when: When::Day,
        days: |kept| kept.unread,
    },
    End {
        name: "keys of writes",
        table: "idempotency",
        key: "bot, token",
        which: "day < $1",
        by: "day",
        emptied: None,
        when: When::Day,
        days: |kept| kept.writes,
    },
    End {
        name: "changes for moderators' bots",
        table: "moderation_change",
        key: "pos",
        // A bot that is set up late makes a card from these for each need that waits.
        which: "day < $1 AND NOT EXISTS (SELECT 1 FROM held h \
            WHERE h.reference = moderation_change.reference AND h.released = FALSE \
            AND h.status IN ('logged', 'clarifying', 'confirmed'))",
        by: "day",
        emptied: None,
        when: When::Day,
        days: |kept| kept.changes,
    },
    End {
        name: "decisions",
        table: "audit",
        key: "id",
        which: "at < CAST($1 AS BIGINT)",
        by: "at",
        emptied: None,
        when: When::Millis,
        days: |kept| kept.decisions,
    },
    End {
        name: "sign-in links",
        table: "staff_invite",
        key: "token_hash",
        which: "expires_at < CAST($1 AS BIGINT)",
        by: "expires_at",
        emptied: None,
        when: When::Millis,
        days: |kept| kept.expired,
    },
    End {
        name: "sessions",
        table: "staff_session",
        key: "token_hash",
        which: "expires_at < CAST($1 AS BIGINT)",
        by: "expires_at",
        emptied: None,
        when: When::Millis,
        days: |kept| kept.expired,
    },
    End {
        name: "invitations of peers",
        table: "peer_invite",
        key: "token_hash",
        which: "expires < $1",
        by: "expires",
        emptied: None,
        when: When::Day,
        days: |kept| kept.expired,
    },
];

impl End {
    /// Counts what has ended.
    pub(super) fn count(&self) -> String {
        format!("SELECT COUNT(*) FROM {} WHERE {}", self.table, self.which)
    }

    /// Ends the `most` that are oldest.
    pub(super) fn carry_out(&self, most: u64) -> String {
        let Self {
            table,
            key,
            which,
            by,
            ..
        } = self;
        let begin = match self.emptied {
            Some(emptied) => format!("UPDATE {table} SET {emptied}"),
            None => format!("DELETE FROM {table}"),
        };
        // Asked for twice: what somebody changed between the look and the end stays.
        format!(
            "{begin} WHERE ({key}) IN (SELECT {key} FROM {table} WHERE {which} \
             ORDER BY {by} LIMIT {most}) AND {which}"
        )
    }

    /// The moment before which it ends, as its column says it; `grace` days earlier.
    pub(super) fn before(&self, kept: &Kept, now: Millis, grace: i32) -> String {
        let days = i32::from((self.days)(kept)).saturating_add(grace);
        let day = Day::of(now).plus_days(-days);
        match self.when {
            When::Day => day.to_string(),
            When::Millis => now.plus_seconds(-i64::from(days) * 24 * 3600).0.to_string(),
        }
    }
}

/// A table whose rows get the day of the run that first sees them: which they are.
pub(super) struct Unseen {
    table: &'static str,
    key: &'static str,
    day: &'static str,
    which: &'static str,
}

pub(super) const UNSEEN: [Unseen; 5] = [
    Unseen {
        table: "held",
        key: "reference",
        day: "settled_day",
        which: "settled_day IS NULL AND (released = TRUE \
            OR status IN ('out_of_scope', 'merged', 'withdrawn'))",
    },
    Unseen {
        table: "held_reply",
        key: "id",
        day: "day",
        which: "day IS NULL",
    },
    Unseen {
        table: "update_out",
        key: "id",
        day: "day",
        which: "what <> '' AND day IS NULL",
    },
    Unseen {
        table: "idempotency",
        key: "bot, token",
        day: "day",
        which: "day IS NULL",
    },
    Unseen {
        table: "moderation_change",
        key: "pos",
        day: "day",
        which: "day IS NULL",
    },
];

impl Unseen {
    /// Gives `most` of them the day `$1`.
    pub(super) fn date(&self, most: u64) -> String {
        let Self {
            table,
            key,
            day,
            which,
        } = self;
        format!(
            "UPDATE {table} SET {day} = $1 WHERE ({key}) IN \
             (SELECT {key} FROM {table} WHERE {which} LIMIT {most}) AND {which}"
        )
    }
}

//! `[kept]`: for how long the federation's database keeps what is not in the log.

use hearback_federation::upkeep::Kept;
use serde::Deserialize;

use super::days;
use crate::fault::Outcome;

/// Days after which things end, as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(default)]
pub(crate) struct KeptSection {
    /// A need at the door, and an answer to a question, after they left.
    #[serde(rename = "left_days")]
    left: u16,
    /// A need that was decided at the door: as long can its person answer to that.
    #[serde(rename = "decided_days")]
    decided: u16,
    /// What a thread was told, after its bot said what became of it.
    #[serde(rename = "told_days")]
    told: u16,
    /// What no bot told, and an answer that no moderator let go.
    #[serde(rename = "unread_days")]
    unread: u16,
    /// By what a bot's write is known again.
    #[serde(rename = "write_days")]
    writes: u16,
    /// What became of needs at the door, for the bots that moderate.
    #[serde(rename = "change_days")]
    changes: u16,
    /// What was decided here.
    #[serde(rename = "decision_days")]
    decisions: u16,
    /// Sign-in links, sessions and invitations, after they expired.
    #[serde(rename = "expired_days")]
    expired: u16,
}

impl Default for KeptSection {
    fn default() -> Self {
        let kept = Kept::default();
        Self {
            left: kept.left,
            decided: kept.decided,
            told: kept.told,
            unread: kept.unread,
            writes: kept.writes,
            changes: kept.changes,
            decisions: kept.decisions,
            expired: kept.expired,
        }
    }
}

impl KeptSection {
    /// The days, if each is one that works.
    ///
    /// # Errors
    /// When a number is outside what works, in words that say which.
    pub(crate) fn kept(&self) -> Outcome<Kept> {
        // A write is known again for longer than what it decided can come back to the door.
        let writes = self.decided.saturating_add(30);
        let ranges = [
            ("left_days", self.left, 1, 730),
            ("decided_days", self.decided, 14, 730),
            ("told_days", self.told, 1, 730),
            ("unread_days", self.unread, 90, 1460),
            ("write_days", self.writes, writes, 1460),
            ("change_days", self.changes, 14, 730),
            ("decision_days", self.decisions, 90, 3650),
            ("expired_days", self.expired, 1, 90),
        ];
        days::within("kept", &ranges)?;
        Ok(Kept {
            left: self.left,
            decided: self.decided,
            told: self.told,
            unread: self.unread,
            writes: self.writes,
            changes: self.changes,
            decisions: self.decisions,
            expired: self.expired,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_do_not_work_are_named_with_those_that_do() {
        let section = |text: &str| toml::from_str::<KeptSection>(text).unwrap();
        assert_eq!(section("").kept().unwrap(), Kept::default());
        let other = section("told_days = 7\ndecided_days = 120\nwrite_days = 150");
        let other = other.kept().unwrap();
        assert_eq!((other.told, other.decided, other.writes), (7, 120, 150));
        for (text, named) in [
            (
                "left_days = 0",
                "[kept] left_days is 0: please choose 1 to 730",
            ),
            (
                "decided_days = 7",
                "decided_days is 7: please choose 14 to 730",
            ),
            ("told_days = 800", "told_days is 800"),
            ("unread_days = 30", "90 to 1460"),
            (
                "decided_days = 500",
                "write_days is 400: please choose 530 to 1460",
            ),
            ("change_days = 1", "change_days is 1"),
            ("decision_days = 30", "90 to 3650"),
            ("expired_days = 91", "1 to 90"),
        ] {
            let fault = section(text).kept().unwrap_err().to_string();
            assert!(fault.contains(named), "{fault}");
        }
    }
}

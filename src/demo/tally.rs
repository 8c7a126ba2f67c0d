//! How the loop went: which threads heard back, and how often.

use std::fmt;

/// What one thread got of all that it should get.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Heard {
    /// Something that it should have got is not there.
    Never,
    /// Each thing once.
    Once,
    /// Something stands there more than once.
    Twice,
}

impl Heard {
    /// Judges a thread by how often each expected reply stands in it.
    pub(super) fn of(counts: impl IntoIterator<Item = usize>) -> Self {
        counts
            .into_iter()
            .fold(Self::Once, |heard, count| match (heard, count) {
                (Self::Twice, _) | (_, 2..) => Self::Twice,
                (Self::Never, _) | (_, 0) => Self::Never,
                (Self::Once, _) => Self::Once,
            })
    }
}

/// The sums of the whole play.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    needs: usize,
    replies: usize,
    once: usize,
    twice: usize,
    never: usize,
    withdrawn: usize,
}

impl Tally {
    /// Starts with the needs that were said.
    pub(super) fn of(needs: usize) -> Self {
        Self {
            needs,
            ..Self::default()
        }
    }

    /// Counts replies that had to reach a thread.
    pub(super) const fn expect(&mut self, replies: usize) {
        self.replies += replies;
    }

    /// Counts a thread whose person withdrew: it is counted among the others as well.
    pub(super) const fn withdrew(&mut self) {
        self.withdrawn += 1;
    }

    /// Counts one thread.
    pub(super) fn add(&mut self, heard: Heard) {
        match heard {
            Heard::Never => self.never += 1,
            Heard::Once => self.once += 1,
            Heard::Twice => self.twice += 1,
        }
    }

    /// Whether every thread heard back exactly once.
    pub(super) fn is_perfect(&self) -> bool {
        self.once > 0 && self.twice == 0 && self.never == 0
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = [
            ("needs", self.needs),
            ("threads", self.once + self.twice + self.never),
            ("replies to bring back", self.replies),
            ("heard back once", self.once),
            ("heard back twice", self.twice),
            ("heard back never", self.never),
            ("of these withdrawn", self.withdrawn),
        ];
        for (name, count) in rows {
            writeln!(f, "{name:<22}{count:>6}")?;
        }
        if self.withdrawn > 0 {
            let closing = "Who withdrew heard back by the closing message, if nothing follows it.";
            writeln!(f, "{closing}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_reply_missing_or_doubled_spoils_a_thread() {
        assert_eq!(Heard::of([1, 1]), Heard::Once);
        assert_eq!(Heard::of([1, 0]), Heard::Never);
        assert_eq!(Heard::of([0, 2]), Heard::Twice);
    }

    #[test]
    fn nothing_heard_is_not_perfect() {
        let mut tally = Tally::default();
        assert!(!tally.is_perfect());
        tally.add(Heard::Once);
        assert!(tally.is_perfect());
        tally.add(Heard::Twice);
        assert!(!tally.is_perfect());
    }
}

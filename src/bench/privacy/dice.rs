//! Chance that a simulation draws from: the same seed gives the same play.

use hearback_wire::chance::{Chance, SeededChance, draw};

/// A stream of draws.
pub(super) struct Dice(SeededChance);

impl Dice {
    pub(super) const fn new(seed: u64) -> Self {
        Self(SeededChance::new(seed))
    }

    /// One of `0..n`.
    pub(super) fn below(&self, n: u64) -> u64 {
        u64::from_be_bytes(draw(&self.0)) % n.max(1)
    }

    /// True in `percent` of a hundred times.
    pub(super) fn percent(&self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of a list.
    pub(super) fn pick<'a, T>(&self, all: &'a [T]) -> Option<&'a T> {
        let at = self.below(u64::try_from(all.len()).unwrap_or(1));
        all.get(usize::try_from(at).unwrap_or(0))
    }

    /// Random bytes of an id.
    pub(super) fn chance(&self) -> &dyn Chance {
        &self.0
    }
}

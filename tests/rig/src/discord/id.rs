//! Ids as Discord makes them: the time in the high bits, a count in the low ones.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// The first millisecond that an id of Discord can name, counted from 1970.
const FIRST_MS: i64 = 1_420_070_400_000;
/// How many low bits do not name the time.
const TIME_BITS: u32 = 22;

/// An id of anything: a person, a channel, a message. On the wire it is a text of digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(u64);

impl Id {
    /// The number itself, for clients whose ids are numbers.
    pub fn get(self) -> u64 {
        self.0
    }

    /// The first id of that time that comes after `last`.
    pub(super) fn after(last: Id, now_ms: i64) -> Self {
        let since = u64::try_from(now_ms - FIRST_MS).unwrap_or(0);
        Self((since << TIME_BITS).max(last.0 + 1))
    }

    /// The number before every id.
    pub(super) fn none() -> Self {
        Self(0)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<u64> for Id {
    fn from(number: u64) -> Self {
        Self(number)
    }
}

impl FromStr for Id {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_millisecond_follow_each_other_and_later_ones_are_greater() {
        let first = Id::after(Id::none(), 1_700_000_000_000);
        let second = Id::after(first, 1_700_000_000_000);
        let later = Id::after(second, 1_700_000_000_001);
        assert_eq!(second.get(), first.get() + 1);
        assert_eq!((first.get() >> TIME_BITS) + 1, later.get() >> TIME_BITS);
        assert!(first < second && second < later);
    }
}

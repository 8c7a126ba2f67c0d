//! The real clock and the real dice: the only place where the program asks the machine for either.

use std::time::{SystemTime, UNIX_EPOCH};

use hearback_wire::chance::Chance;
use hearback_wire::clock::{Clock, Millis};

/// The machine's clock.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is where time enters the program"
    )]
    fn now(&self) -> Millis {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// The operating system's random bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OsChance;

impl Chance for OsChance {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is where chance enters the program"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system always has random bytes");
    }
}

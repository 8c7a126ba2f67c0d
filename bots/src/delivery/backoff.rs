//! How long to wait before trying again.

use std::time::Duration;

const FIRST: Duration = Duration::from_millis(250);
const LONGEST: Duration = Duration::from_mins(5);

/// The wait after `attempts` failures: 250 ms after the first, doubled each time, five minutes at
/// the most.
pub fn backoff(attempts: u32) -> Duration {
    let doublings = attempts.saturating_sub(1).min(16);
    FIRST.saturating_mul(1 << doublings).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn starts_short_and_doubles() {
        let waits: Vec<u128> = (1..=4).map(|n| backoff(n).as_millis()).collect();
        assert_eq!(waits, [250, 500, 1000, 2000]);
    }

    proptest! {
        #[test]
        fn never_shrinks_and_never_passes_five_minutes(attempts in any::<u32>()) {
            prop_assert!(backoff(attempts) <= backoff(attempts.saturating_add(1)));
            prop_assert!(backoff(attempts) <= LONGEST);
        }
    }
}

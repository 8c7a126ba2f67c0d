//! Sums over durations, so that every workload means the same by the same word.

use std::time::Duration;

/// The duration that `percent` of all are no longer than, by nearest rank. `sorted` runs from the
/// shortest to the longest; nothing gives zero.
pub(super) fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}

/// How many a second, to one decimal.
pub(super) fn rate(count: u32, elapsed: Duration) -> f64 {
    (f64::from(count) / elapsed.as_secs_f64() * 10.0).round() / 10.0
}

/// Milliseconds, to the microsecond.
pub(super) fn millis(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1_000_000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_durations_that_were_measured() {
        let all: Vec<Duration> = (1..=200).map(Duration::from_millis).collect();
        assert_eq!(percentile(&all, 50), Duration::from_millis(100));
        assert_eq!(percentile(&all, 99), Duration::from_millis(198));
        assert_eq!(percentile(&all, 100), Duration::from_millis(200));
        assert_eq!(percentile(&all[..3], 50), Duration::from_millis(2));
        assert_eq!(percentile(&all[..1], 99), Duration::from_millis(1));
        assert_eq!(percentile(&all, 0), Duration::from_millis(1));
        assert_eq!(percentile(&[], 50), Duration::ZERO);
    }
}

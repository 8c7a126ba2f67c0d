//! The days and moments of windows. Pure.

use hearback_wire::chance::{Chance, draw};
use hearback_wire::clock::Millis;
use hearback_wire::day::Day;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::{Every, Windows};

/// The rule of Europe/London, written out: no table of time zones is needed for it.
const LONDON: &str = "GMT0BST,M3.5.0/1,M10.5.0";
/// Days within which there is a window, whatever the days are.
const WITHIN: i32 = 8;

fn london() -> TimeZone {
    TimeZone::posix(LONDON).unwrap_or(TimeZone::UTC)
}

fn local(now: Millis) -> DateTime {
    let stamp = Timestamp::from_millisecond(now.0).unwrap_or(Timestamp::MAX);
    stamp.to_zoned(london()).datetime()
}

impl Windows {
    /// The moment from which on the window of a day is open.
    pub(super) fn opens(&self, day: Day) -> Millis {
        let zoned = day.date().to_datetime(self.at).to_zoned(london());
        // Only a date at the very end of the calendar has no moment.
        Millis(zoned.map_or(i64::MAX, |at| at.timestamp().as_millisecond()))
    }

    /// The day of the window that opened last.
    pub(super) fn last(&self, now: Millis) -> Day {
        let today = Day::from(local(now).date());
        let mut days = (0..WITHIN).map(|back| today.plus_days(-back));
        days.find(|day| self.is_on(day.date()) && self.opens(*day) <= now)
            .unwrap_or(today)
    }

    /// The day of the first window that opens after `now`.
    pub(super) fn next(&self, now: Millis) -> Day {
        let today = Day::from(local(now).date());
        let mut days = (0..=WITHIN).map(|ahead| today.plus_days(ahead));
        days.find(|day| self.is_on(day.date()) && self.opens(*day) > now)
            .unwrap_or(today)
    }

    /// The moment at which the last window opened: what is done from then on leaves in the next one.
    pub fn opened(&self, now: Millis) -> Millis {
        self.opens(self.last(now))
    }

    /// The same hours of every day.
    pub(super) fn daily(&self) -> Self {
        Self {
            every: Every::Day,
            ..self.clone()
        }
    }

    /// A moment inside the window of a day, all equally likely.
    pub(super) fn draw(&self, day: Day, chance: &dyn Chance) -> Millis {
        let spread = u64::from(self.spread_minutes) * 60_000;
        let after = u64::from_be_bytes(draw(chance)) % (spread + 1);
        Millis(self.opens(day).0 + i64::try_from(after).unwrap_or_default())
    }

    fn is_on(&self, date: Date) -> bool {
        match self.every {
            Every::Day => true,
            Every::Week(weekday) => date.weekday() == weekday,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearback_wire::chance::SeededChance;
    use proptest::prelude::*;

    fn at(text: &str) -> Millis {
        Millis(text.parse::<Timestamp>().unwrap().as_millisecond())
    }

    #[test]
    fn a_window_opens_on_tuesday_at_half_past_nine_in_london_all_year() {
        let windows = Windows::default();
        for (now, last, next) in [
            ("2026-11-25T17:00:00Z", "2026-11-24", "2026-12-01"),
            ("2026-12-01T09:29:59Z", "2026-11-24", "2026-12-01"),
            ("2026-12-01T09:30:00Z", "2026-12-01", "2026-12-08"),
            ("2026-07-07T08:29:59Z", "2026-06-30", "2026-07-07"),
            ("2026-07-07T08:30:00Z", "2026-07-07", "2026-07-14"),
        ] {
            assert_eq!(windows.last(at(now)).to_string(), last, "{now}");
            assert_eq!(windows.next(at(now)).to_string(), next, "{now}");
        }
    }

    proptest! {
        #[test]
        fn windows_follow_one_another_and_the_moment_is_inside(
            seconds in 1_600_000_000_i64..2_500_000_000, daily: bool, seed: u64,
        ) {
            let every = if daily { Every::Day } else { Windows::default().every };
            let windows = Windows { every, ..Windows::default() };
            let now = Millis(seconds * 1000);
            let (last, next) = (windows.last(now), windows.next(now));
            prop_assert!(windows.opens(last) <= now && now < windows.opens(next));
            prop_assert_eq!(last.plus_days(if daily { 1 } else { 7 }), next);
            let runs = windows.draw(next, &SeededChance::new(seed));
            prop_assert!((0..=6 * 3_600_000).contains(&(runs.0 - windows.opens(next).0)));
        }
    }
}

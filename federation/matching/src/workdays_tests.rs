use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const ALL: [Calendar; 3] = [
    Calendar::EnglandAndWales,
    Calendar::Scotland,
    Calendar::NorthernIreland,
];

/// Easter Sunday: the Sunday after the first full moon of spring, by Gauss's rule as it holds for
/// 1900 to 2099.
fn easter(year: i16) -> Date {
    let year_32 = i32::from(year);
    let moon = (19 * (year_32 % 19) + 24) % 30;
    let to_sunday = (2 * (year_32 % 4) + 4 * (year_32 % 7) + 6 * moon + 5) % 7;
    let late =
        (moon == 29 && to_sunday == 6) || (moon == 28 && to_sunday == 6 && year_32 % 19 > 10);
    let days = moon + to_sunday - if late { 7 } else { 0 };
    date(year, 3, 22) + days.days()
}

/// The `nth` (1-based, -1 for the last) Monday of a month.
fn monday(year: i16, month: i8, nth: i8) -> Date {
    date(year, month, 1)
        .nth_weekday_of_month(nth, Weekday::Monday)
        .unwrap()
}

/// Moves holidays that fall on a weekend to the next weekday that is not itself one of them.
fn with_substitutes(days: &[Date]) -> BTreeSet<Date> {
    let weekend = |d: Date| matches!(d.weekday(), Weekday::Saturday | Weekday::Sunday);
    let mut kept: BTreeSet<Date> = days.iter().copied().filter(|d| !weekend(*d)).collect();
    for day in days.iter().copied().filter(|d| weekend(*d)) {
        let mut moved = day;
        while weekend(moved) || kept.contains(&moved) {
            moved = moved.tomorrow().unwrap();
        }
        kept.insert(moved);
    }
    kept
}

fn by_rule(year: i16, cal: Calendar) -> BTreeSet<Date> {
    let mut days = vec![
        date(year, 1, 1),
        easter(year) - 2.days(),
        monday(year, 5, 1),
        monday(year, 5, -1),
        date(year, 12, 25),
        date(year, 12, 26),
    ];
    if cal == Calendar::Scotland {
        days.extend([date(year, 1, 2), monday(year, 8, 1), date(year, 11, 30)]);
    } else {
        days.extend([easter(year) + 1.days(), monday(year, 8, -1)]);
    }
    if cal == Calendar::NorthernIreland {
        days.extend([date(year, 3, 17), date(year, 7, 12)]);
    }
    with_substitutes(&days)
}

#[test]
fn the_table_agrees_with_the_rules_and_the_one_extra_day_that_was_proclaimed() {
    for cal in ALL {
        let mut expected: BTreeSet<Date> =
            (2025..=2028).flat_map(|year| by_rule(year, cal)).collect();
        if cal == Calendar::Scotland {
            expected.insert(date(2026, 6, 15));
        }
        assert_eq!(holidays(cal), &expected, "{cal:?}");
    }
}

#[test]
fn easter_is_where_the_almanac_has_it() {
    for day in [
        date(1954, 4, 18),
        date(1981, 4, 19),
        date(2008, 3, 23),
        date(2024, 3, 31),
        date(2038, 4, 25),
    ] {
        assert_eq!(easter(day.year()), day);
    }
}

#[test]
fn christmas_is_jumped_over() {
    let due = add_working_days(date(2026, 12, 24), 1, Calendar::EnglandAndWales);
    assert_eq!(
        due,
        Due {
            date: date(2026, 12, 29),
            beyond_calendar: false
        }
    );
}

#[test]
fn new_year_lasts_longer_in_scotland() {
    let from = date(2026, 12, 31);
    let due = |cal| add_working_days(from, 1, cal).date;
    assert_eq!(due(Calendar::EnglandAndWales), date(2027, 1, 4));
    assert_eq!(due(Calendar::Scotland), date(2027, 1, 5));
}

#[test]
fn the_twelfth_of_july_counts_only_in_northern_ireland() {
    assert!(is_working_day(date(2027, 7, 12), Calendar::EnglandAndWales));
    assert!(!is_working_day(
        date(2027, 7, 12),
        Calendar::NorthernIreland
    ));
}

#[test]
fn counting_past_the_last_known_year_is_flagged() {
    let due = add_working_days(date(2028, 12, 20), 20, Calendar::Scotland);
    assert!(due.beyond_calendar);
    assert_eq!(calendar_expires(Calendar::Scotland), date(2028, 12, 31));
}

#[test]
fn the_end_of_time_does_not_panic() {
    assert!(add_working_days(Date::MAX, 3, Calendar::Scotland).beyond_calendar);
    assert_eq!(
        working_days_between(Date::MAX, Date::MAX, Calendar::Scotland),
        0
    );
}

proptest! {
    #[test]
    fn adding_and_counting_agree(offset in 0i32..1400, n in 0u16..80, which in 0usize..3) {
        let cal = ALL[which];
        let from = date(2025, 1, 1) + offset.days();
        let due = add_working_days(from, n, cal);
        prop_assert_eq!(working_days_between(from, due.date, cal), i64::from(n));
        prop_assert_eq!(working_days_between(due.date, from, cal), -i64::from(n));
        prop_assert!(n == 0 || is_working_day(due.date, cal));
    }
}

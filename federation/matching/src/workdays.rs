//! The working-day clock: promises such as "an answer within 20 working days" are counted with the
//! producer's own calendar, because bank holidays differ between the nations of the UK.
//!
//! It never asks what day it is: the day to count from is always an argument.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use crate::table::rows;

/// Whose bank holidays to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Calendar {
    /// England and Wales share one set of bank holidays.
    EnglandAndWales,
    /// Scotland.
    Scotland,
    /// Northern Ireland.
    NorthernIreland,
}

impl Calendar {
    const fn letter(self) -> char {
        match self {
            Self::EnglandAndWales => 'E',
            Self::Scotland => 'S',
            Self::NorthernIreland => 'N',
        }
    }
}

/// The day by which something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The working day on which the last counted day falls.
    pub date: Date,
    /// True when the count ran past the last year whose bank holidays are known, so that the date
    /// may be early by the holidays of that year. Show a warning.
    pub beyond_calendar: bool,
}

/// The day `n` working days after `from`. The day `from` itself never counts, so 0 gives `from`.
///
/// At the end of the supported dates (year 9999) the count stops and says so by `beyond_calendar`.
pub fn add_working_days(from: Date, n: u16, cal: Calendar) -> Due {
    let mut date = from;
    let mut left = n;
    while left > 0 {
        let Ok(next) = date.tomorrow() else {
            return Due {
                date,
                beyond_calendar: true,
            };
        };
        date = next;
        if is_working_day(date, cal) {
            left -= 1;
        }
    }
    Due {
        date,
        beyond_calendar: date > calendar_expires(cal),
    }
}

/// How many working days lie after `a` up to and including `b`; negative when `b` is before `a`.
pub fn working_days_between(a: Date, b: Date, cal: Calendar) -> i64 {
    if b < a {
        return -working_days_between(b, a, cal);
    }
    let mut count = 0;
    let mut date = a;
    while let Ok(next) = date.tomorrow() {
        if next > b {
            break;
        }
        date = next;
        count += i64::from(is_working_day(date, cal));
    }
    count
}

/// Monday to Friday, and not a bank holiday in this calendar.
pub fn is_working_day(date: Date, cal: Calendar) -> bool {
    !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) && !holidays(cal).contains(&date)
}

/// The last day for which the bank holidays of this calendar are known.
pub fn calendar_expires(cal: Calendar) -> Date {
    holidays(cal)
        .last()
        .and_then(|last| Date::new(last.year(), 12, 31).ok())
        .unwrap_or(Date::MIN)
}

fn holidays(cal: Calendar) -> &'static BTreeSet<Date> {
    static EACH: OnceLock<[BTreeSet<Date>; 3]> = OnceLock::new();
    let [england_and_wales, scotland, northern_ireland] = EACH.get_or_init(|| {
        [
            Calendar::EnglandAndWales,
            Calendar::Scotland,
            Calendar::NorthernIreland,
        ]
        .map(read)
    });
    match cal {
        Calendar::EnglandAndWales => england_and_wales,
        Calendar::Scotland => scotland,
        Calendar::NorthernIreland => northern_ireland,
    }
}

fn read(cal: Calendar) -> BTreeSet<Date> {
    rows::<2>(include_str!("../data/bank_holidays.tsv"))
        .filter(|[_, calendars]| calendars.contains(cal.letter()))
        .filter_map(|[date, _]| date.parse().ok())
        .collect()
}

#[cfg(test)]
#[path = "workdays_tests.rs"]
mod tests;

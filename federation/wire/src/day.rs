//! Coarse time: days, ISO weeks, and the period in which something is expected.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use crate::clock::Millis;
use crate::macros::text_serde;

/// Text that is not a date of the kind that was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct DayError(&'static str);

/// A calendar day, written `2026-11-25`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    /// The UTC day of a moment.
    pub fn of(moment: Millis) -> Self {
        let stamp = jiff::Timestamp::from_millisecond(moment.0).unwrap_or(jiff::Timestamp::MAX);
        Self(stamp.to_zoned(jiff::tz::TimeZone::UTC).date())
    }

    /// The calendar date.
    pub const fn date(self) -> Date {
        self.0
    }

    /// This day moved by whole days.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().days(days)))
    }

    /// As people read it: `25 November 2026`.
    pub fn in_words(self) -> String {
        self.0.strftime("%-d %B %Y").to_string()
    }
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Self(date)
    }
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        const WRONG: DayError = DayError("a date looks like 2027-03-31");
        if text.len() != 10 {
            return Err(WRONG);
        }
        text.parse().map(Self).map_err(|_| WRONG)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

text_serde!(Day);

/// An ISO week, written `2026-W48`: the finest time that leaves with a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week {
    year: i16,
    week: i8,
}

impl Week {
    /// The ISO week that holds a day.
    pub fn of(day: Day) -> Self {
        let iso = day.0.iso_week_date();
        Self {
            year: iso.year(),
            week: iso.week(),
        }
    }

    /// As people read it: `the week of 23 November 2026`.
    pub fn in_words(self) -> String {
        let monday =
            jiff::civil::ISOWeekDate::new(self.year, self.week, jiff::civil::Weekday::Monday);
        monday.map_or_else(
            |_| self.to_string(),
            |monday| format!("the week of {}", Day(monday.date()).in_words()),
        )
    }
}

impl FromStr for Week {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        const WRONG: DayError = DayError("a week looks like 2026-W48");
        let (year, week) = text.split_once("-W").ok_or(WRONG)?;
        if year.len() != 4 || week.len() != 2 {
            return Err(WRONG);
        }
        let (year, week) = (
            year.parse().map_err(|_| WRONG)?,
            week.parse().map_err(|_| WRONG)?,
        );
        jiff::civil::ISOWeekDate::new(year, week, jiff::civil::Weekday::Monday)
            .map(|_| Self { year, week })
            .map_err(|_| WRONG)
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-W{:02}", self.year, self.week)
    }
}

text_serde!(Week);

/// A calendar month, written `2027-03`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(Date);

impl FromStr for Month {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        let first = if text.len() == 7 {
            format!("{text}-01")
        } else {
            String::new()
        };
        first
            .parse()
            .map(Self)
            .map_err(|_| DayError("a month looks like 2027-03"))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.strftime("%Y-%m"))
    }
}

/// When something is expected: a day, a month, or a run of months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// An exact day: `2027-03-31`.
    Day(Day),
    /// A month: `2027-03`.
    Month(Month),
    /// From one month to a later one: `2027-03/2027-06`.
    Months(Month, Month),
}

impl When {
    /// As people read it: `March 2027 to June 2027`.
    pub fn in_words(&self) -> String {
        let month = |m: &Month| m.0.strftime("%B %Y").to_string();
        match self {
            Self::Day(day) => day.in_words(),
            Self::Month(only) => month(only),
            Self::Months(from, to) => format!("{} to {}", month(from), month(to)),
        }
    }
}

impl FromStr for When {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        const WRONG: DayError = DayError(
            "say when as a day (2027-03-31), a month (2027-03) or two months, the earlier first (2027-03/2027-06)",
        );
        if let Some((from, to)) = text.split_once('/') {
            let (from, to): (Month, Month) = (
                from.parse().map_err(|_| WRONG)?,
                to.parse().map_err(|_| WRONG)?,
            );
            return if from < to {
                Ok(Self::Months(from, to))
            } else {
                Err(WRONG)
            };
        }
        let day = text.parse().map(Self::Day);
        day.or_else(|_| text.parse().map(Self::Month))
            .map_err(|_| WRONG)
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Month(month) => write!(f, "{month}"),
            Self::Months(from, to) => write!(f, "{from}/{to}"),
        }
    }
}

text_serde!(When);

/// When a decision is looked at again: a day, or an explicit `none`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Review {
    /// On this day.
    On(Day),
    /// It will not be looked at again unless something changes.
    Never,
}

impl FromStr for Review {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        if text == "none" {
            return Ok(Self::Never);
        }
        text.parse().map(Self::On).map_err(|_| {
            DayError("a review date looks like 2027-03-31; write none if there is to be no review")
        })
    }
}

impl fmt::Display for Review {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::On(day) => write!(f, "{day}"),
            Self::Never => f.write_str("none"),
        }
    }
}

text_serde!(Review);

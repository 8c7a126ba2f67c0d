//! `[release]`: when approved needs leave, and with how many others.

use hearback_federation::Publish;
use hearback_federation::release::{Every, Schedule, Windows};
use jiff::civil::{Time, Weekday};
use serde::Deserialize;

use crate::fault::{Doing, Fault, Outcome};

/// Minutes of a day.
const DAY: u32 = 24 * 60;

/// As written. What is left out is as safe as measured.
#[derive(Debug, Clone, Deserialize)]
#[serde(default)]
pub(crate) struct Release {
    /// `weekly`, `daily` or `at once`.
    pub(crate) schedule: Often,
    /// The day of a weekly window, in English.
    day: String,
    /// The time from which on a window is open, in the United Kingdom.
    time: String,
    /// Minutes within which its moment is drawn.
    minutes: u32,
    /// The fewest needs that leave together.
    needs: u32,
    /// The fewest people whose needs these are.
    people: u32,
    /// Windows for which a need waits for others of its origin.
    windows: u32,
    /// Which needs everybody may read.
    pub(crate) public: Public,
}

/// Which needs everybody may read, as written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub(crate) enum Public {
    /// Those that are clear with one moderator, others with two.
    #[default]
    #[serde(rename = "clear")]
    Clear,
    /// Those that two moderators approved.
    #[serde(rename = "two moderators")]
    TwoModerators,
    /// None.
    #[serde(rename = "never")]
    Never,
}

impl From<Public> for Publish {
    fn from(public: Public) -> Self {
        match public {
            Public::Clear => Self::Clear,
            Public::TwoModerators => Self::TwoModerators,
            Public::Never => Self::Never,
        }
    }
}

/// How often needs leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) enum Often {
    /// Each week.
    #[serde(rename = "weekly")]
    Weekly,
    /// Each day.
    #[serde(rename = "daily")]
    Daily,
    /// The moment they are approved.
    #[serde(rename = "at once")]
    AtOnce,
}

impl Default for Release {
    fn default() -> Self {
        let safe = Windows::default();
        Self {
            schedule: Often::Weekly,
            day: "tuesday".to_owned(),
            time: safe.at.strftime("%H:%M").to_string(),
            minutes: safe.spread_minutes,
            needs: safe.needs,
            people: safe.authors,
            windows: safe.hold,
            public: Public::default(),
        }
    }
}

impl Release {
    /// As the federation wants it.
    ///
    /// # Errors
    /// A sentence that says what to write instead.
    pub(crate) fn schedule(&self) -> Outcome<Schedule> {
        let every = match self.schedule {
            Often::AtOnce => return Ok(Schedule::AtOnce),
            Often::Weekly => Every::Week(weekday(&self.day)?),
            Often::Daily => Every::Day,
        };
        let least = [
            ("needs", self.needs),
            ("people", self.people),
            ("windows", self.windows),
        ];
        if let Some((name, _)) = least.iter().find(|(_, number)| *number == 0) {
            return Err(Fault::new(format!("[release] {name} must be 1 or more")));
        }
        let at = time(&self.time)?;
        if minutes_into(at) + self.minutes.min(DAY) >= DAY {
            return Err(Fault::new(
                "[release] time and minutes reach into the next day: please choose an earlier time or fewer minutes",
            ));
        }
        Ok(Schedule::Windows(Windows {
            every,
            at,
            spread_minutes: self.minutes,
            needs: self.needs,
            authors: self.people,
            hold: self.windows,
        }))
    }

    /// What is less safe than what was measured, each in a sentence.
    pub(crate) fn weak(&self) -> Vec<String> {
        let safe = Self::default();
        let fewer = [
            ("needs", self.needs, safe.needs),
            ("people", self.people, safe.people),
            ("minutes", self.minutes, safe.minutes),
        ];
        let mut weak: Vec<String> = fewer
            .iter()
            .filter(|(_, set, safe)| set < safe)
            .map(|(name, set, safe)| {
                format!("[release] {name} is {set}, and {safe} is what was measured to hide people")
            })
            .collect();
        if self.schedule == Often::Daily {
            weak.push(
                "[release] schedule is \"daily\": fewer people write in a day than in a week, so that one is easier to guess"
                    .to_owned(),
            );
        }
        weak
    }
}

fn minutes_into(at: Time) -> u32 {
    u32::from(at.hour().unsigned_abs()) * 60 + u32::from(at.minute().unsigned_abs())
}

fn weekday(name: &str) -> Outcome<Weekday> {
    let all = [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ];
    let found = all.iter().find(|(day, _)| day.eq_ignore_ascii_case(name));
    found.map(|(_, day)| *day).ok_or_else(|| {
        Fault::new(format!(
            "[release] day must be a day of the week, such as \"tuesday\"; it is \"{name}\""
        ))
    })
}

fn time(text: &str) -> Outcome<Time> {
    Time::strptime("%H:%M", text)
        .doing("[release] time must be hours and minutes, such as \"09:30\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Release {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn nothing_written_is_the_safe_schedule() {
        assert_eq!(read("").schedule().unwrap(), Schedule::default());
        assert!(read("").weak().is_empty());
    }

    #[test]
    fn every_key_is_carried_over() {
        let all = read(
            "schedule = \"weekly\"\nday = \"Friday\"\ntime = \"16:00\"\nminutes = 60\nneeds = 9\npeople = 4\nwindows = 2",
        );
        let expected = Windows {
            every: Every::Week(Weekday::Friday),
            at: Time::constant(16, 0, 0, 0),
            spread_minutes: 60,
            needs: 9,
            authors: 4,
            hold: 2,
        };
        assert_eq!(all.schedule().unwrap(), Schedule::Windows(expected));
    }

    #[test]
    fn what_cannot_be_is_refused_and_what_is_weak_is_said() {
        for (text, said) in [
            ("day = \"tues\"", "day of the week"),
            ("time = \"9h\"", "09:30"),
            ("needs = 0", "1 or more"),
            ("minutes = 1000", "next day"),
            ("time = \"23:00\"", "next day"),
        ] {
            let fault = read(text).schedule().unwrap_err().to_string();
            assert!(fault.contains(said), "{fault}");
        }
        assert!(toml::from_str::<Release>("schedule = \"now\"").is_err());
        assert_eq!(
            read("needs = 2\npeople = 1\nschedule = \"daily\"")
                .weak()
                .len(),
            3
        );
        assert_eq!(
            read("schedule = \"at once\"").schedule().unwrap(),
            Schedule::AtOnce
        );
    }
}

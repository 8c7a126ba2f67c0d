//! What moderators are shown of a need that waits to leave.

use std::collections::BTreeMap;

use hearback_store::StoreError;
use hearback_wire::content::Origin;
use hearback_wire::day::Day;
use hearback_wire::intake::Leaves;

use super::choose::{Missing, Waiting};
use super::{Schedule, Windows};
use crate::append::small;
use crate::node::Node;
use crate::rows::{HeldRow, parse};

impl HeldRow {
    /// Whether both keys let it go and it has not left.
    pub(crate) fn is_leaving(&self) -> bool {
        !self.released && self.leaves.is_some()
    }

    /// What matters to when it leaves.
    pub(super) fn waiting(&self) -> Result<Waiting, StoreError> {
        let content = self.content()?;
        Ok(Waiting {
            class: (content.origin != Origin::Unspecified).then(|| content.origin.to_string()),
            author: self.author.clone(),
            waited: u32::try_from(small(self.waited)).unwrap_or(u32::MAX),
            alone: self.alone,
        })
    }
}

/// What is missing until the needs that wait to leave may do so: worked out once for each day, class of
/// origin and whether it may wait for others of its class, which is all that it hangs on.
pub(crate) struct Crowds(BTreeMap<Crowd, Missing>);

/// The day, the class, and whether the class is waited for no longer.
type Crowd = (String, Option<String>, bool);

impl Crowds {
    fn of(windows: &Windows, all: &[HeldRow]) -> Result<Self, StoreError> {
        let mut leaving = Vec::new();
        for held in all.iter().filter(|held| held.is_leaving()) {
            leaving.push((held.leaves.clone().unwrap_or_default(), held.waiting()?));
        }
        let mut crowds = BTreeMap::new();
        for (day, need) in &leaving {
            crowds.entry(windows.crowd(day, need)).or_insert_with(|| {
                let beside = leaving.iter().filter(|(other, _)| other <= day);
                let beside: Vec<Waiting> = beside.map(|(_, need)| need.clone()).collect();
                windows.missing_for(need, &beside)
            });
        }
        Ok(Self(crowds))
    }
}

impl Node {
    /// What is missing for the needs at the door; nothing is where needs leave at once.
    pub(crate) fn crowds(&self, all: &[HeldRow]) -> Result<Crowds, StoreError> {
        match &self.0.settings.release {
            Schedule::AtOnce => Ok(Crowds(BTreeMap::new())),
            Schedule::Windows(windows) => Crowds::of(windows, all),
        }
    }

    /// When a need leaves and what it waits for; none for one that waits for a key.
    pub(crate) fn leaves(
        &self,
        held: &HeldRow,
        crowds: &Crowds,
    ) -> Result<Option<Leaves>, StoreError> {
        let Schedule::Windows(windows) = &self.0.settings.release else {
            return Ok(None);
        };
        let Some(day) = held.leaves.as_deref().filter(|_| held.is_leaving()) else {
            return Ok(None);
        };
        let on: Day = parse("held.leaves", day)?;
        let need = held.waiting()?;
        let missing = crowds.0.get(&windows.crowd(day, &need)).copied();
        // One that came between two looks counts alone.
        let missing =
            missing.unwrap_or_else(|| windows.missing_for(&need, std::slice::from_ref(&need)));
        Ok(Some(Leaves {
            on,
            words: windows.words(on, missing, &need),
            needs_missing: missing.0,
            authors_missing: missing.1,
            waited: need.waited,
            overdue: windows.is_overdue(&need),
        }))
    }

    /// Whether a need waited as long as it may, and found no others.
    pub(super) fn is_overdue(&self, held: &HeldRow) -> bool {
        let Schedule::Windows(windows) = &self.0.settings.release else {
            return false;
        };
        held.waiting().is_ok_and(|need| windows.is_overdue(&need))
    }
}

impl Windows {
    fn crowd(&self, day: &str, need: &Waiting) -> Crowd {
        (day.to_owned(), need.class.clone(), self.is_last(need))
    }

    const fn is_overdue(&self, need: &Waiting) -> bool {
        need.waited >= self.hold
    }

    /// `leaves Tuesday 1 December, from 09:30; held: 2 more needed`.
    fn words(&self, on: Day, (needs, people): Missing, need: &Waiting) -> String {
        let day = on.date().strftime("%A %-d %B");
        let at = self.at.strftime("%H:%M");
        let held = match (needs, people) {
            _ if need.alone => "; a moderator let it leave among fewer".to_owned(),
            (0, 0) => String::new(),
            (0, 1) => "; held: a need of 1 more person is needed".to_owned(),
            (0, people) => format!("; held: needs of {people} more people are needed"),
            (needs, _) => format!("; held: {needs} more needed"),
        };
        format!("leaves {day}, from {at}{held}")
    }
}

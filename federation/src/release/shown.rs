//! What moderators are shown of a need that waits to leave.

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

impl Node {
    /// When a need leaves and what it waits for; none for one that waits for a key. `all` are the
    /// needs at the door.
    pub(crate) fn leaves(
        &self,
        held: &HeldRow,
        all: &[HeldRow],
    ) -> Result<Option<Leaves>, StoreError> {
        let Schedule::Windows(windows) = &self.0.settings.release else {
            return Ok(None);
        };
        let Some(on) = held.leaves.as_deref().filter(|_| held.is_leaving()) else {
            return Ok(None);
        };
        let on: Day = parse("held.leaves", on)?;
        let need = held.waiting()?;
        let beside: Vec<Waiting> = all
            .iter()
            .filter(|other| other.is_leaving() && other.leaves <= held.leaves)
            .map(HeldRow::waiting)
            .collect::<Result<_, _>>()?;
        let missing = windows.missing_for(&need, &beside);
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

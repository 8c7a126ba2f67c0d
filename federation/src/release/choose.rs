//! Which of the needs that wait leave in a window. Pure: the same needs have the same fates.

use std::collections::{BTreeMap, BTreeSet};

use super::Windows;

/// A need that waits, as far as it matters to when it leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Waiting {
    /// What it would say of where it comes from; none where it says nothing.
    pub(super) class: Option<String>,
    /// Its author's key. Needs without one count as those of one person.
    pub(super) author: Option<String>,
    /// Windows that passed without it.
    pub(super) waited: u32,
    /// A moderator let it leave among fewer.
    pub(super) alone: bool,
}

/// What becomes of a need in a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It leaves as it is.
    Leaves,
    /// It leaves and says nothing of its origin.
    LeavesUnspecified,
    /// It waits for the next window.
    Stays,
}

/// What is missing until some needs may leave together: needs, people.
pub(super) type Missing = (u32, u32);

impl Windows {
    /// What becomes of each need in this window, in the order in which they were given.
    pub(super) fn fates(&self, waiting: &[Waiting]) -> Vec<Fate> {
        let enough: BTreeSet<Option<&str>> = classes(waiting)
            .into_iter()
            .filter(|(_, members)| self.missing(members) == (0, 0))
            .map(|(class, _)| class)
            .collect();
        let pooled = self.missing(&self.pool(waiting, &enough)) == (0, 0);
        let fate = |need: &Waiting| {
            if enough.contains(&need.class.as_deref()) {
                Fate::Leaves
            } else if self.is_last(need) && (pooled || need.alone) {
                Fate::LeavesUnspecified
            } else if need.class.is_none() && pooled {
                Fate::Leaves
            } else {
                Fate::Stays
            }
        };
        waiting.iter().map(fate).collect()
    }

    /// What is missing until `of` may leave at its next window, as things stand.
    pub(super) fn missing_for(&self, of: &Waiting, waiting: &[Waiting]) -> Missing {
        let beside = |class: &Option<String>| -> Vec<&Waiting> {
            waiting.iter().filter(|w| w.class == *class).collect()
        };
        let own = self.missing(&beside(&of.class));
        if own == (0, 0) || !(of.class.is_none() || self.is_last(of)) {
            return own;
        }
        self.missing(&self.pool(waiting, &BTreeSet::new()))
    }

    /// Whether a need has waited for others of its class as long as it may.
    pub(super) const fn is_last(&self, need: &Waiting) -> bool {
        need.waited + 1 >= self.hold
    }

    /// Needs that say nothing of their origin, or would now: together they are one crowd.
    fn pool<'w>(
        &self,
        waiting: &'w [Waiting],
        enough: &BTreeSet<Option<&str>>,
    ) -> Vec<&'w Waiting> {
        let is_pooled = |need: &&Waiting| {
            let leaves_otherwise = enough.contains(&need.class.as_deref());
            need.class.is_none() || self.is_last(need) && !leaves_otherwise
        };
        waiting.iter().filter(is_pooled).collect()
    }

    fn missing(&self, members: &[&Waiting]) -> Missing {
        let authors: BTreeSet<_> = members.iter().map(|need| need.author.as_deref()).collect();
        let short = |least: u32, there: usize| {
            least.saturating_sub(u32::try_from(there).unwrap_or(u32::MAX))
        };
        (
            short(self.needs, members.len()),
            short(self.authors, authors.len()),
        )
    }
}

fn classes(waiting: &[Waiting]) -> BTreeMap<Option<&str>, Vec<&Waiting>> {
    let mut classes: BTreeMap<Option<&str>, Vec<&Waiting>> = BTreeMap::new();
    for need in waiting {
        classes.entry(need.class.as_deref()).or_default().push(need);
    }
    classes
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn need(class: Option<&str>, author: u8, waited: u32) -> Waiting {
        Waiting {
            class: class.map(str::to_owned),
            author: Some(author.to_string()),
            waited,
            alone: false,
        }
    }

    #[test]
    fn six_needs_of_five_people_leave_and_fewer_of_either_stay() {
        let windows = Windows::default();
        let of = |authors: &[u8]| -> Vec<Waiting> {
            authors.iter().map(|a| need(None, *a, 0)).collect()
        };
        assert_eq!(windows.fates(&of(&[1, 1, 2, 3, 4, 5])), [Fate::Leaves; 6]);
        assert_eq!(windows.fates(&of(&[1, 2, 3, 4, 5])), [Fate::Stays; 5]);
        assert_eq!(windows.fates(&of(&[1, 2, 3, 4, 1, 2])), [Fate::Stays; 6]);
        let mut nobody = of(&[1, 2, 3, 4, 1, 2]);
        nobody
            .iter_mut()
            .skip(4)
            .for_each(|need| need.author = None);
        assert_eq!(
            windows.fates(&nobody),
            [Fate::Leaves; 6],
            "the unknown are one person more"
        );
    }

    #[test]
    fn classes_do_not_hide_one_another_until_they_are_overdue() {
        let windows = Windows::default();
        let mut waiting: Vec<Waiting> = (0..3).map(|a| need(Some("charity"), a, 0)).collect();
        waiting.extend((3..7).map(|a| need(None, a, 0)));
        assert_eq!(windows.fates(&waiting), [Fate::Stays; 7]);
        waiting.iter_mut().take(2).for_each(|need| need.waited = 2);
        let fates = windows.fates(&waiting);
        assert_eq!(fates[..2], [Fate::LeavesUnspecified; 2]);
        assert_eq!(
            fates[2],
            Fate::Stays,
            "it may still find others of its class"
        );
        assert_eq!(fates[3..], [Fate::Leaves; 4]);
    }

    #[test]
    fn what_waited_long_enough_leaves_among_fewer_only_if_a_moderator_says_so() {
        let windows = Windows::default();
        let mut waiting = vec![need(Some("charity"), 1, 7), need(Some("charity"), 2, 0)];
        assert_eq!(windows.fates(&waiting), [Fate::Stays; 2]);
        assert_eq!(windows.missing_for(&waiting[0], &waiting), (5, 4));
        for need in &mut waiting {
            need.alone = true;
        }
        assert_eq!(
            windows.fates(&waiting),
            [Fate::LeavesUnspecified, Fate::Stays]
        );
    }

    proptest! {
        /// However needs come, nobody leaves in a crowd smaller than the least, unless a moderator
        /// said so; and a need never says more of its origin than it would.
        #[test]
        fn whoever_leaves_leaves_in_a_crowd(
            waiting in prop::collection::vec((0_u8..3, 0_u8..9, 0_u32..6, any::<bool>()), 0..40)
        ) {
            let windows = Windows::default();
            let waiting: Vec<Waiting> = waiting.into_iter().map(|(class, author, waited, alone)| {
                let class = [None, Some("charity"), Some("users")][usize::from(class)];
                Waiting { alone: alone && waited > 1, ..need(class, author, waited) }
            }).collect();
            let fates = windows.fates(&waiting);
            for (need, fate) in waiting.iter().zip(&fates) {
                let said = |(w, f): (&Waiting, &Fate)| match f {
                    Fate::Leaves => Some(w.class.clone()),
                    Fate::LeavesUnspecified => Some(None),
                    Fate::Stays => None,
                };
                let Some(class) = said((need, fate)) else { continue };
                let crowd: Vec<&Waiting> = waiting.iter().zip(&fates)
                    .filter(|pair| said(*pair) == Some(class.clone())).map(|(w, _)| w).collect();
                let alone = *fate == Fate::LeavesUnspecified && need.alone;
                prop_assert!(alone || windows.missing(&crowd) == (0, 0), "{need:?} among {crowd:?}");
            }
        }
    }
}

//! Layer 2: the names that belong to a room. The node knows who its members are, so a member's name
//! is found however it is written. A roster is personal: it is passed in, used and dropped.

use std::collections::HashSet;

use crate::text::{fold, words};

/// Letters that a name must have before a slip of one letter still counts as that name.
const SLIP_MIN_LETTERS: usize = 5;

/// The names that belong to one room: display names, nicknames, localparts, the room's own name.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    names: HashSet<String>,
    slippable: Vec<Vec<char>>,
}

impl Roster {
    /// Takes names as the platform gives them. Each is kept whole and word by word, folded to
    /// lower case without accents; words of one letter are left out.
    pub fn new(names: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let names: HashSet<String> = names
            .into_iter()
            .flat_map(|name| words(name.as_ref()).map(fold).collect::<Vec<_>>())
            .filter(|word| word.chars().count() >= 2)
            .collect();
        let slippable = names
            .iter()
            .map(|name| name.chars().collect::<Vec<_>>())
            .filter(|name| name.len() >= SLIP_MIN_LETTERS)
            .collect();
        Self { names, slippable }
    }

    /// All names of several rosters.
    pub fn union<'a>(all: impl IntoIterator<Item = &'a Self>) -> Self {
        let names = all.into_iter().flat_map(|roster| roster.names.iter());
        Self::new(names)
    }

    /// True for the roster of nobody.
    pub(crate) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// True when the folded word is a name of the room.
    pub(crate) fn holds(&self, folded: &str) -> bool {
        self.names.contains(folded)
    }

    /// True when the folded word is one letter away from a name of five letters or more.
    pub(crate) fn nearly_holds(&self, folded: &str) -> bool {
        if self.slippable.is_empty() || folded.chars().count() < SLIP_MIN_LETTERS {
            return false;
        }
        let word: Vec<char> = folded.chars().collect();
        self.slippable
            .iter()
            .any(|name| one_slip_apart(name, &word))
    }
}

/// True when one letter added, left out, changed or swapped with its neighbour turns one into the other.
fn one_slip_apart(one: &[char], other: &[char]) -> bool {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    if long.len() - short.len() > 1 {
        return false;
    }
    let same_before = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let same_after = short
        .iter()
        .rev()
        .zip(long.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    if short.len() < long.len() {
        return same_before + same_after >= short.len();
    }
    let differing = short.len().saturating_sub(same_before + same_after);
    differing <= 1 || (differing == 2 && swapped(short, long, same_before))
}

/// True when the two letters at `place` stand the other way round.
fn swapped(one: &[char], other: &[char], place: usize) -> bool {
    let pair = |letters: &[char]| Some((*letters.get(place)?, *letters.get(place + 1)?));
    matches!((pair(one), pair(other)), (Some((a, b)), Some((c, d))) if a == d && b == c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_case_do_not_hide_a_member() {
        let roster = Roster::new(["Siân Bevan", "tomos_w"]);
        assert!(roster.holds("sian") && roster.holds("bevan") && roster.holds("tomos"));
    }

    #[test]
    fn one_slip_in_a_long_name_still_counts() {
        let roster = Roster::new(["Prendergast", "Amy"]);
        for slip in ["prendergst", "prendergasst", "prendurgast", "prednergast"] {
            assert!(roster.nearly_holds(slip), "{slip}");
        }
        assert!(!roster.nearly_holds("prndrgast") && !roster.nearly_holds("any"));
    }
}

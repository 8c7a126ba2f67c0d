//! Layer 2 at work: the room's own names, however written, and names that the text itself repeats.

use std::collections::HashSet;

use crate::{
    Kind, Roster,
    walk::{Verdict, Walk},
};

/// Masks the names of the room. An English word counts only when the roster holds it exactly.
pub(crate) fn apply(walk: &mut Walk<'_>, roster: &Roster) {
    for at in 0..walk.len() {
        let word = walk.word(at);
        let exact = roster.holds(word) && !is_small_word(walk, at);
        let near = !walk.lexicon.is_english(word) && roster.nearly_holds(word);
        if exact || near {
            walk.mask(at, Kind::Person, "room_member");
        }
    }
}

/// A room with a member called Will keeps its "will"s: a plain word needs a capital to be a member.
fn is_small_word(walk: &Walk<'_>, at: usize) -> bool {
    let word = walk.word(at);
    let plain = walk.lexicon.is_english(word) && !walk.lexicon.is_given_name(word);
    plain && (!walk.is_capitalised(at) || word.chars().count() <= 2)
}

/// Masks a name again wherever the text repeats it.
pub(crate) fn repeat(walk: &mut Walk<'_>) {
    let names: HashSet<String> = (0..walk.len())
        .filter(|at| {
            matches!(
                walk.verdicts.get(*at),
                Some(Verdict::Mask(Kind::Person | Kind::Unknown, _))
            )
        })
        .map(|at| walk.word(at).to_owned())
        .filter(|word| word.chars().count() >= 3)
        .collect();
    for at in 0..walk.len() {
        let plain = walk.lexicon.is_english(walk.word(at)) && !walk.is_capitalised(at);
        if names.contains(walk.word(at)) && !plain {
            walk.mask(at, Kind::Person, "named_before");
        }
    }
}

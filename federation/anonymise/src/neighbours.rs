//! Names keep company: a word beside a masked name is judged more strictly. This finds surnames that
//! are words, initials, particles, and the rest of an organisation's name.

use crate::{
    Kind,
    text::Shape,
    walk::{Verdict, Walk},
};

/// Small words inside names.
const PARTICLES: &[&str] = &[
    "ap", "ab", "al", "el", "bin", "ibn", "ben", "van", "von", "der", "den", "de", "del", "della",
    "di", "da", "dos", "das", "du", "la", "le", "mac", "mc", "st", "san", "ter", "ten", "zu", "af",
    "av", "y", "o",
];

/// Words that join the parts of an organisation's name.
const JOINTS: &[&str] = &[
    "of", "the", "and", "for", "de", "du", "la", "y", "i", "e", "on",
];

/// Spreads masks along names, to the right and then to the left.
pub(crate) fn apply(walk: &mut Walk<'_>) {
    for at in 1..walk.len() {
        spread(walk, at - 1, at, at);
    }
    for at in (1..walk.len()).rev() {
        spread(walk, at, at - 1, at);
    }
    for at in 1..walk.len() {
        join(walk, at);
    }
}

/// Masks `to` when it belongs to the name at `from`; `gap_at` is the right-hand one of the two.
fn spread(walk: &mut Walk<'_>, from: usize, to: usize, gap_at: usize) {
    if !walk.is_open(to) || !walk.adjoins(gap_at) {
        return;
    }
    if let Some(Verdict::Mask(kind, _)) = walk.verdicts.get(from).copied()
        && belongs(walk, from, to)
    {
        walk.mask(to, kind, "beside_a_name");
    }
}

fn belongs(walk: &Walk<'_>, from: usize, to: usize) -> bool {
    let word = walk.word(to);
    let (Some(name), Some(token)) = (walk.token(from), walk.token(to)) else {
        return false;
    };
    let name_like = walk.lexicon.is_also_name(word);
    if PARTICLES.contains(&word) && (to > from || token.is_capitalised()) {
        return true;
    }
    if !name.is_capitalised() {
        return token.shape == Shape::Lower && walk.lexicon.is_given_name(word)
            || token.shape == Shape::Lower
                && name_like
                && to > from
                && !walk.lexicon.is_english(name.folded.as_str());
    }
    if !token.is_capitalised() || walk.is_acronym(to) {
        return false;
    }
    let initial = token.text.chars().count() == 1 && word != "i" && word != "a";
    initial
        || name_like
        || !token.opens && !walk.lexicon.may_be_capitalised(word)
        || to > from && !token.opens
}

impl Walk<'_> {
    fn is_acronym(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| {
            token.text.chars().count() > 1 && self.lexicon.is_acronym(token.text)
        })
    }
}

/// Masks a joint between two masked words with capitals, as in "Friends of Wetwang".
fn join(walk: &mut Walk<'_>, at: usize) {
    let between = at > 0 && at + 1 < walk.len() && walk.adjoins(at) && walk.adjoins(at + 1);
    if between
        && JOINTS.contains(&walk.word(at))
        && walk.word(at) != "and"
        && walk.is_masked(at - 1)
        && walk.is_masked(at + 1)
    {
        walk.mask(at, Kind::Person, "inside_a_name");
    }
}

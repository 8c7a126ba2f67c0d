//! Names keep company: a word beside a masked name is judged more strictly. This finds surnames that
//! are words, initials, particles, and the rest of an organisation's name.

use crate::{
    Kind,
    text::{Shape, Token},
    triggers,
    walk::{Style, Verdict, Walk},
};

/// Small words inside names.
const PARTICLES: &[&str] = &[
    "ap", "ab", "al", "el", "bin", "bint", "binti", "abu", "ibn", "ben", "van", "von", "der",
    "den", "de", "del", "della", "di", "da", "dos", "das", "du", "la", "le", "mac", "mc", "st",
    "san", "ter", "ten", "zu", "af", "av", "y", "o",
];

/// Words before the name of a village.
const PLACE_BEGINNINGS: &[&str] = &[
    "great", "little", "upper", "lower", "nether", "much", "long", "high", "north", "south",
    "east", "west", "st", "new", "old",
];

/// Words that join the parts of an organisation's name.
const JOINTS: &[&str] = &["of", "the", "and", "for", "de", "du", "la", "e", "on"];

/// Spreads masks along names, to the right and then to the left.
pub(crate) fn apply(walk: &mut Walk<'_>) {
    for at in 1..walk.len() {
        pair(walk, at);
    }
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
    let (Some(name), Some(token)) = (walk.token(from), walk.token(to)) else {
        return false;
    };
    // In Welsh "o" and "y" are everyday words.
    let particle = PARTICLES.contains(&token.folded.as_str()) && !walk.foreign;
    if particle && (to > from || token.is_capitalised()) {
        return true;
    }
    match (
        name.is_capitalised() || PARTICLES.contains(&name.folded.as_str()),
        token.is_capitalised(),
    ) {
        (true, true) => large_beside_large(walk, from, to, token),
        (false, false) => small_beside_small(walk, from, to, token),
        _ => false,
    }
}

/// "Anna Stone", "Tilly Nicholson", "Tamara T Price".
fn large_beside_large(walk: &Walk<'_>, from: usize, to: usize, token: &Token<'_>) -> bool {
    let word = token.folded.as_str();
    if word == "i" {
        return false;
    }
    if to > from && matches!(word, "brothers" | "sisters" | "twins") {
        return true;
    }
    if to > from && matches!(word, "ii" | "iii" | "iv" | "jr" | "sr" | "jnr" | "snr") {
        return true;
    }
    if walk.is_acronym(to) {
        return walk
            .token(from)
            .is_some_and(|name| name.shape == Shape::Upper)
            && token.text.len() == 2;
    }
    let initial = token.text.chars().count() == 1 && word != "a";
    let asks = token.opens && walk.lexicon.is_opener(word) && !is_told_of(walk, from);
    let name_like = walk.lexicon.is_also_name(word) && !asks;
    if initial || name_like {
        return true;
    }
    match token.opens {
        true => {
            to < from && !walk.lexicon.is_opener(word) && !walk.lexicon.may_be_capitalised(word)
        }
        false if to < from && PLACE_BEGINNINGS.contains(&word) => true,
        false => to > from || !walk.lexicon.may_be_capitalised(word),
    }
}

/// True when the name at `at` is told of, not asked about: "Will Okafor said", not "Will Okafor say".
fn is_told_of(walk: &Walk<'_>, at: usize) -> bool {
    let after = (at..walk.len()).find(|place| !walk.is_masked(*place));
    after
        .and_then(|place| walk.token(place))
        .is_some_and(|next| triggers::is_deed(&next.folded) || next.gap.contains([',', '(', '\n']))
}

/// "olive mcallister", "tomasz bishop".
fn small_beside_small(walk: &Walk<'_>, from: usize, to: usize, token: &Token<'_>) -> bool {
    let word = token.folded.as_str();
    let unknown = !walk.lexicon.is_english(walk.word(from));
    let surname = to > from && unknown && walk.lexicon.is_also_name(word);
    token.shape == Shape::Lower && (walk.lexicon.is_given_name(word) || surname)
}

impl Walk<'_> {
    fn is_acronym(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| {
            token.text.chars().count() > 1 && self.lexicon.is_acronym(token.text)
        })
    }
}

/// Masks a joint between two masked words, as in "Friends of Wetwang" or "benjamin a seiler".
fn join(walk: &mut Walk<'_>, at: usize) {
    let between = at > 0 && walk.is_masked(at - 1) && walk.is_masked(at + 1);
    let word = walk.word(at);
    let joint =
        JOINTS.contains(&word) && walk.is_capitalised(at - 1) && walk.is_capitalised(at + 1);
    let initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    if between && walk.adjoins(at) && walk.adjoins(at + 1) && (joint || initial) {
        walk.mask(at, Kind::Person, "inside_a_name");
    }
}

/// Masks a first name and a surname that are both words, at the start of a sentence: "Blessing Stone".
fn pair(walk: &mut Walk<'_>, at: usize) {
    let (first, last) = (at - 1, at);
    let capitals = walk.is_capitalised(first) && walk.is_capitalised(last) && walk.adjoins(last);
    let names =
        walk.lexicon.is_shy_name(walk.word(first)) && walk.lexicon.is_also_name(walk.word(last));
    if capitals && names && walk.style == Style::Plain {
        walk.mask(first, Kind::Person, "two_names");
        walk.mask(last, Kind::Person, "two_names");
    }
}

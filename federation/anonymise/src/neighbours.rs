//! Names keep company: a word beside a masked name is judged more strictly. This finds surnames that
//! are words, initials, particles, and the rest of an organisation's name.

use crate::{
    Kind,
    lexicon::Role,
    text::{Shape, Token},
    walk::{Style, Verdict, Walk},
};

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
    let particle = walk.is(to, Role::Particle) && !walk.foreign;
    if particle && (to > from || token.is_capitalised()) {
        return true;
    }
    match (
        name.is_capitalised() || walk.is(from, Role::Particle),
        token.is_capitalised(),
    ) {
        (true, true) => large_beside_large(walk, from, to, token),
        (false, false) => small_beside_small(walk, from, to, token),
        _ => false,
    }
}

/// "Anna Stone", "Tilly Nicholson", "Tamara T Price".
fn large_beside_large(walk: &Walk<'_>, from: usize, to: usize, token: &Token<'_>) -> bool {
    let (word, roles) = (&*token.folded, walk.roles(to));
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
    let asks = token.opens && roles.is_opener() && !is_told_of(walk, from);
    let name_like = roles.is_also_name() && !asks;
    if initial || name_like {
        return true;
    }
    match token.opens {
        true => to < from && !roles.is_opener() && !roles.has(Role::Capital),
        false if to < from && roles.has(Role::PlaceBeginning) => true,
        false => to > from || !roles.has(Role::Capital),
    }
}

/// True when the name at `at` is told of, not asked about: "Will Okafor said", not "Will Okafor say".
fn is_told_of(walk: &Walk<'_>, at: usize) -> bool {
    let after = (at..walk.len()).find(|place| !walk.is_masked(*place));
    after.is_some_and(|place| {
        let gap = walk.token(place).map_or("", |next| next.gap);
        walk.roles(place).is_deed() || gap.contains([',', '(', '\n'])
    })
}

/// "olive mcallister", "tomasz bishop".
fn small_beside_small(walk: &Walk<'_>, from: usize, to: usize, token: &Token<'_>) -> bool {
    let roles = walk.roles(to);
    let unknown = !walk.roles(from).has(Role::English);
    let surname = to > from && unknown && roles.is_also_name();
    token.shape == Shape::Lower && (roles.is_given_name() || surname)
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
        walk.is(at, Role::Joint) && walk.is_capitalised(at - 1) && walk.is_capitalised(at + 1);
    let initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    if between && walk.adjoins(at) && walk.adjoins(at + 1) && (joint || initial) {
        walk.mask(at, Kind::Person, "inside_a_name");
    }
}

/// Masks a first name and a surname that are both words, at the start of a sentence: "Blessing Stone".
fn pair(walk: &mut Walk<'_>, at: usize) {
    let (first, last) = (at - 1, at);
    let capitals = walk.is_capitalised(first) && walk.is_capitalised(last) && walk.adjoins(last);
    let names = walk.roles(first).is_shy_name() && walk.roles(last).is_also_name();
    if capitals && names && walk.style == Style::Plain {
        walk.mask(first, Kind::Person, "two_names");
        walk.mask(last, Kind::Person, "two_names");
    }
}

//! Layer 2 at work: the room's own names, however written, and names that the text itself repeats.

use std::{borrow::Cow, collections::HashMap};

use crate::{
    Kind, Roster,
    lexicon::Role,
    walk::{Verdict, Walk},
};

/// Letters of the shortest name that is looked for again.
const SHORTEST_REPEATED: usize = 3;

/// Masks the names of the room. An English word counts only when the roster holds it exactly.
pub(crate) fn apply(walk: &mut Walk<'_>, roster: &Roster) {
    if roster.is_empty() {
        return;
    }
    for at in 0..walk.len() {
        let word = walk.word(at);
        let exact = roster.holds(word) && !is_small_word(walk, at);
        let near = !walk.is(at, Role::English) && roster.nearly_holds(word);
        if exact || near {
            walk.mask(at, Kind::Person, "room_member");
        }
    }
}

/// A room with a member called Will keeps its "will"s: a plain word needs a capital to be a member.
fn is_small_word(walk: &Walk<'_>, at: usize) -> bool {
    let word = walk.word(at);
    let roles = walk.roles(at);
    let plain = roles.has(Role::English) && !roles.is_given_name();
    plain && (!walk.is_capitalised(at) || word.chars().count() <= 2)
}

/// Masks a name again wherever the text repeats it: "Robins" after "Robin", "grace" after "Grace", "Sam"
/// after "Samira".
pub(crate) fn repeat(walk: &mut Walk<'_>) {
    let names = names(walk);
    if names.is_empty() {
        return;
    }
    for at in 0..walk.len() {
        if walk.is_open(at) && is_repeated(walk, at, &names) {
            walk.mask(at, Kind::Person, "named_before");
        }
    }
}

/// The words that were masked as names or could be one, and whether they were masked as names.
fn names<'t>(walk: &Walk<'t>) -> HashMap<Cow<'t, str>, bool> {
    let mut names = HashMap::new();
    for (token, verdict) in walk.tokens.iter().zip(&walk.verdicts) {
        if let Verdict::Mask(kind @ (Kind::Person | Kind::Unknown), _) = verdict
            && token.folded.chars().count() >= SHORTEST_REPEATED
        {
            *names.entry(token.folded.clone()).or_insert(false) |= *kind == Kind::Person;
        }
    }
    names
}

fn is_repeated(walk: &Walk<'_>, at: usize, names: &HashMap<Cow<'_, str>, bool>) -> bool {
    let word = walk.word(at);
    let is_name = |word: &str| names.get(word) == Some(&true);
    let roles = walk.roles(at);
    let shy = roles.is_shy_name() && !roles.has(Role::Starter);
    if roles.has(Role::English) && !walk.is_capitalised(at) {
        return shy && is_name(word);
    }
    let many = word.strip_suffix('s').is_some_and(is_name);
    let short = shy
        && word.len() >= SHORTEST_REPEATED
        && !walk.is_usual_capital(at)
        && names
            .iter()
            .any(|(name, sure)| *sure && name.starts_with(word));
    names.contains_key(word) || many || short
}

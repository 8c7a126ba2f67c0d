//! Layer 4, default deny: a word survives only if a list knows it. With a capital that its place does
//! not explain, being an English word is not enough when the word is also a name. In another language no
//! list knows the words: there only capitals and given names are judged.

use crate::{
    Kind,
    lexicon::{Role, Roles},
    text::{Shape, Token},
    walk::{Style, Walk},
    welsh,
};

/// Letters from which on a given name without a capital is taken for one in another language: shorter
/// ones are words there, such as "mai" in Welsh.
const LONG_NAME: usize = 5;

/// Masks every word that no list knows.
pub(crate) fn apply(walk: &mut Walk<'_>) {
    for at in 0..walk.len() {
        if let Some((kind, rule)) = judge(walk, at) {
            walk.mask(at, kind, rule);
        }
    }
}

fn judge(walk: &Walk<'_>, at: usize) -> Option<(Kind, &'static str)> {
    let (token, roles) = (walk.token(at)?, walk.roles(at));
    if walk.foreign {
        return foreign(walk, at, token);
    }
    match token.shape {
        Shape::Number => None,
        Shape::Code => user_name(walk, token),
        Shape::Uncased => Some((Kind::Unknown, "other_script")),
        Shape::Lower => small(roles),
        Shape::Upper if walk.style == Style::Shouted => small(roles),
        Shape::Upper => capitals(walk, roles, token),
        Shape::Title | Shape::Mixed => title(walk, at, token),
    }
}

/// A given name with a capital, a long one without, and every capital inside a sentence that is not that
/// of a large place, a public body or a day.
fn foreign(walk: &Walk<'_>, at: usize, token: &Token<'_>) -> Option<(Kind, &'static str)> {
    let word = &*token.folded;
    let given = walk.roles(at).is_given_name();
    match token.shape {
        Shape::Number => None,
        Shape::Code => user_name(walk, token),
        Shape::Uncased => Some((Kind::Unknown, "other_script")),
        Shape::Upper if walk.style == Style::Shouted => {
            given.then_some((Kind::Person, "given_name"))
        }
        Shape::Upper => capitals(walk, walk.roles(at), token),
        Shape::Lower => {
            let long = word.chars().count() >= LONG_NAME;
            (long && given).then_some((Kind::Person, "given_name"))
        }
        Shape::Title | Shape::Mixed => {
            // "Mae" is how many a Welsh sentence begins, and a name elsewhere.
            let begins = token.opens && word == "mae";
            let usual = begins || walk.is_usual_capital(at) || welsh::has_capital(word);
            match (usual, given, walk.stands_out(at)) {
                (true, ..) | (false, false, false) => None,
                (false, true, _) => Some((Kind::Person, "given_name")),
                (false, false, true) => Some((Kind::Unknown, "capital_not_explained")),
            }
        }
    }
}

fn small(roles: Roles) -> Option<(Kind, &'static str)> {
    let known = roles.has(Role::English)
        || (roles.is_large_place() || roles.has(Role::Capital)) && !roles.has(Role::MostlyName);
    match (roles.has(Role::MostlyName), roles.has(Role::FirstName)) {
        _ if known => None,
        (true, _) => Some((Kind::Person, "mostly_a_name")),
        (false, true) => Some((Kind::Person, "given_name")),
        (false, false) => Some((Kind::Unknown, "not_on_a_list")),
    }
}

fn capitals(walk: &Walk<'_>, roles: Roles, token: &Token<'_>) -> Option<(Kind, &'static str)> {
    if walk.lexicon.is_acronym(token.text) || roles.has(Role::Capital) || roles.is_large_place() {
        return None;
    }
    let plain = roles.has(Role::English) && !roles.is_also_name() && token.text.is_ascii();
    (!plain).then_some((Kind::Unknown, "abbreviation_not_listed"))
}

fn title(walk: &Walk<'_>, at: usize, token: &Token<'_>) -> Option<(Kind, &'static str)> {
    let roles = walk.roles(at);
    if walk.is_usual_capital(at) {
        return None;
    }
    if roles.is_given_name() {
        return Some((Kind::Person, "given_name"));
    }
    if !roles.has(Role::English) || !token.text.is_ascii() && !token.text.contains('’') {
        return Some((Kind::Person, "capital_not_on_a_list"));
    }
    let also_name = roles.is_also_name();
    match (walk.stands_out(at), also_name) {
        (true, true) => Some((Kind::Person, "name_that_is_a_word")),
        (true, false) => Some((Kind::Unknown, "capital_not_explained")),
        (false, _) => (also_name && begins_like_a_name(walk, at, token))
            .then_some((Kind::Person, "name_first")),
    }
}

/// A name-like word at the start of a sentence, before a word that seldom follows a noun there:
/// "Grace why not" and "Penny is so right", but not "Grant conditions", not "Hope is" and not "Rents in Leeds".
fn begins_like_a_name(walk: &Walk<'_>, at: usize, token: &Token<'_>) -> bool {
    let roles = walk.roles(at);
    let asked = walk.is(at + 1, Role::AskedOfAName);
    let told = walk.is(at + 1, Role::ToldOfAName) && !roles.has(Role::Thing);
    token.opens
        && (asked || told)
        && !token.folded.ends_with('s')
        && roles.is_shy_name()
        && walk.style == Style::Plain
        && !roles.is_opener()
}

/// Letters that are no word, then digits: the way people make user names.
fn user_name(walk: &Walk<'_>, token: &Token<'_>) -> Option<(Kind, &'static str)> {
    let letters: String = token
        .folded
        .chars()
        .take_while(|c| c.is_alphabetic())
        .collect();
    let known = letters.chars().count() < 4
        || walk.lexicon.is_english(&letters)
        || walk.lexicon.may_be_capitalised(&letters);
    (!known).then_some((Kind::Handle, "user_name"))
}

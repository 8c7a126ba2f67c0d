//! Layer 3: words that announce a name. After them even a small, ordinary word is taken for one.

mod words;

use crate::{Kind, lexicon::Role, text::Shape, walk::Walk};
use words::{ANNOUNCEMENTS, Sureness};

/// The last words of what announces names.
pub(crate) fn announcing() -> impl Iterator<Item = &'static str> {
    ANNOUNCEMENTS
        .iter()
        .filter_map(|(words, _)| words.last().copied())
}

/// Masks what announcements announce.
pub(crate) fn apply(walk: &mut Walk<'_>) {
    for at in 0..walk.len() {
        if let Some(sureness) = announced_at(walk, at) {
            mask_name(walk, at, sureness);
        }
        if is_doer(walk, at) || is_speaker(walk, at) {
            walk.mask(at, Kind::Person, "does_what_people_do");
        }
    }
}

/// Masks what stands before a masked name and belongs to it: "Sir", "Cllr", "Big", and the initial of
/// "J. Quillfeather".
pub(crate) fn titles(walk: &mut Walk<'_>) {
    for at in (1..walk.len()).rev() {
        let before = at - 1;
        let gap = walk.token(at).map_or("", |token| token.gap);
        let title = walk.is(before, Role::Title) && matches!(gap, " " | ". " | " . ");
        let initial = walk.word(before).chars().count() == 1 && matches!(gap, "." | ". " | " . ");
        let capital = walk.is_capitalised(before);
        if capital && (title || initial) && walk.kind(at) == Some(Kind::Person) {
            walk.mask(before, Kind::Person, "title_of_a_name");
        }
    }
}

/// How sure the words before `at` are that a name starts there.
fn announced_at(walk: &Walk<'_>, at: usize) -> Option<Sureness> {
    let before = at.checked_sub(1)?;
    let gap = walk.token(at)?.gap;
    if gap.contains(['.', '?', '!']) && !matches!(gap, ". " | "." | " . ") {
        return None;
    }
    let kin = walk.is(before, Role::Kin)
        && before.checked_sub(1).is_some_and(|owner| {
            matches!(
                walk.word(owner),
                "my" | "our" | "his" | "her" | "your" | "their" | "old" | "late"
            )
        });
    if kin {
        return Some(Sureness::Perhaps);
    }
    if !walk.is(before, Role::Announcing) {
        return None;
    }
    ANNOUNCEMENTS
        .iter()
        .find(|(words, _)| ends_with(walk, at, words))
        .map(|(_, sureness)| *sureness)
}

fn ends_with(walk: &Walk<'_>, at: usize, words: &[&str]) -> bool {
    at.checked_sub(words.len()).is_some_and(|start| {
        words
            .iter()
            .zip(start..)
            .all(|(word, place)| walk.word(place) == *word && !walk.is_placeholder(place))
    })
}

/// Masks the name that starts at `at`: one word, and the words of a name that follow it.
fn mask_name(walk: &mut Walk<'_>, at: usize, sureness: Sureness) {
    if !is_name(walk, at, sureness) {
        return;
    }
    walk.mask(at, Kind::Person, "announced");
    let follow = if sureness == Sureness::Name { 2 } else { 1 };
    for next in at + 1..=at + follow {
        let continues = walk.adjoins(next)
            && !walk.is(next, Role::NeverName)
            && (walk.roles(next).is_also_name() && walk.is_capitalised(next)
                || sureness == Sureness::Name && walk.roles(next).is_also_name()
                || !walk.roles(next).has(Role::English));
        if !continues {
            return;
        }
        walk.mask(next, Kind::Person, "announced");
    }
}

fn is_name(walk: &Walk<'_>, at: usize, sureness: Sureness) -> bool {
    let roles = walk.roles(at);
    let Some(token) = walk.token(at) else {
        return false;
    };
    if !token.text.starts_with(char::is_alphabetic) || roles.has(Role::NeverName) {
        return false;
    }
    let usual = walk.is_usual_capital(at) && !roles.is_also_name();
    match sureness {
        Sureness::Name => true,
        Sureness::Maker if token.shape == Shape::Upper => !walk.is_usual_capital(at),
        Sureness::Surname if token.shape == Shape::Lower => {
            roles.is_also_name() && !roles.is_everyday()
        }
        Sureness::Given if walk.is_capitalised(at) => false,
        Sureness::Given if roles.has(Role::Starter) => false,
        Sureness::Given => roles.is_shy_name() && !roles.has(Role::Thing),
        Sureness::Perhaps | Sureness::Maker | Sureness::Surname if walk.is_capitalised(at) => {
            !usual && (!token.opens || roles.is_also_name())
        }
        Sureness::Perhaps | Sureness::Maker | Sureness::Surname => {
            roles.is_given_name() || roles.has(Role::SmallGivenName)
        }
        Sureness::IfCapital => {
            walk.stands_out(at) && roles.is_also_name() && !walk.is_usual_capital(at)
        }
    }
}

/// A name-like word at the start of a sentence that does something only a person does.
fn is_doer(walk: &Walk<'_>, at: usize) -> bool {
    walk.is_capitalised(at)
        && walk.roles(at).is_also_name()
        && (walk.is(at + 1, Role::Deed) || walk.roles(at + 1).is_deed() && !is_thing(walk, at))
        && walk.adjoins(at + 1)
        && !walk
            .lexicon
            .is_acronym(walk.token(at).map_or("", |token| token.text))
}

/// A word that needs are full of, and whose capital only its place asks for.
fn is_thing(walk: &Walk<'_>, at: usize) -> bool {
    walk.token(at).is_some_and(|token| token.opens)
        && (walk.is_usual_capital(at) || walk.is(at, Role::Thing))
}

/// A name-like word that labels a line of talk, or is a whole sentence.
fn is_speaker(walk: &Walk<'_>, at: usize) -> bool {
    let Some(token) = walk.token(at) else {
        return false;
    };
    let name_like = token.opens && walk.is_capitalised(at) && walk.roles(at).is_also_name();
    let alone = walk
        .token(at + 1)
        .is_none_or(|next| next.opens || next.gap.starts_with(':') || next.gap.starts_with(','));
    name_like && alone && !walk.is_usual_capital(at)
}

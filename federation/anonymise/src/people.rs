//! Names that only company shows: people are spoken to, told of and put side by side. These rules find
//! names that are words where no announcement stands and no capital tells them.

mod words;

use crate::{
    Kind,
    lexicon::Role,
    text::{Shape, Token},
    walk::{Style, Walk},
};
use words::is_verb_form;

/// What tells that the word at a place is a name, and the name of that rule.
type Rule = (fn(&Walk<'_>, usize) -> bool, &'static str);

const RULES: &[Rule] = &[
    (is_spoken_to, "spoken_to"),
    (is_called_a_person, "called_a_person"),
    (is_joined, "joined_to_a_name"),
    (is_with_me, "joined_to_me"),
    (is_after_initial, "after_an_initial"),
    (is_second_half, "second_half_of_a_name"),
    (is_epithet, "epithet"),
    (is_inside, "inside_a_name"),
    (is_looking, "looks_like_somebody"),
    (is_before_strange, "before_a_strange_word"),
    (are_siblings, "siblings"),
    (is_nickname, "nickname"),
    (is_small_doer, "does_what_people_do"),
    (is_owner, "owner"),
    (is_last_word, "last_word"),
];

/// Masks what its company shows to be a name. In another language the company is not understood.
pub(crate) fn apply(walk: &mut Walk<'_>) {
    if walk.foreign {
        return;
    }
    for at in 0..walk.len() {
        if walk.is_open(at)
            && let Some((_, rule)) = RULES.iter().find(|(tells, _)| tells(walk, at))
        {
            walk.mask(at, Kind::Person, rule);
        }
    }
}

/// "Sterling you were late", "fern your dog is out": a name at the start of a sentence, before the word
/// for whoever is spoken to. "Hope you publish it" and "Grant your request" start with verbs, "Bills you
/// pay" with a thing.
fn is_spoken_to(walk: &Walk<'_>, at: usize) -> bool {
    let Some(token) = walk.token(at).filter(|token| token.opens) else {
        return false;
    };
    let (roles, next) = (walk.roles(at), walk.word(at + 1));
    let close = walk
        .token(at + 1)
        .is_some_and(|next| matches!(next.gap, " " | ", "));
    let shy = roles.is_shy_name() && !roles.has(Role::Starter);
    let name = shy || token.is_capitalised() && is_name_of_one(walk, at);
    let you = walk.is(at + 1, Role::You);
    let i = shy && token.is_capitalised() && matches!(next, "i" | "i'm" | "i've");
    close && name && (you || i) && !roles.is_opener() && !walk.is_usual_capital(at)
}

/// A word that is also a surname, is not one of a need's own words, and is not of many.
fn is_name_of_one(walk: &Walk<'_>, at: usize) -> bool {
    let roles = walk.roles(at);
    roles.is_also_name()
        && !roles.is_everyday()
        && !roles.has(Role::Starter)
        && !walk.word(at).ends_with('s')
}

/// "Green is a wonderful singer": at the start of a sentence, before what only a person is.
fn is_called_a_person(walk: &Walk<'_>, at: usize) -> bool {
    let Some(token) = walk.token(at).filter(|token| token.opens) else {
        return false;
    };
    let name = walk.is_capitalised(at) && walk.roles(at).is_also_name();
    let verb = matches!(walk.word(at + 1), "is" | "was" | "isn't" | "wasn't");
    if !name || !verb || token.folded.ends_with('s') {
        return false;
    }
    let article = at + 2 + usize::from(walk.word(at + 2) == "not");
    let a = matches!(walk.word(article), "a" | "an" | "the" | "my" | "such");
    let mut said = article + 1..=article + 3;
    a && said.any(|place| walk.adjoins(place) && walk.is(place, Role::Person))
}

/// "better than barber and Zelmira", "hunter vs zilko": written like the name that it stands beside.
fn is_joined(walk: &Walk<'_>, at: usize) -> bool {
    let Some(other) = joined_to(walk, at).filter(|other| walk.kind(*other).is_some()) else {
        return false;
    };
    let shape = |place: usize| walk.token(place).map(|token| token.shape);
    let alike = shape(at) == shape(other) && matches!(shape(at), Some(Shape::Lower | Shape::Title));
    let than = |place: usize| matches!(walk.word(place), "than" | "vs" | "versus");
    let sure = walk.kind(other) == Some(Kind::Person) || than(at + 1) || than(at.wrapping_sub(1));
    let roles = walk.roles(at);
    alike
        && (roles.is_shy_name() || sure && roles.is_also_name())
        && !roles.is_everyday()
        && !roles.has(Role::Starter)
        && !walk.is_usual_capital(at)
}

/// The word that "and" or "than" joins to this one: the one after, where a bare word can stand here, or
/// the one before.
fn joined_to(walk: &Walk<'_>, at: usize) -> Option<usize> {
    let opens = walk.token(at)?.opens;
    if walk.is(at + 1, Role::BetweenNames) {
        let bare = opens || walk.is(at.wrapping_sub(1), Role::BeforeABareName);
        return Some(at + 2).filter(|other| bare && walk.adjoins(*other));
    }
    let joint = at.checked_sub(1)?;
    let joined = walk.is(joint, Role::BetweenNames) && walk.adjoins(joint);
    joint.checked_sub(1).filter(|_| joined)
}

/// "Rose and I went", "me and rose": a person is said together with the writer.
fn is_with_me(walk: &Walk<'_>, at: usize) -> bool {
    let me = |place: usize| matches!(walk.word(place), "i" | "me" | "myself");
    let before = walk.word(at + 1) == "and" && me(at + 2) && walk.adjoins(at + 2);
    let after = at > 1 && walk.word(at - 1) == "and" && me(at - 2) && walk.adjoins(at - 1);
    (before || after) && is_likely(walk, at)
}

/// "J. winter" and "J . Winter", but not "Section J. Winter data" and not "B. Young people" in a list.
fn is_after_initial(walk: &Walk<'_>, at: usize) -> bool {
    let dotted = walk
        .token(at)
        .is_some_and(|token| matches!(token.gap, "." | ". " | " . "));
    let Some(before) = at.checked_sub(1).filter(|_| dotted) else {
        return false;
    };
    let initial = walk
        .token(before)
        .is_some_and(|token| token.text.len() == 1 && token.is_capitalised() && token.text != "I");
    let label = walk.is_label(before);
    let in_a_list = walk
        .token(before)
        .is_some_and(|token| token.opens && token.text < "I");
    initial && !label && !in_a_list && walk.roles(at).is_also_name()
}

/// "minnie mouse" written small: a word after a given name that is seldom right after one. "maggie
/// please" and "will maggie pay" are no names of two words. After a name with a capital it must be a
/// surname as well: "Maggie mouse", but not "Maggie lunch club".
fn is_second_half(walk: &Walk<'_>, at: usize) -> bool {
    let Some(token) = walk.token(at).filter(|token| token.shape == Shape::Lower) else {
        return false;
    };
    let Some(first) = at.checked_sub(1).filter(|_| token.gap == " ") else {
        return false;
    };
    let small = is_small(walk, first);
    let given = walk.is(first, Role::MostlyName) || walk.is(first, Role::FirstName);
    let named = given && (small || walk.roles(at).is_also_name());
    let asked = first
        .checked_sub(1)
        .is_some_and(|before| walk.is(before, Role::Ask));
    let admired = small && walk.kind(first).is_some() && is_admired(walk, first);
    (named && !asked || admired) && token.folded.len() > 2 && is_extra(walk, at)
}

fn is_small(walk: &Walk<'_>, at: usize) -> bool {
    walk.token(at)
        .is_some_and(|token| token.shape == Shape::Lower)
}

/// "a fan of brunel jupiter": somebody's full name is likely.
fn is_admired(walk: &Walk<'_>, at: usize) -> bool {
    at > 1
        && walk.word(at - 1) == "of"
        && matches!(
            walk.word(at - 2),
            "fan" | "fans" | "songs" | "song" | "fond" | "jealous"
        )
}

/// A word that is hardly a verb, a describing word or one of a need's own words.
fn is_extra(walk: &Walk<'_>, at: usize) -> bool {
    let roles = walk.roles(at);
    !roles.has(Role::AfterAName)
        && !roles.has(Role::Verb)
        && !roles.is_everyday()
        && !roles.has(Role::Capital)
        && !roles.is_large_place()
        && !roles.has(Role::Contracted)
        && !is_verb_form(walk.word(at))
}

/// "wally the walrus": the name tells what it is of. "Ask wally the way" is not one, and neither is
/// "Wally the bus was late", where somebody is spoken to.
fn is_epithet(walk: &Walk<'_>, at: usize) -> bool {
    let the = if walk.word(at) == "the" {
        at
    } else {
        at.wrapping_sub(1)
    };
    let (noun, before) = (the.wrapping_add(1), the.checked_sub(2));
    let Some(name) = the.checked_sub(1).filter(|_| walk.word(the) == "the") else {
        return false;
    };
    let named = walk.is(name, Role::MostlyName) && walk.kind(name) == Some(Kind::Person);
    let told_of = before.is_some_and(|before| !walk.is(before, Role::Ask));
    let opens = |place: usize| walk.token(place).is_some_and(|token| token.opens);
    named
        && told_of
        && !opens(name)
        && !opens(noun)
        && walk.adjoins(the)
        && walk.adjoins(noun)
        && is_extra(walk, noun)
        && ends_a_name(walk, noun)
}

/// True when what follows this word can follow a name.
fn ends_a_name(walk: &Walk<'_>, at: usize) -> bool {
    walk.token(at + 1).is_none_or(|next| {
        let follows = matches!(&*next.folded, "is" | "was" | "and" | "or");
        next.opens || next.gap.contains(',') || follows
    })
}

/// "Zelda bee Quillon": one short small word between two parts of a name.
fn is_inside(walk: &Walk<'_>, at: usize) -> bool {
    let Some(token) = walk.token(at).filter(|token| token.shape == Shape::Lower) else {
        return false;
    };
    let part = |place: usize| walk.kind(place) == Some(Kind::Person) && walk.is_capitalised(place);
    let spaced = token.gap == " " && walk.token(at + 1).is_some_and(|next| next.gap == " ");
    let short = (2..=4).contains(&token.text.len());
    at > 0
        && spaced
        && short
        && part(at - 1)
        && part(at + 1)
        && walk.style == Style::Plain
        && is_extra(walk, at)
}

/// "Grace looks tired", but not "Page looks broken".
fn is_looking(walk: &Walk<'_>, at: usize) -> bool {
    let roles = walk.roles(at);
    let named = roles.is_shy_name() && !roles.has(Role::Starter) || is_name_of_one(walk, at);
    walk.is_capitalised(at)
        && walk.is(at + 1, Role::Look)
        && walk.adjoins(at + 1)
        && named
        && !walk.is_usual_capital(at)
}

/// "Grace woz here": a given name that starts a sentence, before a word that no list knows.
fn is_before_strange(walk: &Walk<'_>, at: usize) -> bool {
    let strange = walk.kind(at + 1) == Some(Kind::Unknown)
        && walk
            .token(at + 1)
            .is_some_and(|next| next.shape == Shape::Lower && next.gap == " ");
    strange
        && walk.is_capitalised(at)
        && walk.token(at).is_some_and(|token| token.opens)
        && is_likely(walk, at)
        && !walk.is(at, Role::Thing)
        && !walk.roles(at).is_opener()
}

/// "the Quillon brothers": the surname and the word say who they are.
fn are_siblings(walk: &Walk<'_>, at: usize) -> bool {
    let Some(name) = at.checked_sub(1).filter(|_| walk.is(at, Role::Siblings)) else {
        return false;
    };
    walk.adjoins(at) && walk.is_capitalised(name) && walk.kind(name) == Some(Kind::Person)
}

/// "captain maggie", written small as the name is.
fn is_nickname(walk: &Walk<'_>, at: usize) -> bool {
    walk.is(at, Role::Nickname)
        && is_small(walk, at)
        && is_small(walk, at + 1)
        && walk.adjoins(at + 1)
        && walk.kind(at + 1) == Some(Kind::Person)
}

/// "when rose said so": a given name in small letters, before what only people do.
fn is_small_doer(walk: &Walk<'_>, at: usize) -> bool {
    is_bare_name(walk, at) && walk.adjoins(at + 1) && walk.is(at + 1, Role::Deed)
}

/// "like grace's songs", but not "like the river's edge". Verbs own nothing, so "mark's" is a name too.
fn is_owner(walk: &Walk<'_>, at: usize) -> bool {
    let owns = |token: &Token<'_>| token.text.ends_with("'s") || token.text.ends_with("’s");
    let small = is_bare(walk, at) && walk.is(at, Role::SmallGivenName);
    (small && !walk.is_usual_capital(at) || is_bare_name(walk, at))
        && walk.token(at).is_some_and(owns)
        && !walk.is(at, Role::Thing)
}

/// "nobody talks about rusty", "you were right, rusty": a small given name that ends a clause.
fn is_last_word(walk: &Walk<'_>, at: usize) -> bool {
    let ends = walk
        .token(at + 1)
        .is_none_or(|next| next.opens || next.gap.contains(','));
    let shown = walk.is(at.wrapping_sub(1), Role::BeforeALastName);
    let after_comma = walk.token(at).is_some_and(|token| token.gap.contains(','));
    let spoken_to = after_comma && (0..at).any(|before| walk.is(before, Role::You));
    ends && is_small(walk, at)
        && (shown || spoken_to)
        && is_likely(walk, at)
        && !walk.is(at, Role::Thing)
}

/// A given name in small letters where a thing would have an article.
fn is_bare_name(walk: &Walk<'_>, at: usize) -> bool {
    is_bare(walk, at) && is_likely(walk, at)
}

/// A word in small letters at the start of a sentence, or after a word like "than".
fn is_bare(walk: &Walk<'_>, at: usize) -> bool {
    let opens = walk.token(at).is_some_and(|token| token.opens);
    is_small(walk, at) && (opens || walk.is(at.wrapping_sub(1), Role::BeforeABareName))
}

/// A given name that is seldom meant as the verb or the month that it is as well.
fn is_likely(walk: &Walk<'_>, at: usize) -> bool {
    let roles = walk.roles(at);
    roles.is_shy_name() && !roles.has(Role::Starter) && !walk.is_usual_capital(at)
}

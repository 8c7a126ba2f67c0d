//! Street addresses, small places and small organisations that are made of ordinary words.

use crate::{Kind, lexicon::Role, patterns::is_year, text::Shape, walk::Walk};

/// Masks addresses, places and organisations.
pub(crate) fn apply(walk: &mut Walk<'_>) {
    for at in 0..walk.len() {
        street(walk, at);
        small_place(walk, at);
        place_of_one_word(walk, at);
        company(walk, at);
    }
    for at in 0..walk.len() {
        number_beside_a_place(walk, at);
        age_of_a_name(walk, at);
    }
    address_tails(walk);
    for at in 0..walk.len() {
        article(walk, at);
    }
    for at in (0..walk.len()).rev() {
        number_beside_a_place(walk, at);
    }
}

/// "12 Mill Lane", "Mill Lane", "12 mill lane".
fn street(walk: &mut Walk<'_>, at: usize) {
    if !walk.is(at, Role::Street) {
        return;
    }
    let written_large = walk.is_capitalised(at);
    let mut start = at;
    while start > 0
        && at - start < 3
        && walk.adjoins(start)
        && names_a_street(walk, start - 1, written_large)
    {
        start -= 1;
    }
    let numbered = start > 0
        && is_door(walk, start - 1)
        && walk
            .token(start)
            .is_some_and(|t| matches!(t.gap, " " | ", "));
    let named =
        start < at && written_large && walk.stands_out(start) && !walk.is_usual_capital(at - 1);
    if start < at && numbered || named {
        let first = if numbered { start - 1 } else { start };
        (first..=at).for_each(|place| walk.mask(place, Kind::Address, "street"));
    }
}

fn names_a_street(walk: &Walk<'_>, at: usize, written_large: bool) -> bool {
    walk.token(at).is_some_and(|token| {
        if written_large {
            return token.is_capitalised() && !(token.opens && at > 0);
        }
        token.shape == Shape::Lower && token.folded.len() > 3 && !walk.is(at, Role::NeverStreet)
    })
}

fn is_door(walk: &Walk<'_>, at: usize) -> bool {
    walk.token(at).is_some_and(|token| {
        let digits = token.text.chars().filter(char::is_ascii_digit).count();
        let letters = token.text.chars().filter(|c| c.is_alphabetic()).count();
        (1..=5).contains(&digits)
            && letters <= 1
            && token.text.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// "the Aylesbury estate": a name, even of a large place, before the word for a small one.
fn small_place(walk: &mut Walk<'_>, at: usize) {
    let before = at.wrapping_sub(1);
    let named =
        at > 0 && walk.is(at, Role::SmallPlace) && walk.adjoins(at) && walk.is_capitalised(before);
    if named && walk.stands_out(before) && !walk.roles(before).has(Role::Capital) {
        walk.mask(before, Kind::Place, "small_place");
        walk.mask(at, Kind::Place, "small_place");
    }
}

/// "in Beer": one word with a capital after a word that stands before places.
fn place_of_one_word(walk: &mut Walk<'_>, at: usize) {
    let stands = at > 0
        && walk.stands_out(at)
        && walk.is(at - 1, Role::BeforeAPlace)
        && walk.token(at).is_some_and(|token| token.gap == " ");
    let alone = !walk.is_capitalised(at + 1) || !walk.adjoins(at + 1);
    if stands && alone && !walk.is_usual_capital(at) {
        walk.mask(at, Kind::Place, "after_a_place_word");
    }
}

/// "Civic Impulse LLC": the words with capitals before the sign of a company.
fn company(walk: &mut Walk<'_>, at: usize) {
    if !walk.is(at, Role::Company) || !(walk.is_capitalised(at) || walk.word(at).len() == 3) {
        return;
    }
    let mut start = at;
    while start > 0 && at - start < 5 && walk.adjoins(start) && walk.is_capitalised(start - 1) {
        start -= 1;
    }
    if start < at {
        (start..=at).for_each(|place| walk.mask(place, Kind::Organisation, "company"));
    }
}

/// House numbers and codes that lean on a masked place or name with a capital.
fn number_beside_a_place(walk: &mut Walk<'_>, at: usize) {
    let number = walk
        .token(at)
        .filter(|token| matches!(token.shape, Shape::Number | Shape::Code));
    let Some(token) = number.filter(|token| !is_year(token.text)) else {
        return;
    };
    let right =
        walk.token(at + 1).is_some_and(|next| leans(next.gap)) && is_address_word(walk, at + 1);
    let left = at > 0 && leans(token.gap) && is_address_word(walk, at - 1);
    if left || right {
        walk.mask(at, Kind::Address, "number_beside_a_place");
    }
}

/// True when nothing but spaces and small marks stand between two words of an address.
fn leans(gap: &str) -> bool {
    let small = |c: char| c.is_whitespace() || matches!(c, ',' | '.' | '#' | '-' | '/' | '>' | '?');
    !gap.is_empty() && gap.len() <= 8 && gap.chars().all(small)
}

fn is_address_word(walk: &Walk<'_>, at: usize) -> bool {
    let number = walk
        .token(at)
        .is_some_and(|token| matches!(token.shape, Shape::Number | Shape::Code));
    walk.kind(at).is_some() && (number || walk.is_capitalised(at))
}

/// The rest of every address: all with a capital, and every number, up to the first small word that no
/// postcode follows.
fn address_tails(walk: &mut Walk<'_>) {
    let mut inside = false;
    for at in 0..walk.len() {
        let goes_on = continues_address(walk, at) || is_before_a_postcode(walk, at);
        inside = walk.kind(at) == Some(Kind::Address) || inside && goes_on;
        if inside {
            walk.mask(at, Kind::Address, "address_tail");
        }
    }
}

fn continues_address(walk: &Walk<'_>, at: usize) -> bool {
    walk.token(at).is_some_and(|token| {
        let number = matches!(token.shape, Shape::Number | Shape::Code);
        let apart =
            token.gap.contains("\n\n") || token.text == "I" || token.gap.contains(". ") && !number;
        leans(token.gap) && !apart && (number || token.is_capitalised())
    })
}

/// "Bodø norge 8003" at the end of a line: a country in small letters, and a postcode.
fn is_before_a_postcode(walk: &Walk<'_>, at: usize) -> bool {
    let small = walk
        .token(at)
        .is_some_and(|token| token.shape == Shape::Lower && token.gap == " ");
    let code = walk.token(at + 1).is_some_and(|next| {
        let long = next.shape == Shape::Number && next.text.len() > 3;
        long && next.gap == " " && !is_year(next.text)
    });
    let ends = walk
        .token(at + 2)
        .is_none_or(|after| after.gap.contains('\n'));
    // "nan" is what many lists print where they know no county, and a grandmother.
    let no_word = !walk.is(at, Role::English) || walk.is(at, Role::Kin);
    small && no_word && code && ends
}

/// "The Aylesbury estate", "at the Pembury": the article goes with the name of a place.
fn article(walk: &mut Walk<'_>, at: usize) {
    let Some(token) = walk.token(at).filter(|token| token.folded == "the") else {
        return;
    };
    let placed = token.gap.contains(',') || walk.is(at.wrapping_sub(1), Role::BeforeAPlace);
    if placed && walk.is_masked(at + 1) && walk.is_capitalised(at + 1) {
        walk.mask(at, Kind::Place, "small_place");
    }
}

/// "My mum Sienna is 32": a number after a masked name.
fn age_of_a_name(walk: &mut Walk<'_>, at: usize) {
    let verb = matches!(
        walk.word(at.wrapping_sub(1)),
        "is" | "was" | "turned" | "turns" | "aged"
    );
    let age = walk
        .token(at)
        .is_some_and(|token| token.shape == Shape::Number && token.text.len() <= 3);
    if verb && age && at >= 2 && walk.is_masked(at - 2) {
        walk.mask(at, Kind::Number, "age");
    }
}

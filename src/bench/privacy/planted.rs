//! Identifiers planted in needs, and looked for in every byte that leaves: as they are, without regard
//! to case, as digits alone, and without spaces.
//!
//! Half go the way of people, whose words are masked before they see them. The other half come from a
//! bot that masks nothing, and moderators who approve whatever the gate lets them.

use std::collections::BTreeMap;

use hearback_anonymise::{Anonymiser, Roster};
use hearback_federation::release::Schedule;
use hearback_store::with_pool;
use serde::Serialize;

use super::dice::Dice;
use super::house::House;
use crate::bench::sentences::sentence;
use crate::fault::{Doing, Outcome};

/// Identifiers in one need.
const EACH: usize = 4;
/// Given names and family names that are in no dictionary, and the room's roster.
const GIVEN: [&str; 8] = [
    "Quenby",
    "Tamsin",
    "Oluwaseun",
    "Siobhan",
    "Agnieszka",
    "Dafydd",
    "Nkechi",
    "Farzana",
];
const FAMILY: [&str; 8] = [
    "Ashdown",
    "Okonkwo",
    "Llewellyn",
    "Szymanski",
    "Featherstonehaugh",
    "Cholmondeley",
    "Bhattacharya",
    "McGillicuddy",
];

/// What was found.
#[derive(Debug, Serialize)]
pub(super) struct Planted {
    #[serde(rename = "planted")]
    all: usize,
    by_kind: BTreeMap<&'static str, usize>,
    /// Needs that left with words around them, so that there was something to search.
    needs_left: usize,
    bytes_searched: usize,
    /// Identifiers found in what left.
    found: usize,
    found_by_kind: BTreeMap<&'static str, usize>,
}

/// One identifier.
struct Plant {
    kind: &'static str,
    text: String,
}

/// Plants `many` identifiers.
pub(super) async fn measure(many: u32) -> Outcome<Planted> {
    eprintln!("privacy: {many} planted identifiers");
    let house = House::open(Schedule::AtOnce, 10_000).await?;
    let anonymiser = Anonymiser::new();
    let roster = Roster::new(GIVEN);
    let mut plants: Vec<Plant> = Vec::new();
    for number in 0..(many as usize).div_ceil(EACH) {
        let more: Vec<Plant> = (0..EACH)
            .map(|at| plant(&house.dice, number + at))
            .collect();
        let words = needy(number, &more);
        let words = if number % 2 == 0 {
            anonymiser.mask(&words, &roster).text
        } else {
            words
        };
        if let Ok(put) = house.put(&words, 0).await {
            // What the gate holds back has not left, which is what is measured.
            drop(house.approve(&put).await);
        }
        plants.extend(more);
    }
    search(&house, &plants).await
}

fn needy(number: usize, plants: &[Plant]) -> String {
    let said: Vec<&str> = plants.iter().map(|plant| plant.text.as_str()).collect();
    format!("{} {}.", sentence(number % 480), said.join(" or "))
}

async fn search(house: &House, plants: &[Plant]) -> Outcome<Planted> {
    const BODIES: &str = "SELECT body FROM event WHERE kind = 'need' AND body IS NOT NULL";
    let rows: Vec<(String,)> = with_pool!(house.node.pool(), |p| sqlx::query_as(BODIES)
        .fetch_all(p)
        .await)
    .doing("what left")?;
    let bytes: Vec<Vec<u8>> = rows
        .iter()
        .filter_map(|(body,)| data_encoding::BASE64.decode(body.as_bytes()).ok())
        .collect();
    let left: String = bytes
        .iter()
        .map(|body| String::from_utf8_lossy(body))
        .collect();
    let (folded, digits, tight) = (
        left.to_lowercase(),
        only_digits(&left),
        without_spaces(&left),
    );
    let leaks = |plant: &&Plant| {
        let number = only_digits(&plant.text);
        folded.contains(&plant.text.to_lowercase())
            || (number.len() >= 8 && digits.contains(&number))
            || tight.contains(&without_spaces(&plant.text))
    };
    let count = |all: &[&Plant]| {
        let mut by_kind = BTreeMap::new();
        for plant in all {
            *by_kind.entry(plant.kind).or_default() += 1;
        }
        by_kind
    };
    let all: Vec<&Plant> = plants.iter().collect();
    let found: Vec<&Plant> = plants.iter().filter(leaks).collect();
    Ok(Planted {
        all: plants.len(),
        by_kind: count(&all),
        needs_left: bytes.len(),
        bytes_searched: left.len(),
        found: found.len(),
        found_by_kind: count(&found),
    })
}

fn only_digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn without_spaces(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect()
}

/// One identifier, drawn; kinds take turns.
fn plant(dice: &Dice, turn: usize) -> Plant {
    let given = dice.pick(&GIVEN).copied().unwrap_or_default();
    let family = dice.pick(&FAMILY).copied().unwrap_or_default();
    let tag = dice.below(9_000_000) + 1_000_000;
    let (kind, text) = match turn % 11 {
        0 => ("name", format!("{given} {family}")),
        1 => (
            "e-mail",
            format!("{}.{tag}@example.org", given.to_lowercase()),
        ),
        2 => ("phone", format!("07700 9{}", digits(dice, 5))),
        3 => ("postcode", postcode(dice)),
        4 => ("national insurance", national_insurance(dice)),
        5 => ("nhs", nhs(dice)),
        6 => ("card", card(dice)),
        7 => (
            "chat name",
            format!("@{}{tag}:example.org", given.to_lowercase()),
        ),
        8 => ("ip", format!("192.0.2.{}", dice.below(254) + 1)),
        9 => (
            "link",
            format!("https://example.org/people/{}-{tag}", family.to_lowercase()),
        ),
        _ => ("vehicle", vehicle(dice)),
    };
    Plant { kind, text }
}

fn digits(dice: &Dice, many: usize) -> String {
    (0..many).map(|_| dice.below(10).to_string()).collect()
}

fn letters(dice: &Dice, from: &str, many: usize) -> String {
    let all: Vec<char> = from.chars().collect();
    (0..many).filter_map(|_| dice.pick(&all)).collect()
}

fn postcode(dice: &Dice) -> String {
    let ends = letters(dice, "ABDEFGHJLNPQRSTUWXYZ", 2);
    format!("LS{} {}{ends}", dice.below(20) + 1, dice.below(10))
}

fn national_insurance(dice: &Dice) -> String {
    let (first, last) = (
        letters(dice, "ABCEGHJKLMPRSTWXYZ", 1),
        letters(dice, "ABCD", 1),
    );
    format!(
        "{first}B {} {} {} {last}",
        digits(dice, 2),
        digits(dice, 2),
        digits(dice, 2)
    )
}

fn vehicle(dice: &Dice) -> String {
    format!(
        "LB{}{} {}",
        dice.below(6) + 1,
        dice.below(10),
        letters(dice, "ABCDEFGHJKLMNOPRSTUVWXYZ", 3)
    )
}

/// Ten digits whose last is the check digit.
fn nhs(dice: &Dice) -> String {
    loop {
        let nine = digits(dice, 9);
        let weights = (2..=10_u32).rev();
        let sum: u32 = nine
            .chars()
            .zip(weights)
            .filter_map(|(c, w)| Some(c.to_digit(10)? * w))
            .sum();
        let check = match 11 - sum % 11 {
            11 => 0,
            10 => continue,
            digit => digit,
        };
        let whole: Vec<char> = format!("{nine}{check}").chars().collect();
        let parts: Vec<String> = [0..3, 3..6, 6..10]
            .into_iter()
            .map(|range| whole.iter().skip(range.start).take(range.len()).collect())
            .collect();
        return parts.join(" ");
    }
}

/// Sixteen digits that pass the check of payment cards.
fn card(dice: &Dice) -> String {
    let fifteen = format!("4{}", digits(dice, 14));
    let doubled = |(at, c): (usize, char)| {
        let digit = c.to_digit(10).unwrap_or(0);
        let twice = if at % 2 == 0 { digit * 2 } else { digit };
        if twice > 9 { twice - 9 } else { twice }
    };
    let sum: u32 = fifteen.chars().enumerate().map(doubled).sum();
    format!("{fifteen}{}", (10 - sum % 10) % 10)
}

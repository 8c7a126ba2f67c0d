//! Measures the anonymiser on labelled texts and on clean ones.
//!
//! `cargo run --release -p hearback-anonymise --example measure_masking -- PII.jsonl NEEDS.jsonl [--misses TYPE]`
//!
//! A span counts as found only when all its letters and digits are masked. Clean words are those
//! outside every span; in the needs file, all words are clean.

use std::{collections::BTreeMap, env, error::Error, fs, time::Instant};

use hearback_anonymise::{Anonymiser, Roster};
use serde_json::Value;

/// Found and in all, per set and type.
type Tally = BTreeMap<(String, String), (usize, usize)>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [pii, needs, rest @ ..] = arguments.as_slice() else {
        return Err("give the file of labelled texts and the file of clean texts".into());
    };
    let started = Instant::now();
    let anonymiser = Anonymiser::new();
    println!("ready in {:.1} ms", started.elapsed().as_secs_f64() * 1e3);
    let misses = rest
        .iter()
        .skip_while(|word| *word != "--misses")
        .nth(1)
        .map(String::as_str);
    let labelled = read(pii)?;
    let mut tally = Tally::new();
    let mut clean: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let started = Instant::now();
    for row in &labelled {
        measure(&anonymiser, row, &mut tally, &mut clean, misses);
    }
    let spent = started.elapsed().as_secs_f64() * 1e3;
    for row in read(needs)? {
        measure(&anonymiser, &row, &mut tally, &mut clean, misses);
    }
    print(&tally, &clean);
    println!(
        "{:.4} ms per text",
        spent / f64::from(u32::try_from(labelled.len().max(1))?)
    );
    Ok(())
}

fn read(path: &str) -> Result<Vec<Value>, Box<dyn Error>> {
    fs::read_to_string(path)?
        .lines()
        .map(|line| Ok(serde_json::from_str(line)?))
        .collect()
}

fn measure(
    anonymiser: &Anonymiser,
    row: &Value,
    tally: &mut Tally,
    clean: &mut BTreeMap<String, (usize, usize)>,
    misses: Option<&str>,
) {
    let set = row["set"].as_str().unwrap_or("needs").to_owned();
    let text: Vec<char> = row["text"].as_str().unwrap_or_default().chars().collect();
    let whole: String = text.iter().collect();
    let mut hidden = vec![false; text.len()];
    for span in anonymiser.mask(&whole, &Roster::default()).spans {
        hidden
            .get_mut(span.start..span.end)
            .unwrap_or_default()
            .fill(true);
    }
    let mut personal = vec![false; text.len()];
    for span in row["spans"].as_array().map_or(&[][..], Vec::as_slice) {
        let kind = span["type"].as_str().unwrap_or_default();
        let range = place(&span["start"])..place(&span["end"]);
        personal
            .get_mut(range.clone())
            .unwrap_or_default()
            .fill(true);
        let found = range.clone().all(|at| {
            !text.get(at).is_some_and(|c| c.is_alphanumeric()) || hidden.get(at) == Some(&true)
        });
        let (hits, all) = tally.entry((set.clone(), kind.to_owned())).or_default();
        *hits += usize::from(found);
        *all += 1;
        if !found && misses == Some(kind) {
            println!(
                "missed {:?} in {whole:?}",
                text.get(range)
                    .unwrap_or_default()
                    .iter()
                    .collect::<String>()
            );
        }
    }
    let (masked, words) = clean.entry(set).or_default();
    for word in clean_words(&text, &personal) {
        let lost = word.clone().any(|at| hidden.get(at) == Some(&true));
        *masked += usize::from(lost);
        *words += 1;
        if lost && misses == Some("clean") {
            println!(
                "masked {:?} in {whole:?}",
                text.get(word)
                    .unwrap_or_default()
                    .iter()
                    .collect::<String>()
            );
        }
    }
}

fn place(value: &Value) -> usize {
    value
        .as_u64()
        .and_then(|place| usize::try_from(place).ok())
        .unwrap_or_default()
}

/// Ranges of words in which no character is personal.
fn clean_words(text: &[char], personal: &[bool]) -> Vec<std::ops::Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for at in 0..=text.len() {
        let inside = text
            .get(at)
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, '\'' | '’'));
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    words.retain(|word| {
        !personal
            .get(word.clone())
            .unwrap_or_default()
            .contains(&true)
    });
    words
}

fn share((part, all): (usize, usize)) -> f64 {
    let count = |number| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    count(part) / count(all).max(1.0)
}

fn print(tally: &Tally, clean: &BTreeMap<String, (usize, usize)>) {
    println!("{:<12} {:<18} {:>6} {:>6}", "set", "type", "n", "recall");
    for ((set, kind), counts) in tally {
        println!(
            "{set:<12} {kind:<18} {:>6} {:>6.3}",
            counts.1,
            share(*counts)
        );
    }
    println!("{:<12} {:>12} {:>8}", "set", "clean words", "masked");
    for (set, counts) in clean {
        println!("{set:<12} {:>12} {:>8.4}", counts.1, share(*counts));
    }
}

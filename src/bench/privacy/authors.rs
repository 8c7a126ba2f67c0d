//! Who wrote it? The attacker has read many messages of fifty people in a room, and sees words leave.
//!
//! The people are made up and their habits with them, because no real person's chat belongs in a bench; what
//! they ask for is real. No author says the same need in what the attacker has read and in what leaves,
//! so that only the hand can show whose it is.

mod attack;
mod hand;

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use hearback_anonymise::{Anonymiser, Roster};
use serde::{Deserialize, Serialize};

use super::dice::Dice;
use crate::bench::sentences::sentence;
use crate::fault::{Doing, Outcome};
use crate::lines;
use attack::Attacker;
use hand::Hand;

/// Who is in the room, how many messages of each the attacker has read, and how many words of each leave.
#[derive(Clone, Copy)]
struct Crowd {
    authors: usize,
    read: usize,
    leave: usize,
}

const CROWD: Crowd = Crowd {
    authors: 50,
    read: 20,
    leave: 10,
};
/// Sentences of ours where no needs are given.
const OWN: usize = 240;

/// Of a hundred guesses, those that are right.
#[derive(Debug, Serialize)]
pub(super) struct Guesses {
    authors: usize,
    texts: usize,
    needs: usize,
    /// Where every guess is by chance.
    chance_percent: f64,
    /// The words as they were written.
    raw_percent: f64,
    /// The words as they leave, against messages as they were written.
    released_percent: f64,
    /// The same, where the attacker makes the messages that they have read plain in the same way.
    released_adapted_percent: f64,
    /// Words of which somebody else kept nothing but what is asked for: the best that a paraphrase can do.
    rewritten_percent: f64,
}

#[derive(Deserialize)]
struct Line {
    text: String,
}

/// Plays the attack on needs of a file, or on sentences of ours.
pub(super) fn measure(needs: Option<&Path>) -> Outcome<Guesses> {
    let needs = match needs {
        Some(file) => read(file)?,
        None => (0..OWN).map(sentence).collect(),
    };
    eprintln!(
        "privacy: {} authors and {} needs",
        CROWD.authors,
        needs.len()
    );
    Ok(play(&needs, CROWD))
}

fn read(file: &Path) -> Outcome<Vec<String>> {
    let input = BufReader::new(File::open(file).doing(file.display())?);
    lines::read::<Line>(input)
        .map(|line| Ok(line?.text))
        .collect()
}

/// One message: whose it is, as they wrote it, and what it asks for in nobody's hand.
struct Message {
    author: usize,
    raw: String,
    plain: String,
    rewritten: String,
}

fn play(needs: &[String], crowd: Crowd) -> Guesses {
    let dice = Dice::new(77);
    let anonymiser = Anonymiser::new();
    let plain = |text: &str| anonymiser.prepare(text, &Roster::default()).text;
    let hands: Vec<Hand> = (0..crowd.authors).map(|_| Hand::draw(&dice)).collect();
    let writes = |all: &[String], count: usize| -> Vec<Message> {
        let message = |author: usize, hand: &Hand, need: &String| {
            let raw = hand.write(need, &dice);
            Message {
                author,
                plain: plain(&raw),
                raw,
                rewritten: plain(need),
            }
        };
        let of = |(author, hand): (usize, &Hand)| -> Vec<Message> {
            let needs = (0..count).filter_map(|_| dice.pick(all));
            needs.map(|need| message(author, hand, need)).collect()
        };
        hands.iter().enumerate().flat_map(of).collect()
    };
    let (early, late) = needs.split_at(needs.len() / 2);
    let (known, leaving) = (writes(early, crowd.read), writes(late, crowd.leave));
    let reader = Attacker::of(known.iter().map(|one| (one.author, one.raw.as_str())));
    let adapted = Attacker::of(known.iter().map(|one| (one.author, one.plain.as_str())));
    let right = |attacker: &Attacker, shown: fn(&Message) -> &str| {
        let hit = |one: &&Message| attacker.guess(shown(one)) == Some(one.author);
        percent(leaving.iter().filter(hit).count(), leaving.len())
    };
    Guesses {
        authors: crowd.authors,
        texts: leaving.len(),
        needs: needs.len(),
        chance_percent: percent(1, crowd.authors),
        raw_percent: right(&reader, |one| &one.raw),
        released_percent: right(&reader, |one| &one.plain),
        released_adapted_percent: right(&adapted, |one| &one.plain),
        rewritten_percent: right(&adapted, |one| &one.rewritten),
    }
}

fn percent(part: usize, all: usize) -> f64 {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    (number(part) * 1000.0 / number(all).max(1.0)).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_says_less_of_its_author_than_what_was_written() {
        let needs: Vec<String> = (0..OWN).map(sentence).collect();
        let crowd = Crowd {
            authors: 16,
            read: 6,
            leave: 6,
        };
        let seen = play(&needs, crowd);
        assert!(seen.raw_percent > 60.0, "{seen:?}");
        assert!(seen.released_percent < seen.raw_percent, "{seen:?}");
        assert!(seen.released_adapted_percent < seen.raw_percent, "{seen:?}");
        assert!(
            seen.rewritten_percent < seen.chance_percent * 2.5,
            "{seen:?}"
        );
    }
}

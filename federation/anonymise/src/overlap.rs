//! How near words are to those first written: whoever knows how somebody writes can tell their words
//! from a few in a row.

use std::collections::HashSet;

use crate::text::{fold, words};

/// Words in a row that may stay at the most, and of few words one in so many.
const LONGEST_RUN: usize = 5;
const OF_FEW: usize = 3;
/// Words that make one piece to compare.
const PIECE: usize = 4;
/// The share of pieces that may stay, in hundredths.
const MOST_SHARED: usize = 25;

/// Whether `released` says it in other words than `original`: at most five words in a row are the
/// same, and no more than a third of all its words; and at most a quarter of its runs of four.
pub fn is_paraphrase(original: &str, released: &str) -> bool {
    let (original, released) = (folded(original), folded(released));
    let most = LONGEST_RUN.min(released.len() / OF_FEW);
    if longest_run(&original, &released) > most {
        return false;
    }
    let known: HashSet<&[String]> = original.windows(PIECE).collect();
    let pieces = released.windows(PIECE).count();
    let shared = released
        .windows(PIECE)
        .filter(|piece| known.contains(piece))
        .count();
    shared * 100 <= pieces * MOST_SHARED
}

fn folded(text: &str) -> Vec<String> {
    words(text).map(fold).collect()
}

/// Words in the longest row that both hold.
fn longest_run(a: &[String], b: &[String]) -> usize {
    let mut longest = 0;
    let mut before = vec![0; b.len() + 1];
    for word in a {
        let mut here = vec![0];
        for (other, run) in b.iter().zip(&before) {
            let run = if word == other { run + 1 } else { 0 };
            longest = longest.max(run);
            here.push(run);
        }
        before = here;
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WRITTEN: &str = "I would like to know how many people wait for a first dentist appointment in each county, month by month";

    #[test]
    fn other_words_are_a_paraphrase_and_the_same_are_not() {
        assert!(!is_paraphrase(WRITTEN, WRITTEN));
        assert!(!is_paraphrase(
            WRITTEN,
            "HOW MANY people wait, for a first dentist appointment?"
        ));
        assert!(!is_paraphrase(
            "Rents in every county of Wales",
            "Rents in every town of Wales"
        ));
        assert!(is_paraphrase(
            WRITTEN,
            "Monthly counts by county of those waiting to see a dentist for the first time"
        ));
    }

    proptest! {
        #[test]
        fn six_words_of_the_original_in_a_row_never_pass(
            start in 0_usize..14, before in "[a-z]{2,8}( [a-z]{2,8}){0,9}",
        ) {
            let row: Vec<&str> = WRITTEN.split(' ').skip(start).take(6).collect();
            prop_assume!(row.len() == 6);
            let near = format!("{before} {}", row.join(" "));
            prop_assert!(!is_paraphrase(WRITTEN, &near));
        }
    }
}

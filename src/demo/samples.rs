//! Needs for the demo to say: a dozen of our own, or those of a file.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use serde::Deserialize;

use crate::fault::{Doing, Fault, Outcome};
use crate::lines;

/// What one person says.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Need {
    /// The need, in their own words.
    pub(super) text: String,
    /// What it would help them decide or do; may be empty.
    #[serde(default, rename = "use")]
    pub(super) use_: String,
}

const DOZEN: [(&str, &str); 12] = [
    (
        "How many people over 70 in each council area can get to a hospital by bus in less than an hour?",
        "To ask the council for an evening bus.",
    ),
    (
        "I would like the number of children who wait for a speech therapist, for each region of England, every three months.",
        "To show where families wait the longest.",
    ),
    (
        "Rents for homes of different sizes in each local authority, so that we can see what a family home costs.",
        "To advise families who want to move.",
    ),
    (
        "How many unpaid carers have stopped work in the last year, by age, for Wales and for England?",
        "To plan help for carers.",
    ),
    (
        "Figures on food bank use that can be compared across England, Scotland, Wales and Northern Ireland.",
        "To see which kinds of support work best.",
    ),
    (
        "The share of disabled people who have a job, for smaller areas than regions, and every year.",
        "To see whether our work scheme helps.",
    ),
    (
        "How many people of each age gave up their job in the last year to look after somebody, in England and in Wales?",
        "To show employers what carers need.",
    ),
    (
        "The yearly table of empty homes stopped three years ago. Please bring it back for each council.",
        "To find homes for people who have none.",
    ),
    (
        "What do people pay for heating in homes that are off the gas grid, by type of fuel?",
        "To help people choose between offers.",
    ),
    (
        "How many people who fled a war and came here have found work that fits their training?",
        "To decide which courses to run.",
    ),
    (
        "Waiting times for a first dentist visit on the NHS, published each month and not once a year.",
        "To tell people how long they may wait.",
    ),
    (
        "How many young people leave care and have nowhere to live after six months?",
        "To ask for more supported homes.",
    ),
];

/// Twelve needs written for this demo.
pub(super) fn dozen() -> Vec<Need> {
    DOZEN
        .iter()
        .map(|(text, use_)| Need {
            text: (*text).to_owned(),
            use_: (*use_).to_owned(),
        })
        .collect()
}

/// The needs of a file of JSON lines with a `text` each; other fields are passed over.
pub(super) fn read(path: &Path) -> Outcome<Vec<Need>> {
    let file = File::open(path).doing(path.display())?;
    let needs: Vec<Need> = lines::read(BufReader::new(file))
        .collect::<Outcome<_>>()
        .doing(path.display())?;
    if needs.is_empty() {
        return Err(Fault::new(format!("{} holds no needs", path.display())));
    }
    Ok(needs)
}

#[cfg(test)]
mod tests {
    use hearback_wire::text::{Statement, Use};

    use super::*;

    #[test]
    fn every_sample_fits_the_form() {
        for need in dozen() {
            assert!(need.text.parse::<Statement>().is_ok(), "{}", need.text);
            assert!(need.use_.parse::<Use>().is_ok(), "{}", need.use_);
        }
    }
}

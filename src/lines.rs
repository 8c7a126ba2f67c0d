//! JSON, one object a line: the form in which other programs speak with this one.

use std::io::{BufRead, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::fault::{Doing, Fault, Outcome};

/// Reads each line of `input` as a `T`. Empty lines are passed over. A line that does not fit ends
/// the reading with its number: never with its text, which may be personal.
pub(crate) fn read<T: DeserializeOwned>(input: impl BufRead) -> impl Iterator<Item = Outcome<T>> {
    input
        .lines()
        .zip(1_usize..)
        .filter_map(|(line, number)| match line {
            Ok(line) if line.trim().is_empty() => None,
            Ok(line) => Some(parse(&line, number)),
            Err(error) => Some(Err(Fault::new(format!(
                "line {number} cannot be read: {error}"
            )))),
        })
}

fn parse<T: DeserializeOwned>(line: &str, number: usize) -> Outcome<T> {
    serde_json::from_str(line).map_err(|error| {
        let place = error.column();
        Fault::new(format!(
            "line {number} is not the JSON object that is expected here (see column {place})"
        ))
    })
}

/// Writes `value` as one line.
pub(crate) fn write(output: &mut impl Write, value: &impl Serialize) -> Outcome {
    serde_json::to_writer(&mut *output, value).doing("the answer could not be written")?;
    output
        .write_all(b"\n")
        .doing("the answer could not be written")
}

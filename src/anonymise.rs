//! `hearback anonymise`: masks each text of a stream, for measuring and for use by other programs.

use std::io::{BufRead, Write};

use hearback_anonymise::{Anonymiser, Roster};
use serde::Deserialize;

use crate::fault::Outcome;
use crate::lines;

#[derive(Deserialize)]
struct Line {
    text: String,
    #[serde(default)]
    roster: Vec<String>,
}

/// Reads `{"text", "roster"?}` lines and writes `{"masked", "spans"}` lines.
pub(crate) fn run(input: impl BufRead, output: &mut impl Write) -> Outcome {
    let anonymiser = Anonymiser::new();
    for line in lines::read::<Line>(input) {
        let line = line?;
        lines::write(
            output,
            &anonymiser.mask(&line.text, &Roster::new(&line.roster)),
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_masked_with_its_own_roster() {
        let input = "{\"text\":\"Ask Quenby about bus fares.\",\"roster\":[\"Quenby\"]}\n\n{\"text\":\"How many ferries run?\"}\n";
        let mut output = Vec::new();
        run(input.as_bytes(), &mut output).unwrap();
        let output = String::from_utf8(output).unwrap();
        let lines: Vec<serde_json::Value> = output
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0]["spans"][0]["start"], 4);
        assert_eq!(lines[0]["spans"][0]["end"], 10);
        assert_eq!(lines[1]["masked"], "How many ferries run?");
    }

    #[test]
    fn a_broken_line_is_named_by_its_number_and_not_quoted() {
        let fault = run("{\"text\": secret}".as_bytes(), &mut Vec::new())
            .unwrap_err()
            .to_string();
        assert!(
            fault.contains("line 1") && !fault.contains("secret"),
            "{fault}"
        );
    }
}

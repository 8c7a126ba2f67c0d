//! American and chat spelling, and what is British for it.

use std::collections::HashMap;
use std::sync::LazyLock;

/// One word for another, both in small letters.
static OTHERWISE: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let rows = include_str!("../../data/spelling.tsv").lines();
    rows.filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .collect()
});

/// Endings in which American writes a z.
const ENDINGS: &[&str] = &[
    "ize",
    "ized",
    "izes",
    "izing",
    "izer",
    "izers",
    "ization",
    "izations",
    "izational",
];
/// Words in which everybody does.
const ALWAYS_Z: &[&str] = &[
    "size", "prize", "seize", "capsize", "assize", "maize", "baize", "sizing", "seizing", "prizing",
];

/// The British spelling, if it is another one. Capitals stay where they are.
pub(super) fn british(word: &str) -> Option<String> {
    let small = word.to_lowercase().replace('’', "'");
    let instead = OTHERWISE
        .get(small.as_str())
        .map(|instead| (*instead).to_owned())
        .or_else(|| with_s(&small))?;
    Some(like(word, &instead))
}

fn with_s(small: &str) -> Option<String> {
    let ending = ENDINGS.iter().find(|ending| small.ends_with(**ending))?;
    let stem = small.strip_suffix(ending)?;
    let always = ALWAYS_Z.iter().any(|word| {
        let bare = word.trim_end_matches("ing").trim_end_matches('e');
        stem.len() < 3
            || format!("{stem}iz").ends_with(bare)
                && !stem.ends_with("has")
                && !stem.ends_with("pris")
    });
    (!always).then(|| format!("{stem}{}", ending.replacen('z', "s", 1)))
}

/// With the capitals of the word before.
fn like(word: &str, instead: &str) -> String {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    if capitals > 1 && word.chars().count() == capitals {
        return instead.to_uppercase();
    }
    if capitals == 0 {
        return instead.to_owned();
    }
    let mut letters = instead.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_spelled_otherwise_changes() {
        for (word, want) in [
            ("organize", Some("organise")),
            ("Prioritizing", Some("Prioritising")),
            ("EMPHASIZED", Some("EMPHASISED")),
            ("Color", Some("Colour")),
            ("dont", Some("don't")),
            ("size", None),
            ("resized", None),
            ("prizes", None),
            ("seized", None),
            ("maize", None),
            ("colour", None),
        ] {
            assert_eq!(british(word).as_deref(), want, "{word}");
        }
    }
}

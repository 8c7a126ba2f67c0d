//! Planted names, handles and numbers are said in the rooms; afterwards they are nowhere in what
//! the nodes keep: database files, write-ahead logs, log files — plain, in another case, or inside
//! the base64 in which event bodies are stored and sent. Not in the vault's files either: there
//! everything is encrypted.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

use std::path::{Path, PathBuf};
use std::process::Command;

use data_encoding::BASE64;

/// What is planted: a sentence that says it, and the part that must not survive.
const PLANTED: &[(&str, &str)] = &[
    (
        "Hello, my name is Zebedee Quillfeather and we need figures on food bank use by district.",
        "Quillfeather",
    ),
    (
        "Write to zebedee.q@quillmail.example: how many children miss school because of asthma?",
        "quillmail",
    ),
    (
        "Ring me on 07700 900417. We need waiting times for housing repairs, every three months.",
        "900417",
    ),
    (
        "I live at ZE3 9JW and want bus use figures for small places, published each year.",
        "ZE3 9JW",
    ),
    (
        "@zebq:rooms.quill.example asked first: are there figures on young carers by county?",
        "zebq",
    ),
    (
        "My NI number is AB123456C. How many people wait more than a year for a pension?",
        "AB123456C",
    ),
    (
        "Ask Wilhelmina Brackenthorpe too: we want energy debt figures by type of meter.",
        "Brackenthorpe",
    ),
    (
        "NHS number 943 476 5919 was mine. How long do people wait for a hearing test?",
        "943 476 5919",
    ),
];

/// The forms in which a planted text could stand in a file.
fn traces(planted: &str) -> Vec<Vec<u8>> {
    let squeezed: String = planted.chars().filter(|c| *c != ' ').collect();
    let mut forms = Vec::new();
    for text in [
        planted.to_owned(),
        planted.to_lowercase(),
        planted.to_uppercase(),
        squeezed,
    ] {
        forms.push(text.clone().into_bytes());
        // In base64 the same bytes look different at each of three offsets; the outermost symbols
        // mix with the neighbours' bits and are left off.
        for offset in 0..3 {
            let shifted = [vec![0; offset], text.clone().into_bytes()].concat();
            let whole = BASE64.encode(&shifted).trim_end_matches('=').to_owned();
            let skipped = [0, 2, 3].get(offset).copied().unwrap_or_default();
            let inner: String = whole.chars().skip(skipped).collect();
            let kept = inner.chars().count().saturating_sub(1);
            forms.push(inner.chars().take(kept).collect::<String>().into_bytes());
        }
    }
    forms
}

fn holds(bytes: &[u8], trace: &[u8]) -> bool {
    bytes.windows(trace.len()).any(|window| window == trace)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

#[test]
fn the_search_finds_what_is_there() {
    for (_, planted) in PLANTED {
        for padding in 0..3 {
            let body = format!("{}{planted} and more", "x".repeat(padding));
            let stored = BASE64.encode(body.as_bytes()).into_bytes();
            assert!(
                traces(planted).iter().any(|trace| holds(&stored, trace)),
                "{planted} at {padding}"
            );
        }
    }
}

#[test]
fn what_was_planted_is_nowhere_that_the_nodes_keep() {
    let folder = tempfile::tempdir().unwrap();
    let needs = folder.path().join("needs.jsonl");
    let lines = PLANTED
        .iter()
        .map(|(text, _)| serde_json::json!({ "text": text }).to_string());
    std::fs::write(&needs, lines.collect::<Vec<_>>().join("\n")).unwrap();
    let stage = folder.path().join("stage");
    let output = Command::new(env!("CARGO_BIN_EXE_hearback"))
        .args(["demo", "--once", "--folder"])
        .arg(&stage)
        .arg("--needs")
        .arg(&needs)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let kept = files(&stage);
    let databases = kept
        .iter()
        .filter(|p| p.extension().is_some_and(|e| e == "db"))
        .count();
    assert_eq!(
        databases, 6,
        "four federation databases and two vaults: {kept:?}"
    );
    for path in kept {
        let bytes = std::fs::read(&path).unwrap();
        for (_, planted) in PLANTED {
            for trace in traces(planted) {
                assert!(
                    !holds(&bytes, &trace),
                    "{planted} stands in {}",
                    path.display()
                );
            }
        }
    }
}

//! Planted names, handles and numbers are said in the rooms; afterwards they are nowhere in what
//! the nodes keep: database files, write-ahead logs, log files — plain, in another case, or inside
//! the base64 in which event bodies are stored and sent. Not in the vault's files either: there
//! everything is encrypted.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod planted;

use std::path::{Path, PathBuf};
use std::process::Command;

use data_encoding::BASE64;
use planted::{PLANTED, searchable, traces};

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
            let stored = BASE64.encode(body.as_bytes());
            assert!(
                traces(planted).iter().any(|trace| stored.contains(trace)),
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
        let text = searchable(&bytes);
        for (_, planted) in PLANTED {
            for trace in traces(planted) {
                assert!(
                    !text.contains(&trace),
                    "{planted} stands in {}",
                    path.display()
                );
            }
        }
    }
}

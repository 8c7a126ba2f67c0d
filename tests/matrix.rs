//! The loop through a real Synapse, as people walk it: an encrypted room, one that is upgraded half-way
//! and one whose bot falls. Every thread hears back once, and no id of a person, a room or a message,
//! and nothing that was planted, stands in any file that the nodes keep.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod planted;

use std::path::{Path, PathBuf};

use planted::{PLANTED, searchable, traces};

/// One of each scene of the play; every room has several.
const NEEDS: usize = 12;

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

fn needs() -> String {
    let plain = (PLANTED.len()..NEEDS).map(|at| {
        format!(
            "We need the number of buses that run in each county, every {at} months, for planning."
        )
    });
    let lines = PLANTED
        .iter()
        .map(|(text, _)| (*text).to_owned())
        .chain(plain);
    let lines = lines.map(|text| serde_json::json!({ "text": text }).to_string());
    lines.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn every_thread_hears_back_once_and_no_id_leaves_the_vault() {
    hearback::install_tls();
    let folder = tempfile::tempdir().unwrap();
    let (file, stage) = (
        folder.path().join("needs.jsonl"),
        folder.path().join("stage"),
    );
    std::fs::write(&file, needs()).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_hearback"));
    let played = hearback_rig::play::matrix(&stage, program, &file, None).await;
    let played = played.unwrap();
    assert!(played.tally.is_perfect(), "{}", played.tally);
    assert!(played.ids.len() > NEEDS, "{:?}", played.ids);
    let planted = PLANTED.iter().flat_map(|(_, planted)| traces(planted));
    let ids = played.ids.iter().flat_map(|id| traces(id));
    let gone: Vec<String> = planted.chain(ids).collect();
    for path in files(&stage) {
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            // SQLite takes its log away when the last connection closes, and that may be now.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => panic!("{}: {error}", path.display()),
        };
        let text = searchable(&bytes);
        for trace in &gone {
            assert!(
                !text.contains(trace),
                "{trace} stands in {}",
                path.display()
            );
        }
    }
}

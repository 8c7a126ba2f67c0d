//! The loop through a real Synapse, as people walk it: an encrypted room, one that is upgraded half-way
//! and one whose bot falls. Every thread hears back once, and no id of a person, a room or a message,
//! and nothing that was planted, stands in any file that the nodes keep.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod planted;
mod played;

use std::path::Path;

#[tokio::test]
async fn every_thread_hears_back_once_and_no_id_leaves_the_vault() {
    hearback::install_tls();
    let folder = tempfile::tempdir().unwrap();
    let (file, stage) = (
        folder.path().join("needs.jsonl"),
        folder.path().join("stage"),
    );
    std::fs::write(&file, played::needs()).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_hearback"));
    let played = hearback_rig::play::matrix(&stage, program, &file, None).await;
    let played = played.unwrap();
    assert!(played.tally.is_perfect(), "{}", played.tally);
    assert!(played.ids.len() > played::NEEDS, "{:?}", played.ids);
    played::stand_nowhere(&stage, &played.ids, &[]);
}

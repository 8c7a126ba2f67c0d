//! The loop through the Discord for tests, as people walk it: a server with a forum, one with a locked
//! thread, one whose bot falls, and limits and lost connections all the way. Every thread hears back once,
//! and no id or name of a person, a server, a thread or a message, and nothing that was planted, stands
//! in any file that the nodes keep.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod planted;
mod played;

use std::path::Path;

/// What an operator writes names the servers, and holds the token.
const OPERATORS: [&str; 2] = ["hearback.toml", "discord.token"];

#[tokio::test(flavor = "multi_thread")]
async fn every_thread_hears_back_once_and_no_id_leaves_the_vault() {
    hearback::install_tls();
    let folder = tempfile::tempdir().unwrap();
    let (file, stage) = (
        folder.path().join("needs.jsonl"),
        folder.path().join("stage"),
    );
    std::fs::write(&file, played::needs()).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_hearback"));
    let played = hearback_rig::play::discord(&stage, program, (&file, None), 7).await;
    let played = played.unwrap();
    assert!(played.tally.is_perfect(), "{}", played.tally);
    assert!(played.ids.len() > 5 * played::NEEDS, "{:?}", played.ids);
    played::stand_nowhere(&stage, &played.ids, &OPERATORS);
}

//! The commands that other programs rely on, as they are typed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn hearback(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_hearback"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

fn lines(output: &Output) -> Vec<serde_json::Value> {
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

const CONFIG: &str = r#"
[node]
name = "Riverside Advice"
contact = "needs@riverside.example"
roles = ["intermediary"]
url = "http://127.0.0.1:4000"
[listen]
address = "127.0.0.1:4000"
[database]
federation = "sqlite:federation.db"
vault = "sqlite:vault.db"
[keys]
folder = "keys"
[room]
name = "Advice"
"#;

#[test]
fn anonymise_counts_in_code_points() {
    let folder = tempfile::tempdir().unwrap();
    let output = hearback(
        folder.path(),
        &["anonymise"],
        "{\"text\":\"Call é 07700 900123 today\"}\n",
    );
    let answers = lines(&output);
    assert_eq!(answers[0]["spans"][0]["kind"], "phone");
    assert_eq!(answers[0]["spans"][0]["start"], 7);
    assert_eq!(answers[0]["spans"][0]["end"], 19);
}

#[test]
fn match_finds_the_document_that_is_alike() {
    let folder = tempfile::tempdir().unwrap();
    let docs = "{\"id\":\"a\",\"text\":\"Empty homes in each council\"}\n{\"id\":\"b\",\"text\":\"Bus trips by older people\"}\n";
    std::fs::write(folder.path().join("docs.jsonl"), docs).unwrap();
    let query = "{\"id\":\"q\",\"text\":\"How often do older people take the bus?\"}\n";
    let output = hearback(
        folder.path(),
        &["match", "--docs", "docs.jsonl", "--top", "1"],
        query,
    );
    let answers = lines(&output);
    assert_eq!(answers[0]["id"], "q");
    assert_eq!(answers[0]["matches"][0]["id"], "b");
}

#[test]
fn check_looks_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("hearback.toml"), CONFIG).unwrap();
    let output = hearback(folder.path(), &["check"], "");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}");
    assert!(text.contains("note  no keys"), "{text}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn check_says_what_to_mend() {
    let folder = tempfile::tempdir().unwrap();
    let config = CONFIG.replace("vault = \"sqlite:vault.db\"\n", "");
    std::fs::write(folder.path().join("hearback.toml"), config).unwrap();
    let output = hearback(folder.path(), &["check"], "");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        !output.status.success() && text.contains("mend  there is a [room] but no vault"),
        "{text}"
    );
}

#[test]
fn an_invitation_and_a_sign_in_link_can_be_made_before_the_node_runs() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("hearback.toml"), CONFIG).unwrap();
    let link = hearback(
        folder.path(),
        &["invite", "--role", "moderator", "Alex"],
        "",
    );
    let link = String::from_utf8_lossy(&link.stdout).into_owned();
    assert!(link.starts_with("http://127.0.0.1:4000/sign-in/"), "{link}");
    let invite = hearback(folder.path(), &["peer", "invite"], "");
    let invite = String::from_utf8_lossy(&invite.stdout).into_owned();
    assert!(
        invite
            .trim()
            .parse::<hearback_wire::peering::Invite>()
            .is_ok(),
        "{invite}"
    );
    let list = hearback(folder.path(), &["peer", "list"], "");
    assert!(String::from_utf8_lossy(&list.stdout).contains("No peers yet"));
}

#[test]
fn a_missing_configuration_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let output = hearback(folder.path(), &["serve"], "");
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("--config FILE"));
}

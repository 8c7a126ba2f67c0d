//! The whole loop by the built program: every thread hears back exactly once, on both databases.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

use std::process::{Command, Output};

use hearback_rig::Postgres;

fn play(arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    Command::new(env!("CARGO_BIN_EXE_hearback"))
        .args(["demo", "--once", "--folder"])
        .arg(folder.path())
        .args(arguments)
        .output()
        .unwrap()
}

/// What must stand in one thread or another.
const SCENES: [&str; 9] = [
    "A moderator would like to change your words.",
    "You said yes to the changed words.",
    "A moderator asks: ",
    "You asked for a second look: ",
    "Demo Statistics Office joined this need with HB-",
    "Demo Statistics Office passed this on to Demo Housing Department.",
    "Demo Housing Department answered: On the waiting list.",
    "or by their community. No answer will come here.",
    "You said: No, this does not meet the need. How much you felt heard: 2 out of 5.",
];

fn assert_heard_once(output: &Output) {
    let told = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}\n{complained}");
    let row = |name: &str| {
        let line = told.lines().rfind(|line| line.starts_with(name)).unwrap();
        line.rsplit(' ').next().unwrap().parse::<u32>().unwrap()
    };
    // Twelve needs, and a voice from the other community for every third.
    assert_eq!((row("needs"), row("threads")), (12, 16), "{told}");
    assert_eq!(
        (
            row("heard back once"),
            row("heard back twice"),
            row("heard back never")
        ),
        (16, 0, 0)
    );
    assert_eq!(row("of these withdrawn"), 1, "{told}");
    for scene in SCENES {
        assert!(told.contains(scene), "{scene}\n{told}");
    }
}

#[test]
fn every_thread_hears_back_once_on_sqlite() {
    assert_heard_once(&play(&[]));
}

#[test]
fn every_thread_hears_back_once_on_postgresql() {
    let server = Postgres::start().unwrap();
    assert_heard_once(&play(&["--postgres", &server.base()]));
}

/// Needs of our own, each a little different, so that the play lasts as long as the crashes do.
fn forty_needs(file: &std::path::Path) {
    let line = |n: usize| {
        let text =
            format!("How many homes in every district have no heating that works, part {n}?");
        serde_json::json!({ "text": text }).to_string()
    };
    let lines: Vec<String> = (1..=40).map(line).collect();
    std::fs::write(file, lines.join("\n")).unwrap();
}

#[test]
fn every_thread_hears_back_once_through_fifty_power_cuts() {
    let folder = tempfile::tempdir().unwrap();
    let needs = folder.path().join("needs.jsonl");
    forty_needs(&needs);
    let output = play(&["--kill", "50", "--needs", needs.to_str().unwrap()]);
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{told}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(told.contains("50 times a node"), "{told}");
}

#[test]
fn a_folder_that_holds_a_demo_is_not_played_in_again() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("riverside")).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_hearback"))
        .args(["demo", "--once", "--folder"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("name a new folder"));
}

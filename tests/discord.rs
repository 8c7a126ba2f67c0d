//! The built program on the Discord for tests: a need is said, moderated in Discord, released, and
//! heard back of in its thread, across a kill of the program; and nothing of who, where, or by which
//! token stands in its files or in its fullest log.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

mod common;

use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::time::Duration;

use common::{Organisation, Running, free_address};
use hearback_rig::discord::{Asked, Channel, Discord, Message, Permissions, Person, Setup};
use serde_json::json;

const NEED: &str = "Zebedee needs waiting times for each hospital, every month";

/// A node whose bot has a token in its keys folder.
fn organisation(parent: &Path, fake: &Discord, server: &str) -> Organisation {
    let address = free_address();
    let more = format!(
        "roles = [\"intermediary\"]\n[room]\nname = \"Friends\"\nroster = [\"Zebedee\"]\n\
         [moderation]\nchat = true\n[discord]\nservers = [\"{server}\"]\n\
         moderators_server = \"{server}\"\napi = \"{}\"\n",
        fake.address()
    );
    let url = format!("http://{address}");
    let organisation = Organisation::new(parent, "society", &url, address, &more);
    let keys = organisation.folder.join("keys");
    std::fs::DirBuilder::new()
        .mode(0o700)
        .create(&keys)
        .unwrap();
    let mut file = std::fs::OpenOptions::new();
    let mut file = file
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(keys.join("discord.token"))
        .unwrap();
    std::io::Write::write_all(&mut file, fake.token().as_bytes()).unwrap();
    organisation
}

async fn says(asked: &Asked, words: &str) -> Message {
    let fits = |message: &Message| message.content.contains(words);
    asked.reply_where(words, fits).await.unwrap()
}

async fn started(organisation: &Organisation, fake: &Discord) -> Running {
    let running = organisation.serve(&[]);
    fake.gateway().connected().await.unwrap();
    running
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_brings_an_answer_back_into_its_thread_and_keeps_to_itself_who_asked() {
    hearback::install_tls();
    let setup = Setup {
        start_pace: Duration::ZERO,
        patience: common::PATIENCE,
        ..Setup::default()
    };
    let fake = Discord::start(setup).await.unwrap();
    let server = fake.add_server("Hospital Friends");
    let (general, desk) = (server.add_channel("general"), server.add_channel("desk"));
    let (ada, root) = (
        server.add_person("ada", "en-GB"),
        server.add_person("root", "en-GB"),
    );
    let role = server.add_role("staff", Permissions::ADMINISTRATOR);
    server.give_role(&root, role);
    let folder = tempfile::tempdir().unwrap();
    let organisation = organisation(folder.path(), &fake, &server.id().to_string());
    let checked = organisation.check(&[]);
    assert!(checked.contains("Discord: the token is taken"), "{checked}");
    let running = started(&organisation, &fake).await;

    set_up(&root, &general, &desk).await;
    let asked = ada.run_command(&general, "need", &[]).unwrap();
    asked.form().await.unwrap();
    let written = ada.submit(&asked, &[("need", NEED), ("use", "")]).unwrap();
    let preview = says(&written, "exactly what would be shared").await;
    let sent = ada.press_labelled(&preview, "Send it").unwrap();
    says(&sent, "It has the reference").await;
    let thread = general.thread().await.unwrap();

    // The program dies, and starts again where it was.
    drop(running);
    let running = started(&organisation, &fake).await;
    let card = desk
        .message("the card", |m| !m.buttons().is_empty())
        .await
        .unwrap();
    let pressed = root.press_labelled(&card, "Approve").unwrap();
    let sure = says(&pressed, "nobody can call them back").await;
    let yes = root.press_labelled(&sure, "Yes, it may leave").unwrap();
    says(&yes, "The card shows it").await;
    let left = thread
        .message("word that it left", |m| m.content.contains("has left"))
        .await
        .unwrap();
    assert_eq!(left.pinged, [ada.id()]);
    assert_eq!(fake.findings(), []);

    let log = running.log();
    drop(running);
    leaves_no_trace(
        &log,
        &organisation,
        &[
            fake.token(),
            written.token(),
            ada.id().to_string(),
            thread.id().to_string(),
            general.id().to_string(),
            "Zebedee".to_owned(),
        ],
    );
}

/// The bot is shown its channels by somebody who runs the server.
async fn set_up(root: &Person, general: &Channel, desk: &Channel) {
    let rooms = [
        ("channel", json!(general.id().to_string())),
        ("moderators", json!(desk.id().to_string())),
    ];
    let asked = root.run_command(general, "hearback setup", &rooms).unwrap();
    says(&asked, "I am set up.").await;
}

/// Nothing of these stands in the log or in the databases.
fn leaves_no_trace(log: &str, organisation: &Organisation, gone: &[String]) {
    assert!(log.contains("listening"), "a full log: {log}");
    for trace in gone {
        assert!(!log.contains(trace), "{trace} stands in the log");
    }
    let mut kept = Vec::new();
    for entry in std::fs::read_dir(&organisation.folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // With what is not in the database itself yet, because the program died.
        if name.starts_with("federation.db") || name.starts_with("vault.db") {
            kept.extend(std::fs::read(&path).unwrap());
        }
    }
    let kept = String::from_utf8_lossy(&kept);
    assert!(kept.contains("CREATE TABLE"), "the databases were read");
    for trace in gone {
        assert!(!kept.contains(trace), "{trace} stands in a database");
    }
}

//! The life of a real Synapse: it starts, keeps its data over a restart, and leaves nothing behind.

use std::env;
use std::io::{BufRead, BufReader, Read};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use hearback_rig::RigError;
use hearback_rig::matrix::{MatrixError, Person, RoomSpec};
use hearback_rig::synapse::{Synapse, SynapseSettings};

fn is_there(pid: u32) -> bool {
    Path::new(&format!("/proc/{pid}")).exists()
}

#[tokio::test]
async fn a_restart_keeps_the_data_and_the_address() {
    let mut server = Synapse::start(&SynapseSettings::default()).await.unwrap();
    let ada = server.person("ada").await.unwrap();
    assert!(ada.user_id().ends_with(":localhost"));
    let room = ada.create_room(&RoomSpec::default()).await.unwrap();
    let said = ada.say(&room, "before").await.unwrap();

    let (url, before) = (server.url().to_owned(), server.pid().unwrap());
    server.stop().await.unwrap();
    assert!(!is_there(before));
    assert_eq!(server.pid(), None);
    let refused = ada.say(&room, "meanwhile").await.unwrap_err();
    assert!(matches!(refused, MatrixError::Unreachable(_)), "{refused}");

    server.restart().await.unwrap();
    assert_eq!(server.url(), url);
    assert_eq!(
        ada.event(&room, &said).await.unwrap().body.as_deref(),
        Some("before")
    );
}

#[tokio::test]
async fn a_dropped_server_is_gone() {
    let server = Synapse::start(&SynapseSettings::default()).await.unwrap();
    let address = server.url().trim_start_matches("http://").to_owned();
    let pid = server.pid().unwrap();
    drop(server);
    assert!(!is_there(pid));
    assert!(TcpStream::connect(address).is_err());
}

#[tokio::test]
async fn accounts_can_sign_in_again_as_another_device() {
    let server = Synapse::start(&SynapseSettings::default()).await.unwrap();
    let account = server.register("ada", "secret", true).await.unwrap();
    let again = Person::login(server.url(), "ada", "secret").await.unwrap();
    assert_eq!(again.user_id(), account.user_id);
    assert_ne!(again.account().device_id, account.device_id);
    let taken = server.register("ada", "other", false).await.unwrap_err();
    assert!(taken.to_string().contains("M_USER_IN_USE"), "{taken}");
}

#[tokio::test]
async fn a_server_that_is_not_up_in_time_is_an_error_and_leaves_nothing_behind() {
    let settings = SynapseSettings {
        start_within: Duration::ZERO,
        ..SynapseSettings::default()
    };
    let error = Synapse::start(&settings).await.unwrap_err();
    assert!(matches!(error, RigError::NotUp("Synapse", _)), "{error}");
}

/// Runs itself a second time; the second run starts a server and is then killed.
#[tokio::test]
async fn a_server_ends_with_the_test_that_started_it() {
    const SECOND: &str = "HEARBACK_RIG_SECOND_RUN";
    if env::var_os(SECOND).is_some() {
        let server = Synapse::start(&SynapseSettings::default()).await.unwrap();
        println!("\npid {}", server.pid().unwrap());
        std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut second = Command::new(env::current_exe().unwrap())
        .args(["--exact", "--nocapture"])
        .arg("a_server_ends_with_the_test_that_started_it")
        .env(SECOND, "1")
        .env("TMPDIR", folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let printed = BufReader::new(second.stdout.take().unwrap());
    let mut lines = printed.lines().map_while(Result::ok);
    let pid = lines.find_map(|line| line.strip_prefix("pid ")?.parse().ok());
    let pid = pid.expect("the second run starts a server");
    second.kill().unwrap();
    second.wait().unwrap();
    gone(pid).await;
    assert_eq!(folder.path().read_dir().unwrap().count(), 0);
}

async fn gone(pid: u32) {
    let mut pulse = tokio::time::interval(Duration::from_millis(50));
    let watch = async {
        while is_there(pid) {
            pulse.tick().await;
        }
    };
    let ended = tokio::time::timeout(Duration::from_secs(20), watch).await;
    assert!(ended.is_ok(), "process {pid} outlived its test");
}

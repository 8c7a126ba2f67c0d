//! The bot on Matrix, put together from the configuration, the keys folder and the environment.
//!
//! A homeserver that is away must not keep the rest of the node from running: the bot is tried again
//! until it is in.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use hearback_bots::Bots;
use hearback_bots::matrix::{Matrix, MatrixHealth, MatrixLogin, MatrixSettings, Tell, diagnose};
use hearback_wire::clock::Clock;
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use crate::check::Finding;
use crate::clock::SystemClock;
use crate::config::{Config, Matrix as Section};
use crate::fault::{Doing, Outcome};
use crate::http;
use crate::keys::{secret, variable};

/// How long a bot that could not sign in waits at the most.
const LONGEST_WAIT: Duration = Duration::from_mins(5);

/// What `/readyz` knows of the bot; empty until it has signed in.
#[derive(Clone, Default)]
pub(crate) struct Watch(Arc<OnceLock<Arc<MatrixHealth>>>);

impl Watch {
    /// What is wrong, in words.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        match self.0.get() {
            Some(health) => health.problem(SystemClock.now()),
            None => Some(
                "the Matrix bot has not signed in: please read the log, or run `hearback check`",
            ),
        }
    }
}

/// The settings of the account, with its secrets.
pub(crate) fn settings(
    config: &Config,
    section: &Section,
    store_key: Zeroizing<String>,
) -> Outcome<MatrixSettings> {
    let folder = &config.keys.folder;
    Ok(MatrixSettings {
        homeserver: section.homeserver.clone(),
        login: login(section, folder)?,
        store: section.store.clone(),
        secrets: folder.clone(),
        store_key,
        recovery: variable("HEARBACK_MATRIX_RECOVERY"),
        allow: section.allow.clone(),
        moderators_room: section.moderators_room.clone(),
        open_rooms: section.open_rooms,
    })
}

fn login(section: &Section, folder: &Path) -> Outcome<MatrixLogin> {
    let user = section.user.clone();
    Ok(match &section.device {
        None => MatrixLogin::Password {
            user,
            password: secret(
                "Matrix",
                "HEARBACK_MATRIX_PASSWORD",
                folder,
                "matrix.password",
            )?,
        },
        Some(device) => MatrixLogin::Token {
            user_id: user,
            device_id: device.clone(),
            access_token: secret("Matrix", "HEARBACK_MATRIX_TOKEN", folder, "matrix.token")?,
        },
    })
}

/// Runs the bot until `stop`; a bot that cannot sign in is tried again.
pub(crate) async fn run(
    bots: Bots,
    settings: MatrixSettings,
    watch: Watch,
    stop: CancellationToken,
) {
    let mut wait = Duration::from_secs(1);
    loop {
        match open(&bots, &settings).await {
            Ok(matrix) => {
                let _first = watch.0.set(matrix.health());
                tracing::info!("the Matrix bot is signed in");
                return Box::pin(matrix.run(stop)).await;
            }
            Err(fault) => {
                tracing::error!(%fault, "the Matrix bot could not start; it is tried again");
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
        }
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

async fn open(bots: &Bots, settings: &MatrixSettings) -> Outcome<Matrix> {
    Matrix::open(bots.clone(), settings.clone(), http::client()?, &Operator)
        .await
        .doing("Matrix")
}

/// What is right and wrong with the account, for `hearback check`. Opens no store.
pub(crate) async fn check(config: &Config, section: &Section) -> Vec<Finding> {
    let settings = settings(config, section, Zeroizing::default());
    let looked = match (settings, http::client()) {
        (Ok(settings), Ok(http)) => diagnose(&settings, http).await,
        (Err(fault), _) | (_, Err(fault)) => return vec![Finding::Bad(fault.to_string())],
    };
    let mut findings: Vec<Finding> = looked
        .into_iter()
        .map(|seen| {
            let words = format!("Matrix: {}", seen.words);
            if seen.ok {
                Finding::Good(words)
            } else {
                Finding::Bad(words)
            }
        })
        .collect();
    if section.allow.is_empty() {
        findings.push(Finding::Note(
            "[matrix] allow is empty: nobody can invite the bot; please write who may, such as [\"*:example.org\"]"
                .to_owned(),
        ));
    }
    if section.moderators_room.is_some() && !config.moderation.chat {
        findings.push(Finding::Note(
            "[matrix] names a moderators' room, but [moderation] chat is not true: nothing can be decided there"
                .to_owned(),
        ));
    }
    findings
}

/// Whoever started the program.
struct Operator;

impl Tell for Operator {
    /// Shown once, and only to a person: a log is no place for it.
    fn recovery_key(&self, key: &str) {
        if std::io::stderr().is_terminal() {
            eprintln!(
                "The recovery key of the Matrix bot, shown this once. Please keep it in a safe place:\n\n    {key}\n"
            );
        } else {
            tracing::warn!(
                "the recovery key of the Matrix bot is in the file matrix.recovery of the keys folder: please keep a copy in a safe place"
            );
        }
    }
}

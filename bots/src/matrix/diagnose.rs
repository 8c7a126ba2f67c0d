//! What is right and wrong with the Matrix account, for `hearback check`.
//!
//! Looks only, by plain requests with the saved session: the store belongs to a bot that may be
//! running at this moment. Its words name rooms, so they are for an operator's screen and never for
//! a log.

mod rooms;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::Value;

use super::account::{MatrixError, SavedKey, SecretFiles, Server};
use super::settings::{MatrixLogin, MatrixSettings};

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Whether it is as it should be.
    pub ok: bool,
    /// What it is, and what to do when it is not well.
    pub words: String,
}

impl Finding {
    fn good(words: impl Into<String>) -> Self {
        Self {
            ok: true,
            words: words.into(),
        }
    }

    fn bad(words: impl Into<String>) -> Self {
        Self {
            ok: false,
            words: words.into(),
        }
    }
}

/// Looks at the address, the sign-in, the device, its signature, the recovery key and every room.
/// What cannot be seen because of an earlier trouble is left out.
pub async fn diagnose(settings: &MatrixSettings, http: reqwest::Client) -> Vec<Finding> {
    let secrets = SecretFiles::look(&settings.secrets);
    let mut findings = Vec::new();
    findings.extend(private(&secrets.session_path()));
    findings.extend(recovery(settings, &secrets));
    if let Err(error) = ask(settings, http, &secrets, &mut findings).await {
        findings.push(Finding::bad(error.to_string()));
    }
    findings
}

/// Whose eyes the server is seen with.
struct Eyes {
    server: Server,
    user_id: String,
    device_id: String,
    token: String,
}

async fn ask(
    settings: &MatrixSettings,
    http: reqwest::Client,
    secrets: &SecretFiles,
    findings: &mut Vec<Finding>,
) -> Result<(), MatrixError> {
    let server = Server::at(&settings.homeserver, http)?;
    server.is_matrix().await?;
    findings.push(Finding::good(format!(
        "the homeserver {} answers",
        settings.homeserver
    )));
    let Some(eyes) = eyes(server, settings, secrets)? else {
        findings.push(Finding::good(
            "the bot has not signed in to Matrix yet: `hearback serve` does that",
        ));
        return Ok(());
    };
    findings.push(signed_in(&eyes, settings, secrets).await?);
    findings.push(device(&eyes).await?);
    findings.push(verified(&eyes).await?);
    findings.extend(rooms::look(&eyes, settings).await?);
    Ok(())
}

fn eyes(
    server: Server,
    settings: &MatrixSettings,
    secrets: &SecretFiles,
) -> Result<Option<Eyes>, MatrixError> {
    if let MatrixLogin::Token {
        user_id,
        device_id,
        access_token,
    } = &settings.login
    {
        return Ok(Some(Eyes {
            server,
            user_id: user_id.clone(),
            device_id: device_id.clone(),
            token: access_token.as_str().to_owned(),
        }));
    }
    Ok(secrets.session()?.map(|session| Eyes {
        server,
        user_id: session.user_id,
        device_id: session.device_id,
        token: session.access_token,
    }))
}

async fn signed_in(
    eyes: &Eyes,
    settings: &MatrixSettings,
    secrets: &SecretFiles,
) -> Result<Finding, MatrixError> {
    let owner = match (eyes.server.whoami(&eyes.token).await, &settings.login) {
        (Err(MatrixError::TokenRefused), MatrixLogin::Password { .. }) => {
            return Err(MatrixError::DeviceGone(secrets.session_path()));
        }
        (owner, _) => owner?,
    };
    let device = owner.device_id.as_deref();
    if owner.user_id != eyes.user_id || device != Some(eyes.device_id.as_str()) {
        return Err(MatrixError::OtherAccount);
    }
    Ok(Finding::good(format!("the bot is {}", eyes.user_id)))
}

async fn device(eyes: &Eyes) -> Result<Finding, MatrixError> {
    let path = ["v3", "devices", &eyes.device_id];
    let there: Result<Value, _> = eyes.server.get(&eyes.token, &path).await;
    match there {
        Ok(_) => Ok(Finding::good(format!(
            "the bot's device {} is there",
            eyes.device_id
        ))),
        Err(MatrixError::Refused(404, _)) => Ok(Finding::bad(
            "the bot's device is gone from its account: please sign in again as a new device",
        )),
        Err(error) => Err(error),
    }
}

/// Whether the device bears a signature of the account's own identity. The server checks a
/// signature when it is handed in, so here only its being there is looked at.
async fn verified(eyes: &Eyes) -> Result<Finding, MatrixError> {
    let keys = eyes.server.keys(&eyes.token, &eyes.user_id).await?;
    let user = eyes.user_id.as_str();
    let identity = within(&keys, &["self_signing_keys", user, "keys"]).and_then(Value::as_object);
    let device = within(&keys, &["device_keys", user, &eyes.device_id]);
    let signatures = device
        .and_then(|device| within(device, &["signatures", user]))
        .and_then(Value::as_object);
    let signed = match (identity, signatures) {
        (Some(identity), Some(signatures)) => {
            identity.keys().any(|key| signatures.contains_key(key))
        }
        _ => false,
    };
    Ok(match (device, signed) {
        (None, _) => Finding::bad(
            "the bot's device has no encryption keys yet: please start `hearback serve` once",
        ),
        (Some(_), false) => Finding::bad(
            "the bot's device is not verified, so people's apps hide encrypted messages from it: please put the account's recovery key into the keys folder as matrix.recovery and start `hearback serve` again",
        ),
        (Some(_), true) => Finding::good("the bot's device is verified"),
    })
}

fn within<'v>(value: &'v Value, names: &[&str]) -> Option<&'v Value> {
    names.iter().try_fold(value, |value, name| value.get(name))
}

fn recovery(settings: &MatrixSettings, secrets: &SecretFiles) -> Vec<Finding> {
    if settings.recovery.is_some() {
        return vec![Finding::good("the recovery key is in the settings")];
    }
    let path = secrets.recovery_path();
    match secrets.recovery() {
        Ok(SavedKey::Key(_)) => {
            let mut findings = vec![Finding::good(format!(
                "the recovery key is in {}; keep a copy in a safe place",
                path.display()
            ))];
            findings.extend(private(&path));
            findings
        }
        Ok(SavedKey::BeingMade) => vec![Finding::bad(
            "the recovery key was not finished: please start `hearback serve` once more",
        )],
        Ok(SavedKey::None) => vec![Finding::good(format!(
            "no recovery key in {} yet: `hearback serve` makes one for a new account",
            path.display()
        ))],
        Err(error) => vec![Finding::bad(error.to_string())],
    }
}

/// Tells when other users of this machine can open a secret file. Nothing for one that is not there.
fn private(path: &Path) -> Option<Finding> {
    const OTHERS: u32 = 0o077;
    let mode = fs::metadata(path).ok()?.permissions().mode();
    (mode & OTHERS != 0).then(|| {
        Finding::bad(format!(
            "other users of this machine can open {0}; please run: chmod 600 {0}",
            path.display()
        ))
    })
}

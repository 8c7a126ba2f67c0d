//! The bot's account: signed in once, its device signed by its identity, its keys kept.
//!
//! Why it exists: a bot whose device nobody signed, or whose store is shared, old or lost, goes deaf
//! without a sound. Here it either opens whole or says what to do.
//! What it must never do: reset an identity, open a store that another process holds, or put a
//! token or a key into a log, an error or a settings' `Debug`.

mod error;
mod files;
mod recovery;
mod sdk;
mod server;
mod store;
mod watch;

use std::sync::Arc;

use matrix_sdk::authentication::matrix::MatrixSession;
use matrix_sdk::store::{RoomLoadSettings, StateStoreDataKey};
use matrix_sdk::{Client, SessionMeta, SessionTokens};

pub use error::MatrixError;
pub(crate) use files::{SavedKey, SecretFiles, Session};
pub(crate) use server::Server;
use store::StoreFolder;

use super::health::MatrixHealth;
use super::settings::{MatrixLogin, MatrixSettings};

/// How the operator is told what is shown once.
pub trait Tell: Send + Sync {
    /// The account's recovery key, which is shown once and must be kept by a person. Never a log.
    fn recovery_key(&self, key: &str);
}

/// An account that is open. Keep it as long as its client is used: it holds the store.
pub(crate) struct Account {
    client: Client,
    health: Arc<MatrixHealth>,
    _store: StoreFolder,
}

impl Account {
    /// The SDK's client: signed in, verified, not syncing yet.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// How the account is.
    pub(crate) fn health(&self) -> &Arc<MatrixHealth> {
        &self.health
    }
}

/// Opens the account: at the first start it signs in and makes identity and recovery; later it goes
/// on as the same device; when the store is lost it becomes a new device and recovers.
pub(crate) async fn open(
    settings: &MatrixSettings,
    http: reqwest::Client,
    tell: &dyn Tell,
) -> Result<Account, MatrixError> {
    let secrets = SecretFiles::open(&settings.secrets)?;
    let store = StoreFolder::hold(&settings.store)?;
    let server = Server::at(&settings.homeserver, http.clone())?;
    server.is_matrix().await?;
    let mut session = session(settings, &secrets, &store, &server).await?;
    let client = store.client(settings, &session.device_id, http).await?;
    sign_in(&client, settings, &secrets, &session).await?;
    recovery::bring_up(&client, settings, &secrets, tell).await?;
    retire(&mut session, &client, &secrets, &store, &server).await?;
    let health = Arc::new(MatrixHealth::default());
    watch::watch(&client, &health).await;
    Ok(Account {
        client,
        health,
        _store: store,
    })
}

/// The session to go on with, or a new one.
async fn session(
    settings: &MatrixSettings,
    secrets: &SecretFiles,
    store: &StoreFolder,
    server: &Server,
) -> Result<Session, MatrixError> {
    match &settings.login {
        MatrixLogin::Token {
            user_id,
            device_id,
            access_token,
        } => {
            let session = Session {
                user_id: user_id.clone(),
                device_id: device_id.clone(),
                access_token: access_token.as_str().to_owned(),
                refresh_token: None,
                replaces: None,
            };
            check_token(&session, store, server).await?;
            Ok(session)
        }
        MatrixLogin::Password { user, password } => {
            let saved = secrets.session()?;
            let replaces = match saved {
                Some(session) if store.has(&session.device_id) => return Ok(session),
                // A new device is no use without the key, so it is asked for before there is one.
                Some(lost) => recovery::known_key(settings, secrets).map(|_| Some(lost))?,
                None => None,
            };
            let mut session = server.login(user, password).await?;
            session.replaces = replaces.map(|lost| lost.access_token);
            secrets.save_session(&session)?;
            Ok(session)
        }
    }
}

/// A token from the settings must be what it says, and of a device whose keys are here or nowhere.
async fn check_token(
    session: &Session,
    store: &StoreFolder,
    server: &Server,
) -> Result<(), MatrixError> {
    let owner = server.whoami(&session.access_token).await?;
    let device = owner.device_id.as_deref();
    if owner.user_id != session.user_id || device != Some(session.device_id.as_str()) {
        return Err(MatrixError::OtherAccount);
    }
    if store.has(&session.device_id) {
        return Ok(());
    }
    let keys = server.keys(&session.access_token, &session.user_id).await?;
    let device = ["device_keys", &session.user_id, &session.device_id]
        .into_iter()
        .try_fold(&keys, |within, name| within.get(name));
    match device {
        Some(_) => Err(MatrixError::StoreLost),
        None => Ok(()),
    }
}

/// Puts the session into the client and proves it to the server.
async fn sign_in(
    client: &Client,
    settings: &MatrixSettings,
    secrets: &SecretFiles,
    session: &Session,
) -> Result<(), MatrixError> {
    let address = &settings.homeserver;
    watch::save_refreshed(client, secrets, session);
    let restored = matrix_session(session)?;
    forget_last_sync(client).await?;
    client
        .matrix_auth()
        .restore_session(restored, RoomLoadSettings::default())
        .await
        .map_err(|error| sdk::any(&error, address))?;
    let owner = client.whoami().await.map_err(|error| {
        match (sdk::http(&error, address), &settings.login) {
            (MatrixError::TokenRefused, MatrixLogin::Password { .. }) => {
                MatrixError::DeviceGone(secrets.session_path())
            }
            (other, _) => other,
        }
    })?;
    if owner.user_id.as_str() == session.user_id {
        Ok(())
    } else {
        Err(MatrixError::OtherAccount)
    }
}

/// Clears where the store thinks it is. The SDK throws an answer away, whole, when it ends where the
/// store's last one did; but a bot that stopped before it dealt with that answer must have it again.
async fn forget_last_sync(client: &Client) -> Result<(), MatrixError> {
    let store = client.state_store();
    let forgotten = store.remove_kv_data(StateStoreDataKey::SyncToken).await;
    forgotten.map_err(|_| MatrixError::Encryption("the bot's own store"))
}

fn matrix_session(session: &Session) -> Result<MatrixSession, MatrixError> {
    let user_id = session.user_id.as_str().try_into();
    Ok(MatrixSession {
        meta: SessionMeta {
            user_id: user_id.map_err(|_| MatrixError::OtherAccount)?,
            device_id: session.device_id.as_str().into(),
        },
        tokens: SessionTokens {
            access_token: session.access_token.clone(),
            refresh_token: session.refresh_token.clone(),
        },
    })
}

/// Signs out the device that this one took the place of, now that this one works.
async fn retire(
    session: &mut Session,
    client: &Client,
    secrets: &SecretFiles,
    store: &StoreFolder,
    server: &Server,
) -> Result<(), MatrixError> {
    let Some(old) = session.replaces.take() else {
        return Ok(());
    };
    server.logout(&old).await?;
    store.keep_only(&session.device_id)?;
    if let Some(tokens) = client.session_tokens() {
        session.access_token = tokens.access_token;
        session.refresh_token = tokens.refresh_token;
    }
    secrets.save_session(session)
}

#[cfg(test)]
mod tests;

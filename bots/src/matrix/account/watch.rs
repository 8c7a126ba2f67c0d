//! What can happen to an open account, noted as it happens.

use std::sync::Arc;

use matrix_sdk::encryption::VerificationState;
use matrix_sdk::store::StateStoreDataKey;
use matrix_sdk::{Client, SessionChange};
use tokio::sync::broadcast::error::RecvError;

use super::files::{SecretFiles, Session};
use crate::matrix::health::MatrixHealth;

/// Keeps `health` true for as long as the client lives.
pub(crate) async fn watch(client: &Client, health: &Arc<MatrixHealth>) {
    watch_verified(client, Arc::clone(health));
    watch_sign_out(client, Arc::clone(health));
    watch_duplicates(client, Arc::clone(health));
    // The SDK tells of this once in a store's life, so after a restart only the store knows.
    let key = StateStoreDataKey::OneTimeKeyAlreadyUploaded;
    if let Ok(Some(_)) = client.state_store().get_kv_data(key).await {
        health.set_duplicate_keys();
    }
}

fn watch_verified(client: &Client, health: Arc<MatrixHealth>) {
    let mut states = client.encryption().verification_state();
    health.set_verified(states.get() == VerificationState::Verified);
    tokio::spawn(async move {
        while let Some(state) = states.next().await {
            health.set_verified(state == VerificationState::Verified);
        }
    });
}

fn watch_sign_out(client: &Client, health: Arc<MatrixHealth>) {
    let mut changes = client.subscribe_to_session_changes();
    tokio::spawn(async move {
        loop {
            match changes.recv().await {
                Ok(SessionChange::UnknownToken(_)) => health.set_signed_out(),
                Ok(SessionChange::TokensRefreshed) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            }
        }
    });
}

fn watch_duplicates(client: &Client, health: Arc<MatrixHealth>) {
    let mut errors = client.subscribe_to_duplicate_key_upload_errors();
    tokio::spawn(async move {
        // One that was missed is one that happened.
        while !matches!(errors.recv().await, Err(RecvError::Closed)) {
            health.set_duplicate_keys();
        }
    });
}

/// Saves the tokens each time the server renews them, before the new ones are used.
pub(crate) fn save_refreshed(client: &Client, secrets: &SecretFiles, session: &Session) {
    let (secrets, session) = (secrets.clone(), session.clone());
    let reload = Box::new(|client: Client| client.session_tokens().ok_or("not signed in".into()));
    let save = Box::new(move |client: Client| {
        let tokens = client.session_tokens().ok_or("not signed in")?;
        let renewed = Session {
            access_token: tokens.access_token,
            refresh_token: tokens.refresh_token,
            ..session.clone()
        };
        Ok(secrets.save_session(&renewed)?)
    });
    // Refused only for a client that has them already, and this one is new.
    let _new = client.set_session_callbacks(reload, save);
}

//! Somebody who is signed in: the account, and how every request goes out.

use std::sync::atomic::{AtomicU64, Ordering};

use reqwest::{Method, RequestBuilder, Url};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::error::{MatrixError, answer};
use super::log::Log;
use crate::chance::unique;
use crate::http;

/// An account with a device that is signed in.
#[derive(Debug, Clone, Deserialize)]
pub struct Account {
    /// Such as `@ada:localhost`.
    pub user_id: String,
    /// What the device shows the server.
    pub access_token: String,
    /// The device.
    pub device_id: String,
}

/// Somebody with a Matrix client. Use each in one test only.
#[derive(Debug)]
pub struct Person {
    http: reqwest::Client,
    server: Url,
    account: Account,
    /// Marks of what is sent: unlike those of any other client of the same account.
    stem: String,
    sent: AtomicU64,
    pub(super) log: Mutex<Log>,
}

impl Person {
    /// Somebody with an account on the server at `url`.
    ///
    /// # Errors
    /// [`MatrixError::Address`] for something that is no address.
    pub fn new(url: &str, account: Account) -> Result<Self, MatrixError> {
        let server = Url::parse(url).map_err(|_| MatrixError::Address(url.to_owned()))?;
        Ok(Self {
            http: http::client()?,
            server,
            account,
            stem: unique()?,
            sent: AtomicU64::new(0),
            log: Mutex::default(),
        })
    }

    /// Signs in with a name and a password, as a new device.
    ///
    /// # Errors
    /// [`MatrixError::Refused`] with `M_FORBIDDEN` when they do not fit.
    pub async fn login(url: &str, name: &str, password: &str) -> Result<Self, MatrixError> {
        let body = json!({
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": name},
            "password": password,
        });
        let address = format!("{url}/_matrix/client/v3/login");
        let account = answer(http::client()?.post(address).json(&body)).await?;
        Self::new(url, account)
    }

    /// Their user id, such as `@ada:localhost`.
    pub fn user_id(&self) -> &str {
        &self.account.user_id
    }

    /// Their account.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// A request under `/_matrix/client`. Each segment is escaped, so ids can be given as they are.
    pub(super) fn request(
        &self,
        method: Method,
        segments: &[&str],
    ) -> Result<RequestBuilder, MatrixError> {
        let mut address = self.server.clone();
        address
            .path_segments_mut()
            .map_err(|()| MatrixError::Address(self.server.to_string()))?
            .clear()
            .extend(["_matrix", "client"])
            .extend(segments);
        let request = self.http.request(method, address);
        Ok(request.bearer_auth(&self.account.access_token))
    }

    pub(super) async fn get(&self, segments: &[&str]) -> Result<Value, MatrixError> {
        answer(self.request(Method::GET, segments)?).await
    }

    pub(super) async fn post(&self, segments: &[&str], body: &Value) -> Result<Value, MatrixError> {
        answer(self.request(Method::POST, segments)?.json(body)).await
    }

    pub(super) async fn put(&self, segments: &[&str], body: &Value) -> Result<Value, MatrixError> {
        answer(self.request(Method::PUT, segments)?.json(body)).await
    }

    /// A mark for something to send, never used before.
    pub(super) fn next_transaction(&self) -> String {
        let number = self.sent.fetch_add(1, Ordering::Relaxed);
        format!("{}-{number}", self.stem)
    }
}

/// A text of an answer that the specification promises; empty if the server breaks that promise.
pub(super) fn text(answer: &Value, name: &str) -> String {
    let found = answer.get(name).and_then(Value::as_str);
    found.unwrap_or_default().to_owned()
}

//! The few requests that are made without the SDK: before there is a session, and by
//! `hearback check`, which must not open the store of a running bot.

use std::time::Duration;

use reqwest::{Method, RequestBuilder, Response, Url};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::error::MatrixError;
use super::files::Session;

const PATIENCE: Duration = Duration::from_secs(30);

/// A homeserver, by its address.
pub(crate) struct Server {
    http: reqwest::Client,
    base: Url,
    /// As the operator wrote it.
    address: String,
}

/// A server's answer to "whose token is this?".
#[derive(Deserialize)]
pub(crate) struct Owner {
    pub(crate) user_id: String,
    pub(crate) device_id: Option<String>,
}

/// The body of a refusal.
#[derive(Deserialize, Default)]
struct Refusal {
    #[serde(default)]
    errcode: String,
    retry_after_ms: Option<u64>,
}

impl Server {
    pub(crate) fn at(address: &str, http: reqwest::Client) -> Result<Self, MatrixError> {
        let base = Url::parse(address)
            .ok()
            .filter(|base| matches!(base.scheme(), "http" | "https") && base.has_host())
            .ok_or_else(|| MatrixError::NotMatrix(address.to_owned()))?;
        Ok(Self {
            http,
            base,
            address: address.to_owned(),
        })
    }

    /// Fails unless a homeserver answers.
    pub(crate) async fn is_matrix(&self) -> Result<(), MatrixError> {
        let request = self.request(Method::GET, &["versions"], None);
        let answer = self.send(request).await?;
        let versions: Value = self.read(answer).await?;
        match versions.get("versions") {
            Some(Value::Array(_)) => Ok(()),
            _ => Err(MatrixError::NotMatrix(self.address.clone())),
        }
    }

    /// Signs in as a new device.
    pub(crate) async fn login(&self, user: &str, password: &str) -> Result<Session, MatrixError> {
        let body = json!({
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": user},
            "password": password,
            "initial_device_display_name": "hearback",
        });
        let request = self
            .request(Method::POST, &["v3", "login"], None)
            .json(&body);
        let answer = self.ask(request).await;
        answer.map_err(|error| match error {
            MatrixError::Refused(_, code) if code == "M_FORBIDDEN" => MatrixError::WrongPassword,
            MatrixError::Refused(400..=499, _) => MatrixError::NoPasswords,
            other => other,
        })
    }

    /// Signs the device of this token out. One that is gone already is no error.
    pub(crate) async fn logout(&self, token: &str) -> Result<(), MatrixError> {
        let request = self
            .request(Method::POST, &["v3", "logout"], Some(token))
            .json(&json!({}));
        match self.ask::<Value>(request).await {
            Err(MatrixError::TokenRefused) | Ok(_) => Ok(()),
            Err(error) => Err(error),
        }
    }

    pub(crate) async fn whoami(&self, token: &str) -> Result<Owner, MatrixError> {
        self.get(token, &["v3", "account", "whoami"]).await
    }

    /// The public keys of one user: `device_keys`, `master_keys` and `self_signing_keys` by id.
    pub(crate) async fn keys(&self, token: &str, user_id: &str) -> Result<Value, MatrixError> {
        let request = self
            .request(Method::POST, &["v3", "keys", "query"], Some(token))
            .json(&json!({"device_keys": {user_id: []}}));
        self.ask(request).await
    }

    /// Reads what is at `path`, a list of segments under `/_matrix/client`.
    pub(crate) async fn get<T: DeserializeOwned>(
        &self,
        token: &str,
        path: &[&str],
    ) -> Result<T, MatrixError> {
        self.ask(self.request(Method::GET, path, Some(token))).await
    }

    fn request(&self, method: Method, path: &[&str], token: Option<&str>) -> RequestBuilder {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments
                .pop_if_empty()
                .extend(["_matrix", "client"])
                .extend(path);
        }
        let request = self.http.request(method, url).timeout(PATIENCE);
        match token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    async fn ask<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, MatrixError> {
        let answer = self.send(request).await?;
        if answer.status().is_success() {
            return self.read(answer).await;
        }
        let status = answer.status().as_u16();
        let refusal: Refusal = answer.json().await.unwrap_or_default();
        Err(refused(status, &refusal.errcode, refusal.retry_after_ms))
    }

    async fn send(&self, request: RequestBuilder) -> Result<Response, MatrixError> {
        let unreachable = |_| MatrixError::Unreachable(self.address.clone());
        request.send().await.map_err(unreachable)
    }

    async fn read<T: DeserializeOwned>(&self, answer: Response) -> Result<T, MatrixError> {
        let not_matrix = |_| MatrixError::NotMatrix(self.address.clone());
        answer.json().await.map_err(not_matrix)
    }
}

/// A code as codes are: capitals, digits, dots and underscores. Anything else is the homeserver's own
/// words, which no log may hold.
fn plain(code: &str) -> String {
    const LONGEST: usize = 64;
    let is_code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    if code.is_empty() || code.len() > LONGEST || !code.chars().all(is_code) {
        return "no code".to_owned();
    }
    code.to_owned()
}

/// What a refusal means, from its status and its code.
pub(crate) fn refused(status: u16, code: &str, retry_after_ms: Option<u64>) -> MatrixError {
    match code {
        "M_UNKNOWN_TOKEN" | "M_MISSING_TOKEN" => MatrixError::TokenRefused,
        "M_USER_DEACTIVATED" => MatrixError::Deactivated,
        "M_LIMIT_EXCEEDED" => {
            MatrixError::TooFast(retry_after_ms.map_or(60, |wait| wait.div_ceil(1000)))
        }
        _ => MatrixError::Refused(status, plain(code)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_code_of_a_refusal_is_told() {
        for (code, told) in [
            ("M_FORBIDDEN", "M_FORBIDDEN"),
            ("ORG.EXAMPLE_CODE", "ORG.EXAMPLE_CODE"),
            ("", "no code"),
            ("M_X\nERROR all is lost", "no code"),
            ("@ann:example.org is not here", "no code"),
            (&"M".repeat(65), "no code"),
        ] {
            let error = refused(403, code, None).to_string();
            assert!(error.contains(&format!("(403 {told})")), "{error}");
        }
    }
}

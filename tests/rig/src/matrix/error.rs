//! What a server answers when it does not do what was asked.

use std::fmt;

use reqwest::{RequestBuilder, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Why a request had no result.
#[derive(thiserror::Error)]
pub enum MatrixError {
    /// The server said no.
    #[error("the server refused with {status} {code}: {words}")]
    Refused {
        /// The HTTP status, such as 429.
        status: u16,
        /// The Matrix code, such as `M_LIMIT_EXCEEDED`.
        code: String,
        /// The server's words.
        words: String,
        /// How many milliseconds to wait, when the server limits the rate.
        retry_after_ms: Option<u64>,
    },
    /// The server could not be reached, or its answer could not be read.
    #[error("the server could not be asked: {0}")]
    Unreachable(#[from] reqwest::Error),
    /// An address that is none.
    #[error("`{0}` is not the address of a server, such as http://127.0.0.1:8008")]
    Address(String),
    /// Something that was waited for and did not come.
    #[error("{who} waited for {what} and it did not come. Seen last:\n{seen}")]
    Late {
        /// The user id.
        who: String,
        /// What was waited for.
        what: String,
        /// The last events seen, one a line.
        seen: String,
    },
    /// Chance that the system did not give.
    #[error("the system gave no random bytes: {0}")]
    Chance(#[from] getrandom::Error),
}

/// A test that unwraps prints this.
impl fmt::Debug for MatrixError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Refusal {
    errcode: String,
    error: String,
    retry_after_ms: Option<u64>,
}

/// Sends a request and reads its answer.
pub(crate) async fn answer<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, MatrixError> {
    let answer = request.send().await?;
    let status = answer.status();
    if status.is_success() {
        return Ok(answer.json().await?);
    }
    Err(refused(status, answer.json().await.unwrap_or_default()))
}

fn refused(status: StatusCode, refusal: Refusal) -> MatrixError {
    MatrixError::Refused {
        status: status.as_u16(),
        code: refusal.errcode,
        words: refusal.error,
        retry_after_ms: refusal.retry_after_ms,
    }
}

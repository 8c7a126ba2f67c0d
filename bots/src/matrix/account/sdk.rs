//! The SDK's errors in this program's words.
//!
//! What a homeserver wrote must never be in them: an error is logged, and a homeserver that means harm
//! could write anything.

use matrix_sdk::ruma::api::error::{ErrorBody, ErrorKind, RetryAfter};
use matrix_sdk::{Error, HttpError, RefreshTokenError};

use super::error::MatrixError;
use super::server::refused;

/// A request that the SDK made to the server at `address`.
pub(crate) fn http(error: &HttpError, address: &str) -> MatrixError {
    if let HttpError::RefreshToken(RefreshTokenError::MatrixAuth(cause)) = error {
        return http(cause, address);
    }
    if let HttpError::Cached(cause) = error {
        return http(cause, address);
    }
    if let Some(api) = error.as_client_api_error() {
        let code = match &api.body {
            ErrorBody::Standard(body) => body.kind.errcode().to_string(),
            _ => String::new(),
        };
        return refused(api.status_code.as_u16(), &code, wait(error));
    }
    match error {
        HttpError::Reqwest(_) => MatrixError::Unreachable(address.to_owned()),
        HttpError::Api(_) => MatrixError::Encryption("an answer of the homeserver"),
        HttpError::RefreshToken(_) => MatrixError::Encryption("the renewal of the sign-in"),
        HttpError::IntoHttp(_) | HttpError::Cached(_) => {
            MatrixError::Encryption("a request to the homeserver")
        }
    }
}

/// Anything that the SDK did.
pub(crate) fn any(error: &Error, address: &str) -> MatrixError {
    match error {
        Error::Http(error) => http(error, address),
        other => MatrixError::Encryption(part(other)),
    }
}

/// The part of the SDK that failed.
const fn part(error: &Error) -> &'static str {
    match error {
        Error::CryptoStoreError(_)
        | Error::BadCryptoStoreState
        | Error::CrossProcessLockError(_) => "the store of the bot's keys",
        Error::StateStore(_) => "the bot's own store",
        Error::NoOlmMachine | Error::OlmError(_) | Error::MegolmError(_) => "the bot's keys",
        Error::AuthenticationRequired => "the sign-in",
        Error::BackupNotEnabled => "the backup of the keys",
        _ => "an answer of the homeserver",
    }
}

fn wait(error: &HttpError) -> Option<u64> {
    let Some(ErrorKind::LimitExceeded(limit)) = error.client_api_error_kind() else {
        return None;
    };
    match limit.retry_after {
        Some(RetryAfter::Delay(delay)) => u64::try_from(delay.as_millis()).ok(),
        _ => None,
    }
}

//! The SDK's errors in this program's words.

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
        other => MatrixError::Encryption(other.to_string()),
    }
}

/// Anything that the SDK did.
pub(crate) fn any(error: &Error, address: &str) -> MatrixError {
    match error {
        Error::Http(error) => http(error, address),
        other => MatrixError::Encryption(other.to_string()),
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

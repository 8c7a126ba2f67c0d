//! What a person reads when something does not work: what happened, and what to do.
//!
//! It must never show what went wrong inside: that is for the log, as a code.

use axum::response::{IntoResponse, Response};
use hearback_wire::reference::NeedRef;
use http::StatusCode;

use super::page::{Plain, render};
use crate::vault::VaultError;

/// Why a request was not carried out.
#[derive(Debug)]
pub(super) enum Trouble {
    /// No such thread.
    NoThread,
    /// What the form was for is not open any more; the thread's path.
    Closed(String),
    /// A form that is not from our pages.
    Form,
    /// The person's voice was counted before.
    VoiceAgain(NeedRef),
    /// The request comes from another site.
    Elsewhere,
    /// The node cannot be asked right now.
    Node,
    /// The vault failed.
    Vault(VaultError),
}

impl<E: Into<VaultError>> From<E> for Trouble {
    fn from(error: E) -> Self {
        Self::Vault(error.into())
    }
}

impl Trouble {
    fn words(&self) -> (StatusCode, &'static str, String) {
        let (status, title, text) = match self {
            Self::NoThread => (
                StatusCode::NOT_FOUND,
                "We cannot find this thread",
                "Please check that you have the whole address. Old threads are deleted after two years.",
            ),
            Self::Closed(_) => (
                StatusCode::CONFLICT,
                "This is not open any more",
                "Something changed while you were reading, so nothing was sent. Please look at the thread again.",
            ),
            Self::Form => (
                StatusCode::BAD_REQUEST,
                "We could not read this form",
                "A part of it is missing or far too long. Please go back, check it, and send it again.",
            ),
            Self::VoiceAgain(reference) => {
                return (
                    StatusCode::CONFLICT,
                    "You already added your voice",
                    format!(
                        "Your voice for {reference} counts already, so nothing was changed. Thank you."
                    ),
                );
            }
            Self::Elsewhere => (
                StatusCode::FORBIDDEN,
                "This did not come from our pages",
                "Another site tried to send this in your name, so we stopped it. Please open the room yourself and try again.",
            ),
            Self::Node => (
                StatusCode::SERVICE_UNAVAILABLE,
                "We cannot show this right now",
                "Please try again in a few minutes.",
            ),
            Self::Vault(_) => (
                StatusCode::SERVICE_UNAVAILABLE,
                "Something broke on our side",
                "Nothing was sent. Please go back and try again in a few minutes.",
            ),
        };
        (status, title, text.to_owned())
    }

    fn back(&self) -> &str {
        match self {
            Self::Closed(path) => path,
            _ => "/room",
        }
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        if let Self::Vault(error) = &self {
            tracing::error!(%error, "the vault could not serve a page");
        }
        let (status, title, text) = self.words();
        let page = Plain {
            title,
            text: &text,
            back: self.back(),
        };
        (status, render(&page)).into_response()
    }
}

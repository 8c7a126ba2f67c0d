//! What a person reads when something does not work: what happened, and what to do.
//!
//! It must never show what went wrong inside: that is for the log, as a code.

use axum::response::{IntoResponse, Response};
use hearback_wire::reference::NeedRef;
use http::StatusCode;

use hearback_store::StoreError;

use super::page::{Kept, Plain, Typed, render};
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
    /// The vault failed, and the person had typed something for `action`: they get it back.
    Unkept {
        /// Why.
        error: VaultError,
        /// Where the form goes.
        action: String,
        /// What they typed.
        typed: Typed,
    },
}

impl<E: Into<VaultError>> From<E> for Trouble {
    fn from(error: E) -> Self {
        Self::Vault(error.into())
    }
}

impl Trouble {
    /// Gives what was typed back, where the vault is what failed.
    pub(super) fn keeping(self, action: impl Into<String>, typed: Typed) -> Self {
        match self {
            Self::Vault(error) => Self::Unkept {
                error,
                action: action.into(),
                typed,
            },
            other => other,
        }
    }

    fn words(&self) -> (StatusCode, &'static str, String) {
        let (status, title, text) = match self {
            Self::NoThread => (
                StatusCode::NOT_FOUND,
                "We cannot find this thread",
                "Please check that you have the whole address. Old threads are deleted.",
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
            Self::Vault(error) | Self::Unkept { error, .. } => (
                StatusCode::SERVICE_UNAVAILABLE,
                "We cannot keep this right now",
                of_vault(error),
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

/// What to do when the vault does not take something.
const fn of_vault(error: &VaultError) -> &'static str {
    match error {
        VaultError::Store(StoreError::Busy(_)) => {
            "Nothing was sent: too many people are writing at once. Please try again in a moment."
        }
        VaultError::Store(StoreError::ReadOnly(_)) => {
            "Nothing was sent: this room cannot write anything down. Please tell the people who run it."
        }
        VaultError::Store(StoreError::Full(_)) => {
            "Nothing was sent: the disk of this room is full. Please tell the people who run it."
        }
        VaultError::Store(StoreError::Away(_)) => {
            "Nothing was sent: the place where this room keeps things does not answer. Please try again in a minute."
        }
        VaultError::Store(_) | VaultError::Sealed(_) => {
            "Nothing was sent: something broke on our side. Please try again in a few minutes."
        }
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        if let Self::Vault(error) | Self::Unkept { error, .. } = &self {
            tracing::error!(%error, "the vault could not serve a page");
        }
        let (status, title, text) = self.words();
        let back = self.back().to_owned();
        let page = match self {
            Self::Unkept { action, typed, .. } => render(&Kept {
                title,
                text: &text,
                action,
                typed,
            }),
            _ => render(&Plain {
                title,
                text: &text,
                back: &back,
            }),
        };
        (status, page).into_response()
    }
}

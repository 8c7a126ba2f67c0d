//! Which bot calls, whether it may moderate, and the key that makes a repeated write harmless.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::node::{self, Node};
use crate::web::trouble::Trouble;

/// Most characters of an idempotency key.
const KEY_CHARS: usize = 128;

/// A bot whose token is known, by its name.
pub(super) struct Bot(pub(super) String);

/// A bot whose token is known, with what it may do.
struct Known(node::Bot);

impl FromRequestParts<Node> for Known {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, node: &Node) -> Result<Self, Response> {
        let sent = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|v| v.to_str().ok());
        let token = sent
            .and_then(|v| v.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        token
            .and_then(|(_, token)| node.bot_of(token.trim()))
            .map(Self)
            .ok_or_else(unknown)
    }
}

impl FromRequestParts<Node> for Bot {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, node: &Node) -> Result<Self, Response> {
        let Known(bot) = Known::from_request_parts(parts, node).await?;
        Ok(Self(bot.name))
    }
}

/// A bot that was allowed to moderate, by its name.
pub(super) struct Moderating(pub(super) String);

impl FromRequestParts<Node> for Moderating {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, node: &Node) -> Result<Self, Response> {
        let Known(bot) = Known::from_request_parts(parts, node).await?;
        if bot.moderates {
            Ok(Self(bot.name))
        } else {
            Err(not_allowed().into_response())
        }
    }
}

fn not_allowed() -> Trouble {
    Trouble::new(
        StatusCode::FORBIDDEN,
        "may-not-moderate",
        "This bot may not moderate. The people who run this node can allow it: put the line chat = true under [moderation] in the node's configuration file, and start the node again.",
    )
}

fn unknown() -> Response {
    let trouble = Trouble::new(
        StatusCode::UNAUTHORIZED,
        "token",
        "Please send the bot's token in the header: Authorization: Bearer TOKEN.",
    );
    let mut response = trouble.into_response();
    response
        .headers_mut()
        .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    response
}

/// The `Idempotency-Key` of a write: the same key and body again give the same answer and change
/// nothing.
pub(super) struct Key(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Key {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Trouble> {
        let sent = parts
            .headers
            .get("idempotency-key")
            .and_then(|v| v.to_str().ok())
            .map(str::trim);
        sent.filter(|key| (1..=KEY_CHARS).contains(&key.len())).map(|key| Self(key.to_owned())).ok_or_else(|| {
            Trouble::new(
                StatusCode::BAD_REQUEST,
                "idempotency-key",
                "Please send a header Idempotency-Key of 1 to 128 characters, new for each write and the same when you repeat one.",
            )
        })
    }
}

//! Who is signed in, and whether their role fits what they ask for.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};

use super::trouble::Trouble;
use crate::node::Node;
use crate::staff::{Role, SESSION_SECONDS, Session};

/// The cookie's name; over HTTPS the prefix binds it to this host and this host alone.
fn cookie_name(node: &Node) -> &'static str {
    if is_https(node) {
        "__Host-session"
    } else {
        "session"
    }
}

fn is_https(node: &Node) -> bool {
    node.public_url()
        .is_some_and(|url| url.starts_with("https://"))
}

/// The header that keeps a session in the browser, or (with an empty token) ends it.
pub(super) fn cookie(node: &Node, token: &str) -> String {
    let age = if token.is_empty() { 0 } else { SESSION_SECONDS };
    let secure = if is_https(node) { "; Secure" } else { "" };
    format!(
        "{}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{secure}",
        cookie_name(node)
    )
}

/// The session token that the browser sent.
pub(super) fn token<'h>(node: &Node, headers: &'h HeaderMap) -> Option<&'h str> {
    let cookies = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok());
    let mut pairs = cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs
        .find(|(name, _)| *name == cookie_name(node))
        .map(|(_, token)| token)
}

/// Anybody of the staff.
pub(super) struct Staff(pub(super) Session);

impl FromRequestParts<Node> for Staff {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, node: &Node) -> Result<Self, Trouble> {
        let session = match token(node, &parts.headers) {
            Some(token) => node.session(token).await?,
            None => None,
        };
        session.map(Self).ok_or_else(|| {
            Trouble::new(
                StatusCode::UNAUTHORIZED,
                "sign-in",
                "You are not signed in here, or your time has run out. Please ask the people who run this node for a new sign-in link.",
            )
        })
    }
}

/// Declares an extractor that lets only one role pass, and admins.
macro_rules! only {
    ($(#[$meta:meta])* $name:ident, $role:expr) => {
        $(#[$meta])*
        pub(super) struct $name(pub(super) Session);

        impl FromRequestParts<Node> for $name {
            type Rejection = Trouble;

            async fn from_request_parts(parts: &mut Parts, node: &Node) -> Result<Self, Trouble> {
                let Staff(session) = Staff::from_request_parts(parts, node).await?;
                if session.role.may($role) { Ok(Self(session)) } else { Err(not_for(session.role, $role)) }
            }
        }
    };
}

only! {
    /// Somebody who may decide what leaves.
    Moderator, Role::Moderator
}
only! {
    /// Somebody who may answer for a producer.
    Responder, Role::Responder
}
only! {
    /// Somebody who may change whom this node trusts.
    Admin, Role::Admin
}

fn not_for(has: Role, needed: Role) -> Trouble {
    let detail = format!(
        "You are signed in as {has}, and this is for the role {needed}. Please ask the people who run this node for a link with that role."
    );
    Trouble::new(StatusCode::FORBIDDEN, "role", detail)
}

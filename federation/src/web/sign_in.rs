//! Signing in by a single-use link, and out again.
//!
//! Opening the link must never use it up: mail scanners and chat previews open links too.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::page::{Site, ok, render};
use super::session;
use super::trouble::Trouble;
use crate::node::Node;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    site: Site,
    token: String,
}

#[derive(Template)]
#[template(path = "sign_in_gone.html")]
struct GonePage {
    site: Site,
}

/// One button.
pub(super) async fn page(
    State(node): State<Node>,
    Path(token): Path<String>,
) -> Result<Response, Trouble> {
    ok(&SignInPage {
        site: Site::of(&node, None),
        token,
    })
}

/// Uses up the link and opens a session.
pub(super) async fn sign_in(
    State(node): State<Node>,
    Path(token): Path<String>,
) -> Result<Response, Trouble> {
    match node.redeem(&token).await? {
        Some(opened) => {
            let cookie = [(header::SET_COOKIE, session::cookie(&node, &opened))];
            Ok((cookie, Redirect::to("/console")).into_response())
        }
        None => render(
            StatusCode::GONE,
            &GonePage {
                site: Site::of(&node, None),
            },
        ),
    }
}

/// Ends the session here and in the browser.
pub(super) async fn sign_out(
    State(node): State<Node>,
    headers: HeaderMap,
) -> Result<Response, Trouble> {
    if let Some(token) = session::token(&node, &headers) {
        node.sign_out(token).await?;
    }
    let cookie = [(header::SET_COOKIE, session::cookie(&node, ""))];
    Ok((cookie, Redirect::to("/")).into_response())
}

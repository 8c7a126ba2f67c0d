//! What goes wrong, said twice: as a page to people, as a problem document to programs.
//!
//! Must never show more of a fault inside this node than that there is one.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use hearback_wire::problem::{PROBLEM_TYPE, Problem};

use super::fields::sentence;
use super::page::{Site, render};
use crate::error::NodeError;
use crate::node::Node;

/// A refusal or fault on its way to whoever called.
#[derive(Debug)]
pub(super) struct Trouble(Problem);

impl Trouble {
    /// A trouble of the kind `code`; `detail` is a sentence that says what to do.
    pub(super) fn new(status: StatusCode, code: &str, detail: impl Into<String>) -> Self {
        Self(Problem::new(status.as_u16(), code, title(status), detail))
    }

    /// Nothing stands at this address.
    pub(super) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", detail)
    }

    /// A need that a moderator asks for and that no longer waits.
    pub(super) fn not_at_the_door() -> Self {
        Self::not_found("This need does not wait here. It may have been decided or taken back.")
    }

    /// A page of ours that could not be written.
    pub(super) fn unwritten(error: &askama::Error) -> Self {
        tracing::error!(%error, "a page could not be written");
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Self::new(status, "internal", advice(status))
    }

    /// The status that it is answered with.
    pub(super) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// What went wrong and what to do.
    pub(super) fn detail(&self) -> &str {
        &self.0.detail
    }

    /// A field that does not fit.
    pub(super) fn field(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "field", detail)
    }
}

impl From<NodeError> for Trouble {
    fn from(error: NodeError) -> Self {
        let problem = error.problem();
        if problem.status >= 500 {
            tracing::error!(code = problem.code(), %error, "a request failed");
        }
        Self(problem)
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self.0);
        response
    }
}

/// A status in a few plain words.
fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::BAD_REQUEST => "We could not read that",
        StatusCode::UNAUTHORIZED => "Please sign in",
        StatusCode::FORBIDDEN => "You may not do that",
        StatusCode::NOT_FOUND => "Nothing is here",
        StatusCode::METHOD_NOT_ALLOWED => "That cannot be done here",
        StatusCode::CONFLICT => "Somebody changed or decided this before you",
        StatusCode::GONE => "This can no longer be used",
        StatusCode::PAYLOAD_TOO_LARGE => "That is too long",
        StatusCode::UNPROCESSABLE_ENTITY => "Something is missing or does not fit",
        StatusCode::TOO_MANY_REQUESTS => "Too much at once",
        StatusCode::SERVICE_UNAVAILABLE => "This is not possible just now",
        status if status.is_server_error() => "Something went wrong on our side",
        _ => "That did not work",
    }
}

/// What to do about a status that came with no words of ours.
fn advice(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "Please check the address, or start again from the first page.",
        StatusCode::METHOD_NOT_ALLOWED => "Please go back and use the buttons on the page.",
        StatusCode::PAYLOAD_TOO_LARGE => "Please shorten it and send it again.",
        status if status.is_server_error() => {
            "Nothing was lost. Please try again in a minute; if it happens again, tell the people who run this node."
        }
        _ => "Please go back, check what you sent, and try again.",
    }
}

/// For addresses that no route answers.
pub(super) async fn not_found() -> Trouble {
    Trouble::not_found(advice(StatusCode::NOT_FOUND))
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    site: Site,
    title: &'static str,
    detail: String,
}

/// Gives every failed answer its words, in the form that fits whoever asked. A page of our own that
/// already tells what is wrong (a form with its values kept) passes as it is.
pub(super) async fn dress(State(node): State<Node>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    let status = response.status();
    let told = response.extensions_mut().remove::<Problem>();
    let failed = status.is_client_error() || status.is_server_error();
    if !failed || (told.is_none() && is_page(&response)) {
        return response;
    }
    let problem = told
        .unwrap_or_else(|| Problem::new(status.as_u16(), "http", title(status), advice(status)));
    let dressed = if is_program(&path) {
        as_document(status, &problem)
    } else {
        let site = Site::of(&node, None);
        let page = ErrorPage {
            site,
            title: title(status),
            detail: sentence(&problem.detail),
        };
        render(status, &page).into_response()
    };
    with_headers_of(dressed, &response)
}

fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.and_then(|k| k.to_str().ok())
        .is_some_and(|k| k.starts_with("text/html"))
}

fn is_program(path: &str) -> bool {
    let is_json = std::path::Path::new(path)
        .extension()
        .is_some_and(|e| e == "json");
    is_json
        || path.starts_with("/intake")
        || path.starts_with("/hearback/")
        || path.starts_with("/health/")
}

fn as_document(status: StatusCode, problem: &Problem) -> Response {
    let body = serde_json::to_vec(problem).unwrap_or_default();
    (
        status,
        [(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_TYPE))],
        body,
    )
        .into_response()
}

/// Keeps what the first answer said beside its body, such as how to authenticate.
fn with_headers_of(mut dressed: Response, first: &Response) -> Response {
    let kept = first
        .headers()
        .iter()
        .filter(|(name, _)| *name != header::CONTENT_TYPE && *name != header::CONTENT_LENGTH);
    for (name, value) in kept {
        dressed.headers_mut().insert(name, value.clone());
    }
    dressed
}

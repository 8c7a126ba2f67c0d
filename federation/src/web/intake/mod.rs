//! The intake API: how a bot speaks with its own node. One file per thing a bot can do.
//!
//! Must never take or give who spoke, where, or what they first wrote; the types of
//! [`hearback_wire::intake`] have no field for it.

pub(super) mod body;
mod caller;
mod need;
mod reply;
mod search;
mod updates;

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::{MethodRouter, get, post};

use crate::node::Node;

/// The published description.
const OPENAPI: &str = include_str!("../openapi.json");

/// Every route: method, path under [`hearback_wire::intake::BASE`], handler. A test holds this list
/// and the published description together.
fn routes() -> Vec<(&'static str, &'static str, MethodRouter<Node>)> {
    vec![
        ("post", "/needs", post(need::put)),
        ("get", "/needs", get(search::needs)),
        ("post", "/needs/{ref}/voices", post(need::voice)),
        ("post", "/similar", post(search::similar)),
        ("get", "/who", get(search::who)),
        ("post", "/withdraw", post(need::withdraw)),
        ("post", "/approvals", post(reply::approval)),
        ("post", "/replies", post(reply::reply)),
        ("post", "/verdicts", post(reply::verdict)),
        ("get", "/updates", get(updates::wait)),
        ("post", "/updates/{id}/outcome", post(updates::outcome)),
        ("get", "/openapi.json", get(openapi)),
    ]
}

/// The API's router, to be nested under its base.
pub(super) fn router() -> Router<Node> {
    routes()
        .into_iter()
        .fold(Router::new(), |router, (_, path, handler)| {
            router.route(path, handler)
        })
}

/// `GET /openapi.json`, the one route without a token.
async fn openapi() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], OPENAPI)
}

#[cfg(test)]
mod tests;

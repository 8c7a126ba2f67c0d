//! The intake API: how a bot speaks with its own node. One file per thing a bot can do.
//!
//! Must never take or give who spoke, where, or what they first wrote; the types of
//! [`hearback_wire::intake`] have no field for it.

pub(super) mod body;
mod caller;
mod moderation;
mod need;
mod reply;
mod search;
mod updates;

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::{MethodRouter, get, post};
use hearback_wire::intake::{
    AloneHeld, ApproveHeld, AskHeld, EditHeld, MergeHeld, RefuseHeld, UndoHeld,
};

use crate::node::Node;

/// The published description.
const OPENAPI: &str = include_str!("../openapi.json");

/// A method, a path under [`hearback_wire::intake::BASE`], and who answers there.
type Route = (&'static str, &'static str, MethodRouter<Node>);

/// Every route. A test holds this list and the published description together.
fn routes() -> Vec<Route> {
    let mut routes = for_people();
    routes.extend(for_moderators());
    routes.push(("get", "/openapi.json", get(openapi)));
    routes
}

/// What a bot does for the people who speak with it.
fn for_people() -> Vec<Route> {
    vec![
        ("post", "/needs", post(need::put)),
        ("get", "/needs", get(search::needs)),
        ("get", "/needs/{ref}", get(search::need)),
        ("post", "/needs/{ref}/voices", post(need::voice)),
        ("post", "/similar", post(search::similar)),
        ("get", "/who", get(search::who)),
        ("post", "/withdraw", post(need::withdraw)),
        ("post", "/approvals", post(reply::approval)),
        ("post", "/replies", post(reply::reply)),
        ("post", "/verdicts", post(reply::verdict)),
        ("get", "/updates", get(updates::wait)),
        ("post", "/updates/{id}/outcome", post(updates::outcome)),
    ]
}

/// What a bot does for moderators, if it was allowed to.
fn for_moderators() -> Vec<Route> {
    let approve = post(moderation::decide::<ApproveHeld>);
    let edit = post(moderation::decide::<EditHeld>);
    let ask = post(moderation::decide::<AskHeld>);
    let refuse = post(moderation::decide::<RefuseHeld>);
    let merge = post(moderation::decide::<MergeHeld>);
    let undo = post(moderation::decide::<UndoHeld>);
    let alone = post(moderation::decide::<AloneHeld>);
    vec![
        ("get", "/moderation/needs", get(moderation::queue)),
        ("get", "/moderation/needs/{ref}", get(moderation::held)),
        ("post", "/moderation/needs/{ref}/approve", approve),
        ("post", "/moderation/needs/{ref}/edit", edit),
        ("post", "/moderation/needs/{ref}/ask", ask),
        ("post", "/moderation/needs/{ref}/refuse", refuse),
        ("post", "/moderation/needs/{ref}/merge", merge),
        ("post", "/moderation/needs/{ref}/undo", undo),
        ("post", "/moderation/needs/{ref}/alone", alone),
        ("get", "/moderation/changes", get(moderation::changes)),
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

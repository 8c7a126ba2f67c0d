//! Every address that this node answers, grouped by who calls.
//!
//! Handlers tell the story (read, ask who, decide, redirect) and hold no rules of their own: those
//! live in [`crate::node::Node`]. Must never render words without escaping them.

mod answer;
mod console;
mod fields;
mod guard;
mod health;
mod intake;
mod page;
mod paging;
mod peers;
mod public;
mod session;
mod sign_in;
#[cfg(test)]
mod tests;
mod trouble;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use hearback_wire::{intake::BASE, peering, sync};

use crate::node::Node;

/// Most bytes of a form or an intake body: the largest fields, all full, in four-byte characters.
const FORM_BYTES: usize = 64 * 1024;

/// The whole web side of a node.
pub fn router(node: Node) -> Router {
    let browser = anyone()
        .merge(staff())
        .layer(from_fn_with_state(node.clone(), guard::same_site));
    Router::new()
        .merge(browser)
        .merge(Router::new().nest(BASE, intake::router()))
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .merge(other_nodes())
        .fallback(trouble::not_found)
        .layer(from_fn_with_state(node.clone(), trouble::dress))
        .layer(from_fn(guard::headers))
        .with_state(node)
}

/// What anybody may read.
fn anyone() -> Router<Node> {
    Router::new()
        .route("/", get(public::home::page))
        .route("/needs", get(public::needs::page))
        .route("/needs.json", get(public::needs::json))
        .route("/needs/{reference}", get(public::need::page_or_json))
        .route("/hearback.css", get(public::assets::css))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
}

/// What the staff of this organisation do. Each handler names the role it asks for.
fn staff() -> Router<Node> {
    Router::new()
        .route(
            "/sign-in/{token}",
            get(sign_in::page).post(sign_in::sign_in),
        )
        .route("/sign-out", post(sign_in::sign_out))
        .route("/console", get(console::home::page))
        .merge(moderators())
        .merge(responders())
        .route("/console/peers", get(console::peers::page))
        .route(
            "/console/peers/{node}/confirm",
            post(console::peers::confirm),
        )
        .route("/console/peers/{node}/pause", post(console::peers::pause))
        .layer(from_fn(guard::no_store))
}

fn moderators() -> Router<Node> {
    Router::new()
        .route("/console/queue", get(console::queue::page))
        .route("/console/queue.json", get(console::queue::json))
        .route("/console/queue/{reference}", get(console::queue::held))
        .route(
            "/console/queue/{reference}/undo",
            post(console::decide::undo),
        )
        .route(
            "/console/queue/{reference}/alone",
            post(console::decide::alone),
        )
        .route(
            "/console/queue/{reference}/approve",
            post(console::decide::approve),
        )
        .route(
            "/console/queue/{reference}/edit",
            post(console::decide::edit),
        )
        .route("/console/queue/{reference}/ask", post(console::decide::ask))
        .route(
            "/console/queue/{reference}/refuse",
            post(console::decide::refuse),
        )
        .route(
            "/console/queue/{reference}/merge",
            post(console::decide::merge),
        )
        .route("/console/replies", get(console::replies::page))
        .route("/console/replies.json", get(console::replies::json))
        .route(
            "/console/replies/{id}/approve",
            post(console::replies::approve),
        )
        .route("/console/needs", get(console::need::list))
        .route("/console/needs/{reference}", get(console::need::page))
        .route(
            "/console/needs/{reference}/refer",
            post(console::refer::refer),
        )
        .route(
            "/console/needs/{reference}/link",
            post(console::refer::link),
        )
        .route(
            "/console/needs/{reference}/retract",
            post(console::refer::retract),
        )
        .route("/console/producers.json", get(console::refer::producers))
        .route("/console/audit", get(console::audit::page))
}

fn responders() -> Router<Node> {
    Router::new()
        .route("/console/inbox", get(console::inbox::page))
        .route("/console/inbox.json", get(console::inbox::json))
        .route(
            "/console/referrals/{node}/{rec}",
            get(console::respond::page),
        )
        .route(
            "/console/referrals/respond",
            post(console::respond::respond),
        )
}

/// What other organisations' nodes call.
fn other_nodes() -> Router<Node> {
    Router::new()
        .route(sync::PATH, post(peers::sync))
        .layer(DefaultBodyLimit::max(sync::MAX_BYTES))
        .merge(
            Router::new()
                .route(peering::HELLO_PATH, post(peers::hello))
                .route(peering::NODE_PATH, get(peers::node))
                .layer(DefaultBodyLimit::max(FORM_BYTES)),
        )
}

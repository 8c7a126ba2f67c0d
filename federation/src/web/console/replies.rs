//! Answers to a producer's questions that a moderator must read before they leave.

use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{Redirect, Response};

use crate::node::Node;
use crate::release::Schedule;
use crate::view::HeldReply;
use crate::web::fields::part;
use crate::web::page::{Site, ok};
use crate::web::session::Moderator;
use crate::web::trouble::Trouble;

#[derive(Template)]
#[template(path = "console/replies.html")]
struct RepliesPage {
    site: Site,
    replies: Vec<HeldReply>,
    /// Whether answers leave at a moment of their own.
    waits: bool,
}

/// `GET /console/replies`.
pub(in crate::web) async fn page(
    State(node): State<Node>,
    Moderator(session): Moderator,
) -> Result<Response, Trouble> {
    ok(&RepliesPage {
        replies: node.held_replies().await?,
        waits: node.0.settings.release != Schedule::AtOnce,
        site: Site::of(&node, Some(session)),
    })
}

/// `GET /console/replies.json`.
pub(in crate::web) async fn json(
    State(node): State<Node>,
    _: Moderator,
) -> Result<Json<Vec<HeldReply>>, Trouble> {
    Ok(Json(node.held_replies().await?))
}

/// Lets a reply go to the producer.
pub(in crate::web) async fn approve(
    State(node): State<Node>,
    _: Moderator,
    Path(id): Path<String>,
) -> Result<Redirect, Trouble> {
    node.approve_reply(part(&id)?).await?;
    Ok(Redirect::to("/console/replies"))
}

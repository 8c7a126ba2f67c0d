//! What the node asks a bot to bring to threads, and what became of it.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use hearback_wire::intake::{PutOutcome, Updates};
use serde::Deserialize;

use super::body::Told;
use super::caller::Bot;
use crate::node::Node;
use crate::web::fields::part;
use crate::web::trouble::Trouble;

/// From where, and how long to wait.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct After {
    pub(super) after: u64,
    pub(super) wait: u64,
}

/// `GET /updates?after=&wait=`.
pub(super) async fn wait(
    State(node): State<Node>,
    Bot(bot): Bot,
    Query(After { after, wait }): Query<After>,
) -> Result<Json<Updates>, Trouble> {
    Ok(Json(node.updates(&bot, after, wait).await?))
}

/// `POST /updates/{id}/outcome`. The id itself makes a repeat harmless.
pub(super) async fn outcome(
    State(node): State<Node>,
    Bot(bot): Bot,
    Path(id): Path<String>,
    Told(outcome): Told<PutOutcome>,
) -> Result<StatusCode, Trouble> {
    node.outcome(&bot, part(&id)?, outcome).await?;
    Ok(StatusCode::NO_CONTENT)
}

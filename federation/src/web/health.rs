//! What a supervisor or load balancer asks.

use axum::extract::State;

use super::trouble::Trouble;
use crate::node::Node;

/// The program runs.
pub(super) async fn live() -> &'static str {
    "live\n"
}

/// The database answers.
pub(super) async fn ready(State(node): State<Node>) -> Result<&'static str, Trouble> {
    node.ready().await?;
    Ok("ready\n")
}

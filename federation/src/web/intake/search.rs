//! Looking before asking: what is there already, what is alike, who answers for it.

use axum::Json;
use axum::extract::{Path, Query, State};
use hearback_wire::intake::{FindSimilar, NeedSummary, Similar, Who};
use serde::Deserialize;

use super::body::Told;
use super::caller::Bot;
use crate::node::Node;
use crate::web::fields::reference;
use crate::web::trouble::Trouble;

/// `GET /needs`.
pub(super) async fn needs(
    State(node): State<Node>,
    _: Bot,
) -> Result<Json<Vec<NeedSummary>>, Trouble> {
    Ok(Json(node.summaries().await?))
}

/// `GET /needs/{ref}`.
pub(super) async fn need(
    State(node): State<Node>,
    _: Bot,
    Path(text): Path<String>,
) -> Result<Json<NeedSummary>, Trouble> {
    let found = node.summary(reference(&text)?).await?;
    found.map(Json).ok_or_else(|| {
        Trouble::not_found(
            "No need with this reference is public: it has not left yet, or it was taken back.",
        )
    })
}

/// `POST /similar`.
pub(super) async fn similar(
    State(node): State<Node>,
    _: Bot,
    Told(find): Told<FindSimilar>,
) -> Result<Json<Vec<Similar>>, Trouble> {
    if !(1..=10).contains(&find.top) {
        return Err(Trouble::field("top: please ask for 1 to 10."));
    }
    Ok(Json(node.similar(&find).await?))
}

/// What to look for.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    q: String,
}

/// `GET /who?q=`.
pub(super) async fn who(
    State(node): State<Node>,
    _: Bot,
    Query(asked): Query<Asked>,
) -> Result<Json<Vec<Who>>, Trouble> {
    Ok(Json(node.who(&asked.q).await?))
}

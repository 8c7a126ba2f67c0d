//! Moderation by a bot that was allowed to: what waits, what is decided, what changed.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use hearback_wire::intake::{Changes, Held};
use serde::de::DeserializeOwned;

use super::body::Told;
use super::caller::{Key, Moderating};
use super::updates::After;
use crate::intake::Once;
use crate::moderate::{Decision, Desk};
use crate::node::Node;
use crate::web::fields::reference;
use crate::web::trouble::Trouble;

/// `GET /moderation/needs`.
pub(super) async fn queue(
    State(node): State<Node>,
    _: Moderating,
) -> Result<Json<Vec<Held>>, Trouble> {
    Ok(Json(node.queue().await?))
}

/// `GET /moderation/needs/{ref}`.
pub(super) async fn held(
    State(node): State<Node>,
    _: Moderating,
    Path(text): Path<String>,
) -> Result<Json<Held>, Trouble> {
    let held = node.held(reference(&text)?).await?;
    held.map(Json).ok_or_else(Trouble::not_at_the_door)
}

/// `POST /moderation/needs/{ref}/approve`, `edit`, `ask`, `refuse`, `merge`, `undo` and `alone`: the
/// body says which.
pub(super) async fn decide<T: Into<Decision> + DeserializeOwned>(
    State(node): State<Node>,
    Moderating(bot): Moderating,
    Key(key): Key,
    Path(text): Path<String>,
    Told(put): Told<T>,
) -> Result<StatusCode, Trouble> {
    let once = Once {
        bot: &bot,
        token: &key,
    };
    node.moderate(reference(&text)?, put, Desk::Chat(once))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /moderation/changes?after=&wait=`.
pub(super) async fn changes(
    State(node): State<Node>,
    _: Moderating,
    Query(After { after, wait }): Query<After>,
) -> Result<Json<Changes>, Trouble> {
    Ok(Json(node.changes(after, wait).await?))
}

//! Sending a need to a producer, saying that two needs are alike, and taking one back.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{Redirect, Response};
use hearback_wire::id::NodeId;
use serde::Serialize;

use super::kept::Sent;
use crate::node::Node;
use crate::web::fields::{Fields, reference};
use crate::web::session::Moderator;
use crate::web::trouble::Trouble;

/// A producer that a need can be sent to.
#[derive(Serialize)]
pub(in crate::web) struct Producer {
    node: NodeId,
    name: String,
}

/// `GET /console/producers.json`.
pub(in crate::web) async fn producers(
    State(node): State<Node>,
    _: Moderator,
) -> Result<Json<Vec<Producer>>, Trouble> {
    let rows = node.producers().await?;
    Ok(Json(
        rows.into_iter()
            .map(|row| Producer {
                node: row.node,
                name: row.name,
            })
            .collect(),
    ))
}

/// `POST /console/needs/{ref}/refer`.
pub(in crate::web) async fn refer(
    State(node): State<Node>,
    _: Moderator,
    Path(text): Path<String>,
    fields: Fields,
) -> Result<Redirect, Trouble> {
    let need = reference(&text)?;
    let producer = fields.read("producer", "The producer")?;
    let role = fields.read("role", "Its part")?;
    node.refer(
        need,
        producer,
        role,
        fields.read_if_any("because", "Why it is theirs")?,
    )
    .await?;
    Ok(Redirect::to(&format!("/console/needs/{need}")))
}

/// `POST /console/needs/{ref}/link`.
pub(in crate::web) async fn link(
    State(node): State<Node>,
    _: Moderator,
    Path(text): Path<String>,
    fields: Fields,
) -> Result<Redirect, Trouble> {
    let need = reference(&text)?;
    node.link(
        need,
        fields.read("other", "The other need")?,
        fields.read("relation", "How they are alike")?,
    )
    .await?;
    Ok(Redirect::to(&format!("/console/needs/{need}")))
}

/// `POST /console/needs/{ref}/retract`.
pub(in crate::web) async fn retract(
    State(node): State<Node>,
    Moderator(session): Moderator,
    Path(text): Path<String>,
    fields: Fields,
) -> Result<Response, Trouble> {
    let need = reference(&text)?;
    let words = fields.read("words", "Your words to the person")?;
    let sent = Sent {
        node: &node,
        session,
        to: format!("/console/needs/{need}/retract"),
        fields: &fields,
    };
    let done = node.retract(need, words).await;
    sent.lead(done, &format!("/console/needs/{need}"))
}

//! What other organisations' nodes call: the one verb, the first meeting, and who this is.
//!
//! Bodies pass as the bytes that came: a signature covers exactly those.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use hearback_wire::dsse::Envelope;
use hearback_wire::peering::{Hello, HelloReply};
use hearback_wire::sync::SIGNATURE_HEADER;

use super::intake::body::Told;
use super::trouble::Trouble;
use crate::node::Node;

/// `POST /hearback/v1/sync`.
pub(super) async fn sync(
    State(node): State<Node>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Trouble> {
    let signature = headers.get(SIGNATURE_HEADER).and_then(|v| v.to_str().ok());
    let (signed, reply) = node.sync_request(signature, body).await?;
    let head = [
        (header::CONTENT_TYPE.as_str(), "application/json".to_owned()),
        (SIGNATURE_HEADER, signed),
    ];
    Ok((head, reply).into_response())
}

/// `POST /hearback/v1/hello`.
pub(super) async fn hello(
    State(node): State<Node>,
    Told(hello): Told<Hello>,
) -> Result<Json<HelloReply>, Trouble> {
    Ok(Json(node.hello(hello).await?))
}

/// `GET /hearback/v1/node`.
pub(super) async fn node(State(node): State<Node>) -> Result<Json<Envelope>, Trouble> {
    Ok(Json(node.descriptor().await?))
}

//! Needs at the door, for moderators to read.

use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use hearback_wire::day::Day;
use hearback_wire::id::Hash;
use hearback_wire::intake::{Held, Leaves, Refusal, Unmet};
use hearback_wire::reference::NeedRef;
use hearback_wire::status::Status;
use hearback_wire::vocabulary::Waived;
use serde::Serialize;

use crate::node::Node;
use crate::web::fields::reference;
use crate::web::page::{Site, ok};
use crate::web::session::Moderator;
use crate::web::trouble::Trouble;

#[derive(Template)]
#[template(path = "console/queue.html")]
struct QueuePage {
    site: Site,
    queue: Vec<Held>,
}

#[derive(Template)]
#[template(path = "console/held.html")]
struct HeldPage {
    site: Site,
    held: Held,
}

/// One held need as a program reads it.
#[derive(Serialize)]
pub(in crate::web) struct QueueRow {
    #[serde(rename = "ref")]
    reference: NeedRef,
    hash: Hash,
    statement: String,
    #[serde(rename = "use")]
    use_: Option<String>,
    status: Status,
    appealed: bool,
    read_by: Day,
    leaves: Option<Leaves>,
    unmet: Vec<Unmet>,
    second: Vec<String>,
    public: Vec<String>,
    first: bool,
}

impl From<Held> for QueueRow {
    fn from(held: Held) -> Self {
        Self {
            reference: held.reference,
            hash: held.hash,
            statement: held.content.statement.to_string(),
            use_: held.content.use_.map(|u| u.to_string()),
            status: held.status,
            appealed: held.appealed,
            read_by: held.read_by,
            leaves: held.leaves,
            unmet: held.unmet,
            second: held.second,
            public: held.public,
            first: held.first,
        }
    }
}

/// `GET /console/queue`.
pub(in crate::web) async fn page(
    State(node): State<Node>,
    Moderator(session): Moderator,
) -> Result<Response, Trouble> {
    ok(&QueuePage {
        queue: node.queue().await?,
        site: Site::of(&node, Some(session)),
    })
}

/// `GET /console/queue.json`.
pub(in crate::web) async fn json(
    State(node): State<Node>,
    _: Moderator,
) -> Result<Json<Vec<QueueRow>>, Trouble> {
    let queue = node.queue().await?;
    Ok(Json(queue.into_iter().map(QueueRow::from).collect()))
}

/// `GET /console/queue/{ref}`.
pub(in crate::web) async fn held(
    State(node): State<Node>,
    Moderator(session): Moderator,
    Path(text): Path<String>,
) -> Result<Response, Trouble> {
    let held = find(&node, reference(&text)?).await?;
    ok(&HeldPage {
        site: Site::of(&node, Some(session)),
        held,
    })
}

/// A need that is held at the door, or a sentence that it is not.
pub(super) async fn find(node: &Node, reference: NeedRef) -> Result<Held, Trouble> {
    let held = node.held(reference).await?;
    held.ok_or_else(Trouble::not_at_the_door)
}

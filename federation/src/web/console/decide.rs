//! What a moderator decides about a held need. Each decision names the hash of the words it is
//! about, so that nobody decides about words they have not read.

use axum::extract::{Path, State};
use axum::response::{Redirect, Response};
use hearback_wire::content::Content;
use hearback_wire::text::Words;

use super::kept::Sent;
use super::queue;
use crate::node::Node;
use crate::staff::Session;
use crate::web::fields::{Fields, reference};
use crate::web::session::Moderator;
use crate::web::trouble::Trouble;

/// After every decision: what waits next.
const NEXT: &str = "/console/queue";

/// Lets these exact words leave.
pub(in crate::web) async fn approve(
    State(node): State<Node>,
    _: Moderator,
    Path(text): Path<String>,
    fields: Fields,
) -> Result<Redirect, Trouble> {
    node.approve(
        reference(&text)?,
        fields.read("hash", "The words you read")?,
    )
    .await?;
    Ok(Redirect::to(NEXT))
}

/// Proposes other words to the person who asked.
pub(in crate::web) async fn edit(
    State(node): State<Node>,
    Moderator(session): Moderator,
    Path(text): Path<String>,
    fields: Fields,
) -> Result<Response, Trouble> {
    let held = queue::find(&node, reference(&text)?).await?;
    let content = Content {
        statement: fields.read("statement", "What is needed")?,
        use_: fields.read_if_any("use", "What it would help with")?,
        ..held.content
    };
    let hash = fields.read("hash", "The words you read")?;
    let why: Words = fields.read("words", "Why you changed it")?;
    let done = node.edit(held.reference, hash, content, why).await;
    sent(&node, session, &text, "edit", &fields).lead(done, NEXT)
}

/// Asks the person who asked.
pub(in crate::web) async fn ask(
    State(node): State<Node>,
    Moderator(session): Moderator,
    Path(text): Path<String>,
    fields: Fields,
) -> Result<Response, Trouble> {
    let hash = fields.read("hash", "The words you read")?;
    let words = fields.read("words", "Your question")?;
    let done = node.ask(reference(&text)?, hash, words).await;
    sent(&node, session, &text, "ask", &fields).lead(done, NEXT)
}

/// Does not let it leave, and says why.
pub(in crate::web) async fn refuse(
    State(node): State<Node>,
    Moderator(session): Moderator,
    Path(text): Path<String>,
    fields: Fields,
) -> Result<Response, Trouble> {
    let hash = fields.read("hash", "The words you read")?;
    let reason = fields.read("reason", "The reason")?;
    let words = fields.read("words", "Your words to the person")?;
    let done = node.refuse(reference(&text)?, hash, reason, words).await;
    sent(&node, session, &text, "refuse", &fields).lead(done, NEXT)
}

fn sent<'a>(
    node: &'a Node,
    session: Session,
    reference: &str,
    form: &str,
    fields: &'a Fields,
) -> Sent<'a> {
    Sent {
        node,
        session,
        to: format!("/console/queue/{reference}/{form}"),
        fields,
    }
}

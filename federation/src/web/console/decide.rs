//! What a moderator decides about a held need. Each decision names the hash of the words it is
//! about, so that nobody decides about words they have not read.

use axum::extract::{Path, State};
use axum::response::Redirect;
use hearback_wire::content::Content;
use hearback_wire::id::Hash;
use hearback_wire::intake::{ApproveHeld, AskHeld, EditHeld, RefuseHeld};

use super::queue;
use crate::moderate::{Decision, Desk};
use crate::node::Node;
use crate::web::fields::{Fields, reference};
use crate::web::session::Moderator;
use crate::web::trouble::Trouble;

/// Lets these exact words leave.
pub(in crate::web) async fn approve(
    State(node): State<Node>,
    _: Moderator,
    Path(text): Path<String>,
    fields: Fields,
) -> Result<Redirect, Trouble> {
    let hash = seen(&fields)?;
    decide(&node, &text, ApproveHeld { hash }).await
}

/// Proposes other words to the person who asked.
pub(in crate::web) async fn edit(
    State(node): State<Node>,
    _: Moderator,
    Path(text): Path<String>,
    fields: Fields,
) -> Result<Redirect, Trouble> {
    let held = queue::find(&node, reference(&text)?).await?;
    let content = Content {
        statement: fields.read("statement", "What is needed")?,
        use_: fields.read_if_any("use", "What it would help with")?,
        ..held.content
    };
    let edit = EditHeld {
        hash: seen(&fields)?,
        content,
        words: fields.read("words", "Why you changed it")?,
    };
    decide(&node, &text, edit).await
}

/// Asks the person who asked.
pub(in crate::web) async fn ask(
    State(node): State<Node>,
    _: Moderator,
    Path(text): Path<String>,
    fields: Fields,
) -> Result<Redirect, Trouble> {
    let ask = AskHeld {
        hash: seen(&fields)?,
        words: fields.read("words", "Your question")?,
    };
    decide(&node, &text, ask).await
}

/// Does not let it leave, and says why.
pub(in crate::web) async fn refuse(
    State(node): State<Node>,
    _: Moderator,
    Path(text): Path<String>,
    fields: Fields,
) -> Result<Redirect, Trouble> {
    let refuse = RefuseHeld {
        hash: seen(&fields)?,
        reason: fields.read("reason", "The reason")?,
        words: fields.read("words", "Your words to the person")?,
    };
    decide(&node, &text, refuse).await
}

/// The words that the moderator had before them.
fn seen(fields: &Fields) -> Result<Hash, Trouble> {
    fields.read("hash", "The words you read")
}

/// Carries a decision out, and shows what waits next.
async fn decide(
    node: &Node,
    text: &str,
    decision: impl Into<Decision>,
) -> Result<Redirect, Trouble> {
    node.moderate(reference(text)?, decision, Desk::Console)
        .await?;
    Ok(Redirect::to("/console/queue"))
}

//! What a moderator decides about a held need. Each decision names the hash of the words it is
//! about, so that nobody decides about words they have not read.

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use axum::response::{Redirect, Response};
use hearback_wire::content::Content;
use hearback_wire::id::Hash;
use hearback_wire::intake::{
    AloneHeld, ApproveHeld, AskHeld, EditHeld, MergeHeld, RefuseHeld, UndoHeld, Waives,
};
use hearback_wire::reference::NeedRef;
use hearback_wire::vocabulary::Waived;

use super::kept::Sent;
use super::queue;
use crate::gate::name_hash;
use crate::moderate::{Decision, Desk};
use crate::node::Node;
use crate::staff::Session;
use crate::web::fields::{Fields, part, reference};
use crate::web::session::Moderator;
use crate::web::trouble::Trouble;

/// After every decision: what waits next.
const NEXT: &str = "/console/queue";

/// Lets these exact words leave.
pub(in crate::web) async fn approve(
    State(node): State<Node>,
    Moderator(session): Moderator,
    Path(text): Path<String>,
    fields: Fields,
) -> Result<Redirect, Trouble> {
    let audience = fields.read_if_any("audience", "Who may read it")?;
    let approve = ApproveHeld {
        waives: waives(&fields)?,
        audience: audience.unwrap_or_default(),
        ..ApproveHeld::of(seen(&fields)?)
    };
    let desk = Desk::Console(&session.name);
    node.moderate(reference(&text)?, approve, desk).await?;
    Ok(Redirect::to(NEXT))
}

/// Takes back that these words may leave.
pub(in crate::web) async fn undo(
    State(node): State<Node>,
    Moderator(session): Moderator,
    Path(text): Path<String>,
    fields: Fields,
) -> Result<Redirect, Trouble> {
    let hash = seen(&fields)?;
    let reference = reference(&text)?;
    node.moderate(reference, UndoHeld { hash }, Desk::Console(&session.name))
        .await?;
    Ok(Redirect::to(&format!("/console/queue/{reference}")))
}

/// Lets words that waited as long as they may leave among fewer.
pub(in crate::web) async fn alone(
    State(node): State<Node>,
    Moderator(session): Moderator,
    Path(text): Path<String>,
    fields: Fields,
) -> Result<Redirect, Trouble> {
    let hash = seen(&fields)?;
    node.moderate(
        reference(&text)?,
        AloneHeld { hash },
        Desk::Console(&session.name),
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
    let edit = EditHeld {
        hash: seen(&fields)?,
        content,
        words: fields.read("words", "Why you changed it")?,
        waives: waives(&fields)?,
        moderator: None,
    };
    with_words(&node, session, (held.reference, "edit"), &fields, edit).await
}

/// Asks the person who asked.
pub(in crate::web) async fn ask(
    State(node): State<Node>,
    Moderator(session): Moderator,
    Path(text): Path<String>,
    fields: Fields,
) -> Result<Response, Trouble> {
    let reference = reference(&text)?;
    let ask = AskHeld {
        hash: seen(&fields)?,
        words: fields.read("words", "Your question")?,
    };
    with_words(&node, session, (reference, "ask"), &fields, ask).await
}

/// Does not let it leave, and says why.
pub(in crate::web) async fn refuse(
    State(node): State<Node>,
    Moderator(session): Moderator,
    Path(text): Path<String>,
    fields: Fields,
) -> Result<Response, Trouble> {
    let reference = reference(&text)?;
    let refuse = RefuseHeld {
        hash: seen(&fields)?,
        reason: fields.read("reason", "The reason")?,
        words: fields.read("words", "Your words to the person")?,
    };
    with_words(&node, session, (reference, "refuse"), &fields, refuse).await
}

/// Joins it with a need that has left, and says why.
pub(in crate::web) async fn merge(
    State(node): State<Node>,
    Moderator(session): Moderator,
    Path(text): Path<String>,
    fields: Fields,
) -> Result<Response, Trouble> {
    let reference = reference(&text)?;
    let merge = MergeHeld {
        hash: seen(&fields)?,
        into: fields.read("into", "The reference of the other need")?,
        words: fields.read("words", "Your words to the person")?,
    };
    with_words(&node, session, (reference, "merge"), &fields, merge).await
}

/// The words that the moderator had before them.
fn seen(fields: &Fields) -> Result<Hash, Trouble> {
    fields.read("hash", "The words you read")
}

/// What the moderator answered for: rules and words that were ticked, and names that were typed.
fn waives(fields: &Fields) -> Result<Waives, Trouble> {
    let ticked = fields.each("answer_rule").into_iter();
    let rules: BTreeSet<Waived> = ticked.map(part).collect::<Result<_, _>>()?;
    let shown = fields.each("answer_name").into_iter();
    let mut names: BTreeSet<Hash> = shown.map(part).collect::<Result<_, _>>()?;
    names.extend(fields.each("names").into_iter().map(name_hash));
    Ok(Waives { rules, names })
}

/// Carries out a decision that words were typed for. They are given back if the database does not take
/// it.
async fn with_words(
    node: &Node,
    session: Session,
    (reference, form): (NeedRef, &str),
    fields: &Fields,
    decision: impl Into<Decision>,
) -> Result<Response, Trouble> {
    let desk = Desk::Console(&session.name);
    let done = node.moderate(reference, decision, desk).await;
    let sent = Sent {
        node,
        session,
        to: format!("/console/queue/{reference}/{form}"),
        fields,
    };
    sent.lead(done, NEXT)
}

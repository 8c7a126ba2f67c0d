//! What people say back: to an edit, to a question, and to an answer.

use axum::extract::State;
use axum::http::StatusCode;
use hearback_wire::intake::{Approve, PutReply, PutVerdict};

use super::body::Told;
use super::caller::{Bot, Key};
use crate::node::Node;
use crate::web::trouble::Trouble;

/// `POST /approvals`.
pub(super) async fn approval(
    State(node): State<Node>,
    Bot(bot): Bot,
    Key(key): Key,
    Told(approve): Told<Approve>,
) -> Result<StatusCode, Trouble> {
    node.answer_edit(&bot, approve, &key).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /replies`.
pub(super) async fn reply(
    State(node): State<Node>,
    Bot(bot): Bot,
    Key(key): Key,
    Told(reply): Told<PutReply>,
) -> Result<StatusCode, Trouble> {
    node.put_reply(&bot, reply, &key).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /verdicts`.
pub(super) async fn verdict(
    State(node): State<Node>,
    Bot(bot): Bot,
    Key(key): Key,
    Told(verdict): Told<PutVerdict>,
) -> Result<StatusCode, Trouble> {
    node.put_verdict(&bot, verdict, &key).await?;
    Ok(StatusCode::NO_CONTENT)
}

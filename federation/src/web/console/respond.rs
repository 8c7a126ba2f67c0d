//! Answering a referral in three steps: choose what you answer, fill it in, see it as the people
//! who asked will see it. Nothing is sent before the last.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use hearback_wire::id::{Hash, RecordKey};
use hearback_wire::intake::Unmet;
use hearback_wire::reason::ReasonCode;
use hearback_wire::reference::NeedRef;
use hearback_wire::vocabulary::{Confidence, Priority};
use serde::Deserialize;

use super::answer_form::{Reply, Wrong, parse};
use super::choice::Choice;
use super::kept::Sent;
use crate::error::NodeError;
use crate::node::Node;
use crate::staff::Session;
use crate::view::{NeedView, PeerRow, ReferralView};
use crate::web::answer::Shown;
use crate::web::fields::{Fields, part, sentence};
use crate::web::page::{Site, ok, render};
use crate::web::session::Responder;
use crate::web::trouble::Trouble;

/// Fields that steer the steps and are not part of the reply.
const STEERING: &[&str] = &["preview", "change", "answer_name"];

#[derive(Template)]
#[template(path = "console/respond.html")]
struct RespondPage {
    site: Site,
    need: NeedView,
    referral: ReferralView,
    choices: Vec<Choice>,
    chosen: Option<Choice>,
    fields: Fields,
    wrong: Vec<Wrong>,
    producers: Vec<PeerRow>,
}

impl RespondPage {
    fn is_chosen(&self, code: &str) -> bool {
        self.chosen.is_some_and(|c| c.code() == code)
    }

    fn shows(&self, field: &str) -> bool {
        self.chosen.is_some_and(|c| c.fields().contains(&field))
    }

    fn has_reason(&self, code: &str) -> bool {
        self.fields.each("reasons").contains(&code)
    }

    fn wrong_with(&self, field: &str) -> Option<&str> {
        self.wrong
            .iter()
            .find(|w| w.field == field)
            .map(|w| w.message.as_str())
    }
}

#[derive(Template)]
#[template(path = "console/preview.html")]
struct PreviewPage {
    site: Site,
    need: NeedView,
    producer: String,
    label: &'static str,
    answer: Shown,
    reply: Reply,
    kept: Vec<(String, String)>,
    /// Words that the responder answers for by sending.
    unlisted: Vec<Unmet>,
}

/// What was chosen in the first step.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Step {
    status: String,
}

/// `GET /console/referrals/{node}/{rec}?status=`.
pub(in crate::web) async fn page(
    State(node): State<Node>,
    Responder(session): Responder,
    Path((author, rec)): Path<(String, String)>,
    Query(step): Query<Step>,
) -> Result<Response, Trouble> {
    let key = part(&format!("{author}/{rec}"))?;
    let page = form(&node, session, &key, &step.status, Fields::default()).await?;
    ok(&page)
}

/// `POST /console/referrals/respond`: with `preview=yes` shows it first, with `change=yes` goes back
/// to the form.
pub(in crate::web) async fn respond(
    State(node): State<Node>,
    Responder(session): Responder,
    fields: Fields,
) -> Result<Response, Trouble> {
    let key: RecordKey = fields.read("referral", "The referral")?;
    if fields.get("change") == "yes" {
        let status = fields.get("status").to_owned();
        return ok(&form(&node, session, &key, &status, fields).await?);
    }
    match parse(&fields, merged_into(&node, &fields).await?) {
        Err(wrong) => try_again(&node, session, &key, fields, wrong).await,
        Ok(reply) if fields.get("preview") == "yes" => {
            preview(&node, session, &key, &fields, reply).await
        }
        Ok(reply) => send(&node, session, key, fields, reply).await,
    }
}

async fn send(
    node: &Node,
    session: Session,
    key: RecordKey,
    fields: Fields,
    reply: Reply,
) -> Result<Response, Trouble> {
    let shown = fields.each("answer_name").into_iter();
    let names: BTreeSet<Hash> = shown.map(part).collect::<Result<_, _>>()?;
    let (answer, question) = (reply.answer, reply.question);
    match node
        .respond(key.clone(), answer, question, reply.lang, &names)
        .await
    {
        // Words that point to somebody, or a status that changed meanwhile: the page keeps the values.
        Err(NodeError::Invalid(why)) => {
            let wrong = vec![Wrong {
                field: "words",
                message: sentence(&why),
            }];
            try_again(node, session, &key, fields, wrong).await
        }
        done => Sent {
            node,
            session,
            to: "/console/referrals/respond".to_owned(),
            fields: &fields,
        }
        .lead(done, "/console/inbox"),
    }
}

async fn try_again(
    node: &Node,
    session: Session,
    key: &RecordKey,
    fields: Fields,
    wrong: Vec<Wrong>,
) -> Result<Response, Trouble> {
    let status = fields.get("status").to_owned();
    let page = RespondPage {
        wrong,
        ..form(node, session, key, &status, fields).await?
    };
    render(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn preview(
    node: &Node,
    session: Session,
    key: &RecordKey,
    fields: &Fields,
    reply: Reply,
) -> Result<Response, Trouble> {
    let (need, _) = find(node, key).await?;
    let unlisted = node.unlisted_in(&reply.answer, reply.question.as_ref());
    ok(&PreviewPage {
        unlisted,
        site: Site::of(node, Some(session)),
        need,
        producer: node.name().to_owned(),
        label: reply.answer.status().label(),
        answer: Shown::of(&reply.answer),
        reply,
        kept: fields.without(STEERING),
    })
}

async fn form(
    node: &Node,
    session: Session,
    key: &RecordKey,
    status: &str,
    fields: Fields,
) -> Result<RespondPage, Trouble> {
    let (need, referral) = find(node, key).await?;
    let choices = match need.content {
        Some(_) => Choice::allowed(&referral, node.id()),
        None => Vec::new(),
    };
    let chosen = status
        .parse()
        .ok()
        .filter(|choice| choices.contains(choice));
    let mut producers = node.producers().await?;
    producers.retain(|p| p.node != *node.id());
    let site = Site::of(node, Some(session));
    Ok(RespondPage {
        site,
        need,
        referral,
        choices,
        chosen,
        fields,
        wrong: Vec::new(),
        producers,
    })
}

/// The referral in this node's inbox.
async fn find(node: &Node, key: &RecordKey) -> Result<(NeedView, ReferralView), Trouble> {
    node.in_inbox(key).await?.ok_or_else(|| {
        Trouble::not_found("This need is not with you. It may have been taken back or passed on.")
    })
}

/// The record of the need that the field `into` names.
async fn merged_into(node: &Node, fields: &Fields) -> Result<Option<RecordKey>, Trouble> {
    match fields.get("into").parse::<NeedRef>() {
        Ok(reference) => Ok(node.need(reference).await?.map(|need| need.key)),
        Err(_) => Ok(None),
    }
}

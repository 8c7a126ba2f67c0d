//! Referrals that this producer holds, or is offered by another.

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use hearback_wire::id::{NodeId, RecordKey};
use hearback_wire::reference::NeedRef;
use hearback_wire::status::Status;
use serde::Serialize;

use crate::node::Node;
use crate::view::{NeedView, ReferralView};
use crate::web::page::{Site, ok};
use crate::web::session::Responder;
use crate::web::trouble::Trouble;

#[derive(Template)]
#[template(path = "console/inbox.html")]
struct InboxPage {
    site: Site,
    own: NodeId,
    inbox: Vec<(NeedView, ReferralView)>,
}

impl InboxPage {
    fn is_offered(&self, referral: &ReferralView) -> bool {
        referral.offered_to.as_ref() == Some(&self.own)
    }
}

/// One referral as a program reads it.
#[derive(Serialize)]
pub(in crate::web) struct InboxRow {
    referral: RecordKey,
    #[serde(rename = "ref")]
    reference: NeedRef,
    status: Status,
    statement: Option<String>,
    offered: bool,
}

/// `GET /console/inbox`: what is overdue first, then what is due soonest.
pub(in crate::web) async fn page(
    State(node): State<Node>,
    Responder(session): Responder,
) -> Result<Response, Trouble> {
    let mut inbox = node.inbox().await?;
    inbox.sort_by_key(|(_, referral)| (!referral.overdue, referral.due));
    ok(&InboxPage {
        own: node.id().clone(),
        inbox,
        site: Site::of(&node, Some(session)),
    })
}

/// `GET /console/inbox.json`.
pub(in crate::web) async fn json(
    State(node): State<Node>,
    _: Responder,
) -> Result<Json<Vec<InboxRow>>, Trouble> {
    let inbox = node.inbox().await?;
    Ok(Json(
        inbox
            .into_iter()
            .map(|(need, referral)| row(node.id(), need, referral))
            .collect(),
    ))
}

fn row(own: &NodeId, need: NeedView, referral: ReferralView) -> InboxRow {
    InboxRow {
        offered: referral.offered_to.as_ref() == Some(own),
        referral: referral.key,
        reference: need.reference,
        status: match need.content {
            Some(_) => referral.status,
            None => need.status,
        },
        statement: need.content.map(|c| c.statement.to_string()),
    }
}

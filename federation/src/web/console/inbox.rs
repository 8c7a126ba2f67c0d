//! Referrals that this producer holds, or is offered by another.

use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::Response;
use hearback_wire::id::NodeId;

use crate::node::Node;
use crate::view::{NeedView, ReferralView};
use crate::web::page::{Site, ok};
use crate::web::paging::{At, Pages};
use crate::web::session::Responder;
use crate::web::trouble::Trouble;

/// How many referrals one page shows.
const PER_PAGE: usize = 50;
/// How many referrals one JSON answer holds.
const PER_JSON: usize = 1000;

#[derive(Template)]
#[template(path = "console/inbox.html")]
struct InboxPage {
    site: Site,
    own: NodeId,
    inbox: Vec<(NeedView, ReferralView)>,
    pages: Pages,
}

impl InboxPage {
    fn is_offered(&self, referral: &ReferralView) -> bool {
        referral.offered_to.as_ref() == Some(&self.own)
    }
}

/// `GET /console/inbox`: what awaits a reply first, the oldest first.
pub(in crate::web) async fn page(
    State(node): State<Node>,
    Responder(session): Responder,
    Query(at): Query<At>,
) -> Result<Response, Trouble> {
    let listed = node.inbox(at.part(PER_PAGE)).await?;
    ok(&InboxPage {
        own: node.id().clone(),
        pages: at.pages("/console/inbox", listed.more),
        inbox: listed.rows,
        site: Site::of(&node, Some(session)),
    })
}

/// `GET /console/inbox.json`: [`PER_JSON`] at once; a `Link` header names the next ones.
pub(in crate::web) async fn json(
    State(node): State<Node>,
    _: Responder,
    Query(at): Query<At>,
) -> Result<Response, Trouble> {
    let listed = node.inbox_list(at.part(PER_JSON)).await?;
    let pages = at.pages("/console/inbox.json", listed.more);
    Ok(pages.name_next(Json(listed.rows)))
}

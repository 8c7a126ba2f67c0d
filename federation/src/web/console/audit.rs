//! What was decided here, for moderators and admins to look back on. No names: none are kept.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::audit::Decisions;
use crate::node::Node;
use crate::web::page::{Site, ok};
use crate::web::session::Moderator;
use crate::web::trouble::Trouble;

#[derive(Template)]
#[template(path = "console/audit.html")]
struct AuditPage {
    site: Site,
    decisions: Decisions,
    page: u32,
}

/// Which page; the first if nothing is said.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Wanted {
    page: u32,
}

/// `GET /console/audit?page=`.
pub(in crate::web) async fn page(
    State(node): State<Node>,
    Moderator(session): Moderator,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Trouble> {
    let page = wanted.page.max(1);
    ok(&AuditPage {
        decisions: node.decisions(page).await?,
        site: Site::of(&node, Some(session)),
        page,
    })
}

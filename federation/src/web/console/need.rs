//! Released needs as a moderator sees them: everything public, whom it was sent to, and how its
//! updates reached the threads.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use hearback_wire::intake::Who;
use hearback_wire::vocabulary::{ReferralRole, Relation};

use crate::node::Node;
use crate::view::{Deliveries, NeedView, PeerRow};
use crate::web::answer::Shown;
use crate::web::page::{Site, ok};
use crate::web::paging::{At, Pages};
use crate::web::public::need::find;
use crate::web::session::Moderator;
use crate::web::trouble::Trouble;

/// How many needs one page shows.
const PER_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "console/needs.html")]
struct NeedsPage {
    site: Site,
    needs: Vec<NeedView>,
    pages: Pages,
}

#[derive(Template)]
#[template(path = "console/need.html")]
struct NeedPage {
    site: Site,
    need: NeedView,
    deliveries: Option<Deliveries>,
    producers: Vec<PeerRow>,
    who: Vec<Who>,
}

/// `GET /console/needs`: ours that have been sent to nobody first.
pub(in crate::web) async fn list(
    State(node): State<Node>,
    Moderator(session): Moderator,
    Query(at): Query<At>,
) -> Result<Response, Trouble> {
    let listed = node.to_send(at.part(PER_PAGE)).await?;
    ok(&NeedsPage {
        site: Site::of(&node, Some(session)),
        pages: at.pages("/console/needs", listed.more),
        needs: listed.rows,
    })
}

/// `GET /console/needs/{ref}`.
pub(in crate::web) async fn page(
    State(node): State<Node>,
    Moderator(session): Moderator,
    Path(text): Path<String>,
) -> Result<Response, Trouble> {
    let need = find(&node, &text).await?;
    let deliveries = if need.ours {
        Some(node.deliveries(need.reference).await?)
    } else {
        None
    };
    let who = match &need.content {
        Some(content) => node.who(content.statement.as_str()).await?,
        None => Vec::new(),
    };
    let producers = node.producers().await?;
    ok(&NeedPage {
        site: Site::of(&node, Some(session)),
        need,
        deliveries,
        producers,
        who,
    })
}

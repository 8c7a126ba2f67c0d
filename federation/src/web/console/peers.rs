//! Whom this node trusts: the words to read out, and the switch that stops the exchange.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Redirect, Response};
use hearback_wire::clock::Millis;
use hearback_wire::day::Day;

use crate::node::Node;
use crate::view::PeerRow;
use crate::web::fields::{Fields, part};
use crate::web::page::{Site, ok};
use crate::web::session::Admin;
use crate::web::trouble::Trouble;

#[derive(Template)]
#[template(path = "console/peers.html")]
struct PeersPage {
    site: Site,
    peers: Vec<PeerRow>,
}

/// The day a peer was last heard, in words.
fn heard(moment: Option<Millis>) -> String {
    moment.map_or_else(|| "not yet".to_owned(), |at| Day::of(at).in_words())
}

/// `GET /console/peers`.
pub(in crate::web) async fn page(State(node): State<Node>, Admin(session): Admin) -> Result<Response, Trouble> {
    ok(&PeersPage { peers: node.peers().await?, site: Site::of(&node, Some(session)) })
}

/// Somebody here heard the other side read out the same words.
pub(in crate::web) async fn confirm(
    State(node): State<Node>,
    _: Admin,
    Path(peer): Path<String>,
) -> Result<Redirect, Trouble> {
    node.confirm_peer(&part(&peer)?).await?;
    Ok(Redirect::to("/console/peers"))
}

/// Stops the exchange (`pause=yes`) or lets it go on.
pub(in crate::web) async fn pause(
    State(node): State<Node>,
    _: Admin,
    Path(peer): Path<String>,
    fields: Fields,
) -> Result<Redirect, Trouble> {
    node.pause_peer(&part(&peer)?, fields.get("pause") == "yes").await?;
    Ok(Redirect::to("/console/peers"))
}

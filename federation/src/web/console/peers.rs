//! Whom this node trusts: the words to read out, and the switch that stops the exchange.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Redirect, Response};
use hearback_wire::day::Day;

use crate::audit::Via;
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
    peers: Vec<Peer>,
}

/// A peer with what the page says of it in words.
struct Peer {
    row: PeerRow,
    heard: String,
}

impl From<PeerRow> for Peer {
    fn from(row: PeerRow) -> Self {
        let heard = row
            .last_heard
            .map_or_else(|| "not yet".to_owned(), |at| Day::of(at).in_words());
        Self { row, heard }
    }
}

/// `GET /console/peers`.
pub(in crate::web) async fn page(
    State(node): State<Node>,
    Admin(session): Admin,
) -> Result<Response, Trouble> {
    let peers = node.peers().await?.into_iter().map(Peer::from).collect();
    ok(&PeersPage {
        peers,
        site: Site::of(&node, Some(session)),
    })
}

/// Somebody here heard the other side read out the same words.
pub(in crate::web) async fn confirm(
    State(node): State<Node>,
    _: Admin,
    Path(peer): Path<String>,
) -> Result<Redirect, Trouble> {
    node.confirm_peer(&part(&peer)?, Via::Console).await?;
    Ok(Redirect::to("/console/peers"))
}

/// Stops the exchange (`pause=yes`) or lets it go on.
pub(in crate::web) async fn pause(
    State(node): State<Node>,
    _: Admin,
    Path(peer): Path<String>,
    fields: Fields,
) -> Result<Redirect, Trouble> {
    node.pause_peer(&part(&peer)?, fields.get("pause") == "yes", Via::Console)
        .await?;
    Ok(Redirect::to("/console/peers"))
}

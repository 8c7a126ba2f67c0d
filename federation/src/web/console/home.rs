//! What waits for whoever has signed in.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::node::Node;
use crate::staff::Role;
use crate::web::page::{Site, ok};
use crate::web::session::Staff;
use crate::web::trouble::Trouble;

/// One kind of thing that waits.
struct Waiting {
    what: &'static str,
    count: usize,
    href: &'static str,
}

#[derive(Template)]
#[template(path = "console/home.html")]
struct HomePage {
    site: Site,
    name: String,
    waiting: Vec<Waiting>,
}

/// `GET /console`.
pub(in crate::web) async fn page(
    State(node): State<Node>,
    Staff(session): Staff,
) -> Result<Response, Trouble> {
    let mut waiting = Vec::new();
    if session.role.may(Role::Moderator) {
        waiting.extend(for_moderators(&node).await?);
    }
    if session.role.may(Role::Responder) {
        waiting.extend(for_responders(&node).await?);
    }
    if session.role.may(Role::Admin) {
        let peers = node.peers().await?;
        let count = peers.iter().filter(|p| !p.confirmed).count();
        waiting.push(Waiting {
            what: "Peers whose words nobody has confirmed",
            count,
            href: "/console/peers",
        });
    }
    ok(&HomePage {
        name: session.name.clone(),
        site: Site::of(&node, Some(session)),
        waiting,
    })
}

async fn for_moderators(node: &Node) -> Result<Vec<Waiting>, Trouble> {
    let queue = node.queue().await?;
    Ok(vec![
        Waiting {
            what: "Needs to read",
            count: queue.iter().filter(|held| held.leaves.is_none()).count(),
            href: "/console/queue",
        },
        Waiting {
            what: "Needs that wait to leave",
            count: queue.iter().filter(|held| held.leaves.is_some()).count(),
            href: "/console/queue",
        },
        Waiting {
            what: "Replies to read",
            count: node.held_replies().await?.len(),
            href: "/console/replies",
        },
        Waiting {
            what: "Released needs not yet sent to a producer",
            count: some(node.counts().await?.unsent),
            href: "/console/needs",
        },
    ])
}

async fn for_responders(node: &Node) -> Result<Vec<Waiting>, Trouble> {
    let inbox = node.inbox_counts().await?;
    Ok(vec![
        Waiting {
            what: "Needs sent to you",
            count: some(inbox.all),
            href: "/console/inbox",
        },
        Waiting {
            what: "Of those, past the day a reply was due",
            count: some(inbox.late),
            href: "/console/inbox",
        },
    ])
}

fn some(count: i64) -> usize {
    usize::try_from(count).unwrap_or(0)
}

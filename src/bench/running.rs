//! A real node that listens on loopback, with a database of its own.

use std::sync::Arc;

use hearback_federation::release::Schedule;
use hearback_federation::{BotAccess, Keys, Node, NodeError, Settings, Via, web};
use hearback_store::Pool;
use hearback_wire::content::Origin;
use hearback_wire::id::RecId;
use hearback_wire::keys::SecretKey;
use hearback_wire::vocabulary::NodeRole;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::folder::Folder;
use crate::clock::{OsChance, SystemClock};
use crate::fault::{Doing, Outcome};
use crate::http;

/// The name by which a node knows its first bot.
pub(super) const BOT: &str = "bot-1";

/// A node that answers until this is dropped.
pub(super) struct Running {
    /// The node.
    pub(super) node: Node,
    /// Where it answers.
    pub(super) url: String,
    /// The bearer token of its bot.
    pub(super) token: String,
    server: JoinHandle<std::io::Result<()>>,
}

impl Running {
    /// Starts a node with new keys and an empty database in `folder`.
    pub(super) async fn start(folder: &Folder, name: &str, role: NodeRole) -> Outcome<Self> {
        http::install_tls();
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .doing("cannot listen on loopback")?;
        let address = listener.local_addr().doing("cannot listen on loopback")?;
        let url = format!("http://{address}");
        let token = RecId::draw(&OsChance).to_string();
        let settings = settings(name, role, &url, &token)?;
        let node = open(&folder.database(name), settings).await?;
        let router = web::router(node.clone());
        let server = tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self {
            node,
            url,
            token,
            server,
        })
    }

    /// Has both nodes trust each other, as two people on the phone would.
    pub(super) async fn befriend(&self, other: &Self) -> Outcome {
        self.trust(other)
            .await
            .doing("the two nodes could not become peers")
    }

    async fn trust(&self, other: &Self) -> Result<(), NodeError> {
        let invite = self.node.invite_peer().await?;
        other.node.accept_peer(&invite).await?;
        self.node
            .confirm_peer(other.node.id(), Via::Command)
            .await?;
        other.node.confirm_peer(self.node.id(), Via::Command).await
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn settings(name: &str, role: NodeRole, url: &str, token: &str) -> Outcome<Settings> {
    Ok(Settings {
        name: name.parse().doing("the name of a node")?,
        contact: "bench@example.org".parse().doing("the contact of a node")?,
        roles: vec![role],
        bodies: Vec::new(),
        url: Some(url.parse().doing("the address of a node")?),
        origin: Origin::Unspecified,
        bots: vec![BotAccess {
            token: token.to_owned(),
            moderates: false,
        }],
        sync_seconds: 60,
        release: Schedule::AtOnce,
    })
}

async fn open(database: &str, settings: Settings) -> Outcome<Node> {
    let pool = Pool::open(database).await.doing(database)?;
    let (clock, chance) = (Arc::new(SystemClock), Arc::new(OsChance));
    Node::open(pool, keys(), settings, clock, chance, http::client()?)
        .await
        .doing("a node could not be opened")
}

/// New keys, for one measurement.
pub(super) fn keys() -> Keys {
    Keys {
        identity: SecretKey::draw(&OsChance),
        signing: SecretKey::draw(&OsChance),
    }
}

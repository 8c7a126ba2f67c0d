//! A real node that listens on loopback, with a database of its own.

use std::sync::Arc;

use hearback_federation::Publish;
use hearback_federation::release::Schedule;
use hearback_federation::{BotAccess, Desk, Keys, Node, NodeError, Settings, Via, web};
use hearback_store::Pool;
use hearback_wire::content::Origin;
use hearback_wire::id::RecId;
use hearback_wire::intake::ApproveHeld;
use hearback_wire::keys::SecretKey;
use hearback_wire::reference::NeedRef;
use hearback_wire::vocabulary::NodeRole;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use zeroize::Zeroizing;

use super::folder::Folder;
use super::sentences::need;
use crate::clock::{OsChance, SystemClock};
use crate::config::Batch;
use crate::fault::{Doing, Outcome};
use crate::http;

/// The name by which a node knows its first bot.
pub(super) const BOT: &str = "bot-1";

/// A node's keys and database, which it still has when it is started again.
#[derive(Debug)]
pub(super) struct Seat {
    name: &'static str,
    role: NodeRole,
    identity: Zeroizing<String>,
    signing: Zeroizing<String>,
    token: String,
    database: String,
}

impl Seat {
    /// New keys, and an empty database in `folder`.
    pub(super) fn new(folder: &Folder, name: &'static str, role: NodeRole) -> Self {
        Self {
            name,
            role,
            identity: SecretKey::draw(&OsChance).seed(),
            signing: SecretKey::draw(&OsChance).seed(),
            token: RecId::draw(&OsChance).to_string(),
            database: folder.database(name),
        }
    }

    fn keys(&self) -> Outcome<Keys> {
        Ok(Keys {
            identity: SecretKey::from_seed(&self.identity).doing("a key")?,
            signing: SecretKey::from_seed(&self.signing).doing("a key")?,
        })
    }

    fn settings(&self, url: &str, batch: Batch) -> Outcome<Settings> {
        Ok(Settings {
            name: self.name.parse().doing("the name of a node")?,
            contact: "bench@example.org".parse().doing("the contact of a node")?,
            roles: vec![self.role],
            bodies: Vec::new(),
            url: Some(url.parse().doing("the address of a node")?),
            origin: Origin::Unspecified,
            bots: vec![BotAccess {
                token: self.token.clone(),
                moderates: false,
            }],
            sync_seconds: 60,
            sync_batch: batch.get(),
            release: Schedule::AtOnce,
            publish: Publish::default(),
        })
    }

    /// Starts the node.
    pub(super) async fn start(&self, batch: Batch) -> Outcome<Running> {
        http::install_tls();
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .doing("cannot listen on loopback")?;
        let address = listener.local_addr().doing("cannot listen on loopback")?;
        let url = format!("http://{address}");
        let pool = Pool::open(&self.database).await.doing(&self.database)?;
        let (clock, chance) = (Arc::new(SystemClock), Arc::new(OsChance));
        let settings = self.settings(&url, batch)?;
        let node = Node::open(pool, self.keys()?, settings, clock, chance, http::client()?)
            .await
            .doing("a node could not be opened")?;
        let router = web::router(node.clone());
        let server = tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Running {
            node,
            url,
            token: self.token.clone(),
            server,
        })
    }
}

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

/// New keys, for one measurement.
pub(super) fn keys() -> Keys {
    Keys {
        identity: SecretKey::draw(&OsChance),
        signing: SecretKey::draw(&OsChance),
    }
}

/// Has a node take the need of this number from its bot and release it.
pub(super) async fn release(node: &Node, number: usize) -> Outcome<NeedRef> {
    let put = need(number)?;
    let hash = put.approved;
    let taken = node
        .put_need(BOT, put, &number.to_string())
        .await
        .doing("a need was not taken")?;
    node.moderate(taken.reference, ApproveHeld::of(hash), Desk::Console("Ada"))
        .await
        .doing("a need was not released")?;
    Ok(taken.reference)
}

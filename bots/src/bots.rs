//! The parts that the room and the delivery share, put together once.
//!
//! It must never hold anything about one person: that is the vault's.

use std::sync::Arc;

use hearback_anonymise::{Anonymiser, Roster};
use hearback_store::Pool;
use hearback_wire::chance::Chance;
use hearback_wire::clock::Clock;
use hearback_wire::content::Origin;
use tokio::sync::{Notify, broadcast};
use tokio_util::sync::CancellationToken;

use crate::bell::Bell;
use crate::kept::Kept;
use crate::node::Node;
use crate::room;
use crate::vault::{Vault, VaultError, VaultKey};

/// Threads that may change while a slow reader of the live stream catches up.
const LIVE_BACKLOG: usize = 256;

/// What an operator decides about the bots of one node.
#[derive(Clone)]
pub struct BotSettings {
    /// The community's name, as people know it.
    pub room: String,
    /// The organisation whose moderators read first.
    pub intermediary: String,
    /// Where the node listens, such as `http://127.0.0.1:8080`; without a path.
    pub node_url: String,
    /// The secret that the node expects from its bots.
    pub token: String,
    /// Where people find the room, such as `https://needs.example.org`; without a path.
    pub public_url: String,
    /// Names of the community's members, masked wherever they are written.
    pub roster: Vec<String>,
    /// Where needs say that they come from, unless the place where they are said hides it.
    pub origin: Origin,
    /// Whether needs of the web room say nothing of where they come from.
    pub room_hides_origin: bool,
    /// For how long things are kept.
    pub kept: Kept,
}

/// Why the bots could not start.
#[derive(Debug, thiserror::Error)]
pub enum BotsError {
    /// The vault could not be opened.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The public address is not a plain origin.
    #[error(
        "the public address must look like https://needs.example.org, with nothing after the host"
    )]
    PublicUrl,
}

/// The bots of one node. Clones share everything.
#[derive(Clone)]
pub struct Bots {
    pub(crate) vault: Arc<Vault>,
    pub(crate) settings: Arc<BotSettings>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) chance: Arc<dyn Chance>,
    pub(crate) node: Arc<Node>,
    pub(crate) anonymiser: Arc<Anonymiser>,
    pub(crate) roster: Arc<Roster>,
    /// Tells open pages the id of a thread that changed.
    pub(crate) changed: broadcast::Sender<String>,
    /// Wakes the delivery when something waits to be sent.
    pub(crate) wake: Arc<Notify>,
    /// Wakes the worker of a chat platform when something waits to be posted.
    pub(crate) posts: Arc<Bell>,
    /// Wakes the worker that deals with what was heard.
    pub(crate) heard: Arc<Bell>,
    /// Wakes the worker that ends previews which nobody answered.
    pub(crate) lapses: Arc<Notify>,
    /// Ends the live streams when the bots stop.
    pub(crate) closing: CancellationToken,
}

impl Bots {
    /// Brings the vault up to date and puts the parts together. Sends nothing yet.
    ///
    /// # Errors
    /// [`BotsError`] when the vault cannot be opened or the public address is not an origin.
    pub async fn open(
        pool: Pool,
        key: VaultKey,
        settings: BotSettings,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
        http: reqwest::Client,
    ) -> Result<Self, BotsError> {
        room::check_origin(&settings.public_url)?;
        let vault = Vault::open(pool, &key, Arc::clone(&chance)).await?;
        Ok(Self {
            vault: Arc::new(vault),
            node: Arc::new(Node::new(http, &settings.node_url, &settings.token)),
            anonymiser: Arc::new(Anonymiser::new()),
            roster: Arc::new(Roster::new(&settings.roster)),
            settings: Arc::new(settings),
            clock,
            chance,
            changed: broadcast::channel(LIVE_BACKLOG).0,
            wake: Arc::new(Notify::new()),
            posts: Arc::new(Bell::default()),
            heard: Arc::new(Bell::default()),
            lapses: Arc::new(Notify::new()),
            closing: CancellationToken::new(),
        })
    }

    /// The web room's pages.
    pub fn router(&self) -> axum::Router {
        room::router(self)
    }
}

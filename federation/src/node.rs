//! A node: one organisation's settings, keys, database, clock and chance in one handle.

use std::fmt;
use std::sync::Arc;

use hearback_anonymise::Anonymiser;
use hearback_store::{Pool, Tx};
use hearback_wire::body::Body;
use hearback_wire::chance::Chance;
use hearback_wire::clock::{Clock, Millis};
use hearback_wire::content::Origin;
use hearback_wire::day::Day;
use hearback_wire::event::LogName;
use hearback_wire::id::{Hash, NodeId, RecId};
use hearback_wire::keys::SecretKey;
use hearback_wire::manifest::{Manifest, ManifestKey, NodeUrl};
use hearback_wire::text::{Name, Text};
use hearback_wire::vocabulary::NodeRole;
use subtle::ConstantTimeEq;
use tokio::sync::Notify;

use crate::error::NodeError;
use crate::gate::Publish;
use crate::release::Schedule;

/// The node's two keys. The identity key signs manifests and nothing else.
#[derive(Debug)]
pub struct Keys {
    /// Gives the node its id.
    pub identity: SecretKey,
    /// Signs events and sync bodies.
    pub signing: SecretKey,
}

/// What an organisation sets.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Its name.
    pub name: Name,
    /// How to reach the people who run it.
    pub contact: Name,
    /// What it does.
    pub roles: Vec<NodeRole>,
    /// Which bodies of the directory it answers for.
    pub bodies: Vec<Text<1, 40>>,
    /// Where peers can dial it; absent if it only dials out.
    pub url: Option<NodeUrl>,
    /// What its needs say of where they come from.
    pub origin: Origin,
    /// Its bots. The first is bot `bot-1`, and so on.
    pub bots: Vec<BotAccess>,
    /// How often peers are dialled when nothing is new, in seconds.
    pub sync_seconds: u64,
    /// How many events it sends at once, from 1 to [`MAX_EVENTS`]; what is more waits for the
    /// next request.
    ///
    /// [`MAX_EVENTS`]: hearback_wire::sync::MAX_EVENTS
    pub sync_batch: usize,
    /// When approved needs leave.
    pub release: Schedule,
    /// Which of them everybody may read.
    pub publish: Publish,
}

/// How a bot is known, and what it may do beyond saying needs.
#[derive(Clone)]
pub struct BotAccess {
    /// Its bearer token.
    pub token: String,
    /// Whether it may moderate.
    pub moderates: bool,
}

impl fmt::Debug for BotAccess {
    /// Without the token, so that no log can hold it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BotAccess")
            .field("moderates", &self.moderates)
            .finish_non_exhaustive()
    }
}

/// A bot whose token is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bot {
    /// The name by which its writes are kept apart from those of others.
    pub name: String,
    /// Whether it may moderate.
    pub moderates: bool,
}

pub(crate) struct Inner {
    pub(crate) pool: Pool,
    pub(crate) keys: Keys,
    pub(crate) id: NodeId,
    pub(crate) settings: Settings,
    pub(crate) bots: Vec<(Hash, Bot)>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) chance: Arc<dyn Chance>,
    pub(crate) http: reqwest::Client,
    pub(crate) anonymiser: Anonymiser,
    /// Something was appended: peers lack it.
    pub(crate) appended: Notify,
    /// Something may have been written for the bots.
    pub(crate) told: Notify,
}

/// A running node. Cheap to clone.
#[derive(Clone)]
pub struct Node(pub(crate) Arc<Inner>);

/// A bot as it is remembered: the hash of its token, and never the token.
fn known_bot((number, access): (usize, &BotAccess)) -> (Hash, Bot) {
    let bot = Bot {
        name: format!("bot-{number}"),
        moderates: access.moderates,
    };
    (Hash::of(&[access.token.as_bytes()]), bot)
}

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../migrations/federation");

impl Node {
    /// Opens the database, brings it up to date, and makes sure that the log begins with a
    /// manifest that is true today.
    ///
    /// # Errors
    /// [`NodeError::Store`] when the database cannot be used.
    pub async fn open(
        pool: Pool,
        keys: Keys,
        settings: Settings,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
        http: reqwest::Client,
    ) -> Result<Self, NodeError> {
        pool.migrate(&MIGRATIONS).await?;
        let id = NodeId::of_identity(keys.identity.public().bytes());
        let bots = (1..).zip(&settings.bots).map(known_bot).collect();
        let node = Self(Arc::new(Inner {
            pool,
            keys,
            id,
            settings,
            bots,
            clock,
            chance,
            http,
            anonymiser: Anonymiser::new(),
            appended: Notify::new(),
            told: Notify::new(),
        }));
        node.publish_manifest().await?;
        node.settle_what_was_there().await?;
        Ok(node)
    }

    /// The node's id.
    pub fn id(&self) -> &NodeId {
        &self.0.id
    }

    /// The organisation's name.
    pub fn name(&self) -> &str {
        self.0.settings.name.as_str()
    }

    /// What it does.
    pub fn roles(&self) -> &[NodeRole] {
        &self.0.settings.roles
    }

    /// Where it can be dialled.
    pub fn public_url(&self) -> Option<&str> {
        self.0.settings.url.as_ref().map(NodeUrl::as_str)
    }

    /// The database.
    pub fn pool(&self) -> &Pool {
        &self.0.pool
    }

    /// The present moment.
    pub fn now(&self) -> Millis {
        self.0.clock.now()
    }

    /// The present day.
    pub(crate) fn today(&self) -> Day {
        Day::of(self.now())
    }

    /// Where random bytes come from.
    pub fn chance(&self) -> &dyn Chance {
        &*self.0.chance
    }

    /// Whether the node can do its work.
    ///
    /// # Errors
    /// [`NodeError::Store`] when the database does not answer.
    pub async fn ready(&self) -> Result<(), NodeError> {
        Ok(self.0.pool.ping().await?)
    }

    /// Which bot a bearer token belongs to. Every token is compared, each in constant time.
    pub fn bot_of(&self, token: &str) -> Option<Bot> {
        let given = Hash::of(&[token.as_bytes()]);
        self.0.bots.iter().fold(None, |found, (hash, bot)| {
            let same = bool::from(given.bytes().ct_eq(hash.bytes()));
            if same { Some(bot.clone()) } else { found }
        })
    }

    /// Commits, then wakes whoever waits for new events or updates.
    pub(crate) async fn commit(&self, tx: Tx) -> Result<(), NodeError> {
        tx.commit().await?;
        self.0.appended.notify_waiters();
        self.0.told.notify_waiters();
        Ok(())
    }

    /// The manifest as the settings would have it, at a version.
    pub(crate) fn manifest(&self, version: u64) -> Manifest {
        let settings = &self.0.settings;
        let signing = self.0.keys.signing.public();
        Manifest {
            v: 1,
            node: self.0.id.clone(),
            identity: self.0.keys.identity.public(),
            version,
            name: settings.name.clone(),
            contact: settings.contact.clone(),
            roles: settings.roles.clone(),
            bodies: settings.bodies.clone(),
            url: settings.url.clone(),
            keys: vec![ManifestKey {
                kid: signing.kid(),
                public: signing,
                from: self.today(),
                until: None,
            }],
            expires: self.today().plus_days(390),
            protocol: vec![1],
        }
    }

    /// Appends a manifest if the latest says anything else than the settings do, or expires within
    /// a month.
    async fn publish_manifest(&self) -> Result<(), NodeError> {
        // Looked at before anything is locked: a node whose database cannot be written to just now
        // can still show its pages.
        let mut tx = self.0.pool.read().await?;
        let latest = self.own_manifest(&mut tx).await?;
        drop(tx);
        if self.is_true(latest.as_ref()) {
            return Ok(());
        }
        let mut tx = self.0.pool.begin().await?;
        let latest = self.own_manifest(&mut tx).await?;
        if !self.is_true(latest.as_ref()) {
            let fresh = self.manifest(latest.map_or(1, |m| m.version + 1));
            let envelope = fresh
                .seal(&self.0.keys.identity)
                .map_err(|e| NodeError::Write(e.to_string()))?;
            let rec = RecId::draw(self.chance());
            self.append(
                &mut tx,
                LogName::Meta,
                rec,
                &Body::Manifest(Box::new(envelope)),
            )
            .await?;
        }
        self.commit(tx).await
    }

    /// Whether a manifest says what the settings do, and will for a month.
    fn is_true(&self, latest: Option<&Manifest>) -> bool {
        let says = |m: &Manifest| {
            (
                m.name.clone(),
                m.contact.clone(),
                m.roles.clone(),
                m.bodies.clone(),
                m.url.clone(),
            )
        };
        latest.is_some_and(|m| {
            says(m) == says(&self.manifest(m.version))
                && m.key(&self.0.keys.signing.kid()).is_some()
                && m.expires > self.today().plus_days(30)
        })
    }
}

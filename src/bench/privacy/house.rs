//! A node with a clock that is moved by hand, and what people and moderators do there.

use std::sync::Arc;

use hearback_federation::Publish;
use hearback_federation::release::Schedule;
use hearback_federation::{Desk, Node, NodeError, Settings};
use hearback_store::{Pool, with_pool};
use hearback_wire::chance::SeededChance;
use hearback_wire::clock::{Clock, ManualClock, Millis};
use hearback_wire::content::{Content, Origin};
use hearback_wire::id::{Handle, Hash, PersonKey};
use hearback_wire::intake::{ApproveHeld, PutNeed, Withdraw};
use hearback_wire::reference::NeedRef;
use hearback_wire::vocabulary::{NodeRole, Wording};

use super::dice::Dice;
use crate::bench::folder::Folder;
use crate::bench::running::{BOT, keys};
use crate::fault::{Doing, Outcome};
use crate::http;

/// A Wednesday in November 2026.
const START: Millis = Millis(1_795_600_000_000);
pub(super) const HOUR: i64 = 3600;
pub(super) const WEEK: i64 = 7 * 24 * HOUR;

/// A need at the door: its reference, the hash that moderators name, and its thread.
pub(super) struct Put {
    pub(super) reference: NeedRef,
    hash: Hash,
    pub(super) handle: Handle,
}

/// The node, and the hands of those who use it.
pub(super) struct House {
    pub(super) node: Node,
    pub(super) dice: Dice,
    clock: Arc<ManualClock>,
    _folder: Folder,
}

impl House {
    /// A node of its own with this schedule.
    pub(super) async fn open(release: Schedule, seed: u64) -> Outcome<Self> {
        http::install_tls();
        let folder = Folder::make()?;
        let database = folder.database("node");
        let pool = Pool::open(&database).await.doing(&database)?;
        let clock = Arc::new(ManualClock::new(START));
        let settings = Settings {
            name: "A community".parse().doing("a name")?,
            contact: "bench@example.org".parse().doing("a contact")?,
            roles: vec![NodeRole::Intermediary],
            bodies: Vec::new(),
            url: None,
            origin: Origin::Unspecified,
            bots: Vec::new(),
            sync_seconds: 60,
            sync_batch: 256,
            release,
            publish: Publish::default(),
        };
        let chance = Arc::new(SeededChance::new(seed));
        let node = Node::open(
            pool,
            keys(),
            settings,
            clock.clone(),
            chance,
            http::client()?,
        );
        Ok(Self {
            node: node.await.doing("a node could not be opened")?,
            dice: Dice::new(seed ^ 0xD1CE),
            clock,
            _folder: folder,
        })
    }

    /// Seconds since the start.
    pub(super) fn seconds(&self) -> i64 {
        Self::since_start(self.now())
    }

    /// The same of another moment.
    pub(super) const fn since_start(at: Millis) -> i64 {
        (at.0 - START.0) / 1000
    }

    /// The moment that the node takes for now.
    pub(super) fn now(&self) -> Millis {
        self.clock.now()
    }

    /// Moves on, and carries out what is due then.
    pub(super) async fn pass(&self, seconds: i64) -> Outcome {
        self.clock.advance_seconds(seconds);
        self.node.release_due().await.doing("a release")?;
        Ok(())
    }

    /// How many needs have left.
    pub(super) async fn left(&self) -> Outcome<usize> {
        const SQL: &str = "SELECT COUNT(*) FROM need";
        let count: i64 = with_pool!(self.node.pool(), |p| sqlx::query_scalar(SQL)
            .fetch_one(p)
            .await)
        .doing("needs that left")?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// How many of those that left were taken back.
    pub(super) async fn taken_back(&self) -> Outcome<usize> {
        const SQL: &str = "SELECT COUNT(*) FROM need WHERE withdrawn = TRUE";
        let count: i64 = with_pool!(self.node.pool(), |p| sqlx::query_scalar(SQL)
            .fetch_one(p)
            .await)
        .doing("needs that were taken back")?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// Whether the need of a thread has left.
    pub(super) async fn has_left(&self, handle: Handle) -> Outcome<bool> {
        const SQL: &str = "SELECT COUNT(*) FROM listener WHERE handle = $1";
        let count: i64 = with_pool!(self.node.pool(), |p| sqlx::query_scalar(SQL)
            .bind(handle.to_string())
            .fetch_one(p)
            .await)
        .doing("a thread")?;
        Ok(count > 0)
    }

    /// A person takes back a need.
    pub(super) async fn withdraw(&self, handle: Handle) -> Outcome {
        let put = Withdraw::of(handle);
        let token = format!("away {handle}");
        let done = self.node.withdraw(BOT, put, &token).await;
        done.doing("a withdrawal")
    }

    /// The bot puts words of a person.
    pub(super) async fn put(&self, words: &str, author: u64) -> Result<Put, NodeError> {
        let statement = words
            .parse()
            .map_err(|error| NodeError::Invalid(format!("{error}")))?;
        let content = Content::plain(statement, None);
        let hash = content.hash();
        let handle = Handle::draw(self.dice.chance());
        let mut key = [0; 16];
        key.iter_mut()
            .zip(author.to_be_bytes())
            .for_each(|(to, from)| *to = from);
        let put = PutNeed {
            handle,
            approved: hash,
            content,
            removed: Vec::new(),
            author: Some(PersonKey::of(key)),
            wording: Some(Wording::Own),
        };
        let put = self.node.put_need(BOT, put, &handle.to_string()).await?;
        Ok(Put {
            reference: put.reference,
            hash,
            handle,
        })
    }

    /// Moderators approve words as they stand: a second one too, where one is not enough.
    pub(super) async fn approve(&self, put: &Put) -> Result<(), NodeError> {
        let by = async |moderator| {
            let approve = ApproveHeld::of(put.hash);
            let desk = Desk::Console(moderator);
            self.node.moderate(put.reference, approve, desk).await
        };
        by("Ada").await?;
        match by("Grace").await {
            // One was enough.
            Err(NodeError::Conflict(_)) => Ok(()),
            done => done,
        }
    }
}

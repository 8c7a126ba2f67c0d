//! Real nodes on loopback: each with its own database, its own keys and a clock that stands still.

use std::sync::Arc;

use hearback_federation::release::Schedule;
use hearback_federation::{BotAccess, Desk, Keys, Node, Part, Publish, Settings, Via, web};
use hearback_store::Pool;
use hearback_wire::chance::{Chance, SeededChance};
use hearback_wire::clock::{ManualClock, Millis};
use hearback_wire::content::{Content, Origin};
use hearback_wire::id::{Handle, PersonKey};
use hearback_wire::intake::{ApproveHeld, PutNeed};
use hearback_wire::keys::SecretKey;
use hearback_wire::reference::NeedRef;
use hearback_wire::vocabulary::{NodeRole, Wording};

/// The name that a node knows its first bot by, which may moderate; a second one may not.
pub(crate) const BOT: &str = "bot-1";

/// Every list of these tests, in one part.
pub(crate) const WHOLE: Part = Part {
    number: 0,
    size: 1000,
};

/// What needs of a scheduled community say of where they come from.
pub(crate) const ORIGIN: &str = "class:charity, England";

/// The keys that a seed gives: identity, then signing.
pub(crate) fn keys(seed: u64) -> (SecretKey, SecretKey) {
    let chance = SeededChance::new(seed ^ 0x5EED);
    (SecretKey::draw(&chance), SecretKey::draw(&chance))
}

/// A node that listens.
pub(crate) struct Running {
    pub(crate) node: Node,
    pub(crate) url: String,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) chance: Arc<SeededChance>,
}

/// One HTTP client, as the program makes it: no redirects.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place in these tests where a client is made"
)]
pub(crate) fn http() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

/// Which database the nodes of a test run on; each node has one of its own.
pub(crate) enum Engine {
    Sqlite(tempfile::TempDir),
    Postgres(hearback_rig::Databases),
}

impl Engine {
    pub(crate) fn sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().unwrap())
    }

    pub(crate) fn postgres() -> Self {
        Self::Postgres(hearback_rig::Databases::shared().unwrap())
    }

    fn database(&self, seed: u64) -> String {
        match self {
            Self::Sqlite(folder) => {
                format!(
                    "sqlite:{}",
                    folder.path().join(format!("node{seed}.db")).display()
                )
            }
            Self::Postgres(server) => server.database(&format!("node{seed}")).unwrap(),
        }
    }

    /// Starts a node; the seed gives it its keys.
    pub(crate) async fn start(&self, name: &str, roles: &[NodeRole], seed: u64) -> Running {
        let who = Who::new(name, roles, (seed, seed));
        start_on(&self.database(seed), who).await
    }

    /// Starts a community that lets everybody read what this says.
    pub(crate) async fn start_publishing(&self, publish: Publish, seed: u64) -> Running {
        let who = Who {
            publish,
            ..Who::new("Riverside Advice", &[NodeRole::Intermediary], (seed, seed))
        };
        start_on(&self.database(seed), who).await
    }

    /// Starts a community whose needs leave by a schedule, and say where they come from.
    pub(crate) async fn start_scheduled(&self, release: Schedule, seed: u64) -> Running {
        let who = Who {
            release,
            origin: ORIGIN.parse().unwrap(),
            ..Who::new("Riverside Advice", &[NodeRole::Intermediary], (seed, seed))
        };
        start_on(&self.database(seed), who).await
    }
}

/// What the node of a test is set up with.
struct Who<'a> {
    name: &'a str,
    roles: &'a [NodeRole],
    /// One gives its keys, the other its chance.
    seeds: (u64, u64),
    release: Schedule,
    publish: Publish,
    origin: Origin,
}

impl<'a> Who<'a> {
    const fn new(name: &'a str, roles: &'a [NodeRole], seeds: (u64, u64)) -> Self {
        Self {
            name,
            roles,
            seeds,
            release: Schedule::AtOnce,
            publish: Publish::Clear,
            origin: Origin::Unspecified,
        }
    }
}

impl Engine {
    /// A node that others dial at an address where something else answers.
    pub(crate) async fn start_behind(&self, url: &str, roles: &[NodeRole], seed: u64) -> Running {
        let pool = Pool::open(&self.database(seed)).await.unwrap();
        open(pool, Who::new("A producer", roles, (seed, seed)), url).await
    }
}

/// Runs each of these tests on SQLite and on a real PostgreSQL.
macro_rules! on_both_engines {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test] async fn $name() { super::$name(&crate::common::Engine::sqlite()).await; })+
        }
        mod postgres {
            $(#[tokio::test] async fn $name() { super::$name(&crate::common::Engine::postgres()).await; })+
        }
    };
}
pub(crate) use on_both_engines;

async fn start_on(address: &str, who: Who<'_>) -> Running {
    let pool = Pool::open(address).await.unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let running = open(pool, who, &url).await;
    let router = web::router(running.node.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    running
}

impl Running {
    /// Another copy of the same program on the same database, with a chance of its own.
    pub(crate) async fn copy(&self, roles: &[NodeRole], seed: u64) -> Running {
        let name = self.node.name().to_owned();
        let pool = self.node.pool().clone();
        let who = Who::new(&name, roles, (seed, seed + 1000));
        open(pool, who, &self.url).await
    }

    /// Another copy of a community whose needs leave by a schedule.
    pub(crate) async fn copy_scheduled(&self, draws: u64) -> Running {
        self.copy_of_community(Schedule::default(), draws).await
    }

    /// The same community after somebody turned the schedule off.
    pub(crate) async fn copy_at_once(&self, draws: u64) -> Running {
        self.copy_of_community(Schedule::AtOnce, draws).await
    }

    async fn copy_of_community(&self, release: Schedule, draws: u64) -> Running {
        let name = self.node.name().to_owned();
        let who = Who {
            release,
            origin: ORIGIN.parse().unwrap(),
            ..Who::new(&name, &[NodeRole::Intermediary], (1, draws + 1000))
        };
        open(self.node.pool().clone(), who, &self.url).await
    }
}

async fn open(pool: Pool, who: Who<'_>, url: &str) -> Running {
    let Who {
        name,
        roles,
        seeds: (seed, draws),
        release,
        publish,
        origin,
    } = who;
    let chance = Arc::new(SeededChance::new(draws));
    let clock = Arc::new(ManualClock::new(Millis(1_795_600_000_000)));
    let (identity, signing) = keys(seed);
    let keys = Keys { identity, signing };
    let settings = Settings {
        name: name.parse().unwrap(),
        contact: "statistics@example.org".parse().unwrap(),
        roles: roles.to_vec(),
        bodies: Vec::new(),
        url: Some(url.parse().unwrap()),
        origin,
        bots: [("token", true), ("small token", false)]
            .map(|(kind, moderates)| BotAccess {
                token: format!("{kind} of {name}"),
                moderates,
            })
            .to_vec(),
        sync_seconds: 1,
        sync_batch: 256,
        release,
        publish,
    };
    let node = Node::open(pool, keys, settings, clock.clone(), chance.clone(), http())
        .await
        .unwrap();
    Running {
        node,
        url: url.to_owned(),
        clock,
        chance,
    }
}

/// Two nodes come to trust each other, as two people on the phone would have them.
pub(crate) async fn befriend(a: &Running, b: &Running) {
    let invite = a
        .node
        .invite_peer()
        .await
        .unwrap()
        .to_string()
        .parse()
        .unwrap();
    let seen_by_b = b.node.accept_peer(&invite).await.unwrap();
    let peers = a.node.peers().await.unwrap();
    let seen_by_a = peers.iter().find(|p| &p.node == b.node.id()).unwrap();
    assert_eq!(seen_by_a.words, seen_by_b.words);
    assert_eq!(seen_by_a.words.len(), 8);
    a.node
        .confirm_peer(b.node.id(), Via::Command)
        .await
        .unwrap();
    b.node
        .confirm_peer(a.node.id(), Via::Command)
        .await
        .unwrap();
}

/// Exchanges until neither side has anything new.
pub(crate) async fn settle(a: &Running, b: &Running) {
    for _ in 0..50 {
        if !a.node.dial(b.node.id(), 0).await.unwrap() {
            break;
        }
    }
    a.node.dial(b.node.id(), 0).await.unwrap();
}

/// A person says a need; it waits at the door.
pub(crate) async fn say(at: &Running, statement: &str) -> (NeedRef, Handle) {
    let content = Content::plain(statement.parse().unwrap(), None);
    put(at, content, None).await
}

/// A bot puts a need of somebody.
pub(crate) async fn put(
    at: &Running,
    content: Content,
    author: Option<PersonKey>,
) -> (NeedRef, Handle) {
    let handle = Handle::draw(&*at.chance);
    let put = PutNeed {
        handle,
        approved: content.hash(),
        content,
        removed: Vec::new(),
        author,
        wording: Some(Wording::Own),
    };
    let mut token = [0; 16];
    at.chance.fill(&mut token);
    let put = at
        .node
        .put_need(BOT, put, &format!("{token:?}"))
        .await
        .unwrap();
    (put.reference, handle)
}

/// A person says a need and a moderator lets it leave.
pub(crate) async fn release(at: &Running, statement: &str) -> (NeedRef, Handle) {
    let (reference, handle) = say(at, statement).await;
    approve(at, reference).await;
    (reference, handle)
}

/// A moderator approves a need as it stands.
pub(crate) async fn approve(at: &Running, reference: NeedRef) {
    let held = at.node.held(reference).await.unwrap().unwrap();
    let approve = ApproveHeld::of(held.hash);
    at.node
        .moderate(reference, approve, Desk::Console("Ada"))
        .await
        .unwrap();
}

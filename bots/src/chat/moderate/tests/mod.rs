//! The moderators' room on a node that only holds a door, and a platform that posts at once.

mod cards;
mod decisions;
pub(crate) mod node;

use std::sync::{Arc, Mutex};

use hearback_anonymise::Roster;
use hearback_store::Pool;
use hearback_wire::chance::SeededChance;
use hearback_wire::clock::{Clock, ManualClock, Millis};
use hearback_wire::intake::{By, Did};
use hearback_wire::reference::NeedRef;

use self::node::{Door, Shared, held};
use super::{NotYet, decided_by, digest, follow};
use crate::chat::deal::deal_due;
use crate::chat::{Ear, Heard, HeardWhat, Original, Platform, Rank, Stands, Unheard, sent};
use crate::vault::chat::{ChatRoom, Post, Role, Sending, To};
use crate::{BotSettings, Bots, VaultKey, delivery};

const ROOM: &str = "!desk:example.org";
const WORDS: &str = "We need waiting times for each hospital in the country";
const ANN: &str = "@ann:example.org";
const BOB: &str = "@bob:example.org";

/// 15 January 2027, 08:00 in London.
const MORNING: Millis = Millis(1_800_000_000_000);

/// Nothing is looked up in these tests.
struct Deaf;

impl Ear for Deaf {
    async fn message(&self, _room: &str, _event: &str) -> Result<Original, Unheard> {
        Ok(Original::Gone)
    }

    async fn names(&self, _room: &str, _person: &str) -> Result<Arc<Roster>, Unheard> {
        Ok(Arc::default())
    }

    async fn people(&self, _heard: &Heard) -> Option<usize> {
        None
    }

    fn name(&self) -> &'static str {
        "@hearback:example.org"
    }
}

/// The bots, their node, and what was posted so far.
struct House {
    bots: Bots,
    door: Shared,
    clock: Arc<ManualClock>,
    caught_up: Mutex<Option<String>>,
    /// Each post with the message that it became.
    log: Mutex<Vec<(Post, String)>>,
    heard: Mutex<u32>,
    _folder: tempfile::TempDir,
}

fn need(seed: u64) -> NeedRef {
    NeedRef::draw(&SeededChance::new(seed))
}

async fn house() -> House {
    let door = Shared::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let node_url = format!("http://{}", listener.local_addr().unwrap());
    let router = node::router(Arc::clone(&door));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let folder = tempfile::tempdir().unwrap();
    let address = format!("sqlite:{}", folder.path().join("v.db").display());
    let settings = BotSettings {
        room: "Hospital Friends".to_owned(),
        intermediary: "The Society".to_owned(),
        node_url,
        token: "secret".to_owned(),
        public_url: "https://needs.example.org".to_owned(),
        roster: Vec::new(),
        origin: hearback_wire::content::Origin::Unspecified,
        room_hides_origin: false,
        kept: crate::Kept::default(),
    };
    let clock = Arc::new(ManualClock::new(MORNING));
    let bots = Bots::open(
        Pool::open(&address).await.unwrap(),
        VaultKey::new([1; 32]),
        settings,
        clock.clone(),
        Arc::new(SeededChance::new(2)),
        crate::room::tests::client(),
    );
    House {
        bots: bots.await.unwrap(),
        door,
        clock,
        caught_up: Mutex::default(),
        log: Mutex::default(),
        heard: Mutex::default(),
        _folder: folder,
    }
}

/// A house with a moderators' room and the card of one need in it.
async fn house_with_a_card() -> (House, NeedRef) {
    let house = house().await;
    house.room(ROOM, Role::Moderators).await;
    let reference = need(4);
    house.door(|door| door.put(held(reference, WORDS), Did::Arrived, By::Person));
    house.follow().await;
    (house, reference)
}

impl House {
    fn door<T>(&self, change: impl FnOnce(&mut Door) -> T) -> T {
        change(&mut self.door.lock().unwrap())
    }

    async fn room(&self, address: &str, role: Role) {
        let mut room = ChatRoom::new(Platform::Matrix, address);
        room.role = role;
        let mut tx = self.bots.vault.begin().await.unwrap();
        self.bots.vault.save_room(&mut tx, &room).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn look(&self) -> Result<(), NotYet> {
        let mut caught_up = self.caught_up.lock().unwrap().take();
        let looked = follow::look(&self.bots, Platform::Matrix, &mut caught_up).await;
        *self.caught_up.lock().unwrap() = caught_up;
        looked
    }

    /// Takes in what the node has, and posts what that gives.
    async fn follow(&self) {
        self.look().await.unwrap();
        self.post_all().await;
    }

    /// Posts what waits, as a platform does that never fails.
    async fn post_all(&self) {
        let vault = &self.bots.vault;
        loop {
            let due = vault.posts_due(Platform::Matrix, self.clock.now()).await;
            let due = due.unwrap();
            if due.is_empty() {
                return;
            }
            for post in due {
                let event = format!("${}", self.log.lock().unwrap().len());
                let To::Room { room, .. } = to(&post.post) else {
                    panic!("nothing here goes to a person alone")
                };
                let mut tx = vault.begin().await.unwrap();
                let stands = Stands {
                    room,
                    event: event.clone(),
                    beside: false,
                    elsewhere: false,
                };
                sent(&self.bots, &mut tx, Platform::Matrix, &post, &stands)
                    .await
                    .unwrap();
                tx.commit().await.unwrap();
                self.log.lock().unwrap().push((post.post, event));
            }
        }
    }

    /// Somebody does something in the moderators' room; nothing of it is posted or sent yet.
    async fn hear(&self, by: &str, rank: Rank, what: HeardWhat) {
        let event = {
            let mut heard = self.heard.lock().unwrap();
            *heard += 1;
            format!("$heard{heard}")
        };
        let heard = Heard {
            platform: Platform::Matrix,
            room: ROOM.to_owned(),
            event,
            by: by.to_owned(),
            rank,
            what,
        };
        let vault = &self.bots.vault;
        let mut tx = vault.begin().await.unwrap();
        let now = self.clock.now();
        vault.hear(&mut tx, &heard, now).await.unwrap();
        tx.commit().await.unwrap();
        deal_due(&self.bots, Platform::Matrix, &Deaf).await.unwrap();
    }

    async fn react(&self, by: &str, rank: Rank, key: &str) {
        let (to, key) = (self.card(), key.to_owned());
        self.hear(by, rank, HeardWhat::Reacted { to, key }).await;
    }

    /// Somebody writes under the newest card.
    async fn write(&self, by: &str, rank: Rank, text: &str) {
        let what = HeardWhat::Words {
            text: text.to_owned(),
            root: Some(self.card()),
            replies_to: None,
            calls_us: false,
        };
        self.hear(by, rank, what).await;
    }

    /// Sends what waits to the node, and posts what that gives.
    async fn deliver(&self) {
        delivery::send_due(&self.bots).await.unwrap();
        self.post_all().await;
    }

    fn posts<T>(&self, of: impl Fn(&Post, &str) -> Option<T>) -> Vec<T> {
        let log = self.log.lock().unwrap();
        log.iter()
            .filter_map(|(post, event)| of(post, event))
            .collect()
    }

    /// The message that the newest card became.
    fn card(&self) -> String {
        let cards = self.posts(|post, event| is_kind(post, "card").then(|| event.to_owned()));
        cards.last().unwrap().clone()
    }

    /// The quiet lines so far, each in the thread of a card.
    fn lines(&self) -> Vec<String> {
        let card = self.card();
        self.posts(|post, _| match post {
            Post::Words(sending) if sending.kind == "notice" => {
                assert!(!sending.push);
                let thread = To::Room {
                    room: ROOM.to_owned(),
                    root: Some(card.clone()),
                };
                assert_eq!(sending.to, thread);
                Some(sending.text.clone())
            }
            _ => None,
        })
    }

    /// What the newest card says by now.
    fn text(&self) -> String {
        let said = self.posts(|post, _| match post {
            Post::Words(Sending { kind, text, .. }) if kind == "card" => Some(text.clone()),
            Post::Redraw { text, .. } => Some(text.clone()),
            _ => None,
        });
        said.last().unwrap().clone()
    }

    /// How many reactions the bot offers, those that it took away not counted.
    fn seeds(&self) -> usize {
        let offered = self.posts(|post, _| matches!(post, Post::React { .. }).then_some(()));
        let taken = self.posts(|post, _| matches!(post, Post::Unreact { .. }).then_some(()));
        offered.len() - taken.len()
    }
}

fn is_kind(post: &Post, kind: &str) -> bool {
    matches!(post, Post::Words(sending) if sending.kind == kind)
}

fn to(post: &Post) -> To {
    match post {
        Post::Words(sending) => sending.to.clone(),
        Post::Redraw { to, .. } => to.clone(),
        Post::React { room, .. } | Post::Unreact { room, .. } | Post::Pin { room, .. } => {
            To::Room {
                room: room.clone(),
                root: None,
            }
        }
    }
}

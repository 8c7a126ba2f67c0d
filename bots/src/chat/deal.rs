//! Deals with what was heard, one message of each room at a time, so that a loud room holds up
//! nobody else. What is to be done is decided first, and done in one transaction with the mark that
//! the message was dealt with.

use std::convert::Infallible;
use std::sync::Arc;

use futures_util::{FutureExt, StreamExt, stream};
use hearback_anonymise::Roster;
use hearback_store::Tx;
use hearback_wire::clock::Millis;

use super::heard::{Ear, Heard, HeardWhat, Original, Unheard};
use super::moderate::{self, Decided};
use super::reply::{self, Reply};
use super::say::Begin;
use super::{Platform, answer, ask, edit, pressed, react, say, setup, words};
use crate::bots::Bots;
use crate::delivery::{backoff, nap};
use crate::dialogue::Event;
use crate::vault::VaultError;
use crate::vault::chat::{ChatRoom, Inbound, Place, Role, To};

/// Rooms served at the same time.
const AT_ONCE: usize = 8;
/// Attempts after which the sender of a message without a key is told: with the back-off, about
/// half a minute.
const TELL_AFTER: u32 = 7;
/// Attempts after which a message is given up: with the back-off, about a day.
const MOST_ATTEMPTS: u32 = 300;

/// What one person alone with the bot can say in a while.
const MOST_ALONE: u64 = 20;
/// What one person can say in the threads of one room in a while.
const MOST_IN_THREADS: u64 = 200;
/// How long a while is, in seconds.
const A_WHILE: i64 = 10 * 60;

/// What is to be done about something heard.
pub(super) enum Act {
    /// Nothing: it was not for the bot.
    Nothing,
    /// A line in answer.
    Notice(To, String),
    /// A preview, in a thread of its own.
    Begin(Box<Begin>),
    /// A step of a thread.
    Step { thread: String, event: Box<Event> },
    /// An answer to a question of a thread.
    Reply { thread: String, reply: Reply },
    /// More was said than is listened to.
    TooMuch(To),
    /// A voice for a need.
    Voice(Box<say::AddVoice>),
    /// A sign of a voice that is counted already.
    Sign(react::Sign),
    /// A room is another than it was.
    Room(Box<ChatRoom>),
    /// A moderator's decision.
    Decide(Box<Decided>),
    /// Places are other than they were.
    Places(Vec<(String, Place)>),
    /// Whether whoever spoke wants to be mentioned.
    Quiet(bool),
    /// What only people who press can bring about.
    Pressed(Box<pressed::Deed>),
    /// One after another.
    All(Vec<Act>),
}

/// Why something is put off.
pub(super) enum Later {
    /// The platform does not answer.
    Unheard,
    /// The vault.
    Vault(VaultError),
}

impl From<VaultError> for Later {
    fn from(error: VaultError) -> Self {
        Self::Vault(error)
    }
}

impl From<Unheard> for Later {
    fn from(_: Unheard) -> Self {
        Self::Unheard
    }
}

/// One thing that was heard, with what is known of its room.
pub(super) struct Scene<'a> {
    pub(super) bots: &'a Bots,
    pub(super) heard: &'a Heard,
    pub(super) room: ChatRoom,
}

impl Scene<'_> {
    /// Where an answer goes: to the thread of what was said, never to a thread inside a thread, and
    /// in a direct room into the conversation.
    pub(super) fn here(&self) -> To {
        let root = match &self.heard.what {
            HeardWhat::Words { root, .. } | HeardWhat::Unreadable { root } => root.clone(),
            HeardWhat::Reacted { to, .. } => Some(to.clone()),
            HeardWhat::Edited { what, .. } => Some(what.clone()),
            HeardWhat::Deleted { .. } => None,
            HeardWhat::Asked { way, .. } => return To::Answer(way.clone()),
        };
        To::Room {
            room: self.heard.room.clone(),
            root: self
                .threaded()
                .then(|| root.unwrap_or_else(|| self.heard.event.clone())),
        }
    }

    /// Whether the bot answers in threads here.
    pub(super) fn threaded(&self) -> bool {
        self.room.role != Role::Direct
    }

    /// To the person alone.
    pub(super) fn alone(&self) -> To {
        if self.room.role == Role::Direct || self.heard.platform.presses() {
            return self.here();
        }
        To::Direct {
            person: self.heard.by.clone(),
        }
    }

    /// The names to mask in what was said.
    pub(super) async fn roster(&self, ear: &impl Ear) -> Result<Arc<Roster>, Unheard> {
        ear.names(&self.heard.room, &self.heard.by).await
    }

    /// Whoever did it, as others are shown them.
    pub(super) fn named(&self) -> String {
        if self.heard.platform.presses() {
            super::marks::person(&self.heard.by)
        } else {
            self.heard.by.clone()
        }
    }

    /// A line in answer.
    pub(super) fn notice(&self, text: String) -> Act {
        Act::Notice(self.here(), text)
    }
}

/// Deals with what is heard, for ever.
pub(crate) async fn run(bots: &Bots, platform: Platform, ear: &impl Ear) -> Infallible {
    let mut failures = 0;
    loop {
        match deal_due(bots, platform, ear).await {
            Ok(0) => failures = 0,
            Ok(_) => {
                failures = 0;
                continue;
            }
            Err(error) => {
                failures += 1;
                tracing::error!(%error, "what was heard in chat could not be dealt with yet");
            }
        }
        let next = bots.vault.heard_next(platform);
        nap(bots, failures, bots.heard.notified(platform), next).await;
    }
}

/// Deals with what is due once. Returns how much that was.
pub(super) async fn deal_due(
    bots: &Bots,
    platform: Platform,
    ear: &impl Ear,
) -> Result<usize, VaultError> {
    let due = bots.vault.heard_due(platform, bots.clock.now()).await?;
    let count = due.len();
    let results: Vec<Result<(), VaultError>> = stream::iter(due)
        .map(|row| deal(bots, ear, row))
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    results.into_iter().collect::<Result<(), _>>()?;
    Ok(count)
}

async fn deal(bots: &Bots, ear: &impl Ear, row: Inbound) -> Result<(), VaultError> {
    match decide(bots, ear, &row).await {
        Ok(Some(act)) => settle(bots, &row, act).await,
        Ok(None) | Err(Later::Unheard) if row.attempts >= MOST_ATTEMPTS => {
            tracing::warn!("something heard in chat was given up after a day");
            settle(bots, &row, Act::Nothing).await
        }
        Ok(None) | Err(Later::Unheard) => {
            let wait = backoff(row.attempts.saturating_add(1)).as_millis();
            let wait = i64::try_from(wait).unwrap_or(i64::MAX);
            let at = bots.clock.now().0.saturating_add(wait);
            bots.vault.heard_again(&row.id, Millis(at)).await
        }
        Err(Later::Vault(error)) => Err(error),
    }
}

/// What is to be done; none if it cannot be known yet.
async fn decide(bots: &Bots, ear: &impl Ear, row: &Inbound) -> Result<Option<Act>, Later> {
    let heard = &row.heard;
    let known = bots.vault.chat_room(heard.platform, &heard.room).await?;
    let room = known.unwrap_or_else(|| ChatRoom::new(heard.platform, &heard.room));
    let scene = Scene { bots, heard, room };
    if let HeardWhat::Asked { ask, .. } = &heard.what {
        return pressed::asked(&scene, ear, ask).boxed().await.map(Some);
    }
    if scene.room.role == Role::Left {
        return Ok(Some(Act::Nothing));
    }
    match &heard.what {
        HeardWhat::Words { .. } if rattles(&scene).await? => Ok(Some(Act::TooMuch(scene.here()))),
        HeardWhat::Words { .. } => spoken(&scene, ear).await.map(Some),
        HeardWhat::Reacted { to, key } => match moderate::reacted(&scene, to, key).await? {
            Some(act) => Ok(Some(act)),
            None => react::reacted(&scene, to, key).await.map(Some),
        },
        HeardWhat::Edited { what, text } => edit::edited(&scene, ear, what, text).await.map(Some),
        HeardWhat::Deleted { what } => react::deleted(&scene, what).await.map(Some),
        HeardWhat::Unreadable { .. } => unreadable(&scene, ear, row).await,
        HeardWhat::Asked { .. } => Ok(Some(Act::Nothing)),
    }
}

/// Whether somebody goes on where the bot answers whatever is said, more than a person does: alone with
/// it, in a thread or in reply. It may be another bot that answers each answer; once it is not
/// answered, it stops.
async fn rattles(scene: &Scene<'_>) -> Result<bool, VaultError> {
    let (bots, heard) = (scene.bots, scene.heard);
    let HeardWhat::Words {
        root, replies_to, ..
    } = &heard.what
    else {
        return Ok(false);
    };
    let most = match scene.room.role {
        Role::Direct => MOST_ALONE,
        _ if root.is_some() || replies_to.is_some() => MOST_IN_THREADS,
        _ => return Ok(false),
    };
    let since = bots.clock.now().plus_seconds(-A_WHILE);
    Ok(bots.vault.heard_since(heard, since).await? >= most)
}

async fn spoken(scene: &Scene<'_>, ear: &impl Ear) -> Result<Act, Later> {
    let HeardWhat::Words { text, calls_us, .. } = &scene.heard.what else {
        return Ok(Act::Nothing);
    };
    if let Some(act) = moderate::spoken(scene, text).await? {
        return Ok(act);
    }
    let order = super::order::order(text, *calls_us);
    let order = match (order, scene.room.role) {
        (None, Role::Direct) => super::order::bare(text),
        (order, _) => order,
    };
    if let Some(order) = order {
        if let Some(act) = setup::act(scene, &order) {
            return Ok(act);
        }
        if scene.room.role == Role::Off && order.begins() {
            return Ok(scene.notice(words::is_off()));
        }
        return ask::act(scene, ear, order).await;
    }
    match answer::act(scene, ear, text).await? {
        Some(act) => Ok(act),
        None if scene.room.role == Role::Direct => say::begin(scene, ear, text).await,
        None => Ok(Act::Nothing),
    }
}

/// A key may come late: the message is tried again for a day, and its sender told once after half a
/// minute what to do.
async fn unreadable(
    scene: &Scene<'_>,
    ear: &impl Ear,
    row: &Inbound,
) -> Result<Option<Act>, Later> {
    let heard = scene.heard;
    let found = ear.message(&heard.room, &heard.event).await?;
    if let Original::Readable {
        text,
        root,
        replies_to,
        calls_us,
        ..
    } = found
    {
        let heard = Heard {
            what: HeardWhat::Words {
                text,
                root,
                replies_to,
                calls_us,
            },
            ..heard.clone()
        };
        let scene = Scene {
            bots: scene.bots,
            heard: &heard,
            room: scene.room.clone(),
        };
        return Box::pin(spoken(&scene, ear)).await.map(Some);
    }
    let late = row.attempts >= TELL_AFTER;
    match scene.room.role {
        _ if found == Original::Gone => Ok(Some(Act::Nothing)),
        // It may switch the bot on; if it does not soon, it was not for a bot that is off.
        Role::Off => Ok(late.then_some(Act::Nothing)),
        _ if late => tell_unreadable(scene)
            .await
            .map(|()| None)
            .map_err(Later::from),
        _ => Ok(None),
    }
}

/// Once for each thread.
async fn tell_unreadable(scene: &Scene<'_>) -> Result<(), VaultError> {
    let bots = scene.bots;
    let to = scene.here();
    let place = match (&scene.heard.what, &to) {
        (HeardWhat::Unreadable { root: Some(root) }, _) => root.as_str(),
        _ => "beside all threads",
    };
    let key = bots
        .vault
        .home(scene.heard.platform, &scene.heard.room, place);
    let mut tx = bots.vault.begin().await?;
    bots.notice_once(
        &mut tx,
        scene.heard.platform,
        to,
        words::unreadable(),
        &format!("{key}/unreadable"),
    )
    .await?;
    Ok(tx.commit().await?)
}

/// Does it, with the mark that it is done. Whoever is second does nothing.
async fn settle(bots: &Bots, row: &Inbound, act: Act) -> Result<(), VaultError> {
    let mut tx = bots.vault.begin().await?;
    if !bots
        .vault
        .heard_done(&mut tx, &row.id, bots.clock.now())
        .await?
    {
        return Ok(());
    }
    let changed = perform(bots, &mut tx, &row.heard, act).await?;
    tx.commit().await?;
    bots.posts.notify_one();
    bots.wake.notify_one();
    if let Some(thread) = changed {
        bots.announce(&thread);
    }
    Ok(())
}

async fn perform(
    bots: &Bots,
    tx: &mut Tx,
    heard: &Heard,
    act: Act,
) -> Result<Option<String>, VaultError> {
    let platform = heard.platform;
    match act {
        Act::Nothing => Ok(None),
        Act::Notice(to, text) => {
            bots.notice(tx, platform, to, text).await?;
            Ok(None)
        }
        Act::Begin(begin) => say::open(bots, tx, *begin).await.map(Some),
        Act::Voice(voice) => say::add_voice(bots, tx, *voice).await,
        Act::Step { thread, event } => {
            let moved = step(bots, tx, heard, &thread, *event).await?;
            Ok(moved.then_some(thread))
        }
        Act::Decide(decided) => {
            moderate::hand_on(bots, tx, *decided).await?;
            Ok(None)
        }
        Act::Reply { thread, reply } => {
            pressed::remember(bots, tx, heard, &thread).await?;
            let moved = reply::perform(bots, tx, platform, &thread, reply).await?;
            Ok(moved.then_some(thread))
        }
        Act::Quiet(quiet) => {
            bots.vault.set_quiet(tx, platform, &heard.by, quiet).await?;
            Ok(None)
        }
        Act::Pressed(deed) => {
            pressed::perform(bots, tx, heard, *deed).await?;
            Ok(None)
        }
        Act::All(acts) => {
            let mut changed = None;
            for act in acts {
                changed = changed.or(Box::pin(perform(bots, tx, heard, act)).await?);
            }
            Ok(changed)
        }
        Act::Sign(sign) => react::perform(bots, tx, heard, sign).await,
        Act::TooMuch(to) => {
            setup::too_much(bots, tx, platform, to).await?;
            Ok(None)
        }
        Act::Room(room) => {
            bots.vault.save_room(tx, &room).await?;
            Ok(None)
        }
        Act::Places(places) => {
            for (thread, place) in places {
                bots.vault.save_place(tx, &thread, &place).await?;
            }
            Ok(None)
        }
    }
}

/// Moves a thread on; a voice instead of a need counts once, as every voice does.
pub(super) async fn step(
    bots: &Bots,
    tx: &mut Tx,
    heard: &Heard,
    id: &str,
    event: Event,
) -> Result<bool, VaultError> {
    let now = bots.clock.now();
    pressed::remember(bots, tx, heard, id).await?;
    let Some(mut thread) = bots.vault.lock_by_id(tx, id, now).await? else {
        return Ok(false);
    };
    if let Event::AddedVoice { reference, .. } = &event
        && !say::count_in(bots, tx, id, *reference).await?
    {
        return Ok(false);
    }
    let moved = bots.apply(tx, &mut thread, event, None).await?;
    if !moved {
        pressed::nothing_to_do(bots, tx, heard, id).await?;
    }
    Ok(moved)
}

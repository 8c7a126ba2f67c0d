//! The card of a need: what it shows, and how it comes to show something else.
//!
//! A card shows one set of words for as long as it stands: other words get another card, so that a
//! reaction can only ever mean the words above it.

use hearback_store::Tx;
use hearback_wire::id::Hash;
use hearback_wire::intake::{Did, Held};
use serde::{Deserialize, Serialize};

use super::stage::Stage;
use super::words;
use crate::bots::Bots;
use crate::chat::pressed::head;
use crate::chat::speak::CARD;
use crate::chat::{Control, Platform};
use crate::tongue::Tongue;
use crate::vault::VaultError;
use crate::vault::chat::{Card, Post, Sending, To, With};

/// May leave, other words, ask the person, may not leave.
const SEEDS: [&str; 4] = ["✅", "✏️", "❓", "⛔"];

/// What a card shows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Shown {
    /// The room where it stands.
    pub(super) room: String,
    /// The words that can be approved on it, and no others.
    pub(super) hash: Hash,
    /// The need as it was last seen at the door.
    pub(super) held: Held,
    pub(super) stage: Stage,
    /// How often the person brought it back. A decision belongs to one turn.
    pub(super) turn: u32,
    /// A decision that the node has not answered yet: by whom, and which.
    pub(super) pending: Option<(String, Did)>,
    /// What was done in chat meanwhile. It is shown once the answer says whether it was that decision.
    #[serde(default)]
    pub(super) meanwhile: Option<Box<Meanwhile>>,
    /// The post that drew it as it is.
    pub(super) drawn: String,
    /// The posts of the reactions that are offered on it.
    pub(super) seeds: Vec<String>,
}

/// How a need stands since something was done in chat.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Meanwhile {
    stage: Option<Stage>,
    held: Option<Held>,
}

impl Shown {
    /// Takes in how the need stands now. What was done in chat while a decision from here is on its way
    /// waits for its answer, because the node does not say who did it.
    pub(super) fn move_on(&mut self, stage: Option<Stage>, held: Option<Held>) {
        let in_chat = stage.as_ref().is_some_and(Stage::is_by_chat);
        if in_chat && self.pending.is_some() {
            self.meanwhile = Some(Box::new(Meanwhile { stage, held }));
            return;
        }
        if let Some(before) = self.meanwhile.take() {
            self.take_in(before.stage, before.held);
        }
        self.take_in(stage, held);
    }

    /// Whether it says that this account decided.
    pub(super) fn names(&self, account: &str) -> bool {
        let meanwhile = self.meanwhile.as_ref().and_then(|m| m.stage.as_ref());
        self.stage.is_by(account) || meanwhile.is_some_and(|stage| stage.is_by(account))
    }

    /// Says no more that it was this account that decided.
    pub(super) fn unname(&mut self, account: &str) {
        self.stage.unname(account);
        if let Some(meanwhile) = &mut self.meanwhile
            && let Some(stage) = &mut meanwhile.stage
        {
            stage.unname(account);
        }
    }

    fn take_in(&mut self, stage: Option<Stage>, held: Option<Held>) {
        self.stage = stage.unwrap_or_else(|| self.stage.clone());
        match held {
            Some(held) => self.held = held,
            None => self.held.leaves = None,
        }
    }

    /// The node has answered a decision: what waited for that is taken in, by whom it was where that is
    /// known.
    pub(super) fn answered(&mut self, mine: &(String, Did), taken: Option<Stage>) {
        self.pending.take_if(|pending| pending == mine);
        if let Some(meanwhile) = self.meanwhile.take() {
            self.take_in(meanwhile.stage, meanwhile.held);
        }
        // What came since says more.
        if self.stage == Stage::Waits || self.stage.is_by_chat() {
            self.stage = taken.unwrap_or_else(|| self.stage.clone());
        }
    }
}

/// A new card in the room, instead of the one that was there.
pub(super) async fn put(
    bots: &Bots,
    tx: &mut Tx,
    (platform, room): (Platform, &str),
    held: Held,
    turn: u32,
) -> Result<(), VaultError> {
    let mut state = Shown {
        room: room.to_owned(),
        hash: held.hash,
        held,
        stage: Stage::Waits,
        turn,
        pending: None,
        meanwhile: None,
        drawn: String::new(),
        seeds: Vec::new(),
    };
    let sending = Sending {
        to: beside(room),
        text: words::card(platform, &state),
        push: false,
        mentions: Vec::new(),
        seeds: Vec::new(),
        kind: CARD.to_owned(),
        threads: Vec::new(),
        tongue: Tongue::English,
        controls: controls(platform, &state),
    };
    let post = bots
        .post(tx, platform, Post::Words(sending), With::default())
        .await?;
    state.drawn.clone_from(&post);
    save(bots, tx, platform, &Card { post, state }).await
}

/// Remembers a card, and since when nothing can be decided on it.
async fn save(
    bots: &Bots,
    tx: &mut Tx,
    platform: Platform,
    card: &Card<Shown>,
) -> Result<(), VaultError> {
    let reference = card.state.held.reference;
    let settled = card.state.stage.is_closed().then(|| bots.clock.now());
    bots.vault
        .save_card(tx, (platform, reference), card, settled)
        .await
}

/// Changes what a card shows: draws it again where that reads otherwise, and offers reactions as
/// long as something can be decided.
pub(super) async fn redraw(
    bots: &Bots,
    tx: &mut Tx,
    platform: Platform,
    card: &mut Card<Shown>,
    change: impl FnOnce(&mut Shown),
) -> Result<(), VaultError> {
    let before = words::card(platform, &card.state);
    change(&mut card.state);
    let text = words::card(platform, &card.state);
    if text != before {
        let controls = controls(platform, &card.state);
        card.state.drawn = rewrite(bots, tx, platform, card, (text, controls)).await?;
    }
    if card.state.stage.is_closed() {
        take_seeds(bots, tx, platform, &mut card.state).await?;
    } else if let Some(event) = bots.vault.post_event(&card.post).await? {
        offer_seeds(bots, tx, platform, &mut card.state, &event).await?;
    }
    save(bots, tx, platform, card).await
}

/// Says on a card that another has taken its place.
pub(super) async fn retire(
    bots: &Bots,
    tx: &mut Tx,
    platform: Platform,
    card: &mut Card<Shown>,
) -> Result<(), VaultError> {
    let text = words::newer_card(card.state.held.reference);
    rewrite(bots, tx, platform, card, (text, Vec::new())).await?;
    take_seeds(bots, tx, platform, &mut card.state).await
}

async fn rewrite(
    bots: &Bots,
    tx: &mut Tx,
    platform: Platform,
    card: &Card<Shown>,
    (text, controls): (String, Vec<Control>),
) -> Result<String, VaultError> {
    let post = Post::Redraw {
        to: beside(&card.state.room),
        post: card.post.clone(),
        text,
        controls,
    };
    bots.post(tx, platform, post, With::default()).await
}

/// Once a card stands in its room: remembers where, and offers the reactions.
pub(in crate::chat) async fn stands(
    bots: &Bots,
    tx: &mut Tx,
    post: &str,
    (platform, room, event): (Platform, &str, &str),
) -> Result<(), VaultError> {
    let Some(mut card) = bots.vault.lock_card_of::<Shown>(tx, post).await? else {
        return Ok(());
    };
    bots.vault
        .card_became(tx, post, (platform, room, event))
        .await?;
    // Before it stood, its room may have moved.
    room.clone_into(&mut card.state.room);
    if !card.state.stage.is_closed() {
        offer_seeds(bots, tx, platform, &mut card.state, event).await?;
    }
    save(bots, tx, platform, &card).await
}

async fn offer_seeds(
    bots: &Bots,
    tx: &mut Tx,
    platform: Platform,
    shown: &mut Shown,
    event: &str,
) -> Result<(), VaultError> {
    if !shown.seeds.is_empty() || platform.presses() {
        return Ok(());
    }
    for key in SEEDS {
        let seed = Post::React {
            room: shown.room.clone(),
            to: event.to_owned(),
            key: key.to_owned(),
        };
        let post = bots.post(tx, platform, seed, With::default()).await?;
        shown.seeds.push(post);
    }
    Ok(())
}

async fn take_seeds(
    bots: &Bots,
    tx: &mut Tx,
    platform: Platform,
    shown: &mut Shown,
) -> Result<(), VaultError> {
    for post in std::mem::take(&mut shown.seeds) {
        let room = shown.room.clone();
        let gone = Post::Unreact { room, post };
        bots.post(tx, platform, gone, With::default()).await?;
    }
    Ok(())
}

/// Whether a card came to nothing: its post ended and no message stands.
pub(super) async fn is_lost(bots: &Bots, card: &Card<Shown>) -> Result<bool, VaultError> {
    let vault = &bots.vault;
    Ok(!vault.post_waits(&card.post).await? && vault.post_event(&card.post).await?.is_none())
}

/// The thread under a card, once it stands.
pub(super) async fn thread(bots: &Bots, card: &Card<Shown>) -> Result<Option<To>, VaultError> {
    let event = bots.vault.post_event(&card.post).await?;
    Ok(event.map(|event| To::Room {
        room: card.state.room.clone(),
        root: Some(event),
    }))
}

/// What can be pressed on a card, as long as something can be decided.
fn controls(platform: Platform, shown: &Shown) -> Vec<Control> {
    let reference = shown.held.reference;
    let seen = || head(&shown.hash.to_string());
    if !platform.presses() {
        return Vec::new();
    }
    if let Some(leaves) = &shown.held.leaves {
        let undo = Control::Undo {
            reference,
            seen: seen(),
        };
        let alone = leaves.overdue.then(|| Control::Alone {
            reference,
            seen: seen(),
        });
        return std::iter::once(undo).chain(alone).collect();
    }
    if shown.stage != Stage::Waits {
        return Vec::new();
    }
    vec![
        Control::Approve {
            reference,
            seen: seen(),
        },
        Control::Rewrite {
            reference,
            seen: seen(),
        },
        Control::AskPerson {
            reference,
            seen: seen(),
        },
        Control::Decline {
            reference,
            seen: seen(),
        },
        Control::Merge {
            reference,
            seen: seen(),
        },
    ]
}

/// In a room, beside all threads.
pub(super) fn beside(room: &str) -> To {
    To::Room {
        room: room.to_owned(),
        root: None,
    }
}

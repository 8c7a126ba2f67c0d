//! The card of a need: what it shows, and how it comes to show something else.
//!
//! A card shows one set of words for as long as it stands: other words get another card, so that a
//! reaction can only ever mean the words above it.

use hearback_store::Tx;
use hearback_wire::id::Hash;
use hearback_wire::intake::{By, Change, Did, Held, Refusal};
use serde::{Deserialize, Serialize};

use super::words;
use crate::bots::Bots;
use crate::chat::Platform;
use crate::chat::speak::CARD;
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
    /// The post that drew it as it is.
    pub(super) drawn: String,
    /// The posts of the reactions that are offered on it.
    pub(super) seeds: Vec<String>,
}

/// Where a need stands, as its card says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Stage {
    /// A moderator can decide.
    Waits,
    /// Its person was asked something, or whether other words are right.
    Person { did: Did, who: Who },
    /// It may leave.
    Approved { who: Who },
    /// It may not leave. The reason is known if it was decided here.
    Declined { reason: Option<Refusal>, who: Who },
    /// Its person took it back.
    Withdrawn,
}

/// Who brought it there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Who {
    /// Somebody in the console.
    Console,
    /// Somebody in chat; the node does not say who.
    Chat,
    /// The person themselves.
    Person,
    /// This account, in the moderators' room.
    Named(String),
}

impl Stage {
    /// Whether nothing can be decided any more, unless the person comes back.
    pub(super) const fn is_closed(&self) -> bool {
        matches!(
            self,
            Self::Approved { .. } | Self::Declined { .. } | Self::Withdrawn
        )
    }

    /// Where the changes brought a need that does not wait for a moderator; none if they do not say.
    pub(super) fn after(&self, changes: &[Change], held: Option<&Held>) -> Option<Self> {
        let found = if held.is_some() {
            let mut back = changes.iter().rev();
            let change = back.find(|change| matches!(change.did, Did::Edited | Did::Asked))?;
            Self::Person {
                did: change.did,
                who: change.by.into(),
            }
        } else {
            self.left(changes.last()?)?
        };
        // The node only says that it was done in chat; the card may know by whom.
        (!self.names(&found)).then_some(found)
    }

    fn left(&self, change: &Change) -> Option<Self> {
        let who = change.by.into();
        match change.did {
            Did::Approved => Some(Self::Approved { who }),
            Did::Refused => Some(Self::Declined { reason: None, who }),
            Did::Withdrawn => Some(Self::Withdrawn),
            // The person agreed to other words, which is the second key.
            Did::Replied if self.was_edited() => Some(Self::Approved { who: Who::Person }),
            _ => None,
        }
    }

    const fn was_edited(&self) -> bool {
        matches!(
            self,
            Self::Person {
                did: Did::Edited,
                ..
            }
        )
    }

    /// Whether this says the same as `other`, which was done in chat, and says by whom.
    fn names(&self, other: &Self) -> bool {
        let same = match (self, other) {
            (Self::Person { did, .. }, Self::Person { did: then, .. }) => did == then,
            (Self::Approved { .. }, Self::Approved { .. })
            | (Self::Declined { .. }, Self::Declined { .. }) => true,
            _ => false,
        };
        same && matches!(self.who(), Some(Who::Named(_))) && other.who() == Some(&Who::Chat)
    }

    const fn who(&self) -> Option<&Who> {
        match self {
            Self::Person { who, .. } | Self::Approved { who } | Self::Declined { who, .. } => {
                Some(who)
            }
            Self::Waits | Self::Withdrawn => None,
        }
    }
}

impl From<By> for Who {
    fn from(by: By) -> Self {
        match by {
            By::Person => Self::Person,
            By::Console => Self::Console,
            By::Chat => Self::Chat,
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
    let reference = held.reference;
    let mut state = Shown {
        room: room.to_owned(),
        hash: held.hash,
        held,
        stage: Stage::Waits,
        turn,
        pending: None,
        drawn: String::new(),
        seeds: Vec::new(),
    };
    let sending = Sending {
        to: beside(room),
        text: words::card(&state),
        push: false,
        mentions: Vec::new(),
        seeds: Vec::new(),
        kind: CARD.to_owned(),
        threads: Vec::new(),
    };
    let post = bots
        .post(tx, platform, Post::Words(sending), With::default())
        .await?;
    state.drawn.clone_from(&post);
    let card = Card { post, state };
    bots.vault.save_card(tx, reference, &card).await
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
    let before = words::card(&card.state);
    change(&mut card.state);
    let text = words::card(&card.state);
    if text != before {
        card.state.drawn = rewrite(bots, tx, platform, card, text).await?;
    }
    if card.state.stage.is_closed() {
        take_seeds(bots, tx, platform, &mut card.state).await?;
    } else if let Some(event) = bots.vault.post_event(&card.post).await? {
        offer_seeds(bots, tx, platform, &mut card.state, &event).await?;
    }
    let reference = card.state.held.reference;
    bots.vault.save_card(tx, reference, card).await
}

/// Says on a card that another has taken its place.
pub(super) async fn retire(
    bots: &Bots,
    tx: &mut Tx,
    platform: Platform,
    card: &mut Card<Shown>,
) -> Result<(), VaultError> {
    let text = words::newer_card(card.state.held.reference);
    rewrite(bots, tx, platform, card, text).await?;
    take_seeds(bots, tx, platform, &mut card.state).await
}

async fn rewrite(
    bots: &Bots,
    tx: &mut Tx,
    platform: Platform,
    card: &Card<Shown>,
    text: String,
) -> Result<String, VaultError> {
    let post = Post::Redraw {
        to: beside(&card.state.room),
        post: card.post.clone(),
        text,
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
    let Some((reference, mut card)) = bots.vault.lock_card_of::<Shown>(tx, post).await? else {
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
    bots.vault.save_card(tx, reference, &card).await
}

async fn offer_seeds(
    bots: &Bots,
    tx: &mut Tx,
    platform: Platform,
    shown: &mut Shown,
    event: &str,
) -> Result<(), VaultError> {
    if !shown.seeds.is_empty() {
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

/// In a room, beside all threads.
pub(super) fn beside(room: &str) -> To {
    To::Room {
        room: room.to_owned(),
        root: None,
    }
}

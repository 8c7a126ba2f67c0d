//! What is to be done about something heard, and doing it. Everything here happens in the one transaction
//! that marks what was heard as dealt with.

use hearback_store::Tx;

use super::heard::{Heard, Unheard};
use super::moderate::{self, Decided};
use super::reply::{self, Reply};
use super::say::Begin;
use super::{about_me, pressed, react, say, setup};
use crate::bots::Bots;
use crate::dialogue::Event;
use crate::mine::Released;
use crate::vault::VaultError;
use crate::vault::chat::{ChatRoom, Place, To};

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
    /// Whoever spoke is forgotten.
    Erase(Released),
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

/// Does it. Returns the thread that it changed.
pub(super) async fn perform(
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
        Act::Erase(released) => {
            about_me::erase(bots, tx, heard, released).await?;
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

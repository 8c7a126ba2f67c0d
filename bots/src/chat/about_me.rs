//! What people ask about themselves in chat: all that is kept, and that it ends.
//!
//! It must never show a person's data where others read, nor erase for anybody but whoever asks.

use hearback_store::Tx;

use super::act::{Act, Later};
use super::heard::Heard;
use super::scene::Scene;
use super::{marks, pressed, words};
use crate::bots::Bots;
use crate::mine::{self, Released, Who};
use crate::vault::VaultError;
use crate::vault::chat::{Role, To};

/// Most characters of a piece of an export: far below what a message may hold once it is set as HTML
/// and encrypted.
const PIECE: usize = 8000;
/// The same where messages are short, with room for what stands around it.
const SHORT_PIECE: usize = 1900;

/// Whoever spoke.
pub(super) fn who(scene: &Scene<'_>) -> Who {
    Who::Account(scene.heard.platform, scene.heard.by.clone())
}

/// All that is kept, to them alone, in as many messages as it takes.
pub(super) async fn export(scene: &Scene<'_>) -> Result<Act, Later> {
    let presses = scene.heard.platform.presses();
    let export = mine::whole(scene.bots, &who(scene)).await?;
    let most = if presses { SHORT_PIECE } else { PIECE };
    let pieces = mine::pieces(&export, most)?;
    let lead = words::export(scene.tongue, pieces.len());
    if presses {
        // One answer, which the platform's adapter sets in messages that each hold one piece.
        let blocks = pieces.iter().map(|piece| marks::block(piece));
        let all: Vec<String> = std::iter::once(lead).chain(blocks).collect();
        return Ok(scene.notice(all.join("\n")));
    }
    let to = scene.alone();
    let all = std::iter::once(lead).chain(pieces);
    Ok(Act::All(
        all.map(|text| Act::Notice(to.clone(), text)).collect(),
    ))
}

/// Somebody would be forgotten: what that does, and how to have it done.
pub(super) async fn ask(scene: &Scene<'_>) -> Result<Act, Later> {
    let found = scene.bots.toll(&who(scene)).await?;
    if scene.heard.platform.presses() {
        return Ok(pressed::before_erasing(scene, found));
    }
    Ok(Act::Notice(
        scene.alone(),
        words::before_erasing(scene.tongue, found),
    ))
}

/// Forgets whoever asked. The last words to them go where they are alone with the bot, if there is such
/// a place, and then the bot leaves it.
pub(super) async fn erase(
    bots: &Bots,
    tx: &mut Tx,
    heard: &Heard,
    released: Released,
) -> Result<(), VaultError> {
    let who = Who::Account(heard.platform, heard.by.clone());
    let direct = bots.vault.direct_room(heard.platform, &heard.by).await?;
    let tongue = Scene::of(bots, heard).await?.tongue;
    let (_, erased) = bots.erase(tx, &who, released).await?;
    let to = match (heard.way(), &direct) {
        (Some(way), _) => To::Answer(way.clone()),
        (None, Some(room)) => To::Room {
            room: room.info.address.clone(),
            root: None,
        },
        (None, None) => {
            let known = bots.vault.chat_room(heard.platform, &heard.room).await?;
            let alone = known.is_some_and(|room| room.role == Role::Direct);
            To::Room {
                room: heard.room.clone(),
                root: (!alone).then(|| heard.root().to_owned()),
            }
        }
    };
    let text = mine::words::after(tongue, erased);
    bots.last_words(tx, heard.platform, to, text).await?;
    match direct {
        Some(room) => bots.vault.leave_direct(tx, room).await,
        None => Ok(()),
    }
}

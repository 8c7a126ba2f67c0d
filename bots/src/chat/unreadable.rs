//! Messages that could not be decrypted. A key may come late.

use super::act::{Act, Later};
use super::deal::spoken;
use super::heard::{Ear, Heard, HeardWhat, Original};
use super::scene::Scene;
use super::words;
use crate::vault::VaultError;
use crate::vault::chat::{Inbound, Role};

/// Attempts after which the sender of a message without a key is told: with the back-off, about
/// half a minute.
const TELL_AFTER: u32 = 7;

/// A key may come late: the message is tried again for a day, and its sender told once after half a
/// minute what to do.
pub(super) async fn act(
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
            tongue: scene.tongue,
            origin_hidden: scene.origin_hidden,
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
        words::unreadable(scene.tongue),
        &format!("{key}/unreadable"),
    )
    .await?;
    Ok(tx.commit().await?)
}

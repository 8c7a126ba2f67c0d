//! What a room's admin decides about the bot: on, off, its language, whether needs say where they come from,
//! that it leaves.

use hearback_store::Tx;

use super::act::Act;
use super::heard::{Ear, Rank};
use super::order::Order;
use super::scene::Scene;
use super::{Platform, origin, words};
use crate::bots::Bots;
use crate::tongue::Tongue;
use crate::vault::VaultError;
use crate::vault::chat::{ChatRoom, Role, To};

/// What an order about the room does; none if it is about something else.
pub(super) async fn act(scene: &Scene<'_>, ear: &impl Ear, order: &Order) -> Option<Act> {
    match order {
        Order::Switch(on) => Some(switch(scene, *on)),
        Order::Leave => Some(admin(scene, |room| {
            room.role = Role::Left;
            words::leaving(scene.tongue)
        })),
        Order::Language(code) => Some(match Tongue::of(code) {
            Some(Tongue::Welsh) if scene.room.role == Role::Moderators => {
                scene.notice(words::cards_are_english())
            }
            Some(tongue) => admin(scene, |room| {
                room.info.lang.clone_from(code);
                words::language(tongue)
            }),
            None => scene.notice(words::language_unknown(scene.tongue, code)),
        }),
        Order::Origin(show) => Some(origin(scene, ear, *show).await),
        _ => None,
    }
}

/// What the bot is and keeps, said once to a room that it comes to.
pub(crate) async fn introduce(
    bots: &Bots,
    tx: &mut Tx,
    room: &ChatRoom,
    to: To,
) -> Result<(), VaultError> {
    let intermediary = &bots.settings.intermediary;
    let t = room.tongue();
    let text = match room.role {
        Role::Direct => words::hello(t, intermediary),
        Role::Moderators => words::moderators(intermediary),
        _ => words::introduction(t, intermediary, bots.settings.kept),
    };
    bots.notice(tx, room.platform, to, text).await.map(|_| ())
}

/// Why the bot does not stay in a room that anybody can read.
pub(crate) async fn refuse_open(
    bots: &Bots,
    tx: &mut Tx,
    platform: Platform,
    to: To,
) -> Result<(), VaultError> {
    let text = words::not_in_open_rooms(Tongue::default());
    bots.notice(tx, platform, to, text).await.map(|_| ())
}

/// Says, once in a while, that a room says too much at once.
pub(crate) async fn too_much(
    bots: &Bots,
    tx: &mut Tx,
    platform: Platform,
    to: To,
) -> Result<(), VaultError> {
    const EVERY: i64 = 10 * 60 * 1000;
    let To::Room { room, .. } = &to else {
        return Ok(());
    };
    let slot = bots.clock.now().0 / EVERY;
    let key = format!("{}/too much/{slot}", bots.vault.home(platform, room, ""));
    let known = bots.vault.chat_room(platform, room).await?;
    let text = words::too_much(known.map(|room| room.tongue()).unwrap_or_default());
    bots.notice_once(tx, platform, to, text, &key)
        .await
        .map(|_| ())
}

/// Whether needs from here say where they come from.
async fn origin(scene: &Scene<'_>, ear: &impl Ear, show: bool) -> Act {
    if is_no_community(scene) {
        return scene.notice(words::help(scene.tongue, &scene.bots.settings.intermediary));
    }
    let told = origin::told(scene, ear, scene.tongue, show).await;
    admin(scene, |room| {
        room.info.origin_hidden = !show;
        told
    })
}

const fn is_no_community(scene: &Scene<'_>) -> bool {
    matches!(scene.room.role, Role::Direct | Role::Moderators)
}

fn switch(scene: &Scene<'_>, on: bool) -> Act {
    if is_no_community(scene) {
        return scene.notice(words::help(scene.tongue, &scene.bots.settings.intermediary));
    }
    admin(scene, |room| {
        room.role = if on { Role::Community } else { Role::Off };
        words::switched(scene.tongue, on)
    })
}

fn admin(scene: &Scene<'_>, change: impl FnOnce(&mut ChatRoom) -> String) -> Act {
    if scene.heard.rank < Rank::Admin {
        return scene.notice(words::admins_only(scene.tongue));
    }
    let mut room = scene.room.clone();
    let text = change(&mut room);
    Act::All(vec![Act::Room(Box::new(room)), scene.notice(text)])
}

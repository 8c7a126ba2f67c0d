//! What a room's admin decides about the bot: on, off, its language, that it leaves.

use hearback_store::Tx;

use super::act::Act;
use super::heard::Rank;
use super::order::Order;
use super::scene::Scene;
use super::{Platform, words};
use crate::bots::Bots;
use crate::vault::VaultError;
use crate::vault::chat::{ChatRoom, Role, To};

/// What an order about the room does; none if it is about something else.
pub(super) fn act(scene: &Scene<'_>, order: &Order) -> Option<Act> {
    match order {
        Order::Switch(on) => Some(switch(scene, *on)),
        Order::Leave => Some(admin(scene, |room| {
            room.role = Role::Left;
            words::leaving()
        })),
        Order::Language(code) => Some(admin(scene, |room| {
            if code == "en" {
                room.info.lang.clone_from(code);
            }
            words::language(code)
        })),
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
    let text = match room.role {
        Role::Direct => words::hello(intermediary),
        Role::Moderators => words::moderators(intermediary),
        _ => words::introduction(intermediary, bots.settings.kept),
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
    bots.notice(tx, platform, to, words::not_in_open_rooms())
        .await
        .map(|_| ())
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
    bots.notice_once(tx, platform, to, words::too_much(), &key)
        .await
        .map(|_| ())
}

fn switch(scene: &Scene<'_>, on: bool) -> Act {
    if matches!(scene.room.role, Role::Direct | Role::Moderators) {
        return scene.notice(words::help(&scene.bots.settings.intermediary));
    }
    admin(scene, |room| {
        room.role = if on { Role::Community } else { Role::Off };
        words::switched(on)
    })
}

fn admin(scene: &Scene<'_>, change: impl FnOnce(&mut ChatRoom) -> String) -> Act {
    if scene.heard.rank < Rank::Admin {
        return scene.notice(words::admins_only());
    }
    let mut room = scene.room.clone();
    let text = change(&mut room);
    Act::All(vec![Act::Room(Box::new(room)), scene.notice(text)])
}

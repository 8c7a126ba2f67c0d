//! What a server's admin decides, and what the bot may do there.

use hearback_store::Tx;

use super::asked::{Limits, SetUp};
use super::own::answer;
use super::perform::Deed;
use super::{Control, words};
use crate::bots::Bots;
use crate::chat::Platform;
use crate::chat::act::{Act, Later};
use crate::chat::heard::{Ear, HeardWhat, Rank};
use crate::chat::origin;
use crate::chat::scene::Scene;
use crate::chat::words as common;
use crate::tongue::Tongue;
use crate::vault::VaultError;
use crate::vault::chat::{ChatRoom, Post, Role, Sending, Server, To, With};

/// The server of whoever pressed, if it was set up.
pub(super) async fn server(scene: &Scene<'_>) -> Result<Option<Server>, Later> {
    let HeardWhat::Asked { server, .. } = &scene.heard.what else {
        return Ok(None);
    };
    let vault = &scene.bots.vault;
    Ok(vault.server(scene.heard.platform, server).await?)
}

/// An admin says where people find the bot, where moderators decide, the language, and whether needs say
/// where they come from.
pub(super) async fn set_up(
    scene: &Scene<'_>,
    ear: &impl Ear,
    chosen: &SetUp,
) -> Result<Act, Later> {
    let HeardWhat::Asked { server: id, .. } = &scene.heard.what else {
        return Ok(Act::Nothing);
    };
    if scene.heard.rank < Rank::Admin {
        return Ok(scene.notice(words::admins_only()));
    }
    if chosen.desk.is_some() && !chosen.may_moderate {
        return Ok(scene.notice(words::no_desk_here()));
    }
    if chosen.desk.as_ref() == Some(&chosen.room) {
        return Ok(scene.notice(words::two_rooms()));
    }
    let before = server(scene).await?;
    let mut after = before.clone().unwrap_or_else(|| Server::new(id));
    after.room = Some(chosen.room.clone());
    if chosen.desk.is_some() {
        after.desk.clone_from(&chosen.desk);
    }
    let language = chosen.lang.as_deref().map(|lang| match Tongue::of(lang) {
        Some(tongue) => {
            lang.clone_into(&mut after.lang);
            common::language(tongue)
        }
        None => common::language_unknown(scene.tongue, lang),
    });
    let tongue = after.tongue();
    let mut more: Vec<String> = language.into_iter().collect();
    if let Some(show) = chosen.origin {
        after.origin_hidden = !show;
        more.push(origin::told(scene, ear, tongue, show).await);
    }
    let text = words::set_up(&after, more, &chosen.limits);
    let mut acts = vec![
        Act::Pressed(Box::new(Deed::Server { before, after })),
        scene.notice(text),
    ];
    if chosen.writable {
        let panel = Deed::Show(panel(tongue, &chosen.room));
        acts.push(Act::Pressed(Box::new(panel)));
    }
    Ok(Act::All(acts))
}

/// The message that stays at the head of the room, with its one button.
fn panel(tongue: Tongue, room: &str) -> Sending {
    let to = To::Room {
        room: room.to_owned(),
        root: None,
    };
    Sending {
        kind: PANEL.to_owned(),
        ..answer(tongue, to, words::panel(tongue), vec![Control::Say])
    }
}

/// What the panel is called among the posts.
pub(in crate::chat) const PANEL: &str = "panel";

/// Writes what an admin decided: the server, and what each room is for.
pub(super) async fn commit(
    bots: &Bots,
    tx: &mut Tx,
    platform: Platform,
    (before, after): (Option<&Server>, &Server),
) -> Result<(), VaultError> {
    bots.vault.save_server(tx, platform, after).await?;
    let left = before.map(|before| [before.room.as_deref(), before.desk.as_deref()]);
    let left: Vec<&str> = left.into_iter().flatten().flatten().collect();
    let now = [
        (after.room.as_deref(), Role::Community),
        (after.desk.as_deref(), Role::Moderators),
    ];
    for address in left {
        if !now.iter().any(|(kept, _)| *kept == Some(address)) {
            bots.room_is(tx, (platform, address), &after.address, Role::Off)
                .await?;
        }
    }
    for (address, role) in now {
        if let Some(address) = address {
            bots.room_is(tx, (platform, address), &after.address, role)
                .await?;
        }
    }
    Ok(())
}

impl Bots {
    /// Writes what a room of a server is for.
    pub(crate) async fn room_is(
        &self,
        tx: &mut Tx,
        (platform, address): (Platform, &str),
        server: &str,
        role: Role,
    ) -> Result<(), VaultError> {
        let mut room = ChatRoom::new(platform, address);
        room.role = role;
        room.info.server = Some(server.to_owned());
        self.vault.save_room(tx, &room).await
    }

    /// Posts what belongs at the head of a room.
    pub(crate) async fn pin(
        &self,
        tx: &mut Tx,
        (platform, room): (Platform, &str),
        post: &str,
    ) -> Result<(), VaultError> {
        let pin = Post::Pin {
            room: room.to_owned(),
            post: post.to_owned(),
        };
        self.post(tx, platform, pin, With::default())
            .await
            .map(|_| ())
    }
}

/// What the bot may not do, in words that say what to change.
pub(super) async fn check(scene: &Scene<'_>, limits: &Limits) -> Result<Act, Later> {
    let server = server(scene).await?;
    Ok(scene.notice(words::checked(server.as_ref(), limits)))
}

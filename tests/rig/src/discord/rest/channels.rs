//! Channels and threads by themselves.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};

use super::users::id;
use super::{Answer, Reply, Sent, shown};
use crate::discord::fake::Fake;
use crate::discord::refusal::Refusal;
use crate::discord::rules::Permissions;

pub(super) async fn one(State(fake): State<Arc<Fake>>, Path(channel): Path<String>) -> Answer {
    let channel = id(&channel)?;
    fake.look(|world| {
        let (channel, _) = world.seen_by_bot(channel)?;
        shown(world.channel_json(channel))
    })
}

/// Threads only: the bot has no business with the settings of a channel.
pub(super) async fn change(
    State(fake): State<Arc<Fake>>,
    Path(channel): Path<String>,
    Extension(Sent(body)): Extension<Sent>,
) -> Answer {
    let channel = id(&channel)?;
    fake.change(|world| {
        world.edit_thread(channel, &body)?;
        shown(world.channel_json(world.channel(channel)?))
    })
}

pub(super) async fn remove(State(fake): State<Arc<Fake>>, Path(channel): Path<String>) -> Answer {
    let channel = id(&channel)?;
    fake.change(|world| {
        let (place, may) = world.seen_by_bot(channel)?;
        let needed = if place.kind.is_thread() {
            Permissions::MANAGE_THREADS
        } else {
            Permissions::MANAGE_CHANNELS
        };
        if !may.allows(needed) {
            return Err(Refusal::no_permission());
        }
        let told = world.channel_json(place);
        world.remove_channel(channel)?;
        shown(told)
    })
}

pub(super) async fn typing(State(fake): State<Arc<Fake>>, Path(channel): Path<String>) -> Answer {
    let channel = id(&channel)?;
    fake.look(|world| {
        world.allowed(channel, Permissions::VIEW_CHANNEL)?;
        Ok(Reply::Nothing)
    })
}

//! Starting threads and posts, and being in them.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};

use super::users::id;
use super::{Answer, Reply, Sent, made};
use crate::discord::fake::Fake;
use crate::discord::id::Id;
use crate::discord::refusal::Refusal;
use crate::discord::world::wire::put;
use crate::discord::world::{ChannelKind, World};

pub(super) async fn start(
    State(fake): State<Arc<Fake>>,
    Path(channel): Path<String>,
    Extension(Sent(body)): Extension<Sent>,
) -> Answer {
    let channel = id(&channel)?;
    fake.change(|world| {
        let thread = world.thread_in(world.bot, channel, &body)?;
        let mut told = world.channel_json(world.channel(thread)?);
        // A post in a forum is answered with its first message.
        if world.channel(channel)?.kind == ChannelKind::Forum {
            let first = world.message(thread, thread)?;
            put(&mut told, "message", world.message_json(first));
        }
        made(told)
    })
}

pub(super) async fn start_from(
    State(fake): State<Arc<Fake>>,
    Path((channel, message)): Path<(String, String)>,
    Extension(Sent(body)): Extension<Sent>,
) -> Answer {
    let (channel, message) = (id(&channel)?, id(&message)?);
    fake.change(|world| {
        let thread = world.thread_from(world.bot, channel, message, &body)?;
        made(world.channel_json(world.channel(thread)?))
    })
}

pub(super) async fn join(State(fake): State<Arc<Fake>>, Path(channel): Path<String>) -> Answer {
    let channel = id(&channel)?;
    fake.change(|world| set_inside(world, channel, true))
}

pub(super) async fn leave(State(fake): State<Arc<Fake>>, Path(channel): Path<String>) -> Answer {
    let channel = id(&channel)?;
    fake.change(|world| set_inside(world, channel, false))
}

fn set_inside(world: &mut World, channel: Id, inside: bool) -> Answer {
    world.seen_by_bot(channel)?;
    let bot = world.bot;
    let thread = world.channel_mut(channel)?.thread.as_mut();
    let thread = thread.ok_or_else(Refusal::not_in_this_channel_type)?;
    if thread.archived {
        return Err(Refusal::archived());
    }
    let changed = if inside {
        thread.members.insert(bot)
    } else {
        thread.members.remove(&bot)
    };
    if changed {
        world.tell_place(channel, inside);
    }
    Ok(Reply::Nothing)
}

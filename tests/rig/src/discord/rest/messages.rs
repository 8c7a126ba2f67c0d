//! Messages in channels and threads.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, Query, State};

use super::users::id;
use super::{Answer, Reply, Sent, shown};
use crate::discord::fake::Fake;
use crate::discord::id::Id;
use crate::discord::refusal::Refusal;
use crate::discord::rules::Permissions;
use crate::discord::world::{Draft, World};

pub(super) async fn post(
    State(fake): State<Arc<Fake>>,
    Path(channel): Path<String>,
    Extension(Sent(body)): Extension<Sent>,
) -> Answer {
    let channel = id(&channel)?;
    fake.change(|world| {
        world.seen_by_bot(channel)?;
        let draft = Draft::read(&body, false)?;
        let message = world.post(world.bot, channel, draft)?;
        shown(world.message_json(world.message(channel, message)?))
    })
}

pub(super) async fn all(
    State(fake): State<Arc<Fake>>,
    Path(channel): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let channel = id(&channel)?;
    let number = |name: &str| query.get(name).and_then(|text| text.parse::<Id>().ok());
    let (after, before) = (number("after"), number("before"));
    let limit = query
        .get("limit")
        .and_then(|text| text.parse().ok())
        .unwrap_or(50);
    fake.look(|world| {
        let place = world.allowed(channel, Permissions::VIEW_CHANNEL)?;
        if !(1..=100).contains(&limit) {
            let words = "Must be between 1 and 100.";
            return Err(Refusal::form("limit", "NUMBER_TYPE_MAX", words));
        }
        // Who may not read what was said before is shown nothing, without a refusal.
        let reads = world
            .may(world.bot, place)
            .allows(Permissions::READ_MESSAGE_HISTORY);
        let inside = place.messages.iter().copied().filter(|_| reads);
        let wanted = inside.filter(|id| {
            after.is_none_or(|after| *id > after) && before.is_none_or(|before| *id < before)
        });
        let found = wanted.filter_map(|id| world.message(channel, id).ok());
        let mut found: Vec<_> = found.collect();
        found.sort_by_key(|one| std::cmp::Reverse(one.id));
        if after.is_some() && found.len() > limit {
            found.drain(..found.len() - limit);
        }
        shown(
            found
                .iter()
                .take(limit)
                .map(|one| world.message_json(one))
                .collect(),
        )
    })
}

pub(super) async fn one(
    State(fake): State<Arc<Fake>>,
    Path((channel, message)): Path<(String, String)>,
) -> Answer {
    let (channel, message) = (id(&channel)?, id(&message)?);
    fake.look(|world| {
        world.allowed(channel, Permissions::READ_MESSAGE_HISTORY)?;
        shown(world.message_json(world.message(channel, message)?))
    })
}

pub(super) async fn edit(
    State(fake): State<Arc<Fake>>,
    Path((channel, message)): Path<(String, String)>,
    Extension(Sent(body)): Extension<Sent>,
) -> Answer {
    let (channel, message) = (id(&channel)?, id(&message)?);
    fake.change(|world| {
        world.edit(channel, message, &body)?;
        shown(world.message_json(world.message(channel, message)?))
    })
}

pub(super) async fn remove(
    State(fake): State<Arc<Fake>>,
    Path((channel, message)): Path<(String, String)>,
) -> Answer {
    let (channel, message) = (id(&channel)?, id(&message)?);
    fake.change(|world| {
        world.delete_by_bot(channel, message)?;
        Ok(Reply::Nothing)
    })
}

pub(super) async fn pin(
    State(fake): State<Arc<Fake>>,
    Path((channel, message)): Path<(String, String)>,
) -> Answer {
    let (channel, message) = (id(&channel)?, id(&message)?);
    fake.change(|world| set_pinned(world, channel, message, true))
}

pub(super) async fn unpin(
    State(fake): State<Arc<Fake>>,
    Path((channel, message)): Path<(String, String)>,
) -> Answer {
    let (channel, message) = (id(&channel)?, id(&message)?);
    fake.change(|world| set_pinned(world, channel, message, false))
}

fn set_pinned(world: &mut World, channel: Id, message: Id, pinned: bool) -> Answer {
    world.allowed(channel, Permissions::PIN_MESSAGES)?;
    world.message(channel, message)?;
    world.message_mut(message)?.pinned = pinned;
    Ok(Reply::Nothing)
}

//! Servers as the bot can read them.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde_json::{Value, json};

use super::users::id;
use super::{Answer, shown};
use crate::discord::fake::Fake;
use crate::discord::refusal::Refusal;
use crate::discord::world::wire::{guild_json, role_json};
use crate::discord::world::{Channel, World};

pub(super) async fn one(State(fake): State<Arc<Fake>>, Path(guild): Path<String>) -> Answer {
    let guild = id(&guild)?;
    fake.look(|world| shown(guild_json(world.bots_guild(guild)?)))
}

pub(super) async fn channels(State(fake): State<Arc<Fake>>, Path(guild): Path<String>) -> Answer {
    let guild = id(&guild)?;
    fake.look(|world| {
        let guild = world.bots_guild(guild)?;
        let all = guild
            .channels
            .iter()
            .filter_map(|id| world.channels.get(id));
        let places = all.filter(|channel| !channel.kind.is_thread());
        shown(places.map(|channel| world.channel_json(channel)).collect())
    })
}

pub(super) async fn roles(State(fake): State<Arc<Fake>>, Path(guild): Path<String>) -> Answer {
    let guild = id(&guild)?;
    fake.look(|world| {
        let guild = world.bots_guild(guild)?;
        shown(
            guild
                .roles
                .values()
                .map(|role| role_json(guild, role))
                .collect(),
        )
    })
}

pub(super) async fn member(
    State(fake): State<Arc<Fake>>,
    Path((guild, user)): Path<(String, String)>,
) -> Answer {
    let (guild, user) = (id(&guild)?, id(&user)?);
    fake.look(|world| {
        let guild = world.bots_guild(guild)?;
        let member = world.member_json(guild, user);
        shown(member.ok_or_else(Refusal::unknown_member)?)
    })
}

pub(super) async fn threads(State(fake): State<Arc<Fake>>, Path(guild): Path<String>) -> Answer {
    let guild = id(&guild)?;
    fake.look(|world| {
        let guild = world.bots_guild(guild)?;
        let all = guild
            .channels
            .iter()
            .filter_map(|id| world.channels.get(id));
        let active: Vec<&Channel> = all.filter(|channel| is_active(world, channel)).collect();
        let threads: Vec<Value> = active.iter().map(|one| world.channel_json(one)).collect();
        let members: Vec<Value> = active
            .iter()
            .filter_map(|one| place_in(world, one))
            .collect();
        shown(json!({"threads": threads, "members": members, "has_more": false}))
    })
}

fn is_active(world: &World, channel: &Channel) -> bool {
    let thread = channel.thread.as_ref();
    thread.is_some_and(|thread| !thread.archived) && world.sees(world.bot, channel)
}

fn place_in(world: &World, channel: &Channel) -> Option<Value> {
    let thread = channel.thread.as_ref()?;
    let inside = thread.members.contains(&world.bot);
    inside.then(|| world.place_in(channel.id, thread))
}

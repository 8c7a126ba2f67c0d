//! The application's commands, everywhere or in one server.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use serde_json::Value;

use super::users::id;
use super::{Answer, Reply, Sent, made, shown};
use crate::discord::fake::Fake;
use crate::discord::id::Id;
use crate::discord::refusal::Refusal;
use crate::discord::world::World;

pub(super) async fn all(State(fake): State<Arc<Fake>>, Path(application): Path<String>) -> Answer {
    fake.look(|world| {
        own(world, &application)?;
        shown(world.commands_of(None).into())
    })
}

pub(super) async fn all_of_guild(
    State(fake): State<Arc<Fake>>,
    Path((application, guild)): Path<(String, String)>,
) -> Answer {
    fake.look(|world| {
        let guild = own_guild(world, &application, &guild)?;
        shown(world.commands_of(Some(guild)).into())
    })
}

pub(super) async fn set(
    State(fake): State<Arc<Fake>>,
    Path(application): Path<String>,
    Extension(Sent(body)): Extension<Sent>,
) -> Answer {
    fake.change(|world| {
        own(world, &application)?;
        shown(world.set_commands(None, many(&body))?.into())
    })
}

pub(super) async fn set_of_guild(
    State(fake): State<Arc<Fake>>,
    Path((application, guild)): Path<(String, String)>,
    Extension(Sent(body)): Extension<Sent>,
) -> Answer {
    fake.change(|world| {
        let guild = own_guild(world, &application, &guild)?;
        shown(world.set_commands(Some(guild), many(&body))?.into())
    })
}

pub(super) async fn add(
    State(fake): State<Arc<Fake>>,
    Path(application): Path<String>,
    Extension(Sent(body)): Extension<Sent>,
) -> Answer {
    fake.change(|world| {
        own(world, &application)?;
        made(world.add_command(None, &body)?)
    })
}

pub(super) async fn add_of_guild(
    State(fake): State<Arc<Fake>>,
    Path((application, guild)): Path<(String, String)>,
    Extension(Sent(body)): Extension<Sent>,
) -> Answer {
    fake.change(|world| {
        let guild = own_guild(world, &application, &guild)?;
        made(world.add_command(Some(guild), &body)?)
    })
}

pub(super) async fn one(
    State(fake): State<Arc<Fake>>,
    Path((application, command)): Path<(String, String)>,
) -> Answer {
    let command = id(&command)?;
    fake.look(|world| {
        own(world, &application)?;
        let found = world
            .commands
            .get(&command)
            .filter(|one| one.guild.is_none());
        shown(found.ok_or_else(Refusal::unknown_command)?.body.clone())
    })
}

pub(super) async fn remove(
    State(fake): State<Arc<Fake>>,
    Path((application, command)): Path<(String, String)>,
) -> Answer {
    let command = id(&command)?;
    fake.change(|world| {
        own(world, &application)?;
        world
            .commands
            .remove(&command)
            .ok_or_else(Refusal::unknown_command)?;
        Ok(Reply::Nothing)
    })
}

/// Another application's commands are none of the bot's business.
fn own(world: &World, application: &str) -> Result<(), Refusal> {
    if id(application)? == world.application {
        Ok(())
    } else {
        Err(Refusal::no_access())
    }
}

fn own_guild(world: &World, application: &str, guild: &str) -> Result<Id, Refusal> {
    own(world, application)?;
    let guild = id(guild)?;
    world.bots_guild(guild).map(|guild| guild.id)
}

fn many(body: &Value) -> &[Value] {
    body.as_array().map_or(&[], Vec::as_slice)
}

//! The bot itself, other people, and conversations with one of them.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use serde_json::json;

use super::{Answer, Reply, Sent, shown};
use crate::discord::fake::Fake;
use crate::discord::id::Id;
use crate::discord::refusal::Refusal;
use crate::discord::world::components::text;
use crate::discord::world::{World, may_in_guild};

pub(super) async fn me(State(fake): State<Arc<Fake>>) -> Answer {
    shown(fake.look(World::own_user))
}

pub(super) async fn application(State(fake): State<Arc<Fake>>) -> Answer {
    shown(fake.look(|world| {
        let name = world.users.get(&world.bot).map(|bot| &bot.name);
        json!({
            "id": world.application, "name": name, "icon": null, "description": "", "type": null,
            "verify_key": "0".repeat(64), "flags": 0, "flags_new": "0", "redirect_uris": [],
            "interactions_endpoint_url": null, "role_connections_verification_url": null,
            "owner": world.user_json(world.bot), "team": null, "explicit_content_filter": 0,
            "approximate_guild_count": world.guilds.len(), "approximate_user_install_count": 0,
            "approximate_user_authorization_count": 0, "eligible_oauth2_scopes": [],
            "bot_public": true, "bot_require_code_grant": false, "summary": "",
        })
    }))
}

pub(super) async fn user(State(fake): State<Arc<Fake>>, Path(user): Path<String>) -> Answer {
    let user = id(&user)?;
    fake.look(|world| {
        world.users.get(&user).ok_or_else(Refusal::unknown_user)?;
        shown(world.user_json(user))
    })
}

pub(super) async fn guilds(State(fake): State<Arc<Fake>>) -> Answer {
    shown(fake.look(|world| {
        let own = world
            .guilds
            .values()
            .filter(|guild| guild.members.contains_key(&world.bot));
        let one = |guild| {
            let guild: &crate::discord::world::Guild = guild;
            let may = may_in_guild(world.bot, guild);
            json!({
                "id": guild.id, "name": guild.name, "icon": null, "banner": null, "owner": false,
                "permissions": may.0.to_string(), "features": [],
            })
        };
        own.map(one).collect()
    }))
}

pub(super) async fn leave(State(fake): State<Arc<Fake>>, Path(guild): Path<String>) -> Answer {
    let guild = id(&guild)?;
    fake.change(|world| {
        world.bots_guild(guild)?;
        let bot = world.bot;
        world.leave(guild, bot);
        Ok(Reply::Nothing)
    })
}

pub(super) async fn open_direct(
    State(fake): State<Arc<Fake>>,
    Extension(Sent(body)): Extension<Sent>,
) -> Answer {
    let user = text(&body, "recipient_id").ok_or_else(Refusal::unknown_user)?;
    let user = id(user)?;
    fake.change(|world| {
        let channel = world.direct(user)?;
        shown(world.channel_json(world.channel(channel)?))
    })
}

/// An id in a path.
pub(super) fn id(text: &str) -> Result<Id, Refusal> {
    let wrong = |_| Refusal::form("", "NUMBER_TYPE_COERCE", "Value is not snowflake.");
    text.parse().map_err(wrong)
}

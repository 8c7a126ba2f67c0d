//! Servers and roles in the shapes that Discord sends.

use serde_json::{Map, Value, json};

use super::put;
use crate::discord::clock::iso;
use crate::discord::world::{Channel, Guild, Role, World};

impl World {
    /// A server with everything in it, as a session that has just begun is told.
    pub(in crate::discord) fn told_guild(&self, guild: &Guild) -> Value {
        let all = guild.channels.iter().filter_map(|id| self.channels.get(id));
        let (threads, places): (Vec<_>, Vec<_>) = all.partition(|one| one.kind.is_thread());
        let open = threads
            .into_iter()
            .filter(|one| !is_archived(one) && self.sees(self.bot, one));
        let joined = guild
            .members
            .get(&self.bot)
            .map_or(0, |member| member.joined_ms);
        let mut out = guild_json(guild);
        let more = json!({
            "joined_at": iso(joined), "large": false, "unavailable": false,
            "member_count": guild.members.len(), "voice_states": [], "presences": [],
            "members": [self.member_json(guild, self.bot)], "stage_instances": [],
            "guild_scheduled_events": [],
            "channels": places.into_iter().map(|one| self.channel_json(one)).collect::<Vec<_>>(),
            "threads": open.map(|one| self.channel_json(one)).collect::<Vec<_>>(),
        });
        extend(&mut out, more);
        out
    }
}

/// A server by itself.
pub(in crate::discord) fn guild_json(guild: &Guild) -> Value {
    let roles: Vec<Value> = guild
        .roles
        .values()
        .map(|role| role_json(guild, role))
        .collect();
    json!({
        "id": guild.id, "name": guild.name, "icon": null, "description": null,
        "home_header": null, "splash": null, "discovery_splash": null, "features": [],
        "banner": null, "owner_id": guild.owner, "application_id": null, "region": "deprecated",
        "afk_channel_id": null, "afk_timeout": 300, "system_channel_id": null,
        "system_channel_flags": 0, "widget_enabled": false, "widget_channel_id": null,
        "verification_level": 1, "roles": roles, "default_message_notifications": 1,
        "mfa_level": 0, "explicit_content_filter": 0, "max_presences": null,
        "max_members": 500_000, "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25, "vanity_url_code": null, "premium_tier": 0,
        "premium_subscription_count": 0, "preferred_locale": guild.locale,
        "rules_channel_id": null, "safety_alerts_channel_id": null,
        "public_updates_channel_id": null, "premium_progress_bar_enabled": false, "nsfw": false,
        "nsfw_level": 0, "emojis": [], "stickers": [], "incidents_data": null,
    })
}

pub(in crate::discord) fn role_json(guild: &Guild, role: &Role) -> Value {
    let at = guild
        .roles
        .keys()
        .position(|id| *id == role.id)
        .unwrap_or(0);
    let mut out = json!({
        "id": role.id, "name": role.name, "permissions": role.permissions.0.to_string(),
        "position": at, "color": 0, "hoist": false, "mentionable": role.mentionable,
        "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null},
        "icon": null, "unicode_emoji": null, "managed": role.managed_by.is_some(), "flags": 0,
    });
    if let Some(bot) = role.managed_by {
        put(&mut out, "tags", json!({"bot_id": bot}));
    }
    out
}

fn is_archived(channel: &Channel) -> bool {
    channel
        .thread
        .as_ref()
        .is_some_and(|thread| thread.archived)
}

fn extend(object: &mut Value, more: Value) {
    if let (Some(fields), Value::Object(more)) = (object.as_object_mut(), more) {
        fields.extend::<Map<String, Value>>(more);
    }
}

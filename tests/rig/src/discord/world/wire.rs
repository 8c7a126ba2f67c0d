//! State in the shapes that Discord sends: people, channels, messages; servers are in a file of their own.
//! Every field that the published description requires is here, also those that our bot never reads.

mod guild;

use serde_json::{Value, json};

pub(in crate::discord) use guild::{guild_json, role_json};

use crate::discord::clock::iso;
use crate::discord::id::Id;

use super::{Channel, ChannelKind, Guild, Interaction, Kind, Message, Thread, World};

/// Discord never says that more than this are in a thread.
const MEMBERS_SHOWN: usize = 50;

impl World {
    pub(in crate::discord) fn user_json(&self, id: Id) -> Value {
        let user = self.users.get(&id);
        let name = user.map_or("deleted_user", |user| user.name.as_str());
        json!({
            "id": id, "username": name, "global_name": name, "discriminator": "0",
            "avatar": null, "public_flags": 0, "flags": 0, "primary_guild": null,
            "bot": user.is_some_and(|user| user.bot),
        })
    }

    /// Somebody as a member, with the account.
    pub(in crate::discord) fn member_json(&self, guild: &Guild, id: Id) -> Option<Value> {
        let mut member = bare_member(guild, id)?;
        put(&mut member, "user", self.user_json(id));
        Some(member)
    }

    pub(in crate::discord) fn channel_json(&self, channel: &Channel) -> Value {
        match (&channel.thread, channel.recipient) {
            (Some(thread), _) => self.thread_json(channel, thread),
            (None, Some(with)) => json!({
                "id": channel.id, "type": 1, "flags": 0, "last_message_id": last(channel),
                "recipients": [self.user_json(with)],
            }),
            (None, None) => self.place_json(channel),
        }
    }

    fn thread_json(&self, channel: &Channel, thread: &Thread) -> Value {
        let mut metadata = json!({
            "archived": thread.archived, "locked": thread.locked,
            "archive_timestamp": iso(thread.turned_ms), "create_timestamp": iso(thread.made_ms),
            "auto_archive_duration": thread.quiet_min,
        });
        if channel.kind == ChannelKind::PrivateThread {
            put(&mut metadata, "invitable", json!(true));
        }
        let mut out = json!({
            "id": channel.id, "type": channel.kind.number(), "guild_id": channel.guild,
            "name": channel.name, "parent_id": channel.parent, "owner_id": thread.owner, "flags": 0,
            "rate_limit_per_user": 0, "last_message_id": last(channel), "thread_metadata": metadata,
            "message_count": thread.sent.saturating_sub(thread.deleted), "total_message_sent": thread.sent,
            "member_count": thread.members.len().min(MEMBERS_SHOWN), "applied_tags": thread.tags,
        });
        if thread.members.contains(&self.bot) {
            put(&mut out, "member", self.place_in(channel.id, thread));
        }
        out
    }

    /// The bot's place in a thread.
    pub(in crate::discord) fn place_in(&self, id: Id, thread: &Thread) -> Value {
        let joined = iso(thread.made_ms);
        json!({"id": id, "user_id": self.bot, "join_timestamp": joined, "flags": 0})
    }

    fn place_json(&self, channel: &Channel) -> Value {
        let guild = channel.guild.and_then(|id| self.guilds.get(&id));
        let at = guild.and_then(|guild| guild.channels.iter().position(|one| *one == channel.id));
        let mut place = json!({
            "id": channel.id, "type": channel.kind.number(), "guild_id": channel.guild,
            "name": channel.name, "position": at.unwrap_or(0), "flags": 0, "parent_id": null,
            "topic": null, "nsfw": false, "rate_limit_per_user": 0,
            "last_message_id": last(channel), "permission_overwrites": overwrites(channel),
        });
        if channel.kind == ChannelKind::Forum {
            put(&mut place, "available_tags", tags(channel));
            put(
                &mut place,
                "flags",
                json!(if channel.tag_required { 1 << 4 } else { 0 }),
            );
            put(&mut place, "default_reaction_emoji", Value::Null);
            put(&mut place, "default_sort_order", Value::Null);
            put(&mut place, "default_forum_layout", json!(0));
        }
        place
    }

    pub(in crate::discord) fn message_json(&self, message: &Message) -> Value {
        let mut out = self.bare_message(message);
        if let Some((channel, id)) = message.replies_to {
            let guild = self
                .channels
                .get(&channel)
                .and_then(|channel| channel.guild);
            let to = json!({"type": 0, "channel_id": channel, "message_id": id, "guild_id": guild});
            put(&mut out, "message_reference", to);
            let replied = self.messages.get(&id).map(|one| self.bare_message(one));
            put(&mut out, "referenced_message", json!(replied));
        }
        if let Some(thread) = self.channels.get(&message.id) {
            put(&mut out, "thread", self.channel_json(thread));
        }
        if let Some(asked) = message
            .interaction
            .and_then(|id| self.interactions.get(&id))
        {
            put(&mut out, "webhook_id", json!(self.application));
            put(&mut out, "interaction_metadata", self.metadata_json(asked));
        }
        out
    }

    fn bare_message(&self, message: &Message) -> Value {
        let mentions: Vec<Value> = message
            .pinged
            .iter()
            .map(|id| self.user_json(*id))
            .collect();
        let mut out = json!({
            "id": message.id, "channel_id": message.channel, "type": message.kind,
            "author": self.user_json(message.author), "content": message.content,
            "timestamp": iso(message.sent_ms), "edited_timestamp": message.edited_ms.map(iso),
            "tts": false, "mention_everyone": message.pinged_everyone, "mentions": mentions,
            "mention_roles": message.pinged_roles, "attachments": [], "embeds": message.embeds,
            "pinned": message.pinned, "flags": message.flags, "components": message.components,
        });
        if message.author == self.bot {
            put(&mut out, "application_id", json!(self.application));
        }
        if let Some(nonce) = &message.nonce {
            put(&mut out, "nonce", nonce.clone());
        }
        out
    }

    /// A message as the gateway tells it: where it is, and its author's place there.
    pub(in crate::discord) fn told_message(&self, message: &Message) -> Value {
        let mut out = self.message_json(message);
        let guild = self.channels.get(&message.channel);
        let guild = guild.and_then(|channel| self.guilds.get(&channel.guild?));
        if let Some(guild) = guild {
            put(&mut out, "guild_id", json!(guild.id));
            if let Some(member) = bare_member(guild, message.author) {
                put(&mut out, "member", member);
            }
        }
        out
    }

    /// What Discord says about an interaction on the message that answers it.
    fn metadata_json(&self, asked: &Interaction) -> Value {
        let mut out = json!({
            "id": asked.id, "type": asked.kind.number(), "user": self.user_json(asked.user),
            "authorizing_integration_owners": owners(asked),
        });
        match &asked.kind {
            Kind::Component => put(&mut out, "interacted_message_id", json!(asked.message)),
            Kind::Modal => {
                let from = asked.from.and_then(|id| self.interactions.get(&id));
                let from = from.map(|from| self.metadata_json(from));
                put(&mut out, "triggering_interaction_metadata", json!(from));
            }
            Kind::Command | Kind::Autocomplete => {
                if let Some(target) = asked.data.get("target_id") {
                    put(&mut out, "target_message_id", target.clone());
                }
            }
        }
        out
    }
}

fn bare_member(guild: &Guild, id: Id) -> Option<Value> {
    let member = guild.members.get(&id)?;
    Some(json!({
        "roles": member.roles, "joined_at": iso(member.joined_ms), "nick": null, "avatar": null,
        "banner": null, "communication_disabled_until": null, "flags": 0, "pending": false,
        "premium_since": null, "mute": false, "deaf": false,
    }))
}

fn overwrites(channel: &Channel) -> Vec<Value> {
    let one = |one: &crate::discord::rules::Overwrite| {
        json!({
            "id": one.of, "type": i32::from(!one.is_role),
            "allow": one.allow.0.to_string(), "deny": one.deny.0.to_string(),
        })
    };
    channel.overwrites.iter().map(one).collect()
}

fn tags(channel: &Channel) -> Value {
    let one = |tag: &super::Tag| {
        json!({
            "id": tag.id, "name": tag.name, "moderated": tag.moderated,
            "emoji_id": null, "emoji_name": null,
        })
    };
    channel.tags.iter().map(one).collect()
}

fn last(channel: &Channel) -> Option<Id> {
    channel.messages.last().copied()
}

/// Under whose installation an interaction came: the server's, or the person's own.
pub(super) fn owners(asked: &Interaction) -> Value {
    match asked.guild {
        Some(guild) => json!({"0": guild}),
        None => json!({"0": "0"}),
    }
}

/// Sets a field of an object.
pub(in crate::discord) fn put(object: &mut Value, name: &str, value: Value) {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(name.to_owned(), value);
    }
}

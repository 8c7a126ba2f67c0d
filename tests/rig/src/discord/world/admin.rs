//! What people with power do to a server: make and delete channels, put people in and out, change
//! permissions. None of it asks whether they may.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use crate::discord::id::Id;
use crate::discord::refusal::Refusal;
use crate::discord::rules::{Overwrite, Permissions};

use super::wire::{put, role_json};
use super::{Channel, ChannelKind, Guild, Intent, Member, Role, Tag, World};

impl World {
    /// Makes a server that the bot is in, with a role of its own.
    pub(in crate::discord) fn add_guild(&mut self, name: &str, bots: Permissions) -> Id {
        let owner = self.add_user(&format!("{name}'s owner"), false, "en-GB");
        let id = self.mint();
        let guild = Guild {
            id,
            name: name.to_owned(),
            owner,
            locale: "en-GB".to_owned(),
            roles: BTreeMap::from([(id, role(id, "@everyone", Permissions::everyone()))]),
            members: BTreeMap::new(),
            channels: Vec::new(),
            out: false,
            stopped_words: BTreeSet::new(),
        };
        self.guilds.insert(id, guild);
        self.join(id, owner, &[]);
        self.invite_bot(id, bots);
        id
    }

    /// Puts the bot in a server, with a role that gives it these permissions.
    pub(in crate::discord) fn invite_bot(&mut self, guild: Id, may: Permissions) {
        let bot = self.bot;
        let role = self.add_role(guild, "hearback", may);
        let place = self.guilds.get_mut(&guild);
        if let Some(role) = place.and_then(|place| place.roles.get_mut(&role)) {
            role.managed_by = Some(bot);
        }
        self.join(guild, bot, &[role]);
        self.tell_whole_guild(guild);
    }

    fn tell_whole_guild(&mut self, guild: Id) {
        if let Some(told) = self.guilds.get(&guild).map(|guild| self.told_guild(guild)) {
            self.tell_guild(Some(guild), "GUILD_CREATE", told);
        }
    }

    pub(in crate::discord) fn join(&mut self, guild: Id, user: Id, roles: &[Id]) {
        let member = Member {
            roles: roles.to_vec(),
            joined_ms: self.clock.now_ms(),
        };
        if let Some(guild) = self.guilds.get_mut(&guild) {
            guild.members.insert(user, member);
        }
    }

    /// Somebody leaves or is put out. If it is the bot, the server is gone for it.
    pub(in crate::discord) fn leave(&mut self, guild: Id, user: Id) {
        let gone = self.guilds.get_mut(&guild);
        let gone = gone.and_then(|guild| guild.members.remove(&user));
        if gone.is_none() {
            return;
        }
        if user == self.bot {
            let told = json!({"id": guild});
            self.tell("GUILD_DELETE", Intent::Guilds, told);
        } else {
            let told = json!({"guild_id": guild, "user": self.user_json(user)});
            self.tell("GUILD_MEMBER_REMOVE", Intent::Members, told);
        }
    }

    /// Discord cannot reach a server, or can again. The bot is still in it.
    pub(in crate::discord) fn outage(&mut self, guild: Id, out: bool) {
        if let Some(guild) = self.guilds.get_mut(&guild) {
            guild.out = out;
        }
        if out {
            let told = json!({"id": guild, "unavailable": true});
            self.tell("GUILD_DELETE", Intent::Guilds, told);
        } else {
            self.tell_whole_guild(guild);
        }
    }

    pub(in crate::discord) fn add_role(&mut self, guild: Id, name: &str, may: Permissions) -> Id {
        let id = self.mint();
        if let Some(place) = self.guilds.get_mut(&guild) {
            place.roles.insert(id, role(id, name, may));
        }
        self.tell_role("GUILD_ROLE_CREATE", guild, id);
        id
    }

    /// Changes what a role may do.
    pub(in crate::discord) fn set_role(&mut self, guild: Id, id: Id, may: Permissions) {
        let role = self
            .guilds
            .get_mut(&guild)
            .and_then(|guild| guild.roles.get_mut(&id));
        if let Some(role) = role {
            role.permissions = may;
        }
        self.tell_role("GUILD_ROLE_UPDATE", guild, id);
    }

    fn tell_role(&mut self, name: &'static str, guild: Id, id: Id) {
        let Some(place) = self.guilds.get(&guild) else {
            return;
        };
        if let Some(role) = place.roles.get(&id) {
            let told = json!({"guild_id": guild, "role": role_json(place, role)});
            self.tell_guild(Some(guild), name, told);
        }
    }

    pub(in crate::discord) fn give_role(&mut self, guild: Id, user: Id, role: Id) {
        let member = self
            .guilds
            .get_mut(&guild)
            .and_then(|guild| guild.members.get_mut(&user));
        if let Some(member) = member.filter(|member| !member.roles.contains(&role)) {
            member.roles.push(role);
        }
    }

    pub(in crate::discord) fn add_channel(
        &mut self,
        guild: Id,
        name: &str,
        kind: ChannelKind,
        tags: &[&str],
        tag_required: bool,
    ) -> Id {
        let id = self.mint();
        let tags = tags.iter().map(|name| Tag {
            id: self.mint(),
            name: (*name).to_owned(),
            moderated: false,
        });
        let channel = Channel {
            tags: tags.collect(),
            tag_required,
            ..Channel::new(id, kind, name, Some(guild))
        };
        self.channels.insert(id, channel);
        if let Some(guild) = self.guilds.get_mut(&guild) {
            guild.channels.push(id);
        }
        self.tell_channel("CHANNEL_CREATE", id);
        id
    }

    /// The conversation of the bot with one person, made if there is none.
    pub(in crate::discord) fn direct(&mut self, user: Id) -> Result<Id, Refusal> {
        if user == self.bot || !self.users.contains_key(&user) {
            return Err(Refusal::unknown_user());
        }
        let known = self
            .channels
            .values()
            .find(|one| one.recipient == Some(user));
        if let Some(channel) = known {
            return Ok(channel.id);
        }
        let id = self.mint();
        let direct = Channel {
            recipient: Some(user),
            ..Channel::new(id, ChannelKind::Direct, "", None)
        };
        self.channels.insert(id, direct);
        Ok(id)
    }

    /// Changes what a role or a person may do in a channel.
    pub(in crate::discord) fn overwrite(
        &mut self,
        id: Id,
        of: Id,
        allow: Permissions,
        deny: Permissions,
    ) -> Result<(), Refusal> {
        let is_role = !self.users.contains_key(&of);
        let channel = self.channel_mut(id)?;
        channel.overwrites.retain(|one| one.of != of);
        let overwrite = Overwrite {
            of,
            is_role,
            allow,
            deny,
        };
        channel.overwrites.push(overwrite);
        self.tell_channel("CHANNEL_UPDATE", id);
        Ok(())
    }

    fn tell_channel(&mut self, name: &'static str, id: Id) {
        if let Some(channel) = self.channels.get(&id) {
            let (guild, told) = (channel.guild, self.channel_json(channel));
            self.tell_guild(guild, name, told);
        }
    }

    /// Deletes a channel with its threads, or a thread, and all messages in it.
    pub(in crate::discord) fn remove_channel(&mut self, id: Id) -> Result<Channel, Refusal> {
        let inside = self.channels.values().filter(|one| one.parent == Some(id));
        for thread in inside.map(|one| one.id).collect::<Vec<_>>() {
            self.remove_channel(thread)?;
        }
        let mut told = self.channel_json(self.channel(id)?);
        let gone = self
            .channels
            .remove(&id)
            .ok_or_else(Refusal::unknown_channel)?;
        for message in &gone.messages {
            self.messages.remove(message);
        }
        if let Some(guild) = gone.guild.and_then(|id| self.guilds.get_mut(&id)) {
            guild.channels.retain(|one| *one != id);
        }
        let mut name = "CHANNEL_DELETE";
        if gone.kind.is_thread() {
            name = "THREAD_DELETE";
            told = json!({"id": id, "type": gone.kind.number()});
            put(&mut told, "guild_id", json!(gone.guild));
            put(&mut told, "parent_id", json!(gone.parent));
        }
        self.tell_guild(gone.guild, name, told);
        Ok(gone)
    }
}

fn role(id: Id, name: &str, permissions: Permissions) -> Role {
    Role {
        id,
        name: name.to_owned(),
        permissions,
        mentionable: false,
        managed_by: None,
    }
}

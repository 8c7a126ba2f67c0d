//! What somebody may do somewhere, and the checks that every call makes first.

use crate::discord::id::Id;
use crate::discord::refusal::Refusal;
use crate::discord::rules::{self, Permissions, Standing};

use super::{Channel, Guild, World};

impl World {
    /// What they may do in a channel. In a thread, what they may do in its channel.
    pub(in crate::discord) fn may(&self, user: Id, channel: &Channel) -> Permissions {
        let Some(guild) = channel.guild.and_then(|id| self.guilds.get(&id)) else {
            return self.may_in_direct(user, channel);
        };
        let overwrites = self.overwrites_of(channel);
        match standing(guild, user) {
            Some(who) => rules::in_channel(&who, overwrites),
            None => Permissions::NONE,
        }
    }

    fn may_in_direct(&self, user: Id, channel: &Channel) -> Permissions {
        if user == self.bot || channel.recipient == Some(user) {
            Permissions::everyone()
        } else {
            Permissions::NONE
        }
    }

    fn overwrites_of<'a>(&'a self, channel: &'a Channel) -> &'a [rules::Overwrite] {
        let parent = channel.parent.filter(|_| channel.kind.is_thread());
        let parent = parent.and_then(|id| self.channels.get(&id));
        &parent.unwrap_or(channel).overwrites
    }

    /// Whether they can see a channel or a thread at all.
    pub(in crate::discord) fn sees(&self, user: Id, channel: &Channel) -> bool {
        let may = self.may(user, channel);
        if !may.allows(Permissions::VIEW_CHANNEL) {
            return false;
        }
        if channel.kind != super::ChannelKind::PrivateThread {
            return true;
        }
        let inside = channel.thread.as_ref();
        let inside = inside.is_some_and(|thread| thread.members.contains(&user));
        inside || may.allows(Permissions::MANAGE_THREADS)
    }

    /// A channel that somebody can see, and what they may do there.
    pub(in crate::discord) fn seen_by(
        &self,
        user: Id,
        channel: Id,
    ) -> Result<(&Channel, Permissions), Refusal> {
        let channel = self.channel(channel)?;
        if !self.sees(user, channel) {
            return Err(Refusal::no_access());
        }
        Ok((channel, self.may(user, channel)))
    }

    /// The same for the bot.
    pub(in crate::discord) fn seen_by_bot(
        &self,
        channel: Id,
    ) -> Result<(&Channel, Permissions), Refusal> {
        self.seen_by(self.bot, channel)
    }

    /// A channel in which somebody may do `what`.
    pub(super) fn allowed_to(
        &self,
        user: Id,
        channel: Id,
        what: Permissions,
    ) -> Result<&Channel, Refusal> {
        let (channel, may) = self.seen_by(user, channel)?;
        if may.allows(what) {
            Ok(channel)
        } else {
            Err(Refusal::no_permission())
        }
    }

    /// The same for the bot.
    pub(in crate::discord) fn allowed(
        &self,
        channel: Id,
        what: Permissions,
    ) -> Result<&Channel, Refusal> {
        self.allowed_to(self.bot, channel, what)
    }

    /// A server that the bot is in.
    pub(in crate::discord) fn bots_guild(&self, id: Id) -> Result<&Guild, Refusal> {
        let guild = self.guild(id)?;
        let inside = guild.members.contains_key(&self.bot);
        if inside {
            Ok(guild)
        } else {
            Err(Refusal::no_access())
        }
    }
}

/// What somebody may do in a server as a whole.
pub(in crate::discord) fn may_in_guild(user: Id, guild: &Guild) -> Permissions {
    standing(guild, user).map_or(Permissions::NONE, |who| rules::in_channel(&who, &[]))
}

fn standing(guild: &Guild, user: Id) -> Option<Standing<'_>> {
    let member = guild.members.get(&user)?;
    let everyone = guild.roles.get(&guild.id);
    let roles = member.roles.iter().filter_map(|id| guild.roles.get(id));
    let base = everyone.into_iter().chain(roles);
    Some(Standing {
        user,
        everyone: guild.id,
        owner: guild.owner == user,
        roles: &member.roles,
        base: base.fold(Permissions::NONE, |sum, role| sum.and(role.permissions)),
    })
}

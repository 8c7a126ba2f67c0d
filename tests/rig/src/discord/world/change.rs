//! Changing and deleting messages that stand.

use serde_json::{Value, json};

use crate::discord::id::Id;
use crate::discord::refusal::Refusal;
use crate::discord::rules::Permissions;

use super::wire::put;
use super::{Draft, Intent, World};

impl World {
    /// The bot changes a message of its own in a channel.
    pub(in crate::discord) fn edit(
        &mut self,
        channel: Id,
        id: Id,
        body: &Value,
    ) -> Result<(), Refusal> {
        let (place, may) = self.seen_by_bot(channel)?;
        let message = self.message(channel, id)?;
        if message.author != self.bot {
            return Err(Refusal::not_their_message());
        }
        match &place.thread {
            Some(thread) if thread.archived => return Err(Refusal::archived()),
            Some(thread) if thread.locked && !may.allows(Permissions::MANAGE_THREADS) => {
                return Err(Refusal::locked());
            }
            _ => {}
        }
        self.change(id, body)
    }

    /// Changes what a body names and leaves the rest as it was.
    pub(super) fn change(&mut self, id: Id, body: &Value) -> Result<(), Refusal> {
        let draft = Draft::read_parts(body)?;
        let message = self
            .messages
            .get(&id)
            .ok_or_else(Refusal::unknown_message)?;
        if message.only_for.is_none() {
            self.moderated(message.author, message.channel, &draft.content)?;
        }
        let now_ms = self.clock.now_ms();
        let message = self.message_mut(id)?;
        let mut new = message.clone();
        for name in ["content", "embeds", "components"] {
            match (name, body.get(name)) {
                (_, None) => {}
                ("content", Some(_)) => new.content.clone_from(&draft.content),
                ("embeds", Some(_)) => new.embeds.clone_from(&draft.embeds),
                (_, Some(_)) => new.components.clone_from(&draft.components),
            }
        }
        let empty = new.content.is_empty() && new.embeds.is_empty() && new.components.is_empty();
        if empty {
            return Err(Refusal::empty_message());
        }
        new.edited_ms = Some(now_ms);
        new.was.push(message.content.clone());
        let told = new.only_for.is_none();
        *message = new;
        if told {
            self.tell_message("MESSAGE_UPDATE", id);
        }
        Ok(())
    }

    /// The bot deletes a message: the one thing that can be done in an archived thread, unless it is
    /// locked too.
    pub(in crate::discord) fn delete_by_bot(&mut self, channel: Id, id: Id) -> Result<(), Refusal> {
        let (place, may) = self.seen_by_bot(channel)?;
        let thread = place.thread.as_ref();
        let shut = thread.is_some_and(|thread| thread.archived && thread.locked);
        let own = self.message(channel, id)?.author == self.bot;
        if !own && !may.allows(Permissions::MANAGE_MESSAGES) {
            return Err(Refusal::no_permission());
        }
        if shut && !may.allows(Permissions::MANAGE_THREADS) {
            return Err(Refusal::archived());
        }
        self.delete(id)
    }

    /// Deletes a message, whoever does it.
    pub(in crate::discord) fn delete(&mut self, id: Id) -> Result<(), Refusal> {
        let message = self
            .messages
            .remove(&id)
            .ok_or_else(Refusal::unknown_message)?;
        let place = self.channel_mut(message.channel)?;
        place.messages.retain(|one| *one != id);
        if let Some(thread) = place.thread.as_mut() {
            thread.deleted += u64::from(message.only_for.is_none());
        }
        let guild = place.guild;
        if message.only_for.is_none() {
            let mut told = json!({"id": id, "channel_id": message.channel});
            if let Some(guild) = guild {
                put(&mut told, "guild_id", json!(guild));
            }
            let direct = guild.is_none();
            let intent = if direct {
                Intent::DirectMessages
            } else {
                Intent::Messages
            };
            self.tell("MESSAGE_DELETE", intent, told);
        }
        Ok(())
    }
}

//! Posting, changing and deleting messages in channels and threads.

use serde_json::{Value, json};

use crate::discord::id::Id;
use crate::discord::refusal::Refusal;
use crate::discord::rules::Permissions;

use super::mention::{Allowed, Mentions};
use super::message::{EPHEMERAL, SILENT, SUPPRESS_EMBEDS};
use super::wire::put;
use super::{ChannelKind, Intent, Message, World, components};

/// The longest text of a message. The published description says 4,000, which is for subscribers.
const LONGEST: usize = 2_000;
/// How long a mark that must not stand twice is remembered.
const MARK_MS: i64 = 3 * 60 * 1000;

/// A message that somebody wants to post, checked as far as it can be by itself.
#[derive(Clone, Debug, Default)]
pub(in crate::discord) struct Draft {
    pub(super) content: String,
    pub(super) embeds: Vec<Value>,
    pub(super) components: Vec<Value>,
    pub(super) flags: u64,
    allowed: Allowed,
    nonce: Option<Value>,
    once: bool,
    replies_to: Option<Value>,
}

impl Draft {
    /// Reads a body. Only answers to interactions may be for one person alone.
    pub(in crate::discord) fn read(body: &Value, private: bool) -> Result<Self, Refusal> {
        let draft = Self::read_parts(body)?;
        let flags = SUPPRESS_EMBEDS | SILENT | if private { EPHEMERAL } else { 0 };
        if draft.flags & !flags != 0 {
            let words = "The specified flags are invalid for this message.";
            return Err(Refusal::form("flags", "MESSAGE_FLAGS_INVALID", words));
        }
        if draft.is_empty() {
            return Err(Refusal::empty_message());
        }
        Ok(draft)
    }

    /// A message whose words are still to come.
    pub(super) fn to_come(flags: u64) -> Self {
        Self {
            flags,
            ..Self::default()
        }
    }

    /// A plain text, as people write it.
    pub(in crate::discord) fn said(content: &str) -> Result<Self, Refusal> {
        Self::read(&json!({"content": content}), false)
    }

    fn read_parts(body: &Value) -> Result<Self, Refusal> {
        let list = |name| body.get(name).and_then(Value::as_array).cloned();
        let mut draft = Self {
            content: components::text(body, "content")
                .unwrap_or_default()
                .to_owned(),
            embeds: list("embeds").unwrap_or_default(),
            components: list("components").unwrap_or_default(),
            flags: body.get("flags").and_then(Value::as_u64).unwrap_or(0),
            allowed: Allowed::read(body)?,
            nonce: body.get("nonce").filter(|nonce| !nonce.is_null()).cloned(),
            once: body.get("enforce_nonce").and_then(Value::as_bool) == Some(true),
            replies_to: body
                .get("message_reference")
                .filter(|to| !to.is_null())
                .cloned(),
        };
        check_content(&draft.content)?;
        check_embeds(&draft.embeds)?;
        components::check(&mut draft.components)?;
        Ok(draft)
    }

    fn is_empty(&self) -> bool {
        self.content.trim().is_empty() && self.embeds.is_empty() && self.components.is_empty()
    }

    /// The mark, if no two messages may have it.
    fn mark(&self) -> Option<String> {
        let nonce = self.nonce.as_ref().filter(|_| self.once)?;
        Some(
            nonce
                .as_str()
                .map_or_else(|| nonce.to_string(), str::to_owned),
        )
    }
}

fn check_content(content: &str) -> Result<(), Refusal> {
    if content.chars().count() <= LONGEST {
        return Ok(());
    }
    let words = "Must be 2000 or fewer in length.";
    Err(Refusal::form("content", "BASE_TYPE_MAX_LENGTH", words))
}

fn check_embeds(embeds: &[Value]) -> Result<(), Refusal> {
    let long = |embed: &Value| {
        let texts = ["title", "description"].map(|name| components::text(embed, name));
        texts
            .into_iter()
            .flatten()
            .map(|text| text.chars().count())
            .sum::<usize>()
    };
    if embeds.len() > 10 || embeds.iter().map(long).sum::<usize>() > 6_000 {
        let words = "Embed size exceeds maximum size of 6000";
        return Err(Refusal::form("embeds", "MAX_EMBED_SIZE_EXCEEDED", words));
    }
    Ok(())
}

impl World {
    /// Posts in a channel or a thread, or gives the message that already has this mark.
    pub(in crate::discord) fn post(
        &mut self,
        author: Id,
        channel: Id,
        draft: Draft,
    ) -> Result<Id, Refusal> {
        self.may_post(author, channel, &draft)?;
        if let Some(standing) = self.standing_mark(channel, &draft) {
            return Ok(standing);
        }
        self.moderated(author, channel, &draft.content)?;
        let replies_to = self.reply_target(channel, &draft)?;
        self.wake(channel)?;
        let kind = if replies_to.is_some() { 19 } else { 0 };
        let mark = draft.mark();
        let mut message = self.composed(author, channel, draft, replies_to.map(|(to, _)| to));
        message.kind = kind;
        if let Some((_, Some(pinged))) = replies_to {
            message.pinged.push(pinged);
        }
        let id = self.keep(message)?;
        if let Some(mark) = mark {
            let now_ms = self.clock.now_ms();
            self.marks.push_back((channel, mark, id, now_ms));
        }
        Ok(id)
    }

    fn may_post(&self, author: Id, channel: Id, draft: &Draft) -> Result<(), Refusal> {
        let place = self.channel(channel)?;
        if !self.sees(author, place) {
            return Err(Refusal::no_access());
        }
        let may = self.may(author, place);
        let needed = match place.kind {
            ChannelKind::Forum => return Err(Refusal::not_in_this_channel_type()),
            ChannelKind::Direct => return self.may_write_to(place.recipient),
            kind if kind.is_thread() => Permissions::SEND_MESSAGES_IN_THREADS,
            _ => Permissions::SEND_MESSAGES,
        };
        let embeds = !draft.embeds.is_empty() && !may.allows(Permissions::EMBED_LINKS);
        if !may.allows(needed) || embeds {
            return Err(Refusal::no_permission());
        }
        let thread = place.thread.as_ref().filter(|thread| thread.locked);
        match thread {
            Some(_) if may.allows(Permissions::MANAGE_THREADS) => Ok(()),
            Some(thread) if thread.archived => Err(Refusal::archived()),
            Some(_) => Err(Refusal::locked()),
            None => Ok(()),
        }
    }

    fn may_write_to(&self, recipient: Option<Id>) -> Result<(), Refusal> {
        let user = recipient.and_then(|id| self.users.get(&id));
        if user.is_some_and(|user| user.takes_messages) {
            Ok(())
        } else {
            Err(Refusal::cannot_message_user())
        }
    }

    fn standing_mark(&mut self, channel: Id, draft: &Draft) -> Option<Id> {
        let now_ms = self.clock.now_ms();
        self.marks.retain(|(_, _, _, at)| now_ms - at < MARK_MS);
        let mark = draft.mark()?;
        let known = self
            .marks
            .iter()
            .find(|(place, one, ..)| *place == channel && *one == mark);
        let known = known.map(|(_, _, id, _)| *id);
        known.filter(|id| self.messages.contains_key(id))
    }

    /// Automatic moderation reads what everybody would see.
    pub(super) fn moderated(&self, author: Id, channel: Id, text: &str) -> Result<(), Refusal> {
        let guild = self.channel(channel)?.guild;
        let Some(guild) = guild.and_then(|id| self.guilds.get(&id)) else {
            return Ok(());
        };
        let text = text.to_lowercase();
        let bot = self.users.get(&author).is_some_and(|user| user.bot);
        let stopped = guild.stopped_words.iter().any(|word| text.contains(word));
        if bot && stopped {
            return Err(Refusal::auto_moderation());
        }
        Ok(())
    }

    /// The message that a draft replies to, and whom that pings.
    #[expect(
        clippy::type_complexity,
        reason = "the pair is taken apart where it is made"
    )]
    fn reply_target(
        &self,
        channel: Id,
        draft: &Draft,
    ) -> Result<Option<((Id, Id), Option<Id>)>, Refusal> {
        let Some(to) = &draft.replies_to else {
            return Ok(None);
        };
        let id = components::text(to, "message_id").and_then(|id| id.parse().ok());
        let found = id.and_then(|id| self.message(channel, id).ok());
        let strict = to.get("fail_if_not_exists").and_then(Value::as_bool) != Some(false);
        match found {
            Some(message) => {
                let pinged = (draft.allowed.replied_user && draft.flags & SILENT == 0)
                    .then_some(message.author);
                Ok(Some(((channel, message.id), pinged)))
            }
            None if strict => {
                let code = "MESSAGE_REFERENCE_UNKNOWN_MESSAGE";
                Err(Refusal::form("message_reference", code, "Unknown message"))
            }
            None => Ok(None),
        }
    }

    /// A message made of a draft: who is pinged is decided here.
    pub(super) fn composed(
        &mut self,
        author: Id,
        channel: Id,
        draft: Draft,
        replies_to: Option<(Id, Id)>,
    ) -> Message {
        let mentions = draft.allowed.of(&draft.content);
        let mentions = self.heard(author, channel, draft.flags, mentions);
        Message {
            id: self.mint(),
            channel,
            author,
            kind: 0,
            content: draft.content,
            embeds: draft.embeds,
            components: draft.components,
            flags: draft.flags,
            sent_ms: self.clock.now_ms(),
            edited_ms: None,
            was: Vec::new(),
            nonce: draft.nonce,
            replies_to,
            only_for: None,
            interaction: None,
            pinged: mentions.users,
            pinged_roles: mentions.roles,
            pinged_everyone: mentions.everyone,
            pinned: false,
        }
    }

    /// Of the mentions, those that can ring: people who see the channel, roles that may be mentioned.
    fn heard(&self, author: Id, channel: Id, flags: u64, mut found: Mentions) -> Mentions {
        let Some(place) = self
            .channels
            .get(&channel)
            .filter(|_| flags & (SILENT | EPHEMERAL) == 0)
        else {
            return Mentions::default();
        };
        let all = self
            .may(author, place)
            .allows(Permissions::MENTION_EVERYONE);
        let guild = place.guild.and_then(|id| self.guilds.get(&id));
        let role = |id: &Id| guild.and_then(|guild| guild.roles.get(id));
        found.users.retain(|id| self.sees(*id, place));
        found
            .roles
            .retain(|id| role(id).is_some_and(|role| all || role.mentionable));
        found.everyone &= all;
        found
    }

    /// Puts a message in its channel and tells of it.
    pub(super) fn keep(&mut self, message: Message) -> Result<Id, Refusal> {
        let (id, author, channel) = (message.id, message.author, message.channel);
        let place = self.channel_mut(channel)?;
        place.messages.push(id);
        let everybody = message.only_for.is_none();
        if let Some(thread) = place.thread.as_mut().filter(|_| everybody) {
            thread.sent += 1;
            thread.members.insert(author);
        }
        self.messages.insert(id, message);
        if everybody {
            self.tell_message("MESSAGE_CREATE", id);
        }
        Ok(id)
    }

    /// Tells of a message. Without the intent for contents, the words of others are left out.
    pub(super) fn tell_message(&mut self, name: &'static str, id: Id) {
        let Some(message) = self.messages.get(&id) else {
            return;
        };
        let mut told = self.told_message(message);
        let place = self.channels.get(&message.channel);
        let direct = place.is_some_and(|place| place.guild.is_none());
        let own = message.author == self.bot || message.pinged.contains(&self.bot);
        if !direct && !own {
            put(&mut told, "content", json!(""));
            put(&mut told, "embeds", json!([]));
            put(&mut told, "components", json!([]));
        }
        let sees = place.is_some_and(|place| self.sees(self.bot, place));
        let intent = if direct {
            Intent::DirectMessages
        } else {
            Intent::Messages
        };
        if sees {
            self.tell(name, intent, told);
        }
    }

    /// The bot changes a message of its own in a channel.
    pub(in crate::discord) fn edit(
        &mut self,
        channel: Id,
        id: Id,
        body: &Value,
    ) -> Result<(), Refusal> {
        let (place, _) = self.seen_by_bot(channel)?;
        let archived = place.thread.as_ref().is_some_and(|thread| thread.archived);
        let message = self.message(channel, id)?;
        if message.author != self.bot {
            return Err(Refusal::not_their_message());
        }
        if archived {
            return Err(Refusal::archived());
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

    /// The bot deletes a message.
    pub(in crate::discord) fn delete_by_bot(&mut self, channel: Id, id: Id) -> Result<(), Refusal> {
        let (place, may) = self.seen_by_bot(channel)?;
        let archived = place.thread.as_ref().is_some_and(|thread| thread.archived);
        let own = self.message(channel, id)?.author == self.bot;
        if !own && !may.allows(Permissions::MANAGE_MESSAGES) {
            return Err(Refusal::no_permission());
        }
        if archived {
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

//! Posting in channels and threads: who may, what wakes, who is pinged.

use serde_json::{Value, json};

use crate::discord::id::Id;
use crate::discord::refusal::Refusal;
use crate::discord::rules::Permissions;

use super::mention::Mentions;
use super::message::{EPHEMERAL, SILENT};
use super::wire::put;
use super::{ChannelKind, Draft, Intent, Message, World, components};

/// How long a mark that must not stand twice is remembered.
const MARK_MS: i64 = 3 * 60 * 1000;

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
        let (bot, mut joins) = (self.bot, false);
        let place = self.channel_mut(channel)?;
        place.messages.push(id);
        let everybody = message.only_for.is_none();
        if let Some(thread) = place.thread.as_mut().filter(|_| everybody) {
            thread.sent += 1;
            joins = thread.members.insert(author) && author == bot;
        }
        self.messages.insert(id, message);
        if joins {
            self.tell_place(channel, true);
        }
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
}

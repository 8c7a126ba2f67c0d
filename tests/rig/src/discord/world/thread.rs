//! Starting threads, and posts in forums.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::discord::id::Id;
use crate::discord::refusal::Refusal;
use crate::discord::rules::Permissions;

use super::components::text;
use super::message::HAS_THREAD;
use super::wire::put;
use super::{Channel, ChannelKind, Draft, Thread, World};

/// How many tags a post may have.
const MOST_TAGS: usize = 5;
/// How long a thread without a word of its own stays open: three days.
const QUIET_MIN: u64 = 4_320;

impl World {
    /// Starts a thread from a message. Its id is the message's.
    pub(in crate::discord) fn thread_from(
        &mut self,
        by: Id,
        channel: Id,
        message: Id,
        body: &Value,
    ) -> Result<Id, Refusal> {
        check_form(body)?;
        let place = self.allowed_to(by, channel, Permissions::CREATE_PUBLIC_THREADS)?;
        let kind = match place.kind {
            ChannelKind::Text => ChannelKind::PublicThread,
            ChannelKind::Announcement => ChannelKind::AnnouncementThread,
            _ => return Err(Refusal::not_in_this_channel_type()),
        };
        self.message(channel, message)?;
        if self.channels.contains_key(&message) {
            return Err(Refusal::thread_exists());
        }
        self.room_for_thread(channel)?;
        self.message_mut(message)?.flags |= HAS_THREAD;
        self.open(by, message, channel, kind)?;
        self.describe(message, body, Vec::new())?;
        self.tell_message("MESSAGE_UPDATE", message);
        Ok(message)
    }

    /// Starts a thread without a message, or a post in a forum.
    pub(in crate::discord) fn thread_in(
        &mut self,
        by: Id,
        channel: Id,
        body: &Value,
    ) -> Result<Id, Refusal> {
        check_form(body)?;
        let (place, may) = self.seen_by(by, channel)?;
        if place.kind == ChannelKind::Forum {
            return self.forum_post(by, channel, body);
        }
        if place.kind != ChannelKind::Text {
            return Err(Refusal::not_in_this_channel_type());
        }
        let (kind, needed) = match body.get("type").and_then(Value::as_u64) {
            Some(11) => (
                ChannelKind::PublicThread,
                Permissions::CREATE_PUBLIC_THREADS,
            ),
            // Without a word a thread is private.
            _ => (
                ChannelKind::PrivateThread,
                Permissions::CREATE_PRIVATE_THREADS,
            ),
        };
        if !may.allows(needed) {
            return Err(Refusal::no_permission());
        }
        self.room_for_thread(channel)?;
        let id = self.mint();
        self.open(by, id, channel, kind)?;
        self.describe(id, body, Vec::new())?;
        Ok(id)
    }

    fn forum_post(&mut self, by: Id, channel: Id, body: &Value) -> Result<Id, Refusal> {
        let forum = self.allowed_to(by, channel, Permissions::SEND_MESSAGES)?;
        let tags = tags(body);
        self.check_tags(by, forum, &tags)?;
        if forum.tag_required && tags.is_empty() {
            return Err(Refusal::tag_required());
        }
        let first = body.get("message").ok_or_else(Refusal::empty_message)?;
        let draft = Draft::read(first, false)?;
        self.moderated(by, channel, &draft.content)?;
        self.room_for_thread(channel)?;
        let id = self.mint();
        self.open(by, id, channel, ChannelKind::PublicThread)?;
        self.describe(id, body, tags)?;
        let mut message = self.composed(by, id, draft, None);
        // The first message of a post has the id of the post.
        message.id = id;
        self.keep(message)?;
        if let Some(thread) = self.channel_mut(id)?.thread.as_mut() {
            thread.sent = 0;
        }
        Ok(id)
    }

    pub(super) fn check_tags(&self, by: Id, forum: &Channel, tags: &[Id]) -> Result<(), Refusal> {
        let may = self.may(by, forum).allows(Permissions::MANAGE_THREADS);
        let known = |id: &Id| {
            let tag = forum.tags.iter().find(|tag| tag.id == *id);
            tag.is_some_and(|tag| may || !tag.moderated)
        };
        if tags.len() > MOST_TAGS || !tags.iter().all(known) {
            let words = "Must be at most 5 tags of this forum that you may use.";
            return Err(Refusal::form("applied_tags", "BASE_TYPE_CHOICES", words));
        }
        Ok(())
    }

    pub(super) fn room_for_thread(&self, channel: Id) -> Result<(), Refusal> {
        let guild = self
            .channel(channel)?
            .guild
            .ok_or_else(Refusal::not_in_this_channel_type)?;
        let guild = self.guild(guild)?;
        let threads = guild
            .channels
            .iter()
            .filter_map(|id| self.channels.get(id)?.thread.as_ref());
        let active = threads.filter(|thread| !thread.archived).count();
        if active >= self.thread_cap {
            return Err(Refusal::too_many_threads());
        }
        Ok(())
    }

    /// A thread without a name.
    fn open(&mut self, by: Id, id: Id, parent: Id, kind: ChannelKind) -> Result<(), Refusal> {
        let now_ms = self.clock.now_ms();
        let thread = Thread {
            owner: by,
            members: BTreeSet::from([by]),
            archived: false,
            locked: false,
            turned_ms: now_ms,
            made_ms: now_ms,
            quiet_min: QUIET_MIN,
            tags: Vec::new(),
            sent: 0,
            deleted: 0,
        };
        let guild = self.channel(parent)?.guild;
        let channel = Channel {
            parent: Some(parent),
            thread: Some(thread),
            ..Channel::new(id, kind, "", guild)
        };
        self.channels.insert(id, channel);
        if let Some(guild) = guild.and_then(|id| self.guilds.get_mut(&id)) {
            guild.channels.push(id);
        }
        Ok(())
    }

    /// Gives a new thread what its form says, and tells of it.
    fn describe(&mut self, id: Id, body: &Value, tags: Vec<Id>) -> Result<(), Refusal> {
        let (name, quiet) = (named(body)?, quiet(body)?);
        let channel = self.channel_mut(id)?;
        channel.name = name;
        if let Some(thread) = channel.thread.as_mut() {
            thread.quiet_min = quiet.unwrap_or(thread.quiet_min);
            thread.tags = tags;
        }
        let channel = self.channel(id)?;
        if self.sees(self.bot, channel) {
            let (guild, mut told) = (channel.guild, self.channel_json(channel));
            put(&mut told, "newly_created", json!(true));
            self.tell_guild(guild, "THREAD_CREATE", told);
        }
        let thread = self.channel(id)?.thread.as_ref();
        if thread.is_some_and(|thread| thread.members.contains(&self.bot)) {
            self.tell_place(id, true);
        }
        Ok(())
    }
}

/// A form with something wrong is refused before anything else is looked at.
fn check_form(body: &Value) -> Result<(), Refusal> {
    named(body)?;
    quiet(body).map(drop)
}

pub(super) fn named(body: &Value) -> Result<String, Refusal> {
    let name = text(body, "name").unwrap_or_default();
    if (1..=100).contains(&name.chars().count()) {
        return Ok(name.to_owned());
    }
    let words = "Must be between 1 and 100 in length.";
    Err(Refusal::form("name", "BASE_TYPE_BAD_LENGTH", words))
}

pub(super) fn quiet(body: &Value) -> Result<Option<u64>, Refusal> {
    let Some(minutes) = body.get("auto_archive_duration").and_then(Value::as_u64) else {
        return Ok(None);
    };
    if [60, 1_440, 4_320, 10_080].contains(&minutes) {
        return Ok(Some(minutes));
    }
    let words = "Value must be one of {60, 1440, 4320, 10080}.";
    Err(Refusal::form(
        "auto_archive_duration",
        "BASE_TYPE_CHOICES",
        words,
    ))
}

pub(super) fn tags(body: &Value) -> Vec<Id> {
    let tags = body.get("applied_tags").and_then(Value::as_array);
    let texts = tags.into_iter().flatten().filter_map(Value::as_str);
    texts.filter_map(|text| text.parse().ok()).collect()
}

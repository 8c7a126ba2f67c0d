//! Threads and posts in forums: starting, archiving, locking, waking.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::discord::id::Id;
use crate::discord::refusal::Refusal;
use crate::discord::rules::Permissions;

use super::components::text;
use super::message::HAS_THREAD;
use super::{Channel, ChannelKind, Draft, Thread, World};

/// How many tags a post may have.
const MOST_TAGS: usize = 5;
/// How long a thread without a word of its own stays open: three days.
const QUIET_MIN: u64 = 4_320;

impl World {
    /// Starts a thread from a message. Its id is the message's.
    pub(in crate::discord) fn thread_from(
        &mut self,
        channel: Id,
        message: Id,
        body: &Value,
    ) -> Result<Id, Refusal> {
        check_form(body)?;
        let place = self.allowed(channel, Permissions::CREATE_PUBLIC_THREADS)?;
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
        self.open(message, channel, kind, body, Vec::new())?;
        self.tell_message("MESSAGE_UPDATE", message);
        Ok(message)
    }

    /// Starts a thread without a message, or a post in a forum.
    pub(in crate::discord) fn thread_in(
        &mut self,
        channel: Id,
        body: &Value,
    ) -> Result<Id, Refusal> {
        check_form(body)?;
        let (place, may) = self.seen_by_bot(channel)?;
        if place.kind == ChannelKind::Forum {
            return self.forum_post(channel, body);
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
        self.open(id, channel, kind, body, Vec::new())?;
        Ok(id)
    }

    fn forum_post(&mut self, channel: Id, body: &Value) -> Result<Id, Refusal> {
        let forum = self.allowed(channel, Permissions::SEND_MESSAGES)?;
        let tags = tags(body);
        self.check_tags(forum, &tags)?;
        if forum.tag_required && tags.is_empty() {
            return Err(Refusal::tag_required());
        }
        let first = body.get("message").ok_or_else(Refusal::empty_message)?;
        let draft = Draft::read(first, false)?;
        self.moderated(self.bot, channel, &draft.content)?;
        self.room_for_thread(channel)?;
        let id = self.mint();
        self.open(id, channel, ChannelKind::PublicThread, body, tags)?;
        let mut message = self.composed(self.bot, id, draft, None);
        // The first message of a post has the id of the post.
        message.id = id;
        self.keep(message)?;
        if let Some(thread) = self.channel_mut(id)?.thread.as_mut() {
            thread.sent = 0;
        }
        Ok(id)
    }

    fn check_tags(&self, forum: &Channel, tags: &[Id]) -> Result<(), Refusal> {
        let may = self
            .may(self.bot, forum)
            .allows(Permissions::MANAGE_THREADS);
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

    fn room_for_thread(&self, channel: Id) -> Result<(), Refusal> {
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

    fn open(
        &mut self,
        id: Id,
        parent: Id,
        kind: ChannelKind,
        body: &Value,
        tags: Vec<Id>,
    ) -> Result<(), Refusal> {
        let now_ms = self.clock.now_ms();
        let thread = Thread {
            owner: self.bot,
            members: BTreeSet::from([self.bot]),
            archived: false,
            locked: false,
            turned_ms: now_ms,
            made_ms: now_ms,
            quiet_min: quiet(body)?.unwrap_or(QUIET_MIN),
            tags,
            sent: 0,
        };
        let guild = self.channel(parent)?.guild;
        let channel = Channel {
            id,
            kind,
            name: named(body)?,
            guild,
            parent: Some(parent),
            overwrites: Vec::new(),
            messages: Vec::new(),
            thread: Some(thread),
            tags: Vec::new(),
            tag_required: false,
            recipient: None,
        };
        let mut told = self.channel_json(&channel);
        super::wire::put(&mut told, "newly_created", json!(true));
        self.channels.insert(id, channel);
        if let Some(guild) = guild.and_then(|id| self.guilds.get_mut(&id)) {
            guild.channels.push(id);
        }
        self.tell_guild(guild, "THREAD_CREATE", told);
        Ok(())
    }

    /// The bot changes a thread: its name, whether it is archived or locked, its tags.
    pub(in crate::discord) fn edit_thread(&mut self, id: Id, body: &Value) -> Result<(), Refusal> {
        let (channel, may) = self.seen_by_bot(id)?;
        let thread = channel
            .thread
            .as_ref()
            .ok_or_else(Refusal::not_in_this_channel_type)?;
        let manages = may.allows(Permissions::MANAGE_THREADS);
        let flag = |name| body.get(name).and_then(Value::as_bool);
        let (archived, locked) = (flag("archived"), flag("locked"));
        let only_wakes = archived == Some(false) && only(body, "archived");
        let speaks = may.allows(Permissions::SEND_MESSAGES_IN_THREADS);
        let allowed = if only_wakes {
            manages || (speaks && !thread.locked)
        } else {
            manages || (thread.owner == self.bot && locked.is_none() && !thread.locked)
        };
        if !allowed {
            return Err(Refusal::no_permission());
        }
        if thread.archived && archived != Some(false) {
            return Err(Refusal::archived());
        }
        if thread.archived {
            self.room_for_thread(id)?;
        }
        self.change_thread(id, body)
    }

    fn change_thread(&mut self, id: Id, body: &Value) -> Result<(), Refusal> {
        let name = body.get("name").map(|_| named(body)).transpose()?;
        let quiet = quiet(body)?;
        let tags = body.get("applied_tags").map(|_| tags(body));
        if let Some(tags) = &tags {
            let forum = self
                .channel(id)?
                .parent
                .ok_or_else(Refusal::unknown_channel)?;
            self.check_tags(self.channel(forum)?, tags)?;
        }
        let flag = |name| body.get(name).and_then(Value::as_bool);
        let channel = self.channel_mut(id)?;
        channel.name = name.unwrap_or_else(|| channel.name.clone());
        if let Some(thread) = channel.thread.as_mut() {
            thread.quiet_min = quiet.unwrap_or(thread.quiet_min);
            thread.tags = tags.unwrap_or_else(|| thread.tags.clone());
        }
        self.turn(id, flag("archived"), flag("locked"))
    }

    /// Archives, wakes, locks or unlocks a thread, whoever does it, and tells of it.
    pub(in crate::discord) fn turn(
        &mut self,
        id: Id,
        archived: Option<bool>,
        locked: Option<bool>,
    ) -> Result<(), Refusal> {
        let now_ms = self.clock.now_ms();
        let channel = self.channel_mut(id)?;
        let thread = channel
            .thread
            .as_mut()
            .ok_or_else(Refusal::not_in_this_channel_type)?;
        if archived.is_some_and(|archived| archived != thread.archived) {
            thread.turned_ms = now_ms;
        }
        thread.archived = archived.unwrap_or(thread.archived);
        thread.locked = locked.unwrap_or(thread.locked);
        self.tell_thread("THREAD_UPDATE", id);
        Ok(())
    }

    fn tell_thread(&mut self, name: &'static str, id: Id) {
        let Some(channel) = self
            .channels
            .get(&id)
            .filter(|one| self.sees(self.bot, one))
        else {
            return;
        };
        let (guild, told) = (channel.guild, self.channel_json(channel));
        self.tell_guild(guild, name, told);
    }

    /// A message wakes an archived thread. Who may send one in a locked thread was asked before.
    pub(super) fn wake(&mut self, id: Id) -> Result<(), Refusal> {
        let channel = self.channel(id)?;
        if !channel
            .thread
            .as_ref()
            .is_some_and(|thread| thread.archived)
        {
            return Ok(());
        }
        self.room_for_thread(id)?;
        self.turn(id, Some(false), None)
    }

    /// Archives threads in which nothing was said for their time.
    pub(in crate::discord) fn settle(&mut self) -> Result<(), Refusal> {
        let now_ms = self.clock.now_ms();
        let quiet = |channel: &&Channel| {
            let Some(thread) = channel.thread.as_ref().filter(|thread| !thread.archived) else {
                return false;
            };
            let last = channel.messages.last().and_then(|id| self.messages.get(id));
            let last = last.map_or(thread.turned_ms, |one| one.sent_ms.max(thread.turned_ms));
            let quiet_ms = i64::try_from(thread.quiet_min * 60_000).unwrap_or(i64::MAX);
            now_ms - last >= quiet_ms
        };
        let quiet = self
            .channels
            .values()
            .filter(quiet)
            .map(|channel| channel.id);
        for id in quiet.collect::<Vec<_>>() {
            self.turn(id, Some(true), None)?;
        }
        Ok(())
    }
}

fn only(body: &Value, name: &str) -> bool {
    let fields = body.as_object();
    fields.is_some_and(|fields| fields.keys().all(|field| field == name))
}

/// A form with something wrong is refused before anything else is looked at.
fn check_form(body: &Value) -> Result<(), Refusal> {
    named(body)?;
    quiet(body).map(drop)
}

fn named(body: &Value) -> Result<String, Refusal> {
    let name = text(body, "name").unwrap_or_default();
    if (1..=100).contains(&name.chars().count()) {
        return Ok(name.to_owned());
    }
    let words = "Must be between 1 and 100 in length.";
    Err(Refusal::form("name", "BASE_TYPE_BAD_LENGTH", words))
}

fn quiet(body: &Value) -> Result<Option<u64>, Refusal> {
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

fn tags(body: &Value) -> Vec<Id> {
    let tags = body.get("applied_tags").and_then(Value::as_array);
    let texts = tags.into_iter().flatten().filter_map(Value::as_str);
    texts.filter_map(|text| text.parse().ok()).collect()
}

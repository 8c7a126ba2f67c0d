//! Archiving, locking and waking threads.

use serde_json::{Value, json};

use crate::discord::id::Id;
use crate::discord::refusal::Refusal;
use crate::discord::rules::Permissions;

use super::thread::{named, quiet, tags};
use super::wire::put;
use super::{Channel, World};

impl World {
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
        let inside = thread.members.contains(&self.bot);
        let allowed = if only_wakes {
            manages || (inside && !thread.locked)
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
            self.check_tags(self.bot, self.channel(forum)?, tags)?;
        }
        let flag = |name| body.get(name).and_then(Value::as_bool);
        let now_ms = self.clock.now_ms();
        let channel = self.channel_mut(id)?;
        channel.name = name.unwrap_or_else(|| channel.name.clone());
        if let Some(thread) = channel.thread.as_mut() {
            if let Some(quiet) = quiet {
                thread.quiet_min = quiet;
                thread.turned_ms = now_ms;
            }
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

    /// Tells that the bot is in a thread now, or no longer.
    pub(in crate::discord) fn tell_place(&mut self, id: Id, inside: bool) {
        let Some(channel) = self.channels.get(&id) else {
            return;
        };
        let Some(thread) = &channel.thread else {
            return;
        };
        let (guild, bot) = (channel.guild, self.bot);
        let mut told =
            json!({"id": id, "guild_id": guild, "member_count": thread.members.len().min(50)});
        let (name, change) = if inside {
            ("added_members", json!([self.place_in(id, thread)]))
        } else {
            ("removed_member_ids", json!([bot]))
        };
        put(&mut told, name, change);
        self.tell_guild(guild, "THREAD_MEMBERS_UPDATE", told);
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

//! All that one person has seen, in the order seen. Every event is kept once: when the server
//! leaves a gap, the gap is fetched before anything after it is shown.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use reqwest::Method;
use serde::Deserialize;
use serde_json::Value;
use tokio::time::Instant;

use super::error::{MatrixError, answer};
use super::event::Event;
use super::person::Person;

/// How long the server may hold one request.
const POLL: Duration = Duration::from_secs(20);

/// How many events go into an error.
const TAIL: usize = 20;

/// What somebody has seen.
#[derive(Debug, Default)]
pub(super) struct Log {
    since: Option<String>,
    events: Vec<Event>,
    known: HashSet<String>,
    /// Invites not yet taken: room to the events that the server shows of it.
    pub(super) invites: BTreeMap<String, Vec<Event>>,
}

/// A place in what somebody has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark(usize);

#[derive(Deserialize)]
struct Sync {
    next_batch: String,
    #[serde(default)]
    rooms: Rooms,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Rooms {
    join: BTreeMap<String, Room>,
    leave: BTreeMap<String, Room>,
    invite: BTreeMap<String, Invite>,
}

#[derive(Deserialize)]
struct Room {
    #[serde(default)]
    timeline: Timeline,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Timeline {
    events: Vec<Value>,
    limited: bool,
    prev_batch: Option<String>,
}

#[derive(Deserialize)]
struct Invite {
    invite_state: Shown,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Shown {
    events: Vec<Value>,
}

#[derive(Deserialize)]
struct Earlier {
    chunk: Vec<Value>,
    end: Option<String>,
}

impl Log {
    fn keep(&mut self, event: Event) {
        if self.known.insert(event.id.clone()) {
            self.events.push(event);
        }
    }

    fn find(
        &self,
        from: Mark,
        room: Option<&str>,
        wanted: &impl Fn(&Event) -> bool,
    ) -> Option<&Event> {
        let here = |event: &&Event| room.is_none_or(|room| room == event.room);
        let fits = |event: &&Event| here(event) && wanted(event);
        self.events.iter().skip(from.0).find(fits)
    }

    fn tail(&self) -> String {
        let line = |event: &Event| {
            let body = event.body.as_deref().unwrap_or("-");
            format!("{} {} {}: {body}", event.room, event.sender, event.kind)
        };
        let from = self.events.len().saturating_sub(TAIL);
        let lines: Vec<String> = self.events.iter().skip(from).map(line).collect();
        lines.join("\n")
    }
}

impl Person {
    /// Waits until an event that fits is there, and returns the first that this person has seen,
    /// even if it came before the call. With a room, only what is in that room counts.
    ///
    /// # Errors
    /// [`MatrixError::Late`] when none came `within` that time.
    pub async fn wait_for(
        &self,
        room: Option<&str>,
        wanted: impl Fn(&Event) -> bool,
        within: Duration,
    ) -> Result<Event, MatrixError> {
        self.wait_after(Mark(0), room, wanted, within).await
    }

    /// As [`Person::wait_for`], but only what was seen after the mark counts.
    ///
    /// # Errors
    /// [`MatrixError::Late`] when none came `within` that time.
    pub async fn wait_after(
        &self,
        mark: Mark,
        room: Option<&str>,
        wanted: impl Fn(&Event) -> bool,
        within: Duration,
    ) -> Result<Event, MatrixError> {
        let look = |log: &Log| log.find(mark, room, &wanted).cloned();
        self.until(look, "an event", within).await
    }

    /// Waits until `look` finds something in what was seen.
    pub(super) async fn until<T>(
        &self,
        look: impl Fn(&Log) -> Option<T>,
        what: &str,
        within: Duration,
    ) -> Result<T, MatrixError> {
        let end = Instant::now() + within;
        let mut log = self.log.lock().await;
        loop {
            if let Some(found) = look(&log) {
                return Ok(found);
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(MatrixError::Late {
                    who: self.user_id().to_owned(),
                    what: what.to_owned(),
                    seen: log.tail(),
                });
            }
            self.poll(&mut log, left.min(POLL)).await?;
        }
    }

    /// Takes in what the server has now, without waiting for more.
    pub async fn catch_up(&self) -> Result<(), MatrixError> {
        self.poll(&mut *self.log.lock().await, Duration::ZERO).await
    }

    /// The place after all that was seen so far.
    pub async fn mark(&self) -> Mark {
        Mark(self.log.lock().await.events.len())
    }

    /// All that was seen in a room, in the order seen.
    pub async fn timeline(&self, room: &str) -> Vec<Event> {
        let log = self.log.lock().await;
        let here = log.events.iter().filter(|event| event.room == room);
        here.cloned().collect()
    }

    async fn poll(&self, log: &mut Log, hold: Duration) -> Result<(), MatrixError> {
        let mut query = vec![("timeout", hold.as_millis().to_string())];
        query.extend(log.since.clone().map(|token| ("since", token)));
        let request = self.request(Method::GET, &["v3", "sync"])?;
        let sync: Sync = answer(request.query(&query)).await?;
        for (id, room) in sync.rooms.join.into_iter().chain(sync.rooms.leave) {
            log.invites.remove(&id);
            self.take_in(log, &id, room.timeline).await?;
        }
        for (id, invite) in sync.rooms.invite {
            let shown = invite.invite_state.events.into_iter();
            let shown = shown.map(|raw| Event::read(&id, raw)).collect();
            log.invites.insert(id, shown);
        }
        log.since = Some(sync.next_batch);
        Ok(())
    }

    /// Keeps a piece of a room's timeline, and first what is missing before it.
    async fn take_in(
        &self,
        log: &mut Log,
        room: &str,
        timeline: Timeline,
    ) -> Result<(), MatrixError> {
        if timeline.limited
            && let Some(before) = timeline.prev_batch
        {
            for event in self.gap(log, room, before).await? {
                log.keep(event);
            }
        }
        for raw in timeline.events {
            log.keep(Event::read(room, raw));
        }
        Ok(())
    }

    /// What happened in a room before a place, back to what is known, oldest first.
    async fn gap(
        &self,
        log: &Log,
        room: &str,
        mut from: String,
    ) -> Result<Vec<Event>, MatrixError> {
        let path = ["v3", "rooms", room, "messages"];
        let mut missing = Vec::new();
        loop {
            let query = [("dir", "b"), ("limit", "100"), ("from", &from)];
            let page: Earlier = answer(self.request(Method::GET, &path)?.query(&query)).await?;
            let found = page.chunk.len();
            let events = page.chunk.into_iter().map(|raw| Event::read(room, raw));
            let new = events.take_while(|event| !log.known.contains(&event.id));
            let before = missing.len();
            missing.extend(new);
            let reached = missing.len() - before < found;
            match page.end {
                Some(end) if !reached && end != from => from = end,
                _ => break,
            }
        }
        missing.reverse();
        Ok(missing)
    }
}

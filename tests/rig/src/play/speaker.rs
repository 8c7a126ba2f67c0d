//! Somebody who speaks in a room: with a plain client, or with one that encrypts.

use std::sync::Arc;
use std::time::Duration;

use crate::matrix::{Event, Person, RoomSpec};
use hearback::fault::{Doing, Outcome};

use super::sealed::SealedPerson;

/// Long enough for a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

/// Somebody with a client.
#[derive(Clone)]
pub(crate) enum Speaker {
    /// Over plain HTTP.
    Plain(Arc<Person>),
    /// With keys of their own.
    Sealed(Arc<SealedPerson>),
}

impl Speaker {
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Plain(person) => person.user_id(),
            Self::Sealed(person) => person.plain().user_id(),
        }
    }

    /// Makes a room and asks the others in.
    pub(crate) async fn room(&self, name: &str, invite: &[&str]) -> Outcome<String> {
        let spec = RoomSpec {
            name,
            encrypted: matches!(self, Self::Sealed(_)),
            invite,
            ..RoomSpec::default()
        };
        self.plain().create_room(&spec).await.doing("making a room")
    }

    pub(crate) async fn join(&self, room: &str) -> Outcome {
        self.plain().join(room).await.doing("joining a room")
    }

    /// Says something, in a thread if there is a first message.
    pub(crate) async fn say(&self, room: &str, first: Option<&str>, body: &str) -> Outcome<String> {
        match (self, first) {
            (Self::Plain(person), None) => person.say(room, body).await.doing("saying something"),
            (Self::Plain(person), Some(first)) => person
                .reply_in_thread(room, first, body)
                .await
                .doing("replying"),
            (Self::Sealed(person), first) => person.say(room, first, body).await,
        }
    }

    /// Reactions are never encrypted.
    pub(crate) async fn react(&self, room: &str, event: &str, key: &str) -> Outcome<String> {
        self.plain().react(room, event, key).await.doing("reacting")
    }

    /// What this person has seen of a room, as they can read it.
    pub(crate) async fn seen(&self, room: &str) -> Outcome<Vec<Event>> {
        match self {
            Self::Plain(person) => {
                person.catch_up().await.doing("reading a room")?;
                Ok(person.timeline(room).await)
            }
            Self::Sealed(person) => person.seen(room).await,
        }
    }

    /// Waits until somebody has said these words in a room.
    pub(crate) async fn hears(&self, room: &str, from: &str, words: &str) -> Outcome<Event> {
        let end = tokio::time::Instant::now() + PATIENCE;
        loop {
            let seen = self.seen(room).await?;
            let mut fits = seen.into_iter().filter(|event| {
                event.sender == from && event.body.as_ref().is_some_and(|b| b.contains(words))
            });
            if let Some(event) = fits.next() {
                return Ok(event);
            }
            if tokio::time::Instant::now() > end {
                return Err(hearback::fault::Fault::new(format!(
                    "nobody said “{words}” in time"
                )));
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// The client without encryption, which makes rooms and reacts.
    pub(crate) fn plain(&self) -> &Person {
        match self {
            Self::Plain(person) => person,
            Self::Sealed(person) => person.plain(),
        }
    }
}

//! What is to be posted in chat: written with the change that causes it, posted in order inside a
//! room, under one id however often it is tried.
//!
//! `due.rs` is what becomes of a post, `lanes.rs` the order that it stands in.
//!
//! What several people in one chat thread are to hear is one post, and each of them is mentioned.

mod due;
mod lanes;

pub(crate) use due::DuePost;

use data_encoding::HEXLOWER;
use hearback_store::{Tx, with_tx};
use hearback_wire::chance::draw;
use hearback_wire::clock::Millis;
use hearback_wire::id::Hash;
use hearback_wire::intake::Outcome;
use serde::{Deserialize, Serialize};

use crate::chat::{Control, Platform, Private};
use crate::tongue::Tongue;
use crate::vault::{Parcel, Vault, VaultError};

/// Where to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum To {
    /// A room, in the thread of a message or beside all threads.
    Room { room: String, root: Option<String> },
    /// One person alone, in whichever room the bot shares with nobody else.
    Direct { person: String },
    /// One person alone, in answer to what they pressed.
    Answer(Private),
}

/// Something to post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Post {
    /// A message.
    Words(Sending),
    /// A reaction to a message, where it stands.
    React {
        room: String,
        to: String,
        key: String,
    },
    /// A reaction that an earlier post brought, taken away.
    Unreact { room: String, post: String },
    /// Other words in the place of those of an earlier post.
    Redraw {
        to: To,
        post: String,
        text: String,
        /// What can be pressed under it, in the place of what could be.
        #[serde(default)]
        controls: Vec<Control>,
    },
    /// A message is kept where everybody finds it.
    Pin { room: String, post: String },
}

/// A message to post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sending {
    pub(crate) to: To,
    pub(crate) text: String,
    /// Whether it should be noticed: otherwise it is a quiet notice.
    pub(crate) push: bool,
    /// Accounts to mention.
    pub(crate) mentions: Vec<String>,
    /// Reactions that the bot offers under it.
    pub(crate) seeds: Vec<String>,
    /// What it is to the threads: see [`super::anchors`].
    pub(crate) kind: String,
    /// The threads that it is for.
    pub(crate) threads: Vec<String>,
    /// What can be pressed under it.
    #[serde(default)]
    pub(crate) controls: Vec<Control>,
    /// The language of what can be pressed, and of what is said around the words.
    #[serde(default)]
    pub(crate) tongue: Tongue,
}

impl Post {
    fn to(&self) -> To {
        match self {
            Self::Words(sending) => sending.to.clone(),
            Self::React { room, .. } | Self::Unreact { room, .. } | Self::Pin { room, .. } => {
                To::Room {
                    room: room.clone(),
                    root: None,
                }
            }
            Self::Redraw { to, .. } => to.clone(),
        }
    }
}

/// What goes with a post.
#[derive(Default)]
pub(crate) struct With<'a> {
    /// The thread whose end is also the post's.
    pub(crate) thread: Option<&'a str>,
    /// Posts with the same key are one.
    pub(crate) merge_key: Option<&'a str>,
    /// The update that the post brings.
    pub(crate) update: Option<Hash>,
    /// Whether it is deleted once it is posted: its person wants to be forgotten.
    pub(crate) last_words: bool,
    /// What is said to whoever is to be mentioned when the post that this one joins stands already.
    pub(crate) late: Option<&'a str>,
}

#[derive(sqlx::FromRow)]
struct Merged {
    id: String,
    body: String,
    done_at: Option<i64>,
    event: Option<String>,
}

const LAST: &str = "SELECT COALESCE(MAX(pos), 0) FROM post WHERE lane = $1";
const INSERT: &str =
    "INSERT INTO post (id, platform, lane, pos, thread, merge_key, body, attempts, next_at, last_words)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9)";
// Held until the commit: whoever posts it meanwhile would miss what joins it.
const BY_KEY: &str = "UPDATE post SET merge_key = merge_key WHERE merge_key = $1
    RETURNING id, body, done_at, event";
const REWRITE: &str = "UPDATE post SET body = $2 WHERE id = $1 AND done_at IS NULL";
const ADD_UPDATE: &str = "INSERT INTO post_update (update_id, post) VALUES ($1, $2)
    ON CONFLICT (update_id) DO NOTHING";

impl Vault {
    /// Puts a post behind those of the same room. Returns its id, or that of the one it joined.
    pub(crate) async fn post(
        &self,
        tx: &mut Tx,
        platform: Platform,
        post: &Post,
        with: With<'_>,
        now: Millis,
    ) -> Result<String, VaultError> {
        if let (Some(key), Post::Words(more)) = (with.merge_key, post)
            && let Some(found) = by_key(tx, key).await?
        {
            return match found.done_at {
                Some(_) => {
                    self.join_done(tx, platform, (&found, more), &with, now)
                        .await
                }
                None => self.join_waiting(tx, found, more, with.update).await,
            };
        }
        self.write(tx, platform, post, &with, now).await
    }

    async fn write(
        &self,
        tx: &mut Tx,
        platform: Platform,
        post: &Post,
        with: &With<'_>,
        now: Millis,
    ) -> Result<String, VaultError> {
        let id = HEXLOWER.encode(&draw::<16>(self.chance.as_ref()));
        let lane = self.lane(platform, post);
        let last: i64 = with_tx!(&mut *tx, |t| sqlx::query_scalar(LAST)
            .bind(&lane)
            .fetch_one(t)
            .await)?;
        let sealed = self.seal.close("post", &id, post)?;
        with_tx!(&mut *tx, |t| sqlx::query(INSERT)
            .bind(&id)
            .bind(platform.code())
            .bind(lane)
            .bind(last + 1)
            .bind(with.thread)
            .bind(with.merge_key)
            .bind(sealed)
            .bind(now.0)
            .bind(with.last_words)
            .execute(t)
            .await
            .map(|_| ()))?;
        if let Some(update) = with.update {
            add_update(tx, update, &id).await?;
        }
        Ok(id)
    }

    /// Joins the post that says the same in the same place and has been posted. That one cannot mention
    /// anybody any more: whoever would be mentioned is told `late` instead.
    async fn join_done(
        &self,
        tx: &mut Tx,
        platform: Platform,
        (found, more): (&Merged, &Sending),
        with: &With<'_>,
        now: Millis,
    ) -> Result<String, VaultError> {
        let event = self.open_event(&found.id, found.event.as_deref())?;
        if let (Some(event), To::Room { room, .. }) = (&event, &more.to) {
            for thread in &more.threads {
                self.anchor(tx, (platform, room, event), thread, &more.kind)
                    .await?;
            }
            if let Some(late) = with.late.filter(|_| !more.mentions.is_empty()) {
                let told = Post::Words(Sending {
                    text: late.to_owned(),
                    ..more.clone()
                });
                let with = With {
                    update: with.update,
                    ..With::default()
                };
                return self.write(tx, platform, &told, &with, now).await;
            }
        }
        if let Some(update) = with.update {
            let outcome = event.map_or(Outcome::Gone, |_| Outcome::Thread);
            self.tell_outcome(tx, update, outcome, now).await?;
        }
        Ok(found.id.clone())
    }

    /// Joins the post that says the same in the same place and waits.
    async fn join_waiting(
        &self,
        tx: &mut Tx,
        found: Merged,
        more: &Sending,
        update: Option<Hash>,
    ) -> Result<String, VaultError> {
        let mut body: Post = self.seal.open("post", &found.id, &found.body)?;
        if let Post::Words(sending) = &mut body {
            sending.join(more);
        }
        let sealed = self.seal.close("post", &found.id, &body)?;
        with_tx!(&mut *tx, |t| sqlx::query(REWRITE)
            .bind(&found.id)
            .bind(sealed)
            .execute(t)
            .await
            .map(|_| ()))?;
        if let Some(update) = update {
            add_update(tx, update, &found.id).await?;
        }
        Ok(found.id)
    }

    /// Tells the node what became of an update.
    pub(crate) async fn tell_outcome(
        &self,
        tx: &mut Tx,
        update: Hash,
        outcome: Outcome,
        now: Millis,
    ) -> Result<(), VaultError> {
        self.enqueue(tx, None, &Parcel::Outcome { update, outcome }, now)
            .await
    }

    pub(super) fn open_event(
        &self,
        id: &str,
        sealed: Option<&str>,
    ) -> Result<Option<String>, VaultError> {
        sealed
            .map(|sealed| self.seal.open("post event", id, sealed))
            .transpose()
    }
}

impl Sending {
    /// Takes in what another person is to hear at the same place.
    fn join(&mut self, more: &Self) {
        self.push |= more.push;
        for person in &more.mentions {
            if !self.mentions.contains(person) {
                self.mentions.push(person.clone());
            }
        }
        for thread in &more.threads {
            if !self.threads.contains(thread) {
                self.threads.push(thread.clone());
            }
        }
    }
}

async fn add_update(tx: &mut Tx, update: Hash, post: &str) -> Result<(), VaultError> {
    with_tx!(tx, |t| sqlx::query(ADD_UPDATE)
        .bind(update.to_string())
        .bind(post)
        .execute(t)
        .await
        .map(|_| ()))?;
    Ok(())
}

async fn by_key(tx: &mut Tx, key: &str) -> Result<Option<Merged>, VaultError> {
    Ok(with_tx!(tx, |t| sqlx::query_as::<_, Merged>(BY_KEY)
        .bind(key)
        .fetch_optional(t)
        .await)?)
}

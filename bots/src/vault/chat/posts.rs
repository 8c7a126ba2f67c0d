//! What is to be posted in chat: written with the change that causes it, posted in order inside a
//! room, under one id however often it is tried.
//!
//! What several people in one chat thread are to hear is one post, and each of them is mentioned.

use data_encoding::HEXLOWER;
use hearback_store::{StoreError, Tx, with_pool, with_tx};
use hearback_wire::chance::draw;
use hearback_wire::clock::Millis;
use hearback_wire::id::Hash;
use hearback_wire::intake::Outcome;
use serde::{Deserialize, Serialize};

use super::Named;
use crate::chat::{Control, Platform, Private};
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

/// A post that is due.
pub(crate) struct DuePost {
    /// Also what keeps the platform from posting it twice.
    pub(crate) id: String,
    pub(crate) post: Post,
    /// How often it was tried.
    pub(crate) attempts: u32,
    /// When it was written, or put off to.
    pub(crate) at: Millis,
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
    /// What is said to whoever is to be mentioned when the post that this one joins stands already.
    pub(crate) late: Option<&'a str>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    body: String,
    attempts: i64,
    next_at: i64,
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
    "INSERT INTO post (id, platform, lane, pos, thread, merge_key, body, attempts, next_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8)";
const BY_KEY: &str = "SELECT id, body, done_at, event FROM post WHERE merge_key = $1";
const REWRITE: &str = "UPDATE post SET body = $2 WHERE id = $1 AND done_at IS NULL";
const ADD_UPDATE: &str = "INSERT INTO post_update (update_id, post) VALUES ($1, $2)
    ON CONFLICT (update_id) DO NOTHING";
const TAKE_UPDATES: &str = "DELETE FROM post_update WHERE post = $1 RETURNING update_id";
const DUE: &str = "SELECT o.id, o.body, o.attempts, o.next_at FROM post o
    WHERE o.platform = $1 AND o.done_at IS NULL AND o.next_at <= $2 AND NOT EXISTS (
        SELECT 1 FROM post e WHERE e.lane = o.lane AND e.platform = o.platform
            AND e.done_at IS NULL AND e.pos < o.pos)
    ORDER BY o.next_at, o.pos LIMIT 64";
const ONE: &str = "SELECT id, body, attempts, next_at FROM post WHERE id = $1 AND done_at IS NULL";
const NEXT: &str = "SELECT MIN(o.next_at) FROM post o
    WHERE o.platform = $1 AND o.done_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM post e WHERE e.lane = o.lane AND e.platform = o.platform
            AND e.done_at IS NULL AND e.pos < o.pos)";
const DONE: &str = "UPDATE post SET done_at = $2, event = $3 WHERE id = $1 AND done_at IS NULL";
const AGAIN: &str =
    "UPDATE post SET attempts = attempts + 1, next_at = $2 WHERE id = $1 AND done_at IS NULL";
const WAIT: &str =
    "SELECT COUNT(*) FROM post WHERE platform = $1 AND lane = $2 AND done_at IS NULL";
const OF_LANE: &str = "SELECT id, body, attempts, next_at FROM post
    WHERE platform = $1 AND lane = $2 AND done_at IS NULL ORDER BY pos";
const RELANE: &str = "UPDATE post SET lane = $2, pos = $3, body = $4, next_at = $5
    WHERE id = $1 AND done_at IS NULL";
const AT: &str = "UPDATE post SET next_at = $2 WHERE id = $1 AND done_at IS NULL";
const IS_UNDONE: &str = "SELECT COUNT(*) FROM post WHERE id = $1 AND done_at IS NULL";
const EVENT: &str = "SELECT event FROM post WHERE id = $1";

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
        if let Some(late) = self.too_late(tx, platform, post, &with).await? {
            let with = With {
                update: with.update,
                ..With::default()
            };
            return Box::pin(self.post(tx, platform, &late, with, now)).await;
        }
        if let Some(key) = with.merge_key
            && let Some(id) = self.join(tx, platform, key, post, with.update, now).await?
        {
            return Ok(id);
        }
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
            .execute(t)
            .await
            .map(|_| ()))?;
        if let Some(update) = with.update {
            add_update(tx, update, &id).await?;
        }
        Ok(id)
    }

    /// What is said instead of a post to people who would be mentioned in one that stands already: that
    /// one cannot mention them any more. It counts as theirs all the same.
    async fn too_late(
        &self,
        tx: &mut Tx,
        platform: Platform,
        post: &Post,
        with: &With<'_>,
    ) -> Result<Option<Post>, VaultError> {
        let (Some(key), Some(late), Post::Words(more)) = (with.merge_key, with.late, post) else {
            return Ok(None);
        };
        let found = with_tx!(&mut *tx, |t| sqlx::query_as::<_, Merged>(BY_KEY)
            .bind(key)
            .fetch_optional(t)
            .await)?;
        let Some(found) = found.filter(|_| !more.mentions.is_empty()) else {
            return Ok(None);
        };
        let event: Option<String> = self.open_event(&found.id, found.event.as_deref())?;
        let (Some(event), To::Room { room, .. }) = (event, &more.to) else {
            return Ok(None);
        };
        for thread in &more.threads {
            self.anchor(tx, (platform, room, &event), thread, &more.kind)
                .await?;
        }
        Ok(Some(Post::Words(Sending {
            text: late.to_owned(),
            ..more.clone()
        })))
    }

    /// Joins the post that says the same in the same place, if there is one.
    async fn join(
        &self,
        tx: &mut Tx,
        platform: Platform,
        key: &str,
        post: &Post,
        update: Option<Hash>,
        now: Millis,
    ) -> Result<Option<String>, VaultError> {
        let found = with_tx!(&mut *tx, |t| sqlx::query_as::<_, Merged>(BY_KEY)
            .bind(key)
            .fetch_optional(t)
            .await)?;
        let (Some(found), Post::Words(more)) = (found, post) else {
            return Ok(None);
        };
        if found.done_at.is_some() {
            let event: Option<String> = self.open_event(&found.id, found.event.as_deref())?;
            let outcome = match event {
                Some(_) => Outcome::Thread,
                None => Outcome::Gone,
            };
            if let (Some(event), To::Room { room, .. }) = (event, &more.to) {
                for thread in &more.threads {
                    self.anchor(tx, (platform, room, &event), thread, &more.kind)
                        .await?;
                }
            }
            if let Some(update) = update {
                self.tell_outcome(tx, update, outcome, now).await?;
            }
            return Ok(Some(found.id));
        }
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
        Ok(Some(found.id))
    }

    /// What can be posted now: the first undone post of each room, if its time has come.
    pub(crate) async fn posts_due(
        &self,
        platform: Platform,
        now: Millis,
    ) -> Result<Vec<DuePost>, VaultError> {
        let rows = with_pool!(&self.pool, |p| sqlx::query_as::<_, Row>(DUE)
            .bind(platform.code())
            .bind(now.0)
            .fetch_all(p)
            .await)?;
        rows.into_iter().map(|row| self.due_post(row)).collect()
    }

    /// A post as it is now; none once it is done.
    pub(crate) async fn waiting_post(
        &self,
        tx: &mut Tx,
        id: &str,
    ) -> Result<Option<DuePost>, VaultError> {
        let row = with_tx!(tx, |t| sqlx::query_as::<_, Row>(ONE)
            .bind(id)
            .fetch_optional(t)
            .await)?;
        row.map(|row| self.due_post(row)).transpose()
    }

    fn due_post(&self, row: Row) -> Result<DuePost, VaultError> {
        Ok(DuePost {
            post: self.seal.open("post", &row.id, &row.body)?,
            id: row.id,
            attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
            at: Millis(row.next_at),
        })
    }

    /// When something can next be posted.
    pub(crate) async fn next_post(&self, platform: Platform) -> Result<Option<Millis>, VaultError> {
        let at: Option<i64> = with_pool!(&self.pool, |p| sqlx::query_scalar(NEXT)
            .bind(platform.code())
            .fetch_one(p)
            .await)?;
        Ok(at.map(Millis))
    }

    /// Marks a post done, with the message it became if it became one, and tells the node what
    /// became of its updates. False when another worker was first.
    pub(crate) async fn post_done(
        &self,
        tx: &mut Tx,
        id: &str,
        event: Option<&str>,
        outcome: Outcome,
        now: Millis,
    ) -> Result<bool, VaultError> {
        let sealed = event
            .map(|event| self.seal.close("post event", id, &event))
            .transpose()?;
        let rows = with_tx!(&mut *tx, |t| sqlx::query(DONE)
            .bind(id)
            .bind(now.0)
            .bind(sealed)
            .execute(t)
            .await
            .map(|done| done.rows_affected()))?;
        if rows != 1 {
            return Ok(false);
        }
        let updates: Vec<String> = with_tx!(&mut *tx, |t| sqlx::query_scalar(TAKE_UPDATES)
            .bind(id)
            .fetch_all(t)
            .await)?;
        for update in updates {
            let wrong = StoreError::Inconsistent("post_update.update_id");
            let update = update.parse().map_err(|_| wrong)?;
            self.tell_outcome(tx, update, outcome, now).await?;
        }
        Ok(true)
    }

    /// Leaves a post for later.
    pub(crate) async fn post_again(&self, id: &str, at: Millis) -> Result<(), VaultError> {
        with_pool!(&self.pool, |p| sqlx::query(AGAIN)
            .bind(id)
            .bind(at.0)
            .execute(p)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Lets a post that was put off go at once.
    pub(crate) async fn post_now(
        &self,
        tx: &mut Tx,
        id: &str,
        now: Millis,
    ) -> Result<(), VaultError> {
        with_tx!(tx, |t| sqlx::query(AT)
            .bind(id)
            .bind(now.0)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Whether something waits to be posted in a room.
    pub(crate) async fn posts_wait(
        &self,
        platform: Platform,
        room: &str,
    ) -> Result<bool, VaultError> {
        let lane = self.hash(Named::Room, &[platform.code(), room]);
        let count: i64 = with_pool!(&self.pool, |p| sqlx::query_scalar(WAIT)
            .bind(platform.code())
            .bind(lane)
            .fetch_one(p)
            .await)?;
        Ok(count > 0)
    }

    /// Sends what waits for one room to another, beside its threads: they stayed behind. Reactions
    /// and corrections of messages that stayed behind are dropped.
    pub(crate) async fn move_posts(
        &self,
        tx: &mut Tx,
        platform: Platform,
        from: &str,
        room: &str,
    ) -> Result<(), VaultError> {
        let lane = self.hash(Named::Room, &[platform.code(), from]);
        let rows = with_tx!(&mut *tx, |t| sqlx::query_as::<_, Row>(OF_LANE)
            .bind(platform.code())
            .bind(lane)
            .fetch_all(t)
            .await)?;
        let now = Millis(0);
        for row in rows {
            let post: Post = self.seal.open("post", &row.id, &row.body)?;
            let Post::Words(mut sending) = post else {
                self.post_done(tx, &row.id, None, Outcome::Gone, now)
                    .await?;
                continue;
            };
            sending.to = To::Room {
                room: room.to_owned(),
                root: None,
            };
            self.relane(tx, platform, &row.id, &Post::Words(sending))
                .await?;
        }
        Ok(())
    }

    async fn relane(
        &self,
        tx: &mut Tx,
        platform: Platform,
        id: &str,
        post: &Post,
    ) -> Result<(), VaultError> {
        let lane = self.lane(platform, post);
        let last: i64 = with_tx!(&mut *tx, |t| sqlx::query_scalar(LAST)
            .bind(&lane)
            .fetch_one(t)
            .await)?;
        let sealed = self.seal.close("post", id, post)?;
        with_tx!(tx, |t| sqlx::query(RELANE)
            .bind(id)
            .bind(lane)
            .bind(last + 1)
            .bind(sealed)
            .bind(0)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// The message that a post became.
    pub(crate) async fn post_event(&self, id: &str) -> Result<Option<String>, VaultError> {
        let event: Option<Option<String>> = with_pool!(&self.pool, |p| sqlx::query_scalar(EVENT)
            .bind(id)
            .fetch_optional(p)
            .await)?;
        self.open_event(id, event.flatten().as_deref())
    }

    /// Whether a post is still to be posted.
    pub(crate) async fn post_waits(&self, id: &str) -> Result<bool, VaultError> {
        let count: i64 = with_pool!(&self.pool, |p| sqlx::query_scalar(IS_UNDONE)
            .bind(id)
            .fetch_one(p)
            .await)?;
        Ok(count > 0)
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

    fn open_event(&self, id: &str, sealed: Option<&str>) -> Result<Option<String>, VaultError> {
        sealed
            .map(|sealed| self.seal.open("post event", id, sealed))
            .transpose()
    }

    /// What is posted in order: a room, or where each thread is a place of its own, the thread.
    fn lane(&self, platform: Platform, post: &Post) -> String {
        let code = platform.code();
        match post.to() {
            To::Room { room, root } if platform.presses() => {
                let thread = match post {
                    Post::Words(sending) => sending.threads.first().cloned(),
                    _ => None,
                };
                self.home(platform, &room, &root.or(thread).unwrap_or_default())
            }
            To::Room { room, .. } => self.hash(Named::Room, &[code, &room]),
            To::Direct { person } => self.hash(Named::Person, &[code, &person]),
            To::Answer(way) => self.hash(Named::Person, &[code, "answer", &way.token]),
        }
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

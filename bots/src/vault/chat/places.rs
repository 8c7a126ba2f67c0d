//! Where a thread lives in chat, and whose it is.

use hearback_store::{Tx, with_pool, with_tx};
use hearback_wire::clock::Millis;
use hearback_wire::reference::NeedRef;
use hearback_wire::text::Words;
use serde::{Deserialize, Serialize};

use super::Named;
use crate::chat::{Platform, Private};
use crate::tongue::Tongue;
use crate::vault::thread::Thread;
use crate::vault::{Vault, VaultError};

/// Where a thread lives.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing of a place, and none depends on another"
)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    pub(crate) platform: Platform,
    /// The room's id.
    pub(crate) room: String,
    /// The message that the chat thread hangs on.
    pub(crate) root: String,
    /// The account of the person whose thread it is.
    pub(crate) person: String,
    /// The message or reaction by which it began: when that is deleted, the thread is taken back.
    pub(crate) source: String,
    /// Whether messages go to a thread under the root, or stand in the room as in a conversation.
    pub(crate) threaded: bool,
    /// Where the last message of this chat thread stands, once there is one.
    pub(crate) last: Option<String>,
    /// The root was deleted: the thread can only be reached in its room.
    #[serde(default)]
    pub(crate) rootless: bool,
    /// It began with a reaction, whose coming and going needs no words.
    #[serde(default)]
    pub(crate) reaction: bool,
    /// What the person wrote in answer to a question, until they say that it may go.
    #[serde(default)]
    pub(crate) reply: Option<Words>,
    /// The server that the room belongs to, on a platform that has servers.
    #[serde(default)]
    pub(crate) server: Option<String>,
    /// How the person can last be answered alone, on a platform where they press.
    #[serde(default)]
    pub(crate) way: Option<Private>,
    /// The language in which the person is spoken to in this thread.
    #[serde(default)]
    pub(crate) tongue: Tongue,
    /// Whether the person is not to be mentioned in this thread.
    #[serde(default)]
    pub(crate) quiet: bool,
}

/// A thread with its place.
pub(crate) struct Placed {
    pub(crate) thread: String,
    pub(crate) place: Place,
}

#[derive(sqlx::FromRow)]
struct Row {
    thread: String,
    info: String,
}

const READ: &str = "SELECT thread, info FROM place WHERE thread = $1";
const BY_HOME: &str = "SELECT p.thread, p.info FROM place p JOIN thread t ON t.id = p.thread
    WHERE p.home_hash = $1 ORDER BY t.created_at DESC, p.thread";
const BY_PERSON: &str = "SELECT p.thread, p.info FROM place p JOIN thread t ON t.id = p.thread
    WHERE p.person_hash = $1 ORDER BY t.updated_at DESC, p.thread";
const BY_ROOM: &str = "SELECT thread, info FROM place WHERE room_hash = $1";
const ABOUT_IN_ROOM: &str = "SELECT p.thread, p.info FROM place p JOIN thread t ON t.id = p.thread
    WHERE p.room_hash = $1 AND t.reference = $2 ORDER BY t.created_at, p.thread LIMIT 50";
const SAVE: &str = "INSERT INTO place (thread, room_hash, home_hash, person_hash, info, server_hash)
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (thread) DO UPDATE SET room_hash = excluded.room_hash,
    home_hash = excluded.home_hash, info = excluded.info";
const LAPSE: &str = "UPDATE place SET lapses_at = $2 WHERE thread = $1";
const NEXT_LAPSE: &str = "SELECT MIN(lapses_at) FROM place";
const LAPSED: &str = "SELECT thread FROM place WHERE lapses_at <= $1 ORDER BY lapses_at LIMIT 64";

impl Vault {
    /// Where a thread lives; none for a thread of the web room.
    pub(crate) async fn place(
        &self,
        tx: &mut Tx,
        thread: &str,
    ) -> Result<Option<Place>, VaultError> {
        let row = with_tx!(tx, |t| sqlx::query_as::<_, Row>(READ)
            .bind(thread)
            .fetch_optional(t)
            .await)?;
        Ok(row
            .map(|row| self.placed(row))
            .transpose()?
            .map(|p| p.place))
    }

    /// The threads of one chat thread, the newest first.
    pub(crate) async fn at_home(
        &self,
        platform: Platform,
        room: &str,
        first: &str,
    ) -> Result<Vec<Placed>, VaultError> {
        self.list(BY_HOME, &self.home(platform, room, first)).await
    }

    /// The threads of one person, the one that was touched last first.
    pub(crate) async fn of_person(
        &self,
        platform: Platform,
        person: &str,
    ) -> Result<Vec<Placed>, VaultError> {
        let hash = self.hash(Named::Person, &[platform.code(), person]);
        self.list(BY_PERSON, &hash).await
    }

    /// The threads of one room.
    pub(crate) async fn in_room(
        &self,
        platform: Platform,
        room: &str,
    ) -> Result<Vec<Placed>, VaultError> {
        let hash = self.hash(Named::Room, &[platform.code(), room]);
        self.list(BY_ROOM, &hash).await
    }

    /// The threads of one room that are about one need, the oldest first.
    pub(crate) async fn about_in_room(
        &self,
        tx: &mut Tx,
        platform: Platform,
        room: &str,
        reference: NeedRef,
    ) -> Result<Vec<Placed>, VaultError> {
        let hash = self.hash(Named::Room, &[platform.code(), room]);
        let rows = with_tx!(tx, |t| sqlx::query_as::<_, Row>(ABOUT_IN_ROOM)
            .bind(hash)
            .bind(reference.to_string())
            .fetch_all(t)
            .await)?;
        rows.into_iter().map(|row| self.placed(row)).collect()
    }

    /// Writes where a thread lives.
    pub(crate) async fn save_place(
        &self,
        tx: &mut Tx,
        thread: &str,
        place: &Place,
    ) -> Result<(), VaultError> {
        let code = place.platform.code();
        let sealed = self.seal.close("place", thread, place)?;
        let server = place.server.as_ref();
        let server = server.map(|server| self.hash(Named::Server, &[code, server]));
        with_tx!(tx, |t| sqlx::query(SAVE)
            .bind(thread)
            .bind(self.hash(Named::Room, &[code, &place.room]))
            .bind(self.home(place.platform, &place.room, &place.root))
            .bind(self.hash(Named::Person, &[code, &place.person]))
            .bind(sealed)
            .bind(server)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Says until when a preview waits; none when nothing waits.
    pub(crate) async fn lapse_at(
        &self,
        tx: &mut Tx,
        thread: &Thread,
        at: Option<Millis>,
    ) -> Result<(), VaultError> {
        with_tx!(tx, |t| sqlx::query(LAPSE)
            .bind(&thread.id)
            .bind(at.map(|at| at.0))
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// When the next preview ends.
    pub(crate) async fn next_lapse(&self) -> Result<Option<Millis>, VaultError> {
        let at: Option<i64> = with_pool!(&self.pool, |p| sqlx::query_scalar(NEXT_LAPSE)
            .fetch_one(p)
            .await)?;
        Ok(at.map(Millis))
    }

    /// Threads whose preview waited too long.
    pub(crate) async fn lapsed(&self, now: Millis) -> Result<Vec<String>, VaultError> {
        Ok(with_pool!(&self.pool, |p| sqlx::query_scalar(LAPSED)
            .bind(now.0)
            .fetch_all(p)
            .await)?)
    }

    /// The hash of a chat thread: its room, and the message that it hangs on.
    pub(crate) fn home(&self, platform: Platform, room: &str, first: &str) -> String {
        self.hash(Named::Home, &[platform.code(), room, first])
    }

    async fn list(&self, sql: &'static str, hash: &str) -> Result<Vec<Placed>, VaultError> {
        let rows = with_pool!(&self.pool, |p| sqlx::query_as::<_, Row>(sql)
            .bind(hash)
            .fetch_all(p)
            .await)?;
        rows.into_iter().map(|row| self.placed(row)).collect()
    }

    fn placed(&self, row: Row) -> Result<Placed, VaultError> {
        Ok(Placed {
            place: self.seal.open("place", &row.thread, &row.info)?,
            thread: row.thread,
        })
    }
}

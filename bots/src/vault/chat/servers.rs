//! Servers of a platform where rooms belong to one: what an admin chose, and when the bot was put out.
//!
//! What was said in a server that the bot left is deleted after some days, so that a slip of an admin
//! loses nothing.

use hearback_store::{Tx, with_pool, with_tx};
use hearback_wire::clock::Millis;
use serde::{Deserialize, Serialize};

use super::Named;
use crate::chat::Platform;
use crate::tongue::Tongue;
use crate::vault::{Vault, VaultError};

/// What is sealed about a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Server {
    /// The platform's id of the server.
    pub(crate) address: String,
    /// The room where people find the bot; none before it was set up.
    pub(crate) room: Option<String>,
    /// The room where moderators decide, where there is one.
    pub(crate) desk: Option<String>,
    /// The language in which the bot speaks here.
    pub(crate) lang: String,
    /// Whether needs from here say nothing of where they come from.
    #[serde(default)]
    pub(crate) origin_hidden: bool,
}

impl Server {
    /// The language in which the bot speaks here.
    pub(crate) fn tongue(&self) -> Tongue {
        Tongue::of(&self.lang).unwrap_or_default()
    }

    /// A server that nobody set up.
    pub(crate) fn new(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            room: None,
            desk: None,
            lang: "en".to_owned(),
            origin_hidden: false,
        }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    server_hash: String,
    info: String,
}

const READ: &str = "SELECT server_hash, info FROM server WHERE server_hash = $1";
const THERE: &str = "SELECT server_hash, info FROM server WHERE platform = $1 AND left_at IS NULL";
const SAVE: &str = "INSERT INTO server (server_hash, platform, info) VALUES ($1, $2, $3)
    ON CONFLICT (server_hash) DO UPDATE SET info = excluded.info, left_at = NULL";
const WAS_LEFT: &str = "SELECT COUNT(*) FROM server WHERE server_hash = $1 AND left_at IS NOT NULL";
const BACK: &str = "UPDATE server SET left_at = NULL WHERE server_hash = $1";
const LEFT: &str = "UPDATE server SET left_at = $2 WHERE server_hash = $1 AND left_at IS NULL";
const LONG_LEFT: &str = "SELECT server_hash FROM server WHERE left_at < $1";
const ROOMS_LEFT: &str = "UPDATE chat_room SET role = 'left' WHERE server_hash = $1";
/// A thread without an address would count as one of the web room, so it goes as a whole.
const FORGET_THREADS: &str =
    "DELETE FROM thread WHERE id IN (SELECT thread FROM place WHERE server_hash = $1)";
const FORGET_ROOMS: &str = "DELETE FROM chat_room WHERE server_hash = $1";
const FORGET: &str = "DELETE FROM server WHERE server_hash = $1";

impl Vault {
    /// What is known of a server.
    pub(crate) async fn server(
        &self,
        platform: Platform,
        address: &str,
    ) -> Result<Option<Server>, VaultError> {
        let hash = self.server_hash(platform, address);
        let row = with_pool!(&self.pool, |p| sqlx::query_as::<_, Row>(READ)
            .bind(hash)
            .fetch_optional(p)
            .await)?;
        row.map(|row| self.read_server(&row)).transpose()
    }

    /// The servers that the bot is in, as far as it knows.
    pub(crate) async fn servers(&self, platform: Platform) -> Result<Vec<Server>, VaultError> {
        let rows = with_pool!(&self.pool, |p| sqlx::query_as::<_, Row>(THERE)
            .bind(platform.code())
            .fetch_all(p)
            .await)?;
        rows.iter().map(|row| self.read_server(row)).collect()
    }

    /// Writes what is known of a server that the bot is in.
    pub(crate) async fn save_server(
        &self,
        tx: &mut Tx,
        platform: Platform,
        server: &Server,
    ) -> Result<(), VaultError> {
        let hash = self.server_hash(platform, &server.address);
        let sealed = self.seal.close("server", &hash, server)?;
        with_tx!(tx, |t| sqlx::query(SAVE)
            .bind(hash)
            .bind(platform.code())
            .bind(sealed)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Whether the bot was put out of a server that it still remembers.
    pub(crate) async fn was_left(
        &self,
        platform: Platform,
        address: &str,
    ) -> Result<bool, VaultError> {
        let hash = self.server_hash(platform, address);
        let count: i64 = with_pool!(&self.pool, |p| sqlx::query_scalar(WAS_LEFT)
            .bind(hash)
            .fetch_one(p)
            .await)?;
        Ok(count > 0)
    }

    /// The bot is in a server again, in time.
    pub(crate) async fn server_back(
        &self,
        tx: &mut Tx,
        platform: Platform,
        address: &str,
    ) -> Result<(), VaultError> {
        with_tx!(tx, |t| sqlx::query(BACK)
            .bind(self.server_hash(platform, address))
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// The bot was put out of a server: nothing can be posted in its rooms.
    pub(crate) async fn server_left(
        &self,
        tx: &mut Tx,
        platform: Platform,
        address: &str,
        now: Millis,
    ) -> Result<(), VaultError> {
        let hash = self.server_hash(platform, address);
        with_tx!(&mut *tx, |t| sqlx::query(LEFT)
            .bind(&hash)
            .bind(now.0)
            .execute(t)
            .await
            .map(|_| ()))?;
        with_tx!(tx, |t| sqlx::query(ROOMS_LEFT)
            .bind(&hash)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Deletes everything of the servers that were left before a moment. Returns how many.
    pub(crate) async fn forget_servers(
        &self,
        tx: &mut Tx,
        before: Millis,
    ) -> Result<usize, VaultError> {
        let gone: Vec<String> = with_tx!(&mut *tx, |t| sqlx::query_scalar(LONG_LEFT)
            .bind(before.0)
            .fetch_all(t)
            .await)?;
        for hash in &gone {
            for sql in [FORGET_THREADS, FORGET_ROOMS, FORGET] {
                with_tx!(&mut *tx, |t| sqlx::query(sql)
                    .bind(hash)
                    .execute(t)
                    .await
                    .map(|_| ()))?;
            }
        }
        Ok(gone.len())
    }

    fn server_hash(&self, platform: Platform, address: &str) -> String {
        self.hash(Named::Server, &[platform.code(), address])
    }

    fn read_server(&self, row: &Row) -> Result<Server, VaultError> {
        self.seal.open("server", &row.server_hash, &row.info)
    }
}

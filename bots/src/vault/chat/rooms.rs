//! The chat rooms that the bots are in, and what each is for.

use hearback_store::{StoreError, Tx, with_pool, with_tx};
use serde::{Deserialize, Serialize};

use super::Named;
use crate::chat::Platform;
use crate::tongue::Tongue;
use crate::vault::{Vault, VaultError};

/// What a room is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The bot is there and does nothing but say how to switch it on.
    Off,
    /// Needs can be said here.
    Community,
    /// Moderators decide here.
    Moderators,
    /// One person and the bot.
    Direct,
    /// The bot is not there any more.
    Left,
}

impl Role {
    const ALL: [Self; 5] = [
        Self::Off,
        Self::Community,
        Self::Moderators,
        Self::Direct,
        Self::Left,
    ];

    const fn code(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Community => "community",
            Self::Moderators => "moderators",
            Self::Direct => "direct",
            Self::Left => "left",
        }
    }
}

/// One room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ChatRoom {
    pub(crate) platform: Platform,
    pub(crate) role: Role,
    pub(crate) info: RoomInfo,
}

/// What is sealed about a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RoomInfo {
    /// The platform's id of the room.
    pub(crate) address: String,
    /// The language in which the bot speaks here.
    pub(crate) lang: String,
    /// Whether the bot said what it is.
    pub(crate) introduced: bool,
    /// Whether anybody may read here, so that previews go to their person alone.
    pub(crate) open: bool,
    /// With whom, in a direct room.
    pub(crate) with: Option<String>,
    /// The server it belongs to, on a platform that has servers.
    #[serde(default)]
    pub(crate) server: Option<String>,
    /// Whether needs from here say nothing of where they come from.
    #[serde(default)]
    pub(crate) origin_hidden: bool,
}

impl ChatRoom {
    /// The language in which the bot speaks here.
    pub(crate) fn tongue(&self) -> Tongue {
        Tongue::of(&self.info.lang).unwrap_or_default()
    }

    /// A room that nobody switched on.
    pub(crate) fn new(platform: Platform, address: &str) -> Self {
        Self {
            platform,
            role: Role::Off,
            info: RoomInfo {
                address: address.to_owned(),
                lang: "en".to_owned(),
                introduced: false,
                open: false,
                with: None,
                server: None,
                origin_hidden: false,
            },
        }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    room_hash: String,
    platform: String,
    role: String,
    info: String,
}

const READ: &str = "SELECT room_hash, platform, role, info FROM chat_room WHERE room_hash = $1";
const ALL: &str = "SELECT room_hash, platform, role, info FROM chat_room WHERE platform = $1";
const FORGET: &str = "DELETE FROM chat_room WHERE room_hash = $1 AND role = 'left'
    AND NOT EXISTS (SELECT 1 FROM place p WHERE p.room_hash = chat_room.room_hash)";
const SAVE: &str = "INSERT INTO chat_room (room_hash, platform, role, info, server_hash)
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (room_hash) DO UPDATE SET role = excluded.role,
    info = excluded.info, server_hash = excluded.server_hash";

impl Vault {
    /// What is known of a room.
    pub(crate) async fn chat_room(
        &self,
        platform: Platform,
        address: &str,
    ) -> Result<Option<ChatRoom>, VaultError> {
        let hash = self.hash(Named::Room, &[platform.code(), address]);
        let row = with_pool!(&self.pool, |p| sqlx::query_as::<_, Row>(READ)
            .bind(hash)
            .fetch_optional(p)
            .await)?;
        row.map(|row| self.read_room(&row)).transpose()
    }

    /// Every room of a platform, those that were left too.
    pub(crate) async fn chat_rooms(&self, platform: Platform) -> Result<Vec<ChatRoom>, VaultError> {
        let rows = with_pool!(&self.pool, |p| sqlx::query_as::<_, Row>(ALL)
            .bind(platform.code())
            .fetch_all(p)
            .await)?;
        rows.into_iter().map(|row| self.read_room(&row)).collect()
    }

    /// The direct room with a person, if there is one.
    pub(crate) async fn direct_room(
        &self,
        platform: Platform,
        person: &str,
    ) -> Result<Option<ChatRoom>, VaultError> {
        let with = Some(person);
        let mut rooms = self.chat_rooms(platform).await?.into_iter();
        Ok(rooms.find(|room| room.role == Role::Direct && room.info.with.as_deref() == with))
    }

    /// Writes what is known of a room.
    pub(crate) async fn save_room(&self, tx: &mut Tx, room: &ChatRoom) -> Result<(), VaultError> {
        let hash = self.hash(Named::Room, &[room.platform.code(), &room.info.address]);
        let sealed = self.seal.close("chat_room", &hash, &room.info)?;
        let code = room.platform.code();
        let server = room.info.server.as_ref();
        let server = server.map(|server| self.hash(Named::Server, &[code, server]));
        with_tx!(tx, |t| sqlx::query(SAVE)
            .bind(hash)
            .bind(room.platform.code())
            .bind(room.role.code())
            .bind(sealed)
            .bind(server)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Forgets a room that the bot left and no thread lives in.
    pub(crate) async fn forget_room(
        &self,
        tx: &mut Tx,
        platform: Platform,
        address: &str,
    ) -> Result<(), VaultError> {
        let hash = self.hash(Named::Room, &[platform.code(), address]);
        with_tx!(tx, |t| sqlx::query(FORGET)
            .bind(hash)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    fn read_room(&self, row: &Row) -> Result<ChatRoom, VaultError> {
        let wrong = StoreError::Inconsistent;
        let role = Role::ALL.into_iter().find(|role| role.code() == row.role);
        Ok(ChatRoom {
            platform: Platform::of(&row.platform).ok_or(wrong("chat_room.platform"))?,
            role: role.ok_or(wrong("chat_room.role"))?,
            info: self.seal.open("chat_room", &row.room_hash, &row.info)?,
        })
    }
}

//! The servers that the bot is in, and the places there that it can no longer reach.
//!
//! Everything is brought in step with what the gateway says, so that it may run twice or be missed once.

use std::convert::Infallible;
use std::time::Duration;

use hearback_store::Tx;

use super::Discord;
use super::gateway::{Listener, News, Shard};
use crate::chat::{Heard, HeardWhat, Platform};
use crate::delivery::backoff;
use crate::vault::VaultError;
use crate::vault::chat::{Role, Server};

const PLATFORM: Platform = Platform::Discord;
/// Days after which everything of a server that the bot left is deleted: what the privacy words say.
const GRACE_DAYS: i64 = 14;
/// Looked at this often.
const EVERY: Duration = Duration::from_hours(1);
/// Tries of what must be written down.
const TRIES: u32 = 12;

impl Listener for Discord {
    async fn news(&self, news: News) {
        match news {
            News::Pressed { value, readable } => {
                let heard = super::hear::pressed(self, value, readable);
                self.calls.track_future(heard).await;
            }
            News::Ready { servers, shard } => {
                self.health.connected();
                self.insist(|| self.ready(&servers, shard)).await;
            }
            News::Resumed => self.health.connected(),
            News::Away => self.health.away(self.bots.clock.now()),
            News::ServerThere { id, members } => {
                self.sizes.keep(&id, members);
                self.insist(|| self.back(&id)).await;
            }
            News::ServerLeft(id) => {
                self.sizes.forget(&id);
                self.insist(|| self.left(&id)).await;
            }
            News::RoomGone { room, server } => self.insist(|| self.gone(&room, &server)).await,
        }
    }
}

impl Discord {
    /// Does what must not be missed, however long the vault is away.
    async fn insist<F>(&self, what: impl Fn() -> F)
    where
        F: Future<Output = Result<(), VaultError>>,
    {
        for tries in 1..=TRIES {
            let Err(error) = what().await else { return };
            tracing::error!(%error, tries, "news of a Discord server could not be stored yet");
            tokio::select! {
                () = self.stopping.cancelled() => return,
                () = tokio::time::sleep(backoff(tries)) => {}
            }
        }
    }

    /// Servers that the bot was put out of while it did not listen are not among those that are there.
    async fn ready(&self, servers: &[String], shard: Shard) -> Result<(), VaultError> {
        for known in self.bots.vault.servers(PLATFORM).await? {
            let id = &known.address;
            if shard.has(id) && !servers.contains(id) {
                self.left(id).await?;
            }
        }
        Ok(())
    }

    async fn left(&self, id: &str) -> Result<(), VaultError> {
        let vault = &self.bots.vault;
        let now = self.bots.clock.now();
        let mut tx = vault.begin().await?;
        vault.server_left(&mut tx, PLATFORM, id, now).await?;
        Ok(tx.commit().await?)
    }

    /// Of a server in which the bot was never set up nothing is kept, this neither.
    async fn gone(&self, room: &str, server: &str) -> Result<(), VaultError> {
        if self.bots.vault.server(PLATFORM, server).await?.is_none() {
            return Ok(());
        }
        self.shut(room, Some(server)).await
    }

    async fn back(&self, id: &str) -> Result<(), VaultError> {
        let vault = &self.bots.vault;
        if !vault.was_left(PLATFORM, id).await? {
            return Ok(());
        }
        let Some(server) = vault.server(PLATFORM, id).await? else {
            return Ok(());
        };
        let mut tx = vault.begin().await?;
        vault.server_back(&mut tx, PLATFORM, id).await?;
        for room in [&server.room, &server.desk].into_iter().flatten() {
            let role = role(Some(&server), room);
            self.bots
                .room_is(&mut tx, (PLATFORM, room), id, role)
                .await?;
        }
        Ok(tx.commit().await?)
    }

    /// Leaves a room or thread alone from now on.
    pub(super) async fn shut(&self, room: &str, server: Option<&str>) -> Result<(), VaultError> {
        let vault = &self.bots.vault;
        let known = vault.chat_room(PLATFORM, room).await?;
        let of = known.and_then(|known| known.info.server);
        let of = of.or_else(|| server.map(str::to_owned)).unwrap_or_default();
        let mut tx = vault.begin().await?;
        self.bots
            .room_is(&mut tx, (PLATFORM, room), &of, Role::Left)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Whether a room or thread could not be reached before.
    pub(super) async fn is_shut(&self, room: &str) -> Result<bool, VaultError> {
        let known = self.bots.vault.chat_room(PLATFORM, room).await?;
        Ok(known.is_some_and(|known| known.role == Role::Left))
    }

    /// Where somebody pressed something, the bot can be reached again.
    pub(super) async fn reachable_again(
        &self,
        tx: &mut Tx,
        heard: &Heard,
    ) -> Result<(), VaultError> {
        let HeardWhat::Asked {
            server: id, thread, ..
        } = &heard.what
        else {
            return Ok(());
        };
        for room in std::iter::once(&heard.room).chain(thread) {
            if !self.is_shut(room).await? {
                continue;
            }
            let server = self.bots.vault.server(PLATFORM, id).await?;
            let role = role(server.as_ref(), room);
            self.bots.room_is(tx, (PLATFORM, room), id, role).await?;
        }
        Ok(())
    }

    /// The room where people of a server find the bot.
    pub(super) async fn main_room(&self, server: &str) -> Result<Option<String>, VaultError> {
        let server = self.bots.vault.server(PLATFORM, server).await?;
        Ok(server.and_then(|server| server.room))
    }

    /// The room where moderators decide.
    pub(super) async fn desk(&self) -> Result<Option<String>, VaultError> {
        crate::chat::desk(&self.bots, PLATFORM).await
    }
}

fn role(server: Option<&Server>, room: &String) -> Role {
    match server {
        Some(server) if server.desk.as_ref() == Some(room) => Role::Moderators,
        Some(server) if server.room.as_ref() == Some(room) => Role::Community,
        _ => Role::Off,
    }
}

/// Keeps the promise about servers that were left, for ever.
pub(super) async fn forget(discord: &Discord) -> Infallible {
    loop {
        if let Err(error) = forget_once(discord).await {
            tracing::error!(%error, "a server that was left could not be forgotten yet");
        }
        tokio::time::sleep(EVERY).await;
    }
}

async fn forget_once(discord: &Discord) -> Result<(), VaultError> {
    let vault = &discord.bots.vault;
    let before = discord.bots.clock.now();
    let before = before.plus_seconds(-GRACE_DAYS * 24 * 3600);
    let mut tx = vault.begin().await?;
    let servers = vault.forget_servers(&mut tx, before).await?;
    tx.commit().await?;
    if servers > 0 {
        tracing::info!(servers, "everything of servers that were left was deleted");
    }
    Ok(())
}

//! Opens the two halves of a node from its configuration: the federation, and the bots beside it.

use std::sync::Arc;

use hearback_bots::{BotSettings, Bots, VaultKey};
use hearback_federation::{BotAccess, Keys, Node, Settings};
use hearback_store::Pool;

use crate::clock::{OsChance, SystemClock};
use crate::config::{Config, Room, Says};
use crate::fault::{Doing, Fault, Outcome};
use crate::http;
use crate::keys::KeyFolder;

/// Opens the federation's half: needs, moderation, sync and the console.
pub(crate) async fn federation(config: &Config) -> Outcome<Node> {
    let folder = KeyFolder::open(&config.keys.folder)?;
    let keys = Keys {
        identity: folder.identity(&OsChance)?,
        signing: folder.signing(&OsChance)?,
    };
    let settings = Settings {
        name: config.node.name.clone(),
        contact: config.node.contact.clone(),
        roles: config.node.roles.clone(),
        bodies: config.node.bodies.clone(),
        url: config.node.url.clone(),
        origin: config.node.origin.clone(),
        bots: vec![BotAccess {
            token: folder.bot_token(&OsChance)?,
            moderates: config.moderation.chat,
        }],
        sync_seconds: config.sync.seconds,
        sync_batch: config.sync.batch.get(),
        release: config.release.schedule()?,
        publish: config.release.public.into(),
    };
    let pool = Pool::open(&config.database.federation)
        .await
        .doing("[database] federation")?;
    Node::open(
        pool,
        keys,
        settings,
        Arc::new(SystemClock),
        Arc::new(OsChance),
        http::client()?,
    )
    .await
    .doing("the node could not be opened")
}

/// The key of the vault, from the keys folder.
pub(crate) fn vault_key(config: &Config) -> Outcome<VaultKey> {
    let folder = KeyFolder::open(&config.keys.folder)?;
    Ok(VaultKey::new(folder.vault(&OsChance)?))
}

/// Opens the bots' half with its vault. `node_url` is where the intake API answers.
pub(crate) async fn bots(config: &Config, room: &Room, node_url: String) -> Outcome<Bots> {
    let folder = KeyFolder::open(&config.keys.folder)?;
    let key = vault_key(config)?;
    let settings = BotSettings {
        room: room.name.clone(),
        intermediary: config.node.name.as_str().to_owned(),
        node_url,
        token: folder.bot_token(&OsChance)?,
        public_url: config.public_url(),
        roster: room.roster.clone(),
        origin: config.node.origin.clone(),
        room_hides_origin: room.origin == Says::Hide,
        kept: config.vault.kept()?,
    };
    let address = config.database.vault.as_ref().ok_or_else(no_vault)?;
    let pool = Pool::open(address).await.doing("[database] vault")?;
    Bots::open(
        pool,
        key,
        settings,
        Arc::new(SystemClock),
        Arc::new(OsChance),
        http::client()?,
    )
    .await
    .doing("the room could not be opened")
}

fn no_vault() -> Fault {
    Fault::new(
        "a room needs a vault of its own: please add a line such as vault = \"sqlite:vault.db\" under [database]",
    )
}

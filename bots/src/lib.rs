//! Where people speak and hear back: the web room, the dialogue, the vault and the delivery.
//!
//! Why it exists: what a person wrote, and where, is personal, and lives here and nowhere else.
//! What it must never do: know the federation. It speaks to its node through the intake API only,
//! sends nothing inside a person's request, and writes no words of a person to a log.

mod bell;
mod bots;
mod chat;
mod conversation;
pub mod delivery;
pub mod dialogue;
pub mod discord;
mod doors;
mod draft;
mod kept;
pub mod matrix;
mod mine;
mod node;
mod room;
pub mod tongue;
mod vault;
mod words;

pub use bots::{BotSettings, Bots, BotsError};
pub use kept::Kept;
pub use vault::{Ran, Upkeep, VaultError, VaultKey};

//! The federation side of a node: needs at the door, the signed log, sync, referrals, responses,
//! the console, the public pages and the intake API.
//!
//! What it must never do: hold what a person first wrote, who they are, or where they said it. It
//! knows them by reply handles, which never leave the node.

mod append;
mod around;
mod audit;
mod changes;
mod counts;
mod derive;
mod door;
mod erase;
mod error;
mod fold;
mod gate;
mod inbox;
mod ingest;
mod intake;
mod joined;
mod list;
mod moderate;
mod node;
mod notify;
mod peers;
mod read;
mod refer;
mod refold;
pub mod release;
mod respond;
mod rows;
mod search;
mod staff;
mod stand;
mod sync;
mod updates;
pub mod upkeep;
pub mod view;
pub mod web;
pub mod worker;

pub use audit::{Decided, Decisions, Via};
pub use error::NodeError;
pub use gate::Publish;
pub use inbox::{InboxCounts, InboxRow};
pub use intake::Once;
pub use list::{Choice, Counts, Listed, Part};
pub use moderate::{Decision, Desk};
pub use node::{Bot, BotAccess, Keys, Node, Settings};
pub use staff::Role;

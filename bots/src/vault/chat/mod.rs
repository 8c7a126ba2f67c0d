//! What chat platforms need of the vault: rooms, places of threads, what was heard, what is posted.
//!
//! It must never keep a room's, a person's or a message's id in the clear: ids are looked up by a
//! keyed hash, and stand sealed beside it.

mod anchors;
mod cards;
mod forget;
mod inbound;
mod kept;
mod places;
mod posts;
mod rooms;
mod servers;

use data_encoding::HEXLOWER;

use super::Vault;
use super::seal::keyed_hash;

pub(crate) use cards::Card;
pub(crate) use forget::Gone;
pub(crate) use inbound::{Inbound, Waiting};
pub(crate) use places::{Place, Placed};
pub(crate) use posts::{DuePost, Post, Sending, To, With};
pub(crate) use rooms::{ChatRoom, Role, RoomInfo};
pub(crate) use servers::Server;

/// What an id names, or that it is words, so that the hash of one kind is never that of another.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Named {
    Server,
    Room,
    Event,
    Home,
    Person,
    Words,
}

impl Vault {
    /// The keyed hash by which an id is looked up.
    pub(crate) fn hash(&self, named: Named, parts: &[&str]) -> String {
        let tag: &[u8] = match named {
            Named::Server => b"server",
            Named::Room => b"room",
            Named::Event => b"event",
            Named::Home => b"home",
            Named::Person => b"person",
            Named::Words => b"words",
        };
        let bytes: Vec<&[u8]> = std::iter::once(tag)
            .chain(parts.iter().map(|part| part.as_bytes()))
            .collect();
        HEXLOWER.encode(&keyed_hash(&self.marker.0, &bytes))
    }
}

//! The secret in a thread's address: who has it has the thread. It must never be stored or logged.

use data_encoding::HEXLOWER;
use hearback_wire::chance::{Chance, draw};
use hearback_wire::id::Hash;

/// 256 random bits.
#[derive(Clone)]
pub(super) struct Token([u8; 32]);

impl Token {
    pub(super) fn draw(chance: &dyn Chance) -> Self {
        Self(draw(chance))
    }

    /// Reads the 64 hexadecimal digits of an address.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let bytes = HEXLOWER.decode(text.as_bytes()).ok()?;
        Some(Self(bytes.try_into().ok()?))
    }

    /// What the vault knows of it. A plain hash is enough for 256 random bits.
    pub(super) fn hash(&self) -> Hash {
        Hash::of(&[&self.0])
    }

    /// The thread's path.
    pub(super) fn path(&self) -> String {
        format!("/t/{}", HEXLOWER.encode(&self.0))
    }
}

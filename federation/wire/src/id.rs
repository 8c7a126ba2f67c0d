//! Identifiers. All random or derived from a public key: none carries a time, a count or a person.

use std::fmt;
use std::str::FromStr;

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};

use crate::chance::{Chance, draw};
use crate::macros::text_serde;

/// Text that is not an identifier of the kind that was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a {0}")]
pub struct IdError(&'static str);

/// An organisation's node: lower-case base32 of SHA-256 over its Ed25519 identity key (52 characters).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(String);

impl NodeId {
    /// The id that belongs to an identity public key.
    pub fn of_identity(public: &[u8; 32]) -> Self {
        Self(
            BASE32_NOPAD
                .encode(&Sha256::digest(public))
                .to_ascii_lowercase(),
        )
    }

    /// The 52 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first 8 characters, enough to tell peers apart in a log line or a table.
    pub fn short(&self) -> &str {
        self.0.get(..8).unwrap_or(&self.0)
    }
}

impl FromStr for NodeId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let valid = text.len() == 52
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || (b'2'..=b'7').contains(&b));
        if valid {
            Ok(Self(text.to_owned()))
        } else {
            Err(IdError("node id"))
        }
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NodeId({}..)", self.short())
    }
}

text_serde!(NodeId);

/// Declares a random 128-bit identifier written as 32 lower-case hexadecimal digits.
macro_rules! random_id {
    ($(#[$meta:meta])* $name:ident, $what:literal) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 16]);

        impl $name {
            /// Draws a new one.
            pub fn draw(chance: &dyn Chance) -> Self {
                Self(draw(chance))
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| IdError($what))?;
                Ok(Self(bytes.try_into().map_err(|_| IdError($what))?))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&HEXLOWER.encode(&self.0))
            }
        }

        text_serde!($name);
    };
}

random_id! {
    /// A record in one node's logs. Random, so that it says nothing of when or in what order.
    #[derive(Debug)]
    RecId, "record id"
}

random_id! {
    /// Asks the bots to reach one thread. Crosses the intake API and never leaves the node, so its
    /// `Debug` form is silent.
    Handle, "reply handle"
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Handle(..)")
    }
}

random_id! {
    /// Stands for one person among those of one node, so that people can be counted without being
    /// known: half of an HMAC that the vault makes under its own key. Crosses the intake API and
    /// never leaves the node, so its `Debug` form is silent.
    PersonKey, "person key"
}

impl PersonKey {
    /// The key of the HMAC that the vault made.
    pub const fn of(half: [u8; 16]) -> Self {
        Self(half)
    }
}

impl fmt::Debug for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonKey(..)")
    }
}

/// A record and the node that alone may change it, written `node/rec`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordKey {
    /// The author.
    pub node: NodeId,
    /// The record in the author's logs.
    pub rec: RecId,
}

impl FromStr for RecordKey {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let (node, rec) = text
            .split_once('/')
            .ok_or(IdError("record key (node/record)"))?;
        Ok(Self {
            node: node.parse()?,
            rec: rec.parse()?,
        })
    }
}

impl fmt::Display for RecordKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.node, self.rec)
    }
}

text_serde!(RecordKey);

/// SHA-256 of some bytes, written as 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// What a log's first event names as the one before it.
    pub const ZERO: Self = Self([0; 32]);

    /// Hashes the parts one after another.
    pub fn of(parts: &[&[u8]]) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(part);
        }
        Self(hasher.finalize().into())
    }

    /// The 32 bytes.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl FromStr for Hash {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let bytes = HEXLOWER
            .decode(text.as_bytes())
            .map_err(|_| IdError("SHA-256 hash"))?;
        Ok(Self(bytes.try_into().map_err(|_| IdError("SHA-256 hash"))?))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

text_serde!(Hash);

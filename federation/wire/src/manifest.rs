//! A node's statement about itself, signed by its identity key: who it is and which keys speak for it.

use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::dsse::{DsseError, Envelope};
use crate::id::NodeId;
use crate::keys::{Kid, PublicKey, SecretKey};
use crate::text::{Name, Text};
use crate::vocabulary::NodeRole;

/// The payload type of a manifest's envelope.
pub const MANIFEST_TYPE: &str = "application/vnd.hearback.manifest.v1+json";

/// The longest a manifest may be valid, in days.
pub const MAX_VALID_DAYS: i32 = 400;

/// What a node says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Schema version: 1.
    pub v: u8,
    /// The node.
    pub node: NodeId,
    /// The identity key; its hash is the node id.
    pub identity: PublicKey,
    /// Grows by one with every change; the highest wins.
    pub version: u64,
    /// The organisation's name.
    pub name: Name,
    /// How to reach the people who run it.
    pub contact: Name,
    /// What it does.
    pub roles: Vec<NodeRole>,
    /// Which bodies of the directory it answers for, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bodies: Vec<Text<1, 40>>,
    /// Where it can be dialled; absent if it only dials out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<NodeUrl>,
    /// The keys that sign its events.
    pub keys: Vec<ManifestKey>,
    /// The last day on which this manifest may be used.
    pub expires: Day,
    /// Protocol versions it speaks.
    pub protocol: Vec<u8>,
}

/// A signing key and its first and last day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestKey {
    /// The key's name.
    pub kid: Kid,
    /// The key.
    pub public: PublicKey,
    /// First day.
    pub from: Day,
    /// Last day; open if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

/// A node's base address: `http` or `https`, a host, no path, no sign-in part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeUrl(String);

/// Not a node's base address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a node's address looks like https://needs.example.org: no path, no spaces, no sign-in part"
)]
pub struct NodeUrlError;

impl NodeUrl {
    /// The address, without a slash at the end.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for NodeUrl {
    type Err = NodeUrlError;

    fn from_str(text: &str) -> Result<Self, NodeUrlError> {
        let text = text.strip_suffix('/').unwrap_or(text);
        let host = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
            .ok_or(NodeUrlError)?;
        let fits = !host.is_empty()
            && host.len() <= 200
            && host.bytes().all(|b| {
                b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']')
            });
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(NodeUrlError)
        }
    }
}

impl std::fmt::Display for NodeUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

crate::macros::text_serde!(NodeUrl);

/// Why a manifest was refused.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// The envelope.
    #[error(transparent)]
    Envelope(#[from] DsseError),
    /// The payload does not parse.
    #[error("the manifest does not fit its schema: {0}")]
    Schema(#[from] serde_json::Error),
    /// The id is not that of the key.
    #[error("the manifest names a node that its identity key does not belong to")]
    Identity,
    /// Too old, or valid for too long.
    #[error("the manifest has expired or is valid for longer than {MAX_VALID_DAYS} days")]
    Expired,
}

impl Manifest {
    /// Signs with the identity key.
    ///
    /// # Errors
    /// [`ManifestError::Schema`] if it cannot be written, which no value of this type does.
    pub fn seal(&self, identity: &SecretKey) -> Result<Envelope, ManifestError> {
        Ok(Envelope::seal(
            MANIFEST_TYPE,
            &serde_json::to_vec(self)?,
            identity,
        ))
    }

    /// Verifies an envelope by the identity key that it carries and the node id that key gives.
    ///
    /// # Errors
    /// [`ManifestError`].
    pub fn open(envelope: &Envelope, today: Day) -> Result<Self, ManifestError> {
        let claimed: Self = serde_json::from_slice(&envelope.payload_unverified(MANIFEST_TYPE)?)?;
        if NodeId::of_identity(claimed.identity.bytes()) != claimed.node {
            return Err(ManifestError::Identity);
        }
        let verified = envelope.open(MANIFEST_TYPE, claimed.identity.verifying())?;
        let manifest: Self = serde_json::from_slice(&verified)?;
        if manifest.expires < today || manifest.expires > today.plus_days(MAX_VALID_DAYS) {
            return Err(ManifestError::Expired);
        }
        Ok(manifest)
    }

    /// The signing key of that name, if the manifest lists it and its name is honest.
    pub fn key(&self, kid: &Kid) -> Option<&PublicKey> {
        let key = self.keys.iter().find(|k| &k.kid == kid)?;
        (key.public.kid() == *kid).then_some(&key.public)
    }
}

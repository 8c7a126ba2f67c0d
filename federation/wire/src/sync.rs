//! The one verb between nodes: `POST /hearback/v1/sync`, the same on both sides.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::clock::Millis;
use crate::dsse::{self, DsseError};
use crate::event::{LogKey, WireEvent};
use crate::id::{Hash, NodeId, RecId};
use crate::keys::{Kid, PublicKey, SecretKey};

/// Where the verb is served.
pub const PATH: &str = "/hearback/v1/sync";
/// The media type, bound into the signature of a body.
pub const SYNC_TYPE: &str = "application/vnd.hearback.sync.v1+json";
/// The header that carries a body's detached signature.
pub const SIGNATURE_HEADER: &str = "hearback-signature";
/// Most events in one body.
pub const MAX_EVENTS: usize = 256;
/// Most bytes of one body.
pub const MAX_BYTES: usize = 1024 * 1024;
/// How far two clocks may differ, in seconds.
pub const MAX_SKEW_SECONDS: i64 = 300;
/// How long an answer may be held back to wait for something new, in seconds.
pub const MAX_WAIT_SECONDS: u64 = 25;

/// How far a node has a log: the last place and its header's hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Have {
    /// The last place.
    pub seq: u64,
    /// The hash of its header.
    pub head: Hash,
}

/// What the side that dials sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Who dials.
    pub from: NodeId,
    /// Who is meant: a node, not a host, so that no proxy can break it.
    pub to: NodeId,
    /// The time by the dialling side's clock.
    pub at: Millis,
    /// Never used twice within ten minutes.
    pub nonce: RecId,
    /// What the dialling side holds of the other's logs, committed.
    pub have: BTreeMap<LogKey, Have>,
    /// What the other side lacks.
    pub events: Vec<WireEvent>,
    /// Seconds the answer may be held back if there is nothing new.
    pub wait: u64,
}

/// What the side that was dialled answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// Who answers.
    pub from: NodeId,
    /// Who is meant.
    pub to: NodeId,
    /// The nonce that is answered.
    pub re: RecId,
    /// What the answering side holds of the other's logs, after its commit: the acknowledgement.
    pub have: BTreeMap<LogKey, Have>,
    /// What the dialling side lacks.
    pub events: Vec<WireEvent>,
    /// Logs that stalled, and why.
    pub rejected: Vec<Rejected>,
    /// Whether there is more to fetch now.
    pub more: bool,
}

/// A log that could not be taken further.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rejected {
    /// The log.
    pub log: LogKey,
    /// The place that was refused.
    pub seq: u64,
    /// Why.
    pub code: RejectCode,
}

crate::macros::closed_list! {
    /// Why an event was not taken.
    RejectCode ("reject code") {
        Signature = "signature" => "the signature does not fit",
        UnknownKey = "unknown_key" => "the key is not in the manifest",
        Chain = "chain" => "it does not follow the event before",
        Fork = "fork" => "another event already stands in its place",
        NotYours = "not_yours" => "it stands in a log that is not the sender's to send",
        TooLarge = "too_large" => "it is too large",
        Malformed = "malformed" => "it does not parse",
    }
}

/// Signs a body for the `hearback-signature` header: `kid=..,sig=..`.
pub fn sign(body: &[u8], key: &SecretKey) -> String {
    let sig = data_encoding::BASE64.encode(&key.sign(&dsse::pae(SYNC_TYPE, body)));
    format!("kid={},sig={sig}", key.kid())
}

/// A parsed `hearback-signature` header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodySignature {
    /// Which key claims to have signed.
    pub kid: Kid,
    sig: String,
}

impl BodySignature {
    /// Reads the header's value.
    ///
    /// # Errors
    /// [`DsseError::Malformed`].
    pub fn parse(value: &str) -> Result<Self, DsseError> {
        let (kid, sig) = value
            .strip_prefix("kid=")
            .and_then(|rest| rest.split_once(",sig="))
            .ok_or(DsseError::Malformed)?;
        let kid = kid.parse().map_err(|_| DsseError::Malformed)?;
        Ok(Self {
            kid,
            sig: sig.to_owned(),
        })
    }

    /// Verifies over the exact bytes of the body.
    ///
    /// # Errors
    /// [`DsseError`].
    pub fn verify(&self, body: &[u8], key: &PublicKey) -> Result<(), DsseError> {
        dsse::verify(&dsse::pae(SYNC_TYPE, body), &self.sig, key.verifying())
    }
}

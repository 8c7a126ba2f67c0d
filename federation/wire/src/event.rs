//! One event of a log: a signed header, and a body that can be detached from it.
//!
//! The header holds no words and is kept for ever. The body and its salt can be deleted; the chain
//! of headers still verifies, and without the salt the header's hash says nothing of the body.

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};

use crate::body::{Body, BodyError, Kind};
use crate::chance::{Chance, draw};
use crate::day::Day;
use crate::dsse::{DsseError, Envelope};
use crate::id::{Hash, NodeId, RecId};
use crate::keys::{PublicKey, SecretKey};
use crate::macros::text_serde;

/// The payload type of an event header's envelope.
pub const EVENT_TYPE: &str = "application/vnd.hearback.event.v1+json";
/// Most bytes of a header.
pub const MAX_HEADER: usize = 2 * 1024;
/// Most bytes of a body.
pub const MAX_BODY: usize = 16 * 1024;

/// Which of a node's logs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LogName {
    /// The node about itself.
    Meta,
    /// Needs, referrals, responses: for every peer.
    Shared,
    /// Questions and answers: for one peer.
    Pair(NodeId),
}

/// Not the name of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a log is `meta`, `shared` or `pair.` with a node id")]
pub struct LogNameError;

impl FromStr for LogName {
    type Err = LogNameError;

    fn from_str(text: &str) -> Result<Self, LogNameError> {
        match text {
            "meta" => Ok(Self::Meta),
            "shared" => Ok(Self::Shared),
            _ => {
                let node = text.strip_prefix("pair.").ok_or(LogNameError)?;
                node.parse().map(Self::Pair).map_err(|_| LogNameError)
            }
        }
    }
}

impl fmt::Display for LogName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Meta => f.write_str("meta"),
            Self::Shared => f.write_str("shared"),
            Self::Pair(node) => write!(f, "pair.{node}"),
        }
    }
}

text_serde!(LogName);

/// One log of one node in one epoch, written `node/log/epoch`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogKey {
    /// The author.
    pub node: NodeId,
    /// Which log.
    pub log: LogName,
    /// Which epoch, from 1.
    pub epoch: u32,
}

impl FromStr for LogKey {
    type Err = LogNameError;

    fn from_str(text: &str) -> Result<Self, LogNameError> {
        let mut parts = text.splitn(3, '/');
        let mut part = || parts.next().ok_or(LogNameError);
        let (node, log, epoch) = (part()?, part()?, part()?);
        Ok(Self {
            node: node.parse().map_err(|_| LogNameError)?,
            log: log.parse()?,
            epoch: epoch.parse().map_err(|_| LogNameError)?,
        })
    }
}

impl fmt::Display for LogKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.node, self.log, self.epoch)
    }
}

text_serde!(LogKey);

/// What is signed. `kind` is text so that an unknown kind can be stored and relayed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The author.
    pub node: NodeId,
    /// Which of its logs.
    pub log: LogName,
    /// Which epoch of it.
    pub epoch: u32,
    /// The place in the log, from 1.
    pub seq: u64,
    /// The hash of the header before, or zeros.
    pub prev: Hash,
    /// What kind of body.
    pub kind: KindName,
    /// The record that the event makes or changes.
    pub rec: RecId,
    /// The day, no finer.
    pub day: Day,
    /// SHA-256 over salt and body.
    pub body: Hash,
}

impl Header {
    /// The log this event stands in.
    pub fn log_key(&self) -> LogKey {
        LogKey {
            node: self.node.clone(),
            log: self.log.clone(),
            epoch: self.epoch,
        }
    }
}

/// A kind as it stands in a header: one to twenty small letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindName(String);

impl KindName {
    /// The letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The kind, if this version knows it.
    pub fn known(&self) -> Option<Kind> {
        self.0.parse().ok()
    }
}

impl From<Kind> for KindName {
    fn from(kind: Kind) -> Self {
        Self(kind.code().to_owned())
    }
}

impl FromStr for KindName {
    type Err = LogNameError;

    fn from_str(text: &str) -> Result<Self, LogNameError> {
        let fits = (1..=20).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(LogNameError)
        }
    }
}

impl fmt::Display for KindName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

text_serde!(KindName);

/// An event as it travels. Body and salt are absent once the record was erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WireEvent {
    /// The signed header.
    pub e: Envelope,
    /// Base64 of 32 random bytes.
    pub salt: Option<String>,
    /// Base64 of the body.
    pub body: Option<String>,
}

/// Where an event belongs in its log.
#[derive(Debug, Clone)]
pub struct Place<'a> {
    /// The log.
    pub log: &'a LogKey,
    /// The event before: its place and its header's hash (0 and zeros for the first).
    pub after: (u64, Hash),
    /// The record.
    pub rec: RecId,
    /// The day.
    pub day: Day,
}

/// An event whose signature, hashes and place were checked.
#[derive(Debug, Clone)]
pub struct Verified {
    /// The header.
    pub header: Header,
    /// The hash of the header's exact bytes: what the next event names.
    pub head: Hash,
    /// The body's bytes, unless erased.
    pub body: Option<Vec<u8>>,
}

/// Why an event was refused.
#[derive(Debug, thiserror::Error)]
pub enum EventError {
    /// The envelope.
    #[error(transparent)]
    Envelope(#[from] DsseError),
    /// The header does not parse.
    #[error("the header does not fit its schema: {0}")]
    Schema(#[from] serde_json::Error),
    /// Header or body over its limit.
    #[error("the event is too large")]
    TooLarge,
    /// Body and salt do not hash to what was signed, or only one of them is there.
    #[error("the body is not the one that was signed")]
    Body,
    /// A body of ours that cannot be written.
    #[error(transparent)]
    Write(#[from] BodyError),
}

impl WireEvent {
    /// Signs a new event and returns it with its header's hash.
    ///
    /// # Errors
    /// [`EventError::TooLarge`] when the body is over [`MAX_BODY`].
    pub fn seal(
        place: &Place<'_>,
        body: &Body,
        key: &SecretKey,
        chance: &dyn Chance,
    ) -> Result<(Self, Hash), EventError> {
        let bytes = body.to_bytes()?;
        if bytes.len() > MAX_BODY {
            return Err(EventError::TooLarge);
        }
        let salt: [u8; 32] = draw(chance);
        let header = Header {
            node: place.log.node.clone(),
            log: place.log.log.clone(),
            epoch: place.log.epoch,
            seq: place.after.0 + 1,
            prev: place.after.1,
            kind: body.kind().into(),
            rec: place.rec,
            day: place.day,
            body: Hash::of(&[&salt, &bytes]),
        };
        let header_bytes = serde_json::to_vec(&header)?;
        let event = Self {
            e: Envelope::seal(EVENT_TYPE, &header_bytes, key),
            salt: Some(BASE64.encode(&salt)),
            body: Some(BASE64.encode(&bytes)),
        };
        Ok((event, Hash::of(&[&header_bytes])))
    }

    /// The header, unverified: for finding out whose log and key it is.
    ///
    /// # Errors
    /// [`EventError`].
    pub fn header_unverified(&self) -> Result<Header, EventError> {
        if self.e.payload.len() > MAX_HEADER * 2 {
            return Err(EventError::TooLarge);
        }
        Ok(serde_json::from_slice(
            &self.e.payload_unverified(EVENT_TYPE)?,
        )?)
    }

    /// Verifies signature and body hash over the received bytes.
    ///
    /// # Errors
    /// [`EventError`].
    pub fn open(&self, key: &PublicKey) -> Result<Verified, EventError> {
        let bytes = self.e.open(EVENT_TYPE, key.verifying())?;
        if bytes.len() > MAX_HEADER {
            return Err(EventError::TooLarge);
        }
        let header: Header = serde_json::from_slice(&bytes)?;
        let body = match (&self.salt, &self.body) {
            (Some(salt), Some(body)) => Some(open_body(salt, body, &header.body)?),
            (None, None) => None,
            _ => return Err(EventError::Body),
        };
        Ok(Verified {
            header,
            head: Hash::of(&[&bytes]),
            body,
        })
    }
}

fn open_body(salt: &str, body: &str, signed: &Hash) -> Result<Vec<u8>, EventError> {
    if body.len() > MAX_BODY * 2 {
        return Err(EventError::TooLarge);
    }
    let decode = |text: &str| BASE64.decode(text.as_bytes()).map_err(|_| EventError::Body);
    let (salt, body) = (decode(salt)?, decode(body)?);
    if body.len() > MAX_BODY {
        return Err(EventError::TooLarge);
    }
    if salt.len() != 32 || Hash::of(&[&salt, &body]) != *signed {
        return Err(EventError::Body);
    }
    Ok(body)
}

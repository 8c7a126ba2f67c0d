//! How two organisations come to trust each other: one line, and eight words read out by phone.

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::dsse::Envelope;
use crate::id::{Hash, NodeId, RecId};
use crate::manifest::NodeUrl;

/// Where a new peer introduces itself.
pub const HELLO_PATH: &str = "/hearback/v1/hello";
/// Where a node describes itself.
pub const NODE_PATH: &str = "/hearback/v1/node";

const PREFIX: &str = "hearback-invite-1.";

/// The line that `peer invite` prints and `peer accept` takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invite {
    /// Where the inviting node can be dialled.
    pub url: NodeUrl,
    /// The inviting node: the other side checks that it answers as this one.
    pub node: NodeId,
    /// Single use.
    pub token: RecId,
    /// The last day on which it can be used.
    pub expires: Day,
}

/// Not an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not an invitation: please copy the whole line that starts with {PREFIX}")]
pub struct InviteError;

impl fmt::Display for Invite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let json = serde_json::to_vec(self).map_err(|_| fmt::Error)?;
        write!(f, "{PREFIX}{}", BASE64URL_NOPAD.encode(&json))
    }
}

impl FromStr for Invite {
    type Err = InviteError;

    fn from_str(line: &str) -> Result<Self, InviteError> {
        let code = line.trim().strip_prefix(PREFIX).ok_or(InviteError)?;
        let json = BASE64URL_NOPAD
            .decode(code.as_bytes())
            .map_err(|_| InviteError)?;
        serde_json::from_slice(&json).map_err(|_| InviteError)
    }
}

/// `POST /hearback/v1/hello`: the accepting side introduces itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hello {
    /// From the invitation.
    pub token: RecId,
    /// The accepting side's manifest.
    pub manifest: Envelope,
}

/// The inviting side's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HelloReply {
    /// The inviting side's manifest.
    pub manifest: Envelope,
}

/// The eight words (88 bits) that both sides see if, and only if, each holds the other's true id.
pub fn words(a: &NodeId, b: &NodeId) -> Vec<&'static str> {
    let (first, second) = if a < b { (a, b) } else { (b, a) };
    let digest = Hash::of(&[
        b"hearback-words-v1",
        first.as_str().as_bytes(),
        second.as_str().as_bytes(),
    ]);
    let list = bip39::Language::English.word_list();
    let bits = |at: usize| {
        digest
            .bytes()
            .get(at / 8)
            .is_some_and(|b| b >> (7 - at % 8) & 1 == 1)
    };
    (0..8)
        .filter_map(|word| {
            let index = (0..11).fold(0, |index, bit| {
                index << 1 | usize::from(bits(word * 11 + bit))
            });
            list.get(index).copied()
        })
        .collect()
}

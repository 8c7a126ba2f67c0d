//! DSSE (secure-systems-lab/dsse, protocol 1.0.2): a signature over exact bytes and their type.
//!
//! Nothing here re-serialises what it verified: callers parse the very bytes that were signed.

use data_encoding::BASE64;
use ed25519_dalek::{Signature, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::keys::{Kid, SecretKey};

/// A signed payload as it travels. Exactly one signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// What the payload is; bound into the signature.
    #[serde(rename = "payloadType")]
    pub payload_type: String,
    /// Standard base64 of the payload.
    pub payload: String,
    /// The one signature.
    pub signatures: [EnvelopeSignature; 1],
}

/// A signature inside an [`Envelope`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnvelopeSignature {
    /// Which key signed.
    pub keyid: Kid,
    /// Standard base64 of the 64 bytes.
    pub sig: String,
}

/// Why an envelope was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DsseError {
    /// Another kind of payload than was expected.
    #[error("the envelope holds another type of payload")]
    Type,
    /// Not base64, or not a signature.
    #[error("the envelope is damaged")]
    Malformed,
    /// The signature does not fit the bytes.
    #[error("the signature does not fit")]
    Signature,
}

/// Pre-authentication encoding: `DSSEv1 len(type) type len(body) body`.
pub fn pae(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let head = format!(
        "DSSEv1 {} {} {} ",
        payload_type.len(),
        payload_type,
        payload.len()
    );
    [head.as_bytes(), payload].concat()
}

impl Envelope {
    /// Signs `payload` as `payload_type`.
    pub fn seal(payload_type: &str, payload: &[u8], key: &SecretKey) -> Self {
        let sig = BASE64.encode(&key.sign(&pae(payload_type, payload)));
        Self {
            payload_type: payload_type.to_owned(),
            payload: BASE64.encode(payload),
            signatures: [EnvelopeSignature {
                keyid: key.kid(),
                sig,
            }],
        }
    }

    /// Which key claims to have signed.
    pub const fn kid(&self) -> &Kid {
        &self.signatures[0].keyid
    }

    /// The payload, unverified: for finding out whose key to verify with.
    ///
    /// # Errors
    /// [`DsseError::Type`] or [`DsseError::Malformed`].
    pub fn payload_unverified(&self, payload_type: &str) -> Result<Vec<u8>, DsseError> {
        if self.payload_type != payload_type {
            return Err(DsseError::Type);
        }
        BASE64
            .decode(self.payload.as_bytes())
            .map_err(|_| DsseError::Malformed)
    }

    /// Verifies strictly and returns the exact bytes that were signed.
    ///
    /// # Errors
    /// [`DsseError`].
    pub fn open(&self, payload_type: &str, key: &VerifyingKey) -> Result<Vec<u8>, DsseError> {
        let payload = self.payload_unverified(payload_type)?;
        verify(&pae(payload_type, &payload), &self.signatures[0].sig, key)?;
        Ok(payload)
    }
}

/// Verifies a base64 signature over a message, strictly (no small-order keys, canonical S).
///
/// # Errors
/// [`DsseError::Malformed`] or [`DsseError::Signature`].
pub fn verify(message: &[u8], sig: &str, key: &VerifyingKey) -> Result<(), DsseError> {
    let bytes = BASE64
        .decode(sig.as_bytes())
        .map_err(|_| DsseError::Malformed)?;
    let signature = Signature::from_slice(&bytes).map_err(|_| DsseError::Malformed)?;
    key.verify_strict(message, &signature)
        .map_err(|_| DsseError::Signature)
}

//! Ed25519 keys. A secret key is wiped when dropped and never shown by `Debug`.

use std::fmt;
use std::str::FromStr;

use data_encoding::{BASE64, HEXLOWER};
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::chance::{Chance, draw};
use crate::macros::text_serde;

/// Names a public key: the first 16 hexadecimal digits of its SHA-256.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kid(String);

/// Text that is not a key or the name of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not {0}")]
pub struct KeyError(&'static str);

impl Kid {
    /// The name of a public key.
    pub fn of(key: &VerifyingKey) -> Self {
        let digest = HEXLOWER.encode(&Sha256::digest(key.as_bytes()));
        Self(digest.chars().take(16).collect())
    }
}

impl FromStr for Kid {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if text.len() == 16 && text.bytes().all(hex) {
            Ok(Self(text.to_owned()))
        } else {
            Err(KeyError("a key's name (16 hexadecimal digits)"))
        }
    }
}

impl fmt::Display for Kid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

text_serde!(Kid);

/// A public key as it travels: standard base64 of 32 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// The key to verify with.
    pub const fn verifying(&self) -> &VerifyingKey {
        &self.0
    }

    /// The 32 bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// The key's name.
    pub fn kid(&self) -> Kid {
        Kid::of(&self.0)
    }
}

impl FromStr for PublicKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        const WRONG: KeyError = KeyError("a public key (base64 of 32 bytes)");
        let bytes = BASE64.decode(text.as_bytes()).map_err(|_| WRONG)?;
        let key = VerifyingKey::try_from(bytes.as_slice()).map_err(|_| WRONG)?;
        if key.is_weak() {
            Err(WRONG)
        } else {
            Ok(Self(key))
        }
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64.encode(self.bytes()))
    }
}

text_serde!(PublicKey);

/// A secret key.
pub struct SecretKey(SigningKey);

impl SecretKey {
    /// Draws a new key. `chance` must be the operating system's.
    pub fn draw(chance: &dyn Chance) -> Self {
        let seed = Zeroizing::new(draw::<32>(chance));
        Self(SigningKey::from_bytes(&seed))
    }

    /// Reads a key from its base64 seed, as a key file holds it.
    ///
    /// # Errors
    /// [`KeyError`] when it is not base64 of 32 bytes.
    pub fn from_seed(text: &str) -> Result<Self, KeyError> {
        const WRONG: KeyError = KeyError("a secret key (base64 of 32 bytes)");
        let bytes = Zeroizing::new(BASE64.decode(text.trim().as_bytes()).map_err(|_| WRONG)?);
        let seed: &[u8; 32] = bytes.as_slice().try_into().map_err(|_| WRONG)?;
        Ok(Self(SigningKey::from_bytes(seed)))
    }

    /// The base64 seed, for the key file and nothing else.
    pub fn seed(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE64.encode(self.0.as_bytes()))
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// The key's name.
    pub fn kid(&self) -> Kid {
        self.public().kid()
    }

    /// Signs a message.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey({})", self.kid())
    }
}

//! Locks values before they reach the database: ChaCha20-Poly1305 over JSON, in base64.
//!
//! Each value is bound to its place (table and row), so that rows cannot be swapped unseen. It must
//! never reuse a nonce on purpose: every value draws its own.

use std::sync::Arc;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, KeyInit, Nonce};
use data_encoding::BASE64;
use hearback_wire::chance::{Chance, draw};
use hmac::{Hmac, Mac};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{VaultError, VaultKey};

const NONCE: usize = 12;

/// A key for one use, so that no key serves two.
pub(super) fn derive(key: &VaultKey, purpose: &[u8]) -> Zeroizing<[u8; 32]> {
    Zeroizing::new(keyed_hash(&key.0, &[purpose]))
}

/// HMAC-SHA-256 over parts, each followed by a zero byte so that no two lists read alike.
pub(super) fn keyed_hash(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let mac = <Hmac<Sha256> as Mac>::new_from_slice(key);
    let mut mac = mac.expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(part);
        mac.update(&[0]);
    }
    mac.finalize().into_bytes().into()
}

pub(super) struct Seal {
    cipher: ChaCha20Poly1305,
    chance: Arc<dyn Chance>,
}

impl Seal {
    pub(super) fn new(key: &[u8; 32], chance: Arc<dyn Chance>) -> Self {
        Self {
            cipher: ChaCha20Poly1305::new(Key::from_slice(key)),
            chance,
        }
    }

    /// Locks a value for one row of a table.
    pub(super) fn close<T: Serialize>(
        &self,
        table: &'static str,
        row: &str,
        value: &T,
    ) -> Result<String, VaultError> {
        let clear =
            Zeroizing::new(serde_json::to_vec(value).map_err(|_| VaultError::Sealed(table))?);
        let nonce: [u8; NONCE] = draw(self.chance.as_ref());
        let place = place(table, row);
        let payload = Payload {
            msg: &clear,
            aad: place.as_bytes(),
        };
        let locked = self.cipher.encrypt(Nonce::from_slice(&nonce), payload);
        let locked = locked.map_err(|_| VaultError::Sealed(table))?;
        Ok(BASE64.encode(&[nonce.as_slice(), &locked].concat()))
    }

    /// Opens what [`Self::close`] locked for the same row.
    pub(super) fn open<T: DeserializeOwned>(
        &self,
        table: &'static str,
        row: &str,
        sealed: &str,
    ) -> Result<T, VaultError> {
        let wrong = VaultError::Sealed;
        let bytes = BASE64.decode(sealed.as_bytes()).map_err(|_| wrong(table))?;
        let (nonce, locked) = bytes.split_at_checked(NONCE).ok_or(wrong(table))?;
        let place = place(table, row);
        let payload = Payload {
            msg: locked,
            aad: place.as_bytes(),
        };
        let clear = self.cipher.decrypt(Nonce::from_slice(nonce), payload);
        let clear = Zeroizing::new(clear.map_err(|_| wrong(table))?);
        serde_json::from_slice(&clear).map_err(|_| wrong(table))
    }
}

fn place(table: &str, row: &str) -> String {
    format!("{table}/{row}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearback_wire::chance::SeededChance;
    use proptest::prelude::*;

    fn seal(key: u8) -> Seal {
        Seal::new(&[key; 32], Arc::new(SeededChance::new(3)))
    }

    proptest! {
        #[test]
        fn opens_only_in_its_own_place_with_its_own_key(text in ".{0,80}", row in "[a-f0-9]{1,8}") {
            let locked = seal(1).close("message", &row, &text).unwrap();
            prop_assert_eq!(seal(1).open::<String>("message", &row, &locked).unwrap(), text);
            prop_assert!(seal(2).open::<String>("message", &row, &locked).is_err());
            prop_assert!(seal(1).open::<String>("thread", &row, &locked).is_err());
            let next_row = row + "0";
            prop_assert!(seal(1).open::<String>("message", &next_row, &locked).is_err());
        }

        #[test]
        fn never_panics_on_what_it_did_not_write(text in ".{0,80}") {
            prop_assert!(seal(1).open::<String>("message", "1", &text).is_err());
        }
    }

    #[test]
    fn the_same_words_never_look_the_same_twice() {
        let seal = seal(1);
        let twice = [(); 2].map(|()| seal.close("message", "1", &"words").unwrap());
        assert_ne!(twice[0], twice[1]);
    }
}

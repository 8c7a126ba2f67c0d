//! One voice per person and need, and whose threads are whose.
//!
//! It must never keep a cookie: only a keyed hash of it with the need, so that the voices of one
//! person for two needs cannot be linked, not even by who holds the database.

use data_encoding::HEXLOWER;
use hearback_store::{Tx, with_tx};
use hearback_wire::id::PersonKey;
use hearback_wire::reference::NeedRef;
use zeroize::Zeroizing;

use super::seal::keyed_hash;
use super::{Vault, VaultError};

/// Stands for one person at one need.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mark(String);

impl Mark {
    /// Whether a mark that is kept is this one.
    pub(super) fn is(&self, kept: &str) -> bool {
        self.0 == kept
    }
}

pub(super) struct Marker(pub(super) Zeroizing<[u8; 32]>);

impl Marker {
    pub(super) const fn new(key: Zeroizing<[u8; 32]>) -> Self {
        Self(key)
    }
}

const ADD_VOICE: &str = "INSERT INTO voice (person_mark, reference, thread) VALUES ($1, $2, $3)
    ON CONFLICT (person_mark, reference) DO NOTHING";
const HAS_VOICE: &str = "SELECT COUNT(*) FROM voice WHERE person_mark = $1 AND reference = $2";
const DROP_VOICE: &str = "DELETE FROM voice WHERE thread = $1";
const KEEP_AUTHOR: &str = "UPDATE thread SET author = $2 WHERE id = $1";
const AUTHOR: &str = "SELECT author FROM thread WHERE id = $1";

impl Vault {
    /// Keeps whose thread of the web room it is: the holder of a cookie, which is not kept.
    pub(crate) async fn keep_author(
        &self,
        tx: &mut Tx,
        thread: &str,
        cookie: &str,
    ) -> Result<(), VaultError> {
        let key = self.person_key("author", &["room", cookie]);
        let sealed = self.seal.close("thread.author", thread, &key)?;
        with_tx!(tx, |t| sqlx::query(KEEP_AUTHOR)
            .bind(thread)
            .bind(sealed)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Stands for whoever writes in a thread, the same in each of theirs; none where it is not known.
    pub(crate) async fn author(
        &self,
        tx: &mut Tx,
        thread: &str,
    ) -> Result<Option<PersonKey>, VaultError> {
        if let Some(place) = self.place(tx, thread).await? {
            let who = [place.platform.code(), &place.person];
            return Ok(Some(self.person_key("author", &who)));
        }
        let sealed: Option<String> = with_tx!(tx, |t| sqlx::query_scalar(AUTHOR)
            .bind(thread)
            .fetch_one(t)
            .await)?;
        sealed
            .map(|sealed| self.seal.open("thread.author", thread, &sealed))
            .transpose()
    }

    /// Half of an HMAC: enough to tell people apart who act as the same, and nobody without the vault's
    /// key can make it.
    pub(crate) fn person_key(&self, acts_as: &str, person: &[&str]) -> PersonKey {
        let parts: Vec<&[u8]> = std::iter::once(acts_as)
            .chain(person.iter().copied())
            .map(str::as_bytes)
            .collect();
        let hash = keyed_hash(&self.marker.0, &parts);
        PersonKey::of(hash.first_chunk().copied().unwrap_or_default())
    }

    /// The mark of a person at a need: the holder of a cookie, or of a chat account.
    pub(crate) fn mark(&self, person: &str, reference: NeedRef) -> Mark {
        let reference = reference.to_string();
        let hash = keyed_hash(&self.marker.0, &[person.as_bytes(), reference.as_bytes()]);
        Mark(HEXLOWER.encode(&hash))
    }

    /// Whether a person was counted before.
    pub(crate) async fn has_voice(
        &self,
        tx: &mut Tx,
        mark: &Mark,
        reference: NeedRef,
    ) -> Result<bool, VaultError> {
        let count: i64 = with_tx!(tx, |t| sqlx::query_scalar(HAS_VOICE)
            .bind(&mark.0)
            .bind(reference.to_string())
            .fetch_one(t)
            .await)?;
        Ok(count > 0)
    }

    /// Counts a person in; false when they were counted before.
    pub(crate) async fn add_voice(
        &self,
        tx: &mut Tx,
        mark: &Mark,
        reference: NeedRef,
        thread: &str,
    ) -> Result<bool, VaultError> {
        let rows = with_tx!(tx, |t| sqlx::query(ADD_VOICE)
            .bind(&mark.0)
            .bind(reference.to_string())
            .bind(thread)
            .execute(t)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(rows == 1)
    }

    /// Forgets the voice that a thread carried, so that the person may add it again.
    pub(crate) async fn drop_voice(&self, tx: &mut Tx, thread: &str) -> Result<(), VaultError> {
        with_tx!(tx, |t| sqlx::query(DROP_VOICE)
            .bind(thread)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }
}

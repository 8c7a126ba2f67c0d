//! The card of each need in the moderators' room, and what it last showed.

use hearback_store::{Tx, with_pool, with_tx};
use hearback_wire::reference::NeedRef;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::chat::Platform;
use crate::vault::{Vault, VaultError};

/// A card: the post it came with, and what it shows.
pub(crate) struct Card<T> {
    pub(crate) post: String,
    pub(crate) state: T,
}

#[derive(sqlx::FromRow)]
struct Row {
    post: String,
    state: String,
}

const READ: &str = "SELECT post, state FROM card WHERE reference = $1";
const BY_EVENT: &str = "SELECT reference FROM card WHERE event_hash = $1";
const BECAME: &str = "UPDATE card SET event_hash = $2 WHERE post = $1";
const SAVE: &str = "INSERT INTO card (reference, post, state) VALUES ($1, $2, $3)
    ON CONFLICT (reference) DO UPDATE SET post = excluded.post, state = excluded.state";

impl Vault {
    /// The card of a need.
    pub(crate) async fn card<T: DeserializeOwned>(
        &self,
        tx: &mut Tx,
        reference: NeedRef,
    ) -> Result<Option<Card<T>>, VaultError> {
        let name = reference.to_string();
        let row = with_tx!(tx, |t| sqlx::query_as::<_, Row>(READ)
            .bind(&name)
            .fetch_optional(t)
            .await)?;
        row.map(|row| {
            Ok(Card {
                state: self.seal.open("card", &name, &row.state)?,
                post: row.post,
            })
        })
        .transpose()
    }

    /// The need whose card is a message.
    pub(crate) async fn card_at(
        &self,
        at: (Platform, &str, &str),
    ) -> Result<Option<NeedRef>, VaultError> {
        let hash = self.event_hash(at);
        let name: Option<String> = with_pool!(&self.pool, |p| sqlx::query_scalar(BY_EVENT)
            .bind(hash)
            .fetch_optional(p)
            .await)?;
        Ok(name.and_then(|name| name.parse().ok()))
    }

    /// Remembers which message the card of a post became.
    pub(crate) async fn card_became(
        &self,
        tx: &mut Tx,
        post: &str,
        at: (Platform, &str, &str),
    ) -> Result<(), VaultError> {
        let hash = self.event_hash(at);
        with_tx!(tx, |t| sqlx::query(BECAME)
            .bind(post)
            .bind(hash)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Remembers a card and what it shows.
    pub(crate) async fn save_card<T: Serialize>(
        &self,
        tx: &mut Tx,
        reference: NeedRef,
        card: &Card<T>,
    ) -> Result<(), VaultError> {
        let name = reference.to_string();
        let sealed = self.seal.close("card", &name, &card.state)?;
        with_tx!(tx, |t| sqlx::query(SAVE)
            .bind(&name)
            .bind(&card.post)
            .bind(sealed)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }
}

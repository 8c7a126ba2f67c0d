//! The card of each need in the moderators' room of a platform, and what it last showed.

use hearback_store::{Tx, with_pool, with_tx};
use hearback_wire::clock::Millis;
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
    reference: String,
    post: String,
    state: String,
}

const READ: &str = "SELECT reference, post, state FROM card WHERE platform = $1 AND reference = $2";
const LOCK: &str = "UPDATE card SET post = post
    WHERE platform = $1 AND reference = $2 RETURNING reference, post, state";
const LOCK_BY_POST: &str =
    "UPDATE card SET post = post WHERE post = $1 RETURNING reference, post, state";
const ALL: &str = "SELECT reference FROM card WHERE platform = $1 ORDER BY reference";
const BY_EVENT: &str = "SELECT reference FROM card WHERE event_hash = $1";
const BECAME: &str = "UPDATE card SET event_hash = $2 WHERE post = $1";
const SAVE: &str = "INSERT INTO card (reference, post, state, platform, settled_at)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (platform, reference) DO UPDATE SET post = excluded.post, state = excluded.state,
        event_hash = CASE WHEN card.post = excluded.post THEN card.event_hash END,
        settled_at = CASE WHEN excluded.settled_at IS NOT NULL
            THEN COALESCE(card.settled_at, excluded.settled_at) END";

impl Vault {
    /// The card of a need, to look at.
    pub(crate) async fn card<T: DeserializeOwned>(
        &self,
        platform: Platform,
        reference: NeedRef,
    ) -> Result<Option<Card<T>>, VaultError> {
        let row = with_pool!(&self.pool, |p| sqlx::query_as::<_, Row>(READ)
            .bind(platform.code())
            .bind(reference.to_string())
            .fetch_optional(p)
            .await)?;
        row.map(|row| self.open_card(&row)).transpose()
    }

    /// The needs that have a card on a platform.
    pub(crate) async fn cards(&self, platform: Platform) -> Result<Vec<NeedRef>, VaultError> {
        let rows: Vec<String> = with_pool!(&self.pool, |p| sqlx::query_scalar(ALL)
            .bind(platform.code())
            .fetch_all(p)
            .await)?;
        Ok(rows.iter().filter_map(|name| name.parse().ok()).collect())
    }

    /// The card of a need, held against other changes until the commit.
    pub(crate) async fn lock_card<T: DeserializeOwned>(
        &self,
        tx: &mut Tx,
        platform: Platform,
        reference: NeedRef,
    ) -> Result<Option<Card<T>>, VaultError> {
        let row = with_tx!(tx, |t| sqlx::query_as::<_, Row>(LOCK)
            .bind(platform.code())
            .bind(reference.to_string())
            .fetch_optional(t)
            .await)?;
        row.map(|row| self.open_card(&row)).transpose()
    }

    /// The card that a post brings, held until the commit. None for a card that another has taken the
    /// place of.
    pub(crate) async fn lock_card_of<T: DeserializeOwned>(
        &self,
        tx: &mut Tx,
        post: &str,
    ) -> Result<Option<Card<T>>, VaultError> {
        let row = with_tx!(tx, |t| sqlx::query_as::<_, Row>(LOCK_BY_POST)
            .bind(post)
            .fetch_optional(t)
            .await)?;
        row.map(|row| self.open_card(&row)).transpose()
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

    /// Remembers a card, what it shows, and since when nothing can be decided on it, if nothing can: a
    /// while after that it is forgotten. A card that came with another post stands nowhere yet.
    pub(crate) async fn save_card<T: Serialize>(
        &self,
        tx: &mut Tx,
        (platform, reference): (Platform, NeedRef),
        card: &Card<T>,
        settled: Option<Millis>,
    ) -> Result<(), VaultError> {
        let name = reference.to_string();
        let sealed = self.seal.close("card", &name, &card.state)?;
        with_tx!(tx, |t| sqlx::query(SAVE)
            .bind(&name)
            .bind(&card.post)
            .bind(sealed)
            .bind(platform.code())
            .bind(settled.map(|at| at.0))
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    fn open_card<T: DeserializeOwned>(&self, row: &Row) -> Result<Card<T>, VaultError> {
        Ok(Card {
            state: self.seal.open("card", &row.reference, &row.state)?,
            post: row.post.clone(),
        })
    }
}

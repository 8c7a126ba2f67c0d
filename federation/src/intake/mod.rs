//! What bots ask of the node: one file for each thing a person can do, each write once per
//! idempotency token.

mod need;
mod reply;
mod verdict;
mod voice;
mod withdraw;

use hearback_store::{Tx, with_tx};
use hearback_wire::id::Handle;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::NodeError;
use crate::rows::{HeldRow, ListenerRow, read, select_held};

/// Whose write it is, and the token that makes it once.
#[derive(Debug, Clone, Copy)]
pub struct Once<'a> {
    /// The bot, by the name that the node knows it by.
    pub bot: &'a str,
    /// Its idempotency token.
    pub token: &'a str,
}

impl Once<'_> {
    /// The answer that was given to this token before, for the same kind of write.
    pub(crate) async fn before<T: DeserializeOwned>(
        &self,
        tx: &mut Tx,
        write: &str,
    ) -> Result<Option<T>, NodeError> {
        const SQL: &str = "SELECT write, answer FROM idempotency WHERE bot = $1 AND token = $2";
        let row: Option<(String, String)> = with_tx!(tx, |t| sqlx::query_as(SQL)
            .bind(self.bot)
            .bind(self.token)
            .fetch_optional(t)
            .await)?;
        let Some((known, json)) = row else {
            return Ok(None);
        };
        // What was remembered before kinds were has none.
        if !known.is_empty() && known != write {
            return Err(NodeError::Invalid(
                "this Idempotency-Key was used for another kind of write; please use a new key for each write"
                    .to_owned(),
            ));
        }
        Ok(Some(read("idempotency.answer", &json)?))
    }

    /// Remembers the answer, in the transaction of the write.
    pub(crate) async fn remember<T: Serialize>(
        &self,
        tx: &mut Tx,
        write: &str,
        answer: &T,
    ) -> Result<(), NodeError> {
        const SQL: &str =
            "INSERT INTO idempotency (bot, token, write, answer) VALUES ($1, $2, $3, $4)";
        let json = serde_json::to_string(answer)?;
        with_tx!(tx, |t| sqlx::query(SQL)
            .bind(self.bot)
            .bind(self.token)
            .bind(write)
            .bind(json)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }
}

async fn listener(
    tx: &mut Tx,
    bot: &str,
    handle: Handle,
) -> Result<Option<ListenerRow>, NodeError> {
    const SQL: &str =
        "SELECT handle, bot, need, asker FROM listener WHERE handle = $1 AND bot = $2";
    Ok(with_tx!(tx, |t| sqlx::query_as(SQL)
        .bind(handle.to_string())
        .bind(bot)
        .fetch_optional(t)
        .await)?)
}

async fn held_by_handle(tx: &mut Tx, bot: &str, handle: Handle) -> Result<HeldRow, NodeError> {
    const SQL: &str = select_held!("WHERE handle = $1 AND bot = $2");
    let row: Option<HeldRow> = with_tx!(tx, |t| sqlx::query_as(SQL)
        .bind(handle.to_string())
        .bind(bot)
        .fetch_optional(t)
        .await)?;
    row.ok_or(NodeError::NotFound(
        "nothing of this need is kept at the door any more, and the time to answer is over; if it still matters to you, please say it again as a new need",
    ))
}

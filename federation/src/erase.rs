//! What stays of a record that its author erased: headers that verify, and that a need was taken back.
//!
//! Must never keep anything that only the erased body said.

use hearback_store::{Tx, with_tx};
use hearback_wire::body::Erase;
use hearback_wire::day::{Day, Week};
use hearback_wire::id::{NodeId, RecId, RecordKey};
use hearback_wire::reference::NeedRef;
use hearback_wire::vocabulary::Band;

use crate::error::NodeError;
use crate::rows::parse;

/// Erases a record. Of a need there stays that it was taken back, and nothing that only its body
/// said: whoever was here all along, comes late or folds again has the same row.
pub(crate) async fn fold_erase(
    tx: &mut Tx,
    key: &RecordKey,
    erase: &Erase,
) -> Result<(), NodeError> {
    erase_bodies(tx, &key.node, key.rec).await?;
    let Some(day) = came_on(tx, key).await? else {
        return Ok(());
    };
    match erase.reference {
        Some(reference) => leave_withdrawn(tx, key, day, reference).await,
        None => withdraw_known(tx, key, day).await,
    }
}

/// The day of a need's first event: its header stays.
async fn came_on(tx: &mut Tx, key: &RecordKey) -> Result<Option<Day>, NodeError> {
    const SQL: &str = "SELECT day FROM event WHERE node = $1 AND rec = $2 AND kind = 'need' \
        AND log = 'shared' ORDER BY epoch, seq LIMIT 1";
    let row: Option<(String,)> = with_tx!(tx, |t| sqlx::query_as(SQL)
        .bind(key.node.as_str())
        .bind(key.rec.to_string())
        .fetch_optional(t)
        .await)?;
    Ok(row.map(|(day,)| parse("event.day", &day)).transpose()?)
}

async fn leave_withdrawn(
    tx: &mut Tx,
    key: &RecordKey,
    day: Day,
    reference: NeedRef,
) -> Result<(), NodeError> {
    const SQL: &str = "INSERT INTO need \
        (node, rec, reference, content, voices, released, day, withdrawn, words, themes) \
        VALUES ($1, $2, $3, NULL, $4, $5, $6, TRUE, $7, '') ON CONFLICT (node, rec) DO UPDATE \
        SET reference = excluded.reference, content = NULL, voices = excluded.voices, \
        released = excluded.released, day = excluded.day, withdrawn = TRUE, \
        words = excluded.words, themes = ''";
    with_tx!(tx, |t| sqlx::query(SQL)
        .bind(key.node.as_str())
        .bind(key.rec.to_string())
        .bind(reference.to_string())
        .bind(Band::Under10.code())
        .bind(Week::of(day).to_string())
        .bind(day.to_string())
        .bind(reference.to_string().to_lowercase())
        .execute(t)
        .await
        .map(|_| ()))?;
    Ok(())
}

/// An erasure that does not name its need says nothing to whoever never had it.
async fn withdraw_known(tx: &mut Tx, key: &RecordKey, day: Day) -> Result<(), NodeError> {
    const SQL: &str = "UPDATE need SET content = NULL, voices = $3, released = $4, day = $5, \
        withdrawn = TRUE, words = LOWER(reference), themes = '' WHERE node = $1 AND rec = $2";
    with_tx!(tx, |t| sqlx::query(SQL)
        .bind(key.node.as_str())
        .bind(key.rec.to_string())
        .bind(Band::Under10.code())
        .bind(Week::of(day).to_string())
        .bind(day.to_string())
        .execute(t)
        .await
        .map(|_| ()))?;
    Ok(())
}

/// Deletes body and salt of every event of a record: the headers go on verifying.
async fn erase_bodies(tx: &mut Tx, node: &NodeId, rec: RecId) -> Result<(), NodeError> {
    const SQL: &str = "UPDATE event SET salt = NULL, body = NULL \
        WHERE node = $1 AND rec = $2 AND kind <> 'erase'";
    with_tx!(tx, |t| sqlx::query(SQL)
        .bind(node.as_str())
        .bind(rec.to_string())
        .execute(t)
        .await
        .map(|_| ()))?;
    Ok(())
}

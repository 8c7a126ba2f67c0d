//! Needs that a producer joined with another, which speaks for both from then on.
//!
//! Only the word of a producer that holds the referral counts: anybody else's is as if never given.

use std::collections::BTreeSet;

use hearback_store::{Tx, with_tx};
use hearback_wire::id::RecordKey;
use hearback_wire::response::Answer;

use crate::error::NodeError;
use crate::notify::is_withdrawn;
use crate::read::{referral, referrals_of, standing_of};
use crate::rows::{ListenerRow, parse};

/// The need that a need goes on as, if a producer that holds it joined it with one.
pub(crate) async fn joined_into(
    tx: &mut Tx,
    need: &RecordKey,
) -> Result<Option<RecordKey>, NodeError> {
    for made in referrals_of(tx, need).await? {
        let standing = standing_of(tx, &made).await?;
        if let Some(into) = standing
            .said
            .last()
            .and_then(|(_, said)| into(&said.answer))
        {
            return Ok(Some(into.clone()));
        }
    }
    Ok(None)
}

/// The need that an answer names as the one that goes on.
pub(crate) const fn into(answer: &Answer) -> Option<&RecordKey> {
    match answer {
        Answer::Merged { into, .. } => Some(into),
        _ => None,
    }
}

/// Needs that were joined with this one and that nobody took back.
async fn joined_with(tx: &mut Tx, need: &RecordKey) -> Result<Vec<RecordKey>, NodeError> {
    const SQL: &str = "SELECT referral FROM response WHERE into_need = $1 ORDER BY referral";
    let rows: Vec<(String,)> = with_tx!(&mut *tx, |t| sqlx::query_as(SQL)
        .bind(need.to_string())
        .fetch_all(t)
        .await)?;
    let mut joined = Vec::new();
    for (key,) in rows {
        let Some(made) = referral(tx, &parse("response.referral", &key)?).await? else {
            continue;
        };
        let standing = standing_of(tx, &made).await?;
        let last = standing
            .said
            .last()
            .and_then(|(_, said)| into(&said.answer));
        if last == Some(need) && !is_withdrawn(tx, &made.need).await? {
            joined.push(made.need);
        }
    }
    Ok(joined)
}

/// Whoever listens to a need itself.
pub(crate) async fn listeners_of(
    tx: &mut Tx,
    need: &RecordKey,
) -> Result<Vec<ListenerRow>, NodeError> {
    const SQL: &str =
        "SELECT handle, bot, need, asker FROM listener WHERE need = $1 ORDER BY handle";
    Ok(with_tx!(tx, |t| sqlx::query_as(SQL)
        .bind(need.to_string())
        .fetch_all(t)
        .await)?)
}

/// Whoever listens to a need that was joined with this one, straight or by way of others.
pub(crate) async fn followers_of(
    tx: &mut Tx,
    need: &RecordKey,
) -> Result<Vec<ListenerRow>, NodeError> {
    let mut seen = BTreeSet::from([need.to_string()]);
    let mut open = joined_with(tx, need).await?;
    let mut followers = Vec::new();
    while let Some(key) = open.pop() {
        if seen.insert(key.to_string()) {
            followers.extend(listeners_of(tx, &key).await?);
            open.extend(joined_with(tx, &key).await?);
        }
    }
    Ok(followers)
}

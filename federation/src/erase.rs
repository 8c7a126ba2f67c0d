//! What stays of a record that its author erased: headers that verify, and that a need was taken back.
//!
//! Must never keep anything that only the erased body said.

use hearback_store::{Tx, with_tx};
use hearback_wire::body::{Body, Erase, EraseReason};
use hearback_wire::content::Content;
use hearback_wire::day::{Day, Week};
use hearback_wire::event::LogName;
use hearback_wire::id::{NodeId, RecId, RecordKey};
use hearback_wire::reference::NeedRef;
use hearback_wire::text::Words;
use hearback_wire::vocabulary::{Audience, Band};

use crate::audit::{Act, Via};
use crate::error::NodeError;
use crate::node::Node;
use crate::rows::parse;

/// What stands in the place of words that were taken back.
pub(crate) const TAKEN_BACK: &str = "These words were taken back.";

impl Node {
    /// Erases one of this node's needs everywhere, and its words at the door too.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub(crate) async fn erase_need(
        &self,
        tx: &mut Tx,
        need: &RecordKey,
        reason: EraseReason,
    ) -> Result<(), NodeError> {
        const WIPE: &str = "UPDATE held SET content = $2, hash = $3, approved = $3, before = NULL, \
            said = NULL WHERE rec = $1";
        let blank = Content::plain(parse("held.content", TAKEN_BACK)?, None);
        with_tx!(&mut *tx, |t| sqlx::query(WIPE)
            .bind(need.rec.to_string())
            .bind(blank.canonical())
            .bind(blank.hash().to_string())
            .execute(t)
            .await
            .map(|_| ()))?;
        let (reference, audience) = match known(tx, need).await? {
            Some((reference, audience)) => (Some(reference), audience),
            None => (None, Audience::Public),
        };
        let body = Body::Erase(Erase {
            reason,
            reference,
            audience,
        });
        self.append(tx, LogName::Shared, need.rec, &body).await
    }

    /// A moderator takes back one of this node's needs that was released by mistake: it is erased here
    /// and at every peer, and whoever waits for it is told why.
    ///
    /// # Errors
    /// [`NodeError::NotFound`]; [`NodeError::Conflict`] when it is another node's, or was taken back;
    /// [`NodeError::Invalid`] when the words do not pass the gate.
    pub async fn retract(&self, reference: NeedRef, words: Words) -> Result<(), NodeError> {
        self.gate_words(words.as_str())?;
        let mut tx = self.pool().begin().await?;
        let need = self.known_need(&mut tx, reference).await?;
        if !need.ours {
            return Err(NodeError::Conflict(
                "this need is of another organisation; please ask them to take it back".to_owned(),
            ));
        }
        if need.content.is_none() {
            return Err(NodeError::Conflict(
                "this need was taken back before".to_owned(),
            ));
        }
        self.erase_need(&mut tx, &need.key, EraseReason::Mistake)
            .await?;
        self.tell_retracted(&mut tx, &need.key, reference, words)
            .await?;
        self.audit(&mut tx, Act::Retract, Via::Console, Some(reference))
            .await?;
        self.commit(tx).await
    }
}

/// The reference of a need and who may read it, if it is known here.
async fn known(tx: &mut Tx, need: &RecordKey) -> Result<Option<(NeedRef, Audience)>, NodeError> {
    const SQL: &str = "SELECT reference, audience FROM need WHERE node = $1 AND rec = $2";
    let row: Option<(String, String)> = with_tx!(tx, |t| sqlx::query_as(SQL)
        .bind(need.node.as_str())
        .bind(need.rec.to_string())
        .fetch_optional(t)
        .await)?;
    let Some((reference, audience)) = row else {
        return Ok(None);
    };
    Ok(Some((
        parse("need.reference", &reference)?,
        parse("need.audience", &audience)?,
    )))
}

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
        Some(reference) => leave_withdrawn(tx, key, day, (reference, erase.audience)).await,
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
    (reference, audience): (NeedRef, Audience),
) -> Result<(), NodeError> {
    const SQL: &str = "INSERT INTO need \
        (node, rec, reference, content, voices, released, day, withdrawn, words, themes, audience) \
        VALUES ($1, $2, $3, NULL, $4, $5, $6, TRUE, $7, '', $8) ON CONFLICT (node, rec) DO UPDATE \
        SET reference = excluded.reference, content = NULL, voices = excluded.voices, \
        released = excluded.released, day = excluded.day, withdrawn = TRUE, \
        words = excluded.words, themes = '', audience = excluded.audience";
    with_tx!(tx, |t| sqlx::query(SQL)
        .bind(key.node.as_str())
        .bind(key.rec.to_string())
        .bind(reference.to_string())
        .bind(Band::Under10.code())
        .bind(Week::of(day).to_string())
        .bind(day.to_string())
        .bind(reference.to_string().to_lowercase())
        .bind(audience.code())
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

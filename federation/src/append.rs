//! Writing to one's own logs: state change, place in the log and event in one transaction.

use hearback_store::{Tx, expect_rows, with_tx};
use hearback_wire::body::{Body, Kind};
use hearback_wire::dsse::Envelope;
use hearback_wire::event::{LogKey, LogName, Place, WireEvent};
use hearback_wire::id::{Hash, RecId};
use hearback_wire::manifest::Manifest;

use crate::error::NodeError;
use crate::node::Node;
use crate::rows::{parse, read};

/// The epoch in which this version writes.
pub(crate) const EPOCH: u32 = 1;

/// What an event row holds besides its place.
pub(crate) struct Stored<'a> {
    pub(crate) log: &'a LogKey,
    pub(crate) seq: u64,
    pub(crate) kind: &'a str,
    pub(crate) rec: RecId,
    pub(crate) day: String,
    pub(crate) head: Hash,
    pub(crate) event: &'a WireEvent,
    pub(crate) refused: Option<String>,
}

/// A number as both engines store it.
pub(crate) fn big(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// A number as it was stored.
pub(crate) fn small(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}

impl Node {
    /// Signs and appends one event of this node's that passes the gate, and folds it.
    pub(crate) async fn append(
        &self,
        tx: &mut Tx,
        log: LogName,
        rec: RecId,
        body: &Body,
    ) -> Result<(), NodeError> {
        self.gate_body(body)?;
        let log = LogKey {
            node: self.id().clone(),
            log,
            epoch: EPOCH,
        };
        let after = head_for_update(tx, &log).await?;
        let place = Place {
            log: &log,
            after,
            rec,
            day: self.today(),
        };
        let (event, head) = WireEvent::seal(&place, body, &self.0.keys.signing, self.chance())
            .map_err(|e| NodeError::Invalid(e.to_string()))?;
        let seq = after.0 + 1;
        let stored = Stored {
            log: &log,
            seq,
            kind: body.kind().code(),
            rec,
            day: self.today().to_string(),
            head,
            event: &event,
            refused: None,
        };
        insert_event(tx, &stored).await?;
        set_head(tx, &log, seq, head).await?;
        self.fold(tx, &log, seq, rec, self.today(), body).await
    }

    /// The latest manifest in this node's own log.
    pub(crate) async fn own_manifest(&self, tx: &mut Tx) -> Result<Option<Manifest>, NodeError> {
        let envelope = self.own_manifest_envelope(tx).await?;
        Ok(envelope.and_then(|e| Manifest::open(&e, self.today()).ok()))
    }

    /// The envelope of the latest manifest in this node's own log.
    pub(crate) async fn own_manifest_envelope(
        &self,
        tx: &mut Tx,
    ) -> Result<Option<Envelope>, NodeError> {
        const SQL: &str = "SELECT body FROM event WHERE node = $1 AND log = 'meta' AND kind = $2 \
            AND body IS NOT NULL ORDER BY epoch DESC, seq DESC LIMIT 1";
        let body: Option<(String,)> = with_tx!(tx, |t| sqlx::query_as(SQL)
            .bind(self.id().as_str())
            .bind(Kind::Manifest.code())
            .fetch_optional(t)
            .await)?;
        let Some((body,)) = body else { return Ok(None) };
        let json = data_encoding::BASE64
            .decode(body.as_bytes())
            .map_err(|_| hearback_store::StoreError::Inconsistent("event.body"))?;
        Ok(Some(read("event.body", &String::from_utf8_lossy(&json))?))
    }
}

/// The last place of a log, its row locked until the transaction ends: so that on PostgreSQL the
/// order of commits is the order of places, and no reader skips one that commits late.
pub(crate) async fn head_for_update(tx: &mut Tx, log: &LogKey) -> Result<(u64, Hash), NodeError> {
    const MAKE: &str = "INSERT INTO log_head (node, log, epoch, seq, head) VALUES ($1, $2, $3, 0, $4) \
        ON CONFLICT (node, log, epoch) DO NOTHING";
    const LOCK: &str = "UPDATE log_head SET seq = seq WHERE node = $1 AND log = $2 AND epoch = $3 \
        RETURNING seq, head";
    let (node, name) = (log.node.to_string(), log.log.to_string());
    with_tx!(tx, |t| sqlx::query(MAKE)
        .bind(&node)
        .bind(&name)
        .bind(i64::from(log.epoch))
        .bind(Hash::ZERO.to_string())
        .execute(t)
        .await
        .map(|_| ()))?;
    let (seq, head): (i64, String) = with_tx!(tx, |t| sqlx::query_as(LOCK)
        .bind(&node)
        .bind(&name)
        .bind(i64::from(log.epoch))
        .fetch_one(t)
        .await)?;
    Ok((small(seq), parse("log_head.head", &head)?))
}

/// Moves a log's last place forward by one.
pub(crate) async fn set_head(
    tx: &mut Tx,
    log: &LogKey,
    seq: u64,
    head: Hash,
) -> Result<(), NodeError> {
    const SQL: &str = "UPDATE log_head SET seq = $4, head = $5 \
        WHERE node = $1 AND log = $2 AND epoch = $3 AND seq = $6";
    let rows = with_tx!(tx, |t| sqlx::query(SQL)
        .bind(log.node.as_str())
        .bind(log.log.to_string())
        .bind(i64::from(log.epoch))
        .bind(big(seq))
        .bind(head.to_string())
        .bind(big(seq) - 1)
        .execute(t)
        .await
        .map(|r| r.rows_affected()))?;
    Ok(expect_rows("moving a log's head", rows, 1)?)
}

/// Stores one event.
pub(crate) async fn insert_event(tx: &mut Tx, stored: &Stored<'_>) -> Result<(), NodeError> {
    const SQL: &str = "INSERT INTO event \
        (node, log, epoch, seq, kind, rec, day, head, envelope, salt, body, refused) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let envelope = serde_json::to_string(&stored.event.e)?;
    with_tx!(tx, |t| sqlx::query(SQL)
        .bind(stored.log.node.as_str())
        .bind(stored.log.log.to_string())
        .bind(i64::from(stored.log.epoch))
        .bind(big(stored.seq))
        .bind(stored.kind)
        .bind(stored.rec.to_string())
        .bind(&stored.day)
        .bind(stored.head.to_string())
        .bind(envelope)
        .bind(stored.event.salt.as_deref())
        .bind(stored.event.body.as_deref())
        .bind(stored.refused.as_deref())
        .execute(t)
        .await
        .map(|_| ()))?;
    Ok(())
}

//! Taking in a peer's events: verified, chained, folded and acknowledged in one transaction.
//!
//! An event with a true signature and chain that does not fit the rules is set aside and the log
//! goes on. A false signature or a broken chain stops that one log and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use hearback_store::{Tx, with_tx};
use hearback_wire::body::Body;
use hearback_wire::event::{EventError, LogKey, LogName, Verified, WireEvent};
use hearback_wire::id::{NodeId, RecordKey};
use hearback_wire::manifest::Manifest;
use hearback_wire::sync::{Have, MAX_BYTES, MAX_EVENTS, RejectCode, Rejected};

use crate::append::{Stored, big, head_for_update, insert_event, set_head, small};
use crate::error::NodeError;
use crate::node::Node;
use crate::peers::Peer;
use crate::rows::{EventRow, parse, read};

/// What taking events in came to.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    /// Events that were new.
    pub(crate) new: u64,
    /// Logs that stalled.
    pub(crate) rejected: Vec<Rejected>,
}

impl Node {
    /// Takes in what a peer sent of its own logs.
    pub(crate) async fn ingest(
        &self,
        tx: &mut Tx,
        peer: &Peer,
        events: &[WireEvent],
    ) -> Result<Taken, NodeError> {
        let mut taken = Taken::default();
        let mut stalled = BTreeSet::new();
        let mut touched = BTreeSet::new();
        for event in events {
            let Ok(header) = event.header_unverified() else {
                continue;
            };
            let log = header.log_key();
            if stalled.contains(&log) {
                continue;
            }
            match self
                .take(tx, &peer.manifest, &peer.node, event, &mut touched)
                .await?
            {
                Ok(new) => taken.new += u64::from(new),
                Err(code) => {
                    stalled.insert(log.clone());
                    taken.rejected.push(Rejected {
                        log,
                        seq: header.seq,
                        code,
                    });
                }
            }
        }
        for need in touched {
            self.notify_need(tx, &need).await?;
        }
        Ok(taken)
    }

    /// Takes one event: whether it was new, or why its log stalls.
    async fn take(
        &self,
        tx: &mut Tx,
        manifest: &Manifest,
        peer: &NodeId,
        event: &WireEvent,
        touched: &mut BTreeSet<RecordKey>,
    ) -> Result<Result<bool, RejectCode>, NodeError> {
        let verified = match verify(manifest, event) {
            Ok(verified) => verified,
            Err(code) => return Ok(Err(code)),
        };
        let header = &verified.header;
        let log = header.log_key();
        if &header.node != peer || !self.may_read(&header.log) {
            return Ok(Err(RejectCode::NotYours));
        }
        let (seq, head) = head_for_update(tx, &log).await?;
        if header.seq <= seq {
            return Ok(same_as_held(tx, &log, &verified)
                .await?
                .then_some(false)
                .ok_or(RejectCode::Fork));
        }
        if header.seq != seq + 1 || header.prev != head {
            return Ok(Err(RejectCode::Chain));
        }
        let refused = self.fold_or_set_aside(tx, &log, &verified, touched).await?;
        let stored = Stored {
            log: &log,
            seq: header.seq,
            kind: header.kind.as_str(),
            rec: header.rec,
            day: header.day.to_string(),
            head: verified.head,
            event,
            refused,
        };
        insert_event(tx, &stored).await?;
        set_head(tx, &log, header.seq, verified.head).await?;
        Ok(Ok(true))
    }

    /// Which of a peer's logs are this node's to read.
    fn may_read(&self, log: &LogName) -> bool {
        match log {
            LogName::Meta | LogName::Shared => true,
            LogName::Pair(to) => to == self.id(),
        }
    }

    /// Folds an event, or says why it was set aside. Unknown kinds are kept unread.
    async fn fold_or_set_aside(
        &self,
        tx: &mut Tx,
        log: &LogKey,
        verified: &Verified,
        touched: &mut BTreeSet<RecordKey>,
    ) -> Result<Option<String>, NodeError> {
        let header = &verified.header;
        let (Some(kind), Some(bytes)) = (header.kind.known(), &verified.body) else {
            return Ok(None);
        };
        let body = match Body::parse(kind, bytes) {
            Ok(body) => body,
            Err(error) => return Ok(Some(error.to_string())),
        };
        match self
            .fold(tx, log, header.seq, header.rec, header.day, &body)
            .await
        {
            Ok(()) => {
                touched.extend(self.need_touched(tx, log, header.rec, &body).await?);
                Ok(None)
            }
            Err(NodeError::Invalid(why)) => Ok(Some(why)),
            Err(other) => Err(other),
        }
    }

    /// The need whose listeners may now have something to hear.
    async fn need_touched(
        &self,
        tx: &mut Tx,
        log: &LogKey,
        rec: hearback_wire::id::RecId,
        body: &Body,
    ) -> Result<Option<RecordKey>, NodeError> {
        Ok(match body {
            Body::Need(_) | Body::Erase(_) => Some(RecordKey {
                node: log.node.clone(),
                rec,
            }),
            Body::Referral(referral) => Some(referral.need.clone()),
            Body::Response(response) => Some(response.need.clone()),
            Body::Question(question) => crate::read::referral(tx, &question.referral)
                .await?
                .map(|made| made.need),
            _ => None,
        })
    }

    /// How far this node has a peer's logs.
    pub(crate) async fn have_of(
        &self,
        tx: &mut Tx,
        peer: &NodeId,
    ) -> Result<BTreeMap<LogKey, Have>, NodeError> {
        const SQL: &str = "SELECT log, epoch, seq, head FROM log_head WHERE node = $1 AND seq > 0";
        let rows: Vec<(String, i64, i64, String)> = with_tx!(tx, |t| sqlx::query_as(SQL)
            .bind(peer.as_str())
            .fetch_all(t)
            .await)?;
        rows.into_iter()
            .map(|(log, epoch, seq, head)| {
                let key = LogKey {
                    node: peer.clone(),
                    log: parse("log_head.log", &log)?,
                    epoch: u32::try_from(epoch).unwrap_or(0),
                };
                Ok((
                    key,
                    Have {
                        seq: small(seq),
                        head: parse("log_head.head", &head)?,
                    },
                ))
            })
            .collect()
    }

    /// What a peer lacks of this node's logs, oldest first, within the limits of one body; and
    /// whether that is all.
    pub(crate) async fn lacking(
        &self,
        tx: &mut Tx,
        peer: &NodeId,
        have: &BTreeMap<LogKey, Have>,
    ) -> Result<(Vec<WireEvent>, bool), NodeError> {
        const SQL: &str = "SELECT envelope, salt, body FROM event \
            WHERE node = $1 AND log = $2 AND epoch = $3 AND seq > $4 ORDER BY seq LIMIT $5";
        let batch = self.0.settings.sync_batch.clamp(1, MAX_EVENTS);
        // One more than is sent, to know whether there is more.
        let limit = i64::try_from(batch + 1).unwrap_or(i64::MAX);
        let pair = LogName::Pair(peer.clone());
        let (mut events, mut bytes) = (Vec::new(), 0);
        for log in [LogName::Meta, LogName::Shared, pair] {
            let key = LogKey {
                node: self.id().clone(),
                log,
                epoch: crate::append::EPOCH,
            };
            let from = have.get(&key).map_or(0, |h| h.seq);
            let rows: Vec<EventRow> = with_tx!(&mut *tx, |t| sqlx::query_as(SQL)
                .bind(self.id().as_str())
                .bind(key.log.to_string())
                .bind(i64::from(key.epoch))
                .bind(big(from))
                .bind(limit)
                .fetch_all(t)
                .await)?;
            for row in rows {
                bytes += row.envelope.len() + row.body.as_ref().map_or(0, String::len) + 120;
                let full = events.len() >= batch || bytes > MAX_BYTES * 3 / 4;
                if full {
                    return Ok((events, true));
                }
                events.push(WireEvent {
                    e: read("event.envelope", &row.envelope)?,
                    salt: row.salt,
                    body: row.body,
                });
            }
        }
        Ok((events, false))
    }
}

fn verify(manifest: &Manifest, event: &WireEvent) -> Result<Verified, RejectCode> {
    let key = manifest.key(event.e.kid()).ok_or(RejectCode::UnknownKey)?;
    event.open(key).map_err(|error| match error {
        EventError::TooLarge => RejectCode::TooLarge,
        EventError::Envelope(_) | EventError::Body => RejectCode::Signature,
        EventError::Schema(_) | EventError::Write(_) => RejectCode::Malformed,
    })
}

/// Whether an event that is not new is the very one that is held.
async fn same_as_held(tx: &mut Tx, log: &LogKey, verified: &Verified) -> Result<bool, NodeError> {
    const SQL: &str =
        "SELECT head FROM event WHERE node = $1 AND log = $2 AND epoch = $3 AND seq = $4";
    let row: Option<(String,)> = with_tx!(tx, |t| sqlx::query_as(SQL)
        .bind(log.node.as_str())
        .bind(log.log.to_string())
        .bind(i64::from(log.epoch))
        .bind(big(verified.header.seq))
        .fetch_optional(t)
        .await)?;
    Ok(row.is_some_and(|(head,)| head == verified.head.to_string()))
}

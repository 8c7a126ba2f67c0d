//! Both ends of the one verb between nodes. Either may dial; each sends what the other lacks, and
//! what it says it has is its acknowledgement, given only after its commit.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use hearback_store::{Tx, with_tx};
use hearback_wire::event::LogKey;
use hearback_wire::id::{NodeId, RecId};
use hearback_wire::problem::Problem;
use hearback_wire::sync::{
    BodySignature, Have, MAX_BYTES, MAX_EVENTS, MAX_SKEW_SECONDS, MAX_WAIT_SECONDS, PATH, Reply,
    Request, SIGNATURE_HEADER, SYNC_TYPE, sign,
};

use crate::error::NodeError;
use crate::node::Node;
use crate::peers::Peer;

/// Seconds for which a nonce is remembered.
const NONCE_SECONDS: i64 = 600;

fn refused(status: u16, code: &'static str, detail: &str) -> NodeError {
    NodeError::Peer {
        status,
        code,
        detail: detail.to_owned(),
    }
}

impl Node {
    /// Answers a peer that dialled: the signature header and body of the reply.
    ///
    /// # Errors
    /// [`NodeError::Peer`] with the protocol's code.
    pub async fn sync_request(
        &self,
        signature: Option<&str>,
        body: Bytes,
    ) -> Result<(String, Vec<u8>), NodeError> {
        let (peer, request) = self.check_request(signature, &body).await?;
        let mut tx = self.pool().begin().await?;
        self.use_nonce(&mut tx, &request).await?;
        let taken = self.ingest(&mut tx, &peer, &request.events).await?;
        keep_have(&mut tx, &peer.node, &request.have).await?;
        let have = self.have_of(&mut tx, &peer.node).await?;
        if taken.new > 0 {
            self.commit(tx).await?;
        } else {
            tx.commit().await?;
        }
        let wait = if request.events.is_empty() {
            request.wait
        } else {
            0
        };
        let (events, more) = self.lacking_within(&peer.node, &request.have, wait).await?;
        self.note_peer(&peer.node, None).await?;
        let reply = Reply {
            from: self.id().clone(),
            to: peer.node,
            re: request.nonce,
            have,
            events,
            rejected: taken.rejected,
            more,
        };
        let body = serde_json::to_vec(&reply)?;
        Ok((sign(&body, &self.0.keys.signing), body))
    }

    /// Who sends, and whether they may: in the order of what costs least.
    async fn check_request(
        &self,
        signature: Option<&str>,
        body: &[u8],
    ) -> Result<(Peer, Request), NodeError> {
        if body.len() > MAX_BYTES {
            return Err(refused(
                413,
                "too-large",
                "send at most 1 MiB and 256 events at once",
            ));
        }
        let unsigned = || {
            refused(
                401,
                "bad-signature",
                "sign the exact body with a key of your manifest",
            )
        };
        let signature = signature
            .and_then(|s| BodySignature::parse(s).ok())
            .ok_or_else(unsigned)?;
        let request: Request = serde_json::from_slice(body)
            .map_err(|e| refused(400, "malformed", &format!("the body does not parse: {e}")))?;
        let peer = self.trusted_peer(&request.from).await?;
        let key = peer.manifest.key(&signature.kid).ok_or_else(|| {
            refused(
                401,
                "unknown-key",
                "this key is not in the manifest that is held of you",
            )
        })?;
        signature.verify(body, key).map_err(|_| unsigned())?;
        if &request.to != self.id() {
            return Err(refused(403, "not-me", "this is meant for another node"));
        }
        let skew = (request.at.0 - self.now().0).abs();
        if skew > MAX_SKEW_SECONDS * 1000 {
            return Err(refused(
                401,
                "skew",
                "the clocks differ by more than five minutes; please set yours",
            ));
        }
        if request.events.len() > MAX_EVENTS {
            return Err(refused(
                413,
                "too-large",
                "send at most 1 MiB and 256 events at once",
            ));
        }
        Ok((peer, request))
    }

    /// A peer that a person here confirmed and nobody paused.
    async fn trusted_peer(&self, node: &NodeId) -> Result<Peer, NodeError> {
        let mut tx = self.pool().read().await?;
        let peers = self.peer_list(&mut tx).await?;
        let found = peers
            .into_iter()
            .find(|p| &p.node == node && p.confirmed && !p.paused);
        found.ok_or_else(|| {
            refused(
                403,
                "not-peered",
                "the people here have not confirmed your node, or paused it",
            )
        })
    }

    async fn use_nonce(&self, tx: &mut Tx, request: &Request) -> Result<(), NodeError> {
        const OLD: &str = "DELETE FROM nonce WHERE at < $1";
        const USE: &str = "INSERT INTO nonce (node, nonce, at) VALUES ($1, $2, $3) \
            ON CONFLICT (node, nonce) DO NOTHING";
        let now = self.now();
        with_tx!(&mut *tx, |t| sqlx::query(OLD)
            .bind(now.plus_seconds(-NONCE_SECONDS).0)
            .execute(t)
            .await
            .map(|_| ()))?;
        let rows = with_tx!(tx, |t| sqlx::query(USE)
            .bind(request.from.as_str())
            .bind(request.nonce.to_string())
            .bind(now.0)
            .execute(t)
            .await
            .map(|r| r.rows_affected()))?;
        if rows == 1 {
            Ok(())
        } else {
            Err(refused(401, "replayed", "this request was made before"))
        }
    }

    /// What the peer lacks, waiting up to `wait` seconds for the first of it.
    async fn lacking_within(
        &self,
        peer: &NodeId,
        have: &BTreeMap<LogKey, Have>,
        wait: u64,
    ) -> Result<(Vec<hearback_wire::event::WireEvent>, bool), NodeError> {
        let wait = Duration::from_secs(wait.min(MAX_WAIT_SECONDS));
        let deadline = tokio::time::Instant::now() + wait;
        loop {
            let appended = self.0.appended.notified();
            let mut tx = self.pool().read().await?;
            let found = self.lacking(&mut tx, peer, have).await?;
            drop(tx);
            let left = deadline.saturating_duration_since(tokio::time::Instant::now());
            if !found.0.is_empty() || left.is_zero() {
                return Ok(found);
            }
            let _ = tokio::time::timeout(left.min(Duration::from_secs(1)), appended).await;
        }
    }

    /// Dials a peer once: sends what it lacks, takes what this node lacks. Says whether there is
    /// more to exchange at once.
    ///
    /// # Errors
    /// [`NodeError::Peer`] when it cannot be reached or refuses.
    pub async fn dial(&self, node: &NodeId, wait: u64) -> Result<bool, NodeError> {
        let mut tx = self.pool().read().await?;
        let peers = self.peer_list(&mut tx).await?;
        let peer = peers.into_iter().find(|p| &p.node == node);
        let peer = peer.ok_or(NodeError::NotFound("there is no such peer"))?;
        let (events, more_to_send) = self.lacking(&mut tx, node, &peer.they_have).await?;
        let have = self.have_of(&mut tx, node).await?;
        drop(tx);
        let request = Request {
            from: self.id().clone(),
            to: node.clone(),
            at: self.now(),
            nonce: RecId::draw(self.chance()),
            have,
            events,
            wait,
        };
        let reply = self.send(&peer, &request).await?;
        let mut tx = self.pool().begin().await?;
        let taken = self.ingest(&mut tx, &peer, &reply.events).await?;
        keep_have(&mut tx, node, &reply.have).await?;
        if taken.new > 0 {
            self.commit(tx).await?;
        } else {
            tx.commit().await?;
        }
        let stalled = reply.rejected.iter().chain(&taken.rejected).next();
        let error = stalled.map(|r| {
            format!(
                "the {} log stalls at {}: {}",
                r.log.log,
                r.seq,
                r.code.label()
            )
        });
        self.note_peer(node, error.as_deref()).await?;
        Ok(error.is_none() && (reply.more || more_to_send))
    }

    async fn send(&self, peer: &Peer, request: &Request) -> Result<Reply, NodeError> {
        let url = peer.manifest.url.as_ref();
        let url =
            url.ok_or_else(|| refused(502, "no-address", "this peer has no address; it dials"))?;
        let body = serde_json::to_vec(request)?;
        let unreachable = |e: reqwest::Error| {
            refused(
                502,
                "unreachable",
                &format!("could not be reached: {}", e.without_url()),
            )
        };
        let response = self
            .0
            .http
            .post(format!("{url}{PATH}"))
            .header("content-type", SYNC_TYPE)
            .header(SIGNATURE_HEADER, sign(&body, &self.0.keys.signing))
            .body(body)
            .send()
            .await
            .map_err(unreachable)?;
        let status = response.status();
        let signature = response
            .headers()
            .get(SIGNATURE_HEADER)
            .and_then(|v| v.to_str().ok());
        let signature = signature.and_then(|s| BodySignature::parse(s).ok());
        let bytes = response.bytes().await.map_err(unreachable)?;
        if !status.is_success() {
            return Err(refused(502, "refused", &why_refused(status, &bytes)));
        }
        let reply = open_reply(peer, &bytes, signature)?;
        if reply.re != request.nonce || &reply.to != self.id() || reply.from != peer.node {
            return Err(refused(
                502,
                "wrong-reply",
                "its reply answers something else",
            ));
        }
        Ok(reply)
    }
}

/// Reads a peer's reply, if it is signed by a key of its manifest.
fn open_reply(
    peer: &Peer,
    bytes: &[u8],
    signature: Option<BodySignature>,
) -> Result<Reply, NodeError> {
    if bytes.len() > MAX_BYTES * 2 {
        return Err(refused(502, "too-large", "its reply is too large"));
    }
    let unsigned = || {
        refused(
            502,
            "bad-signature",
            "its reply is not signed by a key of its manifest",
        )
    };
    let signature = signature.ok_or_else(unsigned)?;
    let key = peer.manifest.key(&signature.kid).ok_or_else(unsigned)?;
    signature.verify(bytes, key).map_err(|_| unsigned())?;
    serde_json::from_slice(bytes).map_err(|e| {
        let why = format!("its reply does not parse: {e}; it may run another version");
        refused(502, "malformed", &why)
    })
}

/// Why a peer did not take a request, by its code; its own words are not shown to anybody here.
fn why_refused(status: reqwest::StatusCode, body: &[u8]) -> String {
    let problem = serde_json::from_slice(body).ok();
    match problem.as_ref().map(Problem::code) {
        Some("busy") => "its database is busy; it is asked again".to_owned(),
        Some("read-only") => {
            "its database cannot be written to; please tell the people who run it".to_owned()
        }
        Some("full") => "its disk is full; please tell the people who run it".to_owned(),
        Some("away") => "its database does not answer; it is asked again".to_owned(),
        _ => format!("it refused with {status}"),
    }
}

/// Remembers how far a peer has this node's logs.
async fn keep_have(
    tx: &mut Tx,
    node: &NodeId,
    have: &BTreeMap<LogKey, Have>,
) -> Result<(), NodeError> {
    const SQL: &str = "UPDATE peer SET they_have = $2 WHERE node = $1";
    let json = serde_json::to_string(have)?;
    let rows = with_tx!(tx, |t| sqlx::query(SQL)
        .bind(node.as_str())
        .bind(json)
        .execute(t)
        .await
        .map(|r| r.rows_affected()))?;
    Ok(hearback_store::expect_rows(
        "noting what a peer has",
        rows,
        1,
    )?)
}

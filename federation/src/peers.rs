//! Trust between nodes: invited by one line, confirmed by eight words on both sides.

use std::collections::BTreeMap;

use hearback_store::{Tx, expect_rows, with_tx};
use hearback_wire::clock::Millis;
use hearback_wire::dsse::Envelope;
use hearback_wire::event::LogKey;
use hearback_wire::id::{Hash, NodeId, RecId};
use hearback_wire::manifest::Manifest;
use hearback_wire::peering::{HELLO_PATH, Hello, HelloReply, Invite, words};
use hearback_wire::sync::Have;

use crate::audit::{Act, Via};
use crate::error::NodeError;
use crate::node::Node;
use crate::rows::{PeerRecord, parse, read};
use crate::view::PeerRow;

/// Days in which an invitation can be used.
const INVITE_DAYS: i32 = 7;

const PEERS: &str = "SELECT node, manifest, confirmed, paused, they_have, last_heard, last_error \
    FROM peer ORDER BY node";

/// A peer with its manifest read.
pub(crate) struct Peer {
    pub(crate) node: NodeId,
    pub(crate) manifest: Manifest,
    pub(crate) confirmed: bool,
    pub(crate) paused: bool,
    pub(crate) they_have: BTreeMap<LogKey, Have>,
    pub(crate) last_heard: Option<Millis>,
    pub(crate) last_error: Option<String>,
}

impl Node {
    /// Makes the line that another organisation's `peer accept` takes.
    ///
    /// # Errors
    /// [`NodeError::Invalid`] when this node cannot be dialled: then the other side must invite.
    pub async fn invite_peer(&self) -> Result<Invite, NodeError> {
        const SQL: &str =
            "INSERT INTO peer_invite (token_hash, expires, used) VALUES ($1, $2, FALSE)";
        let url = self.0.settings.url.clone().ok_or_else(|| {
            NodeError::Invalid(
                "this node has no address to be dialled at; let the other side invite".to_owned(),
            )
        })?;
        let token = RecId::draw(self.chance());
        let expires = self.today().plus_days(INVITE_DAYS);
        let mut tx = self.pool().begin().await?;
        with_tx!(&mut tx, |t| sqlx::query(SQL)
            .bind(Hash::of(&[token.to_string().as_bytes()]).to_string())
            .bind(expires.to_string())
            .execute(t)
            .await
            .map(|_| ()))?;
        tx.commit().await?;
        Ok(Invite {
            url,
            node: self.id().clone(),
            token,
            expires,
        })
    }

    /// Takes an invitation: dials the inviting node and checks that it is the one that invited.
    ///
    /// # Errors
    /// [`NodeError::Peer`] when it cannot be reached, refuses, or is another node.
    pub async fn accept_peer(&self, invite: &Invite) -> Result<PeerRow, NodeError> {
        if invite.expires < self.today() {
            return Err(NodeError::Invalid(
                "this invitation has expired; please ask for a new one".to_owned(),
            ));
        }
        if &invite.node == self.id() {
            return Err(NodeError::Invalid(
                "this invitation is this node's own".to_owned(),
            ));
        }
        let hello = Hello {
            token: invite.token,
            manifest: self.descriptor().await?,
        };
        let unreachable = |e: reqwest::Error| NodeError::Peer {
            status: 502,
            code: "unreachable",
            detail: format!(
                "the inviting node could not be reached or refused: {}",
                e.without_url()
            ),
        };
        let reply = self
            .0
            .http
            .post(format!("{}{HELLO_PATH}", invite.url))
            .json(&hello)
            .send()
            .await
            .and_then(reqwest::Response::error_for_status)
            .map_err(unreachable)?;
        let reply: HelloReply = reply.json().await.map_err(unreachable)?;
        let manifest = self.open_manifest(&reply.manifest)?;
        if manifest.node != invite.node {
            return Err(NodeError::Peer {
                status: 502,
                code: "another-node",
                detail: "another node answered than the one that invited; nothing was kept"
                    .to_owned(),
            });
        }
        let mut tx = self.pool().begin().await?;
        keep_peer(&mut tx, &manifest.node, &reply.manifest).await?;
        tx.commit().await?;
        self.peer(&manifest.node).await
    }

    /// A peer introduces itself with the token of an invitation, which is used up.
    ///
    /// # Errors
    /// [`NodeError::Peer`] for a token that is unknown, used or expired.
    pub async fn hello(&self, hello: Hello) -> Result<HelloReply, NodeError> {
        const SQL: &str = "UPDATE peer_invite SET used = TRUE \
            WHERE token_hash = $1 AND used = FALSE AND expires >= $2";
        let manifest = self.open_manifest(&hello.manifest)?;
        let mut tx = self.pool().begin().await?;
        let rows = with_tx!(&mut tx, |t| sqlx::query(SQL)
            .bind(Hash::of(&[hello.token.to_string().as_bytes()]).to_string())
            .bind(self.today().to_string())
            .execute(t)
            .await
            .map(|r| r.rows_affected()))?;
        if rows != 1 {
            return Err(NodeError::Peer {
                status: 403,
                code: "invite",
                detail: "this invitation was used or has expired; please ask for a new one"
                    .to_owned(),
            });
        }
        keep_peer(&mut tx, &manifest.node, &hello.manifest).await?;
        self.audit(&mut tx, Act::Hello, Via::Peer, None).await?;
        tx.commit().await?;
        Ok(HelloReply {
            manifest: self.descriptor().await?,
        })
    }

    /// This node's manifest, signed.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn descriptor(&self) -> Result<Envelope, NodeError> {
        let mut tx = self.pool().read().await?;
        let envelope = self.own_manifest_envelope(&mut tx).await?;
        envelope.ok_or_else(|| NodeError::Write("this node has no manifest".to_owned()))
    }

    fn open_manifest(&self, envelope: &Envelope) -> Result<Manifest, NodeError> {
        Manifest::open(envelope, self.today()).map_err(|e| NodeError::Peer {
            status: 401,
            code: "manifest",
            detail: e.to_string(),
        })
    }

    /// Every peer, with the words to read out.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn peers(&self) -> Result<Vec<PeerRow>, NodeError> {
        let mut tx = self.pool().read().await?;
        self.peer_rows(&mut tx).await
    }

    pub(crate) async fn peer_rows(&self, tx: &mut Tx) -> Result<Vec<PeerRow>, NodeError> {
        Ok(self
            .peer_list(tx)
            .await?
            .into_iter()
            .map(|p| self.peer_row(p))
            .collect())
    }

    pub(crate) async fn peer_list(&self, tx: &mut Tx) -> Result<Vec<Peer>, NodeError> {
        let rows: Vec<PeerRecord> = with_tx!(tx, |t| sqlx::query_as(PEERS).fetch_all(t).await)?;
        rows.into_iter().map(read_peer).collect()
    }

    async fn peer(&self, node: &NodeId) -> Result<PeerRow, NodeError> {
        let found = self.peers().await?.into_iter().find(|p| &p.node == node);
        found.ok_or(NodeError::NotFound("there is no such peer"))
    }

    fn peer_row(&self, peer: Peer) -> PeerRow {
        PeerRow {
            words: words(self.id(), &peer.node),
            name: peer.manifest.name.to_string(),
            roles: peer.manifest.roles,
            node: peer.node,
            confirmed: peer.confirmed,
            paused: peer.paused,
            last_heard: peer.last_heard,
            last_error: peer.last_error,
        }
    }

    /// Directory bodies that a confirmed peer answers for.
    pub(crate) async fn connected_bodies(&self) -> Result<Vec<String>, NodeError> {
        let mut tx = self.pool().read().await?;
        let peers = self.peer_list(&mut tx).await?;
        let confirmed = peers.into_iter().filter(|p| p.confirmed);
        Ok(confirmed
            .flat_map(|p| p.manifest.bodies)
            .map(|b| b.to_string())
            .collect())
    }

    /// A person here heard the same eight words from the other side.
    ///
    /// # Errors
    /// [`NodeError::NotFound`].
    pub async fn confirm_peer(&self, node: &NodeId, via: Via) -> Result<(), NodeError> {
        self.set_peer(
            node,
            (Act::ConfirmPeer, via),
            "UPDATE peer SET confirmed = TRUE WHERE node = $1",
        )
        .await
    }

    /// Stops or goes on exchanging with a peer; nothing is lost meanwhile.
    ///
    /// # Errors
    /// [`NodeError::NotFound`].
    pub async fn pause_peer(&self, node: &NodeId, paused: bool, via: Via) -> Result<(), NodeError> {
        let sql = if paused {
            "UPDATE peer SET paused = TRUE WHERE node = $1"
        } else {
            "UPDATE peer SET paused = FALSE WHERE node = $1"
        };
        self.set_peer(node, (Act::PausePeer, via), sql).await
    }

    /// Ends the trust at once. What was exchanged stays where it is.
    ///
    /// # Errors
    /// [`NodeError::NotFound`].
    pub async fn remove_peer(&self, node: &NodeId, via: Via) -> Result<(), NodeError> {
        self.set_peer(
            node,
            (Act::RemovePeer, via),
            "DELETE FROM peer WHERE node = $1",
        )
        .await
    }

    async fn set_peer(
        &self,
        node: &NodeId,
        (act, via): (Act, Via),
        sql: &'static str,
    ) -> Result<(), NodeError> {
        let mut tx = self.pool().begin().await?;
        let rows = with_tx!(&mut tx, |t| sqlx::query(sql)
            .bind(node.as_str())
            .execute(t)
            .await
            .map(|r| r.rows_affected()))?;
        if rows == 0 {
            return Err(NodeError::NotFound("there is no such peer"));
        }
        expect_rows("changing a peer", rows, 1)?;
        self.audit(&mut tx, act, via, None).await?;
        self.commit(tx).await
    }

    /// Notes how the last exchange with a peer went.
    pub(crate) async fn note_peer(
        &self,
        node: &NodeId,
        error: Option<&str>,
    ) -> Result<(), NodeError> {
        const HEARD: &str = "UPDATE peer SET last_heard = $2, last_error = NULL WHERE node = $1";
        const FAILED: &str = "UPDATE peer SET last_error = $2 WHERE node = $1";
        let mut tx = self.pool().begin().await?;
        match error {
            None => with_tx!(&mut tx, |t| sqlx::query(HEARD)
                .bind(node.as_str())
                .bind(self.now().0)
                .execute(t)
                .await
                .map(|_| ()))?,
            Some(error) => with_tx!(&mut tx, |t| sqlx::query(FAILED)
                .bind(node.as_str())
                .bind(error)
                .execute(t)
                .await
                .map(|_| ()))?,
        }
        Ok(tx.commit().await?)
    }
}

fn read_peer(row: PeerRecord) -> Result<Peer, NodeError> {
    let envelope: Envelope = read("peer.manifest", &row.manifest)?;
    // It was verified when it was kept; here only the bytes are read again.
    let payload = envelope
        .payload_unverified(hearback_wire::manifest::MANIFEST_TYPE)
        .map_err(|_| hearback_store::StoreError::Inconsistent("peer.manifest"))?;
    Ok(Peer {
        node: parse("peer.node", &row.node)?,
        manifest: read("peer.manifest", &String::from_utf8_lossy(&payload))?,
        confirmed: row.confirmed,
        paused: row.paused,
        they_have: read("peer.they_have", &row.they_have)?,
        last_heard: row.last_heard.map(Millis),
        last_error: row.last_error,
    })
}

/// Keeps a peer, unconfirmed unless a person here confirmed it before.
async fn keep_peer(tx: &mut Tx, node: &NodeId, manifest: &Envelope) -> Result<(), NodeError> {
    const SQL: &str = "INSERT INTO peer (node, manifest, confirmed, paused, they_have) \
        VALUES ($1, $2, FALSE, FALSE, '{}') ON CONFLICT (node) DO UPDATE SET manifest = excluded.manifest";
    let json = serde_json::to_string(manifest)?;
    with_tx!(tx, |t| sqlx::query(SQL)
        .bind(node.as_str())
        .bind(json)
        .execute(t)
        .await
        .map(|_| ()))?;
    Ok(())
}

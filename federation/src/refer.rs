//! An intermediary sends its needs to producers, and says which needs are alike.

use hearback_store::Tx;
use hearback_wire::body::{Body, Link, Referral};
use hearback_wire::event::LogName;
use hearback_wire::id::{NodeId, RecId};
use hearback_wire::reference::NeedRef;
use hearback_wire::text::Words;
use hearback_wire::vocabulary::{ReferralRole, Relation};

use hearback_store::{with_pool, with_tx};

use crate::audit::{Act, Via};
use crate::error::NodeError;
use crate::node::Node;
use crate::release::Later;
use crate::rows::parse;
use crate::view::{HeldReply, NeedView};

impl Node {
    /// Sends one of this node's needs to a producer. Only one can lead.
    ///
    /// # Errors
    /// [`NodeError::Conflict`] when it was sent there before or already has a lead.
    pub async fn refer(
        &self,
        reference: NeedRef,
        producer: NodeId,
        role: ReferralRole,
        because: Option<Words>,
    ) -> Result<(), NodeError> {
        if let Some(words) = &because {
            self.gate_words(words.as_str())?;
        }
        if !self.producers().await?.iter().any(|p| p.node == producer) {
            return Err(NodeError::Invalid(
                "this is not a producer that is connected here".to_owned(),
            ));
        }
        let mut tx = self.pool().begin().await?;
        let need = self.known_need(&mut tx, reference).await?;
        check_referral(&need, &producer, role)?;
        let body = Body::Referral(Referral {
            need: need.key.clone(),
            producer,
            role,
            because,
        });
        self.append(&mut tx, LogName::Shared, RecId::draw(self.chance()), &body)
            .await?;
        self.notify_need(&mut tx, &need.key).await?;
        self.audit(&mut tx, Act::Refer, Via::Console, Some(reference))
            .await?;
        self.commit(tx).await
    }

    pub(crate) async fn known_need(
        &self,
        tx: &mut Tx,
        reference: NeedRef,
    ) -> Result<NeedView, NodeError> {
        let view = self.need_at(tx, reference).await?;
        view.ok_or(NodeError::NotFound(
            "there is no released need with this reference",
        ))
    }

    /// A person says that two needs are the same or related. Both go on.
    ///
    /// # Errors
    /// [`NodeError::NotFound`]; [`NodeError::Invalid`] for a need and itself.
    pub async fn link(&self, a: NeedRef, b: NeedRef, relation: Relation) -> Result<(), NodeError> {
        if a == b {
            return Err(NodeError::Invalid("please name another need".to_owned()));
        }
        let mut tx = self.pool().begin().await?;
        let (a_key, b_key) = (
            self.known_need(&mut tx, a).await?.key,
            self.known_need(&mut tx, b).await?.key,
        );
        let body = Body::Link(Link {
            a: a_key,
            b: b_key,
            relation,
        });
        self.append(&mut tx, LogName::Shared, RecId::draw(self.chance()), &body)
            .await?;
        self.audit(&mut tx, Act::Link, Via::Console, Some(a))
            .await?;
        self.commit(tx).await
    }

    /// Answers to producers' questions that wait for a moderator.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn held_replies(&self) -> Result<Vec<HeldReply>, NodeError> {
        const SQL: &str = "SELECT h.id, h.reference, q.words, h.words FROM held_reply h \
            JOIN question q ON h.question = q.node || '/' || q.rec \
            WHERE h.approved = FALSE ORDER BY h.reference, h.id";
        let rows: Vec<(String, String, String, String)> =
            with_pool!(self.pool(), |p| sqlx::query_as(SQL).fetch_all(p).await)?;
        rows.into_iter()
            .map(|(id, reference, question, words)| {
                Ok(HeldReply {
                    id: parse("held_reply.id", &id)?,
                    reference: parse("held_reply.reference", &reference)?,
                    question,
                    words,
                })
            })
            .collect()
    }

    /// A moderator lets an answer go to the producer that asked: later, among what others did.
    ///
    /// # Errors
    /// [`NodeError::Conflict`] when it has gone already.
    pub async fn approve_reply(&self, id: RecId) -> Result<(), NodeError> {
        const TAKE: &str = "UPDATE held_reply SET approved = TRUE, day = $2 \
            WHERE id = $1 AND approved = FALSE RETURNING reference";
        let mut tx = self.pool().begin().await?;
        let row: Option<(String,)> = with_tx!(&mut tx, |t| sqlx::query_as(TAKE)
            .bind(id.to_string())
            .bind(self.today().to_string())
            .fetch_optional(t)
            .await)?;
        let (reference,) = row.ok_or_else(crate::door::changed_before)?;
        let reference = parse("held_reply.reference", &reference)?;
        self.leaves_later(&mut tx, &Later::Answer(id)).await?;
        self.audit(&mut tx, Act::ApproveReply, Via::Console, Some(reference))
            .await?;
        self.commit(tx).await
    }
}

fn check_referral(need: &NeedView, producer: &NodeId, role: ReferralRole) -> Result<(), NodeError> {
    if !need.ours {
        return Err(NodeError::Invalid(
            "a need is sent on by the community it comes from".to_owned(),
        ));
    }
    if need.content.is_none() {
        return Err(NodeError::Conflict("this need was withdrawn".to_owned()));
    }
    if need.referrals.iter().any(|r| &r.holder == producer) {
        return Err(NodeError::Conflict(
            "it has been sent to this producer before".to_owned(),
        ));
    }
    let has_lead = need.referrals.iter().any(|r| r.role == ReferralRole::Lead);
    if role == ReferralRole::Lead && has_lead {
        return Err(NodeError::Conflict(
            "it has a lead; add others as contributors".to_owned(),
        ));
    }
    Ok(())
}

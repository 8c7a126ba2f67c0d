//! What the people who asked say of an answer.

use hearback_store::{Tx, with_tx};
use hearback_wire::body::{Body, VerdictGiven};
use hearback_wire::event::LogName;
use hearback_wire::id::{RecId, RecordKey};
use hearback_wire::intake::PutVerdict;

use super::{Once, listener};
use crate::error::NodeError;
use crate::node::Node;
use crate::read::{referrals_of, standing_of};
use crate::rows::parse;

impl Node {
    /// What the people who asked say of the answer. The asker's verdict goes to the producer; that
    /// of others stays here and is only ever counted.
    ///
    /// # Errors
    /// [`NodeError::NotFound`] for a handle that listens to nothing.
    pub async fn put_verdict(
        &self,
        bot: &str,
        put: PutVerdict,
        token: &str,
    ) -> Result<(), NodeError> {
        const SQL: &str = "UPDATE listener SET verdict = $2, felt_heard = $3 WHERE handle = $1";
        if put.felt_heard.is_some_and(|f| !(1..=5).contains(&f)) {
            return Err(NodeError::Invalid(
                "say from 1 (not at all) to 5 (fully)".to_owned(),
            ));
        }
        let once = Once { bot, token };
        let mut tx = self.pool().begin().await?;
        if once.before::<()>(&mut tx, "verdict").await?.is_some() {
            return Ok(());
        }
        let listening = listener(&mut tx, bot, put.handle).await?;
        let listening = listening.ok_or(NodeError::NotFound("this thread listens to no need"))?;
        with_tx!(&mut tx, |t| sqlx::query(SQL)
            .bind(&listening.handle)
            .bind(put.verdict.code())
            .bind(put.felt_heard.map(i64::from))
            .execute(t)
            .await
            .map(|_| ()))?;
        let need: RecordKey = parse("listener.need", &listening.need)?;
        if listening.asker && &need.node == self.id() {
            self.send_verdict(&mut tx, &need, put.verdict).await?;
        }
        once.remember(&mut tx, "verdict", &()).await?;
        self.commit(tx).await
    }

    async fn send_verdict(
        &self,
        tx: &mut Tx,
        need: &RecordKey,
        verdict: hearback_wire::vocabulary::Verdict,
    ) -> Result<(), NodeError> {
        for made in referrals_of(tx, need).await? {
            let standing = standing_of(tx, &made).await?;
            let log = LogName::Pair(standing.holder);
            let rec = self.verdict_rec(tx, &made.key).await?;
            let body = Body::Verdict(VerdictGiven {
                referral: made.key.clone(),
                verdict,
            });
            self.append(tx, log, rec, &body).await?;
        }
        Ok(())
    }

    /// The record of the asker's verdict on a referral, so that a later one takes its place.
    async fn verdict_rec(&self, tx: &mut Tx, referral: &RecordKey) -> Result<RecId, NodeError> {
        const SQL: &str = "SELECT rec FROM verdict WHERE node = $1 AND referral = $2 LIMIT 1";
        let row: Option<(String,)> = with_tx!(tx, |t| sqlx::query_as(SQL)
            .bind(self.id().as_str())
            .bind(referral.to_string())
            .fetch_optional(t)
            .await)?;
        Ok(row.map_or_else(
            || Ok(RecId::draw(self.chance())),
            |(rec,)| parse("verdict.rec", &rec),
        )?)
    }
}

//! What the people who asked say of an answer.

use hearback_store::with_tx;
use hearback_wire::id::RecordKey;
use hearback_wire::intake::PutVerdict;

use super::{Once, listener};
use crate::error::NodeError;
use crate::node::Node;
use crate::release::Later;
use crate::rows::parse;

impl Node {
    /// What the people who asked say of the answer. The asker's verdict goes to the producer, later;
    /// that of others stays here and is only ever counted.
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
            let verdict = Later::Verdict(need, put.verdict);
            self.leaves_later(&mut tx, &verdict).await?;
        }
        once.remember(&mut tx, "verdict", &()).await?;
        self.commit(tx).await
    }
}

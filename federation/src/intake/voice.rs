//! Adding a voice to a need.

use hearback_store::with_tx;
use hearback_wire::intake::{NeedSummary, PutVoice};
use hearback_wire::reference::NeedRef;

use super::Once;
use crate::error::NodeError;
use crate::node::Node;
use crate::search::summary;

impl Node {
    /// One person adds their voice to a released need, and listens to it from now on.
    ///
    /// # Errors
    /// [`NodeError::NotFound`]; [`NodeError::Conflict`] when the handle already listens.
    pub async fn put_voice(
        &self,
        bot: &str,
        reference: NeedRef,
        put: PutVoice,
        token: &str,
    ) -> Result<NeedSummary, NodeError> {
        const SQL: &str = "INSERT INTO listener (handle, bot, need, asker, voice) \
            VALUES ($1, $2, $3, FALSE, $4) ON CONFLICT (handle) DO NOTHING";
        let once = Once { bot, token };
        let mut tx = self.pool().begin().await?;
        if let Some(answer) = once.before(&mut tx, "voice").await? {
            return Ok(answer);
        }
        let view = self.need_at(&mut tx, reference).await?;
        let missing = NodeError::NotFound("there is no need with this reference");
        let view = view
            .filter(|view| view.audience.is_public())
            .ok_or(missing)?;
        let answer = summary(&view)
            .ok_or_else(|| NodeError::Conflict("this need was withdrawn".to_owned()))?;
        let rows = with_tx!(&mut tx, |t| sqlx::query(SQL)
            .bind(put.handle.to_string())
            .bind(bot)
            .bind(view.key.to_string())
            .bind(put.voice.code())
            .execute(t)
            .await
            .map(|r| r.rows_affected()))?;
        if rows == 0 {
            return Err(NodeError::Conflict(
                "this handle already speaks for a need".to_owned(),
            ));
        }
        self.voices_changed(&mut tx, &view.key).await?;
        once.remember(&mut tx, "voice", &answer).await?;
        self.commit(tx).await?;
        Ok(answer)
    }
}

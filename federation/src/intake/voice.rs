//! Adding a voice to a need, and saying in the log how many there are, as a band.

use hearback_store::{Tx, with_tx};
use hearback_wire::body::{Body, Need, Voices};
use hearback_wire::event::LogName;
use hearback_wire::id::{RecId, RecordKey};
use hearback_wire::intake::{NeedSummary, PutVoice};
use hearback_wire::reference::NeedRef;
use hearback_wire::vocabulary::Band;

use super::Once;
use crate::error::NodeError;
use crate::node::Node;
use crate::rows::{parse, read};
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
        let view = view.ok_or(missing)?;
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
        self.publish_band(&mut tx, &view.key).await?;
        once.remember(&mut tx, "voice", &answer).await?;
        self.commit(tx).await?;
        Ok(answer)
    }

    /// Says in the log how many here support a need, when the band has changed. Under ten says
    /// nothing, so that one voice more or less cannot be seen.
    pub(super) async fn publish_band(
        &self,
        tx: &mut Tx,
        need: &RecordKey,
    ) -> Result<(), NodeError> {
        const COUNT: &str = "SELECT COUNT(*) FROM listener WHERE need = $1";
        const OWN: &str = "SELECT rec, band FROM voices WHERE node = $1 AND need = $2";
        let key = need.to_string();
        let (count,): (i64,) = with_tx!(&mut *tx, |t| sqlx::query_as(COUNT)
            .bind(&key)
            .fetch_one(t)
            .await)?;
        let band = Band::of(crate::append::small(count));
        if &need.node == self.id() {
            return self.publish_own_band(tx, need, band).await;
        }
        let said: Option<(String, String)> = with_tx!(&mut *tx, |t| sqlx::query_as(OWN)
            .bind(self.id().as_str())
            .bind(&key)
            .fetch_optional(t)
            .await)?;
        let (rec, before) = match said {
            Some((rec, band)) => (parse("voices.rec", &rec)?, parse("voices.band", &band)?),
            None => (RecId::draw(self.chance()), Band::Under10),
        };
        if band == before {
            return Ok(());
        }
        let body = Body::Voices(Voices {
            need: need.clone(),
            band,
        });
        self.append(tx, LogName::Shared, rec, &body).await
    }

    async fn publish_own_band(
        &self,
        tx: &mut Tx,
        need: &RecordKey,
        band: Band,
    ) -> Result<(), NodeError> {
        let latest = latest_need(tx, need).await?;
        match latest {
            Some(latest) if latest.voices != band => {
                let body = Body::Need(Box::new(Need {
                    voices: band,
                    ..latest
                }));
                self.append(tx, LogName::Shared, need.rec, &body).await
            }
            _ => Ok(()),
        }
    }
}

/// The need's latest event body, from the log itself.
async fn latest_need(tx: &mut Tx, key: &RecordKey) -> Result<Option<Need>, NodeError> {
    const SQL: &str = "SELECT body FROM event WHERE node = $1 AND rec = $2 AND kind = 'need' \
        AND body IS NOT NULL ORDER BY epoch DESC, seq DESC LIMIT 1";
    let row: Option<(String,)> = with_tx!(tx, |t| sqlx::query_as(SQL)
        .bind(key.node.as_str())
        .bind(key.rec.to_string())
        .fetch_optional(t)
        .await)?;
    let Some((body,)) = row else { return Ok(None) };
    let bytes = data_encoding::BASE64
        .decode(body.as_bytes())
        .map_err(|_| hearback_store::StoreError::Inconsistent("event.body"))?;
    Ok(Some(read("event.body", &String::from_utf8_lossy(&bytes))?))
}

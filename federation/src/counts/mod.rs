//! How many people support a need: counted here, and said to others only as a band, with noise, once
//! a quarter at the most and only when the band is another one.
//!
//! Must never say a count, nor a band at the moment at which somebody added or took back a voice: a
//! band that changes tells whoever saw the voice that it was the tenth.

mod noise;

use hearback_store::{Tx, with_tx};
use hearback_wire::body::{Body, Need, Voices};
use hearback_wire::day::Day;
use hearback_wire::event::LogName;
use hearback_wire::id::{RecId, RecordKey};
use hearback_wire::vocabulary::Band;

use crate::append::small;
use crate::error::NodeError;
use crate::node::Node;
use crate::release::Schedule;
use crate::rows::{parse, read};

/// What may be spent on one need in a year, in thousandths of epsilon.
const YEARLY: i64 = 4000;
/// Days that make a year of the ledger.
const YEAR: i32 = 366;

impl Node {
    /// Somebody added or took back a voice. Where needs leave at once, so do bands; elsewhere the
    /// quarter's turn comes.
    pub(crate) async fn voices_changed(
        &self,
        tx: &mut Tx,
        need: &RecordKey,
    ) -> Result<(), NodeError> {
        if self.0.settings.release != Schedule::AtOnce {
            return Ok(());
        }
        let count = count_of(tx, need).await?;
        self.say_band(tx, need, Band::of(small(count))).await
    }

    /// Looks at every count whose quarter has come, and says the bands that are other ones.
    pub(crate) async fn say_counts(&self, tx: &mut Tx) -> Result<(), NodeError> {
        // Those that were counted too: the last voice may have left meanwhile.
        const NEEDS: &str = "SELECT need FROM (SELECT need FROM listener UNION \
            SELECT need FROM count_ledger) AS n WHERE NOT EXISTS (SELECT 1 FROM count_ledger c \
            WHERE c.need = n.need AND c.quarter = $1) ORDER BY need";
        let needs: Vec<(String,)> = with_tx!(&mut *tx, |t| sqlx::query_as(NEEDS)
            .bind(quarter(self.today()))
            .fetch_all(t)
            .await)?;
        for (need,) in needs {
            if !spend(tx, &need, self.today()).await? {
                continue;
            }
            let need = parse("listener.need", &need)?;
            let noisy = count_of(tx, &need).await? + noise::noise(self.chance());
            self.say_band(tx, &need, Band::of(small(noisy))).await?;
        }
        Ok(())
    }

    /// Says a band in the log if it is another than was said last.
    async fn say_band(&self, tx: &mut Tx, need: &RecordKey, band: Band) -> Result<(), NodeError> {
        const OWN: &str = "SELECT rec, band FROM voices WHERE node = $1 AND need = $2";
        if &need.node == self.id() {
            return self.say_own_band(tx, need, band).await;
        }
        let said: Option<(String, String)> = with_tx!(&mut *tx, |t| sqlx::query_as(OWN)
            .bind(self.id().as_str())
            .bind(need.to_string())
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

    async fn say_own_band(
        &self,
        tx: &mut Tx,
        need: &RecordKey,
        band: Band,
    ) -> Result<(), NodeError> {
        match latest_need(tx, need).await? {
            // One that was let leave under other rules is not said again, and holds up nothing.
            Some(latest) if latest.voices != band && self.gate(&latest.content).is_ok() => {
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

/// How many people here support a need.
async fn count_of(tx: &mut Tx, need: &RecordKey) -> Result<i64, NodeError> {
    const COUNT: &str = "SELECT COUNT(*) FROM listener WHERE need = $1";
    let (count,): (i64,) = with_tx!(tx, |t| sqlx::query_as(COUNT)
        .bind(need.to_string())
        .fetch_one(t)
        .await)?;
    Ok(count)
}

/// Enters a look at a count in the ledger; false if the quarter's was taken, or the year's budget is
/// spent.
async fn spend(tx: &mut Tx, need: &str, today: Day) -> Result<bool, NodeError> {
    const SPENT: &str = "SELECT CAST(COALESCE(SUM(spent), 0) AS BIGINT) FROM count_ledger WHERE need = $1 AND day > $2";
    const ENTER: &str = "INSERT INTO count_ledger (need, quarter, day, spent) \
        VALUES ($1, $2, $3, $4) ON CONFLICT (need, quarter) DO NOTHING";
    let (spent,): (i64,) = with_tx!(&mut *tx, |t| sqlx::query_as(SPENT)
        .bind(need)
        .bind(today.plus_days(-YEAR).to_string())
        .fetch_one(t)
        .await)?;
    if spent + noise::SPENDS > YEARLY {
        return Ok(false);
    }
    let rows = with_tx!(tx, |t| sqlx::query(ENTER)
        .bind(need)
        .bind(quarter(today))
        .bind(today.to_string())
        .bind(noise::SPENDS)
        .execute(t)
        .await
        .map(|r| r.rows_affected()))?;
    Ok(rows == 1)
}

/// `2026-Q4`.
fn quarter(day: Day) -> String {
    let date = day.date();
    format!("{}-Q{}", date.year(), (date.month() + 2) / 3)
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

//! What people agreed to, without the words: a day, a hash, and who may read.
//!
//! It must never keep the words themselves: they stand in the thread, and go when they go.

use hearback_store::{Tx, with_pool, with_tx};
use hearback_wire::clock::Millis;
use hearback_wire::day::Day;
use hearback_wire::id::Hash;
use serde::{Deserialize, Serialize};

use super::{Vault, VaultError};

/// What a consent is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Purpose {
    /// The approved words may leave.
    Need,
    /// A moderator's words may leave in their place.
    Edit,
    /// An answer to a question may leave.
    Reply,
    /// The voice may be counted.
    Voice,
}

impl Purpose {
    const ALL: [Self; 4] = [Self::Need, Self::Edit, Self::Reply, Self::Voice];

    const fn code(self) -> &'static str {
        match self {
            Self::Need => "need",
            Self::Edit => "edit",
            Self::Reply => "reply",
            Self::Voice => "voice",
        }
    }
}

/// Where something was agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Way {
    /// In the web room.
    Room,
    /// In a room of the Matrix network.
    Matrix,
    /// On Discord.
    Discord,
}

/// What stands sealed of a consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Detail {
    /// The SHA-256 of the words as they were shown; none for a voice.
    pub(crate) words: Option<Hash>,
    /// The organisation whose moderators read first.
    pub(crate) read_first_by: String,
    pub(crate) way: Way,
    /// For how many days after its last message the thread is kept.
    pub(crate) kept_days: u16,
}

/// What somebody agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Receipt {
    pub(crate) purpose: Purpose,
    /// The day.
    pub(crate) given: Day,
    /// The day on which they took it back.
    pub(crate) withdrawn: Option<Day>,
    /// The version of the notice.
    pub(crate) notice: String,
    pub(crate) lang: String,
    /// None for a consent of an older version.
    #[serde(flatten)]
    pub(crate) detail: Option<Detail>,
}

#[derive(sqlx::FromRow)]
struct Row {
    purpose: String,
    notice_version: String,
    lang: String,
    given_at: i64,
    withdrawn_at: Option<i64>,
    detail: Option<String>,
}

const CONSENT: &str =
    "INSERT INTO consent (thread, purpose, notice_version, lang, given_at, detail)
    VALUES ($1, $2, $3, $4, $5, $6)";
const WITHDRAW: &str =
    "UPDATE consent SET withdrawn_at = $2 WHERE thread = $1 AND withdrawn_at IS NULL";
const READ: &str = "SELECT purpose, notice_version, lang, given_at, withdrawn_at, detail
    FROM consent WHERE thread = $1 ORDER BY given_at, purpose";

/// Milliseconds in a day: of the time, only the day is kept.
const DAY: i64 = 24 * 3600 * 1000;

impl Vault {
    /// Records what was agreed to, under which notice, in which language.
    pub(crate) async fn consent(
        &self,
        tx: &mut Tx,
        thread: &str,
        (purpose, detail): (Purpose, &Detail),
        (version, lang): (&str, &str),
        now: Millis,
    ) -> Result<(), VaultError> {
        let sealed = self.seal.close("consent", thread, detail)?;
        with_tx!(tx, |t| sqlx::query(CONSENT)
            .bind(thread)
            .bind(purpose.code())
            .bind(version)
            .bind(lang)
            .bind(now.0 - now.0.rem_euclid(DAY))
            .bind(sealed)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Records that a thread's consents ended.
    pub(crate) async fn end_consent(
        &self,
        tx: &mut Tx,
        thread: &str,
        now: Millis,
    ) -> Result<(), VaultError> {
        with_tx!(tx, |t| sqlx::query(WITHDRAW)
            .bind(thread)
            .bind(now.0 - now.0.rem_euclid(DAY))
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// What was agreed to in a thread, the first first.
    pub(crate) async fn receipts(&self, thread: &str) -> Result<Vec<Receipt>, VaultError> {
        let rows = with_pool!(&self.pool, |p| sqlx::query_as::<_, Row>(READ)
            .bind(thread)
            .fetch_all(p)
            .await)?;
        rows.into_iter()
            .filter_map(|row| self.receipt(thread, row).transpose())
            .collect()
    }

    fn receipt(&self, thread: &str, row: Row) -> Result<Option<Receipt>, VaultError> {
        let purpose = Purpose::ALL.into_iter().find(|p| p.code() == row.purpose);
        let Some(purpose) = purpose else {
            return Ok(None);
        };
        let sealed = row.detail.as_deref();
        Ok(Some(Receipt {
            purpose,
            given: Day::of(Millis(row.given_at)),
            withdrawn: row.withdrawn_at.map(|at| Day::of(Millis(at))),
            notice: row.notice_version,
            lang: row.lang,
            detail: sealed
                .map(|sealed| self.seal.open("consent", thread, sealed))
                .transpose()?,
        }))
    }
}

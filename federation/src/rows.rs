//! Rows as they stand in tables, and how they are read back into types.

use hearback_store::StoreError;
use hearback_wire::content::Content;
use hearback_wire::intake::Waives;
use hearback_wire::vocabulary::{Audience, Wording};
use serde::de::DeserializeOwned;

/// Reads a stored code, id or date.
pub(crate) fn parse<T: std::str::FromStr>(
    column: &'static str,
    text: &str,
) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::Inconsistent(column))
}

/// Reads stored JSON.
pub(crate) fn read<T: DeserializeOwned>(column: &'static str, json: &str) -> Result<T, StoreError> {
    serde_json::from_str(json).map_err(|_| StoreError::Inconsistent(column))
}

/// The query that reads needs at the door as [`HeldRow`]s; what is given goes on from `FROM held`.
macro_rules! select_held {
    ($rest:literal) => {
        concat!(
            "SELECT reference, rec, bot, handle, status, content, hash, approved, before, said, \
             appealed, released, created_day, removed, author, leaves, waited, alone, \
             wording, waived, first_by, two, audience FROM held ",
            $rest
        )
    };
}
pub(crate) use select_held;

/// The query that reads released needs as [`NeedRow`]s; what is given goes on from `FROM need`.
macro_rules! select_need {
    ($rest:literal) => {
        concat!(
            "SELECT node, rec, reference, content, voices, released, day, withdrawn, audience FROM need ",
            $rest
        )
    };
}
pub(crate) use select_need;

#[expect(
    clippy::struct_excessive_bools,
    reason = "a row as it stands in its table, not a state"
)]
#[derive(sqlx::FromRow)]
pub(crate) struct HeldRow {
    pub(crate) reference: String,
    pub(crate) rec: String,
    pub(crate) bot: String,
    pub(crate) handle: String,
    pub(crate) status: String,
    pub(crate) content: String,
    pub(crate) hash: String,
    pub(crate) approved: String,
    pub(crate) before: Option<String>,
    pub(crate) said: Option<String>,
    pub(crate) appealed: bool,
    pub(crate) released: bool,
    pub(crate) created_day: String,
    pub(crate) removed: String,
    /// The key of the HMAC that stands for whoever wrote it.
    pub(crate) author: Option<String>,
    /// The day of its next window, once both keys let it go.
    pub(crate) leaves: Option<String>,
    /// Windows that passed without it.
    pub(crate) waited: i64,
    /// A moderator let it leave among fewer.
    pub(crate) alone: bool,
    /// How near the words are to those first written, if the bot said so.
    pub(crate) wording: Option<String>,
    /// What was answered for, as JSON.
    pub(crate) waived: String,
    /// An opaque key of the first of two moderators.
    pub(crate) first_by: Option<String>,
    /// Whether two moderators approved it.
    pub(crate) two: bool,
    /// For whom those who approved it did.
    pub(crate) audience: String,
}

impl HeldRow {
    /// The words and facets as they stand.
    pub(crate) fn content(&self) -> Result<Content, StoreError> {
        read("held.content", &self.content)
    }

    /// How near the words are to those first written.
    pub(crate) fn wording(&self) -> Result<Option<Wording>, StoreError> {
        let wording = self.wording.as_deref();
        wording.map(|text| parse("held.wording", text)).transpose()
    }

    /// For whom those who approved it did.
    pub(crate) fn audience(&self) -> Result<Audience, StoreError> {
        parse("held.audience", &self.audience)
    }

    /// What was answered for about these words.
    pub(crate) fn waives(&self) -> Result<Waives, StoreError> {
        read("held.waived", &self.waived)
    }
}

#[derive(Clone, sqlx::FromRow)]
pub(crate) struct NeedRow {
    pub(crate) node: String,
    pub(crate) rec: String,
    pub(crate) reference: String,
    pub(crate) content: Option<String>,
    pub(crate) voices: String,
    pub(crate) released: String,
    pub(crate) day: String,
    pub(crate) withdrawn: bool,
    pub(crate) audience: String,
}

#[derive(sqlx::FromRow)]
pub(crate) struct SummaryRow {
    pub(crate) need: String,
    pub(crate) reference: String,
    pub(crate) content: Option<String>,
    pub(crate) voices: String,
    pub(crate) status: String,
    pub(crate) latest: Option<String>,
}

#[derive(Clone, sqlx::FromRow)]
pub(crate) struct ReferralRow {
    pub(crate) node: String,
    pub(crate) rec: String,
    pub(crate) need: String,
    pub(crate) producer: String,
    pub(crate) role: String,
    pub(crate) day: String,
}

#[derive(Clone, sqlx::FromRow)]
pub(crate) struct ResponseRow {
    pub(crate) node: String,
    pub(crate) epoch: i64,
    pub(crate) seq: i64,
    pub(crate) answer: String,
    pub(crate) lang: String,
    pub(crate) day: String,
}

#[derive(Clone, sqlx::FromRow)]
pub(crate) struct ListenerRow {
    pub(crate) handle: String,
    pub(crate) bot: String,
    pub(crate) need: String,
    pub(crate) asker: bool,
}

#[derive(sqlx::FromRow)]
pub(crate) struct PeerRecord {
    pub(crate) node: String,
    pub(crate) manifest: String,
    pub(crate) confirmed: bool,
    pub(crate) paused: bool,
    pub(crate) they_have: String,
    pub(crate) last_heard: Option<i64>,
    pub(crate) last_error: Option<String>,
}

#[derive(sqlx::FromRow)]
pub(crate) struct EventRow {
    pub(crate) envelope: String,
    pub(crate) salt: Option<String>,
    pub(crate) body: Option<String>,
}

//! What stands around a need and its referrals: voices, links, verdicts, questions. Reads only.

use hearback_store::{Tx, with_tx};
use hearback_wire::id::RecordKey;
use hearback_wire::reference::NeedRef;
use hearback_wire::vocabulary::{Band, Relation};

use crate::error::NodeError;
use crate::rows::parse;
use crate::view::QuestionView;

/// The largest band that any one intermediary gives: bands cannot be added without saying more
/// than each of them does.
pub(crate) async fn voices_of(tx: &mut Tx, need: &RecordKey, own: Band) -> Result<Band, NodeError> {
    const SQL: &str = "SELECT band FROM voices WHERE need = $1";
    let rows: Vec<(String,)> = with_tx!(tx, |t| sqlx::query_as(SQL)
        .bind(need.to_string())
        .fetch_all(t)
        .await)?;
    rows.into_iter().try_fold(own, |most, (code,)| {
        Ok(most.max(parse("voices.band", &code)?))
    })
}

/// Whether the asker last said that the answer does not meet the need.
pub(crate) async fn disputed(tx: &mut Tx, referral: &RecordKey) -> Result<bool, NodeError> {
    const SQL: &str = "SELECT COUNT(*) FROM verdict WHERE referral = $1 AND verdict = 'not_met'";
    let (count,): (i64,) = with_tx!(tx, |t| sqlx::query_as(SQL)
        .bind(referral.to_string())
        .fetch_one(t)
        .await)?;
    Ok(count > 0)
}

/// What a producer asked privately, with what was answered.
pub(crate) async fn questions_of(
    tx: &mut Tx,
    referral: &RecordKey,
) -> Result<Vec<QuestionView>, NodeError> {
    const SQL: &str = "SELECT q.rec, q.words, a.words FROM question q \
        LEFT JOIN answered a ON a.question = q.node || '/' || q.rec \
        WHERE q.referral = $1 ORDER BY q.node, q.rec";
    let rows: Vec<(String, String, Option<String>)> = with_tx!(tx, |t| sqlx::query_as(SQL)
        .bind(referral.to_string())
        .fetch_all(t)
        .await)?;
    rows.into_iter()
        .map(|(rec, words, answer)| {
            Ok(QuestionView {
                question: parse("question.rec", &rec)?,
                words,
                answer,
            })
        })
        .collect()
}

/// Needs that a person found to be alike.
pub(crate) async fn links_of(
    tx: &mut Tx,
    need: &RecordKey,
) -> Result<Vec<(NeedRef, Relation)>, NodeError> {
    const SQL: &str = "SELECT n.reference, l.relation FROM link l JOIN need n \
        ON n.node || '/' || n.rec = l.b WHERE l.a = $1 \
        UNION ALL SELECT n.reference, l.relation FROM link l JOIN need n \
        ON n.node || '/' || n.rec = l.a WHERE l.b = $1 ORDER BY 1";
    let rows: Vec<(String, String)> = with_tx!(tx, |t| sqlx::query_as(SQL)
        .bind(need.to_string())
        .fetch_all(t)
        .await)?;
    rows.into_iter()
        .map(|(reference, relation)| {
            Ok((
                parse("need.reference", &reference)?,
                parse("link.relation", &relation)?,
            ))
        })
        .collect()
}

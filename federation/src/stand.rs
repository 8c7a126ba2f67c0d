//! Where needs and referrals stand, kept beside them for lists and counts.
//!
//! Derived from rows of the log's projections alone, whenever one of them comes: the same in whatever
//! order they came. Must never hold what cannot be derived again.

use hearback_store::{Tx, with_pool, with_tx};
use hearback_wire::body::Body;
use hearback_wire::content::Content;
use hearback_wire::day::Day;
use hearback_wire::id::{NodeId, RecordKey};
use hearback_wire::reference::NeedRef;
use hearback_wire::vocabulary::ReferralRole;

use crate::derive::{Standing, need_status};
use crate::error::NodeError;
use crate::node::Node;
use crate::read::{Made, SaidTag, referral, referrals_of, standing_of};
use crate::rows::parse;

/// Needs that are derived in one transaction when a database of before is opened.
const AT_ONCE: i64 = 200;

/// What is searched of a need: its words, and its themes between commas.
pub(crate) fn searched(reference: NeedRef, content: &Content) -> (String, String) {
    let words = format!("{} {reference}", content.statement).to_lowercase();
    let themes: Vec<_> = content.themes.iter().map(|tag| tag.theme.code()).collect();
    (words, format!(",{},", themes.join(",")))
}

/// The need that stands elsewhere once this was folded, if any does.
pub(crate) async fn moved_by(
    tx: &mut Tx,
    key: &RecordKey,
    body: &Body,
) -> Result<Option<RecordKey>, NodeError> {
    Ok(match body {
        Body::Need(_) | Body::Erase(_) => Some(key.clone()),
        Body::Referral(made) => Some(made.need.clone()),
        Body::Response(response) => {
            // It may be on its way to the tables with its referral, by another copy of the program.
            lock(tx, &response.need).await?;
            // Not the need that the answer names: a producer may name any.
            referral(tx, &response.referral).await?.map(|r| r.need)
        }
        _ => None,
    })
}

/// What one need's referrals came to.
#[derive(Default)]
struct Stand {
    statuses: Vec<(bool, hearback_wire::status::Status)>,
    answered: bool,
    latest: Option<(Day, String)>,
}

impl Stand {
    fn take(&mut self, made: &Made, standing: &Standing<SaidTag>) {
        let lead = made.role == ReferralRole::Lead;
        self.statuses.push((lead, standing.status));
        let last = standing.said.last();
        self.answered |= last.is_some_and(|(_, said)| said.answer.words().is_some());
        for (_, said) in &standing.said {
            let Some(words) = said.answer.words() else {
                continue;
            };
            // Of one day the later counts, as in the timeline.
            if self
                .latest
                .as_ref()
                .is_none_or(|(day, _)| *day <= said.tag.day)
            {
                self.latest = Some((said.tag.day, words.to_string()));
            }
        }
    }
}

/// Derives anew where a need and its referrals stand.
pub(crate) async fn settle(tx: &mut Tx, need: &RecordKey) -> Result<(), NodeError> {
    const SQL: &str = "UPDATE need SET sent = $4, answered = $5, latest = $6, \
        status = CASE WHEN withdrawn THEN 'withdrawn' ELSE $3 END WHERE node = $1 AND rec = $2";
    lock(tx, need).await?;
    let mut stand = Stand::default();
    for made in referrals_of(tx, need).await? {
        let standing = standing_of(tx, &made).await?;
        stand.take(&made, &standing);
        settle_referral(tx, &made.key, &standing).await?;
    }
    with_tx!(tx, |t| sqlx::query(SQL)
        .bind(need.node.as_str())
        .bind(need.rec.to_string())
        .bind(need_status(false, &stand.statuses).code())
        .bind(!stand.statuses.is_empty())
        .bind(stand.answered)
        .bind(stand.latest.map(|(_, words)| words))
        .execute(t)
        .await
        .map(|_| ()))?;
    Ok(())
}

/// Holds a need until the commit: two copies of the program that take in two answers would each derive
/// without the other's.
async fn lock(tx: &mut Tx, need: &RecordKey) -> Result<(), NodeError> {
    const SQL: &str = "UPDATE need SET status = status WHERE node = $1 AND rec = $2";
    with_tx!(tx, |t| sqlx::query(SQL)
        .bind(need.node.as_str())
        .bind(need.rec.to_string())
        .execute(t)
        .await
        .map(|_| ()))?;
    Ok(())
}

async fn settle_referral(
    tx: &mut Tx,
    key: &RecordKey,
    standing: &Standing<SaidTag>,
) -> Result<(), NodeError> {
    const SQL: &str = "UPDATE referral SET status = $3, holder = $4, offered_to = $5 \
        WHERE node = $1 AND rec = $2";
    with_tx!(tx, |t| sqlx::query(SQL)
        .bind(key.node.as_str())
        .bind(key.rec.to_string())
        .bind(standing.status.code())
        .bind(standing.holder.as_str())
        .bind(standing.offered_to.as_ref().map(NodeId::as_str))
        .execute(t)
        .await
        .map(|_| ()))?;
    Ok(())
}

impl Node {
    /// Derives where needs of a database from before these columns stand, a few at a time.
    pub(crate) async fn settle_what_was_there(&self) -> Result<(), NodeError> {
        const SQL: &str = "SELECT node, rec, reference, content FROM need \
            WHERE status IS NULL LIMIT $1";
        const SEARCHED: &str =
            "UPDATE need SET words = $3, themes = $4 WHERE node = $1 AND rec = $2";
        loop {
            let rows: Vec<(String, String, String, Option<String>)> =
                with_pool!(self.pool(), |p| sqlx::query_as(SQL)
                    .bind(AT_ONCE)
                    .fetch_all(p)
                    .await)?;
            if rows.is_empty() {
                return Ok(());
            }
            tracing::info!(needs = rows.len(), "deriving where needs stand");
            let mut tx = self.pool().begin().await?;
            for (node, rec, reference, content) in rows {
                let need = RecordKey {
                    node: parse("need.node", &node)?,
                    rec: parse("need.rec", &rec)?,
                };
                let (words, themes) = match content {
                    Some(json) => searched(
                        parse("need.reference", &reference)?,
                        &crate::rows::read("need.content", &json)?,
                    ),
                    None => (reference.to_lowercase(), String::new()),
                };
                with_tx!(&mut tx, |t| sqlx::query(SEARCHED)
                    .bind(node)
                    .bind(rec)
                    .bind(words)
                    .bind(themes)
                    .execute(t)
                    .await
                    .map(|_| ()))?;
                settle(&mut tx, &need).await?;
            }
            tx.commit().await?;
        }
    }
}

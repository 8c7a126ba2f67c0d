//! A producer's inbox: referrals that it holds, or that another passed on to it.

use hearback_matching::{Calendar, add_working_days};
use hearback_store::{Tx, with_pool, with_tx};
use hearback_wire::content::Content;
use hearback_wire::day::Day;
use hearback_wire::id::RecordKey;
use hearback_wire::reference::NeedRef;
use hearback_wire::status::Status;

use crate::error::NodeError;
use crate::list::{Listed, Part};
use crate::node::Node;
use crate::read::{REPLY_DAYS, referral};
use crate::rows::{NeedRow, parse, read, select_need};
use crate::view::{NeedView, ReferralView};

/// More days than any count of working days here takes.
const MOST_DAYS: i32 = 100;

/// A referral as a producer's programs read it.
#[derive(Debug, Clone, serde::Serialize)]
pub struct InboxRow {
    /// The referral.
    pub referral: RecordKey,
    /// The need.
    #[serde(rename = "ref")]
    pub reference: NeedRef,
    /// Where the referral stands, or that the need was taken back.
    pub status: Status,
    /// The need's words; none once it was taken back.
    pub statement: Option<String>,
    /// Whether another producer passed it on and this one has not answered.
    pub offered: bool,
}

/// How many referrals a producer holds or is offered, and how many of them are late.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct InboxCounts {
    /// All.
    pub all: i64,
    /// Past the day on which a reply was due.
    pub late: i64,
}

impl Node {
    /// Referrals that this node holds or is offered, with their needs: first those that await a
    /// reply, the oldest first.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn inbox(&self, part: Part) -> Result<Listed<(NeedView, ReferralView)>, NodeError> {
        let mut tx = self.pool().read().await?;
        let listed = part.cut(self.inbox_rows(&mut tx, part).await?);
        let mut rows = Vec::with_capacity(listed.rows.len());
        for row in listed.rows {
            let (need, referral) = (row.need()?, row.referral()?);
            rows.extend(self.with_referral(&mut tx, &need, &referral).await?);
        }
        Ok(Listed {
            rows,
            more: listed.more,
        })
    }

    /// The same as rows.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn inbox_list(&self, part: Part) -> Result<Listed<InboxRow>, NodeError> {
        let mut tx = self.pool().read().await?;
        let listed = part.cut(self.inbox_rows(&mut tx, part).await?);
        let rows = listed.rows.into_iter().map(|row| row.shown(self));
        Ok(Listed {
            rows: rows.collect::<Result<_, _>>()?,
            more: listed.more,
        })
    }

    async fn inbox_rows(&self, tx: &mut Tx, part: Part) -> Result<Vec<ReferralLine>, NodeError> {
        const SQL: &str = "SELECT r.node, r.rec, r.need, r.status, r.offered_to, n.reference, \
            n.content FROM referral r JOIN need n ON n.node || '/' || n.rec = r.need \
            WHERE r.holder = $1 OR r.offered_to = $1 ORDER BY CASE WHEN n.withdrawn = FALSE \
            AND r.status IN ('referred', 'under_consideration', 'clarifying') THEN 0 ELSE 1 END, \
            r.day, r.node, r.rec LIMIT $2 OFFSET $3";
        let (most, skip) = part.bounds();
        Ok(with_tx!(tx, |t| sqlx::query_as(SQL)
            .bind(self.id().as_str())
            .bind(most)
            .bind(skip)
            .fetch_all(t)
            .await)?)
    }

    /// A referral that this node holds or is offered, with its need.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn in_inbox(
        &self,
        key: &RecordKey,
    ) -> Result<Option<(NeedView, ReferralView)>, NodeError> {
        let mut tx = self.pool().read().await?;
        let Some(made) = referral(&mut tx, key).await? else {
            return Ok(None);
        };
        let found = self.with_referral(&mut tx, &made.need, key).await?;
        Ok(found
            .filter(|(_, r)| &r.holder == self.id() || r.offered_to.as_ref() == Some(self.id())))
    }

    async fn with_referral(
        &self,
        tx: &mut Tx,
        need: &RecordKey,
        referral: &RecordKey,
    ) -> Result<Option<(NeedView, ReferralView)>, NodeError> {
        const SQL: &str = select_need!("WHERE node = $1 AND rec = $2");
        let row: Option<NeedRow> = with_tx!(&mut *tx, |t| sqlx::query_as(SQL)
            .bind(need.node.as_str())
            .bind(need.rec.to_string())
            .fetch_optional(t)
            .await)?;
        let Some(row) = row else { return Ok(None) };
        let names = self.names(tx).await?;
        let view = self.need_view(tx, &names, row).await?;
        let found = view.referrals.iter().find(|r| r.key == *referral).cloned();
        Ok(found.map(|referral| (view, referral)))
    }

    /// How many referrals this node holds or is offered.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn inbox_counts(&self) -> Result<InboxCounts, NodeError> {
        const SQL: &str = "SELECT COUNT(*) AS \"all\", COUNT(*) FILTER (WHERE n.withdrawn = FALSE \
            AND r.status IN ('referred', 'under_consideration', 'clarifying') AND r.day <= $2) \
            AS late FROM referral r JOIN need n ON n.node || '/' || n.rec = r.need \
            WHERE r.holder = $1 OR r.offered_to = $1";
        Ok(with_pool!(self.pool(), |p| sqlx::query_as(SQL)
            .bind(self.id().as_str())
            .bind(late_since(self.today()).to_string())
            .fetch_one(p)
            .await)?)
    }
}

/// A referral with what a list shows of its need.
#[derive(sqlx::FromRow)]
struct ReferralLine {
    node: String,
    rec: String,
    need: String,
    status: String,
    offered_to: Option<String>,
    reference: String,
    content: Option<String>,
}

impl ReferralLine {
    fn need(&self) -> Result<RecordKey, NodeError> {
        Ok(parse("referral.need", &self.need)?)
    }

    fn referral(&self) -> Result<RecordKey, NodeError> {
        Ok(RecordKey {
            node: parse("referral.node", &self.node)?,
            rec: parse("referral.rec", &self.rec)?,
        })
    }

    fn shown(&self, node: &Node) -> Result<InboxRow, NodeError> {
        let content: Option<Content> = self
            .content
            .as_deref()
            .map(|json| read("need.content", json))
            .transpose()?;
        Ok(InboxRow {
            referral: self.referral()?,
            reference: parse("need.reference", &self.reference)?,
            status: match content {
                Some(_) => parse("referral.status", &self.status)?,
                None => Status::Withdrawn,
            },
            statement: content.map(|content| content.statement.to_string()),
            offered: self.offered_to.as_deref() == Some(node.id().as_str()),
        })
    }
}

/// The last day on which a need was sent that is late today if nobody answered it.
fn late_since(today: Day) -> Day {
    let is_late = |day: &Day| {
        let due = add_working_days(day.date(), REPLY_DAYS, Calendar::EnglandAndWales);
        Day::from(due.date) < today
    };
    let mut days = (0..MOST_DAYS).map(|back| today.plus_days(-back));
    days.find(is_late)
        .unwrap_or_else(|| today.plus_days(-MOST_DAYS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_late_on_the_day_after_the_twentieth_working_day() {
        // Sent on Tuesday 24 November 2026; Christmas and Boxing Day (kept on the 28th) are between.
        let sent: Day = "2026-11-24".parse().unwrap();
        let due =
            Day::from(add_working_days(sent.date(), REPLY_DAYS, Calendar::EnglandAndWales).date);
        assert_eq!(due.to_string(), "2026-12-22");
        assert!(late_since(due) < sent, "it is due today, not late");
        assert_eq!(late_since(due.plus_days(1)), sent);
    }
}

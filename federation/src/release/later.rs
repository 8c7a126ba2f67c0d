//! What people do after their need left: an answer to a question, a verdict, a withdrawal. Whoever reads
//! a room sees who is there when; if these left when they were made, their time would say whose need it
//! is. So they wait for a moment that is drawn each day, and leave then in no order.
//!
//! Must never hold up what a moderator takes back, nor let anything leave of a need that was taken back.

use hearback_store::{Tx, with_pool, with_tx};
use hearback_wire::body::{Answered, Body, EraseReason, VerdictGiven};
use hearback_wire::day::Day;
use hearback_wire::event::LogName;
use hearback_wire::id::{RecId, RecordKey};
use hearback_wire::text::Lang;
use hearback_wire::vocabulary::Verdict;

use super::leave::shuffle;
use super::{Schedule, Windows};
use crate::error::NodeError;
use crate::node::Node;
use crate::read::{referrals_of, standing_of};
use crate::rows::parse;

/// Something that a person did, and that leaves later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Later {
    /// The asker took the need back.
    Withdrawal(RecordKey),
    /// What the asker says of the answers to their need.
    Verdict(RecordKey, Verdict),
    /// The asker's answer to a producer's question, which a moderator let go.
    Answer(RecId),
}

impl Later {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Withdrawal(_) => "withdrawal",
            Self::Verdict(..) => "verdict",
            Self::Answer(_) => "answer",
        }
    }

    fn about(&self) -> String {
        match self {
            Self::Withdrawal(need) | Self::Verdict(need, _) => need.to_string(),
            Self::Answer(reply) => reply.to_string(),
        }
    }

    const fn value(&self) -> Option<&'static str> {
        match self {
            Self::Verdict(_, verdict) => Some(verdict.code()),
            Self::Withdrawal(_) | Self::Answer(_) => None,
        }
    }

    fn of(row: &Row) -> Result<Self, NodeError> {
        Ok(match row.kind.as_str() {
            "withdrawal" => Self::Withdrawal(parse("later.about", &row.about)?),
            "verdict" => Self::Verdict(
                parse("later.about", &row.about)?,
                parse("later.value", row.value.as_deref().unwrap_or_default())?,
            ),
            "answer" => Self::Answer(parse("later.about", &row.about)?),
            _ => return Err(hearback_store::StoreError::Inconsistent("later.kind").into()),
        })
    }

    /// The day on which it leaves. Nothing waits for a verdict, so that it leaves among those of a week.
    fn due(&self, node: &Node, windows: &Windows) -> Day {
        match self {
            Self::Verdict(..) => windows.next(node.now()),
            Self::Withdrawal(_) | Self::Answer(_) => windows.daily().next(node.now()),
        }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    kind: String,
    about: String,
    value: Option<String>,
}

impl Node {
    /// Has something leave among what others did. Where needs leave at once, it leaves.
    pub(crate) async fn leaves_later(&self, tx: &mut Tx, later: &Later) -> Result<(), NodeError> {
        // What was said before about the same goes first; only its value is another.
        const SQL: &str = "INSERT INTO later (kind, about, value, due) VALUES ($1, $2, $3, $4) \
            ON CONFLICT (kind, about) DO UPDATE SET value = excluded.value";
        let Schedule::Windows(windows) = &self.0.settings.release else {
            return self.let_one_go(tx, later).await;
        };
        let due = later.due(self, windows);
        with_tx!(tx, |t| sqlx::query(SQL)
            .bind(later.kind())
            .bind(later.about())
            .bind(later.value())
            .bind(due.to_string())
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Lets everything go that is due by a day.
    pub(super) async fn let_later_go(&self, tx: &mut Tx, day: Day) -> Result<(), NodeError> {
        const TAKE: &str = "DELETE FROM later WHERE due <= $1 RETURNING kind, about, value";
        let rows: Vec<Row> = with_tx!(&mut *tx, |t| sqlx::query_as(TAKE)
            .bind(day.to_string())
            .fetch_all(t)
            .await)?;
        let mut all: Vec<Later> = rows.iter().map(Later::of).collect::<Result<_, _>>()?;
        shuffle(self.chance(), &mut all);
        for later in &all {
            self.let_one_go(tx, later).await?;
        }
        if !all.is_empty() {
            tracing::info!(
                left = all.len(),
                "what people did after their needs left has left"
            );
        }
        Ok(())
    }

    /// Whether anything waits to leave later.
    pub(super) async fn later_waits(&self) -> Result<bool, NodeError> {
        let (count,): (i64,) = with_pool!(self.pool(), |p| sqlx::query_as(
            "SELECT COUNT(*) FROM later"
        )
        .fetch_one(p)
        .await)?;
        Ok(count > 0)
    }

    async fn let_one_go(&self, tx: &mut Tx, later: &Later) -> Result<(), NodeError> {
        match later {
            Later::Withdrawal(need) => self.take_off_the_lists(tx, need).await,
            Later::Verdict(need, verdict) => self.send_verdict(tx, need, *verdict).await,
            Later::Answer(reply) => self.send_answer(tx, *reply).await,
        }
    }

    /// Erases a need that its asker took back everywhere, unless somebody here supports it by now.
    async fn take_off_the_lists(&self, tx: &mut Tx, need: &RecordKey) -> Result<(), NodeError> {
        const LISTENERS: &str = "SELECT COUNT(*) FROM listener WHERE need = $1";
        let (supported,): (i64,) = with_tx!(&mut *tx, |t| sqlx::query_as(LISTENERS)
            .bind(need.to_string())
            .fetch_one(t)
            .await)?;
        if supported > 0 || is_taken_back(tx, need).await? {
            return Ok(());
        }
        self.erase_need(tx, need, EraseReason::Withdrawn).await?;
        self.notify_need(tx, need).await
    }

    async fn send_verdict(
        &self,
        tx: &mut Tx,
        need: &RecordKey,
        verdict: Verdict,
    ) -> Result<(), NodeError> {
        if is_taken_back(tx, need).await? {
            return Ok(());
        }
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

    /// Sends an answer to the producer that asked. One that the gate no longer lets pass is read again.
    async fn send_answer(&self, tx: &mut Tx, reply: RecId) -> Result<(), NodeError> {
        const READ: &str = "SELECT h.question, h.words, COALESCE(n.withdrawn, FALSE) \
            FROM held_reply h LEFT JOIN need n ON n.reference = h.reference AND n.node = $2 \
            WHERE h.id = $1 AND h.approved = TRUE";
        const AGAIN: &str = "UPDATE held_reply SET approved = FALSE WHERE id = $1";
        let row: Option<(String, String, bool)> = with_tx!(&mut *tx, |t| sqlx::query_as(READ)
            .bind(reply.to_string())
            .bind(self.id().as_str())
            .fetch_optional(t)
            .await)?;
        let Some((question, words, false)) = row else {
            return Ok(());
        };
        if self.gate_words(&words).is_err() {
            tracing::warn!("an answer does not pass the gate any more and is read again");
            with_tx!(tx, |t| sqlx::query(AGAIN)
                .bind(reply.to_string())
                .execute(t)
                .await
                .map(|_| ()))?;
            return Ok(());
        }
        let question: RecordKey = parse("held_reply.question", &question)?;
        let log = LogName::Pair(question.node.clone());
        let body = Body::Answered(Answered {
            question,
            words: parse("held_reply.words", &words)?,
            lang: Lang::english(),
        });
        self.append(tx, log, RecId::draw(self.chance()), &body)
            .await
    }
}

async fn is_taken_back(tx: &mut Tx, need: &RecordKey) -> Result<bool, NodeError> {
    const SQL: &str = "SELECT withdrawn FROM need WHERE node = $1 AND rec = $2";
    let row: Option<(bool,)> = with_tx!(tx, |t| sqlx::query_as(SQL)
        .bind(need.node.as_str())
        .bind(need.rec.to_string())
        .fetch_optional(t)
        .await)?;
    Ok(row.is_some_and(|(withdrawn,)| withdrawn))
}

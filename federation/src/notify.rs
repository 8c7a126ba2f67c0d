//! From answers to threads: whoever listens to a need is told of each valid answer once.

use std::collections::BTreeSet;

use hearback_store::{Tx, with_tx};
use hearback_wire::day::Review;
use hearback_wire::id::{Hash, NodeId, RecId, RecordKey};
use hearback_wire::intake::What;
use hearback_wire::reference::NeedRef;
use hearback_wire::response::Answer;
use hearback_wire::text::{Lang, Link};

use crate::derive::Said;
use crate::error::NodeError;
use crate::node::Node;
use crate::read::{Names, SaidTag, referrals_of, standing_of};
use crate::rows::{ListenerRow, parse};
use crate::updates::{Target, tell};

impl Node {
    /// Tells every listener of a need what they have not been told: valid answers that are pushed,
    /// and, to the asker, open questions. Running it again tells nothing twice.
    pub(crate) async fn notify_need(&self, tx: &mut Tx, need: &RecordKey) -> Result<(), NodeError> {
        let Some(reference) = reference_of(tx, need).await? else {
            return Ok(());
        };
        let names = self.names(tx).await?;
        let listeners = listeners_of(tx, need).await?;
        for referral in referrals_of(tx, need).await? {
            let standing = standing_of(tx, &referral).await?;
            for (producer, said) in &standing.said {
                if said.answer.is_pushed() {
                    let happened = Hash::of(&[b"response", said.tag.place.as_bytes()]);
                    let what = answered(names.of(producer), said);
                    self.push(tx, need, reference, &listeners, &happened, &what)
                        .await?;
                }
            }
            let askers: Vec<ListenerRow> = listeners.iter().filter(|l| l.asker).cloned().collect();
            for question in questions_of(tx, &standing.chain, &referral.key).await? {
                let happened = Hash::of(&[b"question", question.rec.as_bytes()]);
                let what =
                    question.what(names.of(&parse::<NodeId>("question.node", &question.node)?))?;
                self.push(tx, need, reference, &askers, &happened, &what)
                    .await?;
            }
        }
        Ok(())
    }

    async fn push(
        &self,
        tx: &mut Tx,
        need: &RecordKey,
        reference: NeedRef,
        listeners: &[ListenerRow],
        happened: &Hash,
        what: &What,
    ) -> Result<(), NodeError> {
        const ONCE: &str =
            "INSERT INTO pushed (id, need) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING";
        let fresh = with_tx!(&mut *tx, |t| sqlx::query(ONCE)
            .bind(happened.to_string())
            .bind(need.to_string())
            .execute(t)
            .await
            .map(|r| r.rows_affected()))?;
        if fresh == 0 {
            return Ok(());
        }
        for listener in listeners {
            let target = Target {
                bot: &listener.bot,
                handle: parse("listener.handle", &listener.handle)?,
                reference,
            };
            tell(tx, &target, happened, what).await?;
        }
        Ok(())
    }
}

/// An answer as people are told it.
fn answered(producer: &str, said: &Said<SaidTag>) -> What {
    let answer = &said.answer;
    let when = match answer {
        Answer::Planned {
            when, confidence, ..
        } => Some(format!("{} ({confidence})", when.in_words())),
        Answer::Waiting { review, .. } | Answer::NotAdopted { review, .. } => Some(match review {
            Review::On(day) => day.in_words(),
            Review::Never => "only if something changes".to_owned(),
        }),
        _ => None,
    };
    let would_change = match answer {
        Answer::NotAdopted { would_change, .. } => Some(would_change.to_string()),
        _ => None,
    };
    // `is_pushed` says that there are words; an answer without any has nothing to tell.
    let words = answer.words().cloned();
    words.map_or_else(
        || What::Released {},
        |words| What::Answered {
            producer: producer.to_owned(),
            status: answer.status(),
            words,
            reasons: answer
                .reasons()
                .map(|r| r.iter().cloned().collect())
                .unwrap_or_default(),
            link: answer.link().map(Link::to_string),
            would_change,
            when,
            lang: said.tag.lang.clone(),
        },
    )
}

#[derive(sqlx::FromRow)]
struct QuestionRow {
    node: String,
    rec: String,
    words: String,
    lang: String,
}

impl QuestionRow {
    fn what(&self, producer: &str) -> Result<What, NodeError> {
        Ok(What::Question {
            question: parse::<RecId>("question.rec", &self.rec)?,
            producer: producer.to_owned(),
            words: parse("question.words", &self.words)?,
            lang: parse::<Lang>("question.lang", &self.lang)?,
        })
    }
}

/// Questions on a referral by producers that hold or held it.
async fn questions_of(
    tx: &mut Tx,
    chain: &[NodeId],
    referral: &RecordKey,
) -> Result<Vec<QuestionRow>, NodeError> {
    const SQL: &str =
        "SELECT node, rec, words, lang FROM question WHERE referral = $1 ORDER BY node, rec";
    let rows: Vec<QuestionRow> = with_tx!(tx, |t| sqlx::query_as(SQL)
        .bind(referral.to_string())
        .fetch_all(t)
        .await)?;
    Ok(rows
        .into_iter()
        .filter(|q| chain.iter().any(|n| n.as_str() == q.node))
        .collect())
}

/// A need's reference, if the need has arrived.
pub(crate) async fn reference_of(
    tx: &mut Tx,
    need: &RecordKey,
) -> Result<Option<NeedRef>, NodeError> {
    const SQL: &str = "SELECT reference FROM need WHERE node = $1 AND rec = $2";
    let row: Option<(String,)> = with_tx!(tx, |t| sqlx::query_as(SQL)
        .bind(need.node.as_str())
        .bind(need.rec.to_string())
        .fetch_optional(t)
        .await)?;
    Ok(row
        .map(|(text,)| parse("need.reference", &text))
        .transpose()?)
}

/// Whoever listens to a need, or to one that was joined with it.
async fn listeners_of(tx: &mut Tx, need: &RecordKey) -> Result<Vec<ListenerRow>, NodeError> {
    const MERGED: &str = "SELECT need FROM response WHERE into_need = $1";
    const SQL: &str =
        "SELECT handle, bot, need, asker FROM listener WHERE need = $1 ORDER BY handle";
    let mut seen = BTreeSet::from([need.to_string()]);
    let mut open = vec![need.to_string()];
    let mut listeners = Vec::new();
    while let Some(key) = open.pop() {
        let rows: Vec<ListenerRow> = with_tx!(&mut *tx, |t| sqlx::query_as(SQL)
            .bind(&key)
            .fetch_all(t)
            .await)?;
        listeners.extend(rows);
        let merged: Vec<(String,)> = with_tx!(&mut *tx, |t| sqlx::query_as(MERGED)
            .bind(&key)
            .fetch_all(t)
            .await)?;
        open.extend(
            merged
                .into_iter()
                .map(|(key,)| key)
                .filter(|key| seen.insert(key.clone())),
        );
    }
    Ok(listeners)
}

impl Node {
    /// The names of this node and its peers.
    pub(crate) async fn names(&self, tx: &mut Tx) -> Result<Names, NodeError> {
        let mut names = Names::default();
        names.insert(self.id().clone(), self.name().to_owned());
        for peer in self.peer_rows(tx).await? {
            names.insert(peer.node, peer.name);
        }
        Ok(names)
    }
}

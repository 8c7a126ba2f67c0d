//! From answers to threads: whoever listens to a need is told of each valid answer once.

use hearback_store::{Tx, with_tx};
use hearback_wire::day::Review;
use hearback_wire::id::{Hash, NodeId, RecId, RecordKey};
use hearback_wire::intake::What;
use hearback_wire::reference::NeedRef;
use hearback_wire::response::Answer;
use hearback_wire::text::{Lang, Link, Words};

use crate::derive::Said;
use crate::error::NodeError;
use crate::joined::{followers_of, into, listeners_of};
use crate::node::Node;
use crate::read::{Names, SaidTag, referrals_of, standing_of};
use crate::rows::{ListenerRow, parse};
use crate::updates::{Target, tell};

impl Node {
    /// Tells every listener of a need what they have not been told: valid answers that are pushed,
    /// and, to the asker, open questions; once it was taken back, only that. Running it again tells
    /// nothing twice.
    pub(crate) async fn notify_need(&self, tx: &mut Tx, need: &RecordKey) -> Result<(), NodeError> {
        let Some(reference) = reference_of(tx, need).await? else {
            return Ok(());
        };
        let about = About { need, reference };
        if is_withdrawn(tx, need).await? {
            return self.tell_withdrawn(tx, &about).await;
        }
        let names = self.names(tx).await?;
        let own = listeners_of(tx, need).await?;
        let mut all = own.clone();
        all.extend(followers_of(tx, need).await?);
        for referral in referrals_of(tx, need).await? {
            let standing = standing_of(tx, &referral).await?;
            for (producer, said) in &standing.said {
                if !said.answer.is_pushed() {
                    continue;
                }
                let what = what_of(tx, &names, producer, said).await?;
                let fresh = self.push(tx, &about, &all, &happened(said), &what).await?;
                if let Some(into) = into(&said.answer).filter(|_| fresh) {
                    self.catch_up(tx, &names, into, &all).await?;
                }
            }
            let askers: Vec<ListenerRow> = own.iter().filter(|l| l.asker).cloned().collect();
            for question in questions_of(tx, &standing.chain, &referral.key).await? {
                let happened = Hash::of(&[b"question", question.rec.as_bytes()]);
                let what =
                    question.what(names.of(&parse::<NodeId>("question.node", &question.node)?))?;
                self.push(tx, &about, &askers, &happened, &what).await?;
            }
        }
        Ok(())
    }

    /// People whose need was just joined with another hear where that one stands: an answer to it
    /// may have come before the news that theirs goes on as it.
    pub(crate) async fn catch_up(
        &self,
        tx: &mut Tx,
        names: &Names,
        into: &RecordKey,
        listeners: &[ListenerRow],
    ) -> Result<(), NodeError> {
        let Some(reference) = reference_of(tx, into).await? else {
            return Ok(());
        };
        if is_withdrawn(tx, into).await? {
            let what = What::Withdrawn { joined: true };
            return tell_all(tx, reference, listeners, &withdrawal(into), &what).await;
        }
        for referral in referrals_of(tx, into).await? {
            let standing = standing_of(tx, &referral).await?;
            let last = standing.said.iter().rfind(|(_, s)| s.answer.is_pushed());
            if let Some((producer, said)) = last {
                let what = what_of(tx, names, producer, said).await?;
                tell_all(tx, reference, listeners, &happened(said), &what).await?;
            }
        }
        Ok(())
    }

    /// Those who asked for a need that a moderator took back hear why, and no more of it; whoever else
    /// listens hears that it was taken back.
    pub(crate) async fn tell_retracted(
        &self,
        tx: &mut Tx,
        need: &RecordKey,
        reference: NeedRef,
        words: Words,
    ) -> Result<(), NodeError> {
        const LEAVE: &str = "DELETE FROM listener WHERE need = $1 AND asker = TRUE";
        let askers: Vec<ListenerRow> = listeners_of(tx, need).await?;
        let askers: Vec<ListenerRow> = askers.into_iter().filter(|l| l.asker).collect();
        let what = What::Retracted { words };
        tell_all(tx, reference, &askers, &withdrawal(need), &what).await?;
        with_tx!(&mut *tx, |t| sqlx::query(LEAVE)
            .bind(need.to_string())
            .execute(t)
            .await
            .map(|_| ()))?;
        self.notify_need(tx, need).await
    }

    /// Whoever still listens to a need that was taken back, or to one that was joined with it, is
    /// told so. Who took it back listens no more.
    async fn tell_withdrawn(&self, tx: &mut Tx, about: &About<'_>) -> Result<(), NodeError> {
        let happened = withdrawal(about.need);
        let own = listeners_of(tx, about.need).await?;
        let followers = followers_of(tx, about.need).await?;
        let fresh = self
            .push(
                tx,
                about,
                &own,
                &happened,
                &What::Withdrawn { joined: false },
            )
            .await?;
        if fresh {
            let what = What::Withdrawn { joined: true };
            tell_all(tx, about.reference, &followers, &happened, &what).await?;
        }
        Ok(())
    }

    /// Tells the listeners, unless this was told before; whether it was not.
    async fn push(
        &self,
        tx: &mut Tx,
        about: &About<'_>,
        listeners: &[ListenerRow],
        happened: &Hash,
        what: &What,
    ) -> Result<bool, NodeError> {
        const ONCE: &str =
            "INSERT INTO pushed (id, need) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING";
        let fresh = with_tx!(&mut *tx, |t| sqlx::query(ONCE)
            .bind(happened.to_string())
            .bind(about.need.to_string())
            .execute(t)
            .await
            .map(|r| r.rows_affected()))?;
        if fresh == 0 {
            return Ok(false);
        }
        tell_all(tx, about.reference, listeners, happened, what).await?;
        Ok(true)
    }
}

/// What listeners are told about.
struct About<'a> {
    need: &'a RecordKey,
    reference: NeedRef,
}

async fn tell_all(
    tx: &mut Tx,
    reference: NeedRef,
    listeners: &[ListenerRow],
    happened: &Hash,
    what: &What,
) -> Result<(), NodeError> {
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

/// What makes an answer the same wherever and whenever it is told.
fn happened(said: &Said<SaidTag>) -> Hash {
    Hash::of(&[b"response", said.tag.place.as_bytes()])
}

fn withdrawal(need: &RecordKey) -> Hash {
    Hash::of(&[b"withdrawn", need.to_string().as_bytes()])
}

/// An answer as people are told it, with the names of what it names.
async fn what_of(
    tx: &mut Tx,
    names: &Names,
    producer: &NodeId,
    said: &Said<SaidTag>,
) -> Result<What, NodeError> {
    let producer = names.of(producer);
    Ok(match &said.answer {
        Answer::PassedOn { to, reasons, words } => What::PassedOn {
            producer: producer.to_owned(),
            to: names.of(to).to_owned(),
            words: words.clone(),
            reasons: reasons.iter().cloned().collect(),
            lang: said.tag.lang.clone(),
        },
        Answer::Merged { into, words } => What::Joined {
            producer: producer.to_owned(),
            into: reference_of(tx, into).await?,
            words: words.clone(),
            lang: said.tag.lang.clone(),
        },
        _ => answered(producer, said),
    })
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

/// Whether a need's people took it back; it is final.
pub(crate) async fn is_withdrawn(tx: &mut Tx, need: &RecordKey) -> Result<bool, NodeError> {
    const SQL: &str = "SELECT withdrawn FROM need WHERE node = $1 AND rec = $2";
    let row: Option<(bool,)> = with_tx!(tx, |t| sqlx::query_as(SQL)
        .bind(need.node.as_str())
        .bind(need.rec.to_string())
        .fetch_optional(t)
        .await)?;
    Ok(row.is_some_and(|(withdrawn,)| withdrawn))
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

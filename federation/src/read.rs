//! Reading: needs with their referrals, answers and history, as pages and the intake API show them.

use std::collections::BTreeMap;

use hearback_matching::{Calendar, add_working_days};
use hearback_store::{Tx, with_tx};
use hearback_wire::content::Content;
use hearback_wire::day::Day;
use hearback_wire::id::{NodeId, RecordKey};
use hearback_wire::reference::NeedRef;
use hearback_wire::response::Answer;
use hearback_wire::status::Status;
use hearback_wire::text::Lang;
use hearback_wire::vocabulary::{NodeRole, ReferralRole};

use crate::around::{disputed, links_of, questions_of, voices_of};
use crate::derive::{ByProducer, Said, Standing, need_status, standing};
use crate::error::NodeError;
use crate::joined::into;
use crate::node::Node;
use crate::notify::{is_withdrawn, reference_of};
use crate::rows::{NeedRow, ReferralRow, ResponseRow, parse, read, select_need};
use crate::view::{HandedBack, Happening, NeedView, PeerRow, ReferralView};

/// Working days from the first receipt in which a producer should have replied.
pub(crate) const REPLY_DAYS: u16 = 20;

/// Names of organisations by node.
#[derive(Debug, Default)]
pub(crate) struct Names(BTreeMap<NodeId, String>);

impl Names {
    pub(crate) fn insert(&mut self, node: NodeId, name: String) {
        self.0.insert(node, name);
    }

    pub(crate) fn of(&self, node: &NodeId) -> &str {
        self.0
            .get(node)
            .map_or("a producer that is not connected here", String::as_str)
    }
}

/// What is known of an answer besides itself.
#[derive(Debug, Clone)]
pub(crate) struct SaidTag {
    /// Its place in its author's log: the same on every node.
    pub(crate) place: String,
    pub(crate) day: Day,
    pub(crate) lang: Lang,
}

/// A referral as it was made.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    pub(crate) key: RecordKey,
    pub(crate) need: RecordKey,
    pub(crate) producer: NodeId,
    pub(crate) role: ReferralRole,
    pub(crate) day: Day,
}

impl TryFrom<ReferralRow> for Made {
    type Error = NodeError;

    fn try_from(row: ReferralRow) -> Result<Self, NodeError> {
        Ok(Self {
            key: RecordKey {
                node: parse("referral.node", &row.node)?,
                rec: parse("referral.rec", &row.rec)?,
            },
            need: parse("referral.need", &row.need)?,
            producer: parse("referral.producer", &row.producer)?,
            role: parse("referral.role", &row.role)?,
            day: parse("referral.day", &row.day)?,
        })
    }
}

const REFERRAL: &str = "SELECT node, rec, need, producer, role, day FROM referral WHERE need = $1 \
    ORDER BY day, node, rec";

/// A need's referrals, the first first.
pub(crate) async fn referrals_of(tx: &mut Tx, need: &RecordKey) -> Result<Vec<Made>, NodeError> {
    let rows: Vec<ReferralRow> = with_tx!(tx, |t| sqlx::query_as(REFERRAL)
        .bind(need.to_string())
        .fetch_all(t)
        .await)?;
    rows.into_iter().map(Made::try_from).collect()
}

/// One referral.
pub(crate) async fn referral(tx: &mut Tx, key: &RecordKey) -> Result<Option<Made>, NodeError> {
    const SQL: &str = "SELECT node, rec, need, producer, role, day FROM referral \
        WHERE node = $1 AND rec = $2";
    let row: Option<ReferralRow> = with_tx!(tx, |t| sqlx::query_as(SQL)
        .bind(key.node.as_str())
        .bind(key.rec.to_string())
        .fetch_optional(t)
        .await)?;
    row.map(Made::try_from).transpose()
}

/// Where a referral stands.
pub(crate) async fn standing_of(tx: &mut Tx, made: &Made) -> Result<Standing<SaidTag>, NodeError> {
    const SQL: &str = "SELECT node, epoch, seq, answer, lang, day FROM response \
        WHERE referral = $1 ORDER BY node, epoch, seq";
    let rows: Vec<ResponseRow> = with_tx!(tx, |t| sqlx::query_as(SQL)
        .bind(made.key.to_string())
        .fetch_all(t)
        .await)?;
    let mut answers = ByProducer::new();
    for row in rows {
        let said = Said {
            answer: read("response.answer", &row.answer)?,
            tag: SaidTag {
                place: format!("{}/{}/{}", row.node, row.epoch, row.seq),
                day: parse("response.day", &row.day)?,
                lang: parse("response.lang", &row.lang)?,
            },
        };
        answers
            .entry(parse::<NodeId>("response.node", &row.node)?)
            .or_insert_with(Vec::new)
            .push(said);
    }
    Ok(standing(&made.producer, &answers))
}

impl Node {
    /// The released need of that reference, whoever may read it.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn need(&self, reference: NeedRef) -> Result<Option<NeedView>, NodeError> {
        let mut tx = self.pool().read().await?;
        self.need_at(&mut tx, reference).await
    }

    /// The released need of that reference, as one transaction sees it.
    pub(crate) async fn need_at(
        &self,
        tx: &mut Tx,
        reference: NeedRef,
    ) -> Result<Option<NeedView>, NodeError> {
        // References are drawn at random, so two nodes have the same one only by malice: then this
        // node's own is meant.
        const SQL: &str = select_need!(
            "WHERE reference = $1 ORDER BY CASE WHEN node = $2 THEN 0 ELSE 1 END, node, rec LIMIT 1"
        );
        let row: Option<NeedRow> = with_tx!(&mut *tx, |t| sqlx::query_as(SQL)
            .bind(reference.to_string())
            .bind(self.id().as_str())
            .fetch_optional(t)
            .await)?;
        let Some(row) = row else { return Ok(None) };
        let names = self.names(tx).await?;
        self.need_view(tx, &names, row).await.map(Some)
    }

    pub(crate) async fn need_view(
        &self,
        tx: &mut Tx,
        names: &Names,
        row: NeedRow,
    ) -> Result<NeedView, NodeError> {
        let key = RecordKey {
            node: parse("need.node", &row.node)?,
            rec: parse("need.rec", &row.rec)?,
        };
        let released_day: Day = parse("need.day", &row.day)?;
        let mut timeline = vec![Happening {
            day: released_day,
            who: names.of(&key.node).to_owned(),
            status: Status::Confirmed,
            what: "Approved and shared, without names".to_owned(),
            answer: None,
        }];
        let mut referrals = Vec::new();
        for made in referrals_of(tx, &key).await? {
            let standing = standing_of(tx, &made).await?;
            timeline.extend(happenings(names, &made, &standing));
            referrals.push(self.referral_view(tx, names, &made, standing).await?);
        }
        timeline.sort_by_key(|h| h.day);
        let statuses: Vec<_> = referrals
            .iter()
            .map(|r| (r.role == ReferralRole::Lead, r.status))
            .collect();
        let content = row
            .content
            .map(|json| read::<Content>("need.content", &json))
            .transpose()?;
        Ok(NeedView {
            reference: parse("need.reference", &row.reference)?,
            content,
            status: need_status(row.withdrawn, &statuses),
            voices: voices_of(tx, &key, parse("need.voices", &row.voices)?).await?,
            released: parse("need.released", &row.released)?,
            audience: parse("need.audience", &row.audience)?,
            ours: &key.node == self.id(),
            links: links_of(tx, &key).await?,
            referrals,
            timeline,
            key,
        })
    }

    async fn referral_view(
        &self,
        tx: &mut Tx,
        names: &Names,
        made: &Made,
        standing: Standing<SaidTag>,
    ) -> Result<ReferralView, NodeError> {
        let joined = standing
            .said
            .last()
            .and_then(|(_, said)| into(&said.answer));
        let joined_into = match joined {
            Some(into) => reference_of(tx, into).await?,
            None => None,
        };
        let due = add_working_days(made.day.date(), REPLY_DAYS, Calendar::EnglandAndWales);
        let due = Day::from(due.date);
        let mut view = ReferralView {
            key: made.key.clone(),
            producer: names.of(&standing.holder).to_owned(),
            holder: standing.holder,
            offered_to: standing.offered_to,
            handed_back: standing.handed_back.map(|(by, said)| HandedBack {
                producer: names.of(&by).to_owned(),
                answer: said.answer,
            }),
            joined_into,
            role: made.role,
            status: standing.status,
            latest: standing.said.last().map(|(_, said)| said.answer.clone()),
            due,
            overdue: false,
            disputed: false,
            questions: questions_of(tx, &made.key).await?,
        };
        let withdrawn = is_withdrawn(tx, &made.need).await?;
        view.overdue = view.awaits_reply() && due < self.today() && !withdrawn;
        view.disputed = !view.awaits_reply() && disputed(tx, &made.key).await?;
        Ok(view)
    }

    /// Confirmed peers, and this node, that are producers.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn producers(&self) -> Result<Vec<PeerRow>, NodeError> {
        let peers = self.peers().await?;
        let producing = |p: &PeerRow| p.confirmed && p.roles.contains(&NodeRole::Producer);
        Ok(peers.into_iter().filter(producing).collect())
    }
}

fn happenings(names: &Names, made: &Made, standing: &Standing<SaidTag>) -> Vec<Happening> {
    let sent = Happening {
        day: made.day,
        who: names.of(&made.key.node).to_owned(),
        status: Status::Referred,
        what: format!("Sent to {}", names.of(&made.producer)),
        answer: None,
    };
    let answers = standing.said.iter().map(|(producer, said)| Happening {
        day: said.tag.day,
        who: names.of(producer).to_owned(),
        status: said.answer.status(),
        what: match &said.answer {
            Answer::PassedOn { to, .. } => format!("Passed on to {}", names.of(to)),
            answer => answer.status().label().to_owned(),
        },
        answer: Some(said.answer.clone()),
    });
    std::iter::once(sent).chain(answers).collect()
}

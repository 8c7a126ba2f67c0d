//! A producer answers: under the status rules, as the body and not the officer.

use std::collections::BTreeSet;

use hearback_store::{Tx, with_tx};
use hearback_wire::body::{Body, Question};
use hearback_wire::event::LogName;
use hearback_wire::id::{Hash, NodeId, RecId, RecordKey};
use hearback_wire::intake::Unmet;
use hearback_wire::response::{Answer, Response};
use hearback_wire::text::{Lang, Words};

use crate::audit::{Act, Via};
use crate::derive::{MAX_HOLDERS, Standing};
use crate::error::NodeError;
use crate::gate::texts_of_answer;
use crate::joined::joined_into;
use crate::node::Node;
use crate::notify::{is_withdrawn, reference_of};
use crate::read::{SaidTag, referral, standing_of};
use crate::rows::parse;

impl Node {
    /// Answers a referral that this node holds or is offered. `names` are the hashes of words that are
    /// on no list, and that the responder says name no person.
    ///
    /// # Errors
    /// [`NodeError::Invalid`] when the rules do not allow the answer from where the referral
    /// stands (naming what they do), or the words seem to point to a person.
    pub async fn respond(
        &self,
        key: RecordKey,
        answer: Answer,
        question: Option<Words>,
        lang: Lang,
        names: &BTreeSet<Hash>,
    ) -> Result<(), NodeError> {
        self.gate_answer(&answer, question.as_ref())?;
        let unlisted = self.unlisted_in(&answer, question.as_ref());
        let mut unlisted = unlisted.into_iter();
        if let Some(unmet) = unlisted.find(|u| u.name.is_none_or(|n| !names.contains(&n))) {
            return Err(NodeError::Invalid(unmet.words));
        }
        let producers: Vec<NodeId> = self
            .producers()
            .await?
            .into_iter()
            .map(|p| p.node)
            .collect();
        let mut tx = self.pool().begin().await?;
        let made = referral(&mut tx, &key).await?;
        let made = made.ok_or(NodeError::NotFound("there is no such referral"))?;
        if is_withdrawn(&mut tx, &made.need).await? {
            return Err(NodeError::Invalid(
                "the people who asked took this need back; there is nothing left to answer"
                    .to_owned(),
            ));
        }
        let standing = standing_of(&mut tx, &made).await?;
        check_turn(self.id(), &standing, &answer)?;
        check_names(&mut tx, &standing, &made.need, &answer, &producers).await?;
        let rec = self.response_rec(&mut tx, &key).await?;
        let need = made.need.clone();
        let response = Response {
            referral: key.clone(),
            need: need.clone(),
            answer,
            lang: lang.clone(),
        };
        self.append(
            &mut tx,
            LogName::Shared,
            rec,
            &Body::Response(Box::new(response)),
        )
        .await?;
        if let Some(words) = question {
            let body = Body::Question(Question {
                referral: key,
                words,
                lang,
            });
            let log = LogName::Pair(need.node.clone());
            self.append(&mut tx, log, RecId::draw(self.chance()), &body)
                .await?;
        }
        self.notify_need(&mut tx, &need).await?;
        let reference = crate::notify::reference_of(&mut tx, &need).await?;
        self.audit(&mut tx, Act::Respond, Via::Console, reference)
            .await?;
        self.commit(tx).await
    }

    /// Words of an answer that could name a person and are on no list, each to be answered for.
    pub(crate) fn unlisted_in(&self, answer: &Answer, question: Option<&Words>) -> Vec<Unmet> {
        self.unlisted_names(texts_of_answer(answer).chain(question.map(Words::as_str)))
    }

    fn gate_answer(&self, answer: &Answer, question: Option<&Words>) -> Result<(), NodeError> {
        match (answer, question) {
            (Answer::Clarifying {}, None) => {
                return Err(NodeError::Invalid("please write the question".to_owned()));
            }
            (Answer::Clarifying {}, Some(_)) | (_, None) => {}
            (_, Some(_)) => {
                return Err(NodeError::Invalid(
                    "a question goes with “More detail needed” only".to_owned(),
                ));
            }
        }
        self.gate_all(texts_of_answer(answer).chain(question.map(Words::as_str)))
    }

    /// The record of this producer's answers on a referral: the one it has, or a new one.
    async fn response_rec(&self, tx: &mut Tx, referral: &RecordKey) -> Result<RecId, NodeError> {
        const SQL: &str = "SELECT rec FROM response WHERE node = $1 AND referral = $2 LIMIT 1";
        let row: Option<(String,)> = with_tx!(tx, |t| sqlx::query_as(SQL)
            .bind(self.id().as_str())
            .bind(referral.to_string())
            .fetch_optional(t)
            .await)?;
        Ok(row.map_or_else(
            || Ok(RecId::draw(self.chance())),
            |(rec,)| parse("response.rec", &rec),
        )?)
    }
}

/// Whether it is this producer's turn to say this.
fn check_turn(me: &NodeId, standing: &Standing<SaidTag>, answer: &Answer) -> Result<(), NodeError> {
    let offered = standing.offered_to.as_ref() == Some(me);
    let declines = matches!(answer, Answer::PassDeclined { .. });
    if offered {
        let may = declines || !matches!(answer, Answer::PassedOn { .. });
        return if may {
            Ok(())
        } else {
            Err(NodeError::Invalid(
                "please accept it or decline it first".to_owned(),
            ))
        };
    }
    if declines {
        return Err(NodeError::Invalid(
            "nothing was passed on to you here".to_owned(),
        ));
    }
    if &standing.holder != me {
        return Err(NodeError::Invalid(
            "another producer holds this referral".to_owned(),
        ));
    }
    if standing.offered_to.is_some() {
        return Err(NodeError::Conflict(
            "it is passed on and waits for the next producer to accept".to_owned(),
        ));
    }
    Ok(())
}

/// Whether what the answer names exists and leads no one in a circle.
async fn check_names(
    tx: &mut Tx,
    standing: &Standing<SaidTag>,
    need: &RecordKey,
    answer: &Answer,
    producers: &[NodeId],
) -> Result<(), NodeError> {
    match answer {
        Answer::PassedOn { to, .. } => {
            if standing.chain.contains(to) {
                return Err(NodeError::Invalid(
                    "this producer has held it before; please settle with them who leads"
                        .to_owned(),
                ));
            }
            if standing
                .handed_back
                .as_ref()
                .is_some_and(|(by, _)| by == to)
            {
                return Err(NodeError::Invalid(
                    "this producer has handed it back; please settle with them who leads"
                        .to_owned(),
                ));
            }
            if standing.chain.len() >= MAX_HOLDERS {
                return Err(NodeError::Invalid(
                    "it has been passed on twice; please settle with the others who leads"
                        .to_owned(),
                ));
            }
            if !producers.contains(to) {
                return Err(NodeError::Invalid(
                    "the next producer must be one that is connected here".to_owned(),
                ));
            }
            Ok(())
        }
        Answer::Merged { into, .. } => check_joins(tx, need, into).await,
        _ => Ok(()),
    }
}

/// Whether a need can go on as another: one that is on the list, and goes on itself.
async fn check_joins(tx: &mut Tx, need: &RecordKey, into: &RecordKey) -> Result<(), NodeError> {
    let known = reference_of(tx, into).await?.is_some() && !is_withdrawn(tx, into).await?;
    if !known || into == need {
        return Err(NodeError::Invalid(
            "please name another need that is on the list".to_owned(),
        ));
    }
    if let Some(further) = joined_into(tx, into).await? {
        let further = reference_of(tx, &further).await?;
        return Err(NodeError::Invalid(further.map_or_else(
            || "that need was joined with another; please name that one".to_owned(),
            |on| format!("that need was joined with another; please name that one, {on}"),
        )));
    }
    Ok(())
}

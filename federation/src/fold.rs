//! From events to projections: each event only ever touches the rows of its own author's record,
//! so that any order of arrival gives the same tables.

use hearback_store::{Tx, with_tx};
use hearback_wire::body::{Body, Need};
use hearback_wire::day::Day;
use hearback_wire::event::{LogKey, LogName};
use hearback_wire::id::{NodeId, RecId, RecordKey};
use hearback_wire::response::{Answer, Response};
use hearback_wire::status::{Actor, Status};

use crate::append::big;
use crate::erase::fold_erase;
use crate::error::NodeError;
use crate::node::Node;
use crate::rows::{parse, read};
use crate::stand::{moved_by, searched, settle};

impl Node {
    /// Folds one event into the projections.
    ///
    /// # Errors
    /// [`NodeError::Invalid`] for an event that the rules do not allow: the caller decides whether
    /// that refuses the action (our own) or sets the event aside (a peer's).
    pub(crate) async fn fold(
        &self,
        tx: &mut Tx,
        log: &LogKey,
        seq: u64,
        rec: RecId,
        day: Day,
        body: &Body,
    ) -> Result<(), NodeError> {
        let key = RecordKey {
            node: log.node.clone(),
            rec,
        };
        check_log(log, body)?;
        self.fold_body(tx, log, seq, &key, day, body).await?;
        match moved_by(tx, &key, body).await? {
            Some(need) => settle(tx, &need).await,
            None => Ok(()),
        }
    }

    async fn fold_body(
        &self,
        tx: &mut Tx,
        log: &LogKey,
        seq: u64,
        key: &RecordKey,
        day: Day,
        body: &Body,
    ) -> Result<(), NodeError> {
        match body {
            Body::Manifest(envelope) => self.fold_manifest(tx, &log.node, envelope).await,
            Body::Need(need) => fold_need(tx, key, day, need).await,
            Body::Voices(voices) => {
                const SQL: &str = "INSERT INTO voices (node, rec, need, band) VALUES ($1, $2, $3, $4) \
                    ON CONFLICT (node, rec) DO UPDATE SET need = excluded.need, band = excluded.band";
                four(
                    tx,
                    SQL,
                    key,
                    voices.need.to_string(),
                    voices.band.code().to_owned(),
                )
                .await
            }
            Body::Link(link) => fold_link(tx, key, link).await,
            Body::Referral(referral) => fold_referral(tx, key, day, referral).await,
            Body::Response(response) => fold_response(tx, log, seq, key, day, response).await,
            Body::Erase(erase) => fold_erase(tx, key, erase).await,
            Body::Question(question) => fold_question(tx, key, question).await,
            Body::Answered(answered) => {
                const SQL: &str = "INSERT INTO answered (node, rec, question, words) \
                    VALUES ($1, $2, $3, $4) ON CONFLICT (node, rec) DO NOTHING";
                four(
                    tx,
                    SQL,
                    key,
                    answered.question.to_string(),
                    answered.words.to_string(),
                )
                .await
            }
            Body::Verdict(given) => {
                const SQL: &str = "INSERT INTO verdict (node, rec, referral, verdict) \
                    VALUES ($1, $2, $3, $4) ON CONFLICT (node, rec) DO UPDATE \
                    SET referral = excluded.referral, verdict = excluded.verdict";
                four(
                    tx,
                    SQL,
                    key,
                    given.referral.to_string(),
                    given.verdict.code().to_owned(),
                )
                .await
            }
            // Kept and relayed; what they change (access, hubs, restores) is read from the log.
            Body::Grant(_) | Body::Directory(_) | Body::Epoch(_) => Ok(()),
        }
    }
}

/// Each kind has its log: nothing private in a shared one, nothing shared in a private one.
fn check_log(log: &LogKey, body: &Body) -> Result<(), NodeError> {
    let fits = matches!(
        (&log.log, body),
        (
            LogName::Meta,
            Body::Manifest(_) | Body::Grant(_) | Body::Directory(_) | Body::Epoch(_)
        ) | (
            LogName::Shared,
            Body::Need(_)
                | Body::Voices(_)
                | Body::Link(_)
                | Body::Referral(_)
                | Body::Response(_)
                | Body::Erase(_),
        ) | (
            LogName::Pair(_),
            Body::Question(_) | Body::Answered(_) | Body::Verdict(_)
        )
    );
    if fits {
        Ok(())
    } else {
        Err(NodeError::Invalid(format!(
            "a `{}` does not belong in this log",
            body.kind()
        )))
    }
}

/// Runs a statement whose parameters are the key and two texts.
async fn four(
    tx: &mut Tx,
    sql: &'static str,
    key: &RecordKey,
    a: String,
    b: String,
) -> Result<(), NodeError> {
    with_tx!(tx, |t| sqlx::query(sql)
        .bind(key.node.as_str())
        .bind(key.rec.to_string())
        .bind(a)
        .bind(b)
        .execute(t)
        .await
        .map(|_| ()))?;
    Ok(())
}

async fn fold_need(tx: &mut Tx, key: &RecordKey, day: Day, need: &Need) -> Result<(), NodeError> {
    const SQL: &str = "INSERT INTO need \
        (node, rec, reference, content, voices, released, day, withdrawn, words, themes, audience) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, FALSE, $8, $9, $10) \
        ON CONFLICT (node, rec) DO UPDATE SET content = excluded.content, voices = excluded.voices, \
        words = excluded.words, themes = excluded.themes, audience = excluded.audience \
        WHERE need.withdrawn = FALSE";
    let (words, themes) = searched(need.reference, &need.content);
    with_tx!(tx, |t| sqlx::query(SQL)
        .bind(key.node.as_str())
        .bind(key.rec.to_string())
        .bind(need.reference.to_string())
        .bind(need.content.canonical())
        .bind(need.voices.code())
        .bind(need.released.to_string())
        .bind(day.to_string())
        .bind(words)
        .bind(themes)
        .bind(need.audience.code())
        .execute(t)
        .await
        .map(|_| ()))?;
    Ok(())
}

async fn fold_link(
    tx: &mut Tx,
    key: &RecordKey,
    link: &hearback_wire::body::Link,
) -> Result<(), NodeError> {
    const SQL: &str = "INSERT INTO link (node, rec, a, b, relation) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (node, rec) DO UPDATE SET relation = excluded.relation";
    with_tx!(tx, |t| sqlx::query(SQL)
        .bind(key.node.as_str())
        .bind(key.rec.to_string())
        .bind(link.a.to_string())
        .bind(link.b.to_string())
        .bind(link.relation.code())
        .execute(t)
        .await
        .map(|_| ()))?;
    Ok(())
}

async fn fold_referral(
    tx: &mut Tx,
    key: &RecordKey,
    day: Day,
    referral: &hearback_wire::body::Referral,
) -> Result<(), NodeError> {
    const SQL: &str = "INSERT INTO referral (node, rec, need, producer, role, day) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (node, rec) DO NOTHING";
    if referral.need.node != key.node {
        return Err(NodeError::Invalid(
            "a need is referred by its own intermediary".to_owned(),
        ));
    }
    with_tx!(tx, |t| sqlx::query(SQL)
        .bind(key.node.as_str())
        .bind(key.rec.to_string())
        .bind(referral.need.to_string())
        .bind(referral.producer.as_str())
        .bind(referral.role.code())
        .bind(day.to_string())
        .execute(t)
        .await
        .map(|_| ()))?;
    Ok(())
}

async fn fold_question(
    tx: &mut Tx,
    key: &RecordKey,
    question: &hearback_wire::body::Question,
) -> Result<(), NodeError> {
    const SQL: &str = "INSERT INTO question (node, rec, referral, words, lang) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (node, rec) DO NOTHING";
    with_tx!(tx, |t| sqlx::query(SQL)
        .bind(key.node.as_str())
        .bind(key.rec.to_string())
        .bind(question.referral.to_string())
        .bind(question.words.as_str())
        .bind(question.lang.as_str())
        .execute(t)
        .await
        .map(|_| ()))?;
    Ok(())
}

/// Folds an answer if the rules allow it after the same producer's answer before it. That depends
/// on one log alone, so every node decides alike.
async fn fold_response(
    tx: &mut Tx,
    log: &LogKey,
    seq: u64,
    key: &RecordKey,
    day: Day,
    response: &Response,
) -> Result<(), NodeError> {
    const SQL: &str = "INSERT INTO response (node, epoch, seq, rec, referral, need, status, answer, \
        into_need, lang, day) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let status = response.answer.status();
    let before = last_status(tx, &key.node, &response.referral).await?;
    before.check(status, Actor::Producer)?;
    let into = match &response.answer {
        Answer::Merged { into, .. } => Some(into.to_string()),
        _ => None,
    };
    with_tx!(tx, |t| sqlx::query(SQL)
        .bind(key.node.as_str())
        .bind(i64::from(log.epoch))
        .bind(big(seq))
        .bind(key.rec.to_string())
        .bind(response.referral.to_string())
        .bind(response.need.to_string())
        .bind(status.code())
        .bind(serde_json::to_string(&response.answer)?)
        .bind(into)
        .bind(response.lang.as_str())
        .bind(day.to_string())
        .execute(t)
        .await
        .map(|_| ()))?;
    Ok(())
}

/// The status that a producer last gave on a referral.
pub(crate) async fn last_status(
    tx: &mut Tx,
    producer: &NodeId,
    referral: &RecordKey,
) -> Result<Status, NodeError> {
    const SQL: &str = "SELECT status FROM response WHERE node = $1 AND referral = $2 \
        ORDER BY epoch DESC, seq DESC LIMIT 1";
    let row: Option<(String,)> = with_tx!(tx, |t| sqlx::query_as(SQL)
        .bind(producer.as_str())
        .bind(referral.to_string())
        .fetch_optional(t)
        .await)?;
    Ok(row.map_or(Ok(Status::Referred), |(code,)| {
        parse("response.status", &code)
    })?)
}

impl Node {
    /// A peer's manifest in its own log: kept if it is newer than the one that is held.
    async fn fold_manifest(
        &self,
        tx: &mut Tx,
        node: &NodeId,
        envelope: &hearback_wire::dsse::Envelope,
    ) -> Result<(), NodeError> {
        const SQL: &str = "SELECT manifest FROM peer WHERE node = $1";
        const SET: &str = "UPDATE peer SET manifest = $2 WHERE node = $1";
        if node == self.id() {
            return Ok(());
        }
        let fresh = hearback_wire::manifest::Manifest::open(envelope, self.today())
            .map_err(|e| NodeError::Invalid(e.to_string()))?;
        if &fresh.node != node {
            return Err(NodeError::Invalid(
                "the manifest is another node's".to_owned(),
            ));
        }
        let held: Option<(String,)> = with_tx!(&mut *tx, |t| sqlx::query_as(SQL)
            .bind(node.as_str())
            .fetch_optional(t)
            .await)?;
        let Some((held,)) = held else { return Ok(()) };
        let held: hearback_wire::dsse::Envelope = read("peer.manifest", &held)?;
        let newer = hearback_wire::manifest::Manifest::open(&held, self.today())
            .map_or(true, |held| held.version < fresh.version);
        if newer {
            let json = serde_json::to_string(envelope)?;
            with_tx!(tx, |t| sqlx::query(SET)
                .bind(node.as_str())
                .bind(json)
                .execute(t)
                .await
                .map(|_| ()))?;
        }
        Ok(())
    }
}

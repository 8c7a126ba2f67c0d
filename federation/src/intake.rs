//! What bots ask of the node, each write once per idempotency token.

use hearback_store::{Tx, with_tx};
use hearback_wire::body::{Body, Erase, EraseReason, Need, VerdictGiven, Voices};
use hearback_wire::content::Content;
use hearback_wire::event::LogName;
use hearback_wire::id::{Handle, RecId, RecordKey};
use hearback_wire::intake::{
    Approve, NeedPut, NeedSummary, PutNeed, PutReply, PutVerdict, PutVoice, ReplyTo, Withdraw,
};
use hearback_wire::reference::NeedRef;
use hearback_wire::status::{Actor, Status};
use hearback_wire::vocabulary::Band;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::door::{Change, change_held, changed_before, read_by};
use crate::error::NodeError;
use crate::node::Node;
use crate::notify::reference_of;
use crate::read::{referrals_of, standing_of, summary};
use crate::rows::{HeldRow, ListenerRow, parse, read};

/// Whose write it is and the token that makes it once.
pub(crate) struct Once<'a> {
    bot: &'a str,
    token: &'a str,
}

impl Once<'_> {
    /// The answer that was given to this token before.
    async fn before<T: DeserializeOwned>(&self, tx: &mut Tx) -> Result<Option<T>, NodeError> {
        const SQL: &str = "SELECT answer FROM idempotency WHERE bot = $1 AND token = $2";
        let row: Option<(String,)> = with_tx!(tx, |t| sqlx::query_as(SQL)
            .bind(self.bot)
            .bind(self.token)
            .fetch_optional(t)
            .await)?;
        Ok(row
            .map(|(json,)| read("idempotency.answer", &json))
            .transpose()?)
    }

    /// Remembers the answer, in the transaction of the write.
    async fn remember<T: Serialize>(&self, tx: &mut Tx, answer: &T) -> Result<(), NodeError> {
        const SQL: &str = "INSERT INTO idempotency (bot, token, answer) VALUES ($1, $2, $3)";
        let json = serde_json::to_string(answer)?;
        with_tx!(tx, |t| sqlx::query(SQL)
            .bind(self.bot)
            .bind(self.token)
            .bind(json)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }
}

impl Node {
    /// A person approved these words: they wait at the door from now on.
    ///
    /// # Errors
    /// [`NodeError::Invalid`] when the hash is another's or the words do not pass the gate.
    pub async fn put_need(
        &self,
        bot: &str,
        put: PutNeed,
        token: &str,
    ) -> Result<NeedPut, NodeError> {
        if put.content.hash() != put.approved {
            return Err(NodeError::Invalid(
                "the approved hash is not that of these words".to_owned(),
            ));
        }
        self.gate(&put.content)?;
        let once = Once { bot, token };
        let mut tx = self.pool().begin().await?;
        if let Some(answer) = once.before(&mut tx).await? {
            return Ok(answer);
        }
        let reference = self.fresh_reference(&mut tx).await?;
        self.insert_held(&mut tx, bot, reference, &put).await?;
        let answer = NeedPut {
            reference,
            status: Status::Logged,
            read_by: read_by(self.today()),
        };
        once.remember(&mut tx, &answer).await?;
        self.commit(tx).await?;
        Ok(answer)
    }

    /// A reference that stands for nothing this node knows of.
    async fn fresh_reference(&self, tx: &mut Tx) -> Result<NeedRef, NodeError> {
        const SQL: &str = "SELECT (SELECT COUNT(*) FROM held WHERE reference = $1) \
            + (SELECT COUNT(*) FROM need WHERE reference = $1)";
        loop {
            let reference = NeedRef::draw(self.chance());
            let (known,): (i64,) = with_tx!(&mut *tx, |t| sqlx::query_as(SQL)
                .bind(reference.to_string())
                .fetch_one(t)
                .await)?;
            if known == 0 {
                return Ok(reference);
            }
        }
    }

    async fn insert_held(
        &self,
        tx: &mut Tx,
        bot: &str,
        reference: NeedRef,
        put: &PutNeed,
    ) -> Result<(), NodeError> {
        const SQL: &str = "INSERT INTO held (reference, rec, bot, handle, status, content, hash, \
            approved, appealed, released, created_day) \
            VALUES ($1, $2, $3, $4, 'logged', $5, $6, $6, FALSE, FALSE, $7)";
        with_tx!(tx, |t| sqlx::query(SQL)
            .bind(reference.to_string())
            .bind(RecId::draw(self.chance()).to_string())
            .bind(bot)
            .bind(put.handle.to_string())
            .bind(put.content.canonical())
            .bind(put.approved.to_string())
            .bind(self.today().to_string())
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// One person adds their voice to a released need, and listens to it from now on.
    ///
    /// # Errors
    /// [`NodeError::NotFound`]; [`NodeError::Conflict`] when the handle already listens.
    pub async fn put_voice(
        &self,
        bot: &str,
        reference: NeedRef,
        put: PutVoice,
        token: &str,
    ) -> Result<NeedSummary, NodeError> {
        const SQL: &str = "INSERT INTO listener (handle, bot, need, asker, voice) \
            VALUES ($1, $2, $3, FALSE, $4) ON CONFLICT (handle) DO NOTHING";
        let once = Once { bot, token };
        let mut tx = self.pool().begin().await?;
        if let Some(answer) = once.before(&mut tx).await? {
            return Ok(answer);
        }
        let view = self
            .need_views(&mut tx, Some(reference))
            .await?
            .into_iter()
            .next();
        let missing = NodeError::NotFound("there is no need with this reference");
        let view = view.ok_or(missing)?;
        let answer = summary(&view)
            .ok_or_else(|| NodeError::Conflict("this need was withdrawn".to_owned()))?;
        let rows = with_tx!(&mut tx, |t| sqlx::query(SQL)
            .bind(put.handle.to_string())
            .bind(bot)
            .bind(view.key.to_string())
            .bind(put.voice.code())
            .execute(t)
            .await
            .map(|r| r.rows_affected()))?;
        if rows == 0 {
            return Err(NodeError::Conflict(
                "this handle already speaks for a need".to_owned(),
            ));
        }
        self.publish_band(&mut tx, &view.key).await?;
        once.remember(&mut tx, &answer).await?;
        self.commit(tx).await?;
        Ok(answer)
    }

    /// Says in the log how many here support a need, when the band has changed. Under ten says
    /// nothing, so that one voice more or less cannot be seen.
    async fn publish_band(&self, tx: &mut Tx, need: &RecordKey) -> Result<(), NodeError> {
        const COUNT: &str = "SELECT COUNT(*) FROM listener WHERE need = $1";
        const OWN: &str = "SELECT rec, band FROM voices WHERE node = $1 AND need = $2";
        let key = need.to_string();
        let (count,): (i64,) = with_tx!(&mut *tx, |t| sqlx::query_as(COUNT)
            .bind(&key)
            .fetch_one(t)
            .await)?;
        let band = Band::of(crate::append::small(count));
        if &need.node == self.id() {
            return self.publish_own_band(tx, need, band).await;
        }
        let said: Option<(String, String)> = with_tx!(&mut *tx, |t| sqlx::query_as(OWN)
            .bind(self.id().as_str())
            .bind(&key)
            .fetch_optional(t)
            .await)?;
        let (rec, before) = match said {
            Some((rec, band)) => (parse("voices.rec", &rec)?, parse("voices.band", &band)?),
            None => (RecId::draw(self.chance()), Band::Under10),
        };
        if band == before {
            return Ok(());
        }
        let body = Body::Voices(Voices {
            need: need.clone(),
            band,
        });
        self.append(tx, LogName::Shared, rec, &body).await
    }

    async fn publish_own_band(
        &self,
        tx: &mut Tx,
        need: &RecordKey,
        band: Band,
    ) -> Result<(), NodeError> {
        let latest = latest_need(tx, need).await?;
        match latest {
            Some(latest) if latest.voices != band => {
                let body = Body::Need(Box::new(Need {
                    voices: band,
                    ..latest
                }));
                self.append(tx, LogName::Shared, need.rec, &body).await
            }
            _ => Ok(()),
        }
    }

    /// The person takes back their need or their voice.
    ///
    /// A released need that others here support stays, without its first asker; one that nobody
    /// else here supports is erased everywhere.
    ///
    /// # Errors
    /// [`NodeError::NotFound`].
    pub async fn withdraw(&self, bot: &str, put: Withdraw, token: &str) -> Result<(), NodeError> {
        let once = Once { bot, token };
        let mut tx = self.pool().begin().await?;
        if once.before::<()>(&mut tx).await?.is_some() {
            return Ok(());
        }
        if let Some(listening) = listener(&mut tx, bot, put.handle).await? {
            self.withdraw_released(&mut tx, &listening).await?;
        } else {
            let held = held_by_handle(&mut tx, bot, put.handle).await?;
            withdraw_held(&mut tx, &held).await?;
        }
        once.remember(&mut tx, &()).await?;
        self.audit(&mut tx, "withdraw", None).await?;
        self.commit(tx).await
    }

    async fn withdraw_released(
        &self,
        tx: &mut Tx,
        listening: &ListenerRow,
    ) -> Result<(), NodeError> {
        const LEAVE: &str = "DELETE FROM listener WHERE handle = $1";
        const LEFT: &str = "SELECT COUNT(*) FROM listener WHERE need = $1";
        let need: RecordKey = parse("listener.need", &listening.need)?;
        with_tx!(&mut *tx, |t| sqlx::query(LEAVE)
            .bind(&listening.handle)
            .execute(t)
            .await
            .map(|_| ()))?;
        let (left,): (i64,) = with_tx!(&mut *tx, |t| sqlx::query_as(LEFT)
            .bind(&listening.need)
            .fetch_one(t)
            .await)?;
        if &need.node == self.id() && listening.asker && left == 0 {
            let body = Body::Erase(Erase {
                reason: EraseReason::Withdrawn,
            });
            return self.append(tx, LogName::Shared, need.rec, &body).await;
        }
        self.publish_band(tx, &need).await
    }

    /// The person's answer to a moderator's edit. Yes is the second key, and the need leaves; no
    /// puts the person's own words back before the moderator.
    ///
    /// # Errors
    /// [`NodeError::Conflict`] when the edit is no longer the one that was shown.
    pub async fn answer_edit(&self, bot: &str, put: Approve, token: &str) -> Result<(), NodeError> {
        const KEY: &str = "UPDATE held SET approved = hash, before = NULL, status = 'logged' \
            WHERE reference = $1 AND hash = $2 AND status = 'clarifying' AND released = FALSE";
        let once = Once { bot, token };
        let mut tx = self.pool().begin().await?;
        if once.before::<()>(&mut tx).await?.is_some() {
            return Ok(());
        }
        let held = held_by_handle(&mut tx, bot, put.handle).await?;
        let before = held.before.as_deref().ok_or_else(changed_before)?;
        if held.hash != put.content.to_string() || held.status != Status::Clarifying.code() {
            return Err(changed_before());
        }
        if put.yes {
            let rows = with_tx!(&mut tx, |t| sqlx::query(KEY)
                .bind(&held.reference)
                .bind(&held.hash)
                .execute(t)
                .await
                .map(|r| r.rows_affected()))?;
            hearback_store::expect_rows("the person's key", rows, 1)?;
            self.release(&mut tx, &held).await?;
        } else {
            let own: Content = read("held.before", before)?;
            let change = Change {
                status: Status::Logged,
                content: &own,
                before: None,
                said: Some("The person would rather keep their own words."),
                appealed: held.appealed,
            };
            change_held(&mut tx, &held, &change).await?;
        }
        once.remember(&mut tx, &()).await?;
        self.commit(tx).await
    }

    /// What the person says to a moderator, to a producer, or in appeal.
    ///
    /// # Errors
    /// [`NodeError::Conflict`] when nothing was asked, or the one appeal is spent.
    pub async fn put_reply(&self, bot: &str, put: PutReply, token: &str) -> Result<(), NodeError> {
        self.gate_words(put.words.as_str())?;
        let once = Once { bot, token };
        let mut tx = self.pool().begin().await?;
        if once.before::<()>(&mut tx).await?.is_some() {
            return Ok(());
        }
        match put.to {
            ReplyTo::Question { question } => {
                self.hold_reply(&mut tx, bot, put.handle, question, put.words.as_str())
                    .await?;
            }
            ReplyTo::Moderator {} => {
                let held = held_by_handle(&mut tx, bot, put.handle).await?;
                back_to_queue(
                    &mut tx,
                    &held,
                    Status::Clarifying,
                    put.words.as_str(),
                    held.appealed,
                )
                .await?;
            }
            ReplyTo::Refusal {} => {
                let held = held_by_handle(&mut tx, bot, put.handle).await?;
                if held.appealed {
                    return Err(NodeError::Conflict(
                        "the one appeal has been used".to_owned(),
                    ));
                }
                back_to_queue(&mut tx, &held, Status::OutOfScope, put.words.as_str(), true).await?;
            }
        }
        once.remember(&mut tx, &()).await?;
        self.commit(tx).await
    }

    /// What the people who asked say of the answer. The asker's verdict goes to the producer; that
    /// of others stays here and is only ever counted.
    ///
    /// # Errors
    /// [`NodeError::NotFound`] for a handle that listens to nothing.
    pub async fn put_verdict(
        &self,
        bot: &str,
        put: PutVerdict,
        token: &str,
    ) -> Result<(), NodeError> {
        const SQL: &str = "UPDATE listener SET verdict = $2, felt_heard = $3 WHERE handle = $1";
        if put.felt_heard.is_some_and(|f| !(1..=5).contains(&f)) {
            return Err(NodeError::Invalid(
                "say from 1 (not at all) to 5 (fully)".to_owned(),
            ));
        }
        let once = Once { bot, token };
        let mut tx = self.pool().begin().await?;
        if once.before::<()>(&mut tx).await?.is_some() {
            return Ok(());
        }
        let listening = listener(&mut tx, bot, put.handle).await?;
        let listening = listening.ok_or(NodeError::NotFound("this thread listens to no need"))?;
        with_tx!(&mut tx, |t| sqlx::query(SQL)
            .bind(&listening.handle)
            .bind(put.verdict.code())
            .bind(put.felt_heard.map(i64::from))
            .execute(t)
            .await
            .map(|_| ()))?;
        let need: RecordKey = parse("listener.need", &listening.need)?;
        if listening.asker && &need.node == self.id() {
            self.send_verdict(&mut tx, &need, put.verdict).await?;
        }
        once.remember(&mut tx, &()).await?;
        self.commit(tx).await
    }

    async fn send_verdict(
        &self,
        tx: &mut Tx,
        need: &RecordKey,
        verdict: hearback_wire::vocabulary::Verdict,
    ) -> Result<(), NodeError> {
        for made in referrals_of(tx, need).await? {
            let standing = standing_of(tx, &made).await?;
            let log = LogName::Pair(standing.holder);
            let body = Body::Verdict(VerdictGiven {
                referral: made.key.clone(),
                verdict,
            });
            self.append(tx, log, RecId::draw(self.chance()), &body)
                .await?;
        }
        Ok(())
    }

    async fn hold_reply(
        &self,
        tx: &mut Tx,
        bot: &str,
        handle: Handle,
        question: RecId,
        words: &str,
    ) -> Result<(), NodeError> {
        const SQL: &str = "INSERT INTO held_reply (id, question, reference, words, approved) \
            VALUES ($1, $2, $3, $4, FALSE)";
        const ASKED: &str = "SELECT q.node || '/' || q.rec FROM question q JOIN referral r \
            ON q.referral = r.node || '/' || r.rec WHERE q.rec = $1 AND r.need = $2";
        let listening = listener(tx, bot, handle).await?.filter(|l| l.asker);
        let listening = listening.ok_or(NodeError::NotFound("this thread was asked nothing"))?;
        let asked: Option<(String,)> = with_tx!(&mut *tx, |t| sqlx::query_as(ASKED)
            .bind(question.to_string())
            .bind(&listening.need)
            .fetch_optional(t)
            .await)?;
        let (question,) = asked.ok_or(NodeError::NotFound("there is no such question"))?;
        let reference = reference_of(tx, &parse("listener.need", &listening.need)?).await?;
        with_tx!(tx, |t| sqlx::query(SQL)
            .bind(RecId::draw(self.chance()).to_string())
            .bind(question)
            .bind(reference.map(|r| r.to_string()).unwrap_or_default())
            .bind(words)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }
}

/// Takes a need back that has not left.
async fn withdraw_held(tx: &mut Tx, held: &HeldRow) -> Result<(), NodeError> {
    let content: Content = read("held.content", &held.content)?;
    let change = Change {
        status: Status::Withdrawn,
        content: &content,
        before: None,
        said: None,
        appealed: held.appealed,
    };
    change_held(tx, held, &change).await
}

/// Puts a need back before the moderators with what the person said.
async fn back_to_queue(
    tx: &mut Tx,
    held: &HeldRow,
    from: Status,
    said: &str,
    appealed: bool,
) -> Result<(), NodeError> {
    const SQL: &str = "UPDATE held SET status = 'logged', said = $2, appealed = $3 \
        WHERE reference = $1 AND status = $4 AND before IS NULL AND released = FALSE";
    // An appeal is allowed by the table as out_of_scope → confirmed; the moderators' second look
    // comes first, so the need waits as logged until they have taken it.
    if from == Status::Clarifying {
        from.check(Status::Logged, Actor::Intermediary)?;
    }
    let rows = with_tx!(tx, |t| sqlx::query(SQL)
        .bind(&held.reference)
        .bind(said)
        .bind(appealed)
        .bind(from.code())
        .execute(t)
        .await
        .map(|r| r.rows_affected()))?;
    if rows == 1 {
        Ok(())
    } else {
        Err(changed_before())
    }
}

async fn listener(
    tx: &mut Tx,
    bot: &str,
    handle: Handle,
) -> Result<Option<ListenerRow>, NodeError> {
    const SQL: &str =
        "SELECT handle, bot, need, asker FROM listener WHERE handle = $1 AND bot = $2";
    Ok(with_tx!(tx, |t| sqlx::query_as(SQL)
        .bind(handle.to_string())
        .bind(bot)
        .fetch_optional(t)
        .await)?)
}

async fn held_by_handle(tx: &mut Tx, bot: &str, handle: Handle) -> Result<HeldRow, NodeError> {
    const SQL: &str = "SELECT reference, rec, bot, handle, status, content, hash, approved, before, \
        said, appealed, released, created_day FROM held WHERE handle = $1 AND bot = $2";
    let row: Option<HeldRow> = with_tx!(tx, |t| sqlx::query_as(SQL)
        .bind(handle.to_string())
        .bind(bot)
        .fetch_optional(t)
        .await)?;
    row.ok_or(NodeError::NotFound("there is no need with this handle"))
}

/// The need's latest event body, from the log itself.
async fn latest_need(tx: &mut Tx, key: &RecordKey) -> Result<Option<Need>, NodeError> {
    const SQL: &str = "SELECT body FROM event WHERE node = $1 AND rec = $2 AND kind = 'need' \
        AND body IS NOT NULL ORDER BY epoch DESC, seq DESC LIMIT 1";
    let row: Option<(String,)> = with_tx!(tx, |t| sqlx::query_as(SQL)
        .bind(key.node.as_str())
        .bind(key.rec.to_string())
        .fetch_optional(t)
        .await)?;
    let Some((body,)) = row else { return Ok(None) };
    let bytes = data_encoding::BASE64
        .decode(body.as_bytes())
        .map_err(|_| hearback_store::StoreError::Inconsistent("event.body"))?;
    Ok(Some(read("event.body", &String::from_utf8_lossy(&bytes))?))
}

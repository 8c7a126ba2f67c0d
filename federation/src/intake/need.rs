//! Putting a need: the person approved these exact words.

use std::collections::BTreeSet;

use hearback_store::{Tx, with_tx};
use hearback_wire::id::{Handle, RecId};
use hearback_wire::intake::{By, Did, NeedPut, PutNeed};
use hearback_wire::reference::NeedRef;
use hearback_wire::status::Status;
use hearback_wire::vocabulary::{Removed, Wording};

use super::Once;
use crate::changes::note_change;
use crate::door::read_by;
use crate::error::NodeError;
use crate::node::Node;
use crate::rows::parse;

impl Node {
    /// A person approved these words: they wait at the door from now on. A handle is for one need: whoever
    /// puts it again hears of the one that there is.
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
        each_once(&put.removed)?;
        self.gate(&put.content)?;
        let once = Once { bot, token };
        let mut tx = self.pool().begin().await?;
        if let Some(answer) = once.before(&mut tx, "need").await? {
            return Ok(answer);
        }
        if let Some(answer) = put_before(&mut tx, bot, put.handle).await? {
            return Ok(answer);
        }
        let reference = self.fresh_reference(&mut tx).await?;
        self.insert_held(&mut tx, bot, reference, &put).await?;
        note_change(&mut tx, reference, Did::Arrived, By::Person, None).await?;
        let answer = NeedPut {
            reference,
            status: Status::Logged,
            read_by: read_by(self.today()),
        };
        once.remember(&mut tx, "need", &answer).await?;
        self.commit(tx).await?;
        Ok(answer)
    }

    /// A reference that stands for nothing this node knows of, nor for what has ended and is looked back on.
    async fn fresh_reference(&self, tx: &mut Tx) -> Result<NeedRef, NodeError> {
        const SQL: &str = "SELECT (SELECT COUNT(*) FROM held WHERE reference = $1) \
            + (SELECT COUNT(*) FROM need WHERE reference = $1) \
            + (SELECT COUNT(*) FROM audit WHERE reference = $1)";
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
            approved, appealed, released, created_day, removed, author, wording) \
            VALUES ($1, $2, $3, $4, 'logged', $5, $6, $6, FALSE, FALSE, $7, $8, $9, $10)";
        let removed = serde_json::to_string(&put.removed)?;
        with_tx!(tx, |t| sqlx::query(SQL)
            .bind(reference.to_string())
            .bind(RecId::draw(self.chance()).to_string())
            .bind(bot)
            .bind(put.handle.to_string())
            .bind(put.content.canonical())
            .bind(put.approved.to_string())
            .bind(self.today().to_string())
            .bind(removed)
            .bind(put.author.map(|author| author.to_string()))
            .bind(put.wording.map(Wording::code))
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }
}

/// What a bot is told that puts a need again whose key has ended: it may have been away for that long.
async fn put_before(tx: &mut Tx, bot: &str, handle: Handle) -> Result<Option<NeedPut>, NodeError> {
    const SQL: &str = "SELECT reference, created_day FROM held WHERE handle = $1 AND bot = $2 \
        UNION ALL SELECT n.reference, n.day FROM listener l \
        JOIN need n ON n.node || '/' || n.rec = l.need WHERE l.handle = $1 AND l.bot = $2 LIMIT 1";
    let row: Option<(String, String)> = with_tx!(tx, |t| sqlx::query_as(SQL)
        .bind(handle.to_string())
        .bind(bot)
        .fetch_optional(t)
        .await)?;
    let Some((reference, day)) = row else {
        return Ok(None);
    };
    Ok(Some(NeedPut {
        reference: parse("held.reference", &reference)?,
        status: Status::Logged,
        read_by: read_by(parse("held.created_day", &day)?),
    }))
}

/// Refuses a kind that is named twice: how often something was taken out is nobody's business.
fn each_once(removed: &[Removed]) -> Result<(), NodeError> {
    if removed.iter().collect::<BTreeSet<_>>().len() == removed.len() {
        return Ok(());
    }
    Err(NodeError::Invalid(
        "please name each kind of thing that was taken out once".to_owned(),
    ))
}

//! Taking back a need or a voice.

use hearback_store::{Tx, with_tx};
use hearback_wire::content::Content;
use hearback_wire::id::{Handle, RecordKey};
use hearback_wire::intake::{By, Did, Withdraw};
use hearback_wire::status::Status;

use super::{Once, held_by_handle, listener};
use crate::audit::{Act, Via};
use crate::changes::note_change;
use crate::door::{Change, change_held};
use crate::erase::TAKEN_BACK;
use crate::error::NodeError;
use crate::node::Node;
use crate::release::{Later, forget_author};
use crate::rows::{HeldRow, ListenerRow, parse};

impl Node {
    /// The person takes back their need or their voice.
    ///
    /// A released need that others here support stays, without its first asker; one that nobody
    /// else here supports is erased everywhere, later, unless it is to stay. Of a need that had not left,
    /// no words stay. What is not kept any more is taken back already.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn withdraw(&self, bot: &str, put: Withdraw, token: &str) -> Result<(), NodeError> {
        let once = Once { bot, token };
        let mut tx = self.pool().begin().await?;
        if once.before::<()>(&mut tx, "withdraw").await?.is_some() {
            return Ok(());
        }
        lock_door(&mut tx, bot, put.handle).await?;
        if let Some(listening) = listener(&mut tx, bot, put.handle).await? {
            self.withdraw_released(&mut tx, &listening, put.keep_released)
                .await?;
            // One that was joined with another is at the door too, where it could be brought back.
            if let Some(held) = at_the_door(&mut tx, bot, put.handle).await?
                && held.status == Status::Merged.code()
            {
                withdraw_held(&mut tx, &held).await?;
            }
        } else if let Some(held) = at_the_door(&mut tx, bot, put.handle).await? {
            withdraw_held(&mut tx, &held).await?;
        }
        once.remember(&mut tx, "withdraw", &()).await?;
        self.audit(&mut tx, Act::Withdraw, Via::Chat, None).await?;
        self.commit(tx).await
    }

    async fn withdraw_released(
        &self,
        tx: &mut Tx,
        listening: &ListenerRow,
        keep: bool,
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
        if !keep && &need.node == self.id() && listening.asker && left == 0 {
            return self.leaves_later(tx, &Later::Withdrawal(need)).await;
        }
        self.voices_changed(tx, &need).await
    }
}

/// Waits for a moderator who decides about this need at this moment, so that what is read next is
/// how it stands: still at the door, or gone out and to be erased.
async fn lock_door(tx: &mut Tx, bot: &str, handle: Handle) -> Result<(), NodeError> {
    const SQL: &str = "UPDATE held SET status = status WHERE handle = $1 AND bot = $2";
    with_tx!(tx, |t| sqlx::query(SQL)
        .bind(handle.to_string())
        .bind(bot)
        .execute(t)
        .await
        .map(|_| ()))?;
    Ok(())
}

/// The need of a thread that stands at the door; none if it left, or is not kept any more.
async fn at_the_door(tx: &mut Tx, bot: &str, handle: Handle) -> Result<Option<HeldRow>, NodeError> {
    match held_by_handle(tx, bot, handle).await {
        Ok(held) => Ok(Some(held).filter(|held| !held.released)),
        Err(NodeError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Takes a need back that has not left: nobody reads its words any more, so they are not kept.
async fn withdraw_held(tx: &mut Tx, held: &HeldRow) -> Result<(), NodeError> {
    let content = Content::plain(parse("held.content", TAKEN_BACK)?, None);
    let change = Change::of(held, Status::Withdrawn, &content);
    change_held(tx, held, &change).await?;
    forget_author(tx, &held.reference).await?;
    let reference = parse("held.reference", &held.reference)?;
    note_change(tx, reference, Did::Withdrawn, By::Person, None).await
}

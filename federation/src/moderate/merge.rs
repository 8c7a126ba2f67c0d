//! A need at the door that asks for the same as one that has left: its person gives that one their
//! voice. A moderator decides it, and the person may say once that theirs is another.
//!
//! Must never join anybody with a need whose words they may not read.

use hearback_store::{Tx, with_tx};
use hearback_wire::id::RecordKey;
use hearback_wire::intake::{MergeHeld, What};
use hearback_wire::status::Status;

use crate::door::{Change, change_held};
use crate::error::NodeError;
use crate::node::Node;
use crate::release::forget_author;
use crate::rows::{HeldRow, ListenerRow, parse};

impl Node {
    /// Joins a need with another. Its thread listens to that one from now on.
    pub(super) async fn merge(
        &self,
        tx: &mut Tx,
        held: &HeldRow,
        put: MergeHeld,
    ) -> Result<(), NodeError> {
        const LISTEN: &str =
            "INSERT INTO listener (handle, bot, need, asker) VALUES ($1, $2, $3, FALSE)";
        let into = self.need_at(tx, put.into).await?;
        let into = into.filter(|need| need.audience.is_public());
        let into = into.ok_or(NodeError::NotFound(
            "no need with this reference has left for everybody to read; please check the reference",
        ))?;
        let Some(content) = &into.content else {
            return Err(NodeError::Conflict(
                "the need with this reference was taken back, so nothing can be joined with it"
                    .to_owned(),
            ));
        };
        let own = held.content()?;
        change_held(tx, held, &Change::of(held, Status::Merged, &own)).await?;
        forget_author(tx, &held.reference).await?;
        with_tx!(&mut *tx, |t| sqlx::query(LISTEN)
            .bind(&held.handle)
            .bind(&held.bot)
            .bind(into.key.to_string())
            .execute(t)
            .await
            .map(|_| ()))?;
        self.voices_changed(tx, &into.key).await?;
        let what = What::Merged {
            into: into.reference,
            statement: content.statement.to_string(),
            words: put.words,
            appeal: !held.appealed,
        };
        self.tell_asker(tx, held, &what).await?;
        // What was answered before is news to whoever is joined now.
        let joined = ListenerRow {
            handle: held.handle.clone(),
            bot: held.bot.clone(),
            need: into.key.to_string(),
            asker: false,
        };
        let names = self.names(tx).await?;
        self.catch_up(tx, &names, &into.key, &[joined]).await
    }

    /// The person says that theirs is another need: their voice is taken from the one that it was
    /// joined with.
    pub(crate) async fn part(&self, tx: &mut Tx, held: &HeldRow) -> Result<(), NodeError> {
        const PART: &str = "DELETE FROM listener WHERE handle = $1 AND bot = $2 AND asker = FALSE \
            RETURNING need";
        let need: Option<(String,)> = with_tx!(&mut *tx, |t| sqlx::query_as(PART)
            .bind(&held.handle)
            .bind(&held.bot)
            .fetch_optional(t)
            .await)?;
        match need {
            Some((need,)) => {
                let need: RecordKey = parse("listener.need", &need)?;
                self.voices_changed(tx, &need).await
            }
            None => Ok(()),
        }
    }
}

//! What follows from a press, written down in the transaction that marks it as dealt with.

use hearback_store::Tx;

use super::own::remember;
use super::setup;
use crate::bots::Bots;
use crate::chat::heard::Heard;
use crate::vault::VaultError;
use crate::vault::chat::{Post, Sending, Server, With};

/// Something that only people who press can bring about.
pub(in crate::chat) enum Deed {
    /// A message with something to press.
    Show(Sending),
    /// The preview of a thread once more, to whoever pressed.
    Preview { thread: String },
    /// The person of a thread does not want to be mentioned there.
    QuietHere { thread: String },
    /// A server is another than it was.
    Server {
        before: Option<Server>,
        after: Server,
    },
    /// A post that was put off goes now.
    Retry { post: String },
}

/// Does it.
pub(in crate::chat) async fn perform(
    bots: &Bots,
    tx: &mut Tx,
    heard: &Heard,
    deed: Deed,
) -> Result<(), VaultError> {
    let platform = heard.platform;
    match deed {
        Deed::Show(sending) => bots
            .post(tx, platform, Post::Words(sending), With::default())
            .await
            .map(|_| ()),
        Deed::Preview { thread } => preview(bots, tx, heard, &thread).await,
        Deed::QuietHere { thread } => quiet_here(bots, tx, &thread).await,
        Deed::Server { before, after } => {
            setup::commit(bots, tx, platform, (before.as_ref(), &after)).await
        }
        Deed::Retry { post } => bots.vault.post_now(tx, &post, bots.clock.now()).await,
    }
}

async fn preview(bots: &Bots, tx: &mut Tx, heard: &Heard, id: &str) -> Result<(), VaultError> {
    remember(bots, tx, heard, id).await?;
    let thread = bots.vault.lock_by_id(tx, id, bots.clock.now()).await?;
    let place = bots.vault.place(tx, id).await?;
    match (thread, place) {
        (Some(thread), Some(place)) => bots.follow(tx, &thread, &place, &[]).await,
        _ => Ok(()),
    }
}

async fn quiet_here(bots: &Bots, tx: &mut Tx, thread: &str) -> Result<(), VaultError> {
    let Some(mut place) = bots.vault.place(tx, thread).await? else {
        return Ok(());
    };
    place.quiet = true;
    bots.vault.save_place(tx, thread, &place).await
}

//! What the node said to a decision: the card shows it, or the moderator hears why not.

use hearback_wire::intake::Did;

use super::card::{self, Shown};
use super::deed::Decided;
use super::words;
use crate::bots::Bots;
use crate::chat::pressed_words;
use crate::node::Undone;
use crate::vault::VaultError;

/// Marks the outbox row done and shows what came of it, together; whoever is second does nothing.
pub(crate) async fn decided(
    bots: &Bots,
    row: &str,
    decided: &Decided,
    answer: Result<(), Undone>,
) -> Result<(), VaultError> {
    let mut tx = bots.vault.begin().await?;
    if !bots.vault.finish(&mut tx, row, bots.clock.now()).await? {
        return Ok(());
    }
    let platform = decided.platform;
    let card = bots
        .vault
        .lock_card::<Shown>(&mut tx, platform, decided.reference)
        .await?;
    let taken = answer.is_ok();
    let said = match answer {
        // Whoever pressed waits for a word; elsewhere the card says it.
        Ok(()) => platform.presses().then(pressed_words::handed_on),
        Err(Undone::Before) => Some(words::before_you(
            decided,
            card.as_ref().map(|card| &card.state),
        )),
        Err(Undone::Refused(detail) | Undone::NotAllowed(detail)) => {
            Some(words::not_taken(decided, &detail))
        }
        // Whoever sends tries again in this case, and does not come here.
        Err(Undone::Later(_)) => return Ok(()),
    };
    if let Some(mut card) = card {
        card::redraw(bots, &mut tx, platform, &mut card, |shown| {
            let mine = (decided.who.clone(), decided.did());
            // The person may have brought it back already, which says more.
            let first_of_two = decided.did() == Did::Approved
                && !shown.held.second.is_empty()
                && !shown.held.first;
            let taken = taken && shown.turn == decided.turn && !first_of_two;
            shown.answered(&mine, taken.then(|| decided.stage()));
        })
        .await?;
    }
    if let Some(text) = said {
        bots.notice(&mut tx, platform, decided.to.clone(), text)
            .await?;
    }
    tx.commit().await?;
    bots.posts.notify_one();
    Ok(())
}

//! What the node said to a decision: the card shows it, or the moderator hears why not.

use hearback_store::Tx;

use super::card::{self, Shown};
use super::deed::Decided;
use super::words;
use crate::bots::Bots;
use crate::chat::pressed_words;
use crate::node::Undone;
use crate::tongue::Tongue;
use crate::vault::VaultError;
use crate::vault::chat::Card;

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
    let mut card = bots
        .vault
        .lock_card::<Shown>(&mut tx, platform, decided.reference)
        .await?;
    if let Some(card) = &mut card {
        show(bots, &mut tx, card, decided, answer.is_ok()).await?;
    }
    // What was done before is known once the card shows it.
    let shown = card.as_ref().map(|card| &card.state);
    let said = match answer {
        // Whoever pressed waits for a word; elsewhere the card says it.
        Ok(()) => platform.presses().then(pressed_words::handed_on),
        Err(Undone::Before) => Some(words::before_you(decided, shown)),
        Err(Undone::Refused(why) | Undone::NotAllowed(why)) => {
            let text = words::not_taken(decided, &why);
            // A form is gone once it was sent; elsewhere what was typed still stands.
            Some(if platform.presses() {
                pressed_words::with_typed(Tongue::English, text, &decided.deed.typed())
            } else {
                text
            })
        }
        // Whoever sends tries again in this case, and does not come here.
        Err(Undone::Later(_)) => return Ok(()),
    };
    if let Some(text) = said {
        bots.notice(&mut tx, platform, decided.to.clone(), text)
            .await?;
    }
    tx.commit().await?;
    bots.posts.notify_one();
    Ok(())
}

/// Has the card say what came of a decision.
async fn show(
    bots: &Bots,
    tx: &mut Tx,
    card: &mut Card<Shown>,
    decided: &Decided,
    taken: bool,
) -> Result<(), VaultError> {
    card::redraw(bots, tx, decided.platform, card, |shown| {
        let mine = (decided.who.clone(), decided.did());
        // The person may have brought it back already, which says more.
        let taken = taken && shown.turn == decided.turn && !decided.first_of_two;
        shown.answered(&mine, taken.then(|| decided.stage()).flatten());
    })
    .await
}

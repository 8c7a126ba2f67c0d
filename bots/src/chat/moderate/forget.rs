//! A moderator asks what is kept of them, or to be forgotten: cards say who decided.
//!
//! A decision that is on its way to the node keeps its moderator until the node has answered.

use hearback_store::Tx;

use super::card::{Shown, redraw};
use crate::bots::Bots;
use crate::chat::Platform;
use crate::vault::VaultError;

/// The needs whose cards say that somebody decided about them.
pub(crate) async fn decided_by(
    bots: &Bots,
    platform: Platform,
    person: &str,
) -> Result<Vec<String>, VaultError> {
    let mut found = Vec::new();
    for reference in bots.vault.cards(platform).await? {
        let card = bots.vault.card::<Shown>(platform, reference).await?;
        if card.is_some_and(|card| card.state.names(person)) {
            found.push(reference.to_string());
        }
    }
    Ok(found)
}

/// Has cards say no more who decided, where it was this person.
pub(crate) async fn forget_moderator(
    bots: &Bots,
    tx: &mut Tx,
    platform: Platform,
    person: &str,
) -> Result<(), VaultError> {
    for reference in bots.vault.cards(platform).await? {
        let card = bots
            .vault
            .lock_card::<Shown>(tx, platform, reference)
            .await?;
        let Some(mut card) = card.filter(|card| card.state.names(person)) else {
            continue;
        };
        redraw(bots, tx, platform, &mut card, |shown| shown.unname(person)).await?;
    }
    let theirs = |decided: &super::Decided| decided.is_by(platform, person);
    bots.vault.forget_decisions(tx, theirs).await
}

//! What follows once a post stands as a message.

use hearback_store::Tx;
use hearback_wire::intake::Outcome;

use super::speak::CARD;
use super::{Platform, moderate, pressed, words};
use crate::bots::Bots;
use crate::tongue::Tongue;
use crate::vault::VaultError;
use crate::vault::chat::{DuePost, Place, Post, Sending, To, With};

/// What follows once a post stands as a message: its outcome, its meaning for threads, and the
/// reactions that are offered under it.
pub(crate) async fn sent(
    bots: &Bots,
    tx: &mut Tx,
    platform: Platform,
    due: &DuePost,
    stands: &Stands,
) -> Result<(), VaultError> {
    let now = bots.clock.now();
    let (room, event) = (stands.room.as_str(), stands.event.as_str());
    let mut outcome = if stands.elsewhere {
        Outcome::Elsewhere
    } else {
        Outcome::Thread
    };
    let (mut people, mut tongue) = (Vec::new(), Tongue::default());
    // Somebody may have joined it while it was on its way.
    let latest = bots.vault.waiting_post(tx, &due.id).await?;
    let latest = latest.as_ref().map_or(&due.post, |latest| &latest.post);
    if let Post::Words(sending) = latest {
        for thread in &sending.threads {
            bots.vault
                .anchor(tx, (platform, room, event), thread, &sending.kind)
                .await?;
            let Some(place) = bots.vault.place(tx, thread).await? else {
                continue;
            };
            people.push(place.person.clone());
            tongue = place.tongue;
            if settle_place(bots, tx, thread, (place, sending), stands).await? {
                outcome = Outcome::Elsewhere;
            }
        }
        tell_missed(bots, tx, platform, (&due.post, sending, tongue)).await?;
        if sending.kind == pressed::PANEL {
            bots.pin(tx, (platform, room), &due.id).await?;
        }
        if sending.kind == CARD {
            moderate::stands(bots, tx, &due.id, (platform, room, event)).await?;
        }
        for key in &sending.seeds {
            let seed = Post::React {
                room: room.to_owned(),
                to: event.to_owned(),
                key: key.clone(),
            };
            bots.post(tx, platform, seed, With::default()).await?;
        }
    }
    bots.vault
        .post_done(tx, &due.id, Some(event), outcome, now)
        .await?;
    bots.vault
        .look_again(tx, platform, (room, &people), now)
        .await
}

/// Whoever joined a post while it was on its way is not mentioned in it, and hears it beside it.
async fn tell_missed(
    bots: &Bots,
    tx: &mut Tx,
    platform: Platform,
    (sent, latest, tongue): (&Post, &Sending, Tongue),
) -> Result<(), VaultError> {
    let Post::Words(sent) = sent else {
        return Ok(());
    };
    let missed = latest.mentions.iter();
    let missed: Vec<String> = missed
        .filter(|person| !sent.mentions.contains(person))
        .cloned()
        .collect();
    if missed.is_empty() {
        return Ok(());
    }
    let late = Sending {
        text: words::for_you_too(tongue),
        mentions: missed,
        seeds: Vec::new(),
        controls: Vec::new(),
        ..latest.clone()
    };
    bots.post(tx, platform, Post::Words(late), With::default())
        .await
        .map(|_| ())
}

/// The message that a post became.
pub(crate) struct Stands {
    pub(crate) room: String,
    /// The message's id.
    pub(crate) event: String,
    /// It stands in the room, beside the thread that it was meant for.
    pub(crate) beside: bool,
    /// It stands at another place than the thread that it was meant for.
    pub(crate) elsewhere: bool,
}

/// Remembers the last message of a chat thread. A message that found its root gone becomes the root
/// of what follows; true says so.
async fn settle_place(
    bots: &Bots,
    tx: &mut Tx,
    thread: &str,
    (mut place, sending): (Place, &Sending),
    stands: &Stands,
) -> Result<bool, VaultError> {
    let To::Room { room, .. } = &sending.to else {
        return Ok(false);
    };
    if place.room != *room {
        return Ok(false);
    }
    let moved = place.threaded && stands.beside;
    if moved {
        place.root.clone_from(&stands.event);
    }
    place.rootless &= !stands.beside;
    place.last = Some(stands.event.clone());
    bots.vault.save_place(tx, thread, &place).await?;
    Ok(moved)
}

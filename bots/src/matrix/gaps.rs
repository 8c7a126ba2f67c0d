//! What could not be read back yet of a room's past: put off, so that one room which does not answer
//! holds up no other, and written down, so that nothing of it is lost.

use std::convert::Infallible;
use std::time::Duration;

use hearback_wire::clock::Millis;
use matrix_sdk::RoomState;
use serde::{Deserialize, Serialize};

use super::Matrix;
use super::listen::{ListenError, hear};
use super::timeline::read_back;
use crate::chat::Heard;
use crate::delivery::{backoff, nap};
use crate::vault::VaultError;

/// Where the gaps are kept.
const GAPS: &str = "matrix gaps";

/// How long one room may take to answer; the next one waits meanwhile.
const READ_WITHIN: Duration = Duration::from_mins(1);
/// Tries of one gap: with the back-off, about a day.
const MOST_ATTEMPTS: u32 = 300;

/// A part of a room's past that was not read yet: from a place back to an older one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Gap {
    /// The room's id.
    pub(super) room: String,
    /// The newer end.
    pub(super) from: String,
    /// The older end.
    pub(super) since: String,
    /// How often it was tried.
    attempts: u32,
    next_at: Millis,
}

impl Gap {
    /// One that is due at once.
    pub(super) fn new(room: &str, from: String, since: &str) -> Self {
        Self {
            room: room.to_owned(),
            from,
            since: since.to_owned(),
            attempts: 0,
            next_at: Millis(0),
        }
    }
}

/// Adds gaps to those that are kept. A room has one: it reaches from its newest end to its oldest, and
/// what is read twice in between is heard once.
pub(super) fn add(kept: &mut Vec<Gap>, new: Vec<Gap>) {
    for gap in new {
        match kept.iter_mut().find(|other| other.room == gap.room) {
            Some(other) => other.from = gap.from,
            None => kept.push(gap),
        }
    }
}

/// Writes gaps down, in the transaction that moves the place in the stream.
pub(super) async fn keep(
    matrix: &Matrix,
    tx: &mut hearback_store::Tx,
    new: Vec<Gap>,
) -> Result<(), VaultError> {
    if new.is_empty() {
        return Ok(());
    }
    let vault = &matrix.bots.vault;
    let mut kept: Vec<Gap> = vault.kept_in(tx, GAPS).await?.unwrap_or_default();
    add(&mut kept, new);
    vault.keep(tx, GAPS, &kept).await
}

/// Reads gaps for ever, as soon as their rooms answer.
pub(super) async fn run(matrix: &Matrix) -> Infallible {
    let mut failures: u32 = 0;
    loop {
        match read_due(matrix).await {
            Ok(()) => failures = 0,
            Err(error) => {
                failures = failures.saturating_add(1);
                tracing::error!(%error, "what was said in the past cannot be read yet");
            }
        }
        nap(&matrix.bots, failures, matrix.gaps.notified(), next(matrix)).await;
    }
}

async fn next(matrix: &Matrix) -> Result<Option<Millis>, VaultError> {
    let kept: Option<Vec<Gap>> = matrix.bots.vault.kept(GAPS).await?;
    Ok(kept.iter().flatten().map(|gap| gap.next_at).min())
}

/// Every gap that is due, once.
async fn read_due(matrix: &Matrix) -> Result<(), VaultError> {
    let kept: Vec<Gap> = matrix.bots.vault.kept(GAPS).await?.unwrap_or_default();
    let now = matrix.bots.clock.now();
    for gap in kept.iter().filter(|gap| gap.next_at <= now) {
        match tokio::time::timeout(READ_WITHIN, read(matrix, gap)).await {
            Ok(Ok(heard)) => close(matrix, gap, &heard).await?,
            Ok(Err(ListenError::Vault(error))) => return Err(error),
            Ok(Err(ListenError::Matrix(_))) | Err(_) => put_off(matrix, gap).await?,
        }
    }
    Ok(())
}

/// What was said in a gap. Nothing where the bot is not in the room any more.
async fn read(matrix: &Matrix, gap: &Gap) -> Result<Vec<Heard>, ListenError> {
    match matrix.room(&gap.room) {
        Some(room) if room.state() == RoomState::Joined => {
            read_back(matrix, &room, gap.from.clone(), &gap.since).await
        }
        _ => Ok(Vec::new()),
    }
}

/// Writes down what was said in a gap, and that it is read: together.
async fn close(matrix: &Matrix, gap: &Gap, heard: &[Heard]) -> Result<(), VaultError> {
    let vault = &matrix.bots.vault;
    let mut tx = vault.begin().await?;
    for one in heard {
        hear(matrix, &mut tx, one).await?;
    }
    let mut kept: Vec<Gap> = vault.kept_in(&mut tx, GAPS).await?.unwrap_or_default();
    // One that grew meanwhile is read once more.
    kept.retain(|other| (&other.room, &other.from) != (&gap.room, &gap.from));
    vault.keep(&mut tx, GAPS, &kept).await?;
    tx.commit().await?;
    matrix.bots.heard.notify_one();
    matrix.bots.posts.notify_one();
    Ok(())
}

async fn put_off(matrix: &Matrix, gap: &Gap) -> Result<(), VaultError> {
    tracing::warn!(
        attempts = gap.attempts,
        "what was said in a Matrix room is read back later"
    );
    let vault = &matrix.bots.vault;
    let mut tx = vault.begin().await?;
    let mut kept: Vec<Gap> = vault.kept_in(&mut tx, GAPS).await?.unwrap_or_default();
    let now = matrix.bots.clock.now().0;
    // After a day there is nothing to hope for; and what was heard before must not be heard again.
    kept.retain(|other| other.room != gap.room || other.attempts < MOST_ATTEMPTS);
    for other in kept.iter_mut().filter(|other| other.room == gap.room) {
        other.attempts = gap.attempts.saturating_add(1);
        let wait = i64::try_from(backoff(other.attempts).as_millis()).unwrap_or(i64::MAX);
        other.next_at = Millis(now.saturating_add(wait));
    }
    vault.keep(&mut tx, GAPS, &kept).await?;
    Ok(tx.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_has_one_gap_that_reaches_from_its_newest_end_to_its_oldest() {
        let gap = |room, from: &str, since| Gap::new(room, from.to_owned(), since);
        let mut kept = vec![gap("!a", "t2", "t1")];
        add(
            &mut kept,
            vec![gap("!b", "t4", "t3"), gap("!a", "t4", "t3")],
        );
        assert_eq!(kept, [gap("!a", "t4", "t1"), gap("!b", "t4", "t3")]);
    }
}

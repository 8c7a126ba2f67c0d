//! Posts what waits, one post after another for the whole account, in turn between rooms.
//!
//! The id of a post is its transaction id, so that the homeserver itself keeps it from standing
//! twice. It must never post what is not written down first.

mod direct;
mod send;

use std::convert::Infallible;
use std::time::Duration;

use hearback_wire::clock::Millis;
use hearback_wire::intake::Outcome;
use matrix_sdk::ruma::api::error::{ErrorKind, RetryAfter};

pub(super) use self::direct::{is_own, recognise};
pub(super) use self::send::send;
use super::{Matrix, status};
use crate::chat::{self, Platform, Stands};
use crate::delivery::{backoff, nap};
use crate::vault::VaultError;
use crate::vault::chat::DuePost;

/// How long a call may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Attempts after which a room that moved away is given up: with the back-off, about a day.
const MOST_ATTEMPTS: u32 = 300;

/// What became of a post.
pub(super) enum Posted {
    /// It stands in a room as a message.
    Stands(Stands),
    /// It may work later.
    Later(Duration),
    /// The whole account must wait.
    Slow(Duration),
    /// It can never work: nobody is there to read it.
    Gone(&'static str),
}

/// Why a post could not be tried to its end.
#[derive(Debug, thiserror::Error)]
pub(super) enum PostError {
    #[error("the homeserver did not do this")]
    Matrix(#[from] matrix_sdk::Error),
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// Posts for ever, once it is known which rooms there are.
pub(super) async fn run(matrix: &Matrix) -> Infallible {
    let mut synced = matrix.synced.subscribe();
    drop(synced.wait_for(|synced| *synced).await);
    let mut failures: u32 = 0;
    loop {
        match post_due(matrix).await {
            Ok(0) => failures = 0,
            Ok(_) => {
                failures = 0;
                continue;
            }
            Err(error) => {
                failures = failures.saturating_add(1);
                tracing::error!(%error, "posts could not be looked up");
            }
        }
        let next = matrix.bots.vault.next_post(Platform::Matrix);
        let woken = matrix.bots.posts.notified(Platform::Matrix);
        nap(&matrix.bots, failures, woken, next).await;
    }
}

/// The first post of each room that has one, each to its end. Returns how many there were.
async fn post_due(matrix: &Matrix) -> Result<usize, VaultError> {
    let bots = &matrix.bots;
    let due = bots
        .vault
        .posts_due(Platform::Matrix, bots.clock.now())
        .await?;
    for post in &due {
        post_one(matrix, &post.id).await?;
    }
    Ok(due.len())
}

/// One post, waiting as long as the homeserver asks: nothing else may be posted meanwhile, and the
/// other rooms have their turn before this room has its next.
async fn post_one(matrix: &Matrix, id: &str) -> Result<(), VaultError> {
    let vault = &matrix.bots.vault;
    loop {
        let mut tx = vault.read().await?;
        let Some(due) = vault.waiting_post(&mut tx, id).await? else {
            return Ok(());
        };
        drop(tx);
        let posted = match send(matrix, &due).await {
            Ok(posted) => posted,
            Err(PostError::Matrix(error)) => refusal(&error, due.attempts),
            Err(PostError::Vault(error)) => return Err(error),
        };
        match posted {
            Posted::Slow(wait) => tokio::time::sleep(wait).await,
            posted => return settle(matrix, &due, posted).await,
        }
    }
}

async fn settle(matrix: &Matrix, due: &DuePost, posted: Posted) -> Result<(), VaultError> {
    let bots = &matrix.bots;
    let now = bots.clock.now();
    match posted {
        Posted::Stands(stands) => {
            let mut tx = bots.vault.begin().await?;
            chat::sent(bots, &mut tx, Platform::Matrix, due, &stands).await?;
            tx.commit().await?;
            bots.wake.notify_one();
            bots.heard.notify_one();
            Ok(())
        }
        Posted::Gone(code) => {
            tracing::warn!(code, "a Matrix room cannot be reached any more");
            let mut tx = bots.vault.begin().await?;
            bots.vault
                .post_done(&mut tx, &due.id, None, Outcome::Gone, now)
                .await?;
            tx.commit().await?;
            bots.wake.notify_one();
            Ok(())
        }
        // The whole account has waited already.
        Posted::Later(wait) | Posted::Slow(wait) => {
            let wait = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
            let at = Millis(now.0.saturating_add(wait));
            bots.vault.post_again(&due.id, at).await
        }
    }
}

/// What a refusal of the homeserver means.
fn refusal(error: &matrix_sdk::Error, attempts: u32) -> Posted {
    let wait = backoff(attempts.saturating_add(1));
    if let Some(ErrorKind::LimitExceeded(limit)) = error.client_api_error_kind() {
        let asked = match limit.retry_after {
            Some(RetryAfter::Delay(delay)) => delay,
            _ => wait,
        };
        return Posted::Slow(asked.max(Duration::from_millis(100)));
    }
    if let matrix_sdk::Error::WrongRoomState(_) = error {
        // The bot was put out between the look at the room and the call.
        return Posted::Gone("not_there");
    }
    match http_status(error) {
        // The same is refused for ever, and would hold up its room.
        Some(400 | 403 | 404) => Posted::Gone("refused"),
        Some(413) => Posted::Gone("too_large"),
        _ => {
            tracing::warn!(attempts, "a Matrix post is tried again");
            Posted::Later(wait)
        }
    }
}

fn http_status(error: &matrix_sdk::Error) -> Option<u16> {
    match error {
        matrix_sdk::Error::Http(error) => status(error),
        _ => None,
    }
}

//! Matrix: rooms of the Matrix network, encrypted ones too, through one bot account.
//!
//! It turns Matrix events into what was heard and posts into Matrix calls, and looks
//! after the rooms that the account is in. It must never decide what a message means.

mod account;
mod content;
mod diagnose;
mod gaps;
mod health;
mod listen;
mod post;
mod read;
mod rooms;
mod roster;
mod settings;
mod timeline;

pub use account::{MatrixError, Tell};
pub use diagnose::{Finding, diagnose};
pub use health::MatrixHealth;
pub use settings::{MatrixLogin, MatrixSettings};

use std::sync::Arc;
use std::time::Duration;

use hearback_anonymise::Roster;
use matrix_sdk::ruma::{EventId, OwnedUserId, RoomId};
use matrix_sdk::{Client, HttpError, Room};
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

use account::Account;
use roster::Rosters;

use crate::bots::Bots;
use crate::chat::{self, Ear, Heard, Original, Platform, Unheard};

/// Libraries whose log lines name rooms, people and messages, by the heads of their targets. They must
/// never reach a log, at no level.
pub const LOUD_LIBRARIES: [&str; 8] = [
    "matrix_sdk",
    "ruma",
    "vodozemac",
    "eyeball",
    "hyper",
    "reqwest",
    "h2",
    "oauth2",
];

/// How long the names of a room may take: what is said elsewhere waits meanwhile.
const LOOK_UP: Duration = Duration::from_secs(10);

/// The bot on Matrix.
pub struct Matrix {
    bots: Bots,
    client: Client,
    settings: MatrixSettings,
    own: OwnedUserId,
    display: String,
    health: Arc<MatrixHealth>,
    rosters: Rosters,
    /// Wakes whoever reads the past of rooms.
    gaps: Notify,
    /// Wakes whoever looks after the rooms.
    rooms_changed: Notify,
    /// Whether the stream was read since the start, so that it is known which rooms there are.
    synced: watch::Sender<bool>,
    /// Holds the store.
    _account: Account,
}

impl Matrix {
    /// Signs in, or takes up the session of last time, and brings encryption up. Listens to nothing
    /// yet.
    ///
    /// # Errors
    /// [`MatrixError`], in words that say what to do.
    pub async fn open(
        bots: Bots,
        settings: MatrixSettings,
        http: reqwest::Client,
        tell: &dyn Tell,
    ) -> Result<Self, MatrixError> {
        let account = account::open(&settings, http, tell).await?;
        let client = account.client().clone();
        let display = client.account().get_display_name().await.ok().flatten();
        Ok(Self {
            bots,
            own: client
                .user_id()
                .ok_or(MatrixError::TokenRefused)?
                .to_owned(),
            display: display.unwrap_or_default(),
            health: Arc::clone(account.health()),
            client,
            settings,
            rosters: Rosters::default(),
            gaps: Notify::new(),
            rooms_changed: Notify::new(),
            synced: watch::Sender::new(false),
            _account: account,
        })
    }

    /// What an operator should know of the account.
    pub fn health(&self) -> Arc<MatrixHealth> {
        Arc::clone(&self.health)
    }

    /// Listens, deals with what is heard, posts and looks after the rooms, until `stop`. What was
    /// begun is not lost: it goes on when the bot starts next.
    pub async fn run(&self, stop: CancellationToken) {
        tokio::select! {
            () = stop.cancelled() => {}
            never = listen::run(self) => match never {},
            never = listen::run_keys(self) => match never {},
            never = gaps::run(self) => match never {},
            never = chat::run(&self.bots, Platform::Matrix, self) => match never {},
            never = chat::run_lapse(&self.bots) => match never {},
            never = chat::run_moderation(&self.bots, Platform::Matrix) => match never {},
            never = post::run(self) => match never {},
            never = rooms::run(self) => match never {},
        }
        self.health.stopped();
    }

    fn room(&self, id: &str) -> Option<Room> {
        let id = <&RoomId>::try_from(id).ok()?;
        self.client.get_room(id)
    }
}

impl Ear for Matrix {
    async fn message(&self, room: &str, event: &str) -> Result<Original, Unheard> {
        let (Some(room), Ok(event)) = (self.room(room), <&EventId>::try_from(event)) else {
            return Ok(Original::Gone);
        };
        match room.event(event, None).await {
            Ok(event) => Ok(read::original(&self.own, &self.display, &event)),
            Err(error) if is_gone(&error) => Ok(Original::Gone),
            Err(_) => Err(Unheard),
        }
    }

    async fn names(&self, room: &str, person: &str) -> Result<Arc<Roster>, Unheard> {
        let names = roster::names(self, room, person);
        let within = tokio::time::timeout(LOOK_UP, names).await;
        within.unwrap_or(Err(Unheard))
    }

    async fn people(&self, heard: &Heard) -> Option<usize> {
        let counted = roster::count(self, &heard.room);
        let within = tokio::time::timeout(LOOK_UP, counted).await;
        within.ok().flatten()
    }

    fn name(&self) -> &str {
        self.own.as_str()
    }
}

/// Whether the homeserver says that something is not there, or not for us.
fn is_gone(error: &matrix_sdk::Error) -> bool {
    let matrix_sdk::Error::Http(error) = error else {
        return false;
    };
    status(error).is_some_and(|status| (400..500).contains(&status) && status != 429)
}

/// The HTTP status of a refusal.
fn status(error: &HttpError) -> Option<u16> {
    error
        .as_client_api_error()
        .map(|error| error.status_code.as_u16())
}

#[cfg(test)]
mod sealed;
#[cfg(test)]
mod tests;

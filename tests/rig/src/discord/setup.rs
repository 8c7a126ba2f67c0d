//! How a fake starts: its time, its patience, how strict it is.

use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;

use super::clock::{Clock, MORNING_MS};
use super::fake::{Fake, Parts};
use super::limits::Limits;
use super::witness::Witness;
use super::world::World;
use crate::chance::unique;
use crate::error::RigError;

/// How a fake starts. The default is as strict as it gets.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The fake's time.
    pub clock: Clock,
    /// The name of the bot.
    pub bot: String,
    /// How long a test waits for something, in real time.
    pub patience: Duration,
    /// Between two heartbeats, in real time.
    pub heartbeat: Duration,
    /// Between two starts of a session, in the fake's time. Discord's is five seconds; a bot that is
    /// killed and started again within it is told to wait, and takes about five seconds.
    pub start_pace: Duration,
    /// Whether there are limits on requests.
    pub limits: bool,
    /// Refused requests in ten minutes that end in a ban. Discord's number is ten thousand.
    pub ban: usize,
    /// Whether the witnesses look, which takes about as long as everything else together.
    pub witnesses: bool,
    /// Whether requests are kept for [`super::Discord::requests`].
    pub recorded: bool,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            clock: Clock::running(MORNING_MS),
            bot: "hearback".to_owned(),
            patience: Duration::from_secs(20),
            heartbeat: Duration::from_millis(41_250),
            start_pace: Duration::from_secs(5),
            limits: true,
            ban: 10_000,
            witnesses: true,
            recorded: true,
        }
    }
}

impl Setup {
    /// For measuring how fast a bot is: nothing is limited, witnessed or kept.
    #[must_use]
    pub fn fast() -> Self {
        Self {
            start_pace: Duration::ZERO,
            limits: false,
            witnesses: false,
            recorded: false,
            ..Self::default()
        }
    }

    /// The fake and its listeners: REST, gateway.
    pub(super) async fn open(self) -> Result<(Arc<Fake>, TcpListener, TcpListener), RigError> {
        let rest = TcpListener::bind("127.0.0.1:0").await?;
        let gateway = TcpListener::bind("127.0.0.1:0").await?;
        let witness = if self.witnesses {
            Witness::sworn()
        } else {
            Witness::blind()
        };
        // Three parts, as Discord's tokens have: some clients look.
        let token = format!("{}.fake.{}", unique()?, unique()?);
        let mut world = World::new(self.clock, Arc::new(witness), token, &self.bot);
        world.sessions.pace_ms = i64::try_from(self.start_pace.as_millis()).unwrap_or(i64::MAX);
        let parts = Parts {
            world,
            address: format!("http://{}", rest.local_addr()?),
            gateway: format!("ws://{}", gateway.local_addr()?),
            patience: self.patience,
            beat: self.heartbeat,
            limits: Limits::new(self.limits, self.ban),
            recorded: self.recorded,
        };
        Ok((Arc::new(Fake::new(parts)), rest, gateway))
    }
}

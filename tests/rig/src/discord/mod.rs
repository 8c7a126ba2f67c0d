//! A Discord for tests. **It was written by this project**: it is what we understood of Discord from its
//! documentation, not Discord. That is why three witnesses that are not ours look at everything that it
//! takes and gives: Discord's own OpenAPI document (requests and answers), `twilight-model` (answers
//! and events), and serenity, which plays the bot in `tests/discord`. It must never become lenient to
//! make a test pass.
//!
//! It listens on 127.0.0.1 only, on ports that the system gives. Nothing in it sleeps: tests wait for the
//! thing itself, and its clock moves when they say so.
//!
//! # A test
//! ```no_run
//! # async fn a_test() -> Result<(), Box<dyn std::error::Error>> {
//! use hearback_rig::discord::{Discord, Fault, Order, Planned, Setup};
//!
//! let discord = Discord::start(Setup::default()).await?;
//! let server = discord.add_server("Centre for X"); // the bot is in it, with a role of its own
//! let general = server.add_channel("general");
//! let ada = server.add_person("ada", "en-GB");
//! // … start the bot: REST at discord.address(), discord.token(); then
//! discord.gateway().connected().await?;
//! discord.commands_reach(1).await?;
//!
//! let asked = ada.run_command(&general, "need", &[])?; // an Asked: wait on it, never sleep
//! let form = asked.form().await?;
//! let sent = ada.submit(&asked, &[("what", "Child poverty by ward")])?;
//! let preview = sent.reply().await?; // a Message that only ada sees
//! let done = ada.press_labelled(&preview, "Send")?;
//! assert!(done.acknowledged().await?.after.as_millis() < 3_000);
//! let thread = general.thread().await?;
//! let told = thread.message("the answer", |one| one.content.contains("accepted")).await?;
//! assert_eq!(told.pinged, [ada.id()]);
//!
//! discord.fault(Planned::new("POST", "/channels/{channel_id}/messages", Fault::Lost));
//! discord.gateway().order(Order::Reconnect);
//! assert_eq!(discord.findings(), []); // nothing that the bot or the fake sent was wrong
//! # Ok(())
//! # }
//! ```
//!
//! # What is where
//! [`Discord`] makes servers and people, moves the clock, plans faults and shows what the bot asked for.
//! [`Server`] and [`Channel`] are handles for the acts of people with power and for reading what stands
//! there. [`Person`] does what people do with a client: `run_command`, `autocomplete`,
//! `message_command`, `press`, `press_labelled`, `select`, `submit`, `say`, `dismiss`; each gives an [`Asked`], whose
//! waits are `acknowledged`, `form`, `reply`, `reply_where`, `choices`, and which can be
//! `kill`ed (10062) or `expire`d. [`Gateway`] has the connection's faults, [`Planned`] and [`Chaos`] those
//! of requests.
//!
//! # What it does not do
//! Sharding, voice, reactions, attachments, user-installed applications, components of the second
//! version, and the newer parts of forms. A route that it does not know is answered with 404 and
//! recorded as a finding.

mod channel;
mod clock;
mod fake;
mod faults;
mod gateway;
mod id;
mod limits;
mod people;
mod refusal;
mod rest;
mod rules;
mod seen;
mod server;
mod setup;
mod witness;
mod world;

pub use channel::Channel;
pub use clock::{Clock, MORNING_MS};
pub use fake::{Request, Waited};
pub use faults::{Chaos, Fault, Planned, Scope};
pub use gateway::{Gateway, Order};
pub use id::Id;
pub use people::{Acknowledged, Asked, Person, Unable};
pub use rules::Permissions;
pub use seen::{Button, Field, Form, Menu, Message};
pub use server::Server;
pub use setup::Setup;
pub use witness::{About, Asked as Witnessed, Finding};

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::task::AbortHandle;

use crate::error::RigError;
use fake::{Fake, held};

/// The fake. Copies share one; it stops with the last of them.
#[derive(Clone)]
pub struct Discord {
    fake: Arc<Fake>,
    #[expect(
        dead_code,
        reason = "kept so that the listeners end with the last copy"
    )]
    running: Arc<Running>,
}

/// The two listeners.
struct Running([AbortHandle; 2]);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.iter().for_each(AbortHandle::abort);
    }
}

impl Discord {
    /// Starts one.
    ///
    /// # Errors
    /// [`RigError::Place`] when the system gives no port.
    pub async fn start(setup: Setup) -> Result<Self, RigError> {
        let (fake, rest, gateway) = setup.open().await?;
        let rest = tokio::spawn(rest::listen(Arc::clone(&fake), rest));
        let gateway = tokio::spawn(gateway::listen(Arc::clone(&fake), gateway));
        let running = Running([rest.abort_handle(), gateway.abort_handle()]);
        let running = Arc::new(running);
        Ok(Self { fake, running })
    }

    /// Where REST is, such as `http://127.0.0.1:4242`: the base before `/api/v10`.
    pub fn address(&self) -> &str {
        &self.fake.address
    }

    /// The gateway.
    pub fn gateway(&self) -> Gateway {
        Gateway(Arc::clone(&self.fake))
    }

    /// What the bot has to show, without `Bot`.
    pub fn token(&self) -> String {
        self.fake.look(|world| world.token.clone())
    }

    /// Somebody makes a new token: the old one is refused from now on, and its connection is closed.
    pub fn reset_token(&self) -> String {
        let token = self.fake.change(|world| {
            world.token.push_str(".new");
            world.token.clone()
        });
        self.gateway().order(Order::Close(4004));
        token
    }

    /// The application's id.
    pub fn application(&self) -> Id {
        self.fake.look(|world| world.application)
    }

    /// The id of the bot's account.
    pub fn bot(&self) -> Id {
        self.fake.look(|world| world.bot)
    }

    /// The fake's time.
    pub fn clock(&self) -> &Clock {
        &self.fake.clock
    }

    /// Moves the time on. Threads in which nothing was said for their time are archived.
    pub fn advance(&self, by: Duration) {
        self.fake.clock.advance(by);
        // An error means that a thread was deleted between two looks, which one lock does not allow.
        let _gone = self.fake.change(world::World::settle);
    }

    /// A server that the bot is in, with what [`Permissions::everyone`] may do.
    pub fn add_server(&self, name: &str) -> Server {
        self.add_server_with(name, Permissions::everyone())
    }

    /// A server that the bot is in, with a role that gives it these permissions besides everybody's.
    pub fn add_server_with(&self, name: &str, bots: Permissions) -> Server {
        let id = self.fake.change(|world| world.add_guild(name, bots));
        self.server(id)
    }

    /// The server with this id.
    pub fn server(&self, id: Id) -> Server {
        let fake = Arc::clone(&self.fake);
        Server { fake, id }
    }

    /// The channel or thread with this id.
    pub fn channel(&self, id: Id) -> Channel {
        let fake = Arc::clone(&self.fake);
        Channel { fake, id }
    }

    /// Somebody who is in no server yet.
    pub fn add_person(&self, name: &str, locale: &str) -> Person {
        let id = self
            .fake
            .change(|world| world.add_user(name, false, locale));
        let fake = Arc::clone(&self.fake);
        Person { fake, id }
    }

    /// How many active threads a server may have. Discord does not say; 1,000 unless set.
    pub fn cap_threads(&self, most: usize) {
        self.fake.change(|world| world.thread_cap = most);
    }

    /// A fault that waits for its request.
    pub fn fault(&self, planned: Planned) {
        held(&self.fake.faults).plan(planned);
    }

    /// Faults that still wait for their request never come.
    pub fn forget_faults(&self) {
        held(&self.fake.faults).forget();
    }

    /// Faults by chance from now on, or no more.
    pub fn chaos(&self, chaos: Option<Chaos>) {
        held(&self.fake.faults).by_chance(chaos);
    }

    /// Every request of the bot so far, in the order in which they ended.
    pub fn requests(&self) -> Vec<Request> {
        let record = self.fake.record.as_ref();
        record
            .map(|record| held(record).clone())
            .unwrap_or_default()
    }

    /// Waits for a request that fits and gives the first.
    ///
    /// # Errors
    /// When none comes in time, or requests are not recorded.
    pub async fn request(
        &self,
        what: &str,
        fits: impl Fn(&Request) -> bool,
    ) -> Result<Request, Waited> {
        self.fake
            .until(what, |_| self.requests().into_iter().find(&fits))
            .await
    }

    /// Refused requests that count towards a ban: 401, 403, 429 but for shared limits.
    pub fn invalid_requests(&self) -> u64 {
        held(&self.fake.limits).invalid
    }

    /// The application's commands everywhere, as Discord shows them.
    pub fn commands(&self) -> Vec<Value> {
        self.fake.look(|world| world.commands_of(None))
    }

    /// Waits until the bot has registered so many commands.
    ///
    /// # Errors
    /// When there are fewer after that time.
    pub async fn commands_reach(&self, count: usize) -> Result<Vec<Value>, Waited> {
        let seen = |world: &world::World| {
            let all = world.commands_of(None);
            (all.len() >= count).then_some(all)
        };
        self.fake.until(&format!("{count} commands"), seen).await
    }

    /// What the witnesses found wrong so far.
    pub fn findings(&self) -> Vec<Finding> {
        self.fake.witness.findings()
    }

    /// How much the witnesses were asked.
    pub fn witnessed(&self) -> Witnessed {
        self.fake.witness.counts()
    }
}

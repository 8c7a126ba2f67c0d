//! Everything the fake knows: servers, channels, people, messages, interactions, commands. Plain state
//! and look-ups; what may be done with it is decided in the other files here. Nothing here waits.

mod accept;
mod admin;
mod change;
pub(super) mod command;
pub(super) mod components;
mod draft;
mod event;
pub(super) mod interaction;
mod mention;
pub(super) mod message;
pub(super) mod modal;
mod place;
mod post;
mod respond;
mod sessions;
mod standing;
mod thread;
mod turn;
mod webhook;
pub(super) mod wire;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::clock::Clock;
use super::id::Id;
use super::refusal::Refusal;
use super::witness::Witness;

pub(super) use command::Command;
pub(super) use draft::Draft;
pub(super) use event::{Event, Intent};
pub(super) use interaction::{Ack, Asking, Interaction, Kind};
pub(super) use message::Message;
pub(super) use place::{Channel, ChannelKind, Guild, Member, Role, Tag, Thread};

pub(super) use sessions::{Resume, STARTS_A_DAY, Sessions, Start};
pub(super) use standing::may_in_guild;
pub(super) use webhook::Which;

/// Somebody with an account.
#[derive(Clone, Debug)]
pub(super) struct User {
    pub(super) name: String,
    pub(super) bot: bool,
    pub(super) locale: String,
    /// Whether they take direct messages.
    pub(super) takes_messages: bool,
}

/// The whole state.
pub(super) struct World {
    pub(super) clock: Clock,
    pub(super) witness: Arc<Witness>,
    last: Id,
    /// The application, and the account of its bot.
    pub(super) application: Id,
    pub(super) bot: Id,
    /// What the bot has to show. None when it was taken away and no new one was given.
    pub(super) token: String,
    pub(super) users: BTreeMap<Id, User>,
    pub(super) guilds: BTreeMap<Id, Guild>,
    pub(super) channels: BTreeMap<Id, Channel>,
    pub(super) messages: BTreeMap<Id, Message>,
    pub(super) interactions: BTreeMap<Id, Interaction>,
    pub(super) commands: BTreeMap<Id, Command>,
    pub(super) sessions: Sessions,
    /// Messages with a mark that must not stand twice, newest last: (channel, mark, message, when).
    pub(super) marks: VecDeque<(Id, String, Id, i64)>,
    /// How many active threads a server may have.
    pub(super) thread_cap: usize,
}

impl World {
    pub(super) fn new(clock: Clock, witness: Arc<Witness>, token: String, name: &str) -> Self {
        let application = Id::after(Id::none(), clock.now_ms());
        let mut world = Self {
            clock,
            witness,
            last: application,
            application,
            bot: application,
            token,
            users: BTreeMap::new(),
            guilds: BTreeMap::new(),
            channels: BTreeMap::new(),
            messages: BTreeMap::new(),
            interactions: BTreeMap::new(),
            commands: BTreeMap::new(),
            sessions: Sessions::default(),
            marks: VecDeque::new(),
            thread_cap: 1_000,
        };
        world.bot = world.add_user(name, true, "en-US");
        world
    }

    /// A new id.
    pub(super) fn mint(&mut self) -> Id {
        self.last = Id::after(self.last, self.clock.now_ms());
        self.last
    }

    pub(super) fn add_user(&mut self, name: &str, bot: bool, locale: &str) -> Id {
        let id = self.mint();
        let user = User {
            name: name.to_owned(),
            bot,
            locale: locale.to_owned(),
            takes_messages: true,
        };
        self.users.insert(id, user);
        id
    }

    pub(super) fn guild(&self, id: Id) -> Result<&Guild, Refusal> {
        self.guilds.get(&id).ok_or_else(Refusal::unknown_guild)
    }

    pub(super) fn channel(&self, id: Id) -> Result<&Channel, Refusal> {
        self.channels.get(&id).ok_or_else(Refusal::unknown_channel)
    }

    pub(super) fn channel_mut(&mut self, id: Id) -> Result<&mut Channel, Refusal> {
        let channel = self.channels.get_mut(&id);
        channel.ok_or_else(Refusal::unknown_channel)
    }

    /// A message that everybody who is in the channel can see.
    pub(super) fn message(&self, channel: Id, id: Id) -> Result<&Message, Refusal> {
        let found = self.messages.get(&id);
        let found = found.filter(|one| one.channel == channel && one.only_for.is_none());
        found.ok_or_else(Refusal::unknown_message)
    }

    pub(super) fn message_mut(&mut self, id: Id) -> Result<&mut Message, Refusal> {
        let message = self.messages.get_mut(&id);
        message.ok_or_else(Refusal::unknown_message)
    }
}

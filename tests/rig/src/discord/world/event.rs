//! What is told over the gateway, and to which sessions.

use serde_json::Value;

use crate::discord::id::Id;

use super::World;

/// Which events a session asks for: the bit of the intent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::discord) enum Intent {
    /// Told to everybody.
    Always,
    Guilds,
    Members,
    Messages,
    DirectMessages,
}

impl Intent {
    pub(super) fn bit(self) -> u64 {
        match self {
            Self::Always => 0,
            Self::Guilds => 1,
            Self::Members => 1 << 1,
            Self::Messages => 1 << 9,
            Self::DirectMessages => 1 << 12,
        }
    }
}

/// Something that happened.
#[derive(Clone, Debug)]
pub(in crate::discord) struct Event {
    pub(in crate::discord) name: &'static str,
    pub(in crate::discord) data: Value,
    pub(in crate::discord) intent: Intent,
}

impl World {
    /// Tells a session that the bot has, if it asked for such events.
    pub(in crate::discord) fn tell(&mut self, name: &'static str, intent: Intent, data: Value) {
        let event = Event { name, data, intent };
        let now_ms = self.clock.now_ms();
        self.sessions.tell(&event, now_ms, &self.witness);
    }

    /// Tells of something in a server, if the bot is in it.
    pub(in crate::discord) fn tell_guild(
        &mut self,
        guild: Option<Id>,
        name: &'static str,
        data: Value,
    ) {
        let there = guild.and_then(|id| self.guilds.get(&id));
        if there.is_some_and(|guild| guild.members.contains_key(&self.bot)) {
            self.tell(name, Intent::Guilds, data);
        }
    }
}

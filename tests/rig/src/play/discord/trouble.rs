//! What goes wrong while the loop plays: limits of every kind, answers that are lost, and connections of
//! the gateway that end, drawn from a seed.

use std::time::Duration;

use hearback_wire::chance::{SeededChance, draw};

use crate::discord::{Chaos, Discord, Fault, Order, Planned, Scope};

const POSTS: &str = "/channels/{channel_id}/messages";
/// Of a thousand requests, and of a thousand events.
const REQUESTS: u64 = 60;
const EVENTS: u64 = 30;
/// Longer than a bot sits out.
const LONG: Duration = Duration::from_secs(3);
/// How a connection ends. Only the last loses what is told meanwhile.
const ENDS: [Order; 6] = [
    Order::Reconnect,
    Order::Invalidate(true),
    Order::Close(4000),
    Order::Hangup,
    Order::Reset,
    Order::Invalidate(false),
];

/// The plan of a play.
pub(super) struct Trouble {
    seed: u64,
    chance: SeededChance,
}

impl Trouble {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            seed,
            chance: SeededChance::new(seed),
        }
    }

    /// From now on things go wrong.
    pub(super) fn begin(&self, fake: &Discord) {
        for (nth, scope) in (1..).zip([Scope::User, Scope::Shared, Scope::Global]) {
            let limited = Planned::new("POST", POSTS, Fault::Limited(scope, LONG));
            fake.fault(limited.after(nth * 2));
        }
        fake.chaos(Some(Chaos {
            seed: self.seed,
            requests: REQUESTS,
            events: EVENTS,
        }));
    }

    /// One time in three, the bot's connection ends just before somebody does something.
    pub(super) fn strike(&self, fake: &Discord) {
        let [byte] = draw::<1>(&self.chance);
        let end = ENDS.get(usize::from(byte) % (ENDS.len() * 3));
        end.inspect(|order| fake.gateway().order(**order));
    }
}

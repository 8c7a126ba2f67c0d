//! What goes wrong, by script or by chance with a seed: the same seed and the same requests in the same
//! order give the same faults.

use std::time::Duration;

use super::gateway::Order;

/// How a request goes wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// Refused with 429 for so long, by the limit of this scope.
    Limited(Scope, Duration),
    /// Refused by a server error such as 502, as a proxy writes it: no JSON.
    Broken(u16),
    /// The connection is reset before anything is done.
    Reset,
    /// It is done, and the connection ends before the answer is sent.
    Lost,
    /// It is done after so much of the fake's time.
    Slow(Duration),
    /// Refused with this status, this code and no more words: for refusals that the fake has no cause for.
    Refused(u16, u64),
}

/// Whose limit a 429 is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The bot's, on one route.
    User,
    /// Everybody's who uses this channel. Does not count towards a ban.
    Shared,
    /// The bot's, on everything.
    Global,
}

/// A fault that waits for its request.
#[derive(Clone, Debug)]
pub struct Planned {
    method: &'static str,
    route: String,
    after: u32,
    times: u32,
    fault: Fault,
}

impl Planned {
    /// A fault for the next request with this method whose route ends so: `"POST"`,
    /// `"/channels/{channel_id}/messages"`. Routes are written as in the OpenAPI document; an empty
    /// method or route stands for any.
    pub fn new(method: &'static str, route: &str, fault: Fault) -> Self {
        Self {
            method,
            route: route.to_owned(),
            after: 0,
            times: 1,
            fault,
        }
    }

    /// So many times instead of once.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// Only after so many such requests went well.
    #[must_use]
    pub fn after(mut self, requests: u32) -> Self {
        self.after = requests;
        self
    }

    fn fits(&self, method: &str, route: &str) -> bool {
        (self.method.is_empty() || self.method == method) && route.ends_with(&self.route)
    }
}

/// Faults by chance.
#[derive(Clone, Copy, Debug)]
pub struct Chaos {
    /// The same seed gives the same faults.
    pub seed: u64,
    /// Of a thousand requests, how many go wrong.
    pub requests: u64,
    /// After how many of a thousand events the connection of the gateway goes wrong.
    pub events: u64,
}

/// Every fault that is to come.
#[derive(Debug, Default)]
pub(super) struct Faults {
    planned: Vec<Planned>,
    chaos: Option<(Chaos, u64)>,
}

impl Faults {
    pub(super) fn plan(&mut self, planned: Planned) {
        self.planned.push(planned);
    }

    pub(super) fn forget(&mut self) {
        self.planned.clear();
    }

    pub(super) fn by_chance(&mut self, chaos: Option<Chaos>) {
        self.chaos = chaos.map(|chaos| (chaos, chaos.seed));
    }

    /// What goes wrong with this request.
    pub(super) fn of_request(&mut self, method: &str, route: &str) -> Option<Fault> {
        let planned = self
            .planned
            .iter_mut()
            .find(|one| one.times > 0 && one.fits(method, route));
        if let Some(planned) = planned {
            if planned.after > 0 {
                planned.after -= 1;
                return None;
            }
            planned.times -= 1;
            return Some(planned.fault);
        }
        let share = self.chaos?.0.requests;
        (self.draw()? % 1_000 < share)
            .then(|| self.draw().map(chance_fault))
            .flatten()
    }

    /// What goes wrong on the gateway after an event was told.
    pub(super) fn of_event(&mut self) -> Option<Order> {
        let share = self.chaos?.0.events;
        (self.draw()? % 1_000 < share)
            .then(|| self.draw().map(chance_order))
            .flatten()
    }

    /// The next number of a splitmix64 sequence.
    fn draw(&mut self) -> Option<u64> {
        let (_, state) = self.chaos.as_mut()?;
        *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = *state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        Some(mixed ^ (mixed >> 31))
    }
}

fn chance_fault(drawn: u64) -> Fault {
    let soon = Duration::from_millis(20 + drawn % 80);
    match (drawn >> 8) % 8 {
        0 => Fault::Limited(Scope::User, soon),
        1 => Fault::Limited(Scope::Shared, soon),
        2 => Fault::Limited(Scope::Global, soon),
        3 => Fault::Broken(500),
        4 => Fault::Broken(502),
        5 => Fault::Broken(503),
        6 => Fault::Reset,
        _ => Fault::Lost,
    }
}

fn chance_order(drawn: u64) -> Order {
    match drawn % 5 {
        0 => Order::Reconnect,
        1 => Order::Invalidate(true),
        2 => Order::Close(4000),
        3 => Order::Hangup,
        _ => Order::Reset,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(seed: u64) -> Vec<Option<Fault>> {
        let mut faults = Faults::default();
        faults.by_chance(Some(Chaos {
            seed,
            requests: 300,
            events: 0,
        }));
        (0..200).map(|_| faults.of_request("POST", "/x")).collect()
    }

    #[test]
    fn the_same_seed_gives_the_same_faults_and_another_others() {
        assert_eq!(run(7), run(7));
        assert_ne!(run(7), run(8));
        let wrong = run(7).iter().flatten().count();
        assert!((30..90).contains(&wrong), "{wrong}");
    }

    #[test]
    fn a_planned_fault_waits_for_its_request() {
        let mut faults = Faults::default();
        faults.plan(
            Planned::new("POST", "/messages", Fault::Lost)
                .after(1)
                .times(2),
        );
        assert_eq!(faults.of_request("GET", "/messages"), None);
        let post =
            |faults: &mut Faults| faults.of_request("POST", "/channels/{channel_id}/messages");
        let seen: Vec<bool> = (0..4).map(|_| post(&mut faults).is_some()).collect();
        assert_eq!(seen, [false, true, true, false]);
    }
}

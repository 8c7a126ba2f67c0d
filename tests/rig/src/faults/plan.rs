//! What happens in a sequence and what goes wrong in it. Pure: the same seed gives the same plan.

use std::time::Duration;

use hearback_wire::chance::{SeededChance, draw};

use crate::discord::{Fault, Order, Scope};

const CALLBACK: &str = "/interactions/{interaction_id}/{interaction_token}/callback";
const ANSWER: &str = "/webhooks/{webhook_id}/{webhook_token}/messages/@original";
const POSTS: &str = "/channels/{channel_id}/messages";
const THREADS: &str = "/channels/{channel_id}/messages/{message_id}/threads";

/// Out of a hundred moments, at how many something goes wrong.
const SHARE: u64 = 40;

/// The moments of a sequence, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Somebody opens the form.
    Opens,
    /// They send it.
    Writes,
    /// They approve the words.
    Sends,
    /// The need leaves.
    Leaves,
    /// Somebody else adds a voice.
    Voices,
    /// A producer answers.
    Answered,
    /// The person says whether that is what they need.
    Judges,
}

const MOMENTS: [Moment; 7] = [
    Moment::Opens,
    Moment::Writes,
    Moment::Sends,
    Moment::Leaves,
    Moment::Voices,
    Moment::Answered,
    Moment::Judges,
];

/// Something that goes wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Wrong {
    /// Requests: method, route, how, how many go well before, how many go wrong.
    Requests(&'static str, &'static str, Fault, u32, u32),
    /// The connection of the gateway ends so.
    Gateway(Order),
    /// Heartbeats get no answer until the bot starts a new session.
    Zombie,
    /// The next event is told twice.
    Twice,
    /// The next interaction is told in a shape that no library of today reads.
    Garbled,
    /// What is pressed can be acknowledged, and its answer cannot be given any more.
    TokenDead,
    /// The bot falls at this moment, and comes back.
    Falls,
    /// Somebody makes a new token for the bot, which starts with it.
    NewToken,
}

/// Something that goes wrong at a moment of a sequence.
#[derive(Clone, Debug, PartialEq)]
pub struct Trouble {
    /// When.
    pub moment: Moment,
    /// What.
    pub wrong: Wrong,
    /// How long after the moment begins, for what is not planned before it.
    pub after: Duration,
}

/// A sequence.
#[derive(Clone, Debug)]
pub struct Sequence {
    /// What it is drawn from.
    pub seed: u64,
    /// Whether somebody else adds a voice.
    pub voice: bool,
    /// What goes wrong, and when.
    pub troubles: Vec<Trouble>,
}

struct Dice(SeededChance);

impl Dice {
    fn below(&self, most: u64) -> u64 {
        u64::from_be_bytes(draw::<8>(&self.0)) % most.max(1)
    }

    fn one_of<T: Copy, const N: usize>(&self, all: [T; N]) -> Option<T> {
        let at = self.below(u64::try_from(N).unwrap_or(1));
        usize::try_from(at).ok().and_then(|at| all.get(at).copied())
    }
}

impl Sequence {
    /// The sequence of a seed. Something goes wrong in each.
    pub fn draw(seed: u64) -> Self {
        let dice = Dice(SeededChance::new(seed));
        let voice = dice.below(3) == 0;
        let mut troubles = Vec::new();
        while troubles.is_empty() {
            for moment in MOMENTS {
                if dice.below(100) < SHARE {
                    troubles.extend(trouble(&dice, moment));
                }
            }
        }
        Self {
            seed,
            voice,
            troubles,
        }
    }

    /// What goes wrong at a moment.
    pub(super) fn at(&self, moment: Moment) -> impl Iterator<Item = &Trouble> {
        self.troubles.iter().filter(move |one| one.moment == moment)
    }
}

impl Wrong {
    /// Its sort, for counting.
    pub(super) const fn sort(&self) -> &'static str {
        match self {
            Self::Requests(_, _, fault, ..) => match fault {
                Fault::Limited(Scope::User, _) => "429 user",
                Fault::Limited(Scope::Shared, _) => "429 shared",
                Fault::Limited(Scope::Global, _) => "429 global",
                Fault::Broken(_) => "5xx",
                Fault::Reset => "reset before it was done",
                Fault::Lost => "reset after it was done",
                Fault::Slow(_) => "time-out",
                Fault::Refused(..) => "refused",
            },
            Self::Gateway(order) => match order {
                Order::Reconnect => "op 7",
                Order::Invalidate(true) => "op 9, resumable",
                Order::Invalidate(false) => "op 9, not resumable",
                Order::Close(_) => "close 4000",
                Order::Hangup => "end without a frame",
                Order::Reset => "TCP reset",
            },
            Self::Zombie => "zombie",
            Self::Twice => "event told twice",
            Self::Garbled => "unreadable interaction",
            Self::TokenDead => "dead interaction token",
            Self::Falls => "bot killed",
            Self::NewToken => "new bot token",
        }
    }
}

fn trouble(dice: &Dice, moment: Moment) -> Option<Trouble> {
    let after = match dice.below(2) {
        0 => Duration::ZERO,
        _ => Duration::from_millis(dice.below(60)),
    };
    wrong(dice).map(|wrong| Trouble {
        moment,
        wrong,
        after,
    })
}

fn wrong(dice: &Dice) -> Option<Wrong> {
    Some(match dice.below(100) {
        0..55 => return request(dice),
        55..80 => Wrong::Gateway(order(dice)),
        80..82 => Wrong::Zombie,
        82..87 => Wrong::Twice,
        87..89 => Wrong::Garbled,
        89..92 => Wrong::TokenDead,
        92..98 => Wrong::Falls,
        _ => Wrong::NewToken,
    })
}

/// What is asked again and again costs its caller time; so do starts of a session.
fn order(dice: &Dice) -> Order {
    match dice.below(20) {
        0 => Order::Invalidate(false),
        1..5 => Order::Reconnect,
        5..8 => Order::Invalidate(true),
        8..12 => Order::Close(4000),
        12..16 => Order::Hangup,
        _ => Order::Reset,
    }
}

fn request(dice: &Dice) -> Option<Wrong> {
    let (method, route) = dice.one_of([
        ("POST", CALLBACK),
        ("PATCH", ANSWER),
        ("POST", POSTS),
        ("POST", THREADS),
        ("GET", POSTS),
    ])?;
    let times = u32::try_from(dice.below(3)).unwrap_or(0) + 1;
    let after = u32::try_from(dice.below(3)).unwrap_or(0);
    let soon = Duration::from_millis(50 + dice.below(250));
    // Longer than a bot sits out; but who presses waits for three seconds only.
    let wait = match dice.below(12) {
        0 if route != CALLBACK => Duration::from_millis(2_200),
        _ => soon,
    };
    let fault = match dice.below(9) {
        0 => Fault::Limited(Scope::User, wait),
        1 => Fault::Limited(Scope::Shared, wait),
        2 => Fault::Limited(Scope::Global, wait),
        3 => Fault::Broken(500),
        4 => Fault::Broken(502),
        5 => Fault::Reset,
        6 if route == CALLBACK => Fault::Slow(Duration::from_millis(1_700)),
        _ => Fault::Lost,
    };
    let times = if matches!(fault, Fault::Slow(_)) {
        1
    } else {
        times
    };
    Some(Wrong::Requests(method, route, fault, after, times))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_one_plan_and_thousands_hold_every_sort_of_fault() {
        let again = format!("{:?}", Sequence::draw(7));
        assert_eq!(again, format!("{:?}", Sequence::draw(7)));
        let plans = (0..3_000).map(Sequence::draw);
        let mut sorts: Vec<&str> = plans
            .flat_map(|plan| plan.troubles)
            .map(|trouble| trouble.wrong.sort())
            .collect();
        sorts.sort_unstable();
        sorts.dedup();
        assert_eq!(sorts.len(), 19, "{sorts:?}");
    }
}

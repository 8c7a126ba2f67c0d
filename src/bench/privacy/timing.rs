//! Whose need is it? The attacker knows who wrote in the room and when, and sees needs leave.
//!
//! A need can be that of everybody who wrote since the window in which something left last. Members
//! write one and a half messages a week, and one in twenty becomes a need that is approved at once:
//! the worst case, because a moderator who takes their time only adds people.

use std::collections::BTreeSet;

use hearback_federation::release::Schedule;
use serde::Serialize;

use super::house::{HOUR, House, WEEK};
use crate::bench::sentences::sentence;
use crate::fault::{Doing, Outcome};

/// Members of the rooms.
const ROOMS: [u64; 3] = [10, 30, 100];
/// Each member writes one and a half messages in them.
const HOURS_IN_WEEK: u64 = 168;
/// Of a hundred messages, those that become needs.
const NEEDS_PERCENT: u64 = 5;

/// One room under one schedule.
#[derive(Debug, Serialize)]
pub(super) struct Room {
    schedule: &'static str,
    members: u64,
    weeks: u32,
    /// Needs said, and those that have left.
    said: usize,
    left: usize,
    /// Moments at which needs left.
    releases: usize,
    /// People whose a need could be: fewest, and on average.
    candidates_min: usize,
    candidates_mean: f64,
    /// The longest that a need waited, in weeks.
    longest_wait_weeks: i64,
}

/// What the attacker saw.
#[derive(Default)]
struct Seen {
    /// When needs left, and how many people wrote since the time before.
    crowds: Vec<usize>,
    wrote: BTreeSet<u64>,
    waiting_since: Vec<i64>,
    longest_wait: i64,
}

/// Plays every room under the default schedule, and the smallest without one.
pub(super) async fn measure(weeks: u32) -> Outcome<Vec<Room>> {
    let mut rooms = Vec::new();
    for members in ROOMS {
        rooms.push(play("default", Schedule::default(), members, weeks).await?);
    }
    rooms.push(play("at once", Schedule::AtOnce, 30, weeks.min(26)).await?);
    Ok(rooms)
}

async fn play(name: &'static str, release: Schedule, members: u64, weeks: u32) -> Outcome<Room> {
    eprintln!("privacy: a room of {members} for {weeks} weeks, {name}");
    let house = House::open(release, members).await?;
    let (mut seen, mut left, mut said) = (Seen::default(), 0, 0);
    while house.seconds() < i64::from(weeks) * WEEK {
        let authors = messages(&house, members);
        seen.wrote.extend(&authors);
        for author in authors {
            if house.dice.percent(NEEDS_PERCENT) {
                let put = house
                    .put(&sentence(said % 480), author)
                    .await
                    .doing("a need")?;
                house.approve(put).await.doing("an approval")?;
                seen.waiting_since.push(house.seconds());
                said += 1;
            }
        }
        house.pass(HOUR).await?;
        let now = house.left().await?;
        seen.look(now - left, house.seconds());
        left = now;
    }
    Ok(seen.room(name, (members, weeks), (said, left)))
}

/// Who writes in an hour.
fn messages(house: &House, members: u64) -> Vec<u64> {
    let writes = |_: &u64| house.dice.below(HOURS_IN_WEEK * 2) < 3;
    (0..members).filter(writes).collect()
}

impl Seen {
    /// The attacker looks: `left` needs have left since the last look.
    fn look(&mut self, left: usize, now: i64) {
        if left == 0 {
            return;
        }
        self.crowds.push(self.wrote.len());
        self.wrote.clear();
        let gone = self
            .waiting_since
            .drain(..left.min(self.waiting_since.len()));
        self.longest_wait = gone
            .map(|since| now - since)
            .fold(self.longest_wait, i64::max);
    }

    fn room(
        &self,
        schedule: &'static str,
        (members, weeks): (u64, u32),
        (said, left): (usize, usize),
    ) -> Room {
        let all: usize = self.crowds.iter().sum();
        #[expect(
            clippy::cast_precision_loss,
            reason = "numbers of a simulation are small"
        )]
        let mean = all as f64 / self.crowds.len().max(1) as f64;
        Room {
            schedule,
            members,
            weeks,
            said,
            left,
            releases: self.crowds.len(),
            candidates_min: self.crowds.iter().copied().min().unwrap_or(0),
            candidates_mean: (mean * 10.0).round() / 10.0,
            longest_wait_weeks: self.longest_wait / WEEK,
        }
    }
}

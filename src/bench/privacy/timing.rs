//! Whose need is it? The attacker knows who wrote in the room and when, and sees needs leave.
//!
//! A need can be that of everybody who wrote since the window in which something left last. Members
//! write one and a half messages a week, and one in twenty becomes a need that is approved at once:
//! the worst case, because a moderator who takes their time only adds people.
//!
//! Some take their needs back later, when they write. That leaves on the next day, so it can be everybody
//! who wrote in the day before the hours of that moment.

use std::collections::{BTreeSet, VecDeque};
use std::ops::Range;

use hearback_federation::release::{Every, Schedule, Windows};
use hearback_wire::id::Handle;
use serde::Serialize;

use super::house::{HOUR, House, WEEK};
use crate::bench::sentences::sentence;
use crate::fault::{Doing, Outcome};

/// Members of the rooms, and the seeds of their weeks: the smallest room is where chance matters.
const ROOMS: [(u64, u64); 5] = [(10, 10), (10, 11), (10, 12), (30, 30), (100, 100)];
/// Each member writes one and a half messages in them.
const HOURS_IN_WEEK: u64 = 168;
/// Of a hundred messages, those that become needs.
const NEEDS_PERCENT: u64 = 5;
/// Of a hundred messages of whoever has a need that left, those in which they take it back.
const BACK_PERCENT: u64 = 2;
const DAY: i64 = 24 * HOUR;

/// One room under one schedule.
#[derive(Debug, Serialize)]
pub(super) struct Room {
    schedule: &'static str,
    members: u64,
    seed: u64,
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
    /// Needs that were taken back, and people who could have done it.
    taken_back: usize,
    taken_back_by_min: usize,
    taken_back_by_mean: f64,
}

/// What the attacker saw.
#[derive(Default)]
struct Seen {
    /// When needs left, and how many people wrote since the time before.
    crowds: Vec<usize>,
    wrote: BTreeSet<u64>,
    waiting_since: Vec<i64>,
    longest_wait: i64,
    /// Who wrote in the last two days, and when.
    lately: VecDeque<(i64, u64)>,
    /// How many people wrote in the day before a need was taken back.
    back: Vec<usize>,
}

/// A room as it is played: what was said in it that can be taken back.
struct Play {
    house: House,
    seen: Seen,
    said: Vec<(u64, Handle)>,
}

/// Plays every room under the default schedule, and a larger one without one.
pub(super) async fn measure(weeks: u32) -> Outcome<Vec<Room>> {
    let mut rooms = Vec::new();
    for room in ROOMS {
        rooms.push(play("default", Schedule::default(), room, weeks).await?);
    }
    rooms.push(play("at once", Schedule::AtOnce, (30, 30), weeks.min(26)).await?);
    Ok(rooms)
}

async fn play(
    name: &'static str,
    release: Schedule,
    (members, seed): (u64, u64),
    weeks: u32,
) -> Outcome<Room> {
    eprintln!("privacy: a room of {members} for {weeks} weeks, {name}, seed {seed}");
    let at_once = release == Schedule::AtOnce;
    let mut play = Play {
        house: House::open(release, seed).await?,
        seen: Seen::default(),
        said: Vec::new(),
    };
    let (mut left, mut back) = (0, 0);
    while play.house.seconds() < i64::from(weeks) * WEEK {
        let authors = messages(&play.house, members);
        play.seen.write(&authors, play.house.seconds());
        for author in authors {
            play.message(author).await?;
        }
        play.house.pass(HOUR).await?;
        let seconds = play.house.seconds();
        let now = (play.house.left().await?, play.house.taken_back().await?);
        play.seen.look(now.0 - left, seconds);
        play.seen
            .look_back(now.1 - back, within(at_once, &play.house));
        (left, back) = now;
    }
    Ok(play
        .seen
        .room((name, members, seed), weeks, (play.said.len(), left)))
}

impl Play {
    /// Somebody writes: perhaps a need, perhaps that one of theirs is to be taken back.
    async fn message(&mut self, author: u64) -> Outcome {
        let Self { house, seen, said } = self;
        if house.dice.percent(NEEDS_PERCENT) {
            let words = sentence(said.len() % 480);
            let put = house.put(&words, author).await.doing("a need")?;
            house.approve(&put).await.doing("an approval")?;
            seen.waiting_since.push(house.seconds());
            said.push((author, put.handle));
        }
        for (_, handle) in said.iter().filter(|(by, _)| *by == author) {
            if house.dice.percent(BACK_PERCENT) && house.has_left(*handle).await? {
                house.withdraw(*handle).await?;
            }
        }
        Ok(())
    }
}

/// When somebody did what leaves now: in the hour before, or in the day before the last opening.
fn within(at_once: bool, house: &House) -> Range<i64> {
    let daily = Windows {
        every: Every::Day,
        ..Windows::default()
    };
    let opened = House::since_start(daily.opened(house.now()));
    if at_once {
        house.seconds() - HOUR..house.seconds()
    } else {
        opened - DAY..opened
    }
}

/// Who writes in an hour.
fn messages(house: &House, members: u64) -> Vec<u64> {
    let writes = |_: &u64| house.dice.below(HOURS_IN_WEEK * 2) < 3;
    (0..members).filter(writes).collect()
}

impl Seen {
    /// The attacker reads who writes.
    fn write(&mut self, authors: &[u64], now: i64) {
        self.wrote.extend(authors);
        self.lately
            .extend(authors.iter().map(|author| (now, *author)));
        self.lately.retain(|(at, _)| *at > now - 3 * DAY);
    }

    /// The attacker looks: `back` needs were taken off the lists, by somebody who wrote in these seconds.
    fn look_back(&mut self, back: usize, within: Range<i64>) {
        let wrote = self.lately.iter().filter(|(at, _)| within.contains(at));
        let people: BTreeSet<u64> = wrote.map(|(_, author)| *author).collect();
        self.back.extend(std::iter::repeat_n(people.len(), back));
    }

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
        (schedule, members, seed): (&'static str, u64, u64),
        weeks: u32,
        (said, left): (usize, usize),
    ) -> Room {
        let (candidates_min, candidates_mean) = fewest_and_mean(&self.crowds);
        let (taken_back_by_min, taken_back_by_mean) = fewest_and_mean(&self.back);
        Room {
            schedule,
            members,
            seed,
            weeks,
            said,
            left,
            releases: self.crowds.len(),
            candidates_min,
            candidates_mean,
            longest_wait_weeks: self.longest_wait / WEEK,
            taken_back: self.back.len(),
            taken_back_by_min,
            taken_back_by_mean,
        }
    }
}

/// The least of these numbers, and what they are on average, to one place.
fn fewest_and_mean(all: &[usize]) -> (usize, f64) {
    let sum: usize = all.iter().sum();
    #[expect(
        clippy::cast_precision_loss,
        reason = "numbers of a simulation are small"
    )]
    let mean = sum as f64 / all.len().max(1) as f64;
    let least = all.iter().copied().min().unwrap_or(0);
    (least, (mean * 10.0).round() / 10.0)
}

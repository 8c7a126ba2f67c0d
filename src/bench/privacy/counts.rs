//! How many support it? The attacker reads every band for a year and compares each with the one before:
//! a band that changes when the tenth voice comes, or goes, says the count to whoever looks then.

use hearback_federation::release::{Schedule, Windows};
use hearback_wire::id::Handle;
use hearback_wire::intake::{PutVoice, Withdraw};
use hearback_wire::reference::NeedRef;
use hearback_wire::vocabulary::{Band, Voice};
use serde::Serialize;

use super::house::{House, WEEK};
use crate::bench::running::BOT;
use crate::bench::sentences::sentence;
use crate::fault::{Doing, Outcome};

const NEEDS: usize = 24;
const WEEKS: usize = 52;

/// Both ways of saying bands.
#[derive(Debug, Serialize)]
pub(super) struct Counts {
    /// Each quarter with noise: the default.
    by_quarter: Recovered,
    /// With each voice, as a node that releases at once does.
    with_each_voice: Recovered,
}

/// What the attacker made of it.
#[derive(Debug, Default, Serialize)]
struct Recovered {
    /// Bands that changed, each a guess: there are ten now, or nine.
    guesses: usize,
    /// Guesses that were right.
    right: usize,
    /// In a hundred.
    right_percent: usize,
    /// How many in a hundred would be right if the same were guessed in any week.
    by_chance_percent: usize,
    #[serde(skip)]
    weeks: usize,
    #[serde(skip)]
    right_in_any_week: usize,
}

/// One need as the attacker follows it.
struct Followed {
    reference: NeedRef,
    voices: Vec<Handle>,
    band: Band,
}

/// Plays a year both ways.
pub(super) async fn measure() -> Outcome<Counts> {
    let windows = Windows {
        needs: 1,
        authors: 1,
        ..Windows::default()
    };
    Ok(Counts {
        by_quarter: play(Schedule::Windows(windows)).await?,
        with_each_voice: play(Schedule::AtOnce).await?,
    })
}

async fn play(release: Schedule) -> Outcome<Recovered> {
    eprintln!("privacy: voices of {NEEDS} needs for a year");
    let house = House::open(release, 52).await?;
    let mut all = follow(&house).await?;
    let mut found = Recovered::default();
    for _ in 0..WEEKS {
        for need in &mut all {
            step(&house, need, &mut found).await?;
        }
        house.pass(WEEK).await?;
        for need in &mut all {
            look(&house, need, &mut found).await?;
            found.weeks += 1;
            found.right_in_any_week += usize::from(need.guess() == need.count());
        }
    }
    found.right_percent = found.right * 100 / found.guesses.max(1);
    found.by_chance_percent = found.right_in_any_week * 100 / found.weeks.max(1);
    Ok(found)
}

async fn follow(house: &House) -> Outcome<Vec<Followed>> {
    let mut all = Vec::new();
    for number in 0..NEEDS {
        let put = house.put(&sentence(number), 0).await.doing("a need")?;
        house.approve(&put).await.doing("an approval")?;
        all.push(Followed {
            reference: put.reference,
            voices: Vec::new(),
            band: Band::Under10,
        });
    }
    house.pass(WEEK).await?;
    house.pass(WEEK).await?;
    Ok(all)
}

/// Somebody adds a voice or takes one back: counts wander about ten. The attacker looks after each.
async fn step(house: &House, need: &mut Followed, found: &mut Recovered) -> Outcome {
    for _ in 0..2 {
        let many = need.voices.len() >= 12 || (need.voices.len() >= 7 && house.dice.percent(50));
        let token = Handle::draw(house.dice.chance()).to_string();
        if let Some(handle) = many.then(|| need.voices.pop()).flatten() {
            let back = Withdraw::of(handle);
            house
                .node
                .withdraw(BOT, back, &token)
                .await
                .doing("a withdrawal")?;
        } else {
            let handle = Handle::draw(house.dice.chance());
            let voice = Voice::UsesIt;
            let put = PutVoice { handle, voice };
            let added = house.node.put_voice(BOT, need.reference, put, &token);
            added.await.doing("a voice")?;
            need.voices.push(handle);
        }
        look(house, need, found).await?;
    }
    Ok(())
}

/// A band that rose says that there are ten at this moment; one that fell, that there are nine.
async fn look(house: &House, need: &mut Followed, found: &mut Recovered) -> Outcome {
    let view = house.node.need(need.reference).await.doing("a need")?;
    let Some(band) = view
        .map(|view| view.voices)
        .filter(|band| *band != need.band)
    else {
        return Ok(());
    };
    need.band = band;
    found.guesses += 1;
    found.right += usize::from(need.guess() == need.count());
    Ok(())
}

impl Followed {
    fn count(&self) -> usize {
        self.voices.len() + 1
    }

    /// What somebody would say who only knows the band: that it has just become this one.
    fn guess(&self) -> usize {
        if self.band == Band::Under10 { 9 } else { 10 }
    }
}

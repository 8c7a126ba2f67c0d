//! The whole loop, played through the pages: say, approve, moderate, add a voice, send to a producer,
//! reply, and hear back in the same thread.

use std::time::Duration;

use hearback_federation::Role;

use super::console::{Desk, Producer};
use super::patience::Patience;
use super::samples::Need;
use super::seat::{Part, Rooms};
use super::stage::{Place, Stage};
use crate::fault::{Fault, Outcome};

mod answer;
mod ask;
mod close;
mod hear;
mod moderate;

use ask::Ask;

/// How long a whole play may take, and each of its needs more: chat servers are slower than pages.
const LENGTH: Duration = Duration::from_mins(10);
const EACH: Duration = Duration::from_secs(20);

/// One need in this many also gets a voice from the other community.
const VOICED: usize = 3;

/// A community: its room, and the consoles of its two moderators.
struct Community {
    place: Place,
    desk: Desk,
    /// Of the moderator who reads what one is not enough for.
    second: Desk,
}

/// A producer: its name, and its responder's console.
struct Office {
    name: &'static str,
    desk: Desk,
}

/// A play that is going on.
pub(super) struct Play<R: Rooms> {
    rooms: R,
    communities: [Community; 2],
    /// Needs are sent to this one.
    office: Office,
    /// And passed on to this one.
    next: Office,
    needs: Vec<Need>,
    asks: Vec<Ask<R::Seat>>,
    patience: Patience,
}

impl<R: Rooms> Play<R> {
    /// Signs everybody in.
    pub(super) async fn open(stage: &Stage, mut rooms: R, needs: Vec<Need>) -> Outcome<Self> {
        rooms.open(stage).await?;
        let Ok([first, second, office, next]) = <[Place; 4]>::try_from(stage.places()) else {
            return Err(Fault::new(
                "the demo needs two communities and two producers",
            ));
        };
        Ok(Self {
            rooms,
            communities: [
                Community::open(stage, first).await?,
                Community::open(stage, second).await?,
            ],
            office: Office::open(stage, &office).await?,
            next: Office::open(stage, &next).await?,
            patience: Patience::of(LENGTH + EACH * length(&needs)),
            needs,
            asks: Vec::new(),
        })
    }

    /// Says every need, and takes the first `handled` of them through to their end.
    pub(super) async fn perform(&mut self, stage: &Stage, handled: usize) -> Outcome {
        self.say(stage).await?;
        self.rooms.after(Part::Said, stage).await?;
        self.moderate(handled).await?;
        self.rooms.after(Part::Moderated, stage).await?;
        self.add_voices(handled).await?;
        self.rooms.after(Part::Voiced, stage).await?;
        self.refer(handled).await?;
        self.rooms.after(Part::Referred, stage).await?;
        self.reply(handled).await?;
        self.rooms.after(Part::Answered, stage).await?;
        self.withdraw(handled).await?;
        self.judge(handled).await
    }

    async fn say(&mut self, stage: &Stage) -> Outcome {
        for (at, need) in std::mem::take(&mut self.needs).into_iter().enumerate() {
            let home = at % 2;
            let asker = self.rooms.say(stage, home, at, &need).await?;
            self.asks.push(Ask::new(need, home, asker));
        }
        for ask in &mut self.asks {
            ask.approve_preview(self.patience).await?;
        }
        println!(
            "{} needs said in two rooms; each person approved the exact words.",
            self.asks.len()
        );
        Ok(())
    }

    async fn add_voices(&mut self, handled: usize) -> Outcome {
        let mut added = 0;
        let asks = self.asks.iter_mut().take(handled).enumerate();
        for (at, ask) in asks.step_by(VOICED) {
            let voice = if at % 2 == 0 { "uses_it" } else { "about_me" };
            let (rooms, there) = (&mut self.rooms, 1 - ask.home);
            let look = async || rooms.voice(there, &ask.reference, voice).await;
            let seat = self
                .patience
                .until("a need to reach the other community", look)
                .await?;
            ask.voices.push(seat);
            added += 1;
        }
        println!("{added} people of the other community added their voice.");
        Ok(())
    }

    async fn refer(&mut self, handled: usize) -> Outcome {
        let (patience, name) = (self.patience, self.office.name);
        for ask in self.asks.iter().take(handled) {
            let desk = &mut of(&mut self.communities, ask.home).desk;
            let producer = producer(desk, name, patience).await?;
            let send = async || Ok(desk.refer(&ask.reference, &producer).await?.then_some(()));
            patience.until("a need to leave", send).await?;
        }
        println!("{handled} of them sent to {name}.");
        Ok(())
    }
}

fn length(needs: &[Need]) -> u32 {
    u32::try_from(needs.len()).unwrap_or(u32::MAX)
}

/// One of the two.
const fn of(communities: &mut [Community; 2], home: usize) -> &mut Community {
    let [first, second] = communities;
    if home == 0 { first } else { second }
}

/// The producer of that name, as a moderator finds it.
async fn producer(desk: &mut Desk, name: &str, patience: Patience) -> Outcome<Producer> {
    let find = async || {
        let mut all = desk.producers().await?.into_iter();
        Ok(all.find(|one| one.name == name))
    };
    patience.until("the producer to be listed", find).await
}

impl Community {
    async fn open(stage: &Stage, place: Place) -> Outcome<Self> {
        let desk = Desk::sign_in(stage, &place, Role::Moderator, "Asha").await?;
        let second = Desk::sign_in(stage, &place, Role::Moderator, "Tomos").await?;
        Ok(Self {
            place,
            desk,
            second,
        })
    }
}

impl Office {
    async fn open(stage: &Stage, place: &Place) -> Outcome<Self> {
        let desk = Desk::sign_in(stage, place, Role::Responder, "Noor").await?;
        let name = place.name;
        Ok(Self { name, desk })
    }
}

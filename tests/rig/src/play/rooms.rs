//! Three rooms: one encrypted, one that is upgraded half-way, one whose bot falls between say and
//! reply.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use hearback::demo::{Need, Part, Rooms, Stage};
use hearback::fault::{Doing, Fault, Outcome};

use super::Ids;
use super::crowd::Crowd;
use super::seat::MatrixSeat;
use super::speaker::Speaker;

/// People in each room. One person says several needs, each in a thread of its own.
const PEOPLE: usize = 6;
/// What the room is upgraded to.
const NEW_VERSION: &str = "12";

/// Where a room is now: it may move.
pub(super) struct Venue {
    place: Mutex<Vec<String>>,
    pub(super) bot: String,
    people: Vec<Speaker>,
}

impl Venue {
    /// The ids of the room, the first one first; the last is where people speak now.
    pub(super) fn ids(&self) -> Vec<String> {
        let ids = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        ids.clone()
    }

    fn now(&self) -> Outcome<String> {
        let now = self.ids().pop();
        now.ok_or_else(|| Fault::new("the room is nowhere"))
    }

    fn moved(&self, to: String) {
        let mut ids = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        ids.push(to);
    }

    fn person(&self, at: usize) -> Outcome<&Speaker> {
        let person = self.people.get(at % PEOPLE);
        person.ok_or_else(|| Fault::new("nobody is in the room"))
    }
}

/// The rooms of a play.
pub(super) struct MatrixRooms {
    crowd: Crowd,
    bots: Vec<String>,
    /// Encrypted and upgraded, both of the first community; restarted, of the second.
    venues: Vec<Arc<Venue>>,
    voices: usize,
    ids: Ids,
}

const ENCRYPTED: usize = 0;
const UPGRADED: usize = 1;
const RESTARTED: usize = 2;

impl MatrixRooms {
    pub(super) async fn new(ids: Ids) -> Outcome<Self> {
        Ok(Self {
            crowd: Crowd::new().await?,
            bots: Vec::new(),
            venues: Vec::new(),
            voices: 0,
            ids,
        })
    }

    fn note(&self, id: &str) {
        let mut ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        ids.insert(id.to_owned());
    }

    fn venue(&self, which: usize) -> Outcome<&Arc<Venue>> {
        let venue = self.venues.get(which);
        venue.ok_or_else(|| Fault::new("the rooms are not open yet"))
    }

    async fn make(&mut self, name: &str, home: usize, sealed: bool) -> Outcome {
        let mut people = Vec::new();
        for _ in 0..PEOPLE {
            people.push(if sealed {
                self.crowd.sealed().await?
            } else {
                self.crowd.person().await?
            });
        }
        let bot = self.bots.get(home).cloned().unwrap_or_default();
        let (host, guests) = people
            .split_first()
            .ok_or_else(|| Fault::new("nobody is there"))?;
        let mut invite: Vec<&str> = guests.iter().map(Speaker::id).collect();
        invite.push(&bot);
        let room = host.room(name, &invite).await?;
        for guest in guests {
            guest.join(&room).await?;
        }
        host.hears(&room, &bot, "I am hearback").await?;
        host.say(&room, None, "!need on").await?;
        host.hears(&room, &bot, "I am on").await?;
        self.note(&room);
        for person in &people {
            self.note(person.id());
        }
        println!("The bot is on in the room “{name}”.");
        self.venues.push(Arc::new(Venue {
            place: Mutex::new(vec![room]),
            bot,
            people,
        }));
        Ok(())
    }

    /// The host upgrades the room and asks everybody into the new one.
    async fn upgrade(&self) -> Outcome {
        let venue = self.venue(UPGRADED)?;
        let (host, old) = (venue.person(0)?, venue.now()?);
        let new = host.plain().upgrade(&old, NEW_VERSION).await;
        let new = new.doing("upgrading a room")?;
        for guest in venue.people.iter().skip(1) {
            host.plain()
                .invite(&new, guest.id())
                .await
                .doing("inviting")?;
            guest.join(&new).await?;
        }
        host.plain()
            .invite(&new, &venue.bot)
            .await
            .doing("inviting")?;
        self.note(&new);
        venue.moved(new);
        println!("One room was upgraded to version {NEW_VERSION}.");
        Ok(())
    }
}

impl Rooms for MatrixRooms {
    type Seat = MatrixSeat;

    async fn prepare(&mut self, home: usize, folder: &Path) -> Outcome<String> {
        let (bot, lines) = self.crowd.bot(&format!("bot{home}"), folder).await?;
        self.bots.push(bot);
        Ok(lines)
    }

    async fn open(&mut self, _stage: &Stage) -> Outcome {
        self.make("Encrypted", 0, true).await?;
        self.make("Upgraded", 0, false).await?;
        self.make("Restarted", 1, false).await
    }

    async fn say(
        &mut self,
        _stage: &Stage,
        home: usize,
        at: usize,
        need: &Need,
    ) -> Outcome<MatrixSeat> {
        let which = match (home, at % 4) {
            (0, 0) => ENCRYPTED,
            (0, _) => UPGRADED,
            _ => RESTARTED,
        };
        let venue = self.venue(which)?;
        let speaker = venue.person(at / 4)?;
        let why = match need.use_.as_str() {
            "" => String::new(),
            use_ => format!("\nWhy: {use_}"),
        };
        let room = venue.now()?;
        let said = speaker
            .say(&room, None, &format!("!need {}{why}", need.text))
            .await?;
        self.note(&said);
        Ok(MatrixSeat::new(speaker.clone(), Arc::clone(venue), said))
    }

    async fn voice(
        &mut self,
        home: usize,
        reference: &str,
        _voice: &str,
    ) -> Outcome<Option<MatrixSeat>> {
        let venue = self.venue(if home == 0 { UPGRADED } else { RESTARTED })?;
        let speaker = venue.person(self.voices)?.clone();
        let room = venue.now()?;
        let said = speaker
            .say(&room, None, &format!("!need same {reference}"))
            .await?;
        let mut seat = MatrixSeat::new(speaker, Arc::clone(venue), said);
        if seat.is_voiced(reference).await? {
            self.voices += 1;
            return Ok(Some(seat));
        }
        Ok(None)
    }

    async fn after(&mut self, part: Part, stage: &Stage) -> Outcome {
        match part {
            Part::Said => {
                stage.crash(1).await?;
                println!("The second community's bot fell without warning and came back.");
                Ok(())
            }
            Part::Referred => self.upgrade().await,
            _ => Ok(()),
        }
    }
}

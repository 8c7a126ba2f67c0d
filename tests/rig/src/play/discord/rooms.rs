//! Three servers: one whose home is a forum, where a thread goes to sleep; one where a thread is
//! locked; one of the other community, whose bot falls between what it stores and what it says.

use std::path::Path;
use std::sync::Arc;

use hearback::demo::{Need, Part, Rooms, Stage};
use hearback::fault::{Doing, Fault, Outcome};

use super::seat::DiscordSeat;
use super::trouble::Trouble;
use super::venue::{Venue, Way};
use crate::discord::{Asked, Channel, Discord, Fault as Wrong, Person, Planned};
use crate::insist::Again;
use crate::play::{Ids, secret};

/// The names of the servers: they stand nowhere else, so that each can be looked for.
const FORUM: (&str, bool) = ("Quenchwort Hollow", true);
const LOCKED: (&str, bool) = ("Brindlewick Friends", false);
const FALLING: (&str, bool) = ("Thrapplestead Carers", false);
/// The community whose bot falls while somebody waits for their preview.
const FALLS: usize = 1;
/// The need whose preview it is.
const FALLS_AT: usize = 3;
/// Where an answer to something pressed is put.
const ANSWERS: &str = "/webhooks/{webhook_id}/{webhook_token}/messages/@original";

/// The rooms of a play: a Discord for each community's bot, with its servers.
pub(super) struct DiscordRooms {
    fakes: Vec<Discord>,
    /// Two of the first community, one of the second.
    venues: Vec<Arc<Venue>>,
    voices: usize,
    trouble: Trouble,
}

impl DiscordRooms {
    pub(super) fn new(
        fakes: &[Discord; 2],
        trouble: Trouble,
        again: &Arc<Again>,
        ids: &Ids,
    ) -> Self {
        let [first, second] = fakes;
        let venue = |fake, spec| {
            let (again, ids) = (Arc::clone(again), Arc::clone(ids));
            Arc::new(Venue::new(fake, spec, again, ids))
        };
        let venues = vec![
            venue(first, FORUM),
            venue(first, LOCKED),
            venue(second, FALLING),
        ];
        Self {
            fakes: fakes.to_vec(),
            venues,
            voices: 0,
            trouble,
        }
    }

    /// The servers.
    pub(super) fn venues(&self) -> Vec<Arc<Venue>> {
        self.venues.clone()
    }

    fn fake(&self, home: usize) -> Outcome<&Discord> {
        let fake = self.fakes.get(home);
        fake.ok_or_else(|| Fault::new("there is no such community"))
    }

    /// Where the `nth` thing of a community is said.
    fn venue(&self, home: usize, nth: usize) -> Outcome<Arc<Venue>> {
        let which = if home == 0 { nth % 2 } else { 2 };
        let venue = self.venues.get(which).map(Arc::clone);
        venue.ok_or_else(|| Fault::new("there is no such server"))
    }

    /// The bot falls when the words are stored and their writer has seen nothing of it.
    async fn fall(&self, stage: &Stage, begin: impl AsyncFn() -> Outcome<Asked>) -> Outcome<Asked> {
        let fake = self.fake(FALLS)?;
        let broken = Planned::new("PATCH", ANSWERS, Wrong::Broken(502));
        fake.fault(broken.times(3));
        let lost = fake.requests().len();
        let written = begin().await?;
        let is_lost = |one: &crate::discord::Request| one.route == ANSWERS && one.status == 502;
        let all = || fake.requests().into_iter().skip(lost);
        fake.request("an answer that is lost", |_| all().any(|one| is_lost(&one)))
            .await
            .doing("an answer that is lost")?;
        stage.crash(FALLS).await?;
        println!(
            "A bot fell after it stored somebody’s words and before it answered, and came back."
        );
        Ok(written)
    }
}

/// Somebody fills in the form: where they type, and what shows their words.
async fn write(
    venue: &Venue,
    (person, place): (&Person, &Channel),
    (way, need): (Way, &Need),
) -> Outcome<Asked> {
    let said = match way {
        // What they wrote stands there: in a forum it is the post itself.
        Way::Menu if venue.forum => place.messages().into_iter().next(),
        Way::Menu => Some(person.say(place, &need.text).doing("a message")?),
        _ => None,
    };
    let form = venue.open((person, place), way, said.as_ref()).await?;
    let fields = [("need", need.text.as_str()), ("use", need.use_.as_str())];
    let send = || person.submit(&form, &fields);
    venue.insist("sending the form", send).await
}

impl Rooms for DiscordRooms {
    type Seat = DiscordSeat;

    async fn prepare(&mut self, home: usize, folder: &Path) -> Outcome<String> {
        let fake = self.fake(home)?;
        secret(folder, "discord.token", &fake.token())?;
        let all = if home == 0 { 0..2 } else { 2..3 };
        let servers = self.venues.get(all).unwrap_or_default();
        let servers = servers.iter().map(|one| format!("\"{}\"", one.server.id()));
        let servers: Vec<String> = servers.collect();
        Ok(format!(
            "\n[discord]\nservers = [{}]\napi = \"{}\"\n",
            servers.join(", "),
            fake.address()
        ))
    }

    async fn open(&mut self, _stage: &Stage) -> Outcome {
        for fake in &self.fakes {
            fake.gateway().connected().await.doing("a bot")?;
            fake.commands_reach(1).await.doing("a bot’s commands")?;
            self.trouble.begin(fake);
        }
        for venue in &self.venues {
            venue.set_up().await?;
        }
        Ok(())
    }

    async fn say(
        &mut self,
        stage: &Stage,
        home: usize,
        at: usize,
        need: &Need,
    ) -> Outcome<DiscordSeat> {
        self.trouble.strike(self.fake(home)?);
        let venue = self.venue(home, at / 2)?;
        let person = venue.person(at / 4)?;
        let place = if venue.forum {
            let post = person.start_post(&venue.home, "A question", &need.text, &[]);
            post.doing("a post")?
        } else {
            venue.home.clone()
        };
        let begin = || write(&venue, (&person, &place), (Way::of(at / 4), need));
        let written = if at == FALLS_AT {
            self.fall(stage, async || begin().await).await?
        } else {
            begin().await?
        };
        Ok(DiscordSeat::said((person, place), venue, written))
    }

    async fn voice(
        &mut self,
        home: usize,
        reference: &str,
        _voice: &str,
    ) -> Outcome<Option<DiscordSeat>> {
        let venue = self.venue(home, self.voices)?;
        let person = venue.person(self.voices)?;
        let ask = async |place: &Channel| {
            let options = [("reference", serde_json::json!(reference))];
            let act = || person.run_command(place, "need-status", &options);
            let asked = venue.insist("need-status", act).await?;
            venue.seen(&asked, reference).await
        };
        let mut shown = ask(&venue.lobby).await?;
        if shown.button("Add my voice").is_none() {
            return Ok(None);
        }
        self.trouble.strike(self.fake(home)?);
        let mut place = venue.home.clone();
        if venue.forum {
            let post = person.start_post(&venue.home, "A question", "I need this too", &[]);
            place = post.doing("a post")?;
        }
        shown = ask(&place).await?;
        let act = || person.press_labelled(&shown, "Add my voice");
        let pressed = venue.insist("adding a voice", act).await?;
        venue.seen(&pressed, "You added your voice").await?;
        self.voices += 1;
        let at = (person, place);
        Ok(Some(DiscordSeat::voiced(at, venue, pressed, reference)))
    }

    async fn after(&mut self, part: Part, stage: &Stage) -> Outcome {
        match part {
            Part::Referred => {
                let threads = |venue: usize| {
                    let venue = self.venues.get(venue);
                    venue.and_then(|venue| venue.home.threads().into_iter().next())
                };
                if let Some(thread) = threads(0) {
                    thread.archive(true);
                    println!("A thread in the forum went to sleep.");
                }
                if let Some(thread) = threads(1) {
                    thread.lock(true);
                    println!("A thread in another server was locked.");
                }
            }
            Part::Answered => {
                for home in 0..self.fakes.len() {
                    stage.crash(home).await?;
                }
                println!("Both bots fell while answers were on their way, and came back.");
            }
            _ => {}
        }
        Ok(())
    }
}

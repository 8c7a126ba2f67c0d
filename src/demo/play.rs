//! The whole loop, played through the pages: say, approve, moderate, add a voice, send to a producer,
//! reply, and hear back in the same thread.

use std::collections::BTreeMap;
use std::time::Duration;

use hearback_federation::Role;
use hearback_wire::clock::Clock;
use hearback_wire::day::Day;

use super::console::{Desk, Received};
use super::patience::Patience;
use super::replies::story;
use super::room::Seat;
use super::samples::Need;
use super::stage::{Place, Stage};
use super::tally::{Heard, Tally};
use crate::clock::SystemClock;
use crate::fault::{Fault, Outcome};

/// How long a whole play may take.
const LENGTH: Duration = Duration::from_mins(10);

/// How long everything runs on after the last reply was heard, to see whether one comes twice:
/// several rounds of sync and delivery.
const SETTLING: Duration = Duration::from_secs(4);

/// One need in this many also gets a voice from the other community.
const VOICED: usize = 3;

/// A need and everybody who waits for an answer to it.
struct Ask {
    need: Need,
    /// Index of the community that it is said in.
    home: usize,
    reference: String,
    /// Who asked.
    asker: Seat,
    /// Who added a voice.
    voices: Vec<Seat>,
    /// What the asker must hear, and whether the voices must as well.
    wanted: Vec<(String, bool)>,
}

/// A community: its room, and its moderator's console.
struct Community {
    place: Place,
    desk: Desk,
}

/// A play that is going on.
pub(super) struct Play {
    communities: [Community; 2],
    producer: Desk,
    producer_name: &'static str,
    needs: Vec<Need>,
    asks: Vec<Ask>,
    patience: Patience,
}

impl Play {
    /// Signs everybody in.
    pub(super) async fn open(stage: &Stage, needs: Vec<Need>) -> Outcome<Self> {
        let Ok([first, second, producer]) = <[Place; 3]>::try_from(stage.places()) else {
            return Err(Fault::new("the demo needs two communities and a producer"));
        };
        Ok(Self {
            communities: [
                Community::open(stage, first).await?,
                Community::open(stage, second).await?,
            ],
            producer: Desk::sign_in(stage, &producer, Role::Responder).await?,
            producer_name: producer.name,
            needs,
            asks: Vec::new(),
            patience: Patience::of(LENGTH),
        })
    }

    /// Says every need, and takes the first `handled` of them through to the producer's replies.
    pub(super) async fn perform(&mut self, stage: &Stage, handled: usize) -> Outcome {
        self.say(stage).await?;
        self.approve(handled).await?;
        self.add_voices(stage, handled).await?;
        self.refer(handled).await?;
        self.reply(handled).await
    }

    async fn say(&mut self, stage: &Stage) -> Outcome {
        for (at, need) in std::mem::take(&mut self.needs).into_iter().enumerate() {
            let home = at % 2;
            let asker = Seat::say(&stage.http, &self.community(home).place, &need).await?;
            let voices = Vec::new();
            let wanted = Vec::new();
            self.asks.push(Ask {
                need,
                home,
                reference: String::new(),
                asker,
                voices,
                wanted,
            });
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

    async fn approve(&mut self, handled: usize) -> Outcome {
        let patience = self.patience;
        let asks = self.asks.iter().take(handled);
        let mut open: BTreeMap<&str, usize> =
            asks.map(|ask| (ask.reference.as_str(), ask.home)).collect();
        let communities = &mut self.communities;
        patience
            .until("moderators to find every need", async || {
                for community in communities.iter_mut() {
                    for waiting in community.desk.queue().await? {
                        if open.remove(waiting.reference.as_str()).is_some() {
                            community.desk.approve(&waiting).await?;
                        }
                    }
                }
                Ok(open.is_empty().then_some(()))
            })
            .await?;
        println!("{handled} of them approved by moderators, word for word.");
        Ok(())
    }

    async fn add_voices(&mut self, stage: &Stage, handled: usize) -> Outcome {
        let mut added = 0;
        for (at, ask) in self
            .asks
            .iter_mut()
            .take(handled)
            .enumerate()
            .step_by(VOICED)
        {
            let voice = if at % 2 == 0 { "uses_it" } else { "about_me" };
            let [first, second] = &self.communities;
            let elsewhere = if ask.home == 0 { second } else { first };
            let look =
                async || Seat::voice(&stage.http, &elsewhere.place, &ask.reference, voice).await;
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
        let (patience, name) = (self.patience, self.producer_name);
        for ask in self.asks.iter().take(handled) {
            let [first, second] = &mut self.communities;
            let desk = if ask.home == 0 {
                &mut first.desk
            } else {
                &mut second.desk
            };
            let find = async || {
                Ok(desk
                    .producers()
                    .await?
                    .into_iter()
                    .find(|one| one.name == name))
            };
            let producer = patience.until("the producer to be listed", find).await?;
            let send = async || Ok(desk.refer(&ask.reference, &producer).await?.then_some(()));
            patience.until("a need to leave", send).await?;
        }
        println!("{handled} of them sent to {name}.");
        Ok(())
    }

    async fn reply(&mut self, handled: usize) -> Outcome {
        let received = self.receive(handled).await?;
        let today = Day::of(SystemClock.now());
        let mut given = 0;
        for (turn, ask) in self.asks.iter_mut().take(handled).enumerate() {
            let referral = received
                .get(&ask.reference)
                .map(String::as_str)
                .unwrap_or_default();
            for reply in story(turn, &ask.reference, today) {
                self.producer.respond(referral, &reply.form()).await?;
                let for_all = reply.is_for_all();
                ask.wanted.extend(reply.words.map(|words| (words, for_all)));
                given += 1;
            }
        }
        println!("{given} replies given by {}.", self.producer_name);
        Ok(())
    }

    /// Waits for the needs to arrive; returns the referral of each reference.
    async fn receive(&mut self, handled: usize) -> Outcome<BTreeMap<String, String>> {
        let (patience, producer) = (self.patience, &mut self.producer);
        let asks = &self.asks;
        patience
            .until("the needs to reach the producer", async || {
                let inbox = producer.inbox().await?.into_iter();
                let found: BTreeMap<String, String> = inbox
                    .map(
                        |Received {
                             reference,
                             referral,
                         }| (reference, referral),
                    )
                    .collect();
                let all = asks
                    .iter()
                    .take(handled)
                    .all(|ask| found.contains_key(&ask.reference));
                Ok(all.then_some(found))
            })
            .await
    }

    /// Reads every thread until it heard back, and once more later: nothing may come twice.
    pub(super) async fn hear(&mut self) -> Outcome<Tally> {
        let patience = self.patience;
        for ask in &mut self.asks {
            let heard = async || Ok((!ask.heard().await?.contains(&Heard::Never)).then_some(()));
            if let Err(fault) = patience.until("a reply to come back", heard).await {
                eprintln!("{}: {fault}", ask.reference);
            }
        }
        println!(
            "Every thread was read until it had heard back. Now to see that nothing comes twice."
        );
        tokio::time::sleep(SETTLING).await;
        let mut tally = Tally::of(self.asks.len());
        for ask in &mut self.asks {
            tally.expect(ask.replies());
            ask.heard()
                .await?
                .into_iter()
                .for_each(|heard| tally.add(heard));
        }
        Ok(tally)
    }

    /// Prints every thread as the people in it see it.
    pub(super) async fn tell(&mut self) -> Outcome {
        for ask in &mut self.asks {
            let [first, second] = &self.communities;
            let (here, there) = if ask.home == 0 {
                (first, second)
            } else {
                (second, first)
            };
            println!("\n{}, in the room of {}", ask.reference, here.place.name);
            println!("  {:<10} {}", "person", ask.need.text);
            print_thread(&mut ask.asker).await?;
            for voice in &mut ask.voices {
                println!("  and in the room of {}", there.place.name);
                print_thread(voice).await?;
            }
        }
        Ok(())
    }

    fn community(&self, home: usize) -> &Community {
        let [first, second] = &self.communities;
        if home == 0 { first } else { second }
    }
}

impl Community {
    async fn open(stage: &Stage, place: Place) -> Outcome<Self> {
        let desk = Desk::sign_in(stage, &place, Role::Moderator).await?;
        Ok(Self { place, desk })
    }
}

impl Ask {
    /// Reads the preview, approves it, and waits for the reference.
    async fn approve_preview(&mut self, patience: Patience) -> Outcome {
        let asker = &mut self.asker;
        let shown = async || Ok((asker.read().await?.state == "preview").then_some(()));
        patience.until("a preview", shown).await?;
        asker.send().await?;
        let taken = async || Ok(asker.read().await?.reference);
        self.reference = patience.until("a reference", taken).await?;
        Ok(())
    }

    /// How it went in each thread: the asker's, then the voices'.
    async fn heard(&mut self) -> Outcome<Vec<Heard>> {
        let thread = self.asker.read().await?;
        let mut all = vec![Heard::of(
            self.wanted.iter().map(|(words, _)| thread.count(words)),
        )];
        for voice in &mut self.voices {
            let thread = voice.read().await?;
            let wanted = self.wanted.iter().filter(|(_, for_all)| *for_all);
            all.push(Heard::of(wanted.map(|(words, _)| thread.count(words))));
        }
        Ok(all)
    }

    /// How many replies must reach a thread.
    fn replies(&self) -> usize {
        let for_all = self.wanted.iter().filter(|(_, for_all)| *for_all).count();
        self.wanted.len() + for_all * self.voices.len()
    }
}

async fn print_thread(seat: &mut Seat) -> Outcome {
    for message in seat.read().await?.messages {
        println!(
            "  {:<10} {}",
            message.speaker(),
            message.text.replace('\n', "\n             ")
        );
    }
    Ok(())
}

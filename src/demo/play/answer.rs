//! Producers answer: at once, after a question, or by way of the next producer.

use std::collections::BTreeMap;

use hearback_wire::clock::Clock;
use hearback_wire::day::Day;

use super::ask::{Ask, Ears};
use super::{Office, Play, of, producer};
use crate::clock::SystemClock;
use crate::demo::console::Received;
use crate::demo::patience::Patience;
use crate::demo::replies::{Cast, Reply, Story, Then, story};
use crate::demo::scenes::joined_with;
use crate::demo::seat::{Rooms, Seat};
use crate::fault::Outcome;

const ANSWER: &str = "Figures for each year are enough for us.";

impl<R: Rooms> Play<R> {
    /// Gives every reply, each when it is its turn.
    pub(super) async fn reply(&mut self, handled: usize) -> Outcome {
        let referrals = self
            .office
            .receive(&self.asks, handled, self.patience)
            .await?;
        let stories = self.stories(handled).await?;
        let mut given = 0;
        for (ask, story) in self.asks.iter_mut().zip(&stories) {
            given += self.office.give(ask, &referrals, &story.first).await?;
        }
        println!("{given} replies given by {}.", self.office.name);
        self.hear_of_joined();
        self.talk(&stories, &referrals).await?;
        self.take_on(&stories, &referrals).await
    }

    async fn stories(&mut self, handled: usize) -> Outcome<Vec<Story>> {
        let today = Day::of(SystemClock.now());
        let desk = &mut of(&mut self.communities, 0).desk;
        let next = producer(desk, self.next.name, self.patience).await?.node;
        let reference = |at: usize| self.asks.get(at).map_or("", |ask| ask.reference.as_str());
        Ok((0..handled.min(self.asks.len()))
            .map(|at| {
                let cast = Cast {
                    reference: reference(at),
                    other: joined_with(at).map_or("", reference),
                    next: &next,
                };
                story(at, cast, today)
            })
            .collect())
    }

    /// Who waits for a need that was joined with another must hear what was said to that one.
    fn hear_of_joined(&mut self) {
        for at in 0..self.asks.len() {
            let other = joined_with(at).and_then(|other| self.asks.get(other));
            let answers = other.map(Ask::wanted_by_all).unwrap_or_default();
            if let Some(ask) = self.asks.get_mut(at) {
                for words in answers {
                    ask.want(words, Ears::Everyone);
                }
            }
        }
    }

    /// The person answers the producer's question, a moderator lets the answer go, and the producer
    /// reads it and goes on.
    async fn talk(&mut self, stories: &[Story], referrals: &BTreeMap<String, String>) -> Outcome {
        let patience = self.patience;
        for (ask, story) in self.asks.iter_mut().zip(stories) {
            let Then::Answered(replies) = &story.then else {
                continue;
            };
            ask.wait_for(patience, "asked").await?;
            ask.asker.reply(ANSWER).await?;
            let moderator = &mut of(&mut self.communities, ask.home).desk;
            let go = async || Ok(moderator.let_reply_go(&ask.reference).await?.then_some(()));
            patience
                .until("the answer to reach the moderator", go)
                .await?;
            let page = format!("/console/referrals/{}", named(referrals, ask));
            let desk = &mut self.office.desk;
            let read = async || Ok(desk.shows(&page, ANSWER).await?.then_some(()));
            patience
                .until("the answer to reach the producer", read)
                .await?;
            self.office.give(ask, referrals, replies).await?;
            println!(
                "{}: the person answered {}'s question; a moderator let the answer go.",
                ask.reference, self.office.name
            );
        }
        Ok(())
    }

    /// The next producer takes on what was passed to it, and answers.
    async fn take_on(
        &mut self,
        stories: &[Story],
        referrals: &BTreeMap<String, String>,
    ) -> Outcome {
        let patience = self.patience;
        for (ask, story) in self.asks.iter_mut().zip(stories) {
            let Then::Next(replies) = &story.then else {
                continue;
            };
            let desk = &mut self.next.desk;
            let there = async || {
                let inbox = desk.inbox().await?;
                let found = inbox.iter().any(|one| one.reference == ask.reference);
                Ok(found.then_some(()))
            };
            patience.until("a need to be passed on", there).await?;
            self.next.give(ask, referrals, replies).await?;
            println!(
                "{}: {} passed it on to {}, which took it on.",
                ask.reference, self.office.name, self.next.name
            );
        }
        Ok(())
    }
}

fn named<'a>(referrals: &'a BTreeMap<String, String>, ask: &Ask<impl Seat>) -> &'a str {
    referrals.get(&ask.reference).map_or("", String::as_str)
}

impl Office {
    /// Waits for the needs to arrive; returns the referral of each reference.
    async fn receive(
        &mut self,
        asks: &[Ask<impl Seat>],
        handled: usize,
        patience: Patience,
    ) -> Outcome<BTreeMap<String, String>> {
        let all_there = async || {
            let inbox = self.desk.inbox().await?.into_iter();
            let found: BTreeMap<String, String> = inbox
                .map(
                    |Received {
                         reference,
                         referral,
                     }| (reference, referral),
                )
                .collect();
            let mut handled = asks.iter().take(handled);
            let all = handled.all(|ask| found.contains_key(&ask.reference));
            Ok(all.then_some(found))
        };
        patience
            .until("the needs to reach the producer", all_there)
            .await
    }

    /// Gives replies about one need, in order; how many.
    async fn give(
        &mut self,
        ask: &mut Ask<impl Seat>,
        referrals: &BTreeMap<String, String>,
        replies: &[Reply],
    ) -> Outcome<usize> {
        for reply in replies {
            self.desk
                .respond(named(referrals, ask), &reply.form())
                .await?;
            let ears = if reply.is_for_all() {
                Ears::Everyone
            } else {
                Ears::Asker
            };
            if let Some(words) = &reply.words {
                ask.want(words, ears);
            }
        }
        Ok(replies.len())
    }
}

//! How it ends for the person: they say whether the answer met the need, or take the need back.

use super::ask::Ears;
use super::{Play, of};
use crate::demo::scenes::{Ending, ending};
use crate::demo::seat::{Rooms, Seat};
use crate::demo::tally::Heard;
use crate::fault::Outcome;

/// What a need's page says once its asker was not content.
const DISPUTED: &str = "The people who asked say that this does not meet the need.";

impl<R: Rooms> Play<R> {
    /// Some people take their need back, and the other community no longer offers it.
    pub(super) async fn withdraw(&mut self, handled: usize) -> Outcome {
        let patience = self.patience;
        for (at, ask) in self.asks.iter_mut().take(handled).enumerate() {
            if ending(at) != Ending::Withdrawal {
                continue;
            }
            ask.asker.withdraw().await?;
            ask.withdrawn = true;
            ask.want(format!("{} was taken back", ask.reference), Ears::Voices);
            for voice in &mut ask.voices {
                let gone = async || Ok((!voice.is_offered(&ask.reference).await?).then_some(()));
                patience.until("a need to be offered no more", gone).await?;
            }
            let there = of(&mut self.communities, 1 - ask.home).place.name;
            println!(
                "{}: the person took it back; {there} offers it no more.",
                ask.reference
            );
        }
        Ok(())
    }

    /// Some people say whether the answer met their need, and the producer reads it if it did not.
    pub(super) async fn judge(&mut self, handled: usize) -> Outcome {
        let patience = self.patience;
        let mut judged = 0;
        for (at, ask) in self.asks.iter_mut().take(handled).enumerate() {
            let Ending::Verdict(verdict, felt_heard) = ending(at) else {
                continue;
            };
            let heard = async || Ok((!ask.heard().await?.contains(&Heard::Never)).then_some(()));
            patience.until("an answer to judge", heard).await?;
            ask.asker.judge(verdict, felt_heard).await?;
            judged += 1;
            if verdict == "not_met" {
                let page = format!("/needs/{}", ask.reference);
                let desk = &mut self.office.desk;
                let read = async || Ok(desk.shows(&page, DISPUTED).await?.then_some(()));
                patience
                    .until("a verdict to reach the producer", read)
                    .await?;
                println!(
                    "{}: {} reads that its answer does not meet the need.",
                    ask.reference, self.office.name
                );
            }
        }
        println!("{judged} people said whether the answer met their need.");
        Ok(())
    }
}

//! What became of it: every thread is read, counted, and shown.

use std::time::Duration;

use super::{Play, of};
use crate::demo::room::Seat;
use crate::demo::scenes::caption;
use crate::demo::tally::{Heard, Tally};
use crate::fault::Outcome;

/// How long everything runs on after the last reply was heard, to see whether one comes twice:
/// several rounds of sync and delivery.
const SETTLING: Duration = Duration::from_secs(4);

impl Play {
    /// Reads every thread until it heard back, and once more later: nothing may come twice.
    pub(in crate::demo) async fn hear(&mut self) -> Outcome<Tally> {
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
            tally.expect(ask.messages());
            if ask.withdrawn {
                tally.withdrew();
            }
            ask.heard()
                .await?
                .into_iter()
                .for_each(|heard| tally.add(heard));
        }
        Ok(tally)
    }

    /// Prints every thread as the people in it see it.
    pub(in crate::demo) async fn tell(&mut self) -> Outcome {
        for (at, ask) in self.asks.iter_mut().enumerate() {
            let here = of(&mut self.communities, ask.home).place.name;
            let there = of(&mut self.communities, 1 - ask.home).place.name;
            println!(
                "\n{}, in the room of {here}: {}",
                ask.reference,
                caption(at)
            );
            println!("  {:<10} {}", "person", ask.need.text);
            print_thread(&mut ask.asker).await?;
            for voice in &mut ask.voices {
                println!("  and in the room of {there}");
                print_thread(voice).await?;
            }
        }
        Ok(())
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

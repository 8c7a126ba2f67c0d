//! At the door: a moderator lets a need leave, or has other words, a question or a refusal first, and
//! the person answers in their thread.

use std::collections::{BTreeMap, BTreeSet};

use super::ask::{Ask, Ears};
use super::{Community, Play};
use crate::demo::console::Waiting;
use crate::demo::patience::Patience;
use crate::demo::scenes::{Door, door};
use crate::demo::seat::{Rooms, Seat};
use crate::fault::Outcome;

const WHY: &str = "I made your words shorter. Do they still say what you mean?";
const QUESTION: &str = "Is this for one place, or for the whole country?";
const REFUSAL: &str = "I cannot tell what you need from these words.";
/// What a moderator adds where there is nothing to leave out.
const ADDED: &str = " For each year, please.";
/// Most letters of a statement that leave room for what is added.
const ROOM: usize = 370;

impl<R: Rooms> Play<R> {
    /// Every need leaves, straight away or after a word between moderator and person.
    pub(super) async fn moderate(&mut self, handled: usize) -> Outcome {
        let patience = self.patience;
        let asks = || self.asks.iter().take(handled).enumerate();
        let all = asks().map(|(at, ask)| (ask.reference.clone(), door(at)));
        let second = asks().filter(|(at, _)| matches!(door(*at), Door::Asked | Door::Refused));
        let second = second.map(|(_, ask)| (ask.reference.clone(), Door::Open));
        let edited = asks().filter(|(at, _)| matches!(door(*at), Door::Edited));
        let edited: BTreeSet<String> = edited.map(|(_, ask)| ask.reference.clone()).collect();
        let (all, second): (BTreeMap<_, _>, BTreeMap<_, _>) = (all.collect(), second.collect());
        decide(&mut self.communities, all, patience).await?;
        for (at, ask) in self.asks.iter_mut().take(handled).enumerate() {
            ask.answer_moderator(door(at), patience).await?;
        }
        decide(&mut self.communities, second, patience).await?;
        see_off(&mut self.communities, edited, patience).await?;
        for ask in self.asks.iter_mut().take(handled) {
            ask.want("has left this community", Ears::Asker);
        }
        println!(
            "{handled} of them approved by moderators, word for word; some after a change, a \
             question or a second look."
        );
        Ok(())
    }
}

/// Moderators do with each need what is written for it, as each comes to be read.
async fn decide(
    communities: &mut [Community; 2],
    mut open: BTreeMap<String, Door>,
    patience: Patience,
) -> Outcome {
    let look = async || {
        for community in communities.iter_mut() {
            for waiting in community.desk.queue().await? {
                if !waiting.is_my_turn() {
                    continue;
                }
                if let Some(door) = open.remove(&waiting.reference) {
                    act(community, &waiting, door).await?;
                }
            }
        }
        Ok(open.is_empty().then_some(()))
    };
    patience.until("moderators to find every need", look).await
}

/// Words that the person agreed to leave, unless another moderator has to read them too.
async fn see_off(
    communities: &mut [Community; 2],
    mut edited: BTreeSet<String>,
    patience: Patience,
) -> Outcome {
    let look = async || {
        let mut here = BTreeSet::new();
        for community in communities.iter_mut() {
            for waiting in community.desk.queue().await? {
                if edited.contains(&waiting.reference) && waiting.is_my_turn() {
                    act(community, &waiting, Door::Open).await?;
                }
                here.insert(waiting.reference);
            }
        }
        edited.retain(|reference| here.contains(reference));
        Ok(edited.is_empty().then_some(()))
    };
    patience
        .until("words that people agreed to to leave", look)
        .await
}

async fn act(community: &mut Community, waiting: &Waiting, door: Door) -> Outcome {
    let desk = &mut community.desk;
    match door {
        Door::Open => {
            if waiting.needs_first() {
                desk.approve(waiting).await?;
            }
            if waiting.needs_second() {
                community.second.approve(waiting).await?;
            }
            Ok(())
        }
        Door::Edited => desk.edit(waiting, &edited(&waiting.statement), WHY).await,
        Door::Asked => desk.ask(waiting, QUESTION).await,
        Door::Refused => desk.refuse(waiting, REFUSAL).await,
    }
}

/// A statement as a moderator would have it.
fn edited(statement: &str) -> String {
    match statement.strip_prefix("I would like the ") {
        Some(rest) => format!("The {rest}"),
        None => statement.chars().take(ROOM).chain(ADDED.chars()).collect(),
    }
}

impl<S: Seat> Ask<S> {
    /// The person hears what the moderator did, and answers.
    async fn answer_moderator(&mut self, door: Door, patience: Patience) -> Outcome {
        match door {
            Door::Open => return Ok(()),
            Door::Edited => {
                self.wait_for(patience, "asked").await?;
                self.asker.agree().await?;
                self.want(WHY, Ears::Asker);
            }
            Door::Asked => {
                self.wait_for(patience, "asked").await?;
                self.asker.reply("For the whole country, please.").await?;
                self.want(QUESTION, Ears::Asker);
            }
            Door::Refused => {
                self.wait_for(patience, "refused").await?;
                let appeal = "I need these figures to help people. Please read it again.";
                self.asker.appeal(appeal).await?;
                self.want(REFUSAL, Ears::Asker);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_changes_any_statement_and_still_fits() {
        use hearback_wire::text::Statement;
        for before in [
            "I would like the number of trains each day.".to_owned(),
            "é".repeat(400),
        ] {
            let after = edited(&before);
            assert_ne!(after, before);
            assert!(after.parse::<Statement>().is_ok(), "{after}");
        }
    }
}

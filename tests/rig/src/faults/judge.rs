//! What must stand after a sequence, each once.

use std::time::Duration;

use hearback::fault::{Fault, Outcome};
use hearback_wire::id::Hash;

use super::node::{Need, Node};
use super::world::{PATIENCE, World};
use crate::discord::{Channel, Id, Message, Person};

/// A sequence that was played to its end.
pub(super) struct Played {
    need: Need,
    room: Channel,
    ada: Id,
    /// Whether somebody added a voice.
    pub(super) voiced: bool,
    /// Words that were told, with the updates by which they came.
    told: Vec<(String, Vec<Hash>)>,
}

impl Played {
    pub(super) fn new(need: &Need, room: &Channel, ada: &Person) -> Self {
        Self {
            need: need.clone(),
            room: room.clone(),
            ada: ada.id(),
            voiced: false,
            told: Vec::new(),
        }
    }

    /// These words must be read once.
    pub(super) fn told(&mut self, words: &str, updates: Vec<Hash>) {
        self.told.push((words.to_owned(), updates));
    }

    /// How many messages had to come.
    pub(super) fn messages(&self) -> u64 {
        u64::try_from(self.told.len()).unwrap_or(0) + 1
    }

    /// Everything that stands where people read.
    fn public(&self) -> Vec<Message> {
        let threads = self.room.threads();
        let places = std::iter::once(&self.room).chain(&threads);
        places.flat_map(Channel::messages).collect()
    }

    /// Nothing is lost, and nothing is there twice.
    pub(super) async fn judge(&self, world: &World) -> Outcome {
        once("a need", world.node.needs(&self.need.words()).len())?;
        once("a thread", self.room.threads().len())?;
        let public = self.public();
        let line = format!("Its reference is {}", self.need.reference);
        self.stands(&public, &line, false)?;
        for (words, updates) in &self.told {
            self.stands(&public, words, true)?;
            for update in updates {
                outcome(&world.node, *update).await?;
            }
        }
        if self.voiced {
            let path = format!("needs/{}/voices", self.need.reference);
            once("a voice", world.node.puts(&path).len())?;
        }
        Ok(())
    }

    fn stands(&self, public: &[Message], words: &str, rings: bool) -> Outcome {
        let found: Vec<&Message> = public
            .iter()
            .filter(|one| one.content.contains(words))
            .collect();
        once(&format!("“{words}”"), found.len())?;
        if found
            .iter()
            .any(|one| one.pinged.contains(&self.ada) == rings)
        {
            return Ok(());
        }
        Err(Fault::new(format!("“{words}” rang for the wrong people")))
    }
}

fn once(what: &str, count: usize) -> Outcome {
    if count == 1 {
        return Ok(());
    }
    Err(Fault::new(format!("{what} is there {count} times")))
}

/// The node is told that an update reached a thread, and nothing else.
async fn outcome(node: &Node, update: Hash) -> Outcome {
    let path = format!("updates/{update}/outcome");
    let told = |node: &Node| {
        let puts = node.puts(&path);
        (!puts.is_empty()).then_some(puts)
    };
    let waited: (&str, Duration) = ("an outcome", PATIENCE);
    let puts = node.until(waited, told).await?;
    once("an outcome", puts.len())?;
    if puts.values().any(|body| body.contains("gone")) {
        return Err(Fault::new("an update reached nobody"));
    }
    Ok(())
}

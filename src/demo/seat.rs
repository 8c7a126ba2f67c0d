//! Where people of the play sit: in the web room, or in rooms of a chat platform that the rig brings.
//!
//! The play speaks to people only; how a person says yes on a platform is the platform's part.

use std::path::Path;

use super::samples::Need;
use super::stage::Stage;
use crate::fault::Outcome;

/// The rooms in which a play takes place.
pub trait Rooms {
    /// One person with their thread in front of them.
    type Seat: Seat;

    /// Gets ready what the community at `home` needs before its node starts, in the node's folder.
    /// Returns lines for its configuration.
    fn prepare(&mut self, home: usize, folder: &Path) -> impl Future<Output = Outcome<String>>;

    /// Called once the nodes run and trust each other.
    fn open(&mut self, stage: &Stage) -> impl Future<Output = Outcome>;

    /// Somebody of the community at `home` says the need at place `at`.
    fn say(
        &mut self,
        stage: &Stage,
        home: usize,
        at: usize,
        need: &Need,
    ) -> impl Future<Output = Outcome<Self::Seat>>;

    /// Somebody of the community at `home` adds a voice; `None` while the need is not known there.
    fn voice(
        &mut self,
        home: usize,
        reference: &str,
        voice: &str,
    ) -> impl Future<Output = Outcome<Option<Self::Seat>>>;

    /// What happens to the rooms after a part of the play.
    fn after(&mut self, part: Part, stage: &Stage) -> impl Future<Output = Outcome>;
}

/// Parts of a play, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Every need was said and approved.
    Said,
    /// Moderators let them leave.
    Moderated,
    /// Voices were added.
    Voiced,
    /// The needs were sent to a producer.
    Referred,
    /// Everything was answered.
    Answered,
}

/// One person with their thread in front of them.
pub trait Seat {
    /// Approves the exact words of the preview.
    fn send(&mut self) -> impl Future<Output = Outcome>;
    /// Says yes to the words that a moderator would have.
    fn agree(&mut self) -> impl Future<Output = Outcome>;
    /// Replies to whoever asked.
    fn reply(&mut self, words: &str) -> impl Future<Output = Outcome>;
    /// Asks for a second look.
    fn appeal(&mut self, words: &str) -> impl Future<Output = Outcome>;
    /// Says whether the answer met the need, and how much they felt heard.
    fn judge(&mut self, verdict: &str, felt_heard: &str) -> impl Future<Output = Outcome>;
    /// Takes the need back.
    fn withdraw(&mut self) -> impl Future<Output = Outcome>;
    /// Whether the need can be supported here.
    fn is_offered(&mut self, reference: &str) -> impl Future<Output = Outcome<bool>>;
    /// Reads the thread.
    fn read(&mut self) -> impl Future<Output = Outcome<Thread>>;
}

/// A thread, as its person sees it.
#[derive(Debug)]
pub struct Thread {
    /// The need's public reference, once the node has taken it.
    pub reference: Option<String>,
    /// What the person can do now: the code of the dialogue's state.
    pub state: String,
    /// What stands in the thread, oldest first.
    pub messages: Vec<Message>,
}

/// One message of a thread.
#[derive(Debug)]
pub struct Message {
    /// Who speaks: person, hearback, moderator or producer.
    pub speaker: &'static str,
    /// Whether the person took their need back with it.
    pub takes_back: bool,
    /// What they say.
    pub text: String,
}

impl Thread {
    /// How many messages hold these words.
    pub(super) fn count(&self, words: &str) -> usize {
        let messages = self.messages.iter();
        messages.filter(|one| one.text.contains(words)).count()
    }

    /// How many messages there are from the person's withdrawal on: one, if nothing follows it.
    pub(super) fn since_withdrawal(&self) -> usize {
        let messages = self.messages.iter();
        messages.skip_while(|one| !one.takes_back).count()
    }
}

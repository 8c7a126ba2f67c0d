//! A server with the place where its people speak, and what they press there.

use std::sync::{Arc, PoisonError};

use hearback::fault::{Doing, Fault, Outcome};
use serde_json::json;

use crate::discord::{Asked, Channel, Discord, Message, Permissions, Person, Server, Unable};
use crate::insist::Again;
use crate::play::Ids;

/// People in each server. One person says several needs, each in a thread of its own.
const PEOPLE: usize = 6;
/// What stands on the button at the head of a room.
const SAY: &str = "Tell statistics producers what you need";
/// The command in the menu of a message.
const TURN: &str = "Turn into a need";

/// A server.
pub(super) struct Venue {
    name: &'static str,
    pub(super) server: Server,
    /// Where people find the bot: a room, or a forum.
    pub(super) home: Channel,
    /// A room beside it, where commands can be typed too.
    pub(super) lobby: Channel,
    pub(super) forum: bool,
    pub(super) again: Arc<Again>,
    people: Vec<Person>,
    ids: Ids,
}

/// The ways in which a need is begun.
#[derive(Clone, Copy)]
pub(super) enum Way {
    Command,
    Menu,
    Button,
}

impl Way {
    pub(super) fn of(at: usize) -> Self {
        match at % 3 {
            0 => Self::Command,
            1 => Self::Menu,
            _ => Self::Button,
        }
    }
}

impl Venue {
    /// A server in which the bot is, and nothing is set up.
    pub(super) fn new(
        fake: &Discord,
        (name, forum): (&'static str, bool),
        again: Arc<Again>,
        ids: Ids,
    ) -> Self {
        let server = fake.add_server(name);
        let lobby = server.add_channel("lobby");
        let home = if forum {
            server.add_forum("needs", &[], false)
        } else {
            server.add_channel("needs")
        };
        let people = (0..PEOPLE).map(|at| server.add_person(&format!("{name}-{at}"), "en-GB"));
        let people = people.collect();
        Self {
            name,
            server,
            home,
            lobby,
            forum,
            again,
            people,
            ids,
        }
    }

    /// The server's admin shows the bot where people find it.
    pub(super) async fn set_up(&self) -> Outcome {
        let admin = self
            .server
            .add_person(&format!("{}-admin", self.name), "en-GB");
        let role = self.server.add_role("staff", Permissions::ADMINISTRATOR);
        self.server.give_role(&admin, role);
        let rooms = [("channel", json!(self.home.id().to_string()))];
        let set = || admin.run_command(&self.lobby, "hearback setup", &rooms);
        let asked = self.again.insist("setting up", set).await?;
        self.seen(&asked, "I am set up.").await?;
        let rings = if self.forum { "forum" } else { "room" };
        println!("The bot is set up in a server with a {rings} of its own.");
        Ok(())
    }

    pub(super) fn person(&self, at: usize) -> Outcome<Person> {
        let person = self.people.get(at % PEOPLE).cloned();
        person.ok_or_else(|| Fault::new("nobody is in the server"))
    }

    /// Notes what may stand nowhere outside the vault.
    pub(super) fn note(&self, id: &impl ToString) {
        let mut ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        ids.insert(id.to_string());
    }

    /// Notes everybody and everything that is here at the end.
    pub(super) fn note_all(&self) {
        self.note(&self.name);
        for person in &self.people {
            self.note(&person.id());
        }
        let threads = self.server.threads();
        for place in [&self.home, &self.lobby].into_iter().chain(&threads) {
            self.note(&place.id());
            place.messages().iter().for_each(|one| self.note(&one.id));
        }
    }

    /// Somebody opens the form in a place of theirs, and their message may stand in it already.
    pub(super) async fn open(
        &self,
        (person, place): (&Person, &Channel),
        way: Way,
        said: Option<&Message>,
    ) -> Outcome<Asked> {
        let panel = match (way, self.forum) {
            (Way::Button, false) => {
                let fits = |one: &Message| one.button(SAY).is_some();
                let panel = self.home.message("the button of the room", fits).await;
                Some(panel.doing("the button of the room")?)
            }
            _ => None,
        };
        let act = || match (&panel, said) {
            (Some(panel), _) => person.press_labelled(panel, SAY),
            (None, Some(said)) => person.message_command(said, TURN),
            (None, None) => person.run_command(place, "need", &[]),
        };
        self.again.insist("opening the form", act).await
    }

    /// Does it until the bot answers, and notes the token of the answer.
    pub(super) async fn insist(
        &self,
        what: &str,
        act: impl Fn() -> Result<Asked, Unable>,
    ) -> Outcome<Asked> {
        let asked = self.again.insist(what, act).await?;
        self.note(&asked.token());
        Ok(asked)
    }

    /// Waits until somebody's answer has these words.
    pub(super) async fn seen(&self, asked: &Asked, words: &str) -> Outcome<Message> {
        let fits = |message: &Message| message.content.contains(words);
        asked.reply_where(words, fits).await.doing("an answer")
    }
}

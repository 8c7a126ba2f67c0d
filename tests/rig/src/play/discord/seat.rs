//! One person with their thread on Discord, wherever the bot can write to them.

use std::collections::BTreeMap;
use std::sync::Arc;

use hearback::demo::{self, Seat, Thread};
use hearback::fault::{Fault, Outcome};
use serde_json::json;

use super::venue::Venue;
use crate::discord::{Asked, Channel, Id, Message, Person};

const PREVIEW: &str = "Here is exactly what would be shared";
const SIMILAR: &str = "Others have asked for something like this";
const ANSWER: &str = "Here is exactly what would be sent as your answer";
const READ: &str = "Read it";

/// A person, and all that they can see of what they said.
pub(super) struct DiscordSeat {
    person: Person,
    venue: Arc<Venue>,
    /// Where they type: the room, or their post in the forum.
    place: Channel,
    /// What they pressed and typed; the answers are for them alone.
    asked: Vec<Asked>,
    /// What they opened, by the message that it was under.
    opened: BTreeMap<Id, Asked>,
    sent: Option<Asked>,
    reference: Option<String>,
}

impl DiscordSeat {
    /// Somebody whose words were written down: `written` shows them.
    pub(super) fn said(
        (person, place): (Person, Channel),
        venue: Arc<Venue>,
        written: Asked,
    ) -> Self {
        Self {
            person,
            venue,
            place,
            asked: vec![written],
            opened: BTreeMap::new(),
            sent: None,
            reference: None,
        }
    }

    /// Somebody who added a voice.
    pub(super) fn voiced(
        at: (Person, Channel),
        venue: Arc<Venue>,
        pressed: Asked,
        reference: &str,
    ) -> Self {
        let mut seat = Self::said(at, venue, pressed.clone());
        seat.sent = Some(pressed);
        seat.reference = Some(reference.to_owned());
        seat
    }

    /// The answers that only they see, oldest first.
    fn alone(&self) -> Vec<Message> {
        let mine = |one: &Message| {
            let to_me = one.only_for == Some(self.person.id());
            to_me
                && self
                    .asked
                    .iter()
                    .any(|asked| one.interaction == Some(asked.id()))
        };
        let places = [&self.place, &self.venue.lobby];
        let thread = self.thread();
        let places = places.into_iter().chain(&thread);
        let seen = places.flat_map(|place| place.messages_for(&self.person));
        let mut seen: Vec<Message> = seen.filter(mine).collect();
        seen.sort_by_key(|one| one.id);
        seen.dedup_by_key(|one| one.id);
        seen
    }

    /// Their thread: the post, or the one under the bot's line.
    fn thread(&self) -> Option<Channel> {
        if self.venue.forum {
            return Some(self.place.clone());
        }
        let line = self.line()?;
        let thread = self.venue.server.channel(line.id);
        thread.exists().then_some(thread)
    }

    fn line(&self) -> Option<Message> {
        let reference = self.reference.as_ref()?;
        let heads = [
            format!("Its reference is {reference}"),
            format!("added their voice to the need {reference}"),
        ];
        let is_head = |one: &Message| {
            let head = heads.iter().any(|head| one.content.contains(head));
            head && one.replies_to.is_none() && one.author != self.person.id()
        };
        self.venue.home.messages().into_iter().find(is_head)
    }

    /// What the bot wrote to them where others read: in their thread, or beside it where it could not
    /// be reached.
    fn public(&self) -> Vec<Message> {
        let mut seen = Vec::new();
        if let Some(thread) = self.thread() {
            let theirs = |one: &Message| one.author != self.person.id();
            seen.extend(thread.messages().into_iter().filter(theirs));
        }
        let line = self.line().map(|line| line.id);
        let about = self.reference.as_ref();
        let about = about.map(|reference| format!("This is about {reference}."));
        let beside = |one: &Message| {
            let replies = line.is_some() && one.replies_to == line;
            replies
                || about
                    .as_ref()
                    .is_some_and(|about| one.content.contains(about))
        };
        if !self.venue.forum {
            seen.extend(self.venue.home.messages().into_iter().filter(beside));
        }
        seen.sort_by_key(|one| one.id);
        seen
    }

    /// Opens what only they may read.
    async fn open_all(&mut self) -> Outcome {
        for message in self.public() {
            if message.button(READ).is_none() || self.opened.contains_key(&message.id) {
                continue;
            }
            let asked = self.press(&message, READ).await?;
            self.venue.seen(&asked, "A moderator").await?;
            self.opened.insert(message.id, asked);
        }
        Ok(())
    }

    async fn press(&mut self, message: &Message, label: &str) -> Outcome<Asked> {
        let act = || self.person.press_labelled(message, label);
        let asked = self.venue.insist(label, act).await?;
        self.asked.push(asked.clone());
        Ok(asked)
    }

    /// Types a command with the reference, where they can.
    async fn command(&mut self, name: &str, reference: &str) -> Outcome<Asked> {
        let asleep = self.place.is_archived() || self.place.is_locked();
        let place = if asleep {
            &self.venue.lobby
        } else {
            &self.place
        };
        let options = [("reference", json!(reference))];
        let act = || self.person.run_command(place, name, &options);
        let asked = self.venue.insist(name, act).await?;
        self.asked.push(asked.clone());
        Ok(asked)
    }

    /// Opens the form under a button, fills it in and sends it.
    async fn write(&mut self, under: &Message, label: &str, words: &str) -> Outcome<Asked> {
        let form = self.press(under, label).await?;
        let act = || self.person.submit(&form, &[("words", words)]);
        let asked = self.venue.insist("sending the form", act).await?;
        self.asked.push(asked.clone());
        Ok(asked)
    }

    /// The last message for everybody with a button like this.
    fn last_with(&self, label: &str) -> Outcome<Message> {
        let public = self.public().into_iter();
        let last = public.rev().find(|one| one.button(label).is_some());
        last.ok_or_else(|| Fault::new(format!("there is nothing to press that says “{label}”")))
    }

    /// What they opened last.
    async fn last_opened(&self) -> Outcome<Message> {
        let last = self.opened.last_key_value();
        let (_, asked) = last.ok_or_else(|| Fault::new("nothing was opened"))?;
        self.venue.seen(asked, "A moderator").await
    }

    fn state(&self, public: &[Message]) -> &'static str {
        if self.sent.is_none() {
            let shown =
                |one: &Message| one.content.contains(PREVIEW) || one.content.contains(SIMILAR);
            return if self.alone().iter().any(shown) {
                "preview"
            } else {
                ""
            };
        }
        match public.last() {
            Some(last) if last.content.contains("did not pass") => "refused",
            Some(last)
                if [READ, "Answer"]
                    .iter()
                    .any(|label| last.button(label).is_some()) =>
            {
                "asked"
            }
            _ => "sent",
        }
    }
}

impl Seat for DiscordSeat {
    async fn send(&mut self) -> Outcome {
        let Some(written) = self.asked.first().cloned() else {
            return Err(Fault::new("nothing was written"));
        };
        let shown = |one: &Message| one.content.contains(PREVIEW) || one.content.contains(SIMILAR);
        let shown = written.reply_where("the exact words", shown).await;
        let mut shown = shown.map_err(|waited| Fault::new(waited.to_string()))?;
        if shown.content.contains(SIMILAR) {
            let asked = self.press(&shown, "Mine is different").await?;
            shown = self.venue.seen(&asked, PREVIEW).await?;
        }
        self.sent = Some(self.press(&shown, "Send it").await?);
        Ok(())
    }

    async fn agree(&mut self) -> Outcome {
        let shown = self.last_opened().await?;
        let asked = self.press(&shown, "Yes, that is right").await?;
        self.venue.seen(&asked, "You said yes").await.map(drop)
    }

    /// The bot shows an answer before it goes, too.
    async fn reply(&mut self, words: &str) -> Outcome {
        let asks = self.public().pop();
        let under = match asks {
            Some(last) if last.button(READ).is_some() => self.last_opened().await?,
            _ => self.last_with("Answer")?,
        };
        let written = self.write(&under, "Answer", words).await?;
        let shown = self.venue.seen(&written, ANSWER).await?;
        let sent = self.press(&shown, "Send it").await?;
        self.venue.seen(&sent, "You replied").await.map(drop)
    }

    async fn appeal(&mut self, words: &str) -> Outcome {
        let shown = self.last_opened().await?;
        let sent = self.write(&shown, "Ask for a second look", words).await?;
        self.venue
            .seen(&sent, "You asked for a second look")
            .await
            .map(drop)
    }

    async fn judge(&mut self, verdict: &str, _felt_heard: &str) -> Outcome {
        let label = match verdict {
            "met" => "This meets my need",
            "partly" => "Partly",
            _ => "Not met",
        };
        let answer = self.last_with(label)?;
        let asked = self.press(&answer, label).await?;
        self.venue.seen(&asked, "You said").await.map(drop)
    }

    async fn withdraw(&mut self) -> Outcome {
        let reference = self.reference.clone().unwrap_or_default();
        let asked = self.command("need-withdraw", &reference).await?;
        self.venue.seen(&asked, "You withdrew").await.map(drop)
    }

    async fn is_offered(&mut self, reference: &str) -> Outcome<bool> {
        let asked = self.command("need-status", reference).await?;
        let answer = self.venue.seen(&asked, reference).await?.content;
        Ok(answer.contains('“') && !answer.contains("Withdrawn"))
    }

    async fn read(&mut self) -> Outcome<Thread> {
        if self.reference.is_none() {
            let mut answers = self.alone().into_iter();
            self.reference = answers.find_map(|one| reference(&one.content));
        }
        self.open_all().await?;
        let public = self.public();
        let state = self.state(&public).to_owned();
        let mut all = self.alone();
        all.extend(public);
        all.sort_by_key(|one| one.id);
        Ok(Thread {
            reference: self.reference.clone(),
            state,
            messages: all.iter().map(message).collect(),
        })
    }
}

fn reference(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("It has the reference ")?;
    rest.get(..12).map(str::to_owned)
}

/// A message with all that it said: an answer to one person changes as they go on.
fn message(one: &Message) -> demo::Message {
    let mut said = one.was.clone();
    said.push(one.content.clone());
    let text = said.join("\n");
    let speaker = if text.contains(" answered: ") || text.contains(" asks: ") {
        "producer"
    } else {
        "hearback"
    };
    demo::Message {
        speaker,
        takes_back: one.content.contains("You withdrew"),
        text,
    }
}

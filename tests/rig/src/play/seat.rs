//! One person with their thread in a Matrix room, wherever the room has moved to.

use std::sync::Arc;
use std::time::Duration;

use crate::matrix::Event;
use hearback::demo::{Message, Seat, Thread};
use hearback::fault::{Fault, Outcome};
use tokio::time::{Instant, sleep};

use super::rooms::Venue;
use super::speaker::Speaker;

const PREVIEW: &str = "Here is what would be shared";
const ANSWER: &str = "Here is what would be sent as your answer";
const PAUSE: Duration = Duration::from_millis(200);
const PATIENCE: Duration = Duration::from_mins(2);

/// A person, the room, and the message by which their thread began.
pub(super) struct MatrixSeat {
    speaker: Speaker,
    venue: Arc<Venue>,
    said: String,
    reference: Option<String>,
}

/// Where the person writes now.
struct Here {
    room: String,
    root: Option<String>,
}

impl MatrixSeat {
    pub(super) const fn new(speaker: Speaker, venue: Arc<Venue>, said: String) -> Self {
        Self {
            speaker,
            venue,
            said,
            reference: None,
        }
    }

    /// Waits for the bot's answer to a voice for a need: counted, or not known here yet.
    pub(super) async fn is_voiced(&mut self, reference: &str) -> Outcome<bool> {
        self.reference = Some(reference.to_owned());
        let answer = self.wait(|messages| messages.first().cloned()).await?;
        Ok(answer
            .body
            .is_some_and(|body| body.contains("You added your voice")))
    }

    /// The bot's messages of this thread, in every room that it has been in, and where it is now.
    async fn thread(&self) -> Outcome<(Vec<Event>, Here)> {
        let ids = self.venue.ids();
        let (first, moved) = ids
            .split_first()
            .ok_or_else(|| Fault::new("the room is nowhere"))?;
        // A thread that began after the room had moved has its root in the new room.
        let mut all = self.under(first, &self.said).await?;
        let mut here = Here {
            room: first.clone(),
            root: Some(self.said.clone()),
        };
        for room in moved {
            let began_here = self.under(room, &self.said).await?;
            if !began_here.is_empty() {
                all.extend(began_here);
                here.room.clone_from(room);
                continue;
            }
            here = Here {
                room: room.clone(),
                root: None,
            };
            if let Some(root) = self.new_root(room).await? {
                let below = self.under(room, &root.id).await?;
                here.root = Some(root.id.clone());
                all.push(root);
                all.extend(below);
            }
        }
        Ok((all, here))
    }

    async fn under(&self, room: &str, first: &str) -> Outcome<Vec<Event>> {
        let seen = self.said_by_bot(room).await?;
        let under = seen.into_iter().filter(|e| e.thread_root() == Some(first));
        Ok(under.collect())
    }

    /// The message by which a thread goes on in a new room: it names the need.
    async fn new_root(&self, room: &str) -> Outcome<Option<Event>> {
        let Some(reference) = &self.reference else {
            return Ok(None);
        };
        let names = format!("This is about {reference}.");
        let mut seen = self.said_by_bot(room).await?.into_iter();
        Ok(seen.find(|event| {
            let to_me = event
                .mentions
                .as_ref()
                .is_some_and(|m| m.user_ids.iter().any(|user| user == self.speaker.id()));
            let body = event.body.as_deref().unwrap_or_default();
            event.thread_root().is_none() && to_me && body.contains(&names)
        }))
    }

    async fn said_by_bot(&self, room: &str) -> Outcome<Vec<Event>> {
        let seen = self.speaker.seen(room).await?.into_iter();
        let said = seen.filter(|event| {
            let is_edit = event
                .relates_to
                .as_ref()
                .is_some_and(|r| r.rel_type.as_deref() == Some("m.replace"));
            event.kind == "m.room.message" && event.sender == self.venue.bot && !is_edit
        });
        Ok(said.collect())
    }

    async fn wait(&self, fits: impl Fn(&[Event]) -> Option<Event>) -> Outcome<Event> {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(event) = fits(&self.thread().await?.0) {
                return Ok(event);
            }
            if Instant::now() > end {
                return Err(Fault::new("the bot did not answer in time"));
            }
            sleep(PAUSE).await;
        }
    }

    /// Writes in the thread, or beside it in a room where it has not gone on yet.
    async fn write(&self, body: &str) -> Outcome {
        let (_, here) = self.thread().await?;
        self.speaker
            .say(&here.room, here.root.as_deref(), body)
            .await
            .map(drop)
    }
}

impl Seat for MatrixSeat {
    async fn send(&mut self) -> Outcome {
        let previewed = |messages: &[Event]| {
            let mut previews = messages.iter().rev();
            previews
                .find(|event| body(event).contains(PREVIEW))
                .cloned()
        };
        let preview = self.wait(previewed).await?;
        // Half of the people press a button, and half of them write.
        if self.said.len() % 2
            == preview
                .id
                .as_bytes()
                .get(1)
                .map_or(0, |b| usize::from(*b) % 2)
        {
            return self.write("yes").await;
        }
        self.speaker
            .react(&preview.room, &preview.id, "✅")
            .await
            .map(drop)
    }

    async fn agree(&mut self) -> Outcome {
        self.write("yes").await
    }

    /// The bot shows an answer before it goes, too.
    async fn reply(&mut self, words: &str) -> Outcome {
        self.write(words).await?;
        let shown = |messages: &[Event]| {
            let mut latest = messages.iter().rev();
            let shown =
                |event: &&Event| body(event).contains(ANSWER) && body(event).contains(words);
            latest.find(shown).cloned()
        };
        self.wait(shown).await?;
        self.write("yes").await
    }

    async fn appeal(&mut self, words: &str) -> Outcome {
        self.write(&format!("appeal {words}")).await
    }

    async fn judge(&mut self, verdict: &str, _felt_heard: &str) -> Outcome {
        self.write(&verdict.replace('_', " ")).await
    }

    async fn withdraw(&mut self) -> Outcome {
        let reference = self.reference.clone().unwrap_or_default();
        self.write(&format!("!need withdraw {reference}")).await
    }

    async fn is_offered(&mut self, reference: &str) -> Outcome<bool> {
        let room = self.venue.ids().pop().unwrap_or_default();
        let asked = self
            .speaker
            .say(&room, None, &format!("!need status {reference}"))
            .await?;
        let end = Instant::now() + PATIENCE;
        loop {
            let answers = self.under(&room, &asked).await?;
            if let Some(answer) = answers.first() {
                let text = body(answer);
                return Ok(text.contains('“') && !text.contains("Withdrawn"));
            }
            if Instant::now() > end {
                return Err(Fault::new("the bot did not answer in time"));
            }
            sleep(PAUSE).await;
        }
    }

    async fn read(&mut self) -> Outcome<Thread> {
        let (messages, _) = self.thread().await?;
        let named = messages.iter().find_map(|event| reference(body(event)));
        self.reference = self.reference.take().or(named);
        Ok(Thread {
            reference: self.reference.clone(),
            state: state(&messages).to_owned(),
            messages: messages.iter().map(message).collect(),
        })
    }
}

fn body(event: &Event) -> &str {
    event.body.as_deref().unwrap_or_default()
}

fn reference(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("It has the reference ")?;
    rest.get(..12).map(str::to_owned)
}

/// The state that the last message leaves a person in, by what it asks of them.
fn state(messages: &[Event]) -> &'static str {
    let Some(last) = messages.last() else {
        return "";
    };
    let text = body(last);
    if text.contains(PREVIEW) {
        "preview"
    } else if text.contains("To ask for a second look") {
        "refused"
    } else if text.contains("Is this right?") || text.contains("Please write your answer") {
        "asked"
    } else {
        "sent"
    }
}

fn message(event: &Event) -> Message {
    let text = body(event);
    let speaker = if text.contains(" answered: ") || text.contains(" asks: ") {
        "producer"
    } else {
        "hearback"
    };
    Message {
        speaker,
        takes_back: text.contains("You withdrew"),
        text: text.to_owned(),
    }
}

//! A person in a community's room: says a need or adds a voice, and reads their own thread.

use serde::Deserialize;

use super::browser::Browser;
use super::samples::Need;
use super::stage::Place;
use crate::fault::Outcome;

/// One person with their thread open in front of them.
#[derive(Debug)]
pub(super) struct Seat {
    browser: Browser,
    thread: String,
}

/// A thread as its own page gives it in JSON.
#[derive(Debug, Deserialize)]
pub(super) struct Thread {
    /// The need's public reference, once the node has taken it.
    #[serde(rename = "ref")]
    pub(super) reference: Option<String>,
    /// What the person can do now.
    pub(super) state: String,
    /// What stands in the thread, oldest first.
    pub(super) messages: Vec<Message>,
}

/// One message of a thread.
#[derive(Debug, Deserialize)]
pub(super) struct Message {
    kind: String,
    /// What they say.
    pub(super) text: String,
}

impl Message {
    /// Who speaks.
    pub(super) fn speaker(&self) -> &'static str {
        match self.kind.as_str() {
            "answered" | "question" => "producer",
            "edited" | "moderator_asks" | "refused" => "moderator",
            "taken" | "not_taken" | "released" => "hearback",
            _ => "person",
        }
    }
}

impl Thread {
    /// How many messages hold these words.
    pub(super) fn count(&self, words: &str) -> usize {
        self.messages
            .iter()
            .filter(|message| message.text.contains(words))
            .count()
    }
}

impl Seat {
    /// Says a need in the room at `place`.
    pub(super) async fn say(http: &reqwest::Client, place: &Place, need: &Need) -> Outcome<Self> {
        let mut browser = Browser::new(http, &place.base);
        let form = [("need", need.text.as_str()), ("use", need.use_.as_str())];
        let thread = browser.submit("/room", &form).await?;
        Ok(Self { browser, thread })
    }

    /// Adds a voice to a need in the room at `place`; `None` while the need is not known there.
    pub(super) async fn voice(
        http: &reqwest::Client,
        place: &Place,
        reference: &str,
        voice: &str,
    ) -> Outcome<Option<Self>> {
        let mut browser = Browser::new(http, &place.base);
        let page = browser.get(&format!("/needs/{reference}")).await?;
        if page.status == 404 {
            return Ok(None);
        }
        let form = [("ref", reference), ("voice", voice)];
        let thread = browser.submit("/room/voice", &form).await?;
        Ok(Some(Self { browser, thread }))
    }

    /// Approves the exact words of the preview.
    pub(super) async fn send(&mut self) -> Outcome {
        let path = format!("{}/send", self.thread);
        self.browser.act(&path, &[]).await
    }

    /// Reads the thread.
    pub(super) async fn read(&mut self) -> Outcome<Thread> {
        let path = format!("{}.json", self.thread);
        self.browser.json(&path).await
    }
}

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
            "answered" | "question" | "passed_on" | "joined" => "producer",
            "edited" | "moderator_asks" | "refused" => "moderator",
            "taken" | "not_taken" | "released" | "need_withdrawn" => "hearback",
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

impl Thread {
    /// How many messages there are from the person's withdrawal on: one, if nothing follows it.
    pub(super) fn since_withdrawal(&self) -> usize {
        let messages = self.messages.iter();
        messages.skip_while(|one| one.kind != "withdrawn").count()
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
        self.act("send", &[]).await
    }

    /// Says yes to the words that a moderator would have.
    pub(super) async fn agree(&mut self) -> Outcome {
        self.act("approve", &[("yes", "true")]).await
    }

    /// Replies to whoever asked.
    pub(super) async fn reply(&mut self, words: &str) -> Outcome {
        self.act("reply", &[("words", words)]).await
    }

    /// Asks for a second look.
    pub(super) async fn appeal(&mut self, words: &str) -> Outcome {
        self.act("appeal", &[("words", words)]).await
    }

    /// Says whether the answer met the need, and how much they felt heard.
    pub(super) async fn judge(&mut self, verdict: &str, felt_heard: &str) -> Outcome {
        let form = [("verdict", verdict), ("felt_heard", felt_heard)];
        self.act("verdict", &form).await
    }

    /// Takes the need back.
    pub(super) async fn withdraw(&mut self) -> Outcome {
        self.act("withdraw", &[]).await
    }

    async fn act(&mut self, what: &str, form: &[(&str, &str)]) -> Outcome {
        let path = format!("{}/{what}", self.thread);
        self.browser.act(&path, form).await
    }

    /// Whether the list of needs that can be supported here names this one.
    pub(super) async fn is_offered(&mut self, reference: &str) -> Outcome<bool> {
        self.browser.shows("/room/needs", reference).await
    }

    /// Reads the thread.
    pub(super) async fn read(&mut self) -> Outcome<Thread> {
        let path = format!("{}.json", self.thread);
        self.browser.json(&path).await
    }
}

//! The web room of each community: a person says a need or adds a voice, and reads their own thread.

use std::path::Path;

use serde::Deserialize;

use super::browser::Browser;
use super::samples::Need;
use super::seat::{Message, Part, Rooms, Seat, Thread};
use super::stage::{Place, Stage};
use crate::fault::{Fault, Outcome};

/// The web rooms.
#[derive(Default)]
pub(super) struct WebRooms {
    http: Option<reqwest::Client>,
    places: Vec<Place>,
}

/// One person with their thread open in front of them.
#[derive(Debug)]
pub(super) struct Chair {
    browser: Browser,
    thread: String,
}

/// A thread as its own page gives it in JSON.
#[derive(Debug, Deserialize)]
struct ThreadPage {
    #[serde(rename = "ref")]
    reference: Option<String>,
    state: String,
    messages: Vec<MessagePage>,
}

/// One message of a thread.
#[derive(Debug, Deserialize)]
struct MessagePage {
    kind: String,
    text: String,
}

impl MessagePage {
    fn speaker(&self) -> &'static str {
        match self.kind.as_str() {
            "answered" | "question" | "passed_on" | "joined" => "producer",
            "edited" | "moderator_asks" | "refused" | "merged" | "retracted" => "moderator",
            "taken" | "not_taken" | "released" | "accepted" | "need_withdrawn" => "hearback",
            _ => "person",
        }
    }
}

impl WebRooms {
    fn browser(&self, home: usize) -> Outcome<Browser> {
        match (&self.http, self.places.get(home)) {
            (Some(http), Some(place)) => Ok(Browser::new(http, &place.base)),
            _ => Err(Fault::new("the room is not open yet")),
        }
    }
}

impl Rooms for WebRooms {
    type Seat = Chair;

    async fn prepare(&mut self, _home: usize, _folder: &Path) -> Outcome<String> {
        Ok(String::new())
    }

    async fn open(&mut self, stage: &Stage) -> Outcome {
        self.http = Some(stage.http.clone());
        self.places = stage.places();
        Ok(())
    }

    async fn say(
        &mut self,
        _stage: &Stage,
        home: usize,
        _at: usize,
        need: &Need,
    ) -> Outcome<Chair> {
        let mut browser = self.browser(home)?;
        let form = [("need", need.text.as_str()), ("use", need.use_.as_str())];
        let thread = browser.submit("/room", &form).await?;
        Ok(Chair { browser, thread })
    }

    async fn voice(&mut self, home: usize, reference: &str, voice: &str) -> Outcome<Option<Chair>> {
        let mut browser = self.browser(home)?;
        let page = browser.get(&format!("/needs/{reference}")).await?;
        if page.status == 404 {
            return Ok(None);
        }
        let form = [("ref", reference), ("voice", voice)];
        let thread = browser.submit("/room/voice", &form).await?;
        Ok(Some(Chair { browser, thread }))
    }

    async fn after(&mut self, _part: Part, _stage: &Stage) -> Outcome {
        Ok(())
    }
}

impl Chair {
    async fn act(&mut self, what: &str, form: &[(&str, &str)]) -> Outcome {
        let path = format!("{}/{what}", self.thread);
        self.browser.act(&path, form).await
    }
}

impl Seat for Chair {
    async fn send(&mut self) -> Outcome {
        self.act("send", &[]).await
    }

    async fn agree(&mut self) -> Outcome {
        self.act("approve", &[("yes", "true")]).await
    }

    async fn reply(&mut self, words: &str) -> Outcome {
        self.act("reply", &[("words", words)]).await
    }

    async fn appeal(&mut self, words: &str) -> Outcome {
        self.act("appeal", &[("words", words)]).await
    }

    async fn judge(&mut self, verdict: &str, felt_heard: &str) -> Outcome {
        let form = [("verdict", verdict), ("felt_heard", felt_heard)];
        self.act("verdict", &form).await
    }

    async fn withdraw(&mut self) -> Outcome {
        self.act("withdraw", &[]).await
    }

    async fn is_offered(&mut self, reference: &str) -> Outcome<bool> {
        self.browser.shows("/room/needs", reference).await
    }

    async fn read(&mut self) -> Outcome<Thread> {
        let path = format!("{}.json", self.thread);
        let page: ThreadPage = self.browser.json(&path).await?;
        let messages = page.messages.into_iter().map(|one| Message {
            speaker: one.speaker(),
            takes_back: one.kind == "withdrawn",
            text: one.text,
        });
        Ok(Thread {
            reference: page.reference,
            state: page.state,
            messages: messages.collect(),
        })
    }
}

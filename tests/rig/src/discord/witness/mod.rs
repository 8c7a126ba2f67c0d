//! Witnesses that were not written by us, asked about everything that the fake takes and gives:
//! Discord's own OpenAPI document and the types of twilight-model. (The third, serenity, plays the bot
//! in the tests.) What they find is kept, so that a test can ask for none.

mod openapi;
mod reader;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use openapi::Document;

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// What the bot sent is not what Discord takes.
    Request,
    /// What the fake answered is not what Discord answers.
    Answer,
    /// What the fake told over the gateway is not what Discord tells.
    Event,
    /// The bot asked for something that the fake does not know.
    Unknown,
}

/// What a witness found wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is about.
    pub about: About,
    /// `openapi`, `twilight` or `fake`.
    pub who: &'static str,
    /// The route with its method and status, or the name of the event.
    pub what: String,
    /// The witness's words.
    pub words: String,
}

/// How much each witness was asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Bodies of requests compared with the OpenAPI document.
    pub requests: u64,
    /// Answers compared with it.
    pub answers: u64,
    /// Answers read by twilight-model.
    pub read_answers: u64,
    /// Events read by it.
    pub read_events: u64,
}

/// The witnesses, and what they found.
pub(super) struct Witness {
    open: bool,
    document: Option<&'static Document>,
    findings: Mutex<Vec<Finding>>,
    counts: [AtomicU64; 4],
}

impl Witness {
    /// With the OpenAPI document if this machine has it; says so loudly if not.
    pub(super) fn sworn() -> Self {
        Self::new(true, Document::known())
    }

    /// One who sees nothing, for measuring how fast a bot is.
    pub(super) fn blind() -> Self {
        Self::new(false, None)
    }

    fn new(open: bool, document: Option<&'static Document>) -> Self {
        Self {
            open,
            document,
            findings: Mutex::default(),
            counts: Default::default(),
        }
    }

    pub(super) fn findings(&self) -> Vec<Finding> {
        self.lock().clone()
    }

    pub(super) fn counts(&self) -> Asked {
        let [requests, answers, read_answers, read_events] = self
            .counts
            .each_ref()
            .map(|count| count.load(Ordering::Relaxed));
        Asked {
            requests,
            answers,
            read_answers,
            read_events,
        }
    }

    /// What is wrong with the body of a request, by Discord's own document.
    pub(super) fn saw_request(
        &self,
        method: &str,
        route: &str,
        body: &Value,
    ) -> Result<(), String> {
        let Some(document) = self.document else {
            return Ok(());
        };
        self.count(0);
        let found = document.request(method, route, body);
        self.note(
            About::Request,
            "openapi",
            &format!("{method} {route}"),
            found.clone(),
        );
        found
    }

    pub(super) fn saw_answer(&self, method: &str, route: &str, status: u16, body: Option<&Value>) {
        if !self.open {
            return;
        }
        let what = format!("{method} {route} {status}");
        if let Some(document) = self.document {
            self.count(1);
            let found = document.response(method, route, status, body);
            self.note(About::Answer, "openapi", &what, found);
        }
        if let Some(read) = body.and_then(|body| reader::answer(method, route, status, body)) {
            self.count(2);
            self.note(About::Answer, "twilight", &what, read);
        }
    }

    pub(super) fn saw_event(&self, name: &str, text: &str) {
        if self.open {
            self.count(3);
            self.note(About::Event, "twilight", name, reader::event(text));
        }
    }

    /// The bot asked for a route that the fake does not have.
    pub(super) fn saw_unknown(&self, what: &str) {
        let words = "the fake has no such route".to_owned();
        self.note(About::Unknown, "fake", what, Err(words));
    }

    fn count(&self, at: usize) {
        if let Some(count) = self.counts.get(at) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn note(&self, about: About, who: &'static str, what: &str, found: Result<(), String>) {
        if let Err(words) = found {
            let what = what.to_owned();
            self.lock().push(Finding {
                about,
                who,
                what,
                words,
            });
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Finding>> {
        self.findings.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn twilight_finds_an_event_that_discord_would_not_send() {
        let witness = Witness::sworn();
        let good = r#"{"t":"GUILD_DELETE","s":1,"op":0,"d":{"id":"5","unavailable":true}}"#;
        witness.saw_event("GUILD_DELETE", good);
        assert_eq!(witness.findings(), []);
        witness.saw_event("GUILD_DELETE", &good.replace("\"5\"", "\"five\""));
        assert_eq!(witness.findings()[0].who, "twilight");
        assert_eq!(witness.counts().read_events, 2);
    }

    #[test]
    fn the_document_finds_a_request_and_an_answer_that_do_not_fit() {
        let witness = Witness::sworn();
        if witness.document.is_none() {
            return;
        }
        let route = "/channels/{channel_id}/messages";
        let good = json!({"content": "hello", "nonce": "1"});
        assert_eq!(witness.saw_request("POST", route, &good), Ok(()));
        let bad = json!({"content": 5});
        assert!(witness.saw_request("POST", route, &bad).is_err());
        witness.saw_answer(
            "GET",
            "/gateway",
            200,
            Some(&json!({"url": "ws://127.0.0.1:1"})),
        );
        witness.saw_answer("GET", "/gateway", 200, Some(&json!({"uri": "x"})));
        let about: Vec<About> = witness.findings().iter().map(|one| one.about).collect();
        assert_eq!(about, [About::Request, About::Answer]);
    }

    #[test]
    fn permissions_written_as_text_are_no_fault() {
        let witness = Witness::sworn();
        let command = json!([{"name": "queue", "description": "x",
            "default_member_permissions": "2048"}]);
        let route = "/applications/{application_id}/commands";
        assert_eq!(witness.saw_request("PUT", route, &command), Ok(()));
    }
}

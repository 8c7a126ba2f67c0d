//! The bots' only way to their node: the intake API over HTTP.
//!
//! It must never log or keep a body, and never follow an address that it was not set up with.

mod moderation;

pub(crate) use moderation::Undone;

use std::time::Duration;

use hearback_wire::intake::{BASE, FindSimilar, NeedSummary, Similar, Updates, Who};
use hearback_wire::problem::Problem;
use hearback_wire::reference::NeedRef;
use reqwest::{RequestBuilder, StatusCode};
use serde::de::DeserializeOwned;

/// How long a person may wait for what only helps them.
const HELP_WAIT: Duration = Duration::from_secs(2);
/// How long a delivery may take.
const PUT_WAIT: Duration = Duration::from_secs(20);
/// Seconds that the node holds an empty answer open.
const POLL_SECONDS: u64 = 20;

/// Why the node did not do something.
#[derive(Debug)]
pub(crate) enum Failed {
    /// It may work later: the node is away, busy, or does not know this bot.
    Later(&'static str),
    /// It will never work like this: what the node says about it.
    Never(String),
}

pub(crate) struct Node {
    http: reqwest::Client,
    base: String,
    token: String,
}

impl Node {
    pub(crate) fn new(http: reqwest::Client, url: &str, token: &str) -> Self {
        Self {
            http,
            base: format!("{}{BASE}", url.trim_end_matches('/')),
            token: token.to_owned(),
        }
    }

    /// Needs that are like these words; none when the node is slow or away.
    pub(crate) async fn similar(&self, ask: &FindSimilar) -> Vec<Similar> {
        let request = self.http.post(format!("{}/similar", self.base)).json(ask);
        let answer = self.answer(request.timeout(HELP_WAIT)).await;
        answer.unwrap_or_else(|_| {
            tracing::warn!(
                code = "similar_unavailable",
                "similar needs could not be looked up"
            );
            Vec::new()
        })
    }

    /// Needs with these words that anyone may add a voice to, from this page on: the newest first.
    pub(crate) async fn needs(&self, words: &str, page: usize) -> Result<Vec<NeedSummary>, Failed> {
        let request = self.http.get(format!("{}/needs", self.base));
        let request = request.query(&[("words", words), ("page", &page.to_string())]);
        self.answer(request.timeout(HELP_WAIT)).await
    }

    /// One need as anyone may see it; none if there is none with this reference.
    pub(crate) async fn need(&self, reference: NeedRef) -> Result<Option<NeedSummary>, Failed> {
        let request = self.http.get(format!("{}/needs/{reference}", self.base));
        match self.answer(request.timeout(HELP_WAIT)).await {
            Err(Failed::Never(_)) => Ok(None),
            other => other.map(Some),
        }
    }

    /// Which bodies answer for something.
    pub(crate) async fn who(&self, about: &str) -> Result<Vec<Who>, Failed> {
        let request = self.http.get(format!("{}/who", self.base));
        let request = request.query(&[("q", about)]);
        self.answer(request.timeout(HELP_WAIT)).await
    }

    /// Puts a body to a path; `key` makes a repeat harmless. Returns the answer's body.
    pub(crate) async fn put(&self, path: &str, key: &str, body: String) -> Result<Vec<u8>, Failed> {
        let request = self.http.post(format!("{}{path}", self.base));
        let request = request
            .header("idempotency-key", key)
            .header("content-type", "application/json")
            .body(body);
        self.exchange(request.timeout(PUT_WAIT)).await
    }

    /// What is new since `after`; waits a while when nothing is.
    pub(crate) async fn updates(&self, after: u64) -> Result<Updates, Failed> {
        let request = self.http.get(format!("{}/updates", self.base));
        let request = request.query(&[("after", after), ("wait", POLL_SECONDS)]);
        self.answer(request.timeout(PUT_WAIT + Duration::from_secs(POLL_SECONDS)))
            .await
    }

    async fn answer<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, Failed> {
        let bytes = self.exchange(request).await?;
        serde_json::from_slice(&bytes).map_err(|_| Failed::Later("unreadable_answer"))
    }

    async fn exchange(&self, request: RequestBuilder) -> Result<Vec<u8>, Failed> {
        let (status, bytes) = self.call(request).await?;
        if status.is_success() {
            return Ok(bytes);
        }
        Err(failure(status, &bytes))
    }

    /// Whatever the node answers, refusals too.
    async fn call(&self, request: RequestBuilder) -> Result<(StatusCode, Vec<u8>), Failed> {
        let sent = request.bearer_auth(&self.token).send().await;
        let response = sent.map_err(|_| Failed::Later("unreachable"))?;
        let status = response.status();
        let bytes = response
            .bytes()
            .await
            .map_err(|_| Failed::Later("cut_off"))?;
        Ok((status, bytes.to_vec()))
    }
}

/// A wrong token is the operator's mistake and can be mended, so it is tried again like an outage.
fn failure(status: StatusCode, body: &[u8]) -> Failed {
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Failed::Later("token_refused"),
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY | StatusCode::TOO_MANY_REQUESTS => {
            Failed::Later("busy")
        }
        refused if refused.is_client_error() => {
            let problem = serde_json::from_slice(body).map(|p: Problem| p.detail);
            Failed::Never(problem.unwrap_or_default())
        }
        _ => Failed::Later("node_failed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_never_work_is_given_up() {
        for code in [401, 403, 408, 425, 429, 500, 502, 503] {
            let status = StatusCode::from_u16(code).unwrap();
            assert!(matches!(failure(status, b""), Failed::Later(_)), "{code}");
        }
        let problem = Problem::new(
            422,
            "hash",
            "Other words",
            "Please look at the words again.",
        );
        let body = serde_json::to_vec(&problem).unwrap();
        match failure(StatusCode::UNPROCESSABLE_ENTITY, &body) {
            Failed::Never(detail) => assert_eq!(detail, problem.detail),
            Failed::Later(code) => panic!("{code}"),
        }
    }
}

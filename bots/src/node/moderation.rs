//! What a bot that may moderate asks of its node.

use std::time::Duration;

use hearback_wire::intake::{Changes, Held};
use hearback_wire::problem::Problem;
use hearback_wire::reference::NeedRef;
use reqwest::{RequestBuilder, StatusCode};
use serde::de::DeserializeOwned;

use super::{Failed, Node, POLL_SECONDS, PUT_WAIT, failure};

/// Why the node did not do something for a moderator.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Undone {
    /// It may work later.
    Later(&'static str),
    /// This bot may not moderate: what the node says about it.
    NotAllowed(String),
    /// Somebody changed or decided it before, or it is not there any more.
    Before,
    /// It does not fit: what the node says about it.
    Refused(String),
}

impl Node {
    /// The needs at the door, those that wait for their person too; without what is like them.
    pub(crate) async fn at_the_door(&self) -> Result<Vec<Held>, Undone> {
        let request = self.http.get(format!("{}/moderation/needs", self.base));
        self.told(request.timeout(PUT_WAIT)).await
    }

    /// One need at the door; none once it was decided or taken back.
    pub(crate) async fn held(&self, reference: NeedRef) -> Result<Option<Held>, Undone> {
        let at = format!("{}/moderation/needs/{reference}", self.base);
        match self.told(self.http.get(at).timeout(PUT_WAIT)).await {
            Err(Undone::Before) => Ok(None),
            other => other.map(Some),
        }
    }

    /// What became of needs at the door since `after`; waits a while when nothing did.
    pub(crate) async fn changes(&self, after: u64) -> Result<Changes, Undone> {
        let request = self.http.get(format!("{}/moderation/changes", self.base));
        let request = request.query(&[("after", after), ("wait", POLL_SECONDS)]);
        let patience = PUT_WAIT + Duration::from_secs(POLL_SECONDS);
        self.told(request.timeout(patience)).await
    }

    /// Puts a moderator's decision; `key` makes a repeat harmless.
    pub(crate) async fn decide(&self, path: &str, key: &str, body: String) -> Result<(), Undone> {
        let request = self.http.post(format!("{}{path}", self.base));
        let request = request
            .header("idempotency-key", key)
            .header("content-type", "application/json")
            .body(body);
        self.asked(request.timeout(PUT_WAIT)).await.map(|_| ())
    }

    async fn told<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, Undone> {
        let bytes = self.asked(request).await?;
        serde_json::from_slice(&bytes).map_err(|_| Undone::Later("unreadable_answer"))
    }

    async fn asked(&self, request: RequestBuilder) -> Result<Vec<u8>, Undone> {
        match self.call(request).await {
            Ok((status, bytes)) if status.is_success() => Ok(bytes),
            Ok((status, bytes)) => Err(undone(status, &bytes)),
            Err(failed) => Err(failed.into()),
        }
    }
}

impl From<Failed> for Undone {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Later(code) => Self::Later(code),
            Failed::Never(detail) => Self::Refused(detail),
        }
    }
}

fn undone(status: StatusCode, body: &[u8]) -> Undone {
    match status {
        StatusCode::FORBIDDEN => {
            let problem = serde_json::from_slice(body).map(|p: Problem| p.detail);
            Undone::NotAllowed(problem.unwrap_or_default())
        }
        StatusCode::CONFLICT | StatusCode::NOT_FOUND => Undone::Before,
        _ => failure(status, body).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moderator_can_tell_late_from_wrong_and_from_not_allowed() {
        for (code, want) in [
            (401, Undone::Later("token_refused")),
            (403, Undone::NotAllowed(String::new())),
            (404, Undone::Before),
            (409, Undone::Before),
            (422, Undone::Refused(String::new())),
            (503, Undone::Later("node_failed")),
        ] {
            let status = StatusCode::from_u16(code).unwrap();
            assert_eq!(undone(status, b""), want, "{code}");
        }
    }
}

//! Errors of our HTTP interfaces, as RFC 9457 problem details.

use serde::{Deserialize, Serialize};

/// The media type.
pub const PROBLEM_TYPE: &str = "application/problem+json";

/// A problem: what went wrong and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Names the kind of problem: `urn:hearback:problem:` and a code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What went wrong here and what to do about it.
    pub detail: String,
}

impl Problem {
    /// A problem of the kind `code`.
    pub fn new(status: u16, code: &str, title: &str, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("urn:hearback:problem:{code}"),
            title: title.to_owned(),
            status,
            detail: detail.into(),
        }
    }

    /// The code at the end of [`Self::kind`].
    pub fn code(&self) -> &str {
        self.kind.rsplit(':').next().unwrap_or_default()
    }
}

//! What in a draft still points at few people, and the step to coarser words.

use std::str::FromStr;

use hearback_anonymise::{Concern, coarsen};
use hearback_wire::content::Content;
use serde::{Deserialize, Serialize};

/// Reasons in the words of a draft, by the question that they answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concerns {
    /// In what is needed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statement: Vec<Concern>,
    /// In what it would help with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub use_: Vec<Concern>,
}

impl Concerns {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.statement.is_empty() && self.use_.is_empty()
    }

    /// Whether coarser words are offered for any.
    pub fn offer(&self) -> bool {
        let mut all = self.statement.iter().chain(&self.use_);
        all.any(|one| one.instead.is_some())
    }

    /// The content in all the coarser words that are offered, and the reasons that are left. None where
    /// nothing is offered, or where it would be too long.
    pub fn coarser(&self, content: &Content) -> Option<(Content, Self)> {
        if !self.offer() {
            return None;
        }
        let (statement, left) = exchanged(&content.statement, &self.statement)?;
        let (use_, use_left) = match &content.use_ {
            None => (None, Vec::new()),
            Some(use_) => {
                let (use_, left) = exchanged(use_, &self.use_)?;
                (Some(use_), left)
            }
        };
        let content = Content {
            statement,
            use_,
            ..content.clone()
        };
        let left = Self {
            statement: left,
            use_: use_left,
        };
        Some((content, left))
    }

    /// The same reasons without coarser words.
    pub(crate) fn without_offers(mut self) -> Self {
        let all = self.statement.iter_mut().chain(&mut self.use_);
        all.for_each(|one| one.instead = None);
        self
    }
}

fn exchanged<T: ToString + FromStr>(text: &T, concerns: &[Concern]) -> Option<(T, Vec<Concern>)> {
    let (said, left) = coarsen(&text.to_string(), concerns);
    Some((said.parse().ok()?, left))
}

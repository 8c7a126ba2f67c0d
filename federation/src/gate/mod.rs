//! The gate: what words and facets must pass before they may leave, whoever wrote them. Every append
//! goes through [`Node::gate_body`].
//!
//! Some rules nobody can lift: the closed schema, identifiers of a person, areas of fewer than 50,000
//! people. For others somebody who approves can answer (`judge.rs`), and that is written down.

mod judge;
mod publish;

pub(crate) use judge::name_hash;
pub use publish::Publish;

use hearback_anonymise::Kind;
use hearback_wire::body::Body;
use hearback_wire::content::{Content, Origin};
use hearback_wire::reason::Reasons;
use hearback_wire::response::Answer;
use hearback_wire::text::{Text, Words};

use crate::error::NodeError;
use crate::node::Node;

/// The fewest people who live in an area that may be named.
const FEWEST: u32 = 50_000;

impl Node {
    /// What every event of this node's must pass before it is appended.
    ///
    /// # Errors
    /// [`NodeError::Invalid`], naming the rule and saying what would pass.
    pub(crate) fn gate_body(&self, body: &Body) -> Result<(), NodeError> {
        match body {
            Body::Need(need) => self.gate(&need.content),
            Body::Response(response) => self.gate_all(texts_of_answer(&response.answer)),
            Body::Question(question) => self.gate_words(question.words.as_str()),
            Body::Answered(answered) => self.gate_words(answered.words.as_str()),
            Body::Referral(referral) => self.gate_all(referral.because.iter().map(Words::as_str)),
            // No words of anybody's: ids, bands, codes, days, and what the operator set.
            Body::Manifest(_)
            | Body::Grant(_)
            | Body::Directory(_)
            | Body::Epoch(_)
            | Body::Voices(_)
            | Body::Link(_)
            | Body::Erase(_)
            | Body::Verdict(_) => Ok(()),
        }
    }

    /// What nobody can lift of a need: the closed schema's limits, no area under 50,000 people, no
    /// more of an origin than the organisation chose, and no identifier.
    ///
    /// # Errors
    /// [`NodeError::Invalid`], saying what would pass.
    pub(crate) fn gate(&self, content: &Content) -> Result<(), NodeError> {
        content
            .check()
            .map_err(|e| NodeError::Invalid(e.to_string()))?;
        let areas = content.geography.iter().flat_map(|g| g.areas.iter());
        for code in areas {
            check_area(code.as_str())?;
        }
        let origin = &content.origin;
        if *origin != Origin::Unspecified && *origin != self.0.settings.origin {
            return Err(NodeError::Invalid(
                "the origin says more than this community chose".to_owned(),
            ));
        }
        self.gate_all(texts(content))
    }

    pub(crate) fn gate_all<'t>(
        &self,
        texts: impl IntoIterator<Item = &'t str>,
    ) -> Result<(), NodeError> {
        texts.into_iter().try_for_each(|text| self.gate_words(text))
    }

    /// Refuses words that hold an identifier of somebody. What merely looks like a name is for the
    /// people who approve to judge: bodies and surveys are named after people too.
    pub(crate) fn gate_words(&self, text: &str) -> Result<(), NodeError> {
        let spans = self.0.anonymiser.scan_reply(text);
        match spans.iter().find(|span| points_to_a_person(span.kind)) {
            None => Ok(()),
            Some(span) => Err(NodeError::Invalid(format!(
                "this seems to hold {}; please take it out, because it could point to a person",
                span.kind.label()
            ))),
        }
    }
}

/// Every text of a need that leaves.
pub(crate) fn texts(content: &Content) -> impl Iterator<Item = &str> {
    let statement = Some(content.statement.as_str());
    let others = [
        statement,
        content.use_.as_ref().map(Text::as_str),
        content.harm.as_ref().map(Text::as_str),
    ];
    let tried = content.tried.iter();
    let tried = tried.flat_map(|t| [t.output.as_str(), t.why_not.as_str()]);
    others.into_iter().flatten().chain(tried)
}

/// Every text of an answer.
pub(crate) fn texts_of_answer(answer: &Answer) -> impl Iterator<Item = &str> {
    let would_change = match answer {
        Answer::NotAdopted { would_change, .. } => Some(would_change),
        _ => None,
    };
    let reasons = answer.reasons().into_iter().flat_map(Reasons::iter);
    let named = reasons.filter_map(|reason| reason.names());
    let words = [answer.words(), would_change].into_iter().flatten();
    words.map(Words::as_str).chain(named)
}

/// Kinds that are never part of a need or an answer.
const fn points_to_a_person(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Email
            | Kind::Phone
            | Kind::Ip
            | Kind::Postcode
            | Kind::NationalInsurance
            | Kind::NhsNumber
            | Kind::Account
            | Kind::Vehicle
            | Kind::DateOfBirth
            | Kind::Handle
    )
}

fn check_area(code: &str) -> Result<(), NodeError> {
    let Some(area) = hearback_matching::area(code) else {
        return Err(NodeError::Invalid(format!(
            "{code} is not an area that we know"
        )));
    };
    match area.population {
        Some(people) if people < FEWEST => Err(NodeError::Invalid(format!(
            "{} has fewer than 50,000 people; please name the region instead",
            area.name
        ))),
        _ => Ok(()),
    }
}

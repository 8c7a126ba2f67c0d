//! The gate: what words and facets must pass before they may leave, whoever wrote them.

use hearback_anonymise::Kind;
use hearback_wire::content::{Content, Origin};
use hearback_wire::text::Text;

use crate::error::NodeError;
use crate::node::Node;

impl Node {
    /// What every need must pass before it leaves: the closed schema's limits, no area under
    /// 50,000 people, no more of an origin than the organisation chose, and no identifier.
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
        let statement = Some(content.statement.as_str());
        let texts = [
            statement,
            content.use_.as_ref().map(Text::as_str),
            content.harm.as_ref().map(Text::as_str),
        ];
        let tried = content
            .tried
            .iter()
            .flat_map(|t| [t.output.as_str(), t.why_not.as_str()]);
        texts
            .into_iter()
            .flatten()
            .chain(tried)
            .try_for_each(|text| self.gate_words(text))
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
        Some(people) if people < 50_000 => Err(NodeError::Invalid(format!(
            "{} has fewer than 50,000 people; please name the region instead",
            area.name
        ))),
        _ => Ok(()),
    }
}

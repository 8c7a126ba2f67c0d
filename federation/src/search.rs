//! Finding: needs that are like some words, and bodies that answer for something. Suggestions;
//! a person decides.

use hearback_matching::Index;
use hearback_wire::intake::{FindSimilar, NeedSummary, Similar, Who};
use hearback_wire::reference::NeedRef;
use hearback_wire::response::Answer;
use hearback_wire::vocabulary::Relation;

use crate::error::NodeError;
use crate::node::Node;
use crate::view::NeedView;

impl Node {
    /// Needs as the bots show them to people.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn summaries(&self) -> Result<Vec<NeedSummary>, NodeError> {
        Ok(self.needs().await?.iter().filter_map(summary).collect())
    }

    /// One released need as the bots show it to people; none if it was withdrawn.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn summary(&self, reference: NeedRef) -> Result<Option<NeedSummary>, NodeError> {
        Ok(self.need(reference).await?.as_ref().and_then(summary))
    }

    /// Needs like some words, the most alike first. A suggestion and no more.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn similar(&self, find: &FindSimilar) -> Result<Vec<Similar>, NodeError> {
        let summaries = self.summaries().await?;
        let mut index = Index::new();
        for summary in &summaries {
            index.add(&summary.reference.to_string(), &summary.statement);
        }
        let found = index.search(find.statement.as_str(), usize::from(find.top.clamp(1, 10)));
        Ok(found
            .into_iter()
            .filter_map(|m| to_similar(&summaries, m))
            .collect())
    }

    /// Which bodies answer for something, and whether a node that does is connected.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn who(&self, question: &str) -> Result<Vec<Who>, NodeError> {
        let connected: Vec<String> = self.connected_bodies().await?;
        let routes = hearback_matching::who(question, &[], 5);
        let to_who = |route: hearback_matching::Route| Who {
            body: route.body.id.to_string(),
            name: route.body.name.to_string(),
            because: route.because,
            connected: connected.iter().any(|id| id == route.body.id),
        };
        Ok(routes.into_iter().map(to_who).collect())
    }
}

fn to_similar(summaries: &[NeedSummary], found: hearback_matching::Match) -> Option<Similar> {
    let relation = match found.relation {
        hearback_matching::Relation::Same => Relation::Same,
        hearback_matching::Relation::Related => Relation::Related,
        hearback_matching::Relation::Different => return None,
    };
    let need = summaries
        .iter()
        .find(|s| s.reference.to_string() == found.id)?;
    Some(Similar {
        need: need.clone(),
        relation,
        shared: found.shared,
    })
}

/// A need as anyone may see it, unless it was withdrawn.
pub(crate) fn summary(view: &NeedView) -> Option<NeedSummary> {
    let content = view.content.as_ref()?;
    let latest = view
        .timeline
        .iter()
        .rev()
        .find_map(|h| h.answer.as_ref().and_then(Answer::words));
    Some(NeedSummary {
        reference: view.reference,
        statement: content.statement.to_string(),
        status: view.status,
        voices: view.voices,
        latest: latest.map(ToString::to_string),
    })
}

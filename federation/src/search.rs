//! Finding: needs that are like some words, and bodies that answer for something. Suggestions;
//! a person decides.

use hearback_matching::Index;
use hearback_store::{Tx, with_tx};
use hearback_wire::content::Content;
use hearback_wire::intake::{FindSimilar, NeedSummary, Similar, Who};
use hearback_wire::reference::NeedRef;
use hearback_wire::response::Answer;
use hearback_wire::vocabulary::{Audience, Relation};

use crate::error::NodeError;
use crate::node::Node;
use crate::rows::{parse, read};
use crate::view::NeedView;

impl Node {
    /// One released need as the bots show it to people; none if it was withdrawn, or is not for
    /// everybody.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn summary(&self, reference: NeedRef) -> Result<Option<NeedSummary>, NodeError> {
        let need = self.need(reference).await?;
        let public = need.filter(|need| need.audience.is_public());
        Ok(public.as_ref().and_then(summary))
    }

    /// Needs like some words, the most alike first: a suggestion and no more. `Named` looks among those
    /// for named organisations too, which only staff may see.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn similar(
        &self,
        find: &FindSimilar,
        among: Audience,
    ) -> Result<Vec<Similar>, NodeError> {
        let mut tx = self.pool().read().await?;
        let index = index(&mut tx, among).await?;
        let mut similar = Vec::new();
        for found in index.search(find.statement.as_str(), usize::from(find.top.clamp(1, 10))) {
            let reference = parse("need.reference", &found.id)?;
            let need = self.need_at(&mut tx, reference).await?;
            similar.extend(need.as_ref().and_then(|need| to_similar(need, found)));
        }
        Ok(similar)
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

/// Every need that was not taken back and that somebody of this audience may read, by its words.
async fn index(tx: &mut Tx, among: Audience) -> Result<Index, NodeError> {
    const SQL: &str = "SELECT reference, content FROM need WHERE withdrawn = FALSE \
        AND audience IN ('public', $1) ORDER BY reference";
    let rows: Vec<(String, String)> = with_tx!(tx, |t| sqlx::query_as(SQL)
        .bind(among.code())
        .fetch_all(t)
        .await)?;
    let mut index = Index::new();
    for (reference, json) in rows {
        let content: Content = read("need.content", &json)?;
        index.add(&reference, content.statement.as_str());
    }
    Ok(index)
}

fn to_similar(need: &NeedView, found: hearback_matching::Match) -> Option<Similar> {
    let relation = match found.relation {
        hearback_matching::Relation::Same => Relation::Same,
        hearback_matching::Relation::Related => Relation::Related,
        hearback_matching::Relation::Different => return None,
    };
    Some(Similar {
        need: summary(need)?,
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

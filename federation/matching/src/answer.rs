//! What `hearback match` prints for one query.

use serde::Serialize;

use crate::similar::{Index, Relation};

/// The answer to one query, serialised as `{"id", "matches": [{"id", "score", "relation"}]}`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QueryAnswer {
    /// The id of the query, as given.
    pub id: String,
    /// The best matches, the best first.
    pub matches: Vec<Ranked>,
}

/// One match without its reasons.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ranked {
    /// The id of the document.
    pub id: String,
    /// As [`crate::Match::score`].
    pub score: f64,
    /// As [`crate::Match::relation`].
    pub relation: Relation,
}

/// Searches the index for one query.
pub fn answer(index: &Index, query_id: &str, text: &str, top: usize) -> QueryAnswer {
    let matches = index.search(text, top).into_iter();
    QueryAnswer {
        id: query_id.to_owned(),
        matches: matches
            .map(|found| Ranked {
                id: found.id,
                score: found.score,
                relation: found.relation,
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_prints_in_the_published_form() {
        let mut index = Index::new();
        index.add("d1", "How many ferries run to the islands?");
        let answer = answer(&index, "q1", "how many ferries run to the islands", 3);
        assert_eq!(
            serde_json::to_value(&answer).unwrap(),
            serde_json::json!({
                "id": "q1",
                "matches": [{"id": "d1", "score": 1.01, "relation": "same"}]
            })
        );
    }
}

//! Looking before asking: what is there already, what is alike, who answers for it.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use hearback_wire::intake::{BASE, FindSimilar, NEEDS_AT_ONCE, NeedSummary, Similar, Who};
use hearback_wire::vocabulary::Audience;
use serde::Deserialize;

use super::body::Told;
use super::caller::Bot;
use crate::list::Part;
use crate::node::Node;
use crate::web::fields::reference;
use crate::web::paging::Pages;
use crate::web::trouble::Trouble;

/// Which needs are asked for: those with these words, from this part of the list on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sought {
    words: String,
    page: usize,
}

/// `GET /needs?words=&page=`: [`NEEDS_AT_ONCE`] in one answer; a `Link` header names the next ones.
pub(super) async fn needs(
    State(node): State<Node>,
    _: Bot,
    Query(sought): Query<Sought>,
) -> Result<Response, Trouble> {
    let part = Part {
        number: sought.page,
        size: NEEDS_AT_ONCE,
    };
    let listed = node.summaries(&sought.words, part).await?;
    let pages = Pages::beside(sought.page, listed.more, |page| {
        next_address(&sought.words, page)
    });
    Ok(pages.name_next(Json(listed.rows)))
}

fn next_address(words: &str, page: usize) -> Option<String> {
    let pairs = [("words", words), ("page", &page.to_string())];
    let url = reqwest::Url::parse_with_params("http://localhost/", pairs).ok()?;
    Some(format!("{BASE}/needs?{}", url.query()?))
}

/// `GET /needs/{ref}`.
pub(super) async fn need(
    State(node): State<Node>,
    _: Bot,
    Path(text): Path<String>,
) -> Result<Json<NeedSummary>, Trouble> {
    let found = node.summary(reference(&text)?).await?;
    found.map(Json).ok_or_else(|| {
        Trouble::not_found(
            "No need with this reference is public: it has not left yet, or it was taken back.",
        )
    })
}

/// `POST /similar`.
pub(super) async fn similar(
    State(node): State<Node>,
    _: Bot,
    Told(find): Told<FindSimilar>,
) -> Result<Json<Vec<Similar>>, Trouble> {
    if !(1..=10).contains(&find.top) {
        return Err(Trouble::field("top: please ask for 1 to 10."));
    }
    Ok(Json(node.similar(&find, Audience::Public).await?))
}

/// What to look for.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    q: String,
}

/// `GET /who?q=`.
pub(super) async fn who(
    State(node): State<Node>,
    _: Bot,
    Query(asked): Query<Asked>,
) -> Result<Json<Vec<Who>>, Trouble> {
    Ok(Json(node.who(&asked.q).await?))
}

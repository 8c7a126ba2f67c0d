//! The waiting list: every released need, refusals included, to read by status, theme or word.

use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::Response;
use hearback_wire::status::Status;
use hearback_wire::vocabulary::Theme;
use serde::Deserialize;

use super::need::without_private;
use crate::node::Node;
use crate::view::NeedView;
use crate::web::page::{Site, ok};
use crate::web::trouble::Trouble;

/// How many needs one page shows.
const PER_PAGE: usize = 50;

/// What the reader asked for. Empty means any.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Wanted {
    status: String,
    theme: String,
    words: String,
    page: usize,
}

impl Wanted {
    fn fits(&self, need: &NeedView) -> bool {
        let status = self.status.is_empty() || need.status.code() == self.status;
        status && (self.theme.is_empty() || self.has_theme(need)) && self.has_words(need)
    }

    fn has_theme(&self, need: &NeedView) -> bool {
        need.content
            .iter()
            .flat_map(|c| &c.themes)
            .any(|tag| tag.theme.code() == self.theme)
    }

    fn has_words(&self, need: &NeedView) -> bool {
        let statement = need
            .content
            .as_ref()
            .map(|c| c.statement.as_str().to_lowercase())
            .unwrap_or_default();
        let reference = need.reference.to_string().to_lowercase();
        let wanted = self.words.to_lowercase();
        wanted
            .split_whitespace()
            .all(|word| statement.contains(word) || reference.contains(word))
    }

    /// The address of another page of the same list.
    fn at(&self, page: usize) -> Option<String> {
        let page = page.to_string();
        let pairs = [
            ("status", &self.status),
            ("theme", &self.theme),
            ("words", &self.words),
            ("page", &page),
        ];
        let url = reqwest::Url::parse_with_params("http://localhost/needs", pairs).ok()?;
        Some(format!("/needs?{}", url.query()?))
    }
}

#[derive(Template)]
#[template(path = "needs.html")]
struct NeedsPage {
    site: Site,
    wanted: Wanted,
    needs: Vec<NeedView>,
    earlier: Option<String>,
    later: Option<String>,
}

/// `GET /needs`.
pub(in crate::web) async fn page(
    State(node): State<Node>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Trouble> {
    let needs = chosen(&node, &wanted).await?;
    let more = needs.len() > wanted.page.saturating_add(1).saturating_mul(PER_PAGE);
    let needs = needs
        .into_iter()
        .skip(wanted.page.saturating_mul(PER_PAGE))
        .take(PER_PAGE)
        .collect();
    let earlier = wanted.page.checked_sub(1).and_then(|page| wanted.at(page));
    let later = if more {
        wanted.at(wanted.page + 1)
    } else {
        None
    };
    ok(&NeedsPage {
        site: Site::of(&node, None),
        wanted,
        needs,
        earlier,
        later,
    })
}

/// `GET /needs.json`: the same choice, all of it.
pub(in crate::web) async fn json(
    State(node): State<Node>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Vec<NeedView>>, Trouble> {
    let mut needs = chosen(&node, &wanted).await?;
    needs.iter_mut().for_each(without_private);
    Ok(Json(needs))
}

async fn chosen(node: &Node, wanted: &Wanted) -> Result<Vec<NeedView>, Trouble> {
    let mut needs = node.needs().await?;
    needs.retain(|need| wanted.fits(need));
    needs.sort_by_key(|need| std::cmp::Reverse(need.released));
    Ok(needs)
}

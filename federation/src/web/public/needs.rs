//! The waiting list: every released need, refusals included, to read by status, theme or word.

use std::str::FromStr;

use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::Response;
use hearback_wire::status::Status;
use hearback_wire::vocabulary::Theme;
use serde::Deserialize;

use super::need::without_private;
use crate::list::{Choice, Listed, Part};
use crate::node::Node;
use crate::view::NeedView;
use crate::web::page::{Site, ok};
use crate::web::paging::Pages;
use crate::web::trouble::Trouble;

/// How many needs one page shows.
const PER_PAGE: usize = 50;
/// How many needs one JSON answer holds.
const PER_JSON: usize = 200;

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
    /// What is to be listed; none where there is no such status or theme, which nothing fits.
    fn choice(&self) -> Option<Choice> {
        Some(Choice {
            status: one_of(&self.status)?,
            theme: one_of(&self.theme)?,
            words: self.words.clone(),
        })
    }

    /// The pages beside this one of the same list.
    fn pages(&self, path: &str, more: bool) -> Pages {
        Pages::beside(self.page, more, |page| self.at(path, page))
    }

    /// The address of another page of the same list.
    fn at(&self, path: &str, page: usize) -> Option<String> {
        let page = page.to_string();
        let pairs = [
            ("status", &self.status),
            ("theme", &self.theme),
            ("words", &self.words),
            ("page", &page),
        ];
        let url = reqwest::Url::parse_with_params("http://localhost/needs", pairs).ok()?;
        Some(format!("{path}?{}", url.query()?))
    }
}

#[derive(Template)]
#[template(path = "needs.html")]
struct NeedsPage {
    site: Site,
    wanted: Wanted,
    needs: Vec<NeedView>,
    pages: Pages,
}

/// `GET /needs`.
pub(in crate::web) async fn page(
    State(node): State<Node>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Trouble> {
    let part = Part {
        number: wanted.page,
        size: PER_PAGE,
    };
    let listed = chosen(&node, &wanted, part).await?;
    let pages = wanted.pages("/needs", listed.more);
    ok(&NeedsPage {
        site: Site::of(&node, None),
        wanted,
        needs: listed.rows,
        pages,
    })
}

/// `GET /needs.json`: the same choice, [`PER_JSON`] at once; a `Link` header names the next ones.
pub(in crate::web) async fn json(
    State(node): State<Node>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Trouble> {
    let part = Part {
        number: wanted.page,
        size: PER_JSON,
    };
    let mut listed = chosen(&node, &wanted, part).await?;
    listed.rows.iter_mut().for_each(without_private);
    let pages = wanted.pages("/needs.json", listed.more);
    Ok(pages.name_next(Json(listed.rows)))
}

async fn chosen(node: &Node, wanted: &Wanted, part: Part) -> Result<Listed<NeedView>, Trouble> {
    match wanted.choice() {
        Some(choice) => Ok(node.list(&choice, part).await?),
        None => Ok(Listed {
            rows: Vec::new(),
            more: false,
        }),
    }
}

/// Reads a code; empty means any.
#[expect(
    clippy::option_option,
    reason = "no code, a code, and a code that is none are three things"
)]
fn one_of<T: FromStr>(code: &str) -> Option<Option<T>> {
    if code.is_empty() {
        return Some(None);
    }
    code.parse().ok().map(Some)
}

//! Long lists in parts, for people (links) and for programs (a `Link` header).

use axum::http::header::LINK;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::list::Part;

/// Which part of a list somebody asked for; the first if nothing is said.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(super) struct At {
    page: usize,
}

impl At {
    /// That part of a list in parts of `size` rows.
    pub(super) const fn part(self, size: usize) -> Part {
        Part {
            number: self.page,
            size,
        }
    }

    /// The parts beside it, of a list at `path`.
    pub(super) fn pages(self, path: &str, more: bool) -> Pages {
        Pages::beside(self.page, more, |page| Some(format!("{path}?page={page}")))
    }
}

/// Addresses of the parts beside one.
#[derive(Debug, Default)]
pub(super) struct Pages {
    /// The part before it.
    pub(super) earlier: Option<String>,
    /// The part after it.
    pub(super) later: Option<String>,
}

impl Pages {
    /// The parts beside `page`, where `more` says whether rows come after it.
    pub(super) fn beside(page: usize, more: bool, at: impl Fn(usize) -> Option<String>) -> Self {
        Self {
            earlier: page.checked_sub(1).and_then(&at),
            later: more.then(|| page.saturating_add(1)).and_then(&at),
        }
    }

    /// An answer for programs that names the next part.
    pub(super) fn name_next(self, answer: impl IntoResponse) -> Response {
        let mut headers = HeaderMap::new();
        let link = self.later.map(|href| format!("<{href}>; rel=\"next\""));
        if let Some(link) = link.and_then(|link| HeaderValue::try_from(link).ok()) {
            headers.insert(LINK, link);
        }
        (headers, answer).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_part_has_none_before_it_and_the_last_none_after() {
        let first = At::default().pages("/needs", true);
        assert_eq!(first.earlier, None);
        assert_eq!(first.later.as_deref(), Some("/needs?page=1"));
        let last = At { page: 3 }.pages("/needs", false);
        assert_eq!(last.earlier.as_deref(), Some("/needs?page=2"));
        assert_eq!(last.later, None);
        let answer = first.name_next("[]");
        assert_eq!(answer.headers()[LINK], "</needs?page=1>; rel=\"next\"");
        assert!(!last.name_next("[]").headers().contains_key(LINK));
    }
}

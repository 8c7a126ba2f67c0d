//! The first page: what this is, how it goes, and the latest needs.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use hearback_wire::vocabulary::Band;

use crate::list::{Choice, Part};
use crate::node::Node;
use crate::view::NeedView;
use crate::web::page::{Site, ok};
use crate::web::trouble::Trouble;

/// How many of the latest needs the first page shows.
const LATEST: usize = 5;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    site: Site,
    asked: String,
    answered: String,
    met: String,
    latest: Vec<NeedView>,
}

/// A count as it may be shown: nothing under ten.
fn shown(count: i64) -> String {
    if count < 10 {
        Band::Under10.label().to_owned()
    } else {
        count.to_string()
    }
}

/// `GET /`.
pub(in crate::web) async fn page(State(node): State<Node>) -> Result<Response, Trouble> {
    let counts = node.counts().await?;
    let latest = Part {
        number: 0,
        size: LATEST,
    };
    ok(&HomePage {
        site: Site::of(&node, None),
        asked: shown(counts.asked),
        answered: shown(counts.answered),
        met: shown(counts.met),
        latest: node.list(&Choice::default(), latest).await?.rows,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_counts_do_not_show() {
        assert_eq!(shown(0), "fewer than 10");
        assert_eq!(shown(9), "fewer than 10");
        assert_eq!(shown(10), "10");
    }
}

//! The first page: what this is, how it goes, and the latest needs.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use hearback_wire::status::Status;
use hearback_wire::vocabulary::Band;

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
fn shown(count: usize) -> String {
    if count < 10 {
        Band::Under10.label().to_owned()
    } else {
        count.to_string()
    }
}

/// `GET /`.
pub(in crate::web) async fn page(State(node): State<Node>) -> Result<Response, Trouble> {
    let mut needs = node.needs().await?;
    let count = |is: fn(&NeedView) -> bool| shown(needs.iter().filter(|n| is(n)).count());
    let (asked, answered, met) = (count(|_| true), count(is_answered), count(is_met));
    needs.sort_by_key(|n| std::cmp::Reverse(n.released));
    needs.truncate(LATEST);
    ok(&HomePage {
        site: Site::of(&node, None),
        asked,
        answered,
        met,
        latest: needs,
    })
}

fn is_answered(need: &NeedView) -> bool {
    need.referrals
        .iter()
        .any(|r| r.latest.as_ref().is_some_and(|a| a.words().is_some()))
}

fn is_met(need: &NeedView) -> bool {
    matches!(need.status, Status::Delivered | Status::AlreadyAvailable)
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

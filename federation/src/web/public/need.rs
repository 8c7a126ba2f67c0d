//! One need, for everybody: its words, its answers, and what happened when.

use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};

use crate::node::Node;
use crate::view::NeedView;
use crate::web::answer::Shown;
use crate::web::fields::reference;
use crate::web::page::{Site, ok};
use crate::web::trouble::Trouble;

#[derive(Template)]
#[template(path = "need.html")]
struct NeedPage {
    site: Site,
    need: NeedView,
}

/// Takes out what is only between organisations: a producer's questions with their answers, and why
/// another handed a need back.
pub(super) fn without_private(need: &mut NeedView) {
    for referral in &mut need.referrals {
        referral.questions.clear();
        referral.handed_back = None;
    }
}

/// `GET /needs/{ref}` and `GET /needs/{ref}.json`.
pub(in crate::web) async fn page_or_json(
    State(node): State<Node>,
    Path(text): Path<String>,
) -> Result<Response, Trouble> {
    let (text, as_json) = text
        .strip_suffix(".json")
        .map_or((text.as_str(), false), |plain| (plain, true));
    let mut need = find(&node, text).await?;
    if !need.audience.is_public() {
        return Err(none_here());
    }
    without_private(&mut need);
    if as_json {
        Ok(Json(need).into_response())
    } else {
        ok(&NeedPage {
            site: Site::of(&node, None),
            need,
        })
    }
}

/// The need with a reference, whoever may read it, or a sentence that there is none.
pub(in crate::web) async fn find(node: &Node, text: &str) -> Result<NeedView, Trouble> {
    let found = node.need(reference(text)?).await?;
    found.ok_or_else(none_here)
}

/// Also of a need for named organisations: whoever asks may not know that there is one.
fn none_here() -> Trouble {
    Trouble::not_found(
        "No need with this reference has been released here for everybody to read. Please check the letters and digits.",
    )
}

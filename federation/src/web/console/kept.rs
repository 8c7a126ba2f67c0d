//! What staff wrote, given back when the database did not take it.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};

use crate::error::NodeError;
use crate::node::Node;
use crate::staff::Session;
use crate::web::fields::{Fields, sentence};
use crate::web::page::{Site, render};
use crate::web::trouble::Trouble;

/// Fields that a person writes; the others were chosen, and go along unseen.
const WRITTEN: &[&str] = &["statement", "use", "into", "words", "would_change"];

/// A form as it came in.
pub(super) struct Sent<'a> {
    pub(super) node: &'a Node,
    pub(super) session: Session,
    /// Where it was sent.
    pub(super) to: String,
    pub(super) fields: &'a Fields,
}

#[derive(Template)]
#[template(path = "console/kept.html")]
struct KeptPage {
    site: Site,
    to: String,
    why: String,
    written: Vec<(String, String)>,
    chosen: Vec<(String, String)>,
}

impl Sent<'_> {
    /// Leads on to `next` when it was done; gives the form back when the database did not take it.
    pub(super) fn lead(self, done: Result<(), NodeError>, next: &str) -> Result<Response, Trouble> {
        match done {
            Ok(()) => Ok(Redirect::to(next).into_response()),
            Err(error @ NodeError::Store(_)) => self.give_back(&Trouble::from(error)),
            Err(other) => Err(other.into()),
        }
    }

    fn give_back(self, trouble: &Trouble) -> Result<Response, Trouble> {
        let (written, chosen) = self
            .fields
            .without(&[])
            .into_iter()
            .partition(|(name, _)| WRITTEN.contains(&name.as_str()));
        let page = KeptPage {
            site: Site::of(self.node, Some(self.session)),
            to: self.to,
            why: sentence(&trouble.detail()),
            written,
            chosen,
        };
        render(trouble.status(), &page)
    }
}

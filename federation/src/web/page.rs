//! What every page has in common.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

use super::trouble::Trouble;
use crate::node::Node;
use crate::staff::{Role, Session};

/// The frame of a page: whose node it is and who is signed in.
pub(super) struct Site {
    /// The organisation's name.
    pub(super) name: String,
    /// Who looks, where they have signed in.
    pub(super) staff: Option<Session>,
}

impl Site {
    /// The frame for this node.
    pub(super) fn of(node: &Node, staff: Option<Session>) -> Self {
        Self {
            name: node.name().to_owned(),
            staff,
        }
    }

    fn may(&self, role: Role) -> bool {
        self.staff.as_ref().is_some_and(|s| s.role.may(role))
    }

    /// Whether the menu shows what moderators do.
    pub(super) fn moderates(&self) -> bool {
        self.may(Role::Moderator)
    }

    /// Whether the menu shows what responders do.
    pub(super) fn responds(&self) -> bool {
        self.may(Role::Responder)
    }

    /// Whether the menu shows what admins do.
    pub(super) fn administers(&self) -> bool {
        self.may(Role::Admin)
    }
}

/// A page with its status.
pub(super) fn render(status: StatusCode, page: &impl Template) -> Result<Response, Trouble> {
    let text = page.render().map_err(|error| Trouble::unwritten(&error))?;
    Ok((status, Html(text)).into_response())
}

/// A page that went well.
pub(super) fn ok(page: &impl Template) -> Result<Response, Trouble> {
    render(StatusCode::OK, page)
}

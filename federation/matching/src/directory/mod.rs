//! The directory: which producers answer for what, in which nation.
//!
//! It is a set of defaults, drafted from public facts, that each producer can correct. It is no
//! statement of anybody's legal duties, and what it suggests a person decides.

mod named;
mod remits;
mod route;
mod topics;

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Serialize;

use crate::nation::Nation;
use crate::table::{list, optional, rows};

pub use route::{Route, who};
pub use topics::suggest_themes;

/// A body that produces official statistics, or answers for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Body {
    /// Short id, stable: used in needs and configuration.
    pub id: &'static str,
    /// Full name in English.
    pub name: &'static str,
    /// What people call it, such as `ONS`.
    pub abbreviation: Option<&'static str>,
    /// Ids of its themes, see [`themes`].
    pub themes: Vec<&'static str>,
    /// The topics it answers for, in plain words.
    pub remit: Vec<&'static str>,
    /// The nations it covers for at least one topic.
    pub coverage: Vec<Nation>,
    /// The last part of its address on GOV.UK, where it has a page there.
    pub govuk_slug: Option<&'static str>,
}

impl Body {
    /// The abbreviation where there is one, else the name.
    pub fn short_name(&self) -> &'static str {
        self.abbreviation.unwrap_or(self.name)
    }
}

/// One of the sixteen themes that needs are filed under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Theme {
    /// Short id, stable.
    pub id: &'static str,
    /// Label in English.
    pub label: &'static str,
    /// Words people use for it.
    pub terms: Vec<&'static str>,
}

/// Every body, in the order of the table.
pub fn bodies() -> &'static [Body] {
    static BODIES: OnceLock<Vec<Body>> = OnceLock::new();
    BODIES.get_or_init(|| {
        rows(include_str!("../../data/bodies.tsv"))
            .map(read_body)
            .collect()
    })
}

/// The body with this id.
pub fn body(id: &str) -> Option<&'static Body> {
    static BY_ID: OnceLock<HashMap<&'static str, &'static Body>> = OnceLock::new();
    BY_ID
        .get_or_init(|| bodies().iter().map(|body| (body.id, body)).collect())
        .get(id)
        .copied()
}

/// The sixteen themes, in the order they are shown.
pub fn themes() -> &'static [Theme] {
    static THEMES: OnceLock<Vec<Theme>> = OnceLock::new();
    THEMES.get_or_init(|| {
        rows::<3>(include_str!("../../data/themes.tsv"))
            .map(|[id, label, terms]| Theme {
                id,
                label,
                terms: list(terms).collect(),
            })
            .collect()
    })
}

fn read_body([id, name, abbreviation, slug, nations, themes]: [&'static str; 6]) -> Body {
    Body {
        id,
        name,
        abbreviation: optional(abbreviation),
        themes: list(themes).collect(),
        remit: remits::labels_of(id),
        coverage: Nation::ALL
            .into_iter()
            .filter(|nation| nations.contains(nation.letter()))
            .collect(),
        govuk_slug: optional(slug),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_body_is_complete() {
        assert_eq!(bodies().len(), 66);
        for body in bodies() {
            assert!(
                !body.themes.is_empty() && !body.coverage.is_empty(),
                "{}",
                body.id
            );
            assert!(!body.remit.is_empty(), "{} answers for nothing", body.id);
            assert!(
                body.themes
                    .iter()
                    .all(|id| themes().iter().any(|theme| theme.id == *id))
            );
        }
    }

    #[test]
    fn ids_are_unique() {
        for one in bodies() {
            assert_eq!(body(one.id), Some(one));
        }
        assert_eq!(body("nobody"), None);
    }

    #[test]
    fn there_are_sixteen_themes() {
        assert_eq!(themes().len(), 16);
        assert!(themes().iter().all(|theme| theme.terms.len() >= 4));
    }
}

//! Layers 0 and 1: what a machine can recognise by its shape. Platform artefacts first, then
//! identifiers, checked by their check digits where they have any. These rules never look at a
//! word list, so they hold in any language, and they are all that a producer's reply is held to.

mod checks;
mod dates;
mod network;
mod numbers;
mod places;
mod platform;

use regex::Regex;

pub(crate) use checks::is_year;

use crate::{Kind, span::Found};

/// One shape. When the expression has a group called `it`, only that group is the finding.
pub(crate) struct Pattern {
    expression: Regex,
    kind: Kind,
    rule: &'static str,
    holds: fn(&str) -> bool,
}

/// One line of a table of shapes: the expression, what it finds, the rule's name, a further check.
type Row = (&'static str, Kind, &'static str, fn(&str) -> bool);

/// For shapes that say enough by themselves.
fn always(_: &str) -> bool {
    true
}

/// Every shape, surest first.
pub(crate) struct Patterns(Vec<Pattern>);

impl Patterns {
    pub(crate) fn new() -> Self {
        let tables = [
            platform::ROWS,
            network::ROWS,
            dates::ROWS,
            numbers::ROWS,
            places::ROWS,
        ];
        Self(
            tables
                .into_iter()
                .flatten()
                .map(Pattern::from_row)
                .collect(),
        )
    }

    /// Everything that has one of the shapes, surest shape first. Findings may overlap.
    pub(crate) fn find(&self, text: &str) -> Vec<Found> {
        self.0
            .iter()
            .flat_map(|pattern| pattern.find(text))
            .collect()
    }
}

impl Pattern {
    fn from_row(&(expression, kind, rule, holds): &Row) -> Self {
        let expression =
            Regex::new(expression).expect("the table's expressions are fixed and tested");
        Self {
            expression,
            kind,
            rule,
            holds,
        }
    }

    fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Found> + 't {
        self.expression
            .captures_iter(text)
            .filter_map(|groups| groups.name("it").or_else(|| groups.get(0)))
            .filter(|hit| (self.holds)(hit.as_str()))
            .map(|hit| Found::new(hit.range(), self.kind, self.rule))
    }
}

#[cfg(test)]
mod tests;

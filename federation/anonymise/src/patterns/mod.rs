//! Layers 0 and 1: what a machine can recognise by its shape. Platform artefacts first, then
//! identifiers, checked by their check digits where they have any. These rules never look at a
//! word list, so they hold in any language, and they are all that a producer's reply is held to.

mod checks;
mod clues;
mod dates;
mod network;
mod numbers;
mod places;
mod platform;

use clues::{Clues, Needs, digits, sign};
use regex::{Captures, Match, Regex};

pub(crate) use checks::is_year;

use crate::{Kind, span::Found};

/// One shape. When the expression has a group called `it`, only that group is the finding; when a
/// group called `not` takes part, there is none.
pub(crate) struct Pattern {
    expression: Regex,
    grouped: bool,
    kind: Kind,
    rule: &'static str,
    holds: fn(&str) -> bool,
    needs: Needs,
}

/// One line of a table of shapes: the expression, what it finds, the rule's name, a further check, and
/// what a text must hold before it is looked for.
type Row = (&'static str, Kind, &'static str, fn(&str) -> bool, Needs);

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
        let clues = Clues::new(text);
        self.0
            .iter()
            .filter(|pattern| clues.allow(pattern.needs))
            .flat_map(|pattern| pattern.find(text))
            .collect()
    }
}

impl Pattern {
    fn from_row(&(expression, kind, rule, holds, needs): &Row) -> Self {
        let expression = compile(expression);
        Self {
            grouped: expression.captures_len() > 1,
            expression,
            kind,
            rule,
            holds,
            needs,
        }
    }

    /// Most shapes have no groups, and looking for groups costs time.
    fn find(&self, text: &str) -> Vec<Found> {
        let hits: Vec<Match<'_>> = if self.grouped {
            self.expression
                .captures_iter(text)
                .filter_map(|groups| chosen(&groups))
                .collect()
        } else {
            self.expression.find_iter(text).collect()
        };
        hits.into_iter()
            .filter(|hit| (self.holds)(hit.as_str()))
            .map(|hit| Found::new(hit.range(), self.kind, self.rule))
            .collect()
    }
}

/// The group that is the finding, if this match is one.
fn chosen<'t>(groups: &Captures<'t>) -> Option<Match<'t>> {
    match groups.name("not") {
        Some(_) => None,
        None => groups.name("it").or_else(|| groups.get(0)),
    }
}

/// Compiles an expression of a table. Word edges, digits and spaces are taken as ASCII: building the
/// Unicode ones takes longer than everything else here.
pub(crate) fn compile(expression: &str) -> Regex {
    let ascii = expression
        .replace(r"\b", r"(?-u:\b)")
        .replace(r"\d", "[0-9]")
        .replace(r"\s", r"[ \t\r\n\u{a0}]");
    Regex::new(&ascii).expect("the tables' expressions are fixed and tested")
}

#[cfg(test)]
mod tests;

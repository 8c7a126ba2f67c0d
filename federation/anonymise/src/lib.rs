//! Finds what could point at a person in a text, and masks it.
//!
//! Needs may leave a node only when nobody can be recognised in them. This crate is the part of that
//! which a machine can do: layers of rules, from shapes that are certain to words that are merely not
//! on a list. It is pure: no clock, no network, no files. It must never keep or log any text.

mod anonymiser;
mod coarser;
mod concern;
mod deny;
mod kind;
mod language;
mod lexicon;
mod members;
mod neighbours;
mod overlap;
mod patterns;
mod people;
mod placeholders;
mod prepared;
mod roster;
mod span;
mod streets;
mod style;
mod text;
mod triggers;
mod walk;
mod welsh;

pub use anonymiser::Anonymiser;
pub use concern::{Concern, ConcernKind};
pub use kind::Kind;
pub use overlap::is_paraphrase;
pub use prepared::{Prepared, coarsen};
pub use roster::Roster;
pub use span::{Masked, Span};

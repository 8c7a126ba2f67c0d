//! Which needs are alike, which producers answer for a need, and when an answer is due.
//!
//! Everything here is a pure function of its arguments and of the tables in `data/`: no network, no
//! files at run time, no clock. It only ever suggests. A person decides whether two needs are one,
//! and where a need goes.

mod answer;
mod areas;
mod bm25;
mod directory;
mod facets;
mod ideas;
mod nation;
mod phrases;
mod similar;
mod spelling;
mod table;
mod terms;
mod text;
mod workdays;

pub use answer::{QueryAnswer, Ranked, answer};
pub use areas::{Area, Level, area, areas, areas_in, find_area};
pub use directory::{Body, Route, Theme, bodies, body, suggest_themes, themes, who};
pub use facets::Facet;
pub use nation::Nation;
pub use similar::{Index, Match, Relation};
pub use workdays::{
    Calendar, Due, add_working_days, calendar_expires, is_working_day, working_days_between,
};

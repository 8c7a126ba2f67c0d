//! Starts the real things that tests and benches play against. Never part of the shipped program.

mod postgres;

pub use postgres::{Postgres, RigError};

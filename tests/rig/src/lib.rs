//! Starts the real things that tests and benches play against. Never part of the shipped program.

mod postgres;
mod shared;

pub use postgres::{Postgres, RigError};
pub use shared::{ADDRESS, Databases};

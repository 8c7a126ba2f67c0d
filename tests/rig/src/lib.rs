//! Starts the real things that tests and benches play against. Never part of the shipped program.

mod chance;
mod error;
mod http;
pub mod matrix;
mod postgres;
mod process;
pub mod synapse;
mod venv;

pub use error::RigError;
pub use postgres::Postgres;

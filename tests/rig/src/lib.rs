//! Starts the real things that tests and benches play against. Never part of the shipped program.

#[cfg(feature = "play")]
pub mod bench;
#[cfg(feature = "play")]
mod bots;
mod chance;
pub mod discord;
mod error;
#[cfg(feature = "play")]
pub mod faults;
mod http;
#[cfg(feature = "play")]
mod insist;
#[cfg(feature = "play")]
pub mod live;
pub mod matrix;
pub mod nio;
#[cfg(feature = "play")]
pub mod play;
mod postgres;
mod process;
pub mod proxy;
mod shared;
pub mod synapse;
mod venv;

pub use error::RigError;
pub use postgres::Postgres;
pub use shared::{ADDRESS, Databases};

//! The one program: it puts the parts together and starts them.
//!
//! Composition only. What a need is lives in the federation, what a room is lives in the bots; here
//! are the command line, the configuration, the keys on disk, the real clock and the demo.

mod anonymise;
mod bench;
mod check;
mod cli;
mod clock;
mod config;
pub mod demo;
mod discord;
pub mod fault;
mod http;
mod invite;
mod keys;
mod lines;
mod logging;
mod matching;
mod matrix;
mod metrics;
mod node;
mod peer;
mod serve;

pub use cli::run;
pub use http::install_tls;

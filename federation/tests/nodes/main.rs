//! Real nodes that speak over HTTP on loopback: what people are told, and what a bad peer can do.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that meets the unexpected must stop"
)]

mod audience;
mod common;
mod copies;
mod counts;
mod door;
mod ends;
mod equal;
mod gate;
mod hands;
mod hostile;
mod joined;
mod keys;
mod later;
mod lists;
mod merged;
mod moderators;
mod passed_on;
mod release;
mod steps;
mod told;
mod verdict;
mod withdrawn;

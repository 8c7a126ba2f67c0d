//! Everything that crosses between organisations, and the seam between a bot and its node.
//!
//! Why it exists: two organisations that never met must read the same bytes in the same way, and
//! a state that must not exist must have no way to be written down. Parsing is the only way in.
//!
//! What it must never do: hold a type for chat text, a person's name, a handle on a platform, a
//! room or a thread; do I/O; read a clock; draw a random number by itself.

mod macros;

pub mod body;
pub mod chance;
pub mod clock;
pub mod content;
pub mod day;
pub mod dsse;
pub mod event;
pub mod id;
pub mod intake;
pub mod keys;
pub mod manifest;
pub mod peering;
pub mod problem;
pub mod reason;
pub mod reference;
pub mod response;
pub mod status;
pub mod sync;
pub mod text;
pub mod vocabulary;

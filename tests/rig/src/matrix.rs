//! A person with a plain Matrix client, written straight from the client-server specification and
//! sharing no code with the program's own client, so that a misreading there shows up here.
//! Plain rooms only: it cannot read what is encrypted.

mod direct;
mod error;
mod event;
mod log;
mod person;
mod rooms;
mod say;

pub use error::MatrixError;
pub(crate) use error::answer;
pub use event::{Event, Mentions, Relation, Target};
pub use log::Mark;
pub use person::{Account, Person};
pub use rooms::RoomSpec;

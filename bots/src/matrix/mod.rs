//! The bot in Matrix rooms: its account, its keys and how it is.
//!
//! Why it exists: Matrix has devices, keys and a store that must fit together; here is the one place
//! that knows them. It must never log a token, a key, a name or the id of a room.

#[cfg_attr(
    not(test),
    expect(
        dead_code,
        reason = "the bot that opens the account is merged beside this"
    )
)]
mod account;
mod diagnose;
#[cfg_attr(
    not(test),
    expect(
        dead_code,
        reason = "the bot that opens the account is merged beside this"
    )
)]
mod health;
mod settings;

pub use account::{MatrixError, Tell};
pub use diagnose::{Finding, diagnose};
pub use health::MatrixHealth;
pub use settings::{MatrixLogin, MatrixSettings};

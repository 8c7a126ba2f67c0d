//! Scripted people: they do with the bot what people do with a client, as far as a client lets them, and
//! see what people see.

mod asked;
mod command;
mod person;
mod within;

pub use asked::{Acknowledged, Asked};
pub use person::Person;

use std::fmt;

/// Why somebody's client does not let them do something. The bot never hears of it.
#[derive(thiserror::Error, Clone, PartialEq, Eq)]
pub enum Unable {
    /// There is no such command for them in this place, or it does not take this.
    #[error("the client shows no such command here: {0}")]
    Command(String),
    /// There is no such button or menu, or it cannot be used.
    #[error("the client shows nothing of this sort to press: {0}")]
    Component(String),
    /// The client does not send the form so.
    #[error("the client does not send the form: {0}")]
    Form(String),
    /// In an archived thread nothing can be done until somebody wakes it: the client tries, is refused,
    /// and the bot never hears (discord-api-docs #8474).
    #[error("the thread is archived: this interaction failed")]
    Archived,
    /// They do not see the channel or the message, or it is gone.
    #[error("they do not see it: {0}")]
    Unseen(String),
}

impl fmt::Debug for Unable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

//! What all chat platforms share: what was heard becomes events of the dialogue, and what the
//! dialogue says becomes posts.
//!
//! Why it exists: a platform's adapter only turns its own events into [`Heard`] and [`Post`]s into
//! its own calls. This must never speak to a platform itself, nor send anything: it writes rows.
//!
//! [`Post`]: crate::vault::chat::Post

mod about_me;
mod act;
mod answer;
mod ask;
mod deal;
mod edit;
mod heard;
mod lapse;
mod moderate;
mod order;
mod origin;
mod pressed;
mod react;
mod reply;
mod say;
mod scene;
mod sent;
mod setup;
mod speak;
mod unreadable;
mod words;

pub(crate) use deal::run;
pub(crate) use heard::{Ear, Heard, HeardWhat, Original, Rank, Unheard};
pub(crate) use lapse::run as run_lapse;
pub(crate) use moderate::run as run_moderation;
#[cfg(test)]
pub(crate) use moderate::tests::node as test_door;
pub(crate) use moderate::{Decided, decided, decided_by, desk, forget_moderator};
pub(crate) use order::{Decision, Order, is_order};
pub(crate) use pressed::words as pressed_words;
pub(crate) use pressed::{
    ANSWERED_FOR, About, Ask, Control, Form, Limits, Private, Right, SetUp, marks,
};
pub(crate) use pressed::{NOT_DONE, tell_desk};
pub(crate) use sent::{Stands, sent};
pub(crate) use setup::{introduce, refuse_open, too_much};
pub(crate) use speak::{Told, is_waiting};
pub(crate) use words::about;

use serde::{Deserialize, Serialize};

/// A chat platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Platform {
    /// Rooms of the Matrix network.
    Matrix,
    /// Servers of Discord.
    Discord,
}

impl Platform {
    /// The code in the vault.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Matrix => "matrix",
            Self::Discord => "discord",
        }
    }

    /// Reads a code.
    pub(crate) fn of(code: &str) -> Option<Self> {
        let all = [Self::Matrix, Self::Discord];
        all.into_iter().find(|p| p.code() == code)
    }

    /// Whether people press buttons and fill in forms here, and are answered alone, where on other
    /// platforms they write and react.
    pub(crate) const fn presses(self) -> bool {
        matches!(self, Self::Discord)
    }
}

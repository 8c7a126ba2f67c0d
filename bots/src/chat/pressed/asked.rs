//! What people ask for by pressing, and how they are answered.

use hearback_wire::clock::Millis;
use hearback_wire::vocabulary::Theme;
use serde::{Deserialize, Serialize};

use super::Control;
use crate::chat::order::{Decision, Order};

/// For how many seconds after a press it can be answered: a little less than the 15 minutes of the
/// platform.
pub(crate) const ANSWERED_FOR: i64 = 14 * 60 + 30;

/// A way to answer one person alone, for a while. Personal: it stands sealed in the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Private {
    /// What the platform wants to see; empty where the person has pressed nothing yet.
    pub(crate) token: String,
    /// When it ends.
    pub(crate) until: Millis,
    /// Who.
    pub(crate) person: String,
    /// The room or thread where they pressed: where they are told that something is kept for them, once
    /// this way has ended.
    pub(crate) room: String,
}

impl Private {
    /// No way: only the room is left.
    pub(crate) fn ended(person: &str, room: &str) -> Self {
        Self {
            token: String::new(),
            until: Millis(0),
            person: person.to_owned(),
            room: room.to_owned(),
        }
    }
}

/// What somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Ask {
    /// The two questions were answered: for a new need, or for other words in a thread that waits.
    Need {
        need: String,
        use_: String,
        thread: Option<String>,
    },
    /// Somebody else's message could be a need.
    Suggest {
        message: String,
        author: String,
        text: String,
    },
    /// A command.
    Order(Order),
    /// A button, and the message under which it stood.
    Press {
        control: Control,
        message: Option<String>,
    },
    /// A topic was chosen; none takes the topic away.
    Topic {
        thread: String,
        theme: Option<Theme>,
    },
    /// An answer to a question.
    Reply { about: About, words: String },
    /// Why a moderator should look again.
    Appeal { thread: String, words: String },
    /// A moderator's order; `seen` is the head of the hash of the words that they read.
    Decide {
        decision: Decision,
        seen: Option<String>,
    },
    /// An admin sets a server up.
    SetUp(SetUp),
    /// An admin wants to know what the bot may do, here or in the room they named.
    Check(Limits),
    /// What was typed is no reference.
    BadReference,
    /// What was typed for the other need is no reference; the words to the person come back.
    NoOther { words: String },
}

/// Which of a person's threads is meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum About {
    /// This one.
    Thread(String),
    /// The person's own under this message.
    Message(String),
}

/// What an admin chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SetUp {
    /// Where people find the bot.
    pub(crate) room: String,
    /// Whether the bot can write there outside threads: a forum takes none.
    pub(crate) writable: bool,
    /// Where moderators decide.
    pub(crate) desk: Option<String>,
    /// Whether the operator lets moderators decide in this server.
    pub(crate) may_moderate: bool,
    /// The language, by its code.
    pub(crate) lang: Option<String>,
    /// Whether needs say where they come from; none where nothing was chosen about it.
    #[serde(default)]
    pub(crate) origin: Option<bool>,
    /// What the bot may not do in the rooms that were named.
    pub(crate) limits: Vec<Limits>,
}

/// What the bot may not do in a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Limits {
    /// The room.
    pub(crate) room: String,
    /// What it lacks.
    pub(crate) missing: Vec<Right>,
}

/// Something that the bot must be allowed to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Right {
    /// See the room.
    See,
    /// Write in the room.
    Write,
    /// Write in threads.
    WriteInThreads,
    /// Make threads.
    MakeThreads,
    /// Read what stands there.
    ReadBack,
    /// Open locked threads, where that is wanted.
    LookAfterThreads,
}

impl Right {
    /// Every right that is looked for.
    pub(crate) const ALL: [Self; 6] = [
        Self::See,
        Self::Write,
        Self::WriteInThreads,
        Self::MakeThreads,
        Self::ReadBack,
        Self::LookAfterThreads,
    ];
}

//! What can be pressed under a message. Its name holds all that is needed to act on it, so that a
//! button works after any restart.

use hearback_wire::reference::NeedRef;
use hearback_wire::vocabulary::Verdict;
use serde::{Deserialize, Serialize};

use super::asked::About;
use crate::mine::Released;

/// A button or a list. `seen` is the head of the hash of the words above it: whoever presses says yes
/// to those words and to no others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Control {
    /// Opens the form.
    Say,
    /// The words may go.
    Send { thread: String, seen: String },
    /// All the coarser words that are offered are to be used.
    Wider { thread: String, seen: String },
    /// Opens the form with the words.
    Edit { thread: String },
    /// A list of topics.
    Topic { thread: String },
    /// Nothing is to be sent.
    Cancel { thread: String },
    /// A voice for a need that is there, instead.
    Same { thread: String, reference: NeedRef },
    /// None of the needs that are there is the same.
    Different { thread: String },
    /// Shows the words that wait.
    Open { thread: String },
    /// Opens the form with the words that did not fit.
    Again,
    /// Not to be mentioned in this thread.
    QuietHere { thread: String },
    /// Whether to be mentioned anywhere.
    Quiet { quiet: bool },
    /// Whoever presses is forgotten.
    Erase { released: Released },
    /// A voice for a need.
    Voice { reference: NeedRef },
    /// Whether an answer meets the need.
    Judge { verdict: Verdict, about: About },
    /// Shows what only the person of the thread may read.
    Read,
    /// Shows what a thread asks of its person.
    Question { thread: String },
    /// Opens the form for an answer.
    Answer { about: About },
    /// Opens the form for an appeal.
    Appeal { thread: String },
    /// Whether a moderator's words are right.
    Agree {
        thread: String,
        seen: String,
        yes: bool,
    },
    /// The answer may go.
    SendReply { thread: String, seen: String },
    /// The answer is not to go.
    DropReply { thread: String },
    /// A moderator would let a need leave.
    Approve { reference: NeedRef, seen: String },
    /// A moderator lets it leave.
    Approved { reference: NeedRef, seen: String },
    /// A moderator lets it leave for connected organisations only.
    Named { reference: NeedRef, seen: String },
    /// Opens the form for the need that asks for the same.
    Merge { reference: NeedRef, seen: String },
    /// A moderator takes back that it may leave.
    Undo { reference: NeedRef, seen: String },
    /// A moderator lets it leave with fewer others.
    Alone { reference: NeedRef, seen: String },
    /// Opens the form for other words.
    Rewrite { reference: NeedRef, seen: String },
    /// Opens the form for a question to the person.
    AskPerson { reference: NeedRef, seen: String },
    /// Shows the reasons to decline.
    Decline { reference: NeedRef, seen: String },
    /// A list of reasons; choosing one opens the form for words.
    Reasons { reference: NeedRef, seen: String },
    /// Tries again what the platform's own filter stopped.
    Retry { post: String },
}

impl Control {
    /// Whether it is a list, and not a button.
    pub(crate) const fn is_list(&self) -> bool {
        matches!(self, Self::Topic { .. } | Self::Reasons { .. })
    }

    /// The name by which the platform knows it; at most 100 characters.
    pub(crate) fn name(&self) -> String {
        let parts: Vec<String> = match self {
            Self::Say => vec!["say".into()],
            Self::Send { thread, seen } => vec!["send".into(), thread.clone(), seen.clone()],
            Self::Wider { thread, seen } => vec!["wider".into(), thread.clone(), seen.clone()],
            Self::Edit { thread } => vec!["edit".into(), thread.clone()],
            Self::Topic { thread } => vec!["topic".into(), thread.clone()],
            Self::Cancel { thread } => vec!["cancel".into(), thread.clone()],
            Self::Same { thread, reference } => {
                vec!["same".into(), thread.clone(), reference.to_string()]
            }
            Self::Different { thread } => vec!["different".into(), thread.clone()],
            Self::Open { thread } => vec!["open".into(), thread.clone()],
            Self::Again => vec!["again".into()],
            Self::QuietHere { thread } => vec!["quiet-here".into(), thread.clone()],
            Self::Quiet { quiet } => vec!["quiet".into(), flag(*quiet)],
            Self::Erase { released } => {
                vec!["erase".into(), flag(*released == Released::TakenBack)]
            }
            Self::Voice { reference } => vec!["voice".into(), reference.to_string()],
            Self::Judge { verdict, about } => {
                vec!["judge".into(), verdict.code().into(), about.name()]
            }
            Self::Question { thread } => vec!["question".into(), thread.clone()],
            Self::Read => vec!["read".into()],
            Self::Answer { about } => vec!["answer".into(), about.name()],
            Self::Appeal { thread } => vec!["appeal".into(), thread.clone()],
            Self::Agree { thread, seen, yes } => {
                vec!["agree".into(), thread.clone(), seen.clone(), flag(*yes)]
            }
            Self::SendReply { thread, seen } => {
                vec!["reply".into(), thread.clone(), seen.clone()]
            }
            Self::DropReply { thread } => vec!["no-reply".into(), thread.clone()],
            Self::Approve { reference, seen } => card("approve", *reference, seen),
            Self::Approved { reference, seen } => card("approved", *reference, seen),
            Self::Named { reference, seen } => card("named", *reference, seen),
            Self::Merge { reference, seen } => card("merge", *reference, seen),
            Self::Undo { reference, seen } => card("undo", *reference, seen),
            Self::Alone { reference, seen } => card("alone", *reference, seen),
            Self::Rewrite { reference, seen } => card("rewrite", *reference, seen),
            Self::AskPerson { reference, seen } => card("ask", *reference, seen),
            Self::Decline { reference, seen } => card("decline", *reference, seen),
            Self::Reasons { reference, seen } => card("reasons", *reference, seen),
            Self::Retry { post } => vec!["retry".into(), post.clone()],
        };
        parts.join(":")
    }

    /// Reads a name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        let parts: Vec<&str> = name.split(':').collect();
        let own = |text: &str| text.to_owned();
        Some(match *parts.as_slice() {
            ["say"] => Self::Say,
            ["again"] => Self::Again,
            ["read"] => Self::Read,
            ["quiet", quiet] => Self::Quiet { quiet: is(quiet)? },
            ["erase", taken_back] => Self::Erase {
                released: if is(taken_back)? {
                    Released::TakenBack
                } else {
                    Released::Stay
                },
            },
            ["voice", reference] => Self::Voice {
                reference: reference.parse().ok()?,
            },
            ["judge", verdict, about] => Self::Judge {
                verdict: verdict.parse().ok()?,
                about: About::of(about)?,
            },
            ["answer", about] => Self::Answer {
                about: About::of(about)?,
            },
            ["retry", post] => Self::Retry { post: own(post) },
            ["send", thread, seen] => Self::Send {
                thread: own(thread),
                seen: own(seen),
            },
            ["wider", thread, seen] => Self::Wider {
                thread: own(thread),
                seen: own(seen),
            },
            ["reply", thread, seen] => Self::SendReply {
                thread: own(thread),
                seen: own(seen),
            },
            ["same", thread, reference] => Self::Same {
                thread: own(thread),
                reference: reference.parse().ok()?,
            },
            ["agree", thread, seen, yes] => Self::Agree {
                thread: own(thread),
                seen: own(seen),
                yes: is(yes)?,
            },
            [verb, thread] => of_thread(verb, own(thread))?,
            [verb, reference, seen] => of_card(verb, reference.parse().ok()?, own(seen))?,
            _ => return None,
        })
    }
}

fn of_thread(verb: &str, thread: String) -> Option<Control> {
    Some(match verb {
        "edit" => Control::Edit { thread },
        "topic" => Control::Topic { thread },
        "cancel" => Control::Cancel { thread },
        "different" => Control::Different { thread },
        "open" => Control::Open { thread },
        "question" => Control::Question { thread },
        "quiet-here" => Control::QuietHere { thread },
        "appeal" => Control::Appeal { thread },
        "no-reply" => Control::DropReply { thread },
        _ => return None,
    })
}

impl Control {
    /// The thread that it acts on, where it names one.
    pub(super) fn thread(&self) -> Option<&str> {
        match self {
            Self::Send { thread, .. }
            | Self::Wider { thread, .. }
            | Self::Edit { thread }
            | Self::Topic { thread }
            | Self::Cancel { thread }
            | Self::Same { thread, .. }
            | Self::Different { thread }
            | Self::Open { thread }
            | Self::Question { thread }
            | Self::QuietHere { thread }
            | Self::Appeal { thread }
            | Self::Agree { thread, .. }
            | Self::SendReply { thread, .. }
            | Self::DropReply { thread } => Some(thread),
            _ => None,
        }
    }
}

impl About {
    /// As a part of a name.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Thread(id) => format!("t{id}"),
            Self::Message(id) => format!("m{id}"),
        }
    }

    /// Reads a part of a name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        let id = |prefix| name.strip_prefix(prefix).map(str::to_owned);
        id('t').map(Self::Thread).or(id('m').map(Self::Message))
    }
}

fn card(verb: &str, reference: NeedRef, seen: &str) -> Vec<String> {
    vec![verb.to_owned(), reference.to_string(), seen.to_owned()]
}

fn of_card(verb: &str, reference: NeedRef, seen: String) -> Option<Control> {
    Some(match verb {
        "approve" => Control::Approve { reference, seen },
        "approved" => Control::Approved { reference, seen },
        "named" => Control::Named { reference, seen },
        "merge" => Control::Merge { reference, seen },
        "undo" => Control::Undo { reference, seen },
        "alone" => Control::Alone { reference, seen },
        "rewrite" => Control::Rewrite { reference, seen },
        "ask" => Control::AskPerson { reference, seen },
        "decline" => Control::Decline { reference, seen },
        "reasons" => Control::Reasons { reference, seen },
        _ => return None,
    })
}

fn flag(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}

fn is(flag: &str) -> Option<bool> {
    match flag {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// The head of a hash, long enough that nobody meets it by chance, and short enough for a name.
pub(in crate::chat) fn head(hash: &str) -> String {
    hash.chars().take(24).collect()
}

#[cfg(test)]
mod tests;

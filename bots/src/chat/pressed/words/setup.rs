//! What admins are told, in English, and the few lines that everybody reads.

use crate::chat::pressed::asked::{Limits, Right};
use crate::chat::pressed::marks::room;
use crate::tongue::{Tongue, say};
use crate::vault::chat::Server;

/// Nobody set the server up.
pub(in crate::chat::pressed) fn not_set_up(t: Tongue) -> String {
    say!(t, "press-not-set-up")
}

/// The operator does not serve this server.
pub(crate) fn not_served(t: Tongue) -> String {
    say!(t, "press-not-served")
}

/// Only an admin may do that.
pub(in crate::chat::pressed) fn admins_only() -> String {
    "Only somebody who may manage this server can do that.".to_owned()
}

/// The moderators' room is in one server.
pub(in crate::chat::pressed) fn no_desk_here() -> String {
    "Needs cannot be decided in this server, so it has no moderators’ channel. Whoever runs me chooses \
     that server with moderators_server under [discord]. Nothing was changed."
        .to_owned()
}

/// One room for two things.
pub(in crate::chat::pressed) fn two_rooms() -> String {
    "The moderators’ channel must be another one, which only moderators can see. Nothing was changed."
        .to_owned()
}

/// The message at the head of the room.
pub(in crate::chat::pressed) fn panel(t: Tongue) -> String {
    say!(t, "press-panel")
}

/// What was chosen, and what is missing for it.
pub(in crate::chat::pressed) fn set_up(
    server: &Server,
    more: Vec<String>,
    limits: &[Limits],
) -> String {
    let mut lines = vec!["I am set up.".to_owned()];
    lines.extend(rooms(server));
    lines.extend(more);
    lines.extend(limits.iter().flat_map(lacks));
    lines.join("\n")
}

/// What an admin wanted to know.
pub(in crate::chat::pressed) fn checked(server: Option<&Server>, limits: &Limits) -> String {
    let mut lines: Vec<String> = match server {
        Some(server) => rooms(server),
        None => vec![not_set_up(Tongue::English)],
    };
    let lacking = lacks(limits);
    if lacking.is_empty() {
        lines.push(format!(
            "In {} I may do all that I need.",
            room(&limits.room)
        ));
    }
    lines.extend(lacking);
    lines.join("\n")
}

fn rooms(server: &Server) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(address) = &server.room {
        lines.push(format!("People find me in {}.", room(address)));
    }
    lines.push(match &server.desk {
        Some(address) => format!("Moderators decide in {}.", room(address)),
        None => "There is no moderators’ channel here.".to_owned(),
    });
    lines
}

fn lacks(limits: &Limits) -> Vec<String> {
    let place = room(&limits.room);
    limits
        .missing
        .iter()
        .map(|right| lack(*right, &place))
        .collect()
}

fn lack(right: Right, place: &str) -> String {
    let (what, name) = match right {
        Right::See => ("I cannot see", "View Channel"),
        Right::Write => ("I cannot write in", "Send Messages"),
        Right::WriteInThreads => (
            "I cannot write in the threads of",
            "Send Messages in Threads",
        ),
        Right::MakeThreads => (
            "I cannot make threads, so answers come as replies, in",
            "Create Public Threads",
        ),
        Right::ReadBack => (
            "I cannot look up whether a message of mine is there, in",
            "Read Message History",
        ),
        Right::LookAfterThreads => ("I cannot write in locked threads of", "Manage Threads"),
    };
    format!("⚠ {what} {place}. Please give me “{name}” there.")
}

//! What moderators are told.

use hearback_wire::reference::NeedRef;

use crate::chat::pressed::marks::room;

/// Only moderators decide.
pub(in crate::chat::pressed) fn moderators_only() -> String {
    "Thank you, but only moderators can decide: those who may manage messages in this channel. An \
     admin of the server can make you one."
        .to_owned()
}

/// Decisions belong to one room.
pub(in crate::chat::pressed) fn not_the_desk() -> String {
    "Needs are decided in the moderators’ channel. An admin of its server chooses it with /hearback \
     setup"
        .to_owned()
}

/// Before a need leaves, with what whoever lets it leave answers for.
pub(in crate::chat::pressed) fn confirm(reference: NeedRef, conditions: &[String]) -> String {
    let asked = format!(
        "When {reference} has left, statistics producers and the public can read its words, and nobody \
         can call them back. Are these words right, and do they point at nobody?"
    );
    let lines = conditions.iter().cloned();
    lines.chain([asked]).collect::<Vec<_>>().join("\n")
}

/// Before a need is declined.
pub(in crate::chat::pressed) fn choose_reason(reference: NeedRef) -> String {
    format!("Why is {reference} not for you? The person reads the reason, and your words next.")
}

/// A decision was taken.
pub(crate) fn handed_on() -> String {
    "Done. The card shows it.".to_owned()
}

/// A filter of the server stopped a message of the bot.
pub(crate) fn blocked(reference: Option<NeedRef>, place: &str) -> String {
    let about = reference.map_or_else(String::new, |r| format!(" about {r}"));
    format!(
        "A filter of the server (AutoMod) stopped my message{about} in {}. The person waits for it. \
         Please look at the filter’s rules, allow my messages, and then press:",
        room(place)
    )
}

/// The message goes once more.
pub(in crate::chat::pressed) fn tried_again() -> String {
    "I am trying again now.".to_owned()
}

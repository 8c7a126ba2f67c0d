//! Signs inside what the bot says that a platform sets in its own way: a person, a room, and words that
//! must stand exactly as they are.
//!
//! The signs are private-use characters, which no text of a person, a moderator or a producer can hold:
//! `hearback_wire::text` refuses them. So nobody can write a mention into a message of the bot.

/// Begins a person's id.
pub(crate) const PERSON: char = '\u{E000}';
/// Begins a room's id.
pub(crate) const ROOM: char = '\u{E001}';
/// Begins words that stand as they are.
pub(crate) const BLOCK: char = '\u{E002}';
/// Ends each.
pub(crate) const END: char = '\u{E003}';

/// A person, by name where they can be seen.
pub(crate) fn person(id: &str) -> String {
    marked(PERSON, id)
}

/// A room or thread, as a link.
pub(crate) fn room(id: &str) -> String {
    marked(ROOM, id)
}

/// Words on their own, exactly as they would leave.
pub(crate) fn block(words: &str) -> String {
    marked(BLOCK, words)
}

/// Without signs, for words that were typed and not checked yet.
pub(crate) fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(*c, PERSON | ROOM | BLOCK | END))
        .collect()
}

fn marked(sign: char, inside: &str) -> String {
    format!("{sign}{}{END}", bare(inside))
}

//! The bodies of messages and forms. Pure.
//!
//! It must never let anybody's words mention, link or format: only the signs of `chat::marks` do.

use serde_json::{Value, json};

use crate::chat::{Control, Form, marks, pressed_words};
use crate::tongue::Tongue;
use crate::vault::chat::Sending;

/// Most characters of a message.
const MOST: usize = 2000;
/// Links show no preview.
const NO_EMBEDS: u64 = 1 << 2;
/// Only whoever pressed sees it.
pub(super) const ALONE: u64 = 1 << 6;
/// Nobody's phone rings.
const SILENT: u64 = 1 << 12;

/// The parts of a message, each short enough; what can be pressed stands under the last.
pub(super) fn parts(sending: &Sending, alone: bool) -> Vec<Value> {
    let names: Vec<String> = if alone {
        Vec::new()
    } else {
        let named = sending.mentions.iter();
        named.map(|id| marks::person(id)).collect()
    };
    let before = if names.is_empty() {
        String::new()
    } else {
        format!("{}\n", names.join(" "))
    };
    let texts = split(&format!("{before}{}", sending.text));
    let last = texts.len().saturating_sub(1);
    let flags = NO_EMBEDS | if sending.push { 0 } else { SILENT } | if alone { ALONE } else { 0 };
    let parts = texts.into_iter().enumerate().map(|(at, text)| {
        let users: &[String] = if at == 0 && !alone {
            &sending.mentions
        } else {
            &[]
        };
        let controls: &[Control] = if at == last { &sending.controls } else { &[] };
        json!({
            "content": text,
            "allowed_mentions": { "parse": [], "users": users, "replied_user": false },
            "flags": flags,
            "components": rows(sending.tongue, controls),
        })
    });
    parts.collect()
}

/// Other words in the place of those of a message: of a card, which is in English.
pub(super) fn redrawn(text: &str, controls: &[Control]) -> Value {
    json!({
        "content": split(text).into_iter().next().unwrap_or_default(),
        "allowed_mentions": { "parse": [] },
        "components": rows(Tongue::English, controls),
    })
}

/// A word to whoever pressed.
pub(super) fn note(text: &str) -> Value {
    json!({
        "content": split(text).into_iter().next().unwrap_or_default(),
        "allowed_mentions": { "parse": [] },
        "flags": ALONE,
        "components": [],
    })
}

/// With what keeps the platform from taking it twice.
pub(super) fn once(mut body: Value, id: &str, part: usize) -> Value {
    if let Some(body) = body.as_object_mut() {
        body.insert("nonce".to_owned(), nonce(id, part).into());
        body.insert("enforce_nonce".to_owned(), true.into());
    }
    body
}

/// At most 25 characters, the same for one part of one post for ever.
pub(super) fn nonce(id: &str, part: usize) -> String {
    let head: String = id.chars().take(22).collect();
    format!("{head}.{part}")
}

/// In answer to another message.
pub(super) fn replying(mut body: Value, message: &str, channel: &str) -> Value {
    if let Some(body) = body.as_object_mut() {
        let reference = json!({
            "message_id": message,
            "channel_id": channel,
            "fail_if_not_exists": true,
        });
        body.insert("message_reference".to_owned(), reference);
    }
    body
}

/// Buttons stand five in a row; a list has a row of its own.
fn rows(t: Tongue, controls: &[Control]) -> Vec<Value> {
    let is_list = |control: &&Control| control.is_list();
    let buttons: Vec<Value> = controls
        .iter()
        .filter(|control| !is_list(control))
        .map(|control| button(t, control))
        .collect();
    let rows = buttons
        .chunks(5)
        .map(|row| json!({ "type": 1, "components": row }));
    let lists = controls.iter().filter(is_list);
    let lists = lists.map(|control| json!({ "type": 1, "components": [list(t, control)] }));
    rows.chain(lists).collect()
}

fn button(t: Tongue, control: &Control) -> Value {
    let style = match control {
        Control::Say | Control::Send { .. } | Control::SendReply { .. } => 1,
        Control::Approve { .. } | Control::Approved { .. } => 3,
        Control::Decline { .. } | Control::Erase { .. } => 4,
        _ => 2,
    };
    json!({
        "type": 2,
        "style": style,
        "label": pressed_words::label(t, control),
        "custom_id": control.name(),
    })
}

fn list(t: Tongue, control: &Control) -> Value {
    let ways = pressed_words::ways(t, control).into_iter();
    let options: Vec<Value> = ways
        .map(|(code, label)| json!({ "value": code, "label": label }))
        .collect();
    json!({
        "type": 3,
        "custom_id": control.name(),
        "placeholder": pressed_words::note(t, control),
        "options": options,
    })
}

/// A form, with what stands in it already.
pub(super) fn form(t: Tongue, form: &Form, filled: &[String]) -> Value {
    let fields = form.fields(t).into_iter().enumerate().map(|(at, field)| {
        let before = filled.get(at).map(|words| words.trim()).unwrap_or_default();
        let value: String = before.chars().take(usize::from(field.most)).collect();
        let mut input = json!({
            "type": 4,
            "custom_id": field.name,
            "label": field.label,
            "style": 2,
            "required": field.required,
            "max_length": field.most,
        });
        if let Some(input) = input.as_object_mut() {
            if !value.is_empty() {
                input.insert("value".to_owned(), value.into());
            }
            if !field.example.is_empty() {
                input.insert("placeholder".to_owned(), field.example.into());
            }
        }
        json!({ "type": 1, "components": [input] })
    });
    json!({
        "custom_id": form.name(),
        "title": form.title(t),
        "components": fields.collect::<Vec<Value>>(),
    })
}

/// Sets a text, in parts that fit.
fn split(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for piece in pieces(text) {
        let Some(last) = parts.last_mut() else { break };
        let joined = last.chars().count() + 1 + piece.chars().count();
        if last.is_empty() {
            *last = piece;
        } else if joined <= MOST {
            *last = format!("{last}\n{piece}");
        } else {
            parts.push(piece);
        }
    }
    parts
}

/// Lines, and words in blocks, none too long for a message.
fn pieces(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let (mut line, mut rest) = (String::new(), text.chars());
    while let Some(c) = rest.next() {
        match c {
            '\n' => found.push(std::mem::take(&mut line)),
            marks::BLOCK => {
                let inside = until_end(&mut rest);
                found.extend(
                    short(&inside, MOST - 8)
                        .into_iter()
                        .map(|words| block(&words)),
                );
                // The line break that ends a block's own line.
                let mut ahead = rest.clone();
                if ahead.next() == Some('\n') {
                    rest = ahead;
                }
            }
            marks::PERSON => line.extend(["<@", &digits(&until_end(&mut rest)), ">"]),
            marks::ROOM => line.extend(["<#", &digits(&until_end(&mut rest)), ">"]),
            other => escape(other, &mut line),
        }
    }
    if !line.is_empty() || found.is_empty() {
        found.push(line);
    }
    found.iter().flat_map(|piece| short(piece, MOST)).collect()
}

fn until_end(rest: &mut std::str::Chars<'_>) -> String {
    rest.by_ref().take_while(|c| *c != marks::END).collect()
}

fn digits(id: &str) -> String {
    id.chars().filter(char::is_ascii_digit).collect()
}

/// Words between signs that switch every other sign off.
fn block(words: &str) -> String {
    format!("```\n{}\n```", words.replace("```", "'''"))
}

/// A long piece in several.
fn short(piece: &str, most: usize) -> Vec<String> {
    let signs: Vec<char> = piece.chars().collect();
    if signs.is_empty() {
        return vec![String::new()];
    }
    let parts = signs.chunks(most);
    parts.map(|part| part.iter().collect()).collect()
}

/// Every sign with a meaning of its own loses it.
fn escape(c: char, line: &mut String) {
    const SIGNS: &str = "\\*_~`|<>[]()#@";
    let at_head = line.is_empty() && matches!(c, '-' | '+' | '•');
    let address = c == '/' && line.ends_with(':') && !ends_like_a_link(line);
    if SIGNS.contains(c) || at_head || address {
        line.push('\\');
    }
    line.push(c);
}

/// Only an address after “More: ” is the producer's own link, which people are meant to follow.
fn ends_like_a_link(line: &str) -> bool {
    line == "More: https:"
}

#[cfg(test)]
mod tests;

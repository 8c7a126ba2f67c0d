//! From what Discord sends when somebody presses something to what is asked. Pure.
//!
//! It reads only what is needed, so that new fields of the platform cannot make it deaf: the library
//! that brings these may fail on them.

use std::collections::BTreeMap;

use hearback_wire::clock::Millis;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::rights;
use crate::chat::{ANSWERED_FOR, Control, Form, Private, Rank};

/// Something that somebody pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) id: String,
    /// Answers it, and nothing else. Personal.
    pub(super) token: String,
    pub(super) by: String,
    /// The server; none in a direct message, where no command is offered.
    pub(super) server: Option<String>,
    /// The room or thread.
    pub(super) channel: String,
    /// The room around the thread, or the room.
    pub(super) room: String,
    /// The thread, if it was pressed in one.
    pub(super) thread: Option<String>,
    /// Whether that thread is locked, so that only some may write there.
    pub(super) locked: bool,
    pub(super) rank: Rank,
    /// What the bot may do there.
    pub(super) may: u64,
    pub(super) what: What,
}

/// What was pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// A command, with the name of its part where it has parts, and its options.
    Command {
        name: String,
        part: Option<String>,
        options: BTreeMap<String, Chosen>,
        target: Option<Target>,
    },
    /// A button or a list. None is known by that name.
    Control {
        control: Option<Control>,
        chosen: Vec<String>,
        under: Under,
    },
    /// A form, with its answers. None is known by that name.
    Form {
        form: Option<Form>,
        answers: BTreeMap<String, String>,
    },
    /// Somebody types, and wants to be shown what fits.
    Typing { command: String, typed: String },
}

/// The value of an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chosen {
    pub(super) text: String,
    /// The kind of room, where a room was chosen.
    pub(super) room_kind: Option<u8>,
}

/// The message that a command is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) id: String,
    pub(super) author: String,
    pub(super) is_bot: bool,
    pub(super) text: String,
}

/// The message under which a control stood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Under {
    pub(super) id: String,
    pub(super) text: String,
    /// Whether only whoever pressed sees it.
    pub(super) alone: bool,
}

impl Call {
    /// How whoever pressed is answered.
    pub(super) fn way(&self, now: Millis) -> Private {
        Private {
            token: self.token.clone(),
            until: now.plus_seconds(ANSWERED_FOR),
            person: self.by.clone(),
            room: self.channel.clone(),
        }
    }
}

#[derive(Deserialize)]
struct Raw {
    id: String,
    token: String,
    #[serde(rename = "type")]
    kind: u8,
    guild_id: Option<String>,
    channel_id: Option<String>,
    channel: Option<Channel>,
    member: Option<Member>,
    user: Option<User>,
    app_permissions: Option<String>,
    data: Option<Data>,
    message: Option<Message>,
}

#[derive(Deserialize)]
struct Channel {
    #[serde(rename = "type")]
    kind: u8,
    parent_id: Option<String>,
    thread_metadata: Option<ThreadData>,
}

#[derive(Deserialize)]
struct ThreadData {
    #[serde(default, deserialize_with = "or_empty")]
    locked: bool,
}

#[derive(Deserialize)]
struct Member {
    user: User,
    permissions: Option<String>,
}

#[derive(Deserialize)]
struct User {
    id: String,
    #[serde(default, deserialize_with = "or_empty")]
    bot: bool,
}

#[derive(Deserialize)]
struct Message {
    id: String,
    #[serde(default, deserialize_with = "or_empty")]
    content: String,
    #[serde(default, deserialize_with = "or_empty")]
    flags: u64,
    author: Option<User>,
}

#[derive(Deserialize, Default)]
struct Data {
    name: Option<String>,
    #[serde(default, deserialize_with = "or_empty")]
    options: Vec<Opt>,
    target_id: Option<String>,
    #[serde(default, deserialize_with = "or_empty")]
    resolved: Resolved,
    custom_id: Option<String>,
    #[serde(default, deserialize_with = "or_empty")]
    values: Vec<String>,
    #[serde(default, deserialize_with = "or_empty")]
    components: Vec<Value>,
}

#[derive(Deserialize, Default)]
struct Resolved {
    #[serde(default, deserialize_with = "or_empty")]
    messages: BTreeMap<String, Message>,
    #[serde(default, deserialize_with = "or_empty")]
    channels: BTreeMap<String, Channel>,
}

#[derive(Deserialize)]
struct Opt {
    name: String,
    value: Option<Value>,
    #[serde(default, deserialize_with = "or_empty")]
    options: Vec<Opt>,
    #[serde(default, deserialize_with = "or_empty")]
    focused: bool,
}

/// What is missing and what is null are the same: the library writes one where the platform has the other.
fn or_empty<'de, D, T>(given: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::<T>::deserialize(given)?.unwrap_or_default())
}

/// A message that only whoever pressed sees.
const EPHEMERAL: u64 = 1 << 6;
/// The kinds of threads.
const THREADS: [u8; 3] = [10, 11, 12];

/// Reads what was pressed; none if not even its id and token are there.
pub(super) fn call(value: Value) -> Option<Call> {
    let raw: Raw = serde_json::from_value(value).ok()?;
    let data = raw.data.unwrap_or_default();
    let what = match raw.kind {
        2 => command(data),
        3 => control(data, raw.message),
        4 => typing(data)?,
        5 => form(&data),
        _ => return None,
    };
    let given = raw.member.as_ref().and_then(|m| m.permissions.as_deref());
    let rank = rights::rank(rights::bits(given));
    let by = raw.member.map(|member| member.user).or(raw.user)?.id;
    let channel = raw.channel_id?;
    let in_thread = raw.channel.as_ref().filter(|c| THREADS.contains(&c.kind));
    let parent = in_thread.and_then(|channel| channel.parent_id.clone());
    let data = in_thread.and_then(|channel| channel.thread_metadata.as_ref());
    Some(Call {
        id: raw.id,
        token: raw.token,
        by,
        server: raw.guild_id,
        room: parent.clone().unwrap_or_else(|| channel.clone()),
        thread: parent.is_some().then(|| channel.clone()),
        locked: data.is_some_and(|data| data.locked),
        channel,
        rank,
        may: rights::bits(raw.app_permissions.as_deref()),
        what,
    })
}

fn command(data: Data) -> What {
    let (part, options) = parts(data.options);
    let target = data.target_id.as_ref();
    let target = target.and_then(|id| target_of(data.resolved.messages, id));
    let rooms = data.resolved.channels;
    let options = options.into_iter().map(|option| {
        let text = text_of(option.value);
        let room_kind = rooms.get(&text).map(|room| room.kind);
        (option.name, Chosen { text, room_kind })
    });
    What::Command {
        name: data.name.unwrap_or_default(),
        part,
        options: options.collect(),
        target,
    }
}

fn target_of(mut messages: BTreeMap<String, Message>, id: &str) -> Option<Target> {
    let message = messages.remove(id)?;
    let author = message.author?;
    Some(Target {
        id: message.id,
        author: author.id,
        is_bot: author.bot,
        text: message.content,
    })
}

/// A command may have parts, of which one was used.
fn parts(mut options: Vec<Opt>) -> (Option<String>, Vec<Opt>) {
    match options.pop() {
        Some(part) if part.value.is_none() => (Some(part.name), part.options),
        Some(option) => {
            options.push(option);
            (None, options)
        }
        None => (None, options),
    }
}

fn text_of(value: Option<Value>) -> String {
    match value {
        Some(Value::String(text)) => text,
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    }
}

fn control(data: Data, message: Option<Message>) -> What {
    let under = message.map(|message| Under {
        id: message.id,
        text: message.content,
        alone: message.flags & EPHEMERAL != 0,
    });
    What::Control {
        control: data.custom_id.as_deref().and_then(Control::of),
        chosen: data.values,
        under: under.unwrap_or_default(),
    }
}

fn typing(data: Data) -> Option<What> {
    let (_, options) = parts(data.options);
    let option = options.into_iter().find(|option| option.focused)?;
    Some(What::Typing {
        command: data.name.unwrap_or_default(),
        typed: text_of(option.value),
    })
}

/// The answers of a form stand in rows or under labels, at whatever depth.
fn form(data: &Data) -> What {
    let mut answers = BTreeMap::new();
    for component in &data.components {
        collect(component, &mut answers);
    }
    What::Form {
        form: data.custom_id.as_deref().and_then(Form::of),
        answers,
    }
}

fn collect(component: &Value, answers: &mut BTreeMap<String, String>) {
    let text = |name| component.get(name).and_then(Value::as_str);
    if let (Some(name), Some(value)) = (text("custom_id"), text("value")) {
        answers.insert(name.to_owned(), value.to_owned());
    }
    let rows = component.get("components").and_then(Value::as_array);
    let inner = rows.into_iter().flatten();
    for component in inner.chain(component.get("component")) {
        collect(component, answers);
    }
}

/// The words that stand in blocks of a message of the bot, in order, as they were typed.
pub(super) fn blocks(message: &str) -> Vec<String> {
    let mut parts = message.split("```");
    let mut found = Vec::new();
    while let (Some(_), Some(inside)) = (parts.next(), parts.next()) {
        found.push(inside.trim_matches('\n').to_owned());
    }
    found
}

#[cfg(test)]
mod tests;

//! What people see: messages, buttons, menus and forms as plain values, read at one moment.

use std::fmt;

use serde_json::Value;

use super::id::Id;
use super::world::command::list;
use super::world::components::{self, text};
use super::world::message::LOADING;
use super::world::{self, modal};

/// A message as it was when it was looked at.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its id.
    pub id: Id,
    /// The channel or thread that it is in.
    pub channel: Id,
    /// Who wrote it.
    pub author: Id,
    /// The words.
    pub content: String,
    /// What it said before it was changed, oldest first.
    pub was: Vec<String>,
    /// Embeds as they were sent.
    pub embeds: Vec<Value>,
    /// Rows of components as they were sent, numbered.
    pub components: Vec<Value>,
    /// Discord's bits.
    pub flags: u64,
    /// The only person who sees it.
    pub only_for: Option<Id>,
    /// The message of the same channel that it replies to.
    pub replies_to: Option<Id>,
    /// The interaction that it answers.
    pub interaction: Option<Id>,
    /// People whose device rang by name or as the author of the message replied to.
    pub pinged: Vec<Id>,
    /// Roles whose members' devices rang.
    pub pinged_roles: Vec<Id>,
    /// Whether everybody's device rang.
    pub pinged_everyone: bool,
    /// The bot's mark on it.
    pub nonce: Option<String>,
    /// Whether it is pinned.
    pub pinned: bool,
    /// When it was sent, in the fake's time.
    pub sent_ms: i64,
}

/// A button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// What a press sends. Empty for a link.
    pub custom_id: String,
    /// The words on it.
    pub label: String,
    /// 1 blue, 2 grey, 3 green, 4 red, 5 a link.
    pub style: u64,
    /// It cannot be pressed.
    pub disabled: bool,
    /// Where a link goes.
    pub url: Option<String>,
}

/// A menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Menu {
    /// What a choice sends.
    pub custom_id: String,
    /// The words on it before anything is chosen.
    pub placeholder: String,
    /// Label and value of each option.
    pub options: Vec<(String, String)>,
    /// Values that are chosen when it is shown.
    pub chosen: Vec<String>,
}

/// A form that was shown to somebody.
#[derive(Clone, Debug)]
pub struct Form {
    /// What sending it sends.
    pub custom_id: String,
    /// Its title.
    pub title: String,
    /// Its fields, in order.
    pub fields: Vec<Field>,
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its mark.
    pub custom_id: String,
    /// The question.
    pub label: String,
    /// The words in it before anything is written.
    pub value: String,
    /// The grey words in an empty field.
    pub placeholder: String,
    /// It must be filled in.
    pub required: bool,
    /// It has more than one line.
    pub paragraph: bool,
}

impl Message {
    pub(super) fn of(message: &world::Message) -> Self {
        Self {
            id: message.id,
            channel: message.channel,
            author: message.author,
            content: message.content.clone(),
            was: message.was.clone(),
            embeds: message.embeds.clone(),
            components: message.components.clone(),
            flags: message.flags,
            only_for: message.only_for,
            replies_to: message.replies_to.map(|(_, id)| id),
            interaction: message.interaction,
            pinged: message.pinged.clone(),
            pinged_roles: message.pinged_roles.clone(),
            pinged_everyone: message.pinged_everyone,
            nonce: message.nonce.as_ref().map(written),
            pinned: message.pinned,
            sent_ms: message.sent_ms,
        }
    }

    /// Whether the bot is still thinking about it.
    pub fn is_loading(&self) -> bool {
        self.flags & LOADING != 0
    }

    /// All its buttons, in order.
    pub fn buttons(&self) -> Vec<Button> {
        let all = components::all(&self.components);
        all.filter(|part| components::sort(part) == 2)
            .map(Button::of)
            .collect()
    }

    /// The mark of the button with these words.
    pub fn button(&self, label: &str) -> Option<String> {
        let found = self
            .buttons()
            .into_iter()
            .find(|button| button.label == label);
        found.map(|button| button.custom_id)
    }

    /// All its menus of texts, in order.
    pub fn menus(&self) -> Vec<Menu> {
        let all = components::all(&self.components);
        all.filter(|part| components::sort(part) == 3)
            .map(Menu::of)
            .collect()
    }
}

impl Button {
    fn of(part: &Value) -> Self {
        Self {
            custom_id: word(part, "custom_id"),
            label: word(part, "label"),
            style: part.get("style").and_then(Value::as_u64).unwrap_or(0),
            disabled: flag(part, "disabled"),
            url: text(part, "url").map(str::to_owned),
        }
    }
}

impl Menu {
    fn of(part: &Value) -> Self {
        let options = list(part, "options");
        let chosen = options.iter().filter(|option| flag(option, "default"));
        Self {
            custom_id: word(part, "custom_id"),
            placeholder: word(part, "placeholder"),
            options: options
                .iter()
                .map(|one| (word(one, "label"), word(one, "value")))
                .collect(),
            chosen: chosen.map(|option| word(option, "value")).collect(),
        }
    }
}

impl Form {
    pub(super) fn of(form: &Value) -> Self {
        Self {
            custom_id: word(form, "custom_id"),
            title: word(form, "title"),
            fields: modal::inputs(form).map(Field::of).collect(),
        }
    }
}

impl Field {
    fn of(input: &Value) -> Self {
        Self {
            custom_id: word(input, "custom_id"),
            label: word(input, "label"),
            value: word(input, "value"),
            placeholder: word(input, "placeholder"),
            required: input
                .get("required")
                .and_then(Value::as_bool)
                .unwrap_or(true),
            paragraph: input.get("style").and_then(Value::as_u64) == Some(2),
        }
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.content.fmt(f)
    }
}

fn word(part: &Value, name: &str) -> String {
    text(part, name).unwrap_or_default().to_owned()
}

fn flag(part: &Value, name: &str) -> bool {
    part.get(name).and_then(Value::as_bool) == Some(true)
}

fn written(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

//! A typed command as a client builds it from the command's own description.

use serde_json::{Value, json};

use super::Unable;
use crate::discord::id::Id;
use crate::discord::world::command::list;
use crate::discord::world::components::{sort, text};
use crate::discord::world::wire::put;
use crate::discord::world::{Channel, Command, World};

/// What somebody typed.
pub(super) struct Typed<'a> {
    /// The command, and its parts after spaces.
    pub(super) name: &'a str,
    /// Options by name.
    pub(super) options: &'a [(&'a str, Value)],
    /// The option that is being typed, and its letters so far.
    pub(super) focused: Option<(&'a str, &'a str)>,
}

/// The command of that sort that the client shows somebody in a place.
pub(super) fn shown<'a>(
    world: &'a World,
    user: Id,
    place: &Channel,
    name: &str,
    kind: u64,
) -> Result<&'a Command, Unable> {
    let none = || Unable::Command(name.to_owned());
    let person = world.users.get(&user).ok_or_else(none)?;
    let here = |one: &&Command| one.guild.is_none() || one.guild == place.guild;
    let named = |one: &&Command| one.name() == name || one.name_for(person) == name;
    let mut all = world.commands.values().filter(|one| one.sort() == kind);
    let found = all.find(|one| here(one) && named(one)).ok_or_else(none)?;
    let bot_there = place
        .guild
        .is_none_or(|guild| world.bots_guild(guild).is_ok());
    if !bot_there || !found.shown_to(world.may(user, place)) || !fits_place(found, place) {
        return Err(none());
    }
    Ok(found)
}

/// Whether a command is for servers, or for conversations with the bot.
fn fits_place(command: &Command, place: &Channel) -> bool {
    let contexts = list(&command.body, "contexts");
    let here = u64::from(place.guild.is_none());
    contexts.is_empty() || contexts.iter().any(|one| one.as_u64() == Some(here))
}

/// What the client sends.
pub(super) fn typed(
    world: &World,
    user: Id,
    place: &Channel,
    typing: &Typed<'_>,
) -> Result<Value, Unable> {
    let mut names = typing.name.split_whitespace();
    let first = names.next().unwrap_or_default();
    let command = shown(world, user, place, first, 1)?;
    let mut data = json!({"id": command.id, "name": command.name(), "type": 1});
    let options = filled(&command.body, &names.collect::<Vec<_>>(), typing)?;
    if !options.is_empty() {
        put(&mut data, "options", json!(options));
    }
    if let Some(guild) = command.guild {
        put(&mut data, "guild_id", json!(guild));
    }
    Ok(data)
}

fn filled(level: &Value, names: &[&str], typing: &Typed<'_>) -> Result<Vec<Value>, Unable> {
    let Some((name, deeper)) = names.split_first() else {
        return leaves(level, typing);
    };
    let option = list(level, "options")
        .iter()
        .find(|one| text(one, "name") == Some(name));
    let option = option.filter(|one| matches!(sort(one), 1 | 2));
    let option = option.ok_or_else(|| Unable::Command(typing.name.to_owned()))?;
    let mut part = json!({"name": name, "type": sort(option)});
    put(&mut part, "options", json!(filled(option, deeper, typing)?));
    Ok(vec![part])
}

fn leaves(level: &Value, typing: &Typed<'_>) -> Result<Vec<Value>, Unable> {
    let known = list(level, "options");
    if known.iter().any(|one| matches!(sort(one), 1 | 2)) {
        return Err(Unable::Command(format!(
            "{} needs one of its parts",
            typing.name
        )));
    }
    let named = |name: &str| known.iter().find(|one| text(one, "name") == Some(name));
    let typed = typing.options.iter().map(|(name, _)| *name);
    for name in typed.chain(typing.focused.map(|(name, _)| name)) {
        named(name).ok_or_else(|| Unable::Command(format!("no option `{name}`")))?;
    }
    known
        .iter()
        .filter_map(|option| leaf(option, typing).transpose())
        .collect()
}

fn leaf(option: &Value, typing: &Typed<'_>) -> Result<Option<Value>, Unable> {
    let name = text(option, "name").unwrap_or_default();
    let kind = sort(option);
    if let Some((_, letters)) = typing.focused.filter(|(focused, _)| *focused == name) {
        if option.get("autocomplete").and_then(Value::as_bool) != Some(true) {
            return Err(Unable::Command(format!("`{name}` completes nothing")));
        }
        let leaf = json!({"name": name, "type": kind, "value": letters, "focused": true});
        return Ok(Some(leaf));
    }
    let value = typing
        .options
        .iter()
        .find(|(one, _)| *one == name)
        .map(|(_, value)| value);
    let required = option.get("required").and_then(Value::as_bool) == Some(true);
    match value {
        // While letters are typed, the rest may still be missing.
        None if required && typing.focused.is_none() => {
            Err(Unable::Command(format!("`{name}` must be filled in")))
        }
        None => Ok(None),
        Some(value) => {
            takes(option, name, value)?;
            Ok(Some(json!({"name": name, "type": kind, "value": value})))
        }
    }
}

/// The client holds people to choices, and to the lengths that an option names.
fn takes(option: &Value, name: &str, value: &Value) -> Result<(), Unable> {
    let choices = list(option, "choices");
    let among = choices.is_empty() || choices.iter().any(|one| one.get("value") == Some(value));
    let long = value.as_str().map_or(0, |words| words.chars().count());
    let bound = |name| option.get(name).and_then(Value::as_u64);
    let most = bound("max_length").map_or(6_000, |most| usize::try_from(most).unwrap_or(6_000));
    let least = bound("min_length").map_or(0, |least| usize::try_from(least).unwrap_or(0));
    let measured = value.is_string();
    if among && (!measured || (least..=most).contains(&long)) {
        return Ok(());
    }
    Err(Unable::Command(format!("`{name}` does not take {value}")))
}

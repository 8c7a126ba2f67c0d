//! The application's commands: registering them, what Discord accepts, and finding the one that
//! somebody types.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::discord::id::Id;
use crate::discord::refusal::Refusal;
use crate::discord::rules::Permissions;

use super::components::text;
use super::wire::put;
use super::{User, World};

const CHAT: u64 = 1;
/// How many commands of a sort there may be: typed ones, and those in the menu of a person or message.
const MOST_CHAT: usize = 100;
const MOST_MENU: usize = 15;
/// Names, descriptions and values of one command together.
const MOST_CHARACTERS: usize = 8_000;
/// The sorts of options that hold options.
const SUBCOMMANDS: [u64; 2] = [1, 2];

/// A command.
#[derive(Clone, Debug)]
pub(in crate::discord) struct Command {
    pub(in crate::discord) id: Id,
    /// The only server that has it.
    pub(in crate::discord) guild: Option<Id>,
    /// As Discord shows it to the application.
    pub(in crate::discord) body: Value,
}

impl Command {
    pub(in crate::discord) fn name(&self) -> &str {
        text(&self.body, "name").unwrap_or_default()
    }

    /// Discord's number for the sort: 1 typed, 2 on a person, 3 on a message.
    pub(in crate::discord) fn sort(&self) -> u64 {
        sort(&self.body)
    }

    /// What a member needs to see it at all. None for everybody.
    fn needs(&self) -> Option<Permissions> {
        let bits = text(&self.body, "default_member_permissions")?
            .parse()
            .ok()?;
        // "0" is for administrators.
        Some(if bits == 0 {
            Permissions::ADMINISTRATOR
        } else {
            Permissions(bits)
        })
    }

    /// Whether somebody with these permissions sees it.
    pub(in crate::discord) fn shown_to(&self, may: Permissions) -> bool {
        let uses = may.allows(Permissions::USE_APPLICATION_COMMANDS);
        let needs = self.needs().unwrap_or(Permissions::NONE);
        may.allows(Permissions::ADMINISTRATOR) || (uses && may.allows(needs))
    }

    /// The name that somebody with this language sees.
    pub(in crate::discord) fn name_for(&self, user: &User) -> &str {
        let names = self.body.get("name_localizations");
        let own = names.and_then(|names| text(names, &user.locale));
        own.unwrap_or_else(|| self.name())
    }
}

impl World {
    /// Puts these commands in the place of all that were there.
    pub(in crate::discord) fn set_commands(
        &mut self,
        guild: Option<Id>,
        bodies: &[Value],
    ) -> Result<Vec<Value>, Refusal> {
        check_all(bodies)?;
        let mut set = Vec::new();
        for body in bodies {
            let known = self.commands.values().find(|one| {
                let same = Some(one.name()) == text(body, "name") && one.sort() == sort(body);
                one.guild == guild && same
            });
            let known = known.map(|one| one.id);
            let command = self.command(guild, known, body);
            set.push(command);
        }
        self.commands.retain(|_, one| one.guild != guild);
        let shown = set.iter().map(|one| one.body.clone()).collect();
        self.commands
            .extend(set.into_iter().map(|one| (one.id, one)));
        Ok(shown)
    }

    /// Adds one command, in the place of the one with its name.
    pub(in crate::discord) fn add_command(
        &mut self,
        guild: Option<Id>,
        body: &Value,
    ) -> Result<Value, Refusal> {
        let others = self.commands.values().filter(|one| one.guild == guild);
        let differs =
            |one: &&Command| Some(one.name()) != text(body, "name") || one.sort() != sort(body);
        let mut all: Vec<Value> = others.filter(differs).map(|one| one.body.clone()).collect();
        all.push(body.clone());
        let shown = self.set_commands(guild, &all)?;
        shown
            .into_iter()
            .next_back()
            .ok_or_else(Refusal::unknown_command)
    }

    pub(in crate::discord) fn commands_of(&self, guild: Option<Id>) -> Vec<Value> {
        let own = self.commands.values().filter(|one| one.guild == guild);
        own.map(|one| one.body.clone()).collect()
    }

    fn command(&mut self, guild: Option<Id>, known: Option<Id>, body: &Value) -> Command {
        let version = self.mint();
        let id = known.unwrap_or(version);
        let mut shown = body.clone();
        let needs = body
            .get("default_member_permissions")
            .filter(|needs| !needs.is_null());
        let needs = needs.map(|needs| {
            needs
                .as_str()
                .map_or_else(|| needs.to_string(), str::to_owned)
        });
        for (name, value) in [
            ("id", json!(id)),
            ("application_id", json!(self.application)),
            ("version", json!(version)),
            ("type", json!(sort(body))),
            (
                "description",
                json!(text(body, "description").unwrap_or_default()),
            ),
            ("default_member_permissions", json!(needs)),
            ("nsfw", json!(false)),
        ] {
            put(&mut shown, name, value);
        }
        if let Some(guild) = guild {
            put(&mut shown, "guild_id", json!(guild));
        }
        Command {
            id,
            guild,
            body: shown,
        }
    }
}

fn sort(body: &Value) -> u64 {
    body.get("type").and_then(Value::as_u64).unwrap_or(CHAT)
}

fn check_all(bodies: &[Value]) -> Result<(), Refusal> {
    let mut names = BTreeSet::new();
    for (at, body) in bodies.iter().enumerate() {
        let path = at.to_string();
        check(body, &path)?;
        if !names.insert((sort(body), text(body, "name"))) {
            let words = "Application command names must be unique";
            return Err(bad(&path, "APPLICATION_COMMANDS_DUPLICATE_NAME", words));
        }
    }
    for (kind, most) in [(CHAT, MOST_CHAT), (2, MOST_MENU), (3, MOST_MENU)] {
        if bodies.iter().filter(|body| sort(body) == kind).count() > most {
            let words = format!("Maximum number of application commands reached ({most})");
            return Err(bad("", "APPLICATION_COMMAND_TOO_MANY", &words));
        }
    }
    Ok(())
}

fn check(body: &Value, path: &str) -> Result<(), Refusal> {
    let words = text(body, "description").unwrap_or_default();
    if sort(body) != CHAT {
        let long = text(body, "name").unwrap_or_default().chars().count();
        if !(1..=32).contains(&long) || !words.is_empty() {
            let words = "A command of a menu has a name of 1 to 32 characters and no description.";
            return Err(bad(path, "BASE_TYPE_BAD_LENGTH", words));
        }
        return Ok(());
    }
    check_named(body, path)?;
    check_options(body, path, 0)?;
    if characters(body) > MOST_CHARACTERS {
        let words = "Command exceeds maximum size (8000)";
        return Err(bad(path, "APPLICATION_COMMAND_TOO_LARGE", words));
    }
    Ok(())
}

/// A name is in small letters, and there is a description, in every language.
fn check_named(body: &Value, path: &str) -> Result<(), Refusal> {
    for name in in_all_languages(body, "name") {
        if !is_name(name) {
            let path = format!("{path}/name");
            return Err(bad(
                &path,
                "APPLICATION_COMMAND_INVALID_NAME",
                "Command name is invalid",
            ));
        }
    }
    for words in in_all_languages(body, "description") {
        if !(1..=100).contains(&words.chars().count()) {
            let path = format!("{path}/description");
            return Err(bad(
                &path,
                "BASE_TYPE_BAD_LENGTH",
                "Must be between 1 and 100 in length.",
            ));
        }
    }
    Ok(())
}

fn is_name(name: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '\'');
    (1..=32).contains(&name.chars().count())
        && name.chars().all(fits)
        && name.to_lowercase() == name
}

fn in_all_languages<'a>(body: &'a Value, name: &str) -> Vec<&'a str> {
    let others = body
        .get(format!("{name}_localizations"))
        .and_then(Value::as_object);
    let others = others.into_iter().flat_map(|names| names.values());
    let own = text(body, name).unwrap_or_default();
    std::iter::once(own)
        .chain(others.filter_map(Value::as_str))
        .collect()
}

fn check_options(body: &Value, path: &str, depth: usize) -> Result<(), Refusal> {
    let options = list(body, "options");
    if options.len() > 25 || depth > 2 {
        let path = format!("{path}/options");
        return Err(bad(
            &path,
            "BASE_TYPE_BAD_LENGTH",
            "Must be 25 or fewer in length.",
        ));
    }
    let mut optional = false;
    let mut names = BTreeSet::new();
    for (at, option) in options.iter().enumerate() {
        let path = format!("{path}/options/{at}");
        check_named(option, &path)?;
        check_choices(option, &path)?;
        check_options(option, &path, depth + 1)?;
        let required = option.get("required").and_then(Value::as_bool) == Some(true);
        if !names.insert(text(option, "name")) || (required && optional) {
            let words =
                "Required options must be placed before non-required options, and no name twice";
            return Err(bad(
                &path,
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                words,
            ));
        }
        optional |= !required && !SUBCOMMANDS.contains(&sort(option));
    }
    Ok(())
}

fn check_choices(option: &Value, path: &str) -> Result<(), Refusal> {
    let choices = list(option, "choices");
    let completes = option.get("autocomplete").and_then(Value::as_bool) == Some(true);
    if choices.len() > 25 || (completes && !choices.is_empty()) {
        let path = format!("{path}/choices");
        let words = "At most 25 choices, and none beside autocomplete.";
        return Err(bad(
            &path,
            "APPLICATION_COMMAND_OPTION_CHOICES_INVALID",
            words,
        ));
    }
    Ok(())
}

/// The length of all that counts, each text in its longest language.
fn characters(body: &Value) -> usize {
    let longest = |name: &str| {
        let texts = in_all_languages(body, name);
        texts
            .iter()
            .map(|text| text.chars().count())
            .max()
            .unwrap_or(0)
    };
    let value = text(body, "value").map_or(0, |value| value.chars().count());
    let inside = ["options", "choices"].map(|name| list(body, name).iter().map(characters).sum());
    longest("name") + longest("description") + value + inside.iter().sum::<usize>()
}

pub(in crate::discord) fn list<'a>(body: &'a Value, name: &str) -> &'a [Value] {
    let list = body.get(name).and_then(Value::as_array);
    list.map_or(&[], Vec::as_slice)
}

fn bad(path: &str, code: &str, words: &str) -> Refusal {
    Refusal::form(path, code, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(name: &str) -> Value {
        json!({"name": name, "description": "Say what you need"})
    }

    #[test]
    fn what_discord_refuses_is_refused() {
        let mut both = command("need");
        both["options"] = json!([{"type": 3, "name": "what", "description": "x",
            "autocomplete": true, "choices": [{"name": "a", "value": "a"}]}]);
        let mut order = command("need");
        order["options"] = json!([{"type": 3, "name": "a", "description": "x"},
            {"type": 3, "name": "b", "description": "x", "required": true}]);
        let mut large = command("need");
        let option = |at| {
            json!({"type": 3, "name": format!("o{at}"), "description": "x".repeat(100),
                "choices": (0..25).map(|n| json!({"name": format!("{n}"), "value": "y".repeat(20)}))
                    .collect::<Vec<_>>()})
        };
        large["options"] = (0..20).map(option).collect();
        let mut named = command("need");
        named["name_localizations"] = json!({"fr": "Besoin"});
        for bad in [
            vec![command("Need")],
            vec![command("a need")],
            vec![command("")],
            vec![json!({"name": "need", "description": ""})],
            vec![json!({"name": "Turn", "type": 3, "description": "x"})],
            vec![command("need"), command("need")],
            vec![both],
            vec![order],
            vec![large],
            vec![named],
            (0..101).map(|at| command(&format!("c{at}"))).collect(),
        ] {
            assert_eq!(check_all(&bad).unwrap_err().code, 50035, "{bad:?}");
        }
        check_all(&[
            command("need"),
            json!({"name": "Turn into a need", "type": 3}),
        ])
        .unwrap();
    }

    #[test]
    fn a_command_without_permissions_is_for_administrators() {
        let body = json!({"name": "x", "default_member_permissions": "0"});
        let command = Command {
            id: Id::from(1),
            guild: None,
            body,
        };
        assert!(!command.shown_to(Permissions::everyone()));
        assert!(command.shown_to(Permissions::ADMINISTRATOR));
    }
}

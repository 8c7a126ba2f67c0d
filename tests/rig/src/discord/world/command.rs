//! The application's commands: registering them, and who is shown which.

use serde_json::{Value, json};

use crate::discord::id::Id;
use crate::discord::refusal::Refusal;
use crate::discord::rules::Permissions;

use super::accept::check_all;
use super::components::text;
use super::wire::put;
use super::{User, World};

/// A command that is typed.
pub(super) const CHAT: u64 = 1;
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
        shown.get_mut("options").map(tidy);
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

/// Options are shown without what they do not have.
fn tidy(options: &mut Value) {
    let empty = |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    for option in options.as_array_mut().into_iter().flatten() {
        if let Some(fields) = option.as_object_mut() {
            fields.retain(|_, value| !empty(value));
        }
        option.get_mut("options").map(tidy);
    }
}

pub(super) fn sort(body: &Value) -> u64 {
    body.get("type").and_then(Value::as_u64).unwrap_or(CHAT)
}

pub(in crate::discord) fn list<'a>(body: &'a Value, name: &str) -> &'a [Value] {
    let list = body.get(name).and_then(Value::as_array);
    list.map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

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

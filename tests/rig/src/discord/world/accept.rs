//! Which commands Discord accepts. Pure.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::discord::refusal::Refusal;

use super::command::{CHAT, list, sort};
use super::components::text;

/// How many commands of a sort there may be: typed ones, and those in the menu of a person or message.
const MOST_CHAT: usize = 100;
const MOST_MENU: usize = 15;
/// Names, descriptions and values of one command together.
const MOST_CHARACTERS: usize = 8_000;
/// The sorts of options that hold options.
const SUBCOMMANDS: [u64; 2] = [1, 2];

/// Checks all commands of an application that are registered together.
pub(super) fn check_all(bodies: &[Value]) -> Result<(), Refusal> {
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

fn bad(path: &str, code: &str, words: &str) -> Refusal {
    Refusal::form(path, code, words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

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
}

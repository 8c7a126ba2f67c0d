//! Which settings there are, so that a slip of the pen is found at the start and not at night.

use crate::fault::{Fault, Outcome};

const SECTIONS: [(&str, &[&str]); 12] = [
    (
        "node",
        &["name", "contact", "roles", "bodies", "url", "origin"],
    ),
    ("listen", &["address", "metrics"]),
    ("database", &["federation", "vault"]),
    ("keys", &["folder"]),
    ("room", &["name", "roster", "origin"]),
    (
        "matrix",
        &[
            "homeserver",
            "user",
            "device",
            "allow",
            "moderators_room",
            "open_rooms",
            "store",
        ],
    ),
    ("discord", &["servers", "moderators_server", "api"]),
    ("moderation", &["chat"]),
    (
        "vault",
        &[
            "thread_days",
            "closed_days",
            "draft_days",
            "card_days",
            "sent_days",
        ],
    ),
    (
        "kept",
        &[
            "left_days",
            "decided_days",
            "told_days",
            "unread_days",
            "write_days",
            "change_days",
            "decision_days",
            "expired_days",
        ],
    ),
    (
        "release",
        &[
            "schedule", "day", "time", "minutes", "needs", "people", "windows", "public",
        ],
    ),
    ("sync", &["seconds", "batch"]),
];

const PREFIX: &str = "HEARBACK__";

/// Puts the value of each variable `HEARBACK__SECTION__KEY` in the place of the file's.
pub(super) fn override_with(
    table: &mut toml::Table,
    variables: impl Iterator<Item = (String, String)>,
) -> Outcome {
    for (name, text) in variables {
        let Some(path) = name.strip_prefix(PREFIX).map(str::to_lowercase) else {
            continue;
        };
        let Some((section, key)) = path.split_once("__") else {
            return Err(Fault::new(format!(
                "the variable {name} must name a section and a key, such as {PREFIX}SYNC__SECONDS"
            )));
        };
        let inside = table
            .entry(section)
            .or_insert_with(|| toml::Value::Table(toml::Table::new()))
            .as_table_mut()
            .ok_or_else(|| not_a_section(section))?;
        inside.insert(key.to_owned(), value(&text));
    }
    Ok(())
}

/// Reads `5` as a number and `["a", "b"]` as a list; what is neither is text.
fn value(text: &str) -> toml::Value {
    let read = format!("v = {text}").parse::<toml::Table>().ok();
    read.and_then(|mut table| table.remove("v"))
        .unwrap_or_else(|| text.into())
}

/// Refuses sections and keys that do not exist.
pub(super) fn check(table: &toml::Table) -> Outcome {
    for (section, inside) in table {
        let Some((_, keys)) = SECTIONS.iter().find(|(name, _)| name == section) else {
            let names = SECTIONS.map(|(name, _)| name);
            return Err(unknown("section", section, &names));
        };
        let inside = inside.as_table().ok_or_else(|| not_a_section(section))?;
        if let Some(key) = inside.keys().find(|key| !keys.contains(&key.as_str())) {
            return Err(unknown(&format!("setting in [{section}]"), key, keys));
        }
    }
    Ok(())
}

fn not_a_section(name: &str) -> Fault {
    Fault::new(format!(
        "`{name}` must be a section: please write [{name}] on a line of its own"
    ))
}

fn unknown(what: &str, got: &str, known: &[&str]) -> Fault {
    let nearest = known
        .iter()
        .min_by_key(|name| strsim::damerau_levenshtein(name, got));
    let nearest = nearest.copied().unwrap_or_default();
    let all = known.join(", ");
    Fault::new(format!(
        "there is no {what} called `{got}`; did you mean `{nearest}`? (there are: {all})"
    ))
}

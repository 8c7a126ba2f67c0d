//! Buttons and menus under a message: what Discord accepts, and finding one again.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::discord::refusal::Refusal;

use super::wire::put;

/// An action row.
const ROW: u64 = 1;
/// A button.
const BUTTON: u64 = 2;
/// A menu of texts; 5 to 8 are menus of people, roles, both, channels.
const TEXT_MENU: u64 = 3;
const MENUS: [u64; 5] = [3, 5, 6, 7, 8];

/// Checks the components of a message and numbers them as Discord does.
pub(super) fn check(components: &mut [Value]) -> Result<(), Refusal> {
    if components.len() > 5 {
        return Err(bad(
            "components",
            "BASE_TYPE_BAD_LENGTH",
            "Must be between 0 and 5 in length.",
        ));
    }
    let mut number = 0;
    let mut known = BTreeSet::new();
    for (at, row) in components.iter_mut().enumerate() {
        let path = format!("components/{at}");
        if sort(row) != ROW {
            let words = "Only action rows stand at the top unless IS_COMPONENTS_V2 is set.";
            return Err(bad(&path, "UNION_TYPE_CHOICES", words));
        }
        check_row(row, &path, &mut known)?;
        give_numbers(row, &mut number);
    }
    Ok(())
}

fn check_row(row: &Value, path: &str, known: &mut BTreeSet<String>) -> Result<(), Refusal> {
    let inside = parts(row);
    let menus = inside
        .iter()
        .filter(|one| MENUS.contains(&sort(one)))
        .count();
    let full = inside.is_empty() || inside.len() > 5 || (menus > 0 && inside.len() > 1);
    if full {
        let words = "A row holds one to five buttons, or one menu.";
        return Err(bad(path, "BASE_TYPE_BAD_LENGTH", words));
    }
    for (at, part) in inside.iter().enumerate() {
        let path = format!("{path}/components/{at}");
        match sort(part) {
            BUTTON => check_button(part, &path)?,
            TEXT_MENU => check_menu(part, &path)?,
            other if MENUS.contains(&other) => {}
            _ => return Err(bad(&path, "UNION_TYPE_CHOICES", "No such part of a row.")),
        }
        check_mark(part, &path, known)?;
    }
    Ok(())
}

fn check_button(button: &Value, path: &str) -> Result<(), Refusal> {
    let style = button.get("style").and_then(Value::as_u64).unwrap_or(0);
    let (mark, link) = (text(button, "custom_id"), text(button, "url"));
    let fits = match style {
        1..=4 => mark.is_some() && link.is_none(),
        5 => link.is_some() && mark.is_none(),
        _ => false,
    };
    if !fits {
        let words = "A button has a custom id, or, with the style of a link, an address.";
        return Err(bad(path, "BUTTON_COMPONENT_INVALID", words));
    }
    let named = text(button, "label").is_some() || button.get("emoji").is_some();
    if !named {
        return Err(bad(
            path,
            "BASE_TYPE_REQUIRED",
            "A button has a label or an emoji.",
        ));
    }
    length(button, "label", path, 0, 80)
}

fn check_menu(menu: &Value, path: &str) -> Result<(), Refusal> {
    let options = menu.get("options").and_then(Value::as_array);
    let options = options.map_or(&[][..], Vec::as_slice);
    if options.is_empty() || options.len() > 25 {
        let path = format!("{path}/options");
        return Err(bad(
            &path,
            "BASE_TYPE_BAD_LENGTH",
            "Must be between 1 and 25 in length.",
        ));
    }
    let mut values = BTreeSet::new();
    for (at, option) in options.iter().enumerate() {
        let path = format!("{path}/options/{at}");
        length(option, "label", &path, 1, 100)?;
        length(option, "value", &path, 1, 100)?;
        length(option, "description", &path, 1, 100)?;
        if !values.insert(text(option, "value")) {
            let words = "The specified option value is already used";
            return Err(bad(
                &path,
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                words,
            ));
        }
    }
    length(menu, "placeholder", path, 0, 150)
}

/// Marks are 1 to 100 long and no two of a message are the same.
pub(super) fn check_mark(
    part: &Value,
    path: &str,
    known: &mut BTreeSet<String>,
) -> Result<(), Refusal> {
    length(part, "custom_id", path, 1, 100)?;
    match text(part, "custom_id") {
        Some(mark) if !known.insert(mark.to_owned()) => {
            let path = format!("{path}/custom_id");
            let words = "Component custom id cannot be duplicated";
            Err(bad(&path, "COMPONENT_CUSTOM_ID_DUPLICATED", words))
        }
        _ => Ok(()),
    }
}

/// A text, if it is there, is between `least` and `most` characters long.
pub(super) fn length(
    part: &Value,
    name: &str,
    path: &str,
    least: usize,
    most: usize,
) -> Result<(), Refusal> {
    let Some(text) = text(part, name) else {
        return Ok(());
    };
    let long = text.chars().count();
    if (least..=most).contains(&long) {
        return Ok(());
    }
    let words = format!("Must be between {least} and {most} in length.");
    Err(bad(
        &format!("{path}/{name}"),
        "BASE_TYPE_BAD_LENGTH",
        &words,
    ))
}

fn give_numbers(part: &mut Value, number: &mut u64) {
    *number += 1;
    let given = part.get("id").and_then(Value::as_u64).filter(|id| *id > 0);
    put(part, "id", json!(given.unwrap_or(*number)));
    fill(part);
    let inside = part.get_mut("components").and_then(Value::as_array_mut);
    for one in inside.into_iter().flatten() {
        give_numbers(one, number);
    }
}

/// What Discord adds to a menu that left it out.
fn fill(part: &mut Value) {
    if MENUS.contains(&sort(part)) {
        for field in ["min_values", "max_values"] {
            if part.get(field).is_none_or(Value::is_null) {
                put(part, field, json!(1));
            }
        }
    }
}

/// The part of a message with this mark.
pub(in crate::discord) fn find<'a>(components: &'a [Value], mark: &str) -> Option<&'a Value> {
    all(components).find(|part| text(part, "custom_id") == Some(mark))
}

/// Every button and menu of a message.
pub(in crate::discord) fn all(components: &[Value]) -> impl Iterator<Item = &Value> {
    components.iter().flat_map(parts)
}

/// Discord's number for the sort of a part.
pub(in crate::discord) fn sort(part: &Value) -> u64 {
    part.get("type").and_then(Value::as_u64).unwrap_or(0)
}

pub(in crate::discord) fn text<'a>(part: &'a Value, name: &str) -> Option<&'a str> {
    part.get(name).and_then(Value::as_str)
}

pub(in crate::discord) fn parts(row: &Value) -> &[Value] {
    let inside = row.get("components").and_then(Value::as_array);
    inside.map_or(&[], Vec::as_slice)
}

fn bad(path: &str, code: &str, words: &str) -> Refusal {
    Refusal::form(path, code, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn button(mark: &str) -> Value {
        json!({"type": 2, "style": 1, "label": "Go", "custom_id": mark})
    }

    fn row(inside: &[Value]) -> Value {
        json!({"type": 1, "components": inside})
    }

    #[test]
    fn five_rows_of_five_buttons_are_accepted_and_numbered() {
        let mut rows: Vec<Value> = (0..5)
            .map(|at| {
                row(&(0..5)
                    .map(|n| button(&format!("{at}-{n}")))
                    .collect::<Vec<_>>())
            })
            .collect();
        check(&mut rows).unwrap();
        assert_eq!(rows[0]["id"], 1);
        assert_eq!(rows[4]["components"][4]["id"], 30);
        assert_eq!(find(&rows, "3-2").unwrap()["id"], 22);
    }

    #[test]
    fn what_discord_refuses_is_refused() {
        let long = "x".repeat(101);
        let menu = json!({"type": 3, "custom_id": "m", "options": []});
        let six: Vec<Value> = (0..6).map(|n| button(&n.to_string())).collect();
        let link = json!({"type": 2, "style": 5, "label": "x", "custom_id": "y"});
        for bad in [
            vec![row(&six)],
            vec![row(&[]); 1],
            vec![row(&[button("a"), button("a")])],
            vec![row(&[button(&long)])],
            vec![row(&[button("")])],
            vec![row(&[menu])],
            vec![row(&[link])],
            vec![button("alone")],
            (0..6).map(|n| row(&[button(&n.to_string())])).collect(),
        ] {
            let mut bad = bad;
            assert_eq!(check(&mut bad).unwrap_err().code, 50035, "{bad:?}");
        }
    }
}

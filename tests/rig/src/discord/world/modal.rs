//! Forms: what Discord accepts of one, and what it makes of the answers. Rows of text inputs only; the
//! newer parts of forms are not known here, because serenity 0.12 cannot read their answers.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::discord::refusal::Refusal;

use super::components::{check_mark, length, parts, sort, text};

const TEXT_INPUT: u64 = 4;
/// The most that a text input can be told to take.
const LONGEST: u64 = 4_000;

/// Checks a form that the application wants to show.
pub(super) fn check(form: &Value) -> Result<(), Refusal> {
    length(form, "title", "data", 1, 45)?;
    length(form, "custom_id", "data", 1, 100)?;
    for name in ["title", "custom_id"] {
        if text(form, name).is_none() {
            let path = format!("data/{name}");
            return Err(Refusal::form(
                &path,
                "BASE_TYPE_REQUIRED",
                "This field is required",
            ));
        }
    }
    let rows = parts(form);
    if rows.is_empty() || rows.len() > 5 {
        let words = "Must be between 1 and 5 in length.";
        return Err(Refusal::form(
            "data/components",
            "BASE_TYPE_BAD_LENGTH",
            words,
        ));
    }
    let mut known = BTreeSet::new();
    for (at, row) in rows.iter().enumerate() {
        check_input(row, &format!("data/components/{at}"), &mut known)?;
    }
    Ok(())
}

fn check_input(row: &Value, path: &str, known: &mut BTreeSet<String>) -> Result<(), Refusal> {
    let [input] = parts(row) else {
        let words = "A row of a form holds one text input.";
        return Err(Refusal::form(path, "BASE_TYPE_BAD_LENGTH", words));
    };
    let path = format!("{path}/components/0");
    if sort(input) != TEXT_INPUT || text(input, "custom_id").is_none() {
        let words = "A row of a form holds one text input.";
        return Err(Refusal::form(&path, "UNION_TYPE_CHOICES", words));
    }
    check_mark(input, &path, known)?;
    length(input, "label", &path, 1, 45)?;
    length(input, "placeholder", &path, 0, 100)?;
    let (least, most) = bounds(input);
    if least > most || most > LONGEST {
        let words = "min_length is at most max_length, and that at most 4000.";
        return Err(Refusal::form(&path, "BASE_TYPE_BAD_LENGTH", words));
    }
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    length(input, "value", &path, 0, most)
}

fn bounds(input: &Value) -> (u64, u64) {
    let number = |name| input.get(name).and_then(Value::as_u64);
    let least = number("min_length").unwrap_or(0);
    (least, number("max_length").unwrap_or(LONGEST))
}

/// The fields of a form, in order: mark, whether it must be filled in, shortest, longest, what stands
/// in it when it opens.
pub(in crate::discord) fn inputs(form: &Value) -> impl Iterator<Item = &Value> {
    parts(form).iter().flat_map(parts)
}

/// What a client sends when somebody filled in a form with `said` (mark and words), or why the client
/// does not let them.
pub(in crate::discord) fn filled(form: &Value, said: &[(&str, &str)]) -> Result<Value, String> {
    if let Some((mark, _)) = said.iter().find(|(mark, _)| !has(form, mark)) {
        return Err(format!("the form has no field `{mark}`"));
    }
    let mut rows = Vec::new();
    for (at, input) in inputs(form).enumerate() {
        let mark = text(input, "custom_id").unwrap_or_default();
        let words = said
            .iter()
            .find(|(name, _)| *name == mark)
            .map(|(_, words)| *words);
        let words = words.or_else(|| text(input, "value")).unwrap_or_default();
        fits(input, mark, words)?;
        let field = json!({"type": 4, "id": 2 * at + 2, "custom_id": mark, "value": words});
        rows.push(json!({"type": 1, "id": 2 * at + 1, "components": [field]}));
    }
    Ok(json!({"custom_id": text(form, "custom_id"), "components": rows}))
}

fn has(form: &Value, mark: &str) -> bool {
    inputs(form).any(|input| text(input, "custom_id") == Some(mark))
}

fn fits(input: &Value, mark: &str, words: &str) -> Result<(), String> {
    let (least, most) = bounds(input);
    let long = u64::try_from(words.chars().count()).unwrap_or(u64::MAX);
    let required = input
        .get("required")
        .and_then(Value::as_bool)
        .unwrap_or(true);
    match long {
        0 if required => Err(format!("the field `{mark}` must be filled in")),
        0 => Ok(()),
        long if (least..=most).contains(&long) => Ok(()),
        long => Err(format!(
            "the field `{mark}` takes {least} to {most} characters, not {long}"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Value {
        let what = json!({"type": 4, "custom_id": "what", "label": "What?", "style": 2,
            "min_length": 3, "max_length": 5});
        let why = json!({"type": 4, "custom_id": "why", "label": "Why?", "style": 1,
            "required": false, "value": "old"});
        let rows = [what, why].map(|input| json!({"type": 1, "components": [input]}));
        json!({"title": "A need", "custom_id": "need", "components": rows})
    }

    #[test]
    fn a_form_sends_what_was_written_and_what_stood_in_it() {
        check(&form()).unwrap();
        let sent = filled(&form(), &[("what", "data")]).unwrap();
        assert_eq!(sent["components"][0]["components"][0]["value"], "data");
        assert_eq!(sent["components"][1]["components"][0]["value"], "old");
    }

    #[test]
    fn a_client_does_not_send_what_the_form_does_not_take() {
        assert!(
            filled(&form(), &[])
                .unwrap_err()
                .contains("must be filled in")
        );
        assert!(
            filled(&form(), &[("what", "no")])
                .unwrap_err()
                .contains("3 to 5")
        );
        assert!(
            filled(&form(), &[("who", "me")])
                .unwrap_err()
                .contains("no field")
        );
    }

    #[test]
    fn what_discord_refuses_is_refused() {
        for (pointer, value) in [
            ("/title", json!("x".repeat(46))),
            ("/custom_id", json!("")),
            ("/components/0/components/0/label", json!("x".repeat(46))),
            ("/components/0/components/0/max_length", json!(4_001)),
            ("/components/1/components/0/custom_id", json!("what")),
            ("/components/0/components/0/type", json!(2)),
        ] {
            let mut form = form();
            *form.pointer_mut(pointer).unwrap() = value;
            assert_eq!(check(&form).unwrap_err().code, 50035, "{pointer}");
        }
    }
}

//! What a client lets somebody see and press.

use serde_json::Value;

use super::Unable;
use crate::discord::id::Id;
use crate::discord::refusal::Refusal;
use crate::discord::seen::Message;
use crate::discord::world::command::list;
use crate::discord::world::components::{self, sort};
use crate::discord::world::{self, World};

pub(super) fn unseen(refusal: Refusal) -> Unable {
    Unable::Unseen(refusal.message)
}

/// A message as it is now, if they still see it.
pub(super) fn visible<'a>(
    world: &'a World,
    user: Id,
    message: &Message,
) -> Result<&'a world::Message, Unable> {
    let now = world.messages.get(&message.id);
    let now = now.filter(|one| one.only_for.is_none_or(|only| only == user));
    now.ok_or_else(|| Unable::Unseen("the message is gone".to_owned()))
}

pub(super) fn usable<'a>(
    message: &'a world::Message,
    mark: &str,
    kind: u64,
) -> Result<&'a Value, Unable> {
    let part = components::find(&message.components, mark).filter(|part| sort(part) == kind);
    let part = part.ok_or_else(|| Unable::Component(format!("nothing has the mark `{mark}`")))?;
    if part.get("disabled").and_then(Value::as_bool) == Some(true) {
        return Err(Unable::Component(format!("`{mark}` is switched off")));
    }
    Ok(part)
}

pub(super) fn choosable(menu: &Value, values: &[&str]) -> Result<(), Unable> {
    let options = list(menu, "options");
    let known = |value: &&str| {
        options
            .iter()
            .any(|one| components::text(one, "value") == Some(value))
    };
    if let Some(unknown) = values.iter().find(|value| !known(value)) {
        return Err(Unable::Component(format!(
            "the menu has no value `{unknown}`"
        )));
    }
    let number = |name| menu.get(name).and_then(Value::as_u64).unwrap_or(1);
    let count = u64::try_from(values.len()).unwrap_or(u64::MAX);
    if count < number("min_values") || count > number("max_values") {
        return Err(Unable::Component(format!(
            "the menu does not take {count} values"
        )));
    }
    Ok(())
}

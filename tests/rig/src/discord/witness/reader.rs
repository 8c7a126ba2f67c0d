//! The types of twilight-model as an independent reader: what it cannot read, no client can be relied
//! on to read.

use serde::de::{DeserializeOwned, DeserializeSeed};
use serde_json::Value;
use twilight_model::application::command::Command;
use twilight_model::channel::{Channel, Message};
use twilight_model::gateway::connection_info::BotConnectionInfo;
use twilight_model::gateway::event::GatewayEventDeserializer;
use twilight_model::guild::{Member, Role};
use twilight_model::user::{CurrentUser, User};

/// Reads a frame of the gateway.
pub(super) fn event(text: &str) -> Result<(), String> {
    let seed = GatewayEventDeserializer::from_json(text).ok_or("it has no opcode")?;
    let mut json = serde_json::Deserializer::from_str(text);
    seed.deserialize(&mut json)
        .map_err(|error| error.to_string())?;
    json.end().map_err(|error| error.to_string())
}

/// Reads an answer. None for answers that it has no type for.
pub(super) fn answer(
    method: &str,
    route: &str,
    status: u16,
    body: &Value,
) -> Option<Result<(), String>> {
    if !(200..300).contains(&status) {
        return None;
    }
    let last = route.rsplit('/').next().unwrap_or_default();
    let read = match (method, last) {
        ("GET" | "PUT", "commands") => read::<Vec<Command>>(body),
        (_, "commands" | "{command_id}") => read::<Command>(body),
        ("GET", "messages") => read::<Vec<Message>>(body),
        (_, "messages" | "{message_id}" | "@original" | "{webhook_token}") => read::<Message>(body),
        ("GET", "channels") => read::<Vec<Channel>>(body),
        (_, "threads" | "{channel_id}" | "channels") => read::<Channel>(body),
        ("GET", "roles") => read::<Vec<Role>>(body),
        ("GET", "bot") => read::<BotConnectionInfo>(body),
        ("GET", "@me") if route.starts_with("/users") => read::<CurrentUser>(body),
        ("GET", "{user_id}") if route.starts_with("/users") => read::<User>(body),
        ("GET", "{user_id}") => read::<Member>(body),
        _ => return None,
    };
    Some(read)
}

fn read<T: DeserializeOwned>(body: &Value) -> Result<(), String> {
    // Through text, as a client does it: reading from a `Value` is more lenient about numbers.
    let text = body.to_string();
    serde_json::from_str::<T>(&text)
        .map(drop)
        .map_err(|error| error.to_string())
}

//! What the bot may do in each room that it is in.

use matrix_sdk::ruma::events::MessageLikeEventType;
use matrix_sdk::ruma::events::room::power_levels::{RoomPowerLevels, RoomPowerLevelsSource};
use matrix_sdk::ruma::{OwnedUserId, RoomVersionId, UserId};
use serde::Deserialize;
use serde_json::Value;

use super::{Eyes, Finding, within};
use crate::matrix::account::MatrixError;
use crate::matrix::settings::MatrixSettings;

#[derive(Deserialize)]
struct Joined {
    joined_rooms: Vec<String>,
}

/// Findings for every room, and for a moderators' room that the bot is not in.
pub(super) async fn look(
    eyes: &Eyes,
    settings: &MatrixSettings,
) -> Result<Vec<Finding>, MatrixError> {
    let joined: Joined = eyes
        .server
        .get(&eyes.token, &["v3", "joined_rooms"])
        .await?;
    let mut findings = Vec::new();
    for room in &joined.joined_rooms {
        findings.push(look_at(eyes, settings, room).await?);
    }
    if let Some(room) = &settings.moderators_room
        && !joined.joined_rooms.contains(room)
    {
        findings.push(Finding::bad(format!(
            "the bot is not in the moderators' room {room}: please invite it there"
        )));
    }
    Ok(findings)
}

async fn look_at(
    eyes: &Eyes,
    settings: &MatrixSettings,
    room: &str,
) -> Result<Finding, MatrixError> {
    let name = state(eyes, room, "m.room.name").await?;
    let name = text(name.as_ref(), "name").unwrap_or(room).to_owned();
    let encrypted = state(eyes, room, "m.room.encryption").await?.is_some();
    let rules = state(eyes, room, "m.room.join_rules").await?;
    let open = text(rules.as_ref(), "join_rule") == Some("public");
    let mut wrong = may_not(eyes, settings, room).await?;
    if open && !settings.open_rooms {
        wrong.push(
            "anybody can join it, so the bot takes no needs there: please close it, or allow open rooms under [matrix]",
        );
    }
    let kind = match (encrypted, open) {
        (true, true) => "encrypted, anybody can join",
        (true, false) => "encrypted",
        (false, true) => "not encrypted, anybody can join",
        (false, false) => "not encrypted",
    };
    Ok(match wrong.as_slice() {
        [] => Finding::good(format!("the room {name} ({kind})")),
        wrong => Finding::bad(format!("the room {name} ({kind}): {}", wrong.join("; "))),
    })
}

/// What the bot needs to do in this room and may not.
async fn may_not(
    eyes: &Eyes,
    settings: &MatrixSettings,
    room: &str,
) -> Result<Vec<&'static str>, MatrixError> {
    let Ok(user) = UserId::parse(&eyes.user_id) else {
        return Err(MatrixError::OtherAccount);
    };
    let levels = power_levels(eyes, room).await?;
    let mut wrong = Vec::new();
    if !levels.user_can_send_message(&user, MessageLikeEventType::RoomMessage) {
        wrong.push("the bot may not send messages there: please give it a higher power level");
    }
    if !levels.user_can_send_message(&user, MessageLikeEventType::Reaction) {
        wrong.push("the bot may not react to messages there: please give it a higher power level");
    }
    if settings.moderators_room.as_deref() == Some(room)
        && !levels.user_can_redact_own_event(&user)
    {
        wrong.push(
            "the bot may not take its own messages back there: please give it a higher power level",
        );
    }
    Ok(wrong)
}

async fn power_levels(eyes: &Eyes, room: &str) -> Result<RoomPowerLevels, MatrixError> {
    let create = state_event(eyes, room).await?;
    let version = within(&create, &["content", "room_version"]).and_then(Value::as_str);
    let version = RoomVersionId::try_from(version.unwrap_or("1"));
    let rules = version.ok().and_then(|version| version.rules());
    let source = match state(eyes, room, "m.room.power_levels").await? {
        Some(content) => serde_json::from_value(content)
            .map(RoomPowerLevelsSource::Original)
            .unwrap_or(RoomPowerLevelsSource::None),
        None => RoomPowerLevelsSource::None,
    };
    // A version that this program does not know is likeliest to be as the newest that it knows.
    let rules = rules.map_or(
        matrix_sdk::ruma::room_version_rules::AuthorizationRules::V12,
        |rules| rules.authorization,
    );
    Ok(RoomPowerLevels::new(source, &rules, creators(&create)))
}

/// Who made the room: since room version 12 they may do everything.
fn creators(create: &Value) -> Vec<OwnedUserId> {
    let more = within(create, &["content", "additional_creators"]).and_then(Value::as_array);
    let sender = create.get("sender");
    let all = sender.into_iter().chain(more.into_iter().flatten());
    all.filter_map(|id| UserId::parse(id.as_str()?).ok())
        .collect()
}

/// The event that made the room, whole.
async fn state_event(eyes: &Eyes, room: &str) -> Result<Value, MatrixError> {
    let path = ["v3", "rooms", room, "state"];
    let all: Vec<Value> = eyes.server.get(&eyes.token, &path).await?;
    let create = all
        .into_iter()
        .find(|event| text(Some(event), "type") == Some("m.room.create"));
    Ok(create.unwrap_or_default())
}

/// The content of one state event, or `None` when the room has none.
async fn state(eyes: &Eyes, room: &str, kind: &str) -> Result<Option<Value>, MatrixError> {
    let path = ["v3", "rooms", room, "state", kind, ""];
    match eyes.server.get(&eyes.token, &path).await {
        Ok(content) => Ok(Some(content)),
        Err(MatrixError::Refused(404, _)) => Ok(None),
        Err(error) => Err(error),
    }
}

fn text<'v>(value: Option<&'v Value>, name: &str) -> Option<&'v str> {
    value?.get(name)?.as_str()
}

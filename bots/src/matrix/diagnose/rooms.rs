//! What the bot may do in each room that it is in.

use matrix_sdk::ruma::events::MessageLikeEventType;
use matrix_sdk::ruma::events::room::power_levels::{RoomPowerLevels, RoomPowerLevelsSource};
use matrix_sdk::ruma::room_version_rules::AuthorizationRules;
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
    let path = ["v3", "joined_rooms"];
    let joined: Joined = eyes.server.get(&eyes.token, &path).await?;
    let user = UserId::parse(&eyes.user_id).map_err(|_| MatrixError::OtherAccount)?;
    let mut findings = Vec::new();
    for id in &joined.joined_rooms {
        let path = ["v3", "rooms", id, "state"];
        let state = RoomState(eyes.server.get(&eyes.token, &path).await?);
        findings.push(judge(id, &state, &user, settings));
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

fn judge(id: &str, state: &RoomState, user: &UserId, settings: &MatrixSettings) -> Finding {
    let name = state.text("m.room.name", "name").unwrap_or(id);
    let open = state.text("m.room.join_rules", "join_rule") == Some("public");
    let kind = match (state.content("m.room.encryption").is_some(), open) {
        (true, true) => "encrypted, anybody can join",
        (true, false) => "encrypted",
        (false, true) => "not encrypted, anybody can join",
        (false, false) => "not encrypted",
    };
    let moderators = settings.moderators_room.as_deref() == Some(id);
    let mut wrong = may_not(&state.power_levels(), user, moderators);
    if open && !settings.open_rooms {
        wrong.push(
            "the bot takes no needs there while anybody can join it: please close it, or allow open rooms under [matrix]",
        );
    }
    match wrong.as_slice() {
        [] => Finding::good(format!("the room {name} ({kind})")),
        wrong => Finding::bad(format!("the room {name} ({kind}): {}", wrong.join("; "))),
    }
}

/// What the bot needs to do in a room and may not.
fn may_not(levels: &RoomPowerLevels, user: &UserId, moderators: bool) -> Vec<&'static str> {
    let may = |kind| levels.user_can_send_message(user, kind);
    let mut wrong = Vec::new();
    if !may(MessageLikeEventType::RoomMessage) {
        wrong.push("the bot may not send messages there: please give it a higher power level");
    }
    if !may(MessageLikeEventType::Reaction) {
        wrong.push("the bot may not react to messages there: please give it a higher power level");
    }
    if moderators && !levels.user_can_redact_own_event(user) {
        wrong.push(
            "the bot may not take its own messages back there: please give it a higher power level",
        );
    }
    wrong
}

/// All state events of a room, whole.
struct RoomState(Vec<Value>);

impl RoomState {
    fn event(&self, kind: &str) -> Option<&Value> {
        let is = |event: &&Value| {
            let field = |name| event.get(name).and_then(Value::as_str);
            field("type") == Some(kind) && field("state_key") == Some("")
        };
        self.0.iter().find(is)
    }

    fn content(&self, kind: &str) -> Option<&Value> {
        self.event(kind)?.get("content")
    }

    fn text(&self, kind: &str, name: &str) -> Option<&str> {
        self.content(kind)?.get(name)?.as_str()
    }

    fn power_levels(&self) -> RoomPowerLevels {
        let levels = self
            .content("m.room.power_levels")
            .and_then(|content| serde_json::from_value(content.clone()).ok())
            .map_or(RoomPowerLevelsSource::None, RoomPowerLevelsSource::Original);
        RoomPowerLevels::new(levels, &self.rules(), self.creators())
    }

    /// A room version that this program does not know is likeliest to be as the newest that it does.
    fn rules(&self) -> AuthorizationRules {
        let version = self.text("m.room.create", "room_version").unwrap_or("1");
        RoomVersionId::try_from(version)
            .ok()
            .and_then(|version| version.rules())
            .map_or(AuthorizationRules::V12, |rules| rules.authorization)
    }

    /// Who made the room: since room version 12 they may do everything.
    fn creators(&self) -> Vec<OwnedUserId> {
        let Some(create) = self.event("m.room.create") else {
            return Vec::new();
        };
        let more = within(create, &["content", "additional_creators"]).and_then(Value::as_array);
        let sender = create.get("sender").into_iter();
        sender
            .chain(more.into_iter().flatten())
            .filter_map(|id| UserId::parse(id.as_str()?).ok())
            .collect()
    }
}

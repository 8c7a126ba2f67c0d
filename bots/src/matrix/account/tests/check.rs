//! What `hearback check` says of an account, while its bot runs.

use std::os::unix::fs::PermissionsExt;

use hearback_rig::matrix::RoomSpec;

use super::*;
use crate::matrix::{Finding, diagnose};

async fn findings(bot: &Bot) -> Vec<Finding> {
    diagnose(&bot.settings, http()).await
}

fn told(findings: &[Finding], ok: bool, words: &str) {
    let is = |finding: &Finding| finding.ok == ok && finding.words.contains(words);
    assert!(findings.iter().any(is), "no {words:?} in {findings:#?}");
}

#[tokio::test]
async fn an_account_that_is_well_is_told_while_its_bot_runs() {
    let bot = Bot::new().await;
    told(&findings(&bot).await, true, "not signed in to Matrix yet");
    let _account = bot.open().await.unwrap();
    let found = findings(&bot).await;
    assert!(found.iter().all(|finding| finding.ok), "{found:#?}");
    told(&found, true, "answers");
    told(&found, true, "device is verified");
    told(&found, true, "matrix.recovery");
}

#[tokio::test]
async fn what_is_wrong_in_each_room_is_told() {
    let mut bot = Bot::new().await;
    let account = bot.open().await.unwrap();
    let me = account.client().user_id().unwrap().to_string();
    let host = bot.server.person("host").await.unwrap();
    let make = async |name, public, encrypted, power_levels| {
        let spec = RoomSpec {
            name,
            public,
            encrypted,
            power_levels,
            invite: &[&me],
            ..RoomSpec::default()
        };
        let room = host.create_room(&spec).await.unwrap();
        let id = RoomId::parse(&room).unwrap();
        account.client().join_room_by_id(&id).await.unwrap();
        room
    };
    make("good", false, true, None).await;
    make("quiet", false, false, Some(json!({"events_default": 50}))).await;
    make("square", true, false, None).await;
    let levels = json!({"events": {"m.room.redaction": 50}});
    bot.settings.moderators_room = Some(make("desk", false, false, Some(levels)).await);
    let found = findings(&bot).await;
    told(&found, true, "the room good (encrypted)");
    told(
        &found,
        false,
        "the room quiet (not encrypted): the bot may not send messages",
    );
    told(&found, false, "may not react");
    told(
        &found,
        false,
        "the room square (not encrypted, anybody can join): the bot takes no needs",
    );
    told(
        &found,
        false,
        "the room desk (not encrypted): the bot may not take its own messages back",
    );
    bot.settings.moderators_room = Some("!elsewhere:localhost".to_owned());
    bot.settings.open_rooms = true;
    let found = findings(&bot).await;
    told(
        &found,
        false,
        "not in the moderators' room !elsewhere:localhost",
    );
    told(&found, true, "the room square");
    told(&found, true, "the room desk");
}

#[tokio::test]
async fn a_device_that_is_not_signed_is_told() {
    let mut bot = Bot::new().await;
    drop(bot.open().await.unwrap());
    bot.lose_the_store();
    let right = bot.secret("matrix.recovery");
    bot.settings.recovery = Some(Zeroizing::new("wrong".to_owned()));
    bot.fails("Nothing was changed").await;
    told(&findings(&bot).await, false, "device is not verified");
    bot.settings.recovery = Some(Zeroizing::new(right));
    drop(bot.open().await.unwrap());
    told(&findings(&bot).await, true, "device is verified");
}

#[tokio::test]
async fn files_that_others_can_open_and_a_session_that_ended_are_told() {
    let bot = Bot::new().await;
    let account = bot.open().await.unwrap();
    for name in ["matrix.session", "matrix.recovery"] {
        let open = std::fs::Permissions::from_mode(0o644);
        std::fs::set_permissions(bot.settings.secrets.join(name), open).unwrap();
    }
    let found = findings(&bot).await;
    told(&found, false, "matrix.session; please run: chmod 600");
    told(&found, false, "matrix.recovery; please run: chmod 600");
    account.client().matrix_auth().logout().await.unwrap();
    told(&findings(&bot).await, false, "signed this bot's device out");
}

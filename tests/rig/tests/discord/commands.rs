//! Commands: registering them, and who is shown which.

use hearback_rig::discord::{Permissions, Unable};
use serde_json::{Value, json};

use crate::raw::Scene;

impl Scene {
    async fn register(&self, commands: Value) -> crate::raw::Answer {
        let path = format!("/applications/{}/commands", self.discord.application());
        self.call("PUT", &path, commands).await
    }
}

#[tokio::test]
async fn a_command_for_moderators_is_not_shown_to_others() {
    let scene = Scene::new().await;
    let manages = Permissions::MANAGE_GUILD.0.to_string();
    let queue = json!({
        "name": "queue", "description": "What waits", "default_member_permissions": manages,
    });
    assert_eq!(scene.register(json!([queue])).await.status, 200);
    let hidden = scene.ada.run_command(&scene.general, "queue", &[]);
    assert!(matches!(hidden, Err(Unable::Command(_))));
    let role = scene
        .server
        .add_role("moderators", Permissions::MANAGE_GUILD);
    scene.server.give_role(&scene.ada, role);
    assert!(scene.ada.run_command(&scene.general, "queue", &[]).is_ok());
    // In a channel where members may use no commands, nobody is shown any.
    let members = Permissions::USE_APPLICATION_COMMANDS;
    scene
        .general
        .overwrite(scene.server.id(), Permissions::NONE, members);
    assert!(scene.ada.run_command(&scene.general, "queue", &[]).is_err());
    scene.assert_honest();
}

#[tokio::test]
async fn parts_and_options_are_sent_as_the_command_describes_them() {
    let scene = Scene::new().await;
    let language = json!({
        "type": 3, "name": "language", "description": "Which", "required": true,
        "choices": [{"name": "Cymraeg", "value": "cy"}, {"name": "English", "value": "en"}],
    });
    let setup = json!({"type": 1, "name": "setup", "description": "Begin", "options": [language]});
    let check = json!({"type": 1, "name": "check", "description": "What is missing"});
    let command = json!({
        "name": "hearback", "description": "For admins", "options": [setup, check],
    });
    assert_eq!(scene.register(json!([command])).await.status, 200);
    let run = |name, options: &[(&str, Value)]| {
        scene
            .ada
            .run_command(&scene.general, name, options)
            .map(drop)
    };
    assert!(run("hearback setup", &[("language", json!("cy"))]).is_ok());
    assert!(run("hearback check", &[]).is_ok());
    for (name, options) in [
        ("hearback", vec![]),
        ("hearback nothing", vec![]),
        ("hearback setup", vec![]),
        ("hearback setup", vec![("language", json!("fr"))]),
        ("hearback check", vec![("language", json!("cy"))]),
    ] {
        assert!(
            matches!(run(name, &options), Err(Unable::Command(_))),
            "{name} {options:?}"
        );
    }
    scene.assert_honest();
}

#[tokio::test]
async fn a_command_of_one_server_is_not_shown_in_another_and_hides_no_others() {
    let scene = Scene::new().await;
    let path = format!(
        "/applications/{}/guilds/{}/commands",
        scene.discord.application(),
        scene.server.id()
    );
    let local = json!([{"name": "here", "description": "Only here"}]);
    assert_eq!(scene.call("PUT", &path, local).await.status, 200);
    let other = scene.discord.add_server("Other").add_channel("general");
    assert!(scene.ada.run_command(&scene.general, "here", &[]).is_ok());
    assert!(scene.ada.run_command(&scene.general, "need", &[]).is_ok());
    let elsewhere = scene.ada.run_command(&other, "here", &[]);
    assert!(matches!(elsewhere, Err(Unable::Unseen(_))));
    scene.assert_honest();
}

#[tokio::test]
async fn commands_are_replaced_as_a_whole_and_keep_their_ids() {
    let scene = Scene::new().await;
    let before = scene.discord.commands();
    let need = json!({"name": "need", "description": "Say it better"});
    assert_eq!(scene.register(json!([need])).await.status, 200);
    let after = scene.discord.commands();
    assert_eq!((before.len(), after.len()), (2, 1));
    assert_eq!(before[0]["id"], after[0]["id"]);
    assert_ne!(before[0]["version"], after[0]["version"]);
    let bad = scene
        .register(json!([{"name": "Need", "description": "x"}]))
        .await;
    assert_eq!((bad.status, bad.code()), (400, 50035));
    assert_eq!(scene.discord.commands(), after);
    scene.assert_honest();
}

#[tokio::test]
async fn a_command_for_servers_is_not_shown_in_a_conversation() {
    let scene = Scene::new().await;
    let both = json!([
        {"name": "need", "description": "x", "contexts": [0]},
        {"name": "need-privacy", "description": "x", "contexts": [0, 1]},
    ]);
    assert_eq!(scene.register(both).await.status, 200);
    let direct = scene.ada.direct().unwrap();
    assert!(scene.ada.run_command(&direct, "need", &[]).is_err());
    assert!(scene.ada.run_command(&direct, "need-privacy", &[]).is_ok());
    scene.assert_honest();
}

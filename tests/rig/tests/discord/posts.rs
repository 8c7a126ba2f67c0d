//! Messages: how long, how often, who is pinged, what automatic moderation stops.

use std::time::Duration;

use hearback_rig::discord::{Permissions, Setup};
use serde_json::{Value, json};

use crate::raw::Scene;

#[tokio::test]
async fn two_thousand_characters_and_not_one_more() {
    let scene = Scene::new().await;
    let fits = json!({"content": "é".repeat(2_000)});
    assert_eq!(scene.post(scene.general.id(), fits).await.status, 200);
    // Discord's own document lets this through: it says 4,000.
    let long = scene
        .post(scene.general.id(), json!({"content": "x".repeat(2_001)}))
        .await;
    assert_eq!((long.status, long.code()), (400, 50035));
    let field = &long.body["errors"]["content"]["_errors"][0]["code"];
    assert_eq!(*field, "BASE_TYPE_MAX_LENGTH");
    let empty = scene
        .post(scene.general.id(), json!({"content": "  "}))
        .await;
    assert_eq!(empty.code(), 50006);
    scene.assert_honest();
}

#[tokio::test]
async fn a_mark_keeps_a_message_from_standing_twice_for_a_few_minutes() {
    let scene = Scene::new().await;
    let marked = json!({"content": "hello", "nonce": "m-1", "enforce_nonce": true});
    let first = scene.post(scene.general.id(), marked.clone()).await.id();
    assert_eq!(
        scene.post(scene.general.id(), marked.clone()).await.id(),
        first
    );
    let other = scene.server.add_channel("other");
    assert_ne!(scene.post(other.id(), marked.clone()).await.id(), first);
    let unmarked = json!({"content": "hello", "nonce": "m-1"});
    assert_ne!(scene.post(scene.general.id(), unmarked).await.id(), first);
    scene.discord.advance(Duration::from_mins(3));
    assert_ne!(scene.post(scene.general.id(), marked).await.id(), first);
    assert_eq!(scene.general.messages().len(), 3);
    scene.assert_honest();
}

#[tokio::test]
async fn pings_are_what_the_sender_allows_and_reach_those_who_see_the_channel() {
    let scene = Scene::new().await;
    let bo = scene.discord.add_person("bo", "en-GB");
    let words = format!("<@{}> <@{}> @everyone", scene.ada.id(), bo.id());
    let all = scene
        .post(scene.general.id(), json!({"content": words}))
        .await;
    let none = json!({"content": words, "allowed_mentions": {"parse": []}});
    scene.post(scene.general.id(), none).await;
    let reply = json!({
        "content": "here", "message_reference": {"message_id": all.body["id"]},
        "allowed_mentions": {"parse": [], "replied_user": false},
    });
    scene.post(scene.general.id(), reply).await;
    let seen = scene.general.messages();
    assert_eq!(seen[0].pinged, [scene.ada.id()]);
    // Only who may ping everyone does.
    assert!(!seen[0].pinged_everyone);
    assert!(seen[1].pinged.is_empty() && seen[2].pinged.is_empty());
    assert_eq!(seen[2].replies_to, Some(seen[0].id));

    let role = scene.server.bots_role().unwrap();
    scene.server.set_role(role, Permissions::MENTION_EVERYONE);
    scene
        .post(scene.general.id(), json!({"content": words}))
        .await;
    assert!(scene.general.messages()[3].pinged_everyone);
    scene.assert_honest();
}

#[tokio::test]
async fn a_reply_to_a_message_that_is_gone_is_refused_unless_it_need_not_exist() {
    let scene = Scene::new().await;
    let said = scene.ada.say(&scene.general, "hello").unwrap();
    scene.general.delete_message(said.id);
    let reply = |strict: bool| {
        let to = json!({"message_id": said.id.to_string(), "fail_if_not_exists": strict});
        json!({"content": "x", "message_reference": to})
    };
    assert_eq!(
        scene.post(scene.general.id(), reply(true)).await.code(),
        50035
    );
    assert_eq!(
        scene.post(scene.general.id(), reply(false)).await.status,
        200
    );
}

#[tokio::test]
async fn automatic_moderation_stops_a_word_for_everybodys_eyes_only() {
    let scene = Scene::new().await;
    scene.server.stop_word("Ward");
    let stopped = scene
        .post(scene.general.id(), json!({"content": "by ward"}))
        .await;
    assert_eq!((stopped.status, stopped.code()), (400, 200_000));
    let asked = scene.asked();
    let private = json!({"type": 4, "data": {"content": "by ward", "flags": 64}});
    assert_eq!(scene.answer(&asked, private).await.status, 204);
    assert!(scene.general.messages().is_empty());
}

#[tokio::test]
async fn the_bot_changes_and_deletes_its_own_messages_and_not_others() {
    let scene = Scene::new().await;
    let said = scene.ada.say(&scene.general, "hello").unwrap();
    let own = scene
        .post(scene.general.id(), json!({"content": "one"}))
        .await
        .id();
    let path = |id| format!("/channels/{}/messages/{id}", scene.general.id());
    let edit = json!({"content": "two"});
    assert_eq!(
        scene
            .call("PATCH", &path(said.id), edit.clone())
            .await
            .code(),
        50005
    );
    assert_eq!(
        scene.call("PATCH", &path(own), edit).await.body["content"],
        "two"
    );
    assert_eq!(scene.general.messages()[1].was, ["one"]);
    assert_eq!(
        scene
            .call("DELETE", &path(said.id), Value::Null)
            .await
            .code(),
        50013
    );
    assert_eq!(
        scene.call("DELETE", &path(own), Value::Null).await.status,
        204
    );
    assert_eq!(
        scene.call("DELETE", &path(own), Value::Null).await.code(),
        10008
    );
    scene.assert_honest();
}

#[tokio::test]
async fn permissions_hide_and_silence_a_channel() {
    let scene = Scene::new().await;
    let words = json!({"content": "hello"});
    scene.general.deny_bot(Permissions::SEND_MESSAGES);
    assert_eq!(
        scene.post(scene.general.id(), words.clone()).await.code(),
        50013
    );
    scene.general.deny_bot(Permissions::VIEW_CHANNEL);
    let hidden = scene.post(scene.general.id(), words.clone()).await;
    assert_eq!((hidden.status, hidden.code()), (403, 50001));
    scene.general.delete();
    let gone = scene.post(scene.general.id(), words).await;
    assert_eq!((gone.status, gone.code()), (404, 10003));
    assert_eq!(scene.discord.invalid_requests(), 2);
}

#[tokio::test]
async fn a_server_that_put_the_bot_out_is_closed_to_it() {
    let scene = Scene::new().await;
    scene.server.kick_bot();
    let refused = scene
        .post(scene.general.id(), json!({"content": "hello"}))
        .await;
    assert_eq!(refused.code(), 50001);
    assert!(scene.ada.run_command(&scene.general, "need", &[]).is_err());
    scene.server.invite_bot(Permissions::NONE);
    let back = scene
        .post(scene.general.id(), json!({"content": "hello"}))
        .await;
    assert_eq!(back.status, 200);
}

#[tokio::test]
async fn a_direct_message_reaches_only_who_takes_them() {
    let scene = Scene::with(Setup::default()).await;
    let body = json!({"recipient_id": scene.ada.id().to_string()});
    let direct = scene.call("POST", "/users/@me/channels", body).await;
    assert_eq!(direct.status, 200, "{}", direct.body);
    assert_eq!(
        scene
            .post(direct.id(), json!({"content": "hello"}))
            .await
            .status,
        200
    );
    scene.ada.take_messages(false);
    assert_eq!(
        scene
            .post(direct.id(), json!({"content": "hello"}))
            .await
            .code(),
        50007
    );
    scene.assert_honest();
}

#[tokio::test]
async fn a_body_that_discords_document_does_not_know_is_refused_and_found() {
    let scene = Scene::new().await;
    let refused = scene
        .post(scene.general.id(), json!({"content": ["hello"]}))
        .await;
    if scene.discord.witnessed().requests == 0 {
        return;
    }
    assert_eq!((refused.status, refused.code()), (400, 50035));
    assert_eq!(scene.discord.findings().len(), 1);
}

//! Threads and forums: waking, locking, tags, caps, and what cannot be done in an archived one.

use std::time::Duration;

use hearback_rig::discord::{Permissions, Unable};
use serde_json::{Value, json};

use crate::raw::Scene;

#[tokio::test]
async fn a_message_wakes_an_archived_thread_and_a_change_of_one_does_not() {
    let scene = Scene::new().await;
    let thread = scene.thread().await;
    let post = scene
        .post(thread.id(), json!({"content": "one"}))
        .await
        .id();
    thread.archive(true);
    let path = format!("/channels/{}/messages/{post}", thread.id());
    let edit = scene.call("PATCH", &path, json!({"content": "two"})).await;
    assert_eq!((edit.status, edit.code()), (400, 50083));
    assert!(thread.is_archived());
    assert_eq!(
        scene
            .post(thread.id(), json!({"content": "two"}))
            .await
            .status,
        200
    );
    assert!(!thread.is_archived());
    scene.assert_honest();
}

#[tokio::test]
async fn in_an_archived_thread_messages_can_be_deleted_unless_it_is_locked_too() {
    let scene = Scene::new().await;
    let thread = scene.thread().await;
    let mut paths = Vec::new();
    for words in ["one", "two"] {
        let id = scene
            .post(thread.id(), json!({"content": words}))
            .await
            .id();
        paths.push(format!("/channels/{}/messages/{id}", thread.id()));
    }
    thread.archive(true);
    assert_eq!(
        scene.call("DELETE", &paths[0], Value::Null).await.status,
        204
    );
    thread.lock(true);
    assert_eq!(
        scene.call("DELETE", &paths[1], Value::Null).await.code(),
        50083
    );
    thread.archive(false);
    let edit = scene
        .call("PATCH", &paths[1], json!({"content": "three"}))
        .await;
    assert_eq!((edit.status, edit.code()), (403, 160_005));
    let path = format!("/channels/{}", thread.id());
    let shown = scene.call("GET", &path, Value::Null).await.body;
    assert_eq!(
        (&shown["message_count"], &shown["total_message_sent"]),
        (&json!(1), &json!(2))
    );
    scene.assert_honest();
}

#[tokio::test]
async fn only_who_is_in_a_thread_wakes_it_without_a_message() {
    let scene = Scene::new().await;
    let said = scene.ada.say(&scene.general, "bus times?").unwrap();
    let thread = scene.ada.start_thread(&said, "Bus times").unwrap();
    thread.archive(true);
    assert_eq!(
        scene.turn(&thread, json!({"archived": false})).await.code(),
        50013
    );
    assert_eq!(
        scene
            .post(thread.id(), json!({"content": "hello"}))
            .await
            .status,
        200
    );
    thread.archive(true);
    assert_eq!(
        scene.turn(&thread, json!({"archived": false})).await.status,
        200
    );
    scene.assert_honest();
}

#[tokio::test]
async fn a_locked_thread_takes_words_of_those_who_manage_threads_only() {
    let scene = Scene::new().await;
    let thread = scene.thread().await;
    let words = json!({"content": "hello"});
    thread.lock(true);
    let locked = scene.post(thread.id(), words.clone()).await;
    assert_eq!((locked.status, locked.code()), (403, 160_005));
    thread.archive(true);
    assert_eq!(scene.post(thread.id(), words.clone()).await.code(), 50083);
    assert_eq!(
        scene.turn(&thread, json!({"archived": false})).await.code(),
        50013
    );
    scene.manages_threads();
    assert_eq!(scene.post(thread.id(), words).await.status, 200);
    assert!(!thread.is_archived() && thread.is_locked());
    scene.assert_honest();
}

#[tokio::test]
async fn an_archived_thread_is_changed_only_together_with_waking_it() {
    let scene = Scene::new().await;
    scene.manages_threads();
    let thread = scene.thread().await;
    thread.archive(true);
    let lock = scene.turn(&thread, json!({"locked": true})).await;
    assert_eq!((lock.status, lock.code()), (400, 50083));
    let both = scene
        .turn(&thread, json!({"archived": false, "locked": true}))
        .await;
    assert_eq!(both.status, 200, "{}", both.body);
    assert!(thread.is_locked() && !thread.is_archived());
    assert_eq!(
        scene.turn(&thread, json!({"archived": true})).await.status,
        200
    );
    scene.assert_honest();
}

#[tokio::test]
async fn a_thread_needs_a_permission_of_its_own() {
    let scene = Scene::new().await;
    let thread = scene.thread().await;
    scene.general.deny_bot(Permissions::SEND_MESSAGES);
    assert_eq!(
        scene
            .post(thread.id(), json!({"content": "hello"}))
            .await
            .status,
        200
    );
    scene
        .general
        .deny_bot(Permissions::SEND_MESSAGES_IN_THREADS);
    assert_eq!(
        scene
            .post(thread.id(), json!({"content": "hello"}))
            .await
            .code(),
        50013
    );
    assert_eq!(
        scene
            .post(scene.general.id(), json!({"content": "hello"}))
            .await
            .status,
        200
    );
    scene.general.deny_bot(Permissions::CREATE_PUBLIC_THREADS);
    let path = format!("/channels/{}/threads", scene.general.id());
    let refused = scene
        .call("POST", &path, json!({"name": "x", "type": 11}))
        .await;
    assert_eq!(refused.code(), 50013);
}

#[tokio::test]
async fn a_message_has_one_thread() {
    let scene = Scene::new().await;
    let message = scene
        .post(scene.general.id(), json!({"content": "root"}))
        .await
        .id();
    let path = format!(
        "/channels/{}/messages/{message}/threads",
        scene.general.id()
    );
    let thread = json!({"name": "HB", "auto_archive_duration": 10_080});
    let first = scene.call("POST", &path, thread.clone()).await;
    assert_eq!((first.status, first.id()), (201, message));
    let again = scene.call("POST", &path, thread).await;
    assert_eq!((again.status, again.code()), (400, 160_004));
    scene.assert_honest();
    let wrong = json!({"name": "HB", "auto_archive_duration": 61});
    assert_eq!(scene.call("POST", &path, wrong).await.code(), 50035);
}

#[tokio::test]
async fn a_server_has_only_so_many_active_threads() {
    let scene = Scene::new().await;
    scene.discord.cap_threads(1);
    let first = scene.thread().await;
    let path = format!("/channels/{}/threads", scene.general.id());
    let body = json!({"name": "HB", "type": 11});
    let second = scene.call("POST", &path, body.clone()).await;
    assert_eq!((second.status, second.code()), (400, 160_006));
    first.archive(true);
    assert_eq!(scene.call("POST", &path, body).await.status, 201);
    // Waking the first would be one too many.
    let wake = scene.post(first.id(), json!({"content": "hello"})).await;
    assert_eq!(wake.code(), 160_006);
}

#[tokio::test]
async fn a_thread_falls_asleep_after_its_time() {
    let scene = Scene::new().await;
    let thread = scene.thread().await;
    assert_eq!(
        scene
            .turn(&thread, json!({"auto_archive_duration": 60}))
            .await
            .status,
        200
    );
    scene.discord.advance(Duration::from_mins(59));
    scene
        .post(thread.id(), json!({"content": "still here"}))
        .await;
    scene.discord.advance(Duration::from_mins(59));
    assert!(!thread.is_archived());
    scene.discord.advance(Duration::from_mins(1));
    assert!(thread.is_archived());
}

#[tokio::test]
async fn in_an_archived_thread_a_press_never_reaches_the_bot() {
    let scene = Scene::new().await;
    let thread = scene.thread().await;
    let button = json!({"type": 2, "style": 1, "label": "Go", "custom_id": "go"});
    let rows = json!([{"type": 1, "components": [button]}]);
    scene
        .post(thread.id(), json!({"content": "Well?", "components": rows}))
        .await;
    let message = thread.messages()[0].clone();
    thread.archive(true);
    assert_eq!(
        scene.ada.press(&message, "go").err(),
        Some(Unable::Archived)
    );
    scene.ada.say(&thread, "hello").unwrap();
    assert!(scene.ada.press(&message, "go").is_ok());
}

#[tokio::test]
async fn an_answer_in_a_thread_that_was_archived_and_locked_meanwhile_is_refused() {
    let scene = Scene::new().await;
    let thread = scene.thread().await;
    let asked = scene.ada.run_command(&thread, "need", &[]).unwrap();
    thread.lock(true);
    thread.archive(true);
    let answer = json!({"type": 4, "data": {"content": "x", "flags": 64}});
    assert_eq!(scene.answer(&asked, answer).await.code(), 50083);
}

#[tokio::test]
async fn with_its_channel_a_thread_is_gone() {
    let scene = Scene::new().await;
    let thread = scene.thread().await;
    scene.general.delete();
    let gone = scene.post(thread.id(), json!({"content": "x"})).await;
    assert_eq!((gone.status, gone.code()), (404, 10003));
    assert!(!thread.exists());
}

#[tokio::test]
async fn active_threads_are_listed() {
    let scene = Scene::new().await;
    let (open, shut) = (scene.thread().await, scene.thread().await);
    shut.archive(true);
    let path = format!("/guilds/{}/threads/active", scene.server.id());
    let all = scene.call("GET", &path, Value::Null).await.body;
    assert_eq!(all["threads"].as_array().unwrap().len(), 1);
    assert_eq!(all["threads"][0]["id"], open.id().to_string());
    scene.assert_honest();
}

impl Scene {
    fn manages_threads(&self) {
        let role = self.server.bots_role().unwrap();
        self.server.set_role(role, Permissions::MANAGE_THREADS);
    }
}

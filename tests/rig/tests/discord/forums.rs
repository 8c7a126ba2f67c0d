//! Forums, and what people start themselves.

use serde_json::{Value, json};

use crate::raw::Scene;

#[tokio::test]
async fn a_forum_asks_for_a_tag_and_takes_no_plain_message() {
    let scene = Scene::new().await;
    let forum = scene.server.add_forum("needs", &["new", "done"], true);
    let path = format!("/channels/{}/threads", forum.id());
    let post = |tags: Value| json!({"name": "Bus times", "applied_tags": tags, "message": {"content": "by day"}});
    let bare = scene.call("POST", &path, post(json!([]))).await;
    assert_eq!((bare.status, bare.code()), (400, 40067));
    let unknown = scene.call("POST", &path, post(json!(["12"]))).await;
    assert_eq!(unknown.code(), 50035);
    let tag = forum.tags()[0].0.to_string();
    let made = scene.call("POST", &path, post(json!([tag]))).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let thread = scene.server.channel(made.id());
    // The first message of a post has the post's own id.
    assert_eq!(thread.messages()[0].id, thread.id());
    assert_eq!(
        scene.post(forum.id(), json!({"content": "x"})).await.status,
        400
    );
    scene.assert_honest();
}

#[tokio::test]
async fn people_start_threads_and_posts_and_the_bot_can_speak_there() {
    let scene = Scene::new().await;
    let said = scene.ada.say(&scene.general, "bus times?").unwrap();
    let thread = scene.ada.start_thread(&said, "Bus times").unwrap();
    assert_eq!(
        (thread.id(), thread.parent()),
        (said.id, Some(scene.general.id()))
    );
    assert_eq!(
        scene
            .post(thread.id(), json!({"content": "hello"}))
            .await
            .status,
        200
    );
    // What others named and own, the bot does not rename.
    assert_eq!(
        scene.turn(&thread, json!({"name": "x"})).await.code(),
        50013
    );
    let forum = scene.server.add_forum("needs", &["new"], true);
    assert!(
        scene
            .ada
            .start_post(&forum, "Ward", "by ward", &[])
            .is_err()
    );
    let tag = forum.tags()[0].0;
    let post = scene
        .ada
        .start_post(&forum, "Ward", "by ward", &[tag])
        .unwrap();
    assert_eq!(post.messages()[0].content, "by ward");
    assert_eq!(
        scene
            .post(post.id(), json!({"content": "hello"}))
            .await
            .status,
        200
    );
    scene.assert_honest();
}

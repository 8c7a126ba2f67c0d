//! matrix-nio and the rig's own client understand each other.

use std::time::Duration;

use hearback_rig::matrix::RoomSpec;
use hearback_rig::nio::{Kind, Nio};
use hearback_rig::synapse::shared;
use serde_json::json;

const SOON: Duration = Duration::from_mins(1);

#[tokio::test]
async fn a_need_and_the_notice_in_its_thread_are_understood() {
    let server = shared().await.unwrap();
    let (ada, ben) = (
        server.person("ada").await.unwrap(),
        server.person("ben").await.unwrap(),
    );
    let spec = RoomSpec {
        invite: &[ben.user_id()],
        ..RoomSpec::default()
    };
    let room = ada.create_room(&spec).await.unwrap();
    let mut nio = Nio::start(server.url(), ben.account()).await.unwrap();
    nio.join(&room).await.unwrap();
    let need = nio.say(&room, None, "!need a ramp").await.unwrap();
    let heard = ada
        .wait_for(Some(&room), |event| event.id == need, SOON)
        .await
        .unwrap();
    assert_eq!(heard.body.as_deref(), Some("!need a ramp"));

    let notice = json!({"msgtype": "m.notice", "body": "Got it", "m.mentions": {}, "m.relates_to": {
        "rel_type": "m.thread", "event_id": need, "is_falling_back": true,
        "m.in_reply_to": {"event_id": need}}});
    let notice = ada.send_message(&room, &notice).await.unwrap();
    let seen = nio
        .wait_for(|message| message.id == notice, SOON)
        .await
        .unwrap();
    assert_eq!((seen.kind, seen.body.as_str()), (Kind::Notice, "Got it"));
    assert_eq!(seen.thread.as_deref(), Some(need.as_str()));

    let more = nio.say(&room, Some(&need), "at the hall").await.unwrap();
    let mine = nio
        .wait_for(|message| message.id == more, SOON)
        .await
        .unwrap();
    assert_eq!((mine.kind, mine.thread), (Kind::Text, Some(need.clone())));
    let heard = ada
        .wait_for(Some(&room), |event| event.id == more, SOON)
        .await
        .unwrap();
    assert_eq!(heard.thread_root(), Some(need.as_str()));
}

#[tokio::test]
async fn a_refusal_is_an_error() {
    let server = shared().await.unwrap();
    let ben = server.person("ben").await.unwrap();
    let mut nio = Nio::start(server.url(), ben.account()).await.unwrap();
    let refused = nio.join("!nowhere:localhost").await.unwrap_err();
    assert!(
        refused.to_string().starts_with("matrix-nio failed"),
        "{refused}"
    );
}

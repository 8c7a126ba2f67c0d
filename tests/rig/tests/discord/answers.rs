//! Answers to interactions: when, how often, of which sort, and who sees them.

use std::time::Duration;

use serde_json::{Value, json};

use crate::raw::{Scene, a_form};

const ORIGINAL: &str = "/messages/@original";

fn private(words: &str) -> Value {
    json!({"type": 4, "data": {"content": words, "flags": 64}})
}

fn buttons() -> Value {
    let button = json!({"type": 2, "style": 1, "label": "Go", "custom_id": "go"});
    json!([{"type": 1, "components": [button]}])
}

#[tokio::test]
async fn three_seconds_to_answer_and_not_one_millisecond_more() {
    let scene = Scene::new().await;
    let (in_time, late) = (scene.asked(), scene.asked());
    scene.discord.advance(Duration::from_secs(3));
    assert_eq!(scene.answer(&in_time, private("yes")).await.status, 204);
    assert!(!late.has_failed());
    scene.discord.advance(Duration::from_millis(1));
    let refused = scene.answer(&late, private("too late")).await;
    assert_eq!((refused.status, refused.code()), (404, 10062));
    assert!(late.has_failed());
    assert_eq!(in_time.answer().unwrap().after, Duration::from_secs(3));
    scene.assert_honest();
}

#[tokio::test]
async fn a_second_answer_is_refused_also_long_after() {
    let scene = Scene::new().await;
    let asked = scene.asked();
    scene.answer(&asked, private("one")).await;
    scene.discord.advance(Duration::from_secs(10));
    let again = scene.answer(&asked, private("two")).await;
    assert_eq!((again.status, again.code()), (400, 40060));
    assert_eq!(asked.reply().await.unwrap().content, "one");
}

#[tokio::test]
async fn fifteen_minutes_and_then_401_which_is_not_about_the_bots_token() {
    let scene = Scene::new().await;
    let asked = scene.asked();
    scene.answer(&asked, private("one")).await;
    scene.discord.advance(Duration::from_mins(15));
    let edit = json!({"content": "two"});
    assert_eq!(
        scene
            .later(&asked, "PATCH", ORIGINAL, edit.clone())
            .await
            .status,
        200
    );
    scene.discord.advance(Duration::from_millis(1));
    let refused = scene.later(&asked, "PATCH", ORIGINAL, edit).await;
    assert_eq!((refused.status, refused.code()), (401, 50027));
    assert_eq!(scene.discord.invalid_requests(), 1);
    scene.assert_honest();
}

#[tokio::test]
async fn a_token_can_end_early_and_an_interaction_can_be_lost() {
    let scene = Scene::new().await;
    let (expired, killed) = (scene.asked(), scene.asked());
    scene.answer(&expired, private("one")).await;
    expired.expire();
    let refused = scene
        .later(&expired, "POST", "", json!({"content": "more"}))
        .await;
    assert_eq!(refused.code(), 50027);
    killed.kill();
    assert_eq!(scene.answer(&killed, private("x")).await.code(), 10062);
}

#[tokio::test]
async fn a_deferred_answer_takes_one_flag_and_the_next_message_fills_it() {
    let scene = Scene::new().await;
    let asked = scene.asked();
    let silent = scene
        .answer(&asked, json!({"type": 5, "data": {"flags": 64 | 4096}}))
        .await;
    assert_eq!(silent.code(), 50035);
    assert_eq!(
        scene
            .answer(&asked, json!({"type": 5, "data": {"flags": 64}}))
            .await
            .status,
        204
    );
    assert!(scene.ada_sees()[0].is_loading());
    // The flag of the message does not count: it was settled when it was deferred.
    let filled = scene
        .later(&asked, "POST", "", json!({"content": "done"}))
        .await;
    let reply = asked.reply().await.unwrap();
    assert_eq!(
        (reply.id, reply.only_for),
        (filled.id(), Some(scene.ada.id()))
    );
    let more = scene
        .later(&asked, "POST", "", json!({"content": "for all"}))
        .await;
    assert_eq!(more.status, 200);
    let all: Vec<String> = scene
        .general
        .messages()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(all, ["for all"]);
    scene.assert_honest();
}

#[tokio::test]
async fn before_the_first_answer_there_is_nothing_to_follow_or_change() {
    let scene = Scene::new().await;
    let asked = scene.asked();
    let follow = scene
        .later(&asked, "POST", "", json!({"content": "x"}))
        .await;
    assert_eq!((follow.status, follow.code()), (404, 10015));
    let shown = scene.later(&asked, "GET", ORIGINAL, Value::Null).await;
    assert_eq!(shown.code(), 10015);
}

#[tokio::test]
async fn the_answer_can_be_read_changed_and_deleted_and_by_others_not_found() {
    let scene = Scene::new().await;
    let asked = scene.asked();
    scene.answer(&asked, private("one")).await;
    let edit = json!({"content": "two", "components": buttons()});
    let changed = scene.later(&asked, "PATCH", ORIGINAL, edit).await;
    assert_eq!(changed.body["content"], "two");
    let id = changed.id();
    let by_channel = format!("/channels/{}/messages/{id}", scene.general.id());
    assert_eq!(
        scene.call("GET", &by_channel, Value::Null).await.code(),
        10008
    );
    assert_eq!(
        scene.later(&asked, "GET", ORIGINAL, Value::Null).await.id(),
        id
    );
    assert_eq!(
        scene
            .later(&asked, "DELETE", ORIGINAL, Value::Null)
            .await
            .status,
        204
    );
    assert_eq!(
        scene
            .later(&asked, "GET", ORIGINAL, Value::Null)
            .await
            .code(),
        10008
    );
    assert!(scene.ada_sees().is_empty());
    scene.assert_honest();
}

#[tokio::test]
async fn another_person_does_not_see_a_private_answer_and_cannot_press_on_it() {
    let scene = Scene::new().await;
    let asked = scene.asked();
    let data = json!({"content": "for ada", "flags": 64, "components": buttons()});
    scene.answer(&asked, json!({"type": 4, "data": data})).await;
    let reply = asked.reply().await.unwrap();
    let bo = scene.server.add_person("bo", "en-GB");
    assert!(scene.general.messages_for(&bo).is_empty());
    assert!(bo.press(&reply, "go").is_err());
    assert!(scene.ada.press(&reply, "gone").is_err());
    let pressed = scene.ada.press(&reply, "go").unwrap();
    assert_eq!(scene.answer(&pressed, json!({"type": 6})).await.status, 204);
    let same = scene
        .later(&pressed, "PATCH", ORIGINAL, json!({"content": "pressed"}))
        .await;
    assert_eq!(same.id(), reply.id);
    scene.ada.dismiss(&reply);
    let gone = scene
        .later(&pressed, "PATCH", ORIGINAL, json!({"content": "x"}))
        .await;
    assert_eq!(gone.code(), 10008);
    scene.assert_honest();
}

#[tokio::test]
async fn who_asks_is_told_of_the_message_that_the_answer_made() {
    let scene = Scene::new().await;
    let asked = scene.asked();
    let (id, token) = (asked.id(), asked.token());
    let path = format!("/interactions/{id}/{token}/callback?with_response=true");
    let told = scene.call("POST", &path, private("hello")).await;
    assert_eq!(told.body["resource"]["message"]["content"], "hello");
    assert_eq!(told.body["interaction"]["id"], id.to_string());
    scene.assert_honest();
}

#[tokio::test]
async fn only_sorts_of_answers_that_fit_are_taken() {
    let scene = Scene::new().await;
    let command = scene.asked();
    for kind in [1, 6, 7, 8] {
        let data = json!({"content": "x", "choices": []});
        let refused = scene
            .answer(&command, json!({"type": kind, "data": data}))
            .await;
        assert_eq!(refused.code(), 50035, "{kind}");
    }
    let typed = scene
        .ada
        .autocomplete(&scene.general, "need", &[], ("reference", "H"))
        .unwrap();
    assert_eq!(scene.answer(&typed, private("x")).await.code(), 50035);
    scene.show_form(&command).await;
    let sent = scene.ada.submit(&command, &[("what", "data")]).unwrap();
    // A form that a command showed has no message to change, and shows no second form.
    for kind in [6, 7, 9] {
        let refused = scene
            .answer(&sent, json!({"type": kind, "data": a_form()}))
            .await;
        assert_eq!(refused.code(), 50035, "{kind}");
    }
    assert_eq!(scene.answer(&sent, private("thanks")).await.status, 204);
}

#[tokio::test]
async fn a_form_that_a_button_showed_can_change_the_buttons_message() {
    let scene = Scene::new().await;
    let post = json!({"content": "Tell us", "components": buttons()});
    let posted = scene.post(scene.general.id(), post).await;
    let message = &scene.general.messages()[0];
    assert_eq!(message.id, posted.id());
    let pressed = scene.ada.press(message, "go").unwrap();
    scene.show_form(&pressed).await;
    let sent = scene.ada.submit(&pressed, &[("what", "data")]).unwrap();
    let update = json!({"type": 7, "data": {"content": "Said", "components": []}});
    assert_eq!(scene.answer(&sent, update).await.status, 204);
    assert_eq!(scene.general.messages()[0].content, "Said");
    scene.assert_honest();
}

#[tokio::test]
async fn twenty_five_choices_and_no_more() {
    let scene = Scene::new().await;
    let typed = scene
        .ada
        .autocomplete(&scene.general, "need", &[], ("reference", "H"))
        .unwrap();
    let choices = |count: usize| {
        let one = |at| json!({"name": format!("{at}"), "value": format!("{at}")});
        json!({"type": 8, "data": {"choices": (0..count).map(one).collect::<Vec<_>>()}})
    };
    assert_eq!(scene.answer(&typed, choices(26)).await.code(), 50035);
    assert_eq!(scene.answer(&typed, choices(25)).await.status, 204);
    assert_eq!(typed.choices().await.unwrap().len(), 25);
}

impl Scene {
    fn ada_sees(&self) -> Vec<hearback_rig::discord::Message> {
        self.general.messages_for(&self.ada)
    }
}

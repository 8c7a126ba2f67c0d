//! Limits, faults and tokens: what a bot's outbox has to live with.

use std::time::Duration;

use hearback_rig::discord::{Chaos, Fault, Planned, Scope, Setup};
use serde_json::{Value, json};

use crate::raw::Scene;

const MESSAGES: &str = "/channels/{channel_id}/messages";

#[tokio::test]
async fn over_a_limit_it_is_said_how_long_and_headers_say_it_before() {
    let scene = Scene::new().await;
    for left in (0..5).rev() {
        let posted = scene
            .post(scene.general.id(), json!({"content": "x"}))
            .await;
        assert_eq!(posted.header("x-ratelimit-remaining"), left.to_string());
        assert_eq!(posted.header("x-ratelimit-reset-after"), "5");
    }
    let over = scene
        .post(scene.general.id(), json!({"content": "x"}))
        .await;
    assert_eq!(
        (over.status, over.header("x-ratelimit-scope")),
        (429, "user")
    );
    assert_eq!(
        (over.header("retry-after"), &over.body["retry_after"]),
        ("5", &json!(5.0))
    );
    assert_eq!(over.body["global"], false);
    let other = scene.server.add_channel("other");
    assert_eq!(
        scene.post(other.id(), json!({"content": "x"})).await.status,
        200
    );
    scene.discord.advance(Duration::from_secs(5));
    let again = scene
        .post(scene.general.id(), json!({"content": "x"}))
        .await;
    assert_eq!(again.status, 200);
    assert_eq!(scene.discord.invalid_requests(), 1);
}

#[tokio::test]
async fn shared_limits_do_not_count_towards_a_ban_and_global_ones_say_so() {
    let scene = Scene::new().await;
    let second = Duration::from_millis(1_500);
    scene.discord.fault(Planned::new(
        "POST",
        MESSAGES,
        Fault::Limited(Scope::Shared, second),
    ));
    let shared = scene
        .post(scene.general.id(), json!({"content": "x"}))
        .await;
    assert_eq!(
        (shared.status, shared.header("x-ratelimit-scope")),
        (429, "shared")
    );
    // The header is in whole seconds, the body is exact.
    assert_eq!(
        (shared.header("retry-after"), &shared.body["retry_after"]),
        ("2", &json!(1.5))
    );
    assert_eq!(scene.discord.invalid_requests(), 0);
    scene.discord.fault(Planned::new(
        "POST",
        "",
        Fault::Limited(Scope::Global, second),
    ));
    let global = scene
        .post(scene.general.id(), json!({"content": "x"}))
        .await;
    assert_eq!(global.header("x-ratelimit-global"), "true");
    assert_eq!(global.body["global"], true);
    assert_eq!(scene.discord.invalid_requests(), 1);
    assert!(scene.general.messages().is_empty());
}

#[tokio::test]
async fn a_lost_answer_was_done_and_a_reset_was_not() {
    let scene = Scene::new().await;
    let token = scene.discord.token();
    let path = format!("/channels/{}/messages", scene.general.id());
    for (fault, done) in [(Fault::Lost, 1), (Fault::Reset, 1)] {
        scene.discord.fault(Planned::new("POST", MESSAGES, fault));
        let ended = scene
            .call_as(&token, "POST", &path, json!({"content": "x"}))
            .await;
        assert!(ended.is_err());
        assert_eq!(scene.general.messages().len(), done, "{fault:?}");
    }
    let noted = scene.discord.requests();
    let noted: Vec<_> = noted.iter().map(|one| (one.status, one.done)).collect();
    assert_eq!(noted[noted.len() - 2..], [(0, true), (0, false)]);
}

#[tokio::test]
async fn a_broken_proxy_answers_without_json() {
    let scene = Scene::new().await;
    scene
        .discord
        .fault(Planned::new("POST", MESSAGES, Fault::Broken(502)).times(2));
    for _ in 0..2 {
        let broken = scene
            .post(scene.general.id(), json!({"content": "x"}))
            .await;
        assert_eq!((broken.status, broken.body), (502, Value::Null));
    }
    assert_eq!(
        scene
            .post(scene.general.id(), json!({"content": "x"}))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn a_slow_answer_comes_when_the_fakes_time_has_passed() {
    let scene = Scene::with(Setup::default()).await;
    let slow = Duration::from_millis(200);
    scene
        .discord
        .fault(Planned::new("POST", MESSAGES, Fault::Slow(slow)));
    let began = scene.discord.clock().now_ms();
    let posted = scene
        .post(scene.general.id(), json!({"content": "x"}))
        .await;
    assert_eq!(posted.status, 200);
    assert!(scene.discord.clock().now_ms() - began >= 200);
}

#[tokio::test]
async fn a_wrong_token_is_401_and_counts_and_interactions_need_none() {
    let scene = Scene::new().await;
    let asked = scene.asked();
    let old = scene.discord.token();
    scene.discord.reset_token();
    let path = format!("/channels/{}/messages", scene.general.id());
    let refused = scene
        .call_as(&old, "POST", &path, json!({"content": "x"}))
        .await
        .unwrap();
    assert_eq!((refused.status, refused.code()), (401, 0));
    assert_eq!(scene.discord.invalid_requests(), 1);
    let answer = json!({"type": 4, "data": {"content": "x"}});
    let path = format!("/interactions/{}/{}/callback", asked.id(), asked.token());
    assert_eq!(
        scene
            .call_as(&old, "POST", &path, answer)
            .await
            .unwrap()
            .status,
        204
    );
}

#[tokio::test]
async fn so_many_refused_requests_end_in_a_ban_that_passes() {
    let scene = Scene::with(Setup {
        ban: 20,
        ..Setup::default()
    })
    .await;
    for _ in 0..20 {
        let refused = scene.call_as("x", "GET", "/gateway", Value::Null).await;
        assert_eq!(refused.unwrap().status, 401);
    }
    assert_eq!(scene.discord.invalid_requests(), 20);
    let banned = scene.call("GET", "/gateway", Value::Null).await;
    assert_eq!(banned.status, 429);
    assert_eq!(banned.header("retry-after"), "3600");
    scene.discord.advance(Duration::from_mins(11));
    let again = scene.call("GET", "/gateway", Value::Null).await;
    assert_eq!(again.status, 200);
}

#[tokio::test]
async fn what_the_fake_does_not_know_is_found() {
    let scene = Scene::new().await;
    assert_eq!(
        scene
            .call("GET", "/sticker-packs", Value::Null)
            .await
            .status,
        404
    );
    let found = scene.discord.findings();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].who, "fake");
}

#[tokio::test]
async fn chance_with_a_seed_is_the_same_every_time() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let scene = Scene::with(Setup {
            limits: false,
            ..Setup::default()
        })
        .await;
        scene.discord.chaos(Some(Chaos {
            seed: 4,
            requests: 400,
            events: 0,
        }));
        let token = scene.discord.token();
        let path = format!("/channels/{}/messages", scene.general.id());
        for at in 0..30 {
            let body = json!({"content": at.to_string()});
            let _wrong = scene.call_as(&token, "POST", &path, body).await;
        }
        let noted = scene.discord.requests();
        runs.push(
            noted
                .iter()
                .map(|one| (one.status, one.done))
                .collect::<Vec<_>>(),
        );
    }
    assert_eq!(runs[0], runs[1]);
    assert!(runs[0].iter().any(|(status, _)| *status == 0));
}

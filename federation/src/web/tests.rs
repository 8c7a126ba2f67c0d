//! The doors: who may come in, from where, and what they are told if not.

mod house;
mod journey;

use axum::http::{Request, StatusCode, header};

use self::house::{house, text};
use crate::staff::Role;

const HOUR: i64 = 3600;

#[tokio::test]
async fn a_link_works_once_and_looking_at_it_does_not_use_it_up() {
    let house = house().await;
    let path = format!(
        "/sign-in/{}",
        house.node.invite_staff(Role::Admin, "Ada").await.unwrap()
    );
    assert_eq!(house.get(&path, "").await.status(), StatusCode::OK);
    assert_eq!(house.get(&path, "").await.status(), StatusCode::OK);
    assert_eq!(
        house.post(&path, "", "").await.status(),
        StatusCode::SEE_OTHER
    );
    let again = house.post(&path, "", "").await;
    assert_eq!(again.status(), StatusCode::GONE);
    assert!(
        text(again)
            .await
            .contains("ask the people who run this node for a new link")
    );
}

#[tokio::test]
async fn links_and_sessions_run_out() {
    let house = house().await;
    let cookie = house.sign_in(Role::Admin).await;
    let path = format!(
        "/sign-in/{}",
        house.node.invite_staff(Role::Admin, "Ada").await.unwrap()
    );
    house.clock.advance_seconds(12 * HOUR - 1);
    assert_eq!(
        house.get("/console", &cookie).await.status(),
        StatusCode::OK
    );
    house.clock.advance_seconds(1);
    assert_eq!(
        house.get("/console", &cookie).await.status(),
        StatusCode::UNAUTHORIZED
    );
    house.clock.advance_seconds(60 * HOUR);
    assert_eq!(house.post(&path, "", "").await.status(), StatusCode::GONE);
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server() {
    let house = house().await;
    let cookie = house.sign_in(Role::Moderator).await;
    assert_eq!(
        house.post("/sign-out", &cookie, "").await.status(),
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        house.get("/console", &cookie).await.status(),
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn each_role_reaches_its_own_pages_and_no_others() {
    let house = house().await;
    let moderators = [
        "/console/queue",
        "/console/queue.json",
        "/console/replies",
        "/console/needs",
        "/console/producers.json",
        "/console/audit",
    ];
    let responders = ["/console/inbox", "/console/inbox.json"];
    let admins = ["/console/peers"];
    for role in [Role::Moderator, Role::Responder, Role::Admin] {
        let cookie = house.sign_in(role).await;
        let expectations = [
            (&moderators[..], Role::Moderator),
            (&responders[..], Role::Responder),
            (&admins[..], Role::Admin),
        ];
        for (paths, needed) in expectations {
            let want = if role.may(needed) {
                StatusCode::OK
            } else {
                StatusCode::FORBIDDEN
            };
            for path in paths {
                assert_eq!(
                    house.get(path, &cookie).await.status(),
                    want,
                    "{role} at {path}"
                );
            }
        }
    }
}

#[tokio::test]
async fn without_a_session_every_console_address_is_closed() {
    let house = house().await;
    let actions = [
        "/console/queue/x/approve",
        "/console/queue/x/edit",
        "/console/queue/x/ask",
        "/console/queue/x/refuse",
        "/console/replies/x/approve",
        "/console/needs/x/refer",
        "/console/needs/x/link",
        "/console/referrals/respond",
        "/console/peers/x/confirm",
        "/console/peers/x/pause",
    ];
    for path in actions {
        assert_eq!(
            house.post(path, "session=wrong", "").await.status(),
            StatusCode::UNAUTHORIZED,
            "{path}"
        );
    }
    for path in [
        "/console",
        "/console/audit",
        "/console/queue/x",
        "/console/needs/x",
        "/console/referrals/x/y",
    ] {
        assert_eq!(
            house.get(path, "").await.status(),
            StatusCode::UNAUTHORIZED,
            "{path}"
        );
    }
}

#[tokio::test]
async fn another_sites_form_changes_nothing() {
    let house = house().await;
    let cookie = house.sign_in(Role::Admin).await;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://elsewhere.example"),
        ("accept", "*/*"),
    ] {
        let request = Request::post("/sign-out")
            .header(header::COOKIE, &cookie)
            .header(name, value);
        let refused = house.ask(request, "").await;
        assert_eq!(refused.status(), StatusCode::FORBIDDEN, "{name}");
        assert!(text(refused).await.contains("nothing was changed"));
    }
    assert_eq!(
        house.get("/console", &cookie).await.status(),
        StatusCode::OK
    );
}

#[tokio::test]
async fn pages_are_closed_to_other_scripts_and_console_pages_to_caches() {
    let house = house().await;
    let cookie = house.sign_in(Role::Admin).await;
    let page = house.get("/console", &cookie).await;
    let policy = page.headers()[header::CONTENT_SECURITY_POLICY]
        .to_str()
        .unwrap();
    assert!(
        policy.starts_with("default-src 'none'") && !policy.contains("unsafe"),
        "{policy}"
    );
    assert_eq!(page.headers()[header::CACHE_CONTROL], "no-store");
    assert_eq!(page.headers()[header::REFERRER_POLICY], "same-origin");
}

#[tokio::test]
async fn anybody_may_read_the_public_pages() {
    let house = house().await;
    for path in [
        "/",
        "/needs",
        "/needs.json",
        "/needs?words=x&status=waiting&theme=prices&page=2",
        "/hearback.css",
        "/health/live",
        "/health/ready",
    ] {
        assert_eq!(house.get(path, "").await.status(), StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn errors_are_pages_for_people_and_problems_for_programs() {
    let house = house().await;
    let page = house.get("/needs/HB-0000-0000", "").await;
    assert_eq!(page.status(), StatusCode::NOT_FOUND);
    assert!(text(page).await.contains("<h1>Nothing is here</h1>"));
    for path in [
        "/needs/HB-0000-0000.json",
        "/intake/v1/nowhere",
        "/hearback/v1/nowhere",
    ] {
        let problem = house.get(path, "").await;
        assert_eq!(
            problem.headers()[header::CONTENT_TYPE],
            "application/problem+json",
            "{path}"
        );
        assert!(text(problem).await.contains("urn:hearback:problem:"));
    }
}

#[tokio::test]
async fn a_bot_needs_its_token_and_a_key_for_each_write() {
    let house = house().await;
    let stranger = house.ask(Request::get("/intake/v1/needs"), "").await;
    assert_eq!(stranger.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(stranger.headers()[header::WWW_AUTHENTICATE], "Bearer");
    let known =
        || Request::post("/intake/v1/withdraw").header(header::AUTHORIZATION, "Bearer bot-token");
    let keyless = house.ask(known(), "{}").await;
    assert_eq!(keyless.status(), StatusCode::BAD_REQUEST);
    assert!(text(keyless).await.contains("Idempotency-Key"));
    let misfit = house
        .ask(known().header("idempotency-key", "1"), r#"{"user":"x"}"#)
        .await;
    assert_eq!(misfit.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let garbled = house
        .ask(known().header("idempotency-key", "1"), "not json")
        .await;
    assert_eq!(garbled.status(), StatusCode::BAD_REQUEST);
    let open = house.ask(Request::get("/intake/v1/openapi.json"), "").await;
    assert_eq!(open.status(), StatusCode::OK);
}

#[tokio::test]
async fn too_large_a_body_is_refused_in_words() {
    let house = house().await;
    let cookie = house.sign_in(Role::Moderator).await;
    let long = format!("words={}", "x".repeat(super::FORM_BYTES));
    let refused = house
        .post("/console/queue/HB-0000-0000/ask", &cookie, &long)
        .await;
    assert!(refused.status().is_client_error());
    assert!(text(refused).await.contains("<h1>"));
}

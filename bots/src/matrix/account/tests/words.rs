//! What an operator reads when something is wrong.

use hearback_wire::clock::Millis;

use super::*;

#[tokio::test]
async fn a_second_process_is_kept_out_until_the_first_ends() {
    let bot = Bot::new().await;
    let account = bot.open().await.unwrap();
    bot.fails("please stop it first").await;
    drop(account);
    drop(bot.open().await.unwrap());
}

#[tokio::test]
async fn a_wrong_password_is_told() {
    let mut bot = Bot::new().await;
    bot.settings.login = password("nobody", "wrong");
    bot.fails("does not know this name with this password")
        .await;
    assert!(!bot.settings.secrets.join("matrix.session").exists());
}

#[tokio::test]
async fn a_homeserver_that_is_not_there_is_told() {
    let mut bot = Bot::new().await;
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    bot.settings.homeserver = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    bot.fails("cannot be reached").await;
}

#[tokio::test]
async fn a_page_that_is_no_homeserver_is_told() {
    let mut bot = Bot::new().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    bot.settings.homeserver = format!("http://{}", listener.local_addr().unwrap());
    let page = axum::Router::new().fallback(|| async { "Welcome to our charity" });
    tokio::spawn(async move { axum::serve(listener, page).await });
    bot.fails("is not a Matrix homeserver").await;
    bot.settings.homeserver = "matrix.example.org".to_owned();
    bot.fails("is not a Matrix homeserver").await;
}

#[tokio::test]
async fn a_revoked_session_is_told_and_the_way_back_in_works() {
    let bot = Bot::new().await;
    let account = bot.open().await.unwrap();
    account.client().matrix_auth().logout().await.unwrap();
    let refused = account.client().whoami().await;
    assert!(refused.is_err());
    tokio::task::yield_now().await;
    let problem = account.health().problem(Millis(0)).unwrap();
    assert!(problem.contains("signed the Matrix bot out"), "{problem}");
    drop(account);
    bot.fails("delete").await;
    std::fs::remove_file(bot.settings.secrets.join("matrix.session")).unwrap();
    drop(bot.open().await.unwrap());
}

#[tokio::test]
async fn the_wrong_key_of_the_store_is_told() {
    let mut bot = Bot::new().await;
    drop(bot.open().await.unwrap());
    bot.settings.store_key = Zeroizing::new("another".to_owned());
    bot.fails("does not open").await;
}

#[tokio::test]
async fn tokens_that_do_not_fit_are_told() {
    let mut bot = Bot::new().await;
    bot.settings.login = token("@nobody:localhost", "DEVICE", "invented");
    bot.fails("does not take this access token").await;
    let MatrixLogin::Token {
        user_id,
        access_token,
        ..
    } = bot.other_device().await
    else {
        panic!("not a token")
    };
    bot.settings.login = token(&user_id, "OTHER", &access_token);
    bot.fails("another account or device").await;
}

#[tokio::test]
async fn a_login_that_comes_too_often_is_told() {
    let mut bot = Bot::new().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    bot.settings.homeserver = format!("http://{}", listener.local_addr().unwrap());
    let versions = axum::routing::get(|| async { axum::Json(json!({"versions": ["v1.11"]})) });
    let login = axum::routing::post(|| async {
        let body = json!({"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 4858});
        (axum::http::StatusCode::TOO_MANY_REQUESTS, axum::Json(body))
    });
    let router = axum::Router::new()
        .route("/_matrix/client/versions", versions)
        .route("/_matrix/client/v3/login", login);
    tokio::spawn(async move { axum::serve(listener, router).await });
    bot.fails("try again in 5 seconds").await;
}

//! An encrypted conversation with somebody whose app trusts signed devices only.

use super::*;

#[tokio::test]
async fn an_app_that_trusts_only_signed_devices_is_heard_and_answered() {
    let bot = Bot::new().await;
    let friend = careful_person(bot.server).await;
    let account = bot.open().await.unwrap();
    let room = room_of(&friend, account.client()).await;
    assert!(room_in(&friend, &room).encryption_state().is_encrypted());
    say(&friend, &room, "child poverty by ward").await;
    let response = sync(account.client()).await;
    assert_eq!(heard(&response, &room), ["child poverty by ward"]);
    say(account.client(), &room, "thank you").await;
    assert_eq!(
        heard(&sync(&friend).await, &room).last().unwrap(),
        "thank you"
    );
}

#[tokio::test]
async fn the_same_app_does_not_let_an_unsigned_device_read() {
    let bot = Bot::new().await;
    let friend = careful_person(bot.server).await;
    let account = bot.open().await.unwrap();
    let room = room_of(&friend, account.client()).await;
    let deaf = unsigned_device(&bot).await;
    sync(&deaf).await;
    sync(&friend).await;
    say(&friend, &room, "not for everybody").await;
    assert_eq!(heard(&sync(&deaf).await, &room), [""; 0]);
    assert_eq!(
        heard(&sync(account.client()).await, &room),
        ["not for everybody"]
    );
}

/// A device of the bot's account that nobody signed.
async fn unsigned_device(bot: &Bot) -> Client {
    let MatrixLogin::Password { user, password } = &bot.settings.login else {
        panic!("no password")
    };
    let client = Client::builder()
        .homeserver_url(bot.server.url())
        .http_client(http())
        .build()
        .await
        .unwrap();
    let login = client.matrix_auth().login_username(user, password);
    login.send().await.unwrap();
    client
}

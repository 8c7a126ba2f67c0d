//! The store is lost, or the recovery key is.

use futures_util::StreamExt;

use super::*;

async fn master_key(bot: &Bot) -> Value {
    let session = bot.session();
    let user = session["user_id"].as_str().unwrap();
    let server = super::super::Server::at(bot.server.url(), http()).unwrap();
    let token = session["access_token"].as_str().unwrap();
    let keys = server.keys(token, user).await.unwrap();
    keys["master_keys"][user]["keys"].clone()
}

async fn is_signed_in(bot: &Bot, session: &Value) -> bool {
    let server = super::super::Server::at(bot.server.url(), http()).unwrap();
    let token = session["access_token"].as_str().unwrap();
    server.whoami(token).await.is_ok()
}

#[tokio::test]
async fn after_the_loss_of_the_store_a_new_device_reads_the_old_messages() {
    let bot = Bot::new().await;
    let friend = careful_person(bot.server).await;
    let account = bot.open().await.unwrap();
    let room = room_of(&friend, account.client()).await;
    let said = say(&friend, &room, "said before the loss").await;
    assert_eq!(
        heard(&sync(account.client()).await, &room),
        ["said before the loss"]
    );
    let backups = account.client().encryption().backups();
    backups.wait_for_steady_state().await.unwrap();
    let before = bot.session();
    drop(account);

    bot.lose_the_store();
    let account = bot.open().await.unwrap();
    let client = account.client();
    assert_ne!(bot.session()["device_id"], before["device_id"]);
    assert!(!is_signed_in(&bot, &before).await);
    assert_eq!(bot.session().get("replaces"), None);
    assert_eq!(bot.told.keys().len(), 1);

    let backups = client.encryption().backups();
    let mut arrived = std::pin::pin!(backups.room_keys_for_room_stream(&room));
    // The first sight asks the backup for the key; the second has it.
    let first = sync(client).await;
    assert_eq!(heard(&first, &room), [""; 0]);
    let key = tokio::time::timeout(Duration::from_secs(30), arrived.next());
    assert!(key.await.unwrap().unwrap().is_ok());
    let event = room_in(client, &room).event(&said, None).await.unwrap();
    assert_eq!(words_of(&event).as_deref(), Some("said before the loss"));
    say(&friend, &room, "said after it").await;
    sync(&friend).await;
    assert_eq!(heard(&sync(client).await, &room), ["said after it"]);
}

#[tokio::test]
async fn without_the_recovery_key_a_lost_store_makes_no_new_device() {
    let bot = Bot::new().await;
    drop(bot.open().await.unwrap());
    let session = bot.session();
    bot.lose_the_store();
    std::fs::remove_file(bot.settings.secrets.join("matrix.recovery")).unwrap();
    bot.fails("was not given it: please put the key into").await;
    assert_eq!(bot.session(), session);
    assert!(is_signed_in(&bot, &session).await);
}

#[tokio::test]
async fn a_wrong_recovery_key_is_told_and_resets_nothing() {
    let mut bot = Bot::new().await;
    drop(bot.open().await.unwrap());
    let identity = master_key(&bot).await;
    let right = bot.secret("matrix.recovery");
    bot.lose_the_store();
    let other = Bot::new().await;
    drop(other.open().await.unwrap());
    let of_another = other.secret("matrix.recovery");
    for wrong in ["not a key at all", &of_another] {
        bot.settings.recovery = Some(Zeroizing::new(wrong.to_owned()));
        bot.fails("Nothing was changed").await;
        assert_eq!(master_key(&bot).await, identity);
    }
    let device = bot.session()["device_id"].clone();
    bot.settings.recovery = Some(Zeroizing::new(right));
    drop(bot.open().await.unwrap());
    assert_eq!(bot.session()["device_id"], device);
    assert_eq!(master_key(&bot).await, identity);
    assert_eq!(bot.told.keys().len(), 1);
}

#[tokio::test]
async fn an_identity_that_another_app_keeps_is_left_alone() {
    let mut bot = Bot::new().await;
    let friend = careful_person(bot.server).await;
    let user = friend.user_id().unwrap().localpart().to_owned();
    bot.settings.login = password(&user, "battery staple");
    bot.fails("set up recovery there").await;
    assert_eq!(bot.told.keys().len(), 0);
    let recovery = friend.encryption().recovery();
    let key = recovery.enable().await.unwrap();
    bot.settings.recovery = Some(Zeroizing::new(key));
    drop(bot.open().await.unwrap());
}

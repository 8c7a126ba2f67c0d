//! The first start and the starts after it.

use std::os::unix::fs::PermissionsExt;

use hearback_wire::clock::Millis;

use super::*;

#[tokio::test]
async fn the_first_start_makes_session_recovery_and_a_verified_device() {
    let bot = Bot::new().await;
    let account = bot.open().await.unwrap();
    assert_eq!(bot.told.keys(), [bot.secret("matrix.recovery")]);
    for name in ["matrix.session", "matrix.recovery"] {
        let file = std::fs::metadata(bot.settings.secrets.join(name)).unwrap();
        assert_eq!(file.permissions().mode() & 0o777, 0o600, "{name}");
    }
    account.health().synced(Millis(1));
    assert_eq!(account.health().problem(Millis(1)), None);
}

#[tokio::test]
async fn a_restart_goes_on_as_the_same_device_and_needs_no_password() {
    let mut bot = Bot::new().await;
    let first = bot.open().await.unwrap();
    let device = first.client().device_id().unwrap().to_owned();
    drop(first);
    bot.settings.login = password("nobody", "forgotten");
    let second = bot.open().await.unwrap();
    assert_eq!(second.client().device_id().unwrap(), device);
    assert_eq!(bot.told.keys().len(), 1);
    second.health().synced(Millis(1));
    assert_eq!(second.health().problem(Millis(1)), None);
}

#[tokio::test]
async fn a_start_that_broke_off_before_the_key_was_saved_makes_another_key() {
    let bot = Bot::new().await;
    drop(bot.open().await.unwrap());
    let path = bot.settings.secrets.join("matrix.recovery");
    std::fs::write(&path, "").unwrap();
    drop(bot.open().await.unwrap());
    let keys = bot.told.keys();
    assert_eq!(keys.len(), 2);
    assert_ne!(keys[0], keys[1]);
    bot.lose_the_store();
    drop(bot.open().await.unwrap());
    assert_eq!(bot.told.keys().len(), 2);
}

#[tokio::test]
async fn a_token_that_was_made_for_the_bot_signs_it_in() {
    let mut bot = Bot::new().await;
    let (fresh, spare) = (bot.other_device().await, bot.other_device().await);
    bot.settings.login = fresh;
    let first = bot.open().await.unwrap();
    let device = first.client().device_id().unwrap().to_owned();
    drop(first);
    let second = bot.open().await.unwrap();
    assert_eq!(second.client().device_id().unwrap(), device);
    drop(second);
    bot.lose_the_store();
    bot.fails("has been used before").await;
    // A new token makes a new device, which the same recovery key verifies.
    bot.settings.login = spare;
    let third = bot.open().await.unwrap();
    assert_ne!(third.client().device_id().unwrap(), device);
    assert_eq!(bot.told.keys().len(), 1);
}
